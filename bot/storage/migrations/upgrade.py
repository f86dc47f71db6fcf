"""Bringing a database file to the tables of this version, before anything else opens it."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.domain.errors import (
    DatabaseForbidden,
    DatabaseMissing,
    DatabaseTooNew,
    DatabaseTooOld,
    DatabaseUnreadable,
)
from bot.storage.connection import open_to_read
from bot.storage.migrations.create import create

# The newest revision. Known here, so that a start without a migration needs no Alembic (a test compares).
HEAD = "0004"


async def upgrade(path: Path) -> None:
    """Create or migrate the file, all or nothing; raise DatabaseTooNew or DatabaseUnreadable."""
    await asyncio.to_thread(_upgrade, path)


def check_revision(path: Path) -> None:
    """Raise a StorageError unless the file is a database of ours at the tables of this version."""
    _check_readable(path)
    try:
        with closing(open_to_read(path)) as connection:
            current = _revision(connection)
    except sqlite3.Error as error:
        raise DatabaseUnreadable(path=path, why=str(error)) from error
    if current is None:
        raise DatabaseUnreadable(path=path, why="it is not a database of Newsclip")
    if current != HEAD:
        from bot.storage.migrations.run import unknown  # noqa: PLC0415 -- as below

        outdated = DatabaseTooNew if unknown(current) else DatabaseTooOld
        raise outdated(path=path, revision=current, known=HEAD)


def _check_readable(path: Path) -> None:
    try:
        path.open("rb").close()
    except FileNotFoundError as error:
        raise DatabaseMissing(path=path) from error
    except PermissionError as error:
        raise DatabaseForbidden(path=path) from error
    except OSError as error:
        raise DatabaseUnreadable(path=path, why=error.strerror or str(error)) from error


def _upgrade(path: Path) -> None:
    current = _current(path)
    if current is None:
        create(path, revision=HEAD)
    elif current != HEAD:
        _migrate(path, current)
    _write_ahead(path)


def _migrate(path: Path, current: str) -> None:
    # Alembic takes a while to import, and 10 MB that a process keeps: only where there is something to do.
    from bot.storage.migrations.run import run, unknown  # noqa: PLC0415

    if unknown(current):
        raise DatabaseTooNew(path=path, revision=current, known=HEAD)
    run(path)


def _write_ahead(path: Path) -> None:
    """Turn the log on before there are several connections: while one does, the others are locked out."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def _current(path: Path) -> str | None:
    """The revision that the file is at; None for a new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(path)) as connection:
            return _revision(connection)
    except sqlite3.Error as error:
        raise DatabaseUnreadable(path=path, why=str(error)) from error


def _revision(connection: sqlite3.Connection) -> str | None:
    if not _one(connection, "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"):
        return None
    found = _one(connection, "SELECT version_num FROM alembic_version")
    return str(found[0]) if found else None


def _one(connection: sqlite3.Connection, statement: str) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = connection.execute(statement).fetchone()
    return row
