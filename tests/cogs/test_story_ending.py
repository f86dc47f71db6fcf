"""/story retract, merge, move, lock and reopen as moderators use them, and what readers see of it."""

import pytest
from sqlalchemy import select

from bot.standin.world.model import Overwrite
from bot.storage import editions, polls, tables, verdicts
from tests.builders import an_item
from tests.cogs.asking import Asking
from tests.cogs.moderating import a_moderator, hold, reviewed_feed
from tests.cogs.tagging import MANAGE_THREADS, forbid, known
from tests.newsroom_running import text_of

MANAGE_MESSAGES = 1 << 13


@pytest.fixture
async def mara(newsroom):
    async with a_moderator(newsroom) as moderator:
        yield moderator


@pytest.fixture
async def ivo(newsroom):
    async with a_moderator(newsroom, "Ivo") as moderator:
        yield moderator


async def posted(newsroom, feed, *names, channel=None, category="Talks"):
    """Let stories appear one after the other; return their cards, each with its discussion and seeds."""
    channel, cards = channel or newsroom.world, []
    for name in names:
        before = len(newsroom.cards(channel))
        await newsroom.publish(feed, an_item(name, categories=(category,)))
        cards.append(await newsroom.finished_card(channel, before + 1))
    return cards


async def stories(newsroom):
    """The editions of the newsroom by title."""
    async with newsroom.app.database.read() as tx:
        found = await editions.latest(tx, newsroom.server.id)
    return {each.story.draft.title: each for each in found}


async def decided(newsroom, title):
    edition = (await stories(newsroom))[title]
    async with newsroom.app.database.read() as tx:
        return [(each.kind.value, each.detail) for each in await verdicts.of_edition(tx, edition.id)]


def said(thread):
    """All that stands in a discussion."""
    return "\n".join(text_of(message.components) for message in thread.log)


async def shows(newsroom, card, words):
    await newsroom.standin.wait_for(lambda: words in text_of(card.components))


def jump(newsroom, thread):
    """The address of a discussion's first message."""
    opening = next(message for message in thread.log if message.components)
    return f"/{newsroom.server.id}/{thread.id}/{opening.id}"


async def voters(newsroom, title):
    edition = (await stories(newsroom))[title]
    await newsroom.app.voting.flush()
    async with newsroom.app.database.read() as tx:
        return (await polls.tally_of(tx, await polls.of_edition(tx, edition.id))).voters


async def until_voters(newsroom, title, number):
    async def count(_tx):
        return await voters(newsroom, title)

    await newsroom.until(count, lambda found: found == number)


