"""Which cards are asked for to be drawn again."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.storage import claims, refreshes
from bot.storage.tables import delivery
from tests.pipeline.newsroom import LONG_AGO, an_edition

NOW = LONG_AGO + timedelta(hours=1)
LEASE = NOW + timedelta(minutes=10)


@pytest.mark.parametrize("claimed", [False, True])
async def test_a_card_is_asked_for_as_soon_as_somebody_may_have_read_what_it_is_to_show(database, claimed):
    edition_id = await an_edition(database)

    async with database.write() as tx:
        if claimed:
            await claims.claim(tx, now=NOW, lease_until=LEASE, limit=1)
        await refreshes.ask(tx, {edition_id}, at=NOW)

    async with database.read() as tx:
        assert await tx.scalar(select(delivery.c.refresh_at)) == (NOW if claimed else None)


async def test_the_earlier_of_two_times_counts(database):
    edition_id = await an_edition(database)

    async with database.write() as tx:
        await tx.execute(update(delivery).values(message_id=1))
        for minutes in (5, 1, 9):
            await refreshes.ask(tx, {edition_id}, at=NOW + timedelta(minutes=minutes))

    async with database.read() as tx:
        assert await tx.scalar(select(delivery.c.refresh_at)) == NOW + timedelta(minutes=1)
