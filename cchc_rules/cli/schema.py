"""``cchc-rules schema``: the JSON Schema of the ruleset language, of cases, or of the facts of one category."""

from __future__ import annotations

import json

import click

from cchc_rules.cli.rulesets import category_argument, load_ruleset, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, Terminal, pass_terminal
from cchc_rules.language.documents.json_schema import schema_text
from cchc_rules.program.compiler import compile

_LIBRARIES = ("rjsf", "jsonforms")


@command("schema")
@ruleset_argument(required=False)
@category_argument(required=False)
@option("--cases", key="option.schema-cases", is_flag=True)
@option("--for-forms", key="option.for-forms", is_flag=True)
@option("--ui", key="option.ui", type=click.Choice(_LIBRARIES))
@pass_terminal
def run(
    terminal: Terminal, ruleset: str | None, category: str | None, *, cases: bool, for_forms: bool, ui: str | None
) -> int:
    """Prints a schema as JSON."""
    if ruleset is None or cases:
        terminal.result(schema_text(cases=cases).removesuffix("\n"))
        return DONE
    if category is None:
        raise click.MissingParameter(param=click.Argument(["category"]))
    from cchc_rules.forms.fact_schemas import fact_schema, fact_ui

    program = compile(load_ruleset(ruleset), category)
    words = terminal.language
    if ui is not None:
        schema = fact_ui(program, words, library="rjsf" if ui == "rjsf" else "jsonforms")
    else:
        schema = fact_schema(program, words, for_forms=for_forms)
    terminal.result(json.dumps(schema, ensure_ascii=False, indent=2))
    return DONE