async def test_a_retracted_story_says_so_everywhere_and_never_comes_again(newsroom, mara, ivo):
    world, sports = newsroom.world, newsroom.channel("sports")
    await newsroom.tag("Talks", world)
    await newsroom.tag("Sports", sports)
    feed = await newsroom.follow()
    item = an_item("talks", categories=("Talks", "Sports"))
    await newsroom.publish(feed, item)
    card, pointer = await newsroom.finished_card(), await newsroom.card(sports)
    async with newsroom.person(newsroom.reader_account()) as reader:
        await reader.react(world.id, card.id, "👍")
        await until_voters(newsroom, "About talks", 1)
        other = await newsroom.follow(url="https://other.example/feed")

        offered = await mara.offered("story retract", "story")
        asked = await mara.use("story retract", story="About talks", reason="It is *not* true. @everyone")
        late = await ivo.use("story retract", story="About talks", reason="A hoax")
        await newsroom.restart()
        done = await Asking.press(mara, asked, "Retract")
        second = await Asking.press(ivo, late, "Retract")
        for each in (card, pointer):
            await shows(newsroom, each, "Retracted by the moderators")
        thread = newsroom.thread(card)
        await newsroom.standin.wait_for(lambda: thread.thread.locked)
        await reader.react(world.id, card.id, "👎")
        checked = await newsroom.publish(other, item)
        in_thread = {"server_id": newsroom.server.id, "channel_id": thread.id}
        results = await reader.command("news results", **in_thread)
        by_title = await reader.command("news results", story="about talks", **in_thread)
        found = await reader.command("news search", words="talks", **in_thread)

    assert offered == {"About talks": str((await stories(newsroom))["About talks"].id)}
    assert asked.private
    assert "Retract **About talks**?" in asked.text
    assert "is retracted" in done.text
    assert mara.mention in second.text
    for each in (card, pointer):
        text = text_of(each.components)
        assert text.startswith("~~About talks~~\n**Retracted by the moderators**\n> It is \\*not\\* true.")
        assert "https://" not in str(each.components)
        assert "React below" not in text
        assert "@everyone" not in text.replace("@\u200beveryone", "")
    assert "The moderators have retracted this story." in said(thread)
    assert said(thread).count("It is \\*not\\* true.") == 1
    assert "its poll has no result" in results.text
    assert by_title.text == results.text
    reopened = await mara.use("story reopen", story="About talks")
    assert "was retracted, so its discussion stays closed" in reopened.text
    assert "About talks" not in found.text
    assert len(newsroom.cards(world)) == 1
    assert checked is not None
    async with newsroom.app.database.read() as tx:
        reasons = list(await tx.scalars(select(tables.decision.c.reason).order_by(tables.decision.c.at)))
    assert reasons == ["routed", "duplicate"]
    assert await decided(newsroom, "About talks") == [("retracted", "It is *not* true. @everyone")]
    assert await mara.offered("story retract", "story") == {}


async def test_only_who_moderates_every_channel_retracts_and_a_reason_is_needed(newsroom, mara):
    hidden = newsroom.channel("hidden")
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Spies", hidden)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks", "Spies")))
    card = await newsroom.finished_card()
    await newsroom.card(hidden)
    role = next(each for each in newsroom.server.roles.values() if each.name == "moderators")
    asked = await mara.use("story retract", story="About talks", reason="A hoax")
    hidden.overwrites[role.id] = Overwrite(role.id, 0, 0, MANAGE_MESSAGES)
    newsroom.standin.world.update_channel(hidden)
    await known(newsroom, hidden, lambda found: found.overwrites)

    pressed = await Asking.press(mara, asked, "Retract")
    again = await mara.use("story retract", story="About talks", reason="A hoax")
    locked = await mara.use("story lock", story="About talks")
    blank = await mara.use("story retract", story="About talks", reason="\u200b ")

    for reply in (pressed, again, locked):
        assert "do not moderate" in reply.text
    assert "Say in a few words why" in blank.text
    assert "Retracted" not in text_of(card.components)
    assert await decided(newsroom, "About talks") == []


