"""Every code of the loader and the linter has one documented bad example whose output is exactly as recorded.

The examples are Markdown: a heading, a sentence, the files, and what `check` says in English (whole) and Vietnamese
(one line a problem). ``python -m tests.test_diagnostics`` writes the outputs anew; read the difference before you
keep it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cchc_rules.language.lint.linter import lint
from cchc_rules.language.loader import cases_beside, load_with_places
from cchc_rules.phrases import choices, language, scores, selection, shared, source, years
from cchc_rules.phrases import lint as lint_words
from cchc_rules.problems import Problem, RulesetError

FOLDER = Path(__file__).parent / "diagnostics"
BLOCK = re.compile(r"```(\w+) ([\w./-]+)\n(.*?)```\n", re.DOTALL)
TABLES = (source, language, scores, years, shared, choices, lint_words, selection)
ELSEWHERE = {
    "not-utf-8": "bytes, tests/test_yaml_source.py",
    "file-too-large": "size, tests/test_yaml_source.py",
    "text-too-long": "size, tests/test_yaml_source.py",
    "key-too-long": "size, tests/test_yaml_source.py",
    "too-many": "size, tests/test_loader.py",
    "expression-too-long": "size, tests/language",
    "expression-too-deep": "size, tests/language",
    "condition-too-large": "size, tests/language",
    "control-character": "cannot be shown, tests/test_yaml_source.py",
    "not-canonical": "no file, tests/test_loader.py",
    "unknown-ruleset": "no file, tests/test_loader.py",
    "unreadable-file": "no file, tests/test_loader.py",
    "outside-root": "no file, tests/test_loader.py",
    "unknown-vocabulary": "names what is shipped, tests/test_loader.py",
    "unknown-category": "at compile",
    "parameter-missing": "at compile",
    "parameter-value": "at compile",
    "too-many-branches": "at compile",
}
"""Codes without an example here, and why."""


def examples() -> list[Path]:
    """The documented examples."""
    return sorted(FOLDER.glob("*.md"))


def blocks(text: str) -> dict[str, str]:
    """The blocks of an example by name."""
    return {name: content for _, name, content in BLOCK.findall(text)}


def problems(folder: Path) -> list[Problem]:
    """Everything wrong with the ruleset in a folder and with its cases."""
    try:
        loaded = load_with_places(folder / "example" / "ruleset.yaml")
        return lint(loaded, cases_beside(loaded.ruleset))
    except RulesetError as error:
        return list(error.problems)


def outputs(text: str, folder: Path) -> dict[str, str]:
    """What is said of the files of an example, by block."""
    for name, content in blocks(text).items():
        if name.endswith(".yaml"):
            path = folder / ("" if "/" in name else "example") / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    found = problems(folder)
    english = "".join(f"{one.render('en')}\n" for one in found)
    vietnamese = "".join(f"{one.render_line('vi')}\n" for one in found)
    return {name: said.replace(f"{folder.as_posix()}/", "") for name, said in (("en", english), ("vi", vietnamese))}


@pytest.mark.parametrize("example", examples(), ids=lambda path: path.stem)
def test_a_bad_example_says_exactly_what_is_recorded(example: Path, tmp_path: Path) -> None:
    """Place, source line, caret, message and help are as documented, and the example shows its own code."""
    text = example.read_text(encoding="utf-8")
    expected = {name: content for name, content in blocks(text).items() if name in ("en", "vi")}
    assert expected == outputs(text, tmp_path)
    assert f": {example.stem}: " in expected["en"]


def codes() -> Iterator[str]:
    """Every code with words in the tables of loading and lint."""
    for table in TABLES:
        yield from {key.partition(".")[0] for key in table.PHRASES}


def test_every_code_has_an_example() -> None:
    """No code goes undocumented, and no documented code is gone."""
    shown = {path.stem for path in examples()}
    assert sorted(set(codes()) - shown - ELSEWHERE.keys()) == []
    assert sorted(shown - set(codes())) == []
    assert sorted(shown & ELSEWHERE.keys()) == []


def test_every_wording_is_whole() -> None:
    """Messages and helps begin in lower case and end without a full stop, in both languages."""
    for table in TABLES:
        for key, wordings in table.PHRASES.items():
            for words in wordings:
                assert words == words.strip(), key
                assert not words.endswith("."), key
                assert not words[0].isupper() or words.startswith("YAML"), key


def _write_anew(folder: Path) -> None:
    """Write the outputs of every example as they are now."""
    import tempfile

    for example in sorted(folder.glob("*.md")):
        text = example.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as place:
            for name, said in outputs(text, Path(place).resolve()).items():
                replaced = f"```text {name}\n{said}```\n"
                text = re.sub(rf"```text {name}\n.*?```\n", lambda _: replaced, text, flags=re.DOTALL)  # noqa: B023
        example.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _write_anew(FOLDER)
