"""SQLite connections that go to their thread once for a statement.

SQLAlchemy asks for a cursor, its execution, its rows and its closing one by one, and aiosqlite crosses to its
thread for each. Four crossings took more time than most statements. So did one to begin a transaction, and
one to roll back what was committed.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

import aiosqlite

_ROWS_AT_ONCE = 64  # of aiosqlite's own iteration, which SQLAlchemy does not use


async def connect(path: Path, *, read_only: bool = False) -> "OneTripConnection":
    """Open the file in a thread of its own, which ends with the process."""
    connector = partial(open_to_read if read_only else sqlite3.connect, path)
    connection = OneTripConnection(connector, _ROWS_AT_ONCE)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does where it connects by itself
    try:
        await connection
    except BaseException:
        await asyncio.to_thread(connection._thread.join)  # noqa: SLF001 - it answers once more before it ends
        raise
    return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a file that is there, to read alone; a process that writes to it is not disturbed."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


class OneTripConnection(aiosqlite.Connection):
    """aiosqlite's connection with cursors that fetch what they find at once."""

    _begin_with: str | None = None
    _begun = False

    def begin_with_next(self, statement: str) -> None:
        """Begin a transaction on the way of its first statement."""
        self._begin_with, self._begun = statement, True

    async def commit(self) -> None:
        """Commit what was begun."""
        await self._end(super().commit)

    async def rollback(self) -> None:
        """Roll back what was begun and neither committed nor rolled back."""
        await self._end(super().rollback)

    async def _end(self, how: Callable[[], Awaitable[None]]) -> None:
        # What a cancelled caller sent is on its way: only where nothing was sent there is nothing to end.
        if self._begun and self._begin_with is None:
            await how()
        self._begin_with, self._begun = None, False

    def cursor(self) -> "_Cursor":  # type: ignore[override]  # SQLAlchemy needs these of its methods alone
        """Return a cursor that is nothing yet."""
        return _Cursor(self._run)

    async def _run(self, work: Callable[[sqlite3.Cursor], None]) -> None:
        begin, self._begin_with = self._begin_with, None
        await self._execute(self._with_cursor, work, begin)  # type: ignore[no-untyped-call]  # aiosqlite's

    def _with_cursor(self, work: Callable[[sqlite3.Cursor], None], begin: str | None) -> None:
        cursor = self._conn.cursor()
        try:
            if begin is not None:
                cursor.execute(begin)
            work(cursor)
        finally:
            cursor.close()


class _Cursor:
    """The outcome of one statement, as SQLAlchemy's adapter asks for it."""

    arraysize = 1
    description: Any = None
    rowcount = -1
    lastrowid: int | None = None

    def __init__(self, run: Callable[[Callable[[sqlite3.Cursor], None]], Any]) -> None:
        self._run = run
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> Self:
        """Run a statement and take all its rows."""

        def work(cursor: sqlite3.Cursor) -> None:
            cursor.execute(statement, parameters)
            self._keep(cursor)

        await self._run(work)
        return self

    async def executemany(self, statement: str, parameters: Sequence[Any]) -> Self:
        """Run a statement for each of the parameters."""

        def work(cursor: sqlite3.Cursor) -> None:
            cursor.executemany(statement, parameters)
            self._keep(cursor)

        await self._run(work)
        return self

    async def fetchall(self) -> list[Any]:
        """Return the rows, which are here already."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Do nothing: the thread's cursor was closed when its rows were taken."""

    def _keep(self, cursor: sqlite3.Cursor) -> None:
        self.description = cursor.description
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
