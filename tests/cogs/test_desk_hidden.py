"""What moderators are told, and may do, where channels of their server are hidden from them."""

import json
from contextlib import asynccontextmanager

import aiohttp
import pytest
from sqlalchemy import update

from bot.domain.ids import UserId
from bot.domain.source import SourceChange, Trust
from bot.standin.world.model import Overwrite
from bot.storage import desk_rules, personal, sources
from bot.storage.tables import delivery, edition_tag, tag
from tests.builders import an_item
from tests.cogs.moderating import (
    MANAGE_MESSAGES,
    Moderating,
    a_moderator,
    controls,
    hold,
    labels,
    reviewed_feed,
)
from tests.cogs.test_story_changing import fill
from tests.cogs.test_story_ending import posted, stories

MANAGE_SERVER = 1 << 5


@pytest.fixture
async def hidden(newsroom):
    """A channel that the owner sees, and no moderator."""
    channel = newsroom.channel("hidden")
    newsroom.hide(channel)
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Secret", channel)
    return channel


async def test_what_became_of_the_stories_of_a_deleted_channel_is_told_to_moderators_still(newsroom, mara):
    arts = newsroom.channel("arts")
    await newsroom.tag("Talks", arts)
    await newsroom.tag("World", newsroom.world)
    await hold(newsroom, await reviewed_feed(newsroom), "talks")
    newsroom.standin.world.delete_channel(arts)
    await newsroom.heard(lambda bot: bot.get_channel(arts.id) is None)
    await mara.press(await mara.use("desk next"), "Approve")

    why = await mara.use("story why", story="About talks")
    audit = await mara.use("desk audit")
    offered = await mara.offered("story retag", "story")

    assert f"{mara.mention} approved it." in why.text
    assert "**About talks**" in audit.text
    assert [*offered] == ["About talks"]


async def test_a_merge_tells_no_title_of_a_hidden_story(newsroom, olena, mara, hidden):
    feed = await newsroom.follow()
    await posted(newsroom, feed, "talks")
    await posted(newsroom, feed, "layoffs", channel=hidden, category="Secret")
    asked = await olena.use("story merge", story="About talks", into="About layoffs")
    await olena.press_and_wait(asked, "Merge")

    told = await everything_told(mara, "About talks")
    assert f"<@{newsroom.owner.id}> merged it" in told
    assert "layoffs" not in told
    assert "About layoffs" in await everything_told(olena, "About talks")

    # Who manages the server need not see all of its channels either.
    world = newsroom.standin.world
    manager = world.create_account("Pavlo")
    role = world.create_role(newsroom.server, "managers", permissions=MANAGE_SERVER)
    world.join(newsroom.server, manager, roles=[role])
    async with newsroom.person(manager) as person:
        audit = await Moderating(newsroom, person, manager).use("newsroom audit")
    assert "merged it" in audit.text
    assert "layoffs" not in audit.text


async def test_tags_of_hidden_channels_have_no_name_and_do_not_come_back(newsroom, olena, mara, hidden):
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "layoffs", category="Secret")
    await retag(Moderating(newsroom, olena.person, newsroom.owner), "About layoffs", "Talks")

    assert await mara.offered("desk undo", "decision", "") == {}
    told = await everything_told(mara, "About layoffs")
    assert "a tag of a channel that you can't see → Talks" in told
    assert "Secret" not in told
    undone = await mara.use("desk undo", decision="1")
    assert "a channel that you do not moderate" in undone.text
    assert [each.label for each in (await stories(newsroom))["About layoffs"].tags] == ["Talks"]

    assert "Secret → Talks" in await everything_told(olena, "About layoffs")
    assert "Taken back" in (await olena.use("desk undo", decision="1")).text
    assert [each.label for each in (await stories(newsroom))["About layoffs"].tags] == ["Secret"]


async def test_cards_in_hidden_channels_are_not_told_of_nor_the_tags_that_they_were_for(
    newsroom, olena, mara, hidden
):
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks", "Secret")))
    card = await newsroom.card(hidden)
    await newsroom.finished_card()
    told = await everything_told(mara, "About talks")
    assert f"/{newsroom.world.id}/" in told
    assert not leaks(told, hidden, card)
    assert f"/{hidden.id}/{card.id}" in await everything_told(olena, "About talks")

    await trust(newsroom, feed, Trust.REVIEW)
    await newsroom.publish(feed, an_item("plans", categories=("Talks", "Secret")))
    asked = await olena.use("tags remove", tag="Secret")
    await olena.press(asked, next(each for each in labels(asked) if each.startswith("Remove")))
    told = await everything_told(mara, "About plans")
    assert "waiting for a moderator" in told
    assert not leaks(told, hidden)
    assert "Its tag was removed before the card was posted" in await everything_told(olena, "About plans")


