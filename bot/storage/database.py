"""Opening the database: one writer, a pool of readers, and the transactions that queries run in.

SQLite in WAL mode. The writer begins with BEGIN IMMEDIATE: a transaction that reads first and writes later
fails at once with "locked" when another wrote in between, whatever the busy timeout.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Self

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.domain.errors import DatabaseUnreadable
from bot.storage.connection import connect
from bot.storage.dialect import engine_url, statements_in_sql
from bot.storage.lock import DatabaseLock
from bot.storage.migrations.upgrade import check_revision, upgrade

# What queries take: the connection of the transaction that their caller opened.
Connection = AsyncConnection

_READERS = 4
_BUSY_TIMEOUT_MS = 5_000


class Database:
    """An open database. `write()` transactions come one after the other; `read()` ones run beside them."""

    def __init__(
        self,
        writer: AsyncEngine,
        readers: AsyncEngine,
        lock: DatabaseLock | None,
        *,
        only_read: Path | None = None,
    ) -> None:
        self._lock = lock
        self._only_read = only_read
        self._writer = writer
        self._readers = readers
        self._writing = asyncio.Lock()
        self._under_way = 0
        self._ended = asyncio.Event()
        self._ended.set()
        self._closed = False

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Create or migrate the SQLite file, and open it; raise a StorageError where that can't be."""
        lock = DatabaseLock.acquire(path)
        try:
            await upgrade(path)
        except BaseException:
            lock.release()
            raise
        return cls(
            writer=_engine(path, size=1, begin="BEGIN IMMEDIATE"),
            readers=_engine(path, size=_READERS),
            lock=lock,
        )

    @classmethod
    async def open_to_read(cls, path: Path) -> Self:
        """Open a database that is there beside the process that writes to it; raise a StorageError."""
        await asyncio.to_thread(check_revision, path)
        readers = _engine(path, size=_READERS, read_only=True)
        return cls(writer=readers, readers=readers, lock=None, only_read=path)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Connection]:
        """Open the writing transaction: committed at the end, rolled back on an exception."""
        with self._counted():
            async with self._writing, self._writer.begin() as connection:
                yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """Open a reading transaction: one snapshot of the database.

        Of a database that was opened to read alone, what can't be read raises DatabaseUnreadable.
        """
        try:
            with self._counted():
                async with self._readers.begin() as connection:
                    yield connection
        except DatabaseError as error:
            if self._only_read is None:
                raise
            raise DatabaseUnreadable(path=self._only_read, why=str(error.orig)) from error

    async def close(self) -> None:
        """Close every connection, once the transactions under way have ended; no further one can begin.

        discord.py answers commands and takes events in tasks of its own, which may still be at work then.
        """
        self._closed = True
        await self._ended.wait()
        await self._readers.dispose()
        await self._writer.dispose()
        if self._lock is not None:
            self._lock.release()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        if self._closed:
            raise RuntimeError("the database is closed")
        self._under_way += 1
        self._ended.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._ended.set()


def _engine(path: Path, *, size: int, begin: str = "BEGIN", read_only: bool = False) -> AsyncEngine:
    engine = create_async_engine(
        engine_url(),
        async_creator=partial(connect, path, read_only=read_only),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=0,
        execution_options={"compiled_cache": statements_in_sql()},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _record: Any) -> None:
        connection.isolation_level = None  # sqlite3's own: we begin ourselves
        cursor = connection.cursor()
        for pragma in (
            "synchronous=FULL",  # what was committed as intent must be there after a power cut
            "foreign_keys=ON",
            f"busy_timeout={_BUSY_TIMEOUT_MS}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Any) -> None:
        connection.connection.driver_connection.begin_with_next(begin)

    return engine
