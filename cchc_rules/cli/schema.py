"""``cchc-rules schema``: the JSON Schema of the ruleset language, for editors."""

from __future__ import annotations

from cchc_rules.cli.session import DONE, Session, pass_session
from cchc_rules.cli.speaking import command
from cchc_rules.language.documents.json_schema import schema_text


@command("schema")
@pass_session
def run(session: Session) -> int:
    """Prints the schema as JSON."""
    session.result(schema_text().removesuffix("\n"))
    return DONE
