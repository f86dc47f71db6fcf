"""What readers are told of how stories reach them, and what they do where direct messages don't."""

import pytest
from sqlalchemy import update

from bot.domain.ids import ServerId, UserId
from bot.domain.subscription import Reach
from bot.domain.tagging import DiscussionMode
from bot.storage import closed_doors, subscriptions
from bot.storage.tables import tag
from tests.cogs.asking import Asking, buttons, options, parts


@pytest.fixture
async def ravi(newsroom):
    """A reader, with a hand for what the bot offers."""
    async with newsroom.person(newsroom.reader_account()) as person:
        yield Asking(newsroom, person)


async def own(newsroom, asking):
    server_id, user_id = ServerId(newsroom.server.id), UserId(int(asking.person.id))
    async with newsroom.app.database.read() as tx:
        labels = {each.id: each.label for each in await subscriptions.subjects(tx, server_id)}
        theirs = await subscriptions.of_reader(tx, server_id, user_id)
    return {labels[tag_id]: each.reach for tag_id, each in theirs.items()}


async def shut(newsroom, asking):
    """Let the door be closed, and the reader told of it."""
    async with newsroom.app.database.write() as tx:
        user_id = UserId(int(asking.person.id))
        await closed_doors.close(tx, user_id, now=newsroom.app.clock.now())
        await closed_doors.told(tx, user_id)


async def is_shut(newsroom, asking):
    async with newsroom.app.database.read() as tx:
        return await closed_doors.is_closed(tx, UserId(int(asking.person.id)))


def selected(reply):
    return [
        option["label"]
        for part in parts(reply)
        if part["type"] == 3
        for option in part["options"]
        if option.get("default")
    ]


async def test_who_chooses_direct_messages_is_written_to_again(newsroom, ravi):
    await newsroom.tag("Peace", newsroom.world)
    await newsroom.tag("Sport", newsroom.world)

    async def opens(doing):
        await shut(newsroom, ravi)
        await doing
        return not await is_shut(newsroom, ravi)

    assert not await opens(ravi.use("news subscribe", tag="Peace"))
    assert await opens(ravi.use("news subscribe", tag="Peace", reach="direct"))
    select = await ravi.use("news subscribe", reach="direct")
    assert await opens(ravi.pick(select, "Peace", "Sport"))
    assert not await opens(ravi.pick(select, "Sport"))
    panel = await ravi.use("news subscriptions")
    assert not await opens(ravi.choose(panel, "in your digest"))
    assert await opens(ravi.choose(panel, "direct message"))
    one = await ravi.choose(panel, "Sport")
    assert await opens(ravi.choose(one, "direct message"))


async def test_who_is_not_written_to_sees_it_where_they_look_and_has_a_button(newsroom, ravi):
    await newsroom.tag("Peace", newsroom.world)
    await newsroom.tag("Talks", newsroom.world, discussion=DiscussionMode.NEVER)
    await shut(newsroom, ravi)

    unconcerned = await ravi.use("news subscribe", tag="Peace")
    also = await ravi.use("news subscriptions")
    said = await ravi.use("news subscribe", tag="Talks")
    panel = await ravi.use("news subscriptions")
    await newsroom.restart()
    pressed = await ravi.press(panel, "Write to me again")

    assert "No direct message" not in unconcerned.text + also.text
    assert "Write to me again" not in buttons(also)
    assert "No direct message of mine reaches you.** /news subscriptions" in said.text
    assert "No direct message of mine reaches you**, so you don't get" in panel.text
    assert "I write to you again with the next story." in pressed.text
    assert "No direct message" not in pressed.text
    assert buttons(pressed) == ["Quiet hours…"]
    assert not await is_shut(newsroom, ravi)


async def test_a_mention_is_promised_only_where_there_will_be_one(newsroom, ravi):
    await newsroom.tag("Peace", newsroom.world)
    await newsroom.tag("Talks", newsroom.world, discussion=DiscussionMode.NEVER)
    await newsroom.tag("Plans", newsroom.world, discussion=DiscussionMode.ON_REQUEST)
    await newsroom.tag("Forum", newsroom.forum(), discussion=DiscussionMode.NEVER)
    sport = await newsroom.tag("Sport", newsroom.world)
    async with newsroom.app.database.write() as tx:
        await tx.execute(update(tag).where(tag.c.id == sport.id).values(role_id=7, role_is_ours=True))
    names = {"tag": "Peace", "tag2": "Talks", "tag3": "Plans", "tag4": "Forum", "tag5": "Sport"}

    said = await ravi.use("news subscribe", **names)
    panel = await ravi.use("news subscriptions")
    form = await ravi.press(panel, "Quiet hours…")
    await ravi.person.submit(form, newsroom.world.id, hours="22-7", zone="")
    quiet = await ravi.use("news subscriptions")

    for label, way in (
        ("Peace", "mention in the discussion"),
        ("Talks", "direct message, because its stories have no discussion"),
        ("Plans", "mention in the discussion, or direct message while nobody has opened one"),
        ("Forum", "mention in the discussion"),
        ("Sport", "a ping of its role, on the card"),
    ):
        assert f"**{label}** now. How its stories reach you: {way}.\n" in f"{said.text}\n"
    lines = panel.text.split("\n")
    assert "How their stories reach you: **mention in the discussion**" in lines
    assert "- **Talks** · direct message, because its stories have no discussion" in lines
    assert "- **Plans** · mention in the discussion, or direct message while nobody has opened one" in lines
    assert "- **Sport** · a ping of its role, on the card" in lines
    assert {"- **Peace**", "- **Forum**"} <= set(lines)
    assert "- **Sport**\n" in quiet.text  # who has quiet hours is not pinged, but mentioned


