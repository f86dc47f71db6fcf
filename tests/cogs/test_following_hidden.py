"""What readers are told where a channel is hidden from them, and of names that are no tag's."""

import pytest

from bot.standin.people.replies import Reply
from tests.builders import an_item
from tests.cogs.asking import Asking, buttons


@pytest.fixture
async def ravi(newsroom):
    async with newsroom.person(newsroom.reader_account()) as person:
        yield Asking(newsroom, person)


async def a_secret(newsroom, *labels):
    """A channel of these tags that is hidden once the reader has subscribed to them."""
    secret = newsroom.channel("secret")
    for label in labels:
        await newsroom.tag(label, secret)
    return secret


async def hide(newsroom, channel):
    newsroom.hide(channel)
    everyone = newsroom.server.everyone.id
    await newsroom.heard(lambda bot: not may_see(bot, newsroom, channel, everyone))


def may_see(bot, newsroom, channel, role_id):
    server = bot.get_guild(newsroom.server.id)
    return server.get_channel(channel.id).permissions_for(server.get_role(role_id)).view_channel


async def test_subscriptions_to_what_is_hidden_are_counted_and_can_be_ended(newsroom, ravi):
    await newsroom.tag("World", newsroom.world)
    secret = await a_secret(newsroom, "Plans", "Plots")
    await ravi.use("news subscribe", tag="World", tag2="Plans", tag3="Plots")
    whole = await ravi.use("news subscriptions")
    await hide(newsroom, secret)

    panel = await ravi.use("news subscriptions")
    asked = await ravi.use("news unsubscribe", tag="*")
    near = await ravi.use("news unsubscribe", tag="Plan")
    by_name = await ravi.use("news unsubscribe", tag="plans")
    await newsroom.restart()
    await ravi.press(panel, "End what I can't see")
    ended = await changed(ravi, panel, "ended")
    await ravi.press(ended, "Undo")
    undone = await changed(ravi, panel, "as it was before")

    assert "Not shown" not in whole.text
    assert "**You are subscribed to one tag**" in panel.text
    assert "Not shown: 2 more subscriptions, to tags whose channels you can't see." in panel.text
    assert "Plans" not in panel.text
    assert "End all 3 subscriptions" in asked.text
    assert "2 of them are to tags whose channels you can't see." in asked.text
    assert "Plans" not in near.text
    assert by_name.text == "You are subscribed to **Plans** no longer."
    assert "One subscription ended, to a tag whose channel you can't see." in ended.text
    assert "Not shown" not in ended.text
    assert "Not shown: one more subscription" in undone.text
    assert "End what I can't see" in buttons(panel)


async def changed(asking, panel, said):
    _, data = await asking.person.wait_event(
        lambda name, data: (
            name == "MESSAGE_UPDATE" and data["id"] == panel.message["id"] and said in data["content"]
        )
    )
    return Reply("", message=data)


async def test_what_a_tag_brings_is_counted_of_what_the_reader_may_see(newsroom, ravi, olena):
    secret = newsroom.channel("secret")
    newsroom.hide(secret)
    await newsroom.tag("Plans", secret)
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    for name in ("one", "two"):
        await newsroom.publish(feed, an_item(name, categories=("Talks",)))
    await newsroom.finished_card(number=2)
    await newsroom.publish(feed, an_item("plan", categories=("Plans", "Talks")))
    await newsroom.finished_card(secret)

    theirs = await ravi.use("news browse")
    all_of_it = await olena.use("news browse")

    assert "**Talks**" in theirs.text
    assert "about 2 stories a week" in theirs.text
    assert "about 3 stories a week" in all_of_it.text


async def test_a_tag_that_one_has_is_not_offered_for_a_mistyped_name(newsroom, ravi):
    await newsroom.tag("World", newsroom.world)
    await newsroom.tag("Sport", newsroom.world)

    both = await ravi.use("news subscribe", tag="World", tag2="Wrold")
    other = await ravi.use("news subscribe", tag="Sprot", tag2="Wrold")

    assert "There is no tag “Wrold” here. If you meant **World**: you are subscribed to that." in both.text
    assert buttons(both) == []
    assert "Did you mean **Sport**?" in other.text
    assert buttons(other) == ["Subscribe to Sport"]


async def test_a_blank_is_no_name_of_a_tag(newsroom, ravi):
    await newsroom.tag("World", newsroom.world)

    blank = await ravi.use("news subscribe", tag="   ")
    with_another = await ravi.use("news subscribe", tag=" ", tag2="World")
    ended = await ravi.use("news unsubscribe", tag="   ")

    assert blank.text.startswith("Type the name of a tag, or pick one")
    assert with_another.text.startswith("You are subscribed to **World** now.")
    assert "There is no tag" not in with_another.text
    assert ended.text.startswith("Type the name of a tag, or pick one")
