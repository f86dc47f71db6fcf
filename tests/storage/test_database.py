import asyncio
import gc
import os
import sqlite3
from contextlib import closing, contextmanager
from datetime import datetime

import pytest
from sqlalchemy.exc import OperationalError, StatementError

from bot.domain.errors import (
    DatabaseForbidden,
    DatabaseMissing,
    DatabaseTooNew,
    DatabaseTooOld,
    DatabaseUnreadable,
)
from bot.domain.ids import ServerId
from bot.storage import memos, servers
from bot.storage.database import Database
from bot.storage.migrations.upgrade import check_revision
from bot.texts.catalogue import Texts


async def test_a_transaction_that_fails_leaves_nothing(database):
    async def fail():
        async with database.write() as tx:
            await memos.put(tx, "key", "value")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    async with database.read() as tx:
        assert await memos.get(tx, "key") is None


async def test_a_reader_sees_one_moment_while_somebody_writes(database):
    async with database.read() as reading:
        before = await memos.get(reading, "key")
        async with database.write() as tx:
            await memos.put(tx, "key", "value")

        assert before is None
        assert await memos.get(reading, "key") is None
    async with database.read() as tx:
        assert await memos.get(tx, "key") == "value"


async def test_writers_take_turns_so_that_no_change_is_lost(database):
    async def count():
        async with database.write() as tx:
            number = int(await memos.get(tx, "count") or 0)
            await asyncio.sleep(0)
            await memos.put(tx, "count", str(number + 1))

    await asyncio.gather(*(count() for _ in range(30)))

    async with database.read() as tx:
        assert await memos.get(tx, "count") == "30"


async def test_a_writer_that_is_cancelled_leaves_the_database_usable(database):
    begun = asyncio.Event()

    async def write_for_ever():
        async with database.write() as tx:
            await memos.put(tx, "key", "value")
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_for_ever())
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    async with database.write() as tx:
        assert await memos.get(tx, "key") is None


async def test_a_moment_without_a_time_zone_is_refused(database):
    async with database.write() as tx:
        with pytest.raises(StatementError, match="without a time zone"):
            await servers.join(tx, ServerId(1), "Harbour News", now=datetime(2026, 11, 22))  # noqa: DTZ001


async def test_closing_twice_is_harmless(database):
    await database.close()

    await database.close()


@pytest.mark.parametrize("kind", ["read", "write"])
async def test_it_closes_when_what_is_under_way_has_ended_and_nothing_begins_afterwards(database, kind):
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def work():
        async with getattr(database, kind)() as tx:
            begun.set()
            await go_on.wait()
            return await memos.get(tx, "key")

    working = asyncio.create_task(work())
    await begun.wait()
    closing_it = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(working, closing_it)

    with pytest.raises(RuntimeError, match="closed"):
        await work()
    gc.collect()  # a connection that nobody closed complains now: warnings are errors


async def test_it_is_read_beside_the_process_that_writes_to_it(database, database_file):
    async with database.write() as tx:
        await memos.put(tx, "key", "value")

    beside = await Database.open_to_read(database_file)
    async with beside.read() as tx:
        found = await memos.get(tx, "key")
    with pytest.raises(OperationalError):
        async with beside.write() as tx:
            await memos.put(tx, "key", "another")
    await beside.close()

    assert found == "value"


async def test_what_is_only_read_is_never_made(tmp_path):
    with pytest.raises(DatabaseMissing):
        await Database.open_to_read(tmp_path / "newsclip.db")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("CREATE TABLE theirs (id)", DatabaseUnreadable),
        (
            "CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('0001')",
            DatabaseTooOld,
        ),
        (
            "CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('9999')",
            DatabaseTooNew,
        ),
    ],
)
async def test_a_database_that_is_not_of_this_version_is_not_read(tmp_path, content, error):
    with closing(sqlite3.connect(tmp_path / "newsclip.db")) as connection:
        connection.executescript(content)

    with pytest.raises(error):
        await Database.open_to_read(tmp_path / "newsclip.db")


async def test_a_file_that_is_no_database_is_not_read(tmp_path):
    (tmp_path / "newsclip.db").write_text("This is a letter, and long enough to be no header of SQLite's.")

    with pytest.raises(DatabaseUnreadable):
        await Database.open_to_read(tmp_path / "newsclip.db")


@contextmanager
def as_nobody():
    """Let root be another user meanwhile; who is none is kept out by the file's mode."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_database_of_another_user_is_told_with_the_fix(database_file):
    database_file.chmod(0)

    with as_nobody(), pytest.raises(DatabaseForbidden) as raised:
        check_revision(database_file)

    assert Texts.load().error(raised.value).endswith("Run this as the user who runs the bot.")
