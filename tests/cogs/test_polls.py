"""/polls, as an owner's client sends it."""

import asyncio
import math

import pytest
from sqlalchemy import func, select

from bot.domain.poll import PollMode, PollState
from bot.standin.faults import Fault
from bot.standin.world.model import Emoji
from bot.storage import audits, vote_sets
from bot.storage.poll_tables import mark, poll
from tests.builders import an_item
from tests.cogs.tagging import a_vote_set

REACTIONS = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}"
GOALS = "+⚽ goal, -🥅 miss, 0🤔 don't know"


async def audited(newsroom):
    async with newsroom.app.database.read() as tx:
        return [(each.action, each.subject) for each in await audits.latest(tx, newsroom.server.id)]


async def stored(newsroom):
    async with newsroom.app.database.read() as tx:
        return await vote_sets.of_server(tx, newsroom.server.id)


async def add(olena, **changes):
    given = {"name": "Sports", "question": "Well?", "options": GOALS}
    return await olena.use("polls create", **given | changes)


async def a_card(newsroom, name="talks"):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item(name, categories=("Talks",)))
    return await newsroom.finished_card()


async def test_the_default_set_is_listed(olena):
    reply = await olena.use("polls sets")

    assert reply.private
    assert "**News (the default)**: What do you make of this? (one choice)" in reply.text
    assert "\n  - +👍 good news · \u2212👎 bad news · 🤔 not sure" in reply.text
    assert "+ stands before what says good news" in reply.text


async def test_a_vote_set_is_added(newsroom, olena):
    reply = await add(olena, mode="multi")

    (added,) = await stored(newsroom)
    assert "Added the vote set **Sports**" in reply.text
    assert "+⚽ goal · \u2212🥅 miss · 🤔 don't know" in reply.text
    assert "**Sports**: Well? (several choices)" in (await olena.use("polls sets")).text
    assert added.vote_set.mode is PollMode.MULTI
    assert [option.valence for option in added.vote_set.options] == [1, -1, 0]
    assert await audited(newsroom) == [("vote-set-added", "Sports")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"options": ","}, "A vote set needs 2 to 10 options"),
        ({"options": "👍 yes"}, "One option is no choice"),
        ({"options": ", ".join(f"{chr(0x1F600 + n)} o{n}" for n in range(11))}, "11 options are too many"),
        ({"options": "👍 yes, 👍 no"}, "stands before another option too"),
        ({"options": "❤ yes, ❤\ufe0f no"}, "The emoji of “no” stands before another option too"),
        ({"options": "👍 yes, 👎 Yes"}, "two options named “Yes”"),
        ({"options": "👍 yes, no"}, "“no” does not begin with an emoji"),
        ({"options": "👍 yes, 👎"}, "“👎” has no label"),
        ({"options": "👍 yes, 👎 " + "x" * 51}, "at most 50 characters"),
        ({"question": "x" * 201}, "A question has at most 200 characters"),
        ({"question": " \u200b "}, "The question is empty"),
        ({"name": "!!!"}, "can't be named “!!!”"),
        ({"name": "Default"}, "“default” and “News” are"),
        ({"name": "nachrichten"}, "what the built-in one is called"),
        ({"name": "x" * 51}, "A vote set's name has at most 50 characters"),
    ],
)
async def test_a_vote_set_that_can_not_be_is_refused_in_a_sentence(newsroom, olena, changes, said):
    reply = await add(olena, **changes)

    assert said in reply.text.replace("\\", "")
    assert await stored(newsroom) == ()


async def test_a_vote_set_is_added_once(olena):
    await add(olena)

    reply = await add(olena, name="sports")

    assert "a vote set named “sports” already" in reply.text


async def test_there_is_an_end_to_vote_sets(newsroom, olena):
    (await add(olena))
    (first,) = await stored(newsroom)
    async with newsroom.app.database.write() as tx:
        for number in range(49):
            await vote_sets.add(
                tx,
                newsroom.server.id,
                key=f"set{number}",
                name=f"Set {number}",
                new=first.vote_set,
                now=newsroom.app.clock.now(),
            )

    reply = await add(olena, name="One more")

    assert "has 50 vote sets, and that is the most" in reply.text


async def test_an_emoji_of_this_server_can_be_used(newsroom, olena):
    tide = newsroom.standin.world.create_emoji(newsroom.server, "tide")

    reply = await add(olena, options=f"<:tide:{tide.id}> high, 👎 low")

    assert f"<:tide:{tide.id}> high" in reply.text


