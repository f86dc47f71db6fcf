"""/news subscribe, unsubscribe and what they answer with, as a reader's client sends it."""

import pytest

from bot.domain.ids import ServerId, UserId
from bot.domain.subscription import Reach
from bot.standin.world.model import Overwrite
from bot.storage import readers, subscriptions
from tests.cogs.asking import Asking, buttons, options, parts


@pytest.fixture
async def ravi(newsroom):
    """A reader, with a hand for what the bot offers."""
    async with newsroom.person(newsroom.reader_account()) as person:
        yield Asking(newsroom, person)


async def own(newsroom, asking):
    """What somebody is subscribed to: the ways of their own, by label."""
    server_id, user_id = ServerId(newsroom.server.id), UserId(int(asking.person.id))
    async with newsroom.app.database.read() as tx:
        labels = {each.id: each.label for each in await subscriptions.subjects(tx, server_id)}
        theirs = await subscriptions.of_reader(tx, server_id, user_id)
    return {labels[tag_id]: each.reach for tag_id, each in theirs.items()}


async def choices(newsroom, asking):
    async with newsroom.app.database.read() as tx:
        return await readers.of(tx, ServerId(newsroom.server.id), UserId(int(asking.person.id)))


async def tagged(newsroom, *labels, channel=None):
    return [await newsroom.tag(label, channel or newsroom.world) for label in labels]


async def test_several_tags_are_subscribed_to_in_one_call(newsroom, ravi):
    await tagged(newsroom, "Peace", "Sport", "Économie")

    first = await ravi.use("news subscribe", tag="sport", tag2="economie", reach="digest")
    again = await ravi.use("news subscribe", tag="Peace", tag2="Sport", tag5="peace")

    assert first.private
    assert "You are subscribed to **Sport** now. How its stories reach you: in your digest." in first.text
    assert "**Économie** now" in first.text
    assert "You have no digest yet: /news digest" in first.text
    assert again.text.count("**Peace**") == 1
    assert "You are subscribed to **Sport** already. How its stories reach you: in your digest." in again.text
    assert await own(newsroom, ravi) == {"Peace": None, "Sport": Reach.DIGEST, "Économie": Reach.DIGEST}


async def test_unknown_tags_are_named_with_the_nearest_which_a_button_takes(newsroom, ravi):
    await tagged(newsroom, "Ukraine", "Sport")

    reply = await ravi.use("news subscribe", tag="Ukrane", tag2="Sport", tag3="Zzzz", reach="direct")
    await newsroom.restart()
    taken = await ravi.press(reply, "Subscribe to Ukraine")

    assert "There is no tag “Ukrane” here. Did you mean **Ukraine**?" in reply.text
    assert "There is no tag “Zzzz” here. /news browse" in reply.text
    assert buttons(reply) == ["Subscribe to Ukraine"]
    assert "subscribed to **Ukraine** now. How its stories reach you: direct message." in taken.text
    assert await own(newsroom, ravi) == {"Ukraine": Reach.DIRECT, "Sport": Reach.DIRECT}


async def test_without_a_name_there_is_a_select_with_ones_own_chosen(newsroom, ravi):
    await tagged(newsroom, *(f"Tag {number:02}" for number in range(30)))
    await ravi.use("news subscribe", tag="Tag 01")

    reply = await ravi.use("news subscribe", reach="list")
    picked = await ravi.pick(reply, "Tag 02", "Tag 03")
    await newsroom.restart()
    turned = await ravi.press(reply, "Next ▶")
    more = await ravi.pick(turned, "Tag 29")

    assert reply.private
    assert len(options(reply)) == 25
    assert chosen(reply) == ["Tag 01"]
    assert "Page 1 of 2" in reply.text
    assert "You are subscribed to **Tag 02**, **Tag 03**." in picked.text
    assert chosen(picked) == ["Tag 02", "Tag 03"]
    assert options(turned) == [f"Tag {number}" for number in range(25, 30)]
    assert "none of these" in turned.text
    assert chosen(more) == ["Tag 29"]
    assert await own(newsroom, ravi) == dict.fromkeys(["Tag 02", "Tag 03", "Tag 29"], Reach.LIST)


def chosen(reply):
    return [
        option["label"]
        for part in parts(reply)
        if part["type"] == 3
        for option in part["options"]
        if option.get("default")
    ]
