"""Where rulesets and vocabularies lie: shipped with the package, in folders of the user, or at a path."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cchc_rules.language.documents.names import ID_PATTERN
from cchc_rules.language.documents.source_text import LARGEST_FILE
from cchc_rules.problems import Problem, RulesetError
from cchc_rules.text import nearest, visible

FOLDERS_VARIABLE: Final = "CCHC_RULESETS"
"""The environment variable that names folders of rulesets, separated as in PATH."""

RULESET_FILE: Final = "ruleset.yaml"
CASES_FILE: Final = "cases.yaml"
VOCABULARY: Final = "vocabulary"


@dataclass(frozen=True, slots=True)
class File:
    """A file that was found: where, the name problems call it by, and the bytes in it."""

    path: Path
    label: str
    content: bytes


def find_shipped_root(name: str = "rulesets") -> Path:
    """The folder of what comes with the package: inside it when installed, beside it in the work tree."""
    package = Path(__file__).resolve().parents[2]
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def roots(rulesets: str | Path | None = None) -> tuple[Path, ...]:
    """The folders ids are looked up in: the given one, else those of the environment variable; then the shipped one."""
    if rulesets is not None:
        own = [Path(rulesets)]
    else:
        own = [Path(part) for part in os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep) if part]
    return (*own, find_shipped_root())


def list_rulesets(folders: tuple[Path, ...]) -> list[str]:
    """The ids that can be loaded from these folders, in alphabetical order."""
    found = (file.parent.name for folder in folders if folder.is_dir() for file in folder.glob(f"*/{RULESET_FILE}"))
    return sorted({name for name in found if ID_PATTERN.fullmatch(name)})


def ruleset_path(source: str | Path, folders: tuple[Path, ...]) -> Path:
    """The file of a ruleset: a text that is an id is looked up in the folders, anything else is a path.

    A path names a YAML file or a folder that holds ``ruleset.yaml``. RulesetError when there is none.
    """
    if isinstance(source, str) and ID_PATTERN.fullmatch(source):
        for folder in folders:
            if (found := _inside(folder, source, RULESET_FILE)) is not None:
                return found
        known = list_rulesets(folders)
        fields = {"id": source, "known": ", ".join(known) or "–", "nearest": nearest(source, known)}
        raise RulesetError([Problem("unknown-ruleset", fields=fields)])
    path = Path(source)
    return path / RULESET_FILE if is_folder(path) else path


def vocabulary_paths(name: str, version: str, beside: Path | None, folders: tuple[Path, ...]) -> list[Path]:
    """The files that may hold a vocabulary: in the folder of the ruleset that imports it, then in the others.

    ``<name>.yaml`` is the newest version; earlier ones are kept as ``<name>/<version>.yaml``.
    """
    near = () if beside is None else (beside.parent.parent,)
    names = ((f"{name}.yaml",), (name, f"{version}.yaml"))
    found = (_inside(folder, VOCABULARY, *parts) for folder in (*near, *folders) for parts in names)
    return list(dict.fromkeys(path for path in found if path is not None))


def list_vocabularies(beside: Path | None, folders: tuple[Path, ...]) -> list[str]:
    """The vocabularies that can be imported, in alphabetical order."""
    near = () if beside is None else (beside.parent.parent,)
    return sorted({file.stem for folder in (*near, *folders) for file in (folder / VOCABULARY).glob("*.yaml")})


def open_file(path: Path) -> File:
    """An ordinary file's bytes, one more than may be at most; RulesetError when it is none or cannot be read."""
    label = _label(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise RulesetError([Problem("unreadable-file", fields={"id": label})])
        with path.open("rb") as stream:
            return File(path, label, stream.read(LARGEST_FILE + 1))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise RulesetError([Problem("unknown-ruleset", fields={"id": visible(label)}, variant="path")]) from None
    except OSError:
        raise RulesetError([Problem("unreadable-file", fields={"id": visible(label)})]) from None


def is_there(path: Path) -> bool:
    """Whether something stands at the path; no for a name no file can have, and in a folder one may not enter."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _inside(folder: Path, *parts: str) -> Path | None:
    """The file below a folder, or None when there is none; RulesetError when a link leads out of the folder."""
    path = folder.joinpath(*parts)
    if not is_there(path):
        return None
    if not path.resolve().is_relative_to(folder.resolve()):
        raise RulesetError([Problem("outside-root", fields={"id": _label(path)})])
    return path


def is_folder(path: Path) -> bool:
    """Whether a folder stands at the path; no for a name no file can have, and in a folder one may not enter."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _label(path: Path) -> str:
    """The path as short as it can be said from here."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()
