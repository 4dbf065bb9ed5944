"""What every document of the language is made of: strict models, texts in two languages, faults across keys."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from cchc_rules.language.documents.annotations import Half
from cchc_rules.values import Words


class Document(BaseModel):
    """What all documents share: strict types, no unknown key, no change. Each is built when it is first used."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


def refuse(code: str, at: list[tuple[str | int, ...]], **fields: Any) -> None:
    """Raise a fault of a whole model at the paths ``at`` below it; nothing when there are none."""
    if at:
        raise PydanticCustomError(code, "see the code", {"at": at, **fields})


class WordsDocument(Document):
    """A text in Vietnamese and English."""

    vi: Half = None
    en: Half = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.missing == ("vi", "en"):
            refuse("empty-text", [()])
        return self

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages in which nothing is said."""
        return tuple(language for language in ("vi", "en") if getattr(self, language) is None)

    @property
    def halves(self) -> tuple[tuple[str, str], ...]:
        """What is said, by language."""
        return tuple((language, said) for language, said in (("vi", self.vi), ("en", self.en)) if said)

    @property
    def words(self) -> Words:
        """The text as the rest of the product knows it; empty in a missing language (`Words.within` falls back)."""
        return Words(self.vi or "", self.en or "")
