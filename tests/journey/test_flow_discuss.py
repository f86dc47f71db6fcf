"""A discussion that is opened when the first reader asks for it."""

import asyncio

import pytest

from bot.domain.channel import ChannelKind as Kind
from bot.domain.tagging import DiscussionMode
from bot.standin.world.model import Overwrite
from tests.builders import an_item
from tests.journey.test_flow import all_done
from tests.journey.test_flow_forum import add_tag
from tests.newsroom_running import text_of

TALKS = an_item("talks", categories=("Talks",))
THREADS = 1 << 35


@pytest.fixture
async def card(newsroom):
    await add_tag(newsroom, "Talks", newsroom.world, Kind.TEXT, discussion=DiscussionMode.ON_REQUEST)
    feed = await newsroom.follow()
    await newsroom.publish(feed, TALKS)
    card = await newsroom.card()
    await all_done(newsroom)
    return card


def button(card):
    rows = [item for item in card.components[0]["components"] if item["type"] == 1]
    found = [each for row in rows for each in row["components"] if each.get("label") == "Discuss"]
    return found[0]["custom_id"] if found else None


async def click(newsroom, card, name):
    async with newsroom.person(newsroom.reader_account(name)) as reader:
        return await reader.click(card.channel.id, card.id, button(card))


async def test_a_click_after_a_restart_opens_the_discussion_and_leads_there(newsroom, card):
    assert newsroom.thread(card) is None

    await newsroom.restart()
    reply = await click(newsroom, card, "Ravi")

    assert reply.private
    assert reply.text == f"The discussion is in <#{newsroom.thread(card).id}>."
    assert "What do you make of this?" in text_of(newsroom.opening(card).components)
    await newsroom.standin.wait_for(lambda: button(card) is None)


async def test_two_readers_at_once_get_the_same_discussion(newsroom, card):
    replies = await asyncio.gather(click(newsroom, card, "Ravi"), click(newsroom, card, "Rita"))

    thread = newsroom.thread(card)
    assert [reply.text for reply in replies] == [f"The discussion is in <#{thread.id}>."] * 2
    assert len([message for message in thread.log if message.components]) == 1


async def test_where_it_may_not_be_opened_the_reader_is_told_in_a_sentence(newsroom, card):
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    newsroom.world.overwrites[role.id] = Overwrite(role.id, 0, 0, THREADS)
    newsroom.standin.world.update_channel(newsroom.world)

    reply = await click(newsroom, card, "Ravi")

    assert reply.private
    assert "Create Public Threads" in reply.text
    assert "\n" not in reply.text
    assert newsroom.thread(card) is None