async def test_a_way_that_is_chosen_without_naming_tags_is_said_and_changes_no_others(newsroom, ravi):
    for label in ("Peace", "Sport"):
        await newsroom.tag(label, newsroom.world)
    await ravi.use("news subscribe", tag="Peace", reach="mention")

    plain = await ravi.use("news subscribe")
    select = await ravi.use("news subscribe", reach="direct")
    picked = await ravi.pick(select, "Peace", "Sport")
    changed = await ravi.use("news subscribe", tag="Peace", reach="direct")
    same = await ravi.use("news subscribe", tag="Peace", reach="direct")

    assert "What you choose now" not in plain.text
    for reply in (select, picked):
        assert "What you choose now reaches you like this: **direct message**." in reply.text
        assert "What was yours before keeps its way" in reply.text
    assert "You had **Peace** already. How its stories reach you now: direct message." in changed.text
    assert "subscribed to **Peace** already. How its stories reach you: direct message." in same.text
    assert await own(newsroom, ravi) == {"Peace": Reach.DIRECT, "Sport": Reach.DIRECT}


async def test_what_holds_for_all_is_said_of_those_for_which_it_does(newsroom, ravi):
    for label in ("Peace", "Sport"):
        await newsroom.tag(label, newsroom.world)

    await ravi.use("news subscribe", tag="Peace")
    one = await ravi.use("news subscriptions")
    await ravi.use("news subscribe", tag="Sport", reach="direct")
    mixed = await ravi.use("news subscriptions")
    await ravi.use("news subscribe", tag="Peace", reach="list")
    each_its_own = await ravi.use("news subscriptions")

    assert "How its stories reach you: **mention in the discussion**" in one.text
    assert "How their stories reach you, unless it says otherwise: **mention" in mixed.text
    assert "- **Peace**\n- **Sport** · direct message" in mixed.text
    assert "stories reach you" not in each_its_own.text


async def test_a_subscription_ended_in_the_panel_is_taken_back_there(newsroom, ravi):
    for label in ("Peace", "Sport"):
        await newsroom.tag(label, newsroom.world)
    await ravi.use("news subscribe", tag="Peace", tag2="Sport", reach="digest")

    one = await ravi.choose(await ravi.use("news subscriptions"), "Peace")
    ended = await ravi.choose(one, "End this subscription")
    gone = await own(newsroom, ravi)
    await newsroom.restart()
    undone = await ravi.press(ended, "Undo")

    assert "You are subscribed to **Peace** no longer." in ended.text
    assert gone == {"Sport": Reach.DIGEST}
    assert "All is as it was before." in undone.text
    assert buttons(undone) == ["Quiet hours…"]
    assert await own(newsroom, ravi) == {"Peace": Reach.DIGEST, "Sport": Reach.DIGEST}


async def test_what_was_ended_elsewhere_is_said_in_the_panel_and_nothing_else_is_changed(newsroom, ravi):
    for label in ("Peace", "Sport"):
        await newsroom.tag(label, newsroom.world)
    await ravi.use("news subscribe", tag="Peace", tag2="Sport")
    panels = [await ravi.choose(await ravi.use("news subscriptions"), "Peace") for _ in range(3)]
    await ravi.use("news unsubscribe", tag="Peace")

    way = await ravi.choose(panels[0], "direct message")
    end = await ravi.choose(panels[1], "End this subscription")
    other = await ravi.choose(panels[2], "Peace")

    for reply in (way, end, other):
        assert "You are not subscribed to that tag any more" in reply.text
        assert selected(reply) == ["All that have no way of their own"]
        assert "End this subscription" not in options(reply)
        assert buttons(reply) == ["Quiet hours…"]
    assert await own(newsroom, ravi) == {"Sport": None}
    assert "How its stories reach you: **mention in the discussion**" in way.text
