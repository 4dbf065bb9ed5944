"""Shared parts: what they mean is what the categories would say if they had them written out."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import cchc_rules as cr
from cchc_rules.language.lint.linter import lint
from cchc_rules.language.loader import dump, load_canonical, load_text, load_with_places
from cchc_rules.problems import Problem, RulesetError, Span
from tests.language.made import SHARED


class NoAliases(yaml.Dumper):
    """Writes what stands in two places twice."""

    def ignore_aliases(self, data: object) -> bool:
        """Nothing is written as an alias."""
        return True


def _line(problem: Problem) -> int:
    assert isinstance(problem.where, Span)
    return problem.where.line


def written_out() -> str:
    """The same ruleset, every shared part written in the categories that use it."""
    tree = yaml.load(SHARED, yaml.BaseLoader)
    shared = tree.pop("shared")
    for category in tree["categories"].values():
        for kind, names in category.pop("uses").items():
            parts = {name: shared[kind][name] for name in names}
            if kind in ("facts", "define"):
                category[kind] = {**parts, **category.get(kind, {})}
            else:
                category[kind] = [{"id": name, **one} for name, one in parts.items()] + category.get(kind, [])
    text: str = yaml.dump(tree, Dumper=NoAliases, allow_unicode=True, sort_keys=False, width=1000)
    return text.replace("'0'", "0").replace("'1'", "1")


def test_shared_parts_mean_what_they_mean_written_out() -> None:
    """Ruleset, digest, decision and clauses are those of the ruleset that shares nothing; records need no more."""
    shared, plain = load_text(SHARED), load_text(written_out())
    assert shared == plain
    assert shared.digest == plain.digest
    assert load_canonical(shared.canonical).digest == load_text(dump(shared)).digest == plain.digest
    assert [fact.name for fact in shared.category("ward").facts] == ["done", "tasks", "members", "excused", "planned"]
    assert [one.id for one in shared.category("ward").criteria] == ["work", "people", "planned"]
    facts = {"done": 6, "tasks": 10, "members": [{"good": True}], "excused": False, "planned": True}
    decision = cr.evaluate(cr.compile(shared, "ward"), facts)
    assert decision.verdict == "ineligible"
    assert [clause.ref for clause in decision["enough"].criterion.clauses] == ["plan/work"]
    assert "Căn cứ: Mục 1" in str(cr.explain(decision, "vi"))
    assert cr.replay(cr.record(decision)).verdict == "ineligible"


ABSENT = "; help: `{0}` is shared: list it under `uses: {{facts: […]}}` of the category, or let it have its own"
FAULTS = {
    "a misspelt name": (
        ("percent(done, tasks)", "percent(dome, tasks)"),
        ["22:27 unknown-fact: there is no fact `dome`; help: did you mean `done`?"],
    ),
    "a fact that was not used, read by a shared part and by the category's own": (
        ("facts: [done, tasks], define", "facts: [done], define"),
        [f"{place} unknown-fact: category `agency` has no `tasks`{ABSENT}" for place in ("22:33", "46:52")],
    ),
    "a fact that neither category uses": (
        ("[done, tasks, members]", "[done, members]"),
        [f"{place} unknown-fact: category `ward` has no `tasks`{ABSENT}" for place in ("20:31", "22:33")],
    ),
    "a type that only one category gives": (
        ("excused: {type: boolean, label: {vi: Miễn trừ", "excused: {type: integer, label: {vi: Miễn trừ"),
        [
            "30:66 type-mismatch: a condition is needed here, not type `integer`; help: only in category `agency`",
            "46:41 type-mismatch: a condition is needed here, not type `integer`",
        ],
    ),
    "a part used twice": (
        ("uses: {facts: [done, tasks],", "uses: {facts: [done, tasks, done],"),
        ["42:33 duplicate-id: `done` is already taken"],
    ),
    "a fact of the category's own with the name of a used one": (
        ("      planned: {type", "      done: {type: integer, label: {vi: a, en: b}}\n      planned: {type"),
        ["37:7 duplicate-id: `done` is already taken"],
    ),
    "a definition likewise": (
        ("    checks:\n      - {id: none", "    define: {enough: excused}\n    checks:\n      - {id: none"),
        ["45:14 duplicate-id: `enough` is already taken"],
    ),
    "a criterion likewise": (("- {id: planned,", "- {id: people,"), ["39:10 duplicate-id: `people` is already taken"]),
    "a member of a group likewise": (
        ("- {id: enough, title", "- {id: people, title"),
        ["24:5 duplicate-id: `people` is already taken"],
    ),
    "a check, whose ids are a space of their own": (("- {id: none-excused,", "- {id: people,"), []),
    "a clause nobody declares": (
        ("source: plan/people", "source: plan/peoples"),
        ["24:54 unknown-clause: there is no clause `plan/peoples`; help: did you mean `plan/people`?"],
    ),
    "an id beside the key": (("    people: {title", "    people: {id: people, title"), ["24:14 unknown-key: "]),
    "a condition too many": (("require: all(m", "all: [], require: all(m"), ["24:"]),
}


@pytest.mark.parametrize(("change", "said"), FAULTS.values(), ids=FAULTS)
def test_faults_of_shared_parts_are_said_once_at_their_place(change: tuple[str, str], said: list[str]) -> None:
    """A fault of a shared part stands at the shared line, once, and names the category that alone has it."""
    assert SHARED.count(change[0]) == 1
    found: list[str] = []
    try:
        load_text(SHARED.replace(*change))
    except RulesetError as error:
        found = [one.render_line("en").removeprefix("<text>:").replace(": ", " ", 1) for one in error.problems]
    for line, start in zip(found, said, strict=True):
        assert line.startswith(start.format("tasks"))


def test_unused_parts_are_warned_of_and_read_all_the_same(tmp_path: Path) -> None:
    """A part no category uses is a warning; its syntax, scale and clauses are checked as those of any other."""
    path = tmp_path / "ruleset.yaml"
    spare = "    spare: {title: {vi: Thừa, en: Spare}, source: plan/own, require: nobody_declares_it}\n"
    path.write_text(SHARED.replace("    work:\n      title", f"{spare}    work:\n      title"), encoding="utf-8")
    loaded = load_with_places(path)
    assert [(one.code, _line(one)) for one in lint(loaded) if "shared" in one.code] == [("unused-shared", 25)]
    for old, new in (("nobody_declares_it", "not"), ("plan/own", "plan/owner")):
        with pytest.raises(RulesetError) as caught:
            load_text(path.read_text(encoding="utf-8").replace(spare, spare.replace(old, new)))
        assert [_line(one) for one in caught.value.problems] == [25]


def test_warnings_of_shared_parts_name_the_category_that_alone_has_them(tmp_path: Path) -> None:
    """A shared fact that one of two categories never reads is warned of once, with that category's name."""
    path = tmp_path / "ruleset.yaml"
    path.write_text(SHARED.replace("uses: {facts: [done, tasks],", "uses: {facts: [done, tasks, members],"), "utf-8")
    found = [one for one in lint(load_with_places(path)) if one.code == "unused-fact"]
    assert [(_line(one), one.message("en"), one.help("en").split(";")[0]) for one in found] == [
        (18, "no condition reads the fact `members`", "only in category `agency`")
    ]
