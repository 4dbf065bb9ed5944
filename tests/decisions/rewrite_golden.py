"""Writes the golden explanations anew; read the diff before committing it."""

from tests.decisions.test_explanation import CASES, golden, said

if __name__ == "__main__":
    for name in CASES:
        for language in ("vi", "en"):
            golden(name, language).write_text(said(name, language), encoding="utf-8")
