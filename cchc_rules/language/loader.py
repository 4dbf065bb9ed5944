"""Loading: a shipped id, a path or a text becomes a checked `Ruleset`, or one RulesetError with every problem."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cchc_rules.language.canonical import canonical_json, dump, json_tree
from cchc_rules.language.checking.checker import check_document
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.documents.folders import (
    CASES_FILE,
    File,
    find_shipped_root,
    list_rulesets,
    open_file,
    roots,
    ruleset_path,
)
from cchc_rules.language.documents.models import RulesetDocument
from cchc_rules.language.documents.places import Path as DocumentPath
from cchc_rules.language.documents.places import Piece, Places, SourceText
from cchc_rules.language.documents.shared_parts import NOTHING_SHARED, SharedUse, write_out
from cchc_rules.language.documents.validation import ReadDocument, in_order, read_document, shape
from cchc_rules.language.documents.vocabularies import Shelf, embed
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import Problem, RulesetError

__all__ = [
    "Loaded",
    "cases_beside",
    "cases_with_places",
    "dump",
    "list_shipped",
    "load",
    "load_canonical",
    "load_exchanged",
    "load_text",
    "load_with_places",
    "read_cases",
]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A ruleset together with the places of its file, the warnings its checks gave and who uses which shared part:
    what the linter looks at."""

    ruleset: Ruleset
    places: Places
    warnings: tuple[Problem, ...] = ()
    shared: SharedUse = NOTHING_SHARED


def load(source: str | Path, *, rulesets: Path | None = None) -> Ruleset:
    """The ruleset of an id or at a path, checked.

    A text of ``[a-z0-9-]+`` is an id, looked up in ``rulesets`` (else in the folders of the environment variable
    ``CCHC_RULESETS``), then among the shipped ones, and never leaves its folder. Anything else is the path of a YAML
    file or of a folder that holds ``ruleset.yaml``. Raises RulesetError with all problems.
    """
    return load_with_places(source, rulesets=rulesets).ruleset


def load_text(text: str | bytes, *, file: str = "<text>", rulesets: Path | None = None) -> Ruleset:
    """The ruleset a YAML text says; ``file`` is what problems call it. Raises RulesetError with all problems."""
    return _check(read_document(RulesetDocument, text, file), Shelf(None, roots(rulesets))).ruleset


def load_canonical(text: str) -> Ruleset:
    """The ruleset of a canonical JSON text, as `Ruleset.canonical` holds and records embed it; needs no file.

    Its canonical text is the same again; facts stand in alphabetical order. Raises RulesetError.
    """
    file = "<canonical>"
    try:
        tree = json_tree(text)
    except ValueError:
        raise RulesetError([Problem("not-canonical", Places.nowhere(file).value(()))]) from None
    return _check(shape(RulesetDocument, tree, Places.nowhere(file)), Shelf(None, ())).ruleset


def load_exchanged(document: Mapping[str, Any], path: DocumentPath, text: str, *, label: str) -> Ruleset:
    """The ruleset of a canonical document in which ``text`` was put at ``path``; problems stand in that text.

    ``label`` stands in them where the name of a file does. Raises RulesetError.
    """
    part = Places(SourceText.of(text, label), {(): Piece(0, len(text), text, style="")})
    places = Places.nowhere(label).with_part(path, part)
    tree = json_tree(json.dumps(document, ensure_ascii=False))
    return _check(shape(RulesetDocument, tree, places), Shelf(None, ())).ruleset


def load_with_places(source: str | Path, *, rulesets: Path | None = None) -> Loaded:
    """As `load`, with the places of the file beside the ruleset, for the linter."""
    folders = roots(rulesets)
    file = open_file(ruleset_path(source, folders))
    loaded = _check(read_document(RulesetDocument, file.content, file.label), Shelf(file.path, folders))
    return replace(loaded, ruleset=replace(loaded.ruleset, path=str(file.path)))


def list_shipped() -> list[str]:
    """The ids of the rulesets that come with the package, in alphabetical order."""
    return list_rulesets((find_shipped_root(),))


def read_cases(path: str | Path) -> CasesDocument:
    """The cases in a file, or in ``cases.yaml`` of a folder. Raises RulesetError with all problems."""
    path = Path(path)
    document, _ = _cases(open_file(path / CASES_FILE if path.is_dir() else path))
    return document


def cases_beside(ruleset: Ruleset) -> CasesDocument | None:
    """The cases that lie beside the file of a ruleset; None when there are none. Raises RulesetError."""
    found = cases_with_places(ruleset)
    return None if found is None else found[0]


def cases_with_places(ruleset: Ruleset) -> tuple[CasesDocument, Places] | None:
    """As `cases_beside`, with the places of the file beside the cases, for what names a line of it."""
    path = Path(ruleset.path).with_name(CASES_FILE) if ruleset.path else None
    return _cases(open_file(path)) if path is not None and path.exists() else None


def _cases(file: File) -> tuple[CasesDocument, Places]:
    read = read_document(CasesDocument, file.content, file.label)
    if read.document is None or read.problems:
        raise RulesetError(read.problems)
    return read.document, read.places


def _check(read: ReadDocument[RulesetDocument], shelf: Shelf) -> Loaded:
    """The ruleset of a document, after its imports and every check; RulesetError with the problems of all stages."""
    if read.document is None:
        raise RulesetError(read.problems)
    whole = embed(read.document, read.places, shelf)
    problems = (*read.problems, *whole.problems)
    if whole.document is None:
        raise RulesetError(in_order(problems))
    written = write_out(whole.document, whole.places)
    ruleset, found = check_document(written.document, written.places, shared=written.shared)
    problems = in_order((*problems, *written.problems, *found))
    if ruleset is None or any(problem.severity == "error" for problem in problems):
        raise RulesetError(problems)
    return Loaded(
        replace(ruleset, canonical=canonical_json(written.document)), written.places, problems, written.shared
    )
