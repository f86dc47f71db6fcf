"""A reader asks for a discussion at a card that should not offer it any more."""

import pytest

from bot.domain.edition import EditionState
from bot.domain.errors import NotFound
from bot.domain.tagging import DiscussionMode, TagOptions
from bot.newsroom.discussions import Discussions
from bot.pipeline.discussing import Discussing, DiscussionRules
from bot.storage import deliveries, editions, endings
from tests.manual_clock import ManualClock
from tests.pipeline.delivering import deliver_all
from tests.pipeline.memory_discord import MemoryDiscord
from tests.pipeline.newsroom import SERVER, an_edition

ON_REQUEST = TagOptions(discussion=DiscussionMode.ON_REQUEST)


@pytest.mark.parametrize("ended", [EditionState.RETRACTED, EditionState.MERGED])
async def test_a_story_that_was_taken_back_gets_no_discussion_at_a_card_not_drawn_again_yet(database, ended):
    clock = ManualClock()
    discord = MemoryDiscord(clock)
    edition_id = await an_edition(database, options=ON_REQUEST)
    await deliver_all(database, discord, clock)
    async with database.write() as tx:
        await endings.end(tx, await editions.get(tx, edition_id), ended, now=clock.now())
        key = (await deliveries.home_of(tx, edition_id)).card_key
    asked = Discussions(database, Discussing(database, discord, clock, DiscussionRules()), clock)

    with pytest.raises(NotFound) as refused:
        await asked.open(SERVER, key)

    assert refused.value.code == "error-discussion-taken-back"
    assert "thread" not in discord.calls
