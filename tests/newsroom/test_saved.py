"""What a reader may put aside."""

import pytest

from bot.domain.errors import NotFound
from bot.domain.ids import CardKey, ChannelId, ServerId, UserId
from bot.newsroom.saved import SavedStories
from bot.storage import deliveries, saved
from tests.manual_clock import ManualClock
from tests.pipeline.newsroom import SERVER, an_edition

RAVI = UserId(7)


async def test_only_a_story_that_they_may_see_here_can_be_put_aside(database):
    edition_id = await an_edition(database, channels=(ChannelId(10), ChannelId(20)))
    stories = SavedStories(database, ManualClock())
    async with database.read() as tx:
        home = await deliveries.home_of(tx, edition_id)
    wrong = [
        (SERVER, CardKey("unknown"), ChannelId(10)),
        (ServerId(2), home.card_key, ChannelId(10)),
        (SERVER, home.card_key, ChannelId(20)),  # they see its pointer, and not its home
    ]

    for server_id, key, seen in wrong:
        with pytest.raises(NotFound) as caught:
            await stories.toggle(server_id, RAVI, key, lambda channel, seen=seen: channel == seen)
        assert caught.value.code == "error-story-gone"
    put_aside = await stories.toggle(SERVER, RAVI, home.card_key, lambda channel: channel == 10)

    assert put_aside == ("Talks in Geneva", True)
    async with database.read() as tx:
        assert list(await saved.of_reader(tx, SERVER, RAVI)) == [edition_id]
        assert await saved.of_reader(tx, ServerId(2), RAVI) == {}
