"""Calls that make something without a nonce are never repeated by the library."""

import asyncio
from contextlib import suppress

import pytest

from bot.chat.limiter import Lane
from bot.domain.errors import OutcomeUnknown, TryLater
from bot.domain.ids import ServerId
from bot.pipeline.ports import Card
from bot.standin.faults import Fault
from bot.standin.world.model import ChannelKind
from tests.chat.editions import KEY, POLL, an_edition
from tests.newsroom_running import CARDS

CARD = Card(an_edition(), KEY, POLL)
POSTS = "/channels/{channel_id}/threads"
DISCUSSIONS = "/channels/{channel_id}/messages/{message_id}/threads"


@pytest.mark.parametrize("kind", ["500_before", "502_before", "502_after", "504_after", "524_after"])
async def test_a_post_is_asked_for_once(newsroom, kind):
    forum = newsroom.channel("forum", kind=ChannelKind.FORUM)
    await newsroom.heard(lambda bot: bot.get_channel(forum.id) is not None)
    newsroom.standin.faults.add(Fault("POST", POSTS, kind))

    with pytest.raises(OutcomeUnknown) as unknown:
        await newsroom.app.publisher.make_post(forum.id, CARD, name="About talks")

    assert unknown.value.why == f"HTTP {kind[:3]}"
    assert len(newsroom.standin.calls.of("POST", POSTS)) == 1


async def test_a_discussion_is_asked_for_once(newsroom):
    publisher = newsroom.app.publisher
    card = await publisher.post_card(newsroom.world.id, CARD, nonce="card")
    newsroom.standin.faults.add(Fault("POST", DISCUSSIONS, "502_after"))

    with pytest.raises(OutcomeUnknown):
        await publisher.open_discussion(card, "About talks")

    assert len(newsroom.standin.calls.of("POST", DISCUSSIONS)) == 1


async def test_a_limit_for_all_calls_holds_every_other(newsroom):
    publisher, limiter = newsroom.app.publisher, newsroom.app.limiter
    newsroom.standin.faults.add(Fault("POST", CARDS, "429", scope="global", seconds=90))

    with pytest.raises(TryLater):
        await publisher.post_card(newsroom.world.id, CARD, nonce="card")

    assert await holds(limiter)


async def test_a_block_in_front_of_discord_holds_every_other(newsroom):
    newsroom.standin.faults.add(Fault("POST", CARDS, "ban"))

    with pytest.raises(TryLater) as later:
        await newsroom.app.publisher.post_card(newsroom.world.id, CARD, nonce="card")

    assert later.value.shared
    assert await holds(newsroom.app.limiter)


async def holds(limiter):
    """Whether nobody is given a turn now."""
    with suppress(TimeoutError):
        async with asyncio.timeout(0.2):
            await limiter.turn(Lane.CARD, ServerId(1))
            return False
    return True
