"""Vocabularies: scales several campaigns share, imported by name and exact version and embedded in the document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cchc_rules.language.documents.folders import list_vocabularies, open_file, vocabulary_paths
from cchc_rules.language.documents.models import RulesetDocument, VocabularyDocument, VocabularyImport
from cchc_rules.language.documents.places import Places
from cchc_rules.language.documents.validation import ReadDocument, read_document
from cchc_rules.problems import Problem
from cchc_rules.text import nearest


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where vocabularies are looked for: beside the file of the ruleset, if it has one, then in the folders."""

    beside: Path | None
    folders: tuple[Path, ...]


def embed(document: RulesetDocument, places: Places, shelf: Shelf) -> ReadDocument[RulesetDocument]:
    """The document with every vocabulary it imports embedded, and their places in their own files.

    An import that already carries its vocabulary is left as it is. None and problems when one cannot be had.
    """
    problems: list[Problem] = []
    imports: list[VocabularyImport] = []
    for index, wanted in enumerate(document.vocabulary):
        path = ("vocabulary", index)
        if wanted.name in [one.name for one in imports]:
            problems.append(Problem("vocabulary-twice", places.value((*path, "name")), {"name": wanted.name}))
        if wanted.embedded is not None:
            problem = _mismatch(wanted, wanted.embedded, places, path)
            problems += [problem] if problem else []
            imports.append(wanted)
            continue
        found = _find(wanted, places, path, shelf)
        problems += found.problems
        imports.append(wanted.model_copy(update={"embedded": found.document}))
        places = places.with_part((*path, "embedded"), found.places)
    whole = None if problems else document.model_copy(update={"vocabulary": tuple(imports)})
    return ReadDocument(whole, places, tuple(problems))


def _find(
    wanted: VocabularyImport, places: Places, path: tuple[str | int, ...], shelf: Shelf
) -> ReadDocument[VocabularyDocument]:
    """The vocabulary of that name and version, from the first file that has it."""
    mismatches: list[Problem] = []
    for file in vocabulary_paths(wanted.name, wanted.version, shelf.beside, shelf.folders):
        opened = open_file(file)
        read = read_document(VocabularyDocument, opened.content, opened.label)
        if read.document is None or read.problems:
            return ReadDocument(None, read.places, read.problems)
        problem = _mismatch(wanted, read.document, places, path)
        if problem is None:
            return read
        mismatches.append(problem)
    if mismatches:
        return ReadDocument(None, places, tuple(mismatches[:1]))
    known = list_vocabularies(shelf.beside, shelf.folders)
    fields = {"name": wanted.name, "known": ", ".join(known) or "–", "nearest": nearest(wanted.name, known)}
    return ReadDocument(None, places, (Problem("unknown-vocabulary", places.value((*path, "name")), fields),))


def _mismatch(
    wanted: VocabularyImport, found: VocabularyDocument, places: Places, path: tuple[str | int, ...]
) -> Problem | None:
    if found.vocabulary != wanted.name:
        fields = {"found": found.vocabulary, "wanted": wanted.name}
        return Problem("vocabulary-name", places.value((*path, "name")), fields)
    if found.version != wanted.version:
        versions = {"name": wanted.name, "found": found.version, "wanted": wanted.version}
        return Problem("vocabulary-version", places.value((*path, "version")), versions)
    return None