async def test_where_a_story_stood_before_is_told_to_who_sees_that(newsroom, olena, mara, hidden):
    feed = await newsroom.follow()
    (old,) = await posted(newsroom, feed, "layoffs", channel=hidden, category="Secret")
    thread = newsroom.thread(old)

    await olena.use("story move", story="About layoffs", tag="Talks")
    card = await newsroom.finished_card()
    await newsroom.standin.wait_for(lambda: thread.thread.locked)

    told = await everything_told(mara, "About layoffs")
    assert f"/{card.id}" in told
    assert f"Channel: a channel that you can't see → <#{newsroom.world.id}>" in told
    assert not leaks(told, hidden, old, thread)
    theirs = await everything_told(olena, "About layoffs")
    assert f"Channel: <#{hidden.id}> → <#{newsroom.world.id}>" in theirs
    assert f"/{old.id}" in theirs
    assert f"<#{thread.id}>" in theirs


async def test_a_story_held_by_a_hidden_tag_says_neither_its_name_nor_to_decide(
    newsroom, olena, mara, hidden
):
    async with newsroom.app.database.write() as tx:
        await tx.execute(update(tag).where(tag.c.label == "Secret").values(policy="review"))
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks", "Secret")))

    told = await everything_told(mara, "About talks")
    assert "Its tag is reviewed by moderators." in told
    assert "Secret" not in told
    assert "/desk next" not in told
    assert "Whoever moderates all the channels" in told
    theirs = await everything_told(olena, "About talks")
    assert "reviewed by moderators: Secret" in theirs
    assert "/desk next" in theirs

    # Once it has only tags that the person knows of, it waits for them; why it was held stays hidden.
    await retag(Moderating(newsroom, olena.person, newsroom.owner), "About talks", "Talks")
    shown = await mara.use("desk next")
    assert "About talks" in shown.text
    assert "Its tag is reviewed by moderators." in shown.text
    assert "moderators: Secret" not in shown.text + (await mara.use("desk queue")).text


async def test_who_moderates_no_more_reads_nothing_of_the_desk(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    card, *_ = await posted(newsroom, feed, *(f"talks{n}" for n in range(3)))
    for name in range(12):
        await mara.use("story lock" if name % 2 == 0 else "story reopen", story="About talks0")
    audit = await mara.use("desk audit")
    panel = await mara.person.menu(
        "Moderate story…", card.id, server_id=newsroom.server.id, channel_id=newsroom.world.id
    )
    member = newsroom.server.members[mara.account.id]
    newsroom.standin.world.set_member_roles(newsroom.server, member, [])

    turned = await mara.press(audit, "Next ▶")
    why = await mara.press(panel, "Why?")

    assert "Manage Messages" in turned.text
    assert "Manage Messages" in why.text
    assert "brought it" not in why.text


async def test_stories_without_a_tag_wait_for_who_can_decide_on_them(newsroom, mara, hidden):
    feed = await reviewed_feed(newsroom)
    async with a_moderator_of(newsroom, newsroom.world) as cato:
        await hold(newsroom, feed, "weather", "talks")
        weather = (await stories(newsroom))["About weather"].id
        async with newsroom.app.database.write() as tx:
            for table in (edition_tag, delivery):
                await tx.execute(table.delete().where(table.c.edition_id == weather))
        theirs = await cato.use("desk queue")
        assert "One story waits" in theirs.text
        assert "weather" not in theirs.text
        assert "1 of 1" in (await cato.use("desk next")).text
    assert "2 stories wait" in (await mara.use("desk queue")).text


async def test_who_moderates_one_channel_decides_for_no_other(newsroom, olena, mara):
    other = newsroom.channel("other")
    await newsroom.tag("Talks", other)
    await newsroom.tag("World", newsroom.world)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "talks")
    await hold(newsroom, feed, "worldly", category="World")
    async with a_moderator_of(newsroom, newsroom.world) as cato:
        breaking = await cato.use("story breaking", story="About talks")
        assert "a channel that you do not moderate" in breaking.text
        assert [*await cato.offered("story breaking", "story", "")] == ["About worldly"]
        for rule in ({"block": "Harbour News"}, {"first": 3}):
            assert "in the whole server" in (await cato.use("desk rules", **rule)).text
        shown = await cato.use("desk next")
        told = await told_beside(cato, cato.pick(shown, "More…", "Trust"))
        assert "in the whole server" in told
        form = await cato.pick(shown, "More…", "Block")
        told = await told_beside(cato, cato.fill_in(form))
        assert "in the whole server" in told
        await mara.use("desk rules", word="ceasefire")
        listed = await cato.use("desk rules")
        asked = await cato.pick(listed, "Remove a rule …", "Holds")
        told = await told_beside(cato, cato.press(asked, "Remove it"))
        assert "in the whole server" in told

        await mara.pick(await mara.use("desk next", tag="World"), "More…", "Trust")
        trusted = await cato.use("desk undo", decision="1")
        assert "in the whole server" in trusted.text

    async with newsroom.app.database.read() as tx:
        source, _ = await sources.get(tx, newsroom.server.id, feed.id)
        rules = await desk_rules.of_server(tx, newsroom.server.id)
    assert source.trust is Trust.AUTOMATIC
    assert [each.value for each in rules] == ["ceasefire"]


