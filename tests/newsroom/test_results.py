"""Which stories' polls a person is offered."""

from bot.domain.delivery import DeliveryState
from bot.domain.ids import ChannelId, MessageId
from bot.newsroom.results import Results
from bot.storage import deliveries, polls
from tests.builders import NOON
from tests.pipeline.newsroom import SERVER, VOTE_SET, an_edition

SEEN, HIDDEN = ChannelId(10), ChannelId(20)


class NoBallots:
    async def results(self, poll_id):
        raise AssertionError(f"nobody asked for the count of {poll_id}")


async def a_poll(database, number, channel):
    key = f"https://news.example/{number}"
    edition_id = await an_edition(database, channels=(channel,), key=key)
    async with database.write() as tx:
        home = await deliveries.home_of(tx, edition_id)
        home = await deliveries.move(tx, home, DeliveryState.POSTING, intent_at=NOON)
        posted = {"message_id": MessageId(number), "place_id": channel}
        home = await deliveries.move(tx, home, DeliveryState.POSTED, **posted)
        await polls.open_poll(tx, home, VOTE_SET, now=NOON, closes_at=None)
    return edition_id


async def test_a_story_is_offered_however_many_newer_ones_are_hidden(database):
    seen = await a_poll(database, 1, SEEN)
    for number in range(2, 103):
        await a_poll(database, number, HIDDEN)

    offered = await Results(database, NoBallots()).offer(SERVER, "talks", lambda channel: channel == SEEN)

    assert [story.edition_id for story in offered] == [seen]


async def test_where_no_channel_is_seen_nothing_is_offered(database):
    await a_poll(database, 1, HIDDEN)

    assert await Results(database, NoBallots()).offer(SERVER, "", lambda channel: channel == SEEN) == []
