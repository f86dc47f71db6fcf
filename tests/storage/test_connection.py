import asyncio

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.storage import memos
from bot.storage.connection import OneTripConnection, connect
from bot.storage.tables import memo


async def test_a_statement_that_fails_leaves_the_transaction_usable(database):
    async with database.write() as tx:
        await memos.put(tx, "key", "value")
        with pytest.raises(OperationalError, match="no such table"):
            await tx.exec_driver_sql("SELECT * FROM nowhere")
        with pytest.raises(IntegrityError):
            await tx.execute(insert(memo).values(key="key", value="other"))

        assert await memos.get(tx, "key") == "value"


async def test_the_number_of_rows_is_told_for_one_statement_and_for_many(database):
    async with database.write() as tx:
        added = await tx.execute(insert(memo), [{"key": str(n), "value": "old"} for n in range(5)])
        changed = await tx.execute(update(memo).where(memo.c.key < "3").values(value="new"))

    assert (added.rowcount, changed.rowcount) == (5, 3)


async def test_rows_that_a_change_returns_are_all_there(database):
    async with database.write() as tx:
        returned = await tx.execute(
            insert(memo).returning(memo.c.key), [{"key": str(n), "value": "x"} for n in range(2500)]
        )
        keys = {key for (key,) in returned}
        none = await tx.execute(select(memo.c.key).where(memo.c.key == "nothing"))

    assert len(keys) == 2500
    assert none.all() == []


async def test_a_transaction_of_one_statement_goes_to_the_thread_twice(database, monkeypatch):
    async with database.read() as tx:
        await memos.get(tx, "key")  # the connection is made, and the statement compiled
    trips = 0

    async def execute(self, *arguments):
        nonlocal trips
        trips += 1
        return await made(self, *arguments)

    made = OneTripConnection._execute
    monkeypatch.setattr(OneTripConnection, "_execute", execute)
    async with database.read() as tx:
        await memos.get(tx, "key")

    assert trips == 2


async def test_a_transaction_without_a_statement_leaves_nothing_behind(database):
    async with database.write():
        pass

    async with database.write() as tx:
        await memos.put(tx, "key", "value")

    async with database.read() as tx:
        assert await memos.get(tx, "key") == "value"


async def test_who_is_cancelled_at_the_first_statement_writes_nothing(database):
    async def write():
        async with database.write() as tx:
            started.set()
            await memos.put(tx, "key", "value")
            await asyncio.Event().wait()

    for turns in range(12):
        started = asyncio.Event()
        writing = asyncio.create_task(write())
        await started.wait()
        for _ in range(turns):
            await asyncio.sleep(0)
        writing.cancel()
        await asyncio.wait([writing])
        async with database.write() as tx:
            assert await memos.get(tx, "key") is None


async def test_a_file_that_cannot_be_opened_says_so(tmp_path):
    with pytest.raises(Exception, match="unable to open"):
        await connect(tmp_path / "no" / "folder.db")
