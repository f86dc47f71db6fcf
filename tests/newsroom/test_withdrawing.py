"""Stories that went out are taken back, and their discussions locked, by who moderates where they are."""

from sqlalchemy import insert

from bot.domain.edition import EditionState
from bot.domain.errors import MayNotModerate
from bot.newsroom.withdrawing import Withdrawing
from bot.storage.tables import delivery
from tests.newsroom.deciding import CHANNEL, MARA, OLENA, refused, who_may


async def test_a_card_that_was_taken_away_asks_for_nobodys_rights_any_more(newsroom, held):
    await newsroom.decide.approve(newsroom.server, who_may(OLENA), held.id)
    withdrawing = Withdrawing(newsroom.database, newsroom.clock, wake=[newsroom.woken])
    now = newsroom.clock.now()
    elsewhere = {"edition_id": held.id, "server_id": newsroom.server, "channel_id": 20, "home": False}
    stands = {"state": "done", "card_key": "k", "message_id": 5, "place_id": 20}
    async with newsroom.database.write() as tx:
        await tx.execute(insert(delivery).values(**elsewhere, **stands, not_before=now, created_at=now))
    retract = (newsroom.server, who_may(MARA, CHANNEL), held.id)

    code = await refused(withdrawing.retract(*retract, reason="Wrong."), MayNotModerate)
    async with newsroom.database.write() as tx:
        await tx.execute(delivery.update().where(delivery.c.channel_id == 20).values(state="removed"))
    await withdrawing.retract(*retract, reason="Wrong.")

    assert code == "error-may-not-moderate"
    assert (await newsroom.again(held)).state is EditionState.RETRACTED
