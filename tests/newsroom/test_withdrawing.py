"""Stories that went out are taken back, and their discussions locked, by who moderates where they are."""

import pytest
from sqlalchemy import insert

from bot.domain.edition import EditionState
from bot.domain.errors import MayNotModerate, NotFound
from bot.newsroom.withdrawing import Withdrawing
from bot.storage.tables import delivery
from tests.newsroom.deciding import CHANNEL, MARA, OLENA, refused, who_may


@pytest.fixture
async def withdrawing(newsroom, held):
    """What takes stories back; the one that waited is out, in two channels."""
    await newsroom.decide.approve(newsroom.server, who_may(OLENA), held.id)
    now = newsroom.clock.now()
    elsewhere = {"edition_id": held.id, "server_id": newsroom.server, "channel_id": 20, "home": False}
    stands = {"state": "done", "card_key": "k", "message_id": 5, "place_id": 20}
    async with newsroom.database.write() as tx:
        await tx.execute(insert(delivery).values(**elsewhere, **stands, not_before=now, created_at=now))
    return Withdrawing(newsroom.database, newsroom.clock, wake=[newsroom.woken])


async def test_a_card_that_was_taken_away_asks_for_nobodys_rights_any_more(newsroom, held, withdrawing):
    mine = who_may(MARA, CHANNEL)

    code = await refused(withdrawing.ask(newsroom.server, mine, held.id, reason="Wrong."), MayNotModerate)
    async with newsroom.database.write() as tx:
        await tx.execute(delivery.update().where(delivery.c.channel_id == 20).values(state="removed"))
    asked = await withdrawing.ask(newsroom.server, mine, held.id, reason="Wrong.")
    await withdrawing.confirmed(newsroom.server, mine, asked.panel)

    assert code == "error-may-not-moderate"
    assert (await newsroom.again(held)).state is EditionState.RETRACTED


async def test_who_may_not_retract_a_story_any_more_can_once_they_may_again(newsroom, held, withdrawing):
    asked = await withdrawing.ask(newsroom.server, who_may(MARA), held.id, reason="Wrong.")
    confirmed = (newsroom.server, who_may(MARA, CHANNEL), asked.panel)

    code = await refused(withdrawing.confirmed(*confirmed), MayNotModerate)
    still = (await newsroom.again(held)).state
    await withdrawing.confirmed(newsroom.server, who_may(MARA), asked.panel)
    twice = await refused(withdrawing.confirmed(newsroom.server, who_may(MARA), asked.panel), NotFound)

    assert (code, still) == ("error-may-not-moderate", EditionState.CLEARED)
    assert (await newsroom.again(held)).state is EditionState.RETRACTED
    assert twice == "error-panel-old"
