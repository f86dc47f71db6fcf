"""A story that can't wait: what no longer waits with it, and what does."""

from datetime import timedelta

from sqlalchemy import insert, select

from bot.domain.ids import ServerId, UserId
from bot.storage import breaking
from bot.storage.reader_tables import notification
from tests.builders import NOON
from tests.pipeline.newsroom import SERVER, an_edition

LATER = NOON + timedelta(hours=5)
ANNA, BORIS, CLARA, DAVID = (UserId(number) for number in range(1, 5))


async def waits(database, edition_id, user_id, **changes):
    values = {"reach": "mention", "state": "queued", "not_before": LATER, "server_id": SERVER} | changes
    async with database.write() as tx:
        await tx.execute(insert(notification).values(edition_id=edition_id, user_id=user_id, **values))


async def test_who_waits_for_quiet_hours_to_end_is_told_at_once_and_nobody_else(database):
    edition_id = await an_edition(database, key="talks", now=NOON)
    other = await an_edition(database, key="other", now=NOON)
    await waits(database, edition_id, ANNA, attempts=2)
    await waits(database, edition_id, BORIS, reason="rate-limited")
    await waits(database, edition_id, CLARA, state="sent")
    await waits(database, other, DAVID)

    async with database.write() as tx:
        begun = await breaking.begin(tx, SERVER, edition_id, now=NOON)
        again = await breaking.begin(tx, SERVER, edition_id, now=LATER)
        elsewhere = await breaking.begin(tx, ServerId(99), other, now=NOON)

    async with database.read() as tx:
        rows = await tx.execute(select(notification.c.user_id, notification.c.not_before))
        found = {row.user_id: row.not_before for row in rows}
    assert (begun, again, elsewhere) == (True, False, False)
    assert found == {ANNA: NOON, BORIS: LATER, CLARA: LATER, DAVID: LATER}