async def test_an_emoji_for_some_roles_alone_can_not_be_used(newsroom, olena):
    editors = newsroom.standin.world.create_role(newsroom.server, "Editors", permissions=0)
    tide = newsroom.standin.world.create_emoji(newsroom.server, "tide", roles=(editors.id,))

    reply = await add(olena, options=f"<:tide:{tide.id}> high, 👎 low")

    assert "The bot can't use the emoji “tide” in this server" in reply.text
    assert await stored(newsroom) == ()


async def test_an_emoji_from_elsewhere_can_not_be_used(newsroom, olena):
    reply = await add(olena, options="<:tide:123456789012345678> high, 👎 low")

    assert "The bot can't use the emoji “tide” in this server" in reply.text


async def test_many_vote_sets_are_turned_page_by_page_also_after_a_restart(newsroom, olena):
    for number in range(15):
        await a_vote_set(newsroom, f"Set number {number}")
    first = await olena.use("polls sets")
    await newsroom.restart()

    second = await olena.press(first, "Next ▶")

    assert "Set number 8" in first.text
    assert "Set number 9" in second.text
    assert "Set number 14" in second.text
    assert "more" not in first.text


async def test_a_vote_set_is_removed_after_a_question(newsroom, olena):
    await add(olena)
    await olena.use("tags add", name="Sport", channel=newsroom.world.id, votes="Sports")
    offered = await olena.offered("polls remove", "name", "spo")
    listed = await olena.use("polls sets")

    asked = await olena.use("polls remove", name=offered["Sports"])
    still = await stored(newsroom)
    await newsroom.restart()
    done = await olena.press(asked, "Remove it")

    assert "Remove the vote set **Sports**? Polls that were made with it keep it" in asked.text
    assert "\n  - Used by Sport" in listed.text
    assert "New stories of Sport use the default one then" in asked.text
    assert len(still) == 1
    assert done.text == "The vote set **Sports** is removed."
    assert await stored(newsroom) == ()
    assert "votes: News (the default)" in (await olena.use("tags show", tag="Sport")).text
    assert (await audited(newsroom))[0] == ("vote-set-removed", "Sports")


async def test_the_question_about_a_vote_set_can_be_denied(newsroom, olena):
    await add(olena)
    asked = await olena.use("polls remove", name="sports")

    done = await olena.press(asked, "Keep it")

    assert done.text == "Nothing was changed."
    assert len(await stored(newsroom)) == 1


async def test_a_vote_set_that_is_gone_already_is_said_so(olena):
    await add(olena)
    first = await olena.use("polls remove", name="Sports")
    second = await olena.use("polls remove", name="Sports")
    await olena.press(first, "Remove it")

    done = await olena.press(second, "Remove it")

    assert "This was answered already" in done.text
    assert "no vote set “Sports”" in (await olena.use("polls remove", name="Sports")).text


async def test_a_tags_cards_ask_with_its_vote_set(newsroom, olena):
    await add(olena)
    await olena.use("tags add", name="Talks", channel=newsroom.world.id, votes="Sports")
    feed = await newsroom.follow()

    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))

    card = await newsroom.finished_card()
    assert [reaction.emoji.name for reaction in card.reactions.values()] == ["⚽", "🥅", "🤔"]


async def voted(newsroom):
    """Let one reader vote on the card in #world."""
    world, (card,) = newsroom.standin.world, newsroom.cards(newsroom.world)
    world.react(card, newsroom.reader_account(), Emoji("👍"))
    await newsroom.until(
        lambda tx: tx.scalar(select(func.count()).select_from(mark)), lambda marks: marks == 1
    )


async def test_a_poll_is_closed_after_a_question_that_shows_its_title_and_count(newsroom, olena):
    await a_card(newsroom)
    await voted(newsroom)
    offered = await olena.offered("polls close", "story", "TALK")

    asked = await olena.use("polls close", story=offered["About talks"])
    before = await audited(newsroom)
    closed = await olena.press_and_wait(asked, "Close it")
    again = await olena.use("polls close", story=offered["About talks"])

    assert asked.private
    assert "Close the poll of **About talks** now? It can't be opened again" in asked.text
    assert "1 reader has voted." in asked.text
    assert ("poll-closed", "About talks") not in before
    assert "About talks" in closed
    assert "The poll is closed." in closed
    assert "The poll of “About talks” is closed already" in again.text
    assert await olena.offered("polls close", "story") == {}
    assert ("poll-closed", "About talks") in await audited(newsroom)


