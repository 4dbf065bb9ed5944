"""The two databases a store of records can stand in: a file of SQLite, and PostgreSQL by its address.

Both speak the few statements of `store`; a statement names its values ``:so``. One writer at a time: another one waits
five seconds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from threading import RLock, local
from typing import Any, Final, Protocol

from cchc_rules.problems import Problem, ProblemsError, import_optional

WAITING_SECONDS: Final = 5
"""How long a second writer waits before the store is said to be busy."""

_LOCK: Final = 0x63636863
"""The advisory lock of writers in PostgreSQL: any number that nobody else takes ("cchc")."""

_BUSY: Final = frozenset({"BUSY", "LOCKED", "55P03", "40001", "40P01"})
"""Codes of databases by which somebody else writes."""

_REASONS: Final = {
    **dict.fromkeys(("SQLITE_CANTOPEN", "ValueError", "ArgumentError", "UnicodeEncodeError"), "place"),
    **dict.fromkeys(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT", "SQLITE_ERROR", "SQLITE_SCHEMA"), "damaged"),
    **dict.fromkeys(("SQLITE_CONSTRAINT", "SQLITE_MISMATCH", "42P", "42703", "42804", "23", "22", "XX"), "damaged"),
    **dict.fromkeys(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH", "42501", "28"), "denied"),
    **dict.fromkeys(("SQLITE_FULL", "53100"), "full"),
    "SQLITE_IOERR": "disk",
    **dict.fromkeys(("OperationalError", "08", "3D", "57"), "unreachable"),
}
"""What codes of databases that begin so come to: the variants of ``store-unusable``."""

Row = Sequence[Any]


class StoreError(ProblemsError):
    """A store that cannot be used: busy, of a later version, damaged, or no store at all."""


class Database(Protocol):
    """What a store asks of a database."""

    def read(self, statement: str, /, **values: object) -> list[Row]:
        """The rows of a query, outside a transaction."""

    def write(self, statement: str, /, **values: object) -> None:
        """One statement; only inside `writing`."""

    def has_table(self, name: str) -> bool:
        """Whether there is a table of that name."""

    def writing(self) -> AbstractContextManager[None]:
        """A transaction nobody else writes in; kept whole when the block ends, undone when it raises."""

    def close(self) -> None:
        """Lets it go."""


def open_database(place: str | Path) -> Database:
    """The database at an address ``postgresql://…``, else the SQLite file at a path. Raises StoreError."""
    if isinstance(place, str) and place.startswith(("postgresql:", "postgresql+psycopg:", "postgres:")):
        return PostgresDatabase(place)
    return SqliteDatabase(Path(place))


class SqliteDatabase:
    """A file of SQLite; what was committed is on the disk. Threads of one process take turns."""

    def __init__(self, path: Path) -> None:
        self._lock = RLock()
        try:
            self._connection = sqlite3.connect(
                path, timeout=WAITING_SECONDS, isolation_level=None, check_same_thread=False
            )
            for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
                self._connection.execute(f"PRAGMA {setting}")
        except (sqlite3.Error, ValueError) as error:  # ValueError: a NUL in the path
            raise _refuse(error) from error

    def read(self, statement: str, /, **values: object) -> list[Row]:
        """The rows of a query."""
        with self._lock:
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                raise _refuse(error) from error

    def write(self, statement: str, /, **values: object) -> None:
        """One statement of the transaction."""
        try:
            self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise _refuse(error) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction nobody else writes in."""
        with self._lock:
            self.write("BEGIN IMMEDIATE")
            try:
                yield
                self.write("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def has_table(self, name: str) -> bool:
        """Whether there is a table of that name."""
        return bool(self.read("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name", name=name))

    def close(self) -> None:
        """Lets it go."""
        with self._lock:
            self._connection.close()


class _Own(local):
    """What each thread has for itself: the connection of the transaction it writes in; None outside one."""

    writer: Any = None


class PostgresDatabase:
    """A PostgreSQL database by its address, through SQLAlchemy; a connection a transaction."""

    def __init__(self, address: str) -> None:
        self._alchemy = import_optional("sqlalchemy", extra="serve")
        import_optional("psycopg", extra="serve")
        _, _, rest = address.partition("://")
        self._errors = self._alchemy.exc.SQLAlchemyError
        try:
            self._engine = self._alchemy.create_engine(f"postgresql+psycopg://{rest}", pool_pre_ping=True)
        except (self._errors, ValueError, TypeError) as error:  # a port or an option that is none
            raise StoreError([Problem("store-unusable", None, {"detail": "postgresql://"}, variant="place")]) from error
        self._lock = RLock()
        self._own = _Own()

    def read(self, statement: str, /, **values: object) -> list[Row]:
        """The rows of a query."""
        try:
            if self._own.writer is not None:
                return self._rows(self._own.writer, statement, values)
            with self._engine.connect() as connection:
                return self._rows(connection, statement, values)
        except self._errors as error:
            raise _refuse(error) from error

    def write(self, statement: str, /, **values: object) -> None:
        """One statement of the transaction."""
        try:
            self._own.writer.execute(self._alchemy.text(statement), values)
        except self._errors as error:
            raise _refuse(error) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction nobody else writes in."""
        with self._lock:
            try:
                with self._engine.begin() as self._own.writer:
                    self.write(f"SET LOCAL lock_timeout = '{WAITING_SECONDS}s'")
                    self.write(f"SELECT pg_advisory_xact_lock({_LOCK})")
                    yield
            except self._errors as error:
                raise _refuse(error) from error
            finally:
                self._own.writer = None

    def has_table(self, name: str) -> bool:
        """Whether there is a table of that name."""
        return self.read("SELECT to_regclass(:name)", name=name)[0][0] is not None

    def close(self) -> None:
        """Lets it go."""
        self._engine.dispose()

    def _rows(self, connection: Any, statement: str, values: Mapping[str, object]) -> list[Row]:
        found: list[Row] = connection.execute(self._alchemy.text(statement), values).fetchall()
        return found


def _refuse(error: Exception) -> StoreError:
    """The error in our words: they say what to look at, its code what the database's own manual says more of."""
    code = _code_of(error)
    if code in _BUSY or code.partition("_")[2] in _BUSY:
        return StoreError([Problem("store-busy")])
    variant = next((word for start, word in _REASONS.items() if code.startswith(start)), "")
    return StoreError([Problem("store-unusable", None, {"detail": code}, variant=variant)])


def _code_of(error: Exception) -> str:
    """``SQLITE_…``, the five signs of PostgreSQL, or the name of an error that has neither: nobody answered."""
    asked = getattr(error, "orig", None) or error
    found = getattr(asked, "sqlite_errorname", None) or getattr(asked, "sqlstate", None)
    return str(found or type(asked).__name__)
