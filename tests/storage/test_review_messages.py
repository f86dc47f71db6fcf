"""Which servers have something to do in their review channels: found cheaply, however many stories wait."""

from datetime import timedelta

from sqlalchemy import text, update

from bot.domain.edition import EditionState
from bot.domain.ids import ServerId
from bot.domain.reasons import Reason
from bot.domain.verdict import Hold
from bot.storage import review_messages, reviews
from bot.storage.desk_tables import review
from bot.storage.tables import server
from tests.pipeline.newsroom import LONG_AGO, SERVER, an_edition

NOW = LONG_AGO + timedelta(hours=1)
OTHER, PAUSED = ServerId(2), ServerId(3)


async def hold(database, server_id=SERVER, *, message_id=None):
    held = await an_edition(database, server_id=server_id, key=str(server_id), state=EditionState.HELD)
    async with database.write() as tx:
        await reviews.hold(tx, [(held, server_id, [Hold(Reason.HELD_UNDATED)])], now=LONG_AGO)
        await tx.execute(update(review).where(review.c.edition_id == held).values(message_id=message_id))


async def servers_due(database):
    async with database.read() as tx:
        found = await review_messages.servers_due(tx, now=NOW)
        return {each.server_id: (each.channel_id, each.drawable) for each in found}


async def test_servers_are_due_with_their_channel_and_whether_something_stands(database):
    await hold(database)
    await hold(database, OTHER, message_id=5)
    await hold(database, PAUSED)
    async with database.write() as tx:
        await tx.execute(update(server).where(server.c.id == OTHER).values(review_channel_id=9))
        await tx.execute(update(server).where(server.c.id == PAUSED).values(paused_at=NOW))

    assert await servers_due(database) == {SERVER: (None, False), OTHER: (9, True)}

    async with database.write() as tx:
        await tx.execute(update(review).values(due_at=NOW + timedelta(seconds=1)))
    assert await servers_due(database) == {}


async def test_a_look_costs_the_same_however_many_stories_wait_where_there_is_no_channel(database):
    await hold(database)
    numbers = "WITH RECURSIVE n(v) AS (SELECT 2 UNION ALL SELECT v + 1 FROM n WHERE v < 2000)"
    steps = 0

    def count():
        nonlocal steps
        steps += 1
        return 0

    async with database.write() as tx:
        await tx.execute(
            text(
                f"""{numbers} INSERT INTO review (server_id, kind, state, card_key, due_at, created_at)
                SELECT server_id, kind, state, hex(randomblob(12)), due_at, review.created_at FROM n, review
                WHERE review.id = 1"""
            )
        )
        raw = (await tx.get_raw_connection()).driver_connection
        await raw.set_progress_handler(count, 1_000)
        found = await review_messages.servers_due(tx, now=NOW)
        await raw.set_progress_handler(None, 0)

    assert [(each.server_id, each.drawable) for each in found] == [(SERVER, False)]
    assert steps < 5, "thousands of steps of SQLite's machine; one look at each row takes more"