async def test_a_discussion_is_locked_and_opened_again_and_the_poll_goes_on(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    (card,) = await posted(newsroom, feed, "talks")
    thread = newsroom.thread(card)
    forbid(newsroom, newsroom.world, MANAGE_THREADS)
    await known(
        newsroom,
        newsroom.world,
        lambda found: not found.permissions_for(found.guild.me).manage_threads,
    )

    done = await mara.use("story lock", story="About talks", reason="Too heated")
    await newsroom.standin.wait_for(
        lambda: any(
            "I can't lock or unlock" in message.content for message in newsroom.notices(newsroom.world)
        )
    )
    newsroom.world.overwrites.clear()
    newsroom.standin.world.update_channel(newsroom.world)
    again = await mara.use("story lock", story="About talks")
    await newsroom.restart()
    await newsroom.standin.wait_for(lambda: thread.thread.locked)
    async with newsroom.person(newsroom.reader_account()) as reader:
        await reader.react(newsroom.world.id, card.id, "👍")
        await until_voters(newsroom, "About talks", 1)
    opened = await mara.use("story reopen", story="About talks")
    await newsroom.standin.wait_for(lambda: not thread.thread.locked)
    await newsroom.standin.wait_for(lambda: "opened this discussion again" in said(thread))
    twice = await mara.use("story reopen", story="About talks")

    assert done.text == "The discussion of **About talks** is locked; its poll goes on."
    assert "is locked already" in again.text
    assert "is opened again" in opened.text
    assert "is open already" in twice.text
    assert said(thread).count("The moderators have locked this discussion.\n> Too heated") == 1
    assert await decided(newsroom, "About talks") == [("locked", "Too heated"), ("reopened", "")]


async def test_a_merged_story_points_to_the_other_whose_poll_counts_each_reader_once(newsroom, mara, ivo):
    world = newsroom.world
    await newsroom.tag("Talks", world)
    await newsroom.tag("Peace", newsroom.channel("peace"))
    feed = await newsroom.follow()
    (one,) = await posted(newsroom, feed, "one")
    (two, _) = await posted(newsroom, feed, "two", "three")
    readers = [newsroom.reader_account(name) for name in ("Ravi", "Lena", "Sam")]
    for account, card, emoji in zip(
        [*readers, readers[0]], [one, one, one, two], ["👍", "👎", "🤔", "👎"], strict=True
    ):
        async with newsroom.person(account) as reader:
            await reader.react(world.id, card.id, emoji)

    offered = await mara.offered("story merge", "into", story=str((await stories(newsroom))["About one"].id))
    itself = await mara.use("story merge", story="About one", into="About one")
    asked = await mara.use("story merge", story="About one", into="About two")
    late = await ivo.use("story merge", story="About one", into="About three")
    await newsroom.restart()
    done = await mara.press_and_wait(asked, "Merge")
    await ivo.press(late, "Merge")
    await ivo.person.wait_event(
        lambda name, data: name == "MESSAGE_CREATE" and mara.mention in data["content"]
    )
    await shows(newsroom, one, "Merged by the moderators")
    await newsroom.standin.wait_for(lambda: newsroom.thread(one).thread.locked)
    await newsroom.standin.wait_for(lambda: "have merged" in said(newsroom.thread(two)))
    counted = await voters(newsroom, "About two")
    async with newsroom.person(readers[1]) as reader:
        results = await reader.command(
            "news results", server_id=newsroom.server.id, channel_id=newsroom.thread(one).id
        )
        await reader.react(world.id, two.id, "👍")
        await newsroom.app.voting.flush()
    await until_voters(newsroom, "About two", 3)

    chained = await mara.use("story merge", story="About two", into="About three")
    deferred = await mara.press(chained, "Merge")
    await shows(newsroom, one, "into “About three”")
    await shows(newsroom, two, "into “About three”")

    assert set(offered) == {"About two", "About three"}
    assert "into itself" in itself.text
    assert "Its cards will point there" in asked.text
    assert "**About one** is merged into **About two**." in done
    assert "2 votes were taken along." in done
    assert deferred.message is None  # many votes take longer than an answer may
    assert counted == 3
    assert "About two" in results.text
    assert "merged this story into **About two**" in said(newsroom.thread(one))
    assert "have merged **About one** into this story" in said(newsroom.thread(two))
    assert str(newsroom.thread(one).id) in said(newsroom.thread(two))
    assert await voters(newsroom, "About three") == 3
    assert (await stories(newsroom))["About one"].merged_into == (await stories(newsroom))["About three"].id


async def test_a_held_story_is_merged_without_being_posted_and_gives_its_tags(newsroom, mara):
    peace = newsroom.channel("peace")
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Peace", peace)
    open_feed = await newsroom.follow()
    await posted(newsroom, open_feed, "talks")
    feed = await reviewed_feed(newsroom, url="https://other.example/feed")
    await hold(newsroom, feed, "truce", category="Peace")

    into_held = await mara.use("story merge", story="About talks", into="About truce")
    retracted = await mara.use("story retract", story="About truce", reason="A hoax")
    asked = await mara.use("story merge", story="About truce", into="About talks")
    done = await mara.press_and_wait(asked, "Merge")
    pointer = await newsroom.card(peace)

    assert "it waits for a moderator" in into_held.text
    assert "it waits for a moderator" in retracted.text
    assert "It is not posted" in asked.text
    assert "It has these tags now as well: Peace" in done
    assert "About talks" in text_of(pointer.components)
    assert "About truce" not in "".join(text_of(each.components) for each in newsroom.cards(newsroom.world))


async def test_a_story_moves_with_its_poll_and_the_old_card_points_there(newsroom, mara):
    world, sports, secret = newsroom.world, newsroom.channel("sports"), newsroom.channel("secret")
    await newsroom.tag("Talks", world)
    await newsroom.tag("Sports", sports)
    await newsroom.tag("Secret", secret)
    newsroom.hide(secret)
    feed = await newsroom.follow()
    (card,) = await posted(newsroom, feed, "match")
    old_thread = newsroom.thread(card)
    ravi, lena = newsroom.reader_account(), newsroom.reader_account("Lena")
    async with newsroom.person(ravi) as reader:
        await reader.react(world.id, card.id, "👍")
        await until_voters(newsroom, "About match", 1)

    offered = await mara.offered("story move", "tag")
    refused = await mara.use("story move", story="About match", tag="Secret")
    there = await mara.use("story move", story="About match", tag="Talks")
    moved = await mara.use("story move", story="About match", tag="Sports")
    await newsroom.restart()
    home = await newsroom.finished_card(sports)
    await newsroom.standin.wait_for(lambda: old_thread.thread.locked)
    await shows(newsroom, card, "Vote and discuss")
    carried = await voters(newsroom, "About match")
    async with newsroom.person(lena) as reader:
        await reader.react(sports.id, home.id, "👎")
    async with newsroom.person(ravi) as reader:
        await reader.react(sports.id, home.id, "👎")
    await until_voters(newsroom, "About match", 2)
    audited = await mara.use("desk audit")
    back = await mara.use("story move", story="About match", tag="Talks")
    await newsroom.standin.wait_for(lambda: newsroom.thread(home).thread.locked)
    await shows(newsroom, home, "Vote and discuss")
    await shows(newsroom, card, "React below")
    await newsroom.standin.wait_for(lambda: "[it was discussed there before]" in said(old_thread))

    assert set(offered) == {"Talks", "Sports"}
    assert "do not moderate" in refused.text
    assert "is in <#" in there.text
    assert "as soon as its card stands there" in moved.text
    assert "Tags: Talks → Talks, Sports." in audited.text
    assert carried == 1
    assert f"/{home.id}" in str(card.components) + said(old_thread)
    assert "[go on there]" in said(old_thread)
    new_thread = newsroom.thread(home)
    assert f"{jump(newsroom, old_thread)})." in said(new_thread)
    assert "where a card of it stands" in back.text
    assert jump(newsroom, new_thread) in said(old_thread)
    assert not old_thread.thread.locked
    assert await voters(newsroom, "About match") == 2
    assert [kind for kind, _ in await decided(newsroom, "About match")] == ["moved", "moved"]


async def test_a_story_moves_into_a_forum(newsroom, mara):
    world, forum = newsroom.world, newsroom.forum()
    await newsroom.tag("Talks", world)
    await newsroom.tag("Sports", forum)
    feed = await newsroom.follow()
    (card,) = await posted(newsroom, feed, "match")

    await mara.use("story move", story="About match", tag="Sports")
    post = await newsroom.finished_post(forum)
    await newsroom.standin.wait_for(lambda: newsroom.thread(card).thread.locked)
    await shows(newsroom, card, "Vote and discuss")
    locked = await mara.use("story lock", story="About match")
    await newsroom.standin.wait_for(lambda: post.thread.locked)

    await newsroom.standin.wait_for(lambda: "discussed there before" in said(post))
    assert jump(newsroom, newsroom.thread(card)) in said(post)
    assert "React below" in text_of(newsroom.starter(post).components)
    assert "is locked" in locked.text