async def test_a_poll_that_is_left_open_stays_open(newsroom, olena):
    await a_card(newsroom)
    asked = await olena.use("polls close", story="talks")

    left = await olena.press(asked, "Leave it open")

    assert left.text == "The poll stays open."
    assert list(await olena.offered("polls close", "story")) == ["About talks"]


async def test_a_poll_that_somebody_else_closed_meanwhile_is_said_so(newsroom, olena):
    await a_card(newsroom)
    first, second = [await olena.use("polls close", story="talks") for _ in range(2)]
    await olena.press_and_wait(first, "Close it")

    done = await olena.press(second, "Close it")

    assert "The poll of “About talks” is closed already" in done.text


async def test_a_poll_is_closed_by_words_of_its_story_after_a_restart(newsroom, olena):
    await a_card(newsroom)
    asked = await olena.use("polls close", story="about ta")

    await newsroom.restart()
    done = await olena.press_and_wait(asked, "Close it")

    assert "Close the poll of **About talks** now?" in asked.text
    assert "The poll is closed." in done


async def test_in_a_storys_discussion_its_poll_needs_no_naming(newsroom, olena):
    card = await a_card(newsroom)
    place = {"server_id": newsroom.server.id, "channel_id": newsroom.thread(card).id}

    asked = await olena.person.command("polls close", **place)

    assert "Close the poll of **About talks** now?" in asked.text


async def test_elsewhere_a_story_is_to_be_named(olena):
    reply = await olena.use("polls close")

    assert "Name a story, or use /polls close in the discussion of one" in reply.text


async def test_an_unknown_story_has_no_poll_to_close(olena):
    reply = await olena.use("polls close", story="nothing of the kind")

    assert "There is no poll of a story “nothing of the kind” here. Pick one that /polls close" in reply.text


async def test_a_poll_that_discord_does_not_list_is_closed_later(newsroom, olena):
    await a_card(newsroom)
    asked = await olena.use("polls close", story="About talks")
    newsroom.standin.faults.add(Fault(method="GET", route=REACTIONS, kind="503", times=math.inf))

    said = await olena.press_and_wait(asked, "Close it")

    assert "The poll closes by itself as soon as they can be" in said


async def test_a_poll_that_is_to_close_does_so_though_the_bot_stops_while_discord_is_asked(newsroom, olena):
    await a_card(newsroom)
    asked = await olena.use("polls close", story="About talks")
    late = Fault(method="GET", route=REACTIONS, kind="delay", seconds=1, times=math.inf)
    newsroom.standin.faults.add(late)
    pressing = asyncio.create_task(olena.press(asked, "Close it"))
    await newsroom.struck(late)

    await newsroom.stop()
    newsroom.standin.faults.clear()
    await newsroom.start()
    noted = await audited(newsroom)
    await newsroom.until(lambda tx: tx.scalar(select(poll.c.state)), lambda state: state == PollState.CLOSED)
    await asyncio.gather(pressing, return_exceptions=True)

    assert noted[0] == ("poll-closed", "About talks")


async def a_post(newsroom, forum):
    await newsroom.tag("Talks", forum)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    return await newsroom.finished_post(forum)


async def test_a_poll_in_a_forum_is_offered_shown_and_closed_also_when_its_post_is_archived(newsroom, olena):
    post = await a_post(newsroom, newsroom.forum())
    place = {"server_id": newsroom.server.id, "channel_id": post.id}

    inside = await olena.person.command("news results", **place)
    newsroom.standin.world.set_archived(post, archived=True)
    await newsroom.restart()
    offered = await olena.offered("polls close", "story", "TALK")
    asked = await olena.use("polls close", story=offered["About talks"])
    closed = await olena.press_and_wait(asked, "Close it")

    assert "Nobody has voted yet" in inside.text
    assert "The poll is closed." in closed


async def test_a_poll_in_a_hidden_forum_is_shown_to_nobody_else(newsroom):
    forum = newsroom.forum()
    newsroom.hide(forum)
    await a_post(newsroom, forum)

    async with newsroom.person(newsroom.reader_account()) as reader:
        place = {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}
        said = await reader.command("news results", **place, story="About talks")

    assert "There is no poll for that story here" in said.text
