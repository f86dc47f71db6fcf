"""A story of which a feed's words alone were known, and whose page comes with a second feed."""

import pytest

from tests.builders import a_page, an_item
from tests.cogs.moderating import a_moderator, hold, reviewed_feed
from tests.cogs.reviewing import press, show_in, shown
from tests.cogs.test_story_ending import shows

LINK = "https://news.example/talks"
NEW = "Talks have collapsed"


@pytest.fixture
async def mara(newsroom):
    async with a_moderator(newsroom) as moderator:
        yield moderator


async def its_page_comes(newsroom):
    other = await newsroom.follow(url="https://other.example/feed")
    newsroom.reader.pages[LINK] = a_page(LINK, title=NEW, hashtags=("Talks",))
    await newsroom.publish(other, an_item("talks", title=NEW, key="guid:other", categories=("Talks",)))


async def test_what_stands_in_discord_says_what_the_page_says(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    card = await newsroom.finished_card()

    await its_page_comes(newsroom)

    await shows(newsroom, card, NEW)
    await newsroom.standin.wait_for(lambda: newsroom.thread(card).name == NEW)


async def test_moderators_see_what_waits_as_its_page_has_it(newsroom):
    desk = newsroom.channel("desk")
    await show_in(newsroom, desk)
    await newsroom.tag("Talks", newsroom.world)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "talks")
    waiting = await shown(newsroom, desk, "About talks")

    await its_page_comes(newsroom)

    await shows(newsroom, waiting, NEW)


async def test_what_was_approved_is_found_as_it_is_shown_and_moderators_are_asked(newsroom, mara, olena):
    desk = newsroom.channel("desk")
    await show_in(newsroom, desk)
    await newsroom.tag("Talks", newsroom.world)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "talks")
    await press(mara, await shown(newsroom, desk, "About talks"), "Approve")
    card = await newsroom.finished_card()

    await its_page_comes(newsroom)
    await shown(newsroom, desk, NEW)  # to apply or to keep
    found = await olena.use("news search", words="about")

    await shows(newsroom, card, "About talks")
    assert "About talks" in found.text
