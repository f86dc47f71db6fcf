"""Buttons that moderators press while others were faster, the story became another, or twice."""

import asyncio

import pytest

from tests.builders import an_item
from tests.cogs.moderating import a_moderator, hold, in_state, labels, reviewed_feed
from tests.cogs.reviewing import choose, press, show_in, shown, text
from tests.newsroom_running import text_of

CHOOSE = "Choose one, or several at once"


@pytest.fixture
async def ivo(newsroom):
    async with a_moderator(newsroom, "Ivo") as moderator:
        yield moderator


def changed(person, reply, known):
    """What a reply has shown since."""
    found = [data for name, data in person.person.events[known:] if name == "MESSAGE_UPDATE"]
    return [data for data in found if data["id"] == reply.message["id"]]


def told(person, known):
    """What was said beside since."""
    return [
        data["content"]
        for name, data in person.person.events[known:]
        if name == "MESSAGE_CREATE" and data["content"]
    ]


async def test_an_outlet_is_not_blocked_by_a_form_of_before_the_approval(newsroom, mara, ivo):
    channel = newsroom.channel("desk")
    await newsroom.tag("Talks", newsroom.world)
    await show_in(newsroom, channel)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "talks")
    card = await shown(newsroom, channel, "About talks")

    asked = await choose(mara, card, "block")
    await press(ivo, card, "Approve")
    await newsroom.finished_card()
    known = len(mara.person.events)
    await mara.person.submit(asked, channel.id)
    await newsroom.standin.wait_for(lambda: told(mara, known))
    refusal = told(mara, known)[-1]
    rules = await mara.use("desk rules")

    assert ivo.mention in refusal
    assert "**Approved**" in text(card)
    assert "Harbour News" not in rules.text
    assert await in_state(newsroom, "cleared") == 1


async def test_a_source_is_not_trusted_for_a_story_that_another_rejected(newsroom, mara, ivo):
    await newsroom.tag("Talks", newsroom.world)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "talks")
    first = await mara.use("desk next")
    chosen = await ivo.pick(await ivo.use("desk queue"), CHOOSE, "1 ")
    await ivo.pick(chosen, "Reject it, because it is…", "advertising")

    known = len(mara.person.events)
    await mara.pick(first, "More…", "Trust")
    await newsroom.standin.wait_for(lambda: told(mara, known))
    await hold(newsroom, feed, "tea")

    assert ivo.mention in told(mara, known)[-1]


async def test_a_story_does_not_go_where_the_moderator_has_not_seen_it_going(newsroom, mara, ivo):
    other = newsroom.channel("other")
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Other", other)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "talks")
    first = await mara.use("desk next")
    panel = await ivo.use("story retag", story="About talks")
    picked = await ivo.pick(panel, "The tags that it is to have", "Other")
    await ivo.press(picked, "Save")

    again = await mara.press(first, "Approve")
    waited = await in_state(newsroom, "held")
    await mara.press(again, "Approve")
    card = await newsroom.card(other)

    assert f"<#{other.id}>" not in first.text
    assert f"<#{other.id}>" in again.text
    assert waited == 1
    assert "About talks" in text_of(card.components)


async def test_a_double_click_approves_once_and_shows_the_next_story(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "a1", "a2", "a3", "a4")
    first = await mara.use("desk next")

    known = len(mara.person.events)
    await asyncio.gather(mara.press(first, "Approve"), mara.press(first, "Approve"))
    await newsroom.standin.wait_for(lambda: changed(mara, first, known))
    (shows,) = changed(mara, first, known)

    assert not any("You did that" in each for each in told(mara, known))
    assert "Just approved: About a1" in text_of(shows["components"])
    assert await in_state(newsroom, "cleared") == 1


async def test_a_double_click_decides_on_several_once(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "a1", "a2", "a3")
    chosen = await mara.pick(await mara.use("desk queue"), CHOOSE, "1 ", "2 ")

    replies = await asyncio.gather(*(mara.press(chosen, "Approve 2") for _ in range(2)))

    assert all("✅ 2 stories were approved." in each.text for each in replies)
    assert not any(words in each.text for each in replies for words in ("was first", "You did that"))
    assert labels(replies[-1])
    assert await in_state(newsroom, "cleared") == 2


async def test_the_queue_is_shown_whatever_its_titles_and_links_are_made_of(newsroom, mara):
    label = "International politics and security, conflicts, sanctions"
    await newsroom.tag(label, newsroom.world)
    feed = await reviewed_feed(newsroom)
    await mara.use("desk rules", undated=True)
    for number in range(8):
        title = f"{number} Talks " + "*" * 50
        link = f"https://news.example/{number}/" + "_" * 130
        item = an_item(f"s{number}", title=title, link=link, categories=(label,), published_at=None)
        await newsroom.publish(feed, item)

    queue = await mara.use("desk queue")

    assert "8 stories wait" in queue.text
    assert "7 Talks" in queue.text