async def test_who_moderates_the_channels_of_all_tags_decides_for_the_server(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    async with a_moderator_of(newsroom, newsroom.world) as cato:
        assert "✓ Added" in (await cato.use("desk rules", block="bad.example")).text


async def test_a_moderator_who_was_forgotten_is_no_mention(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "talks", "tea")
    shown = await mara.use("desk next")
    panel = await mara.use("story edit", story="About tea")
    async with a_moderator(newsroom, "Ivo") as ivo:
        await ivo.press(await ivo.use("desk next"), "Approve")
        form = await ivo.use("story edit", story="About tea")
        await fill(ivo, form, title="Tea prices")
    async with newsroom.app.database.write() as tx:
        await personal.forget(tx, UserId(ivo.account.id), now=newsroom.app.clock.now())

    late = await told_beside(mara, mara.press(shown, "Approve"))
    assert "somebody who wanted to be forgotten was first" in late
    await fill(mara, panel, title="Prices of tea")
    told = "somebody who wanted to be forgotten has changed the title"
    await mara.person.wait_event(lambda _, data: told in json.dumps(data))


@asynccontextmanager
async def a_moderator_of(newsroom, channel, name="Cato"):
    """Somebody with Manage Messages in one channel alone, connected."""
    world = newsroom.standin.world
    account = world.create_account(name)
    world.join(newsroom.server, account)
    channel.overwrites[account.id] = Overwrite(account.id, 1, MANAGE_MESSAGES, 0)
    world.update_channel(channel)
    async with newsroom.person(account) as person:
        yield Moderating(newsroom, person, account)


async def told_beside(person, doing):
    """What somebody is told in a private message of its own by what they do."""
    known = len(person.person.events)
    await doing
    await person.person.wait_event(
        lambda name, data: (
            name in {"MESSAGE_CREATE", "MESSAGE_UPDATE"}
            and data["content"]
            and data in [each for _, each in person.person.events[known:]]
        )
    )
    return "\n".join(data.get("content", "") for _, data in person.person.events[known:])


async def everything_told(person, title):
    """What the commands that explain a story tell somebody."""
    why = await person.use("story why", story=title)
    audit = await person.use("desk audit")
    history = await person.use("desk audit", story=title)
    files = [
        await written(await person.use("desk audit", **more))
        for more in (
            {"export": True},
            {"export": True, "story": title},
        )
    ]
    return "\n".join([why.text, audit.text, history.text, *files])


async def written(reply):
    """What stands in the files of a reply."""
    found = []
    async with aiohttp.ClientSession() as session:
        for each in reply.message["attachments"]:
            async with session.get(each["url"]) as got:
                text = await got.text()
                found.append(
                    json.dumps(json.loads(text), ensure_ascii=False)
                    if each["filename"].endswith("json")
                    else text
                )
    return "\n".join(found)


def leaks(told, *hidden):
    """Return what is told of a hidden tag: its name, and ids of what is hidden."""
    return [each for each in ("Secret", *(str(place.id) for place in hidden)) if each in told]


async def trust(newsroom, feed, how):
    async with newsroom.app.database.write() as tx:
        used, _ = await sources.get(tx, newsroom.server.id, feed.id)
        await sources.change(tx, used.id, SourceChange(trust=how))


async def retag(person, title, label):
    """Give a story one tag by the command's select."""
    panel = await person.use("story retag", story=title)
    picker = next(each for each in controls(panel.components) if each["type"] == 3)
    value = next(each["value"] for each in picker["options"] if each["label"] == label)
    where = panel.message["channel_id"], panel.message["id"], picker["custom_id"]
    picked = await person.person.click(*where, values=[value])
    await person.press(picked, next(each for each in labels(picked) if each.startswith("Save")))
