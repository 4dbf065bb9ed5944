"""The recipes of the cookbook run as they are written, against a real database, a real Spark and real frameworks.

``python -m tests.test_cookbook`` writes anew what they print; read the difference before you keep it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import psycopg
import pytest

from tests.local_spark import local_spark
from tests.pages import both, name, run_python
from tests.postgres import postgres_server

PAGES = both("cookbook.md")


@contextmanager
def machines() -> Iterator[str]:
    """The address of a database server, and a session of Spark that a page finds by asking for any."""
    with postgres_server() as address, local_spark(100):
        yield address


def follow(page: Path, address: str) -> str:
    """The page with what its recipes print, in a database of its own."""
    own = f"recipes_{PAGES.index(page)}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {own}")
    with mock.patch.dict(os.environ, DATABASE_URL=address.replace("/postgres?", f"/{own}?")):
        return run_python(page.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The machines, started once."""
    with machines() as found:
        yield found


@pytest.mark.filterwarnings("ignore")  # of the frameworks about one another
@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_recipe_prints_what_the_page_shows(page, address):
    """FastAPI, Django, PostgreSQL, Spark and Excel: each block runs, and prints the text block below it."""
    assert page.read_text(encoding="utf-8") == follow(page, address)


if __name__ == "__main__":
    with machines() as place:
        for one in PAGES:
            one.write_text(follow(one, place), encoding="utf-8")
