"""Results of a poll, shown to others in a channel and drawn as a picture."""

import asyncio
import io

import aiohttp
import pytest
from PIL import Image
from sqlalchemy import func, select

from bot.standin.people.filling import NotOffered
from bot.standin.world.model import Emoji, Overwrite
from bot.storage.poll_tables import mark
from tests.builders import an_item
from tests.cogs.asking import Asking, buttons
from tests.newsroom_running import SEEDS

SEND = 1 << 11
EPHEMERAL = 1 << 6
LINK = "https://news.example/talks"


@pytest.fixture
async def card(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    newsroom.feed = await newsroom.follow()
    await newsroom.publish(newsroom.feed, an_item("talks", title="Café talks", categories=("Talks",)))
    return await newsroom.finished_card()


@pytest.fixture
async def ravi(newsroom):
    async with newsroom.person(newsroom.reader_account()) as person:
        yield Asking(newsroom, person)


async def vote(newsroom, card, *emojis):
    for number, emoji in enumerate(emojis):
        newsroom.standin.world.react(card, newsroom.reader_account(f"Voter {number}"), Emoji(emoji))

    async def marks(tx):
        return await tx.scalar(select(func.count()).select_from(mark))

    given = sum(len(each.normal) for each in card.reactions.values()) - SEEDS
    await newsroom.until(marks, lambda found: found == given)


async def test_a_result_is_shown_to_the_channel_by_whoever_may_write_there_also_after_a_restart(
    newsroom, card, ravi
):
    await vote(newsroom, card, "👍", "👍")
    few = await ravi.use("news results", story="Café")
    await vote(newsroom, card, "👍", "👎", "👎")
    private = await ravi.use("news results", story="Café")
    await newsroom.restart()
    private_too = await ravi.use("news results", story="Café")
    shared = await share(ravi, private)
    reaction = next(each for each in card.reactions.values() if each.emoji.name == "👎")
    taken_back = next(each for each in reaction.normal.values() if each is not newsroom.application.account)
    newsroom.standin.world.unreact(card, taken_back, reaction.emoji)
    too_few = await ravi.press(private_too, "Share here")
    everyone = newsroom.server.everyone
    newsroom.world.overwrites[everyone.id] = Overwrite(everyone.id, 0, 0, SEND)
    newsroom.standin.world.update_channel(newsroom.world)
    await newsroom.heard(lambda bot: not may_write(bot, newsroom))
    newsroom.standin.world.react(card, taken_back, Emoji("👎"))
    mute = await ravi.press(private_too, "Share here")

    assert few.private
    assert buttons(few) == []
    assert private.private
    assert buttons(private) == ["Share here", "As a picture"]
    assert not shared["flags"] & EPHEMERAL
    assert f"**[Café talks]({LINK})**" in shared["content"]
    assert "👍 good news: 60 % (3)" in shared["content"]
    address = f"https://discord.com/channels/{newsroom.server.id}/{newsroom.world.id}/{card.id}"
    assert f"[Vote on the card]({address})" in shared["content"]
    assert too_few.private
    assert too_few.text == "Too few readers have voted: shares are shown from 5 readers on."
    assert mute.private
    assert mute.text.startswith("You may not write in this channel")


async def test_a_result_is_not_shown_where_some_may_not_see_the_story(newsroom, card, olena):
    await vote(newsroom, card, "👍", "👍", "👍", "👎", "👎")
    newsroom.hide(newsroom.world)
    lobby = newsroom.channel("lobby")
    await newsroom.heard(lambda bot: bot.get_channel(lobby.id) is not None)
    place = {"server_id": newsroom.server.id, "channel_id": lobby.id}

    private = await olena.person.command("news results", **place, story="Café")
    refused = await olena.press(private, "Share here")

    assert refused.private
    assert refused.text.startswith("Not everybody who reads this channel may see that story")


async def test_a_result_is_drawn_with_the_same_in_words(newsroom, card, ravi):
    await vote(newsroom, card, "👍", "👍", "👍", "👎", "👎")
    private = await ravi.use("news results", story="Café")

    await ravi.press(private, "As a picture")
    _, drawn = await ravi.person.wait_event(
        lambda name, data: name == "MESSAGE_UPDATE" and data["attachments"]
    )

    (picture,) = drawn["attachments"]
    async with aiohttp.ClientSession() as session, session.get(picture["url"]) as response:
        image = Image.open(io.BytesIO(await response.read()))
    assert image.format == "PNG"
    assert image.width == 1000
    assert drawn["flags"] & (1 << 6)
    assert picture["description"] == (
        "Café talks. What do you make of this? good news: 60 % (3); bad news: 40 % (2); not sure: 0 % (0). "
        "Shares of the 5 readers who voted."
    )


async def test_a_result_is_shown_once_by_each_answer_also_when_its_button_is_pressed_twice(
    newsroom, card, ravi
):
    await vote(newsroom, card, "👍", "👍", "👍", "👎", "👎")
    private = await ravi.use("news results", story="Café")

    await asyncio.gather(share(ravi, private), ravi.press(private, "Share here"))
    await ravi.use("news results", story="Café")
    shared = [message for message in newsroom.world.log if "60 % (3)" in message.content]
    await newsroom.restart()

    assert len(shared) == 1
    with pytest.raises(NotOffered):
        await ravi.press(private, "Share here")


async def share(asking, private):
    """Share a result; return the message that all see, when the answer's button is gone."""
    await asking.press(private, "Share here")
    await asking.person.wait_event(
        lambda name, data: (
            name == "MESSAGE_UPDATE"
            and data["id"] == private.message["id"]
            and [each["label"] for row in data["components"] for each in row["components"]]
            == ["As a picture"]
        )
    )
    _, shown = await asking.person.wait_event(
        lambda name, data: (
            name == "MESSAGE_CREATE" and "60 % (3)" in data["content"] and not data["flags"] & EPHEMERAL
        )
    )
    return shown


def may_write(bot, newsroom):
    server = bot.get_guild(newsroom.server.id)
    return server.get_channel(newsroom.world.id).permissions_for(server.default_role).send_messages
