"""A source corrects what it has published: what stands of it follows, unless moderators worded the story."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.edition import OwnWords
from bot.storage import edition_edits, editions
from bot.storage.desk_tables import correction
from bot.storage.tables import edition
from tests.builders import an_item
from tests.demo.running import LeapingClock
from tests.newsroom_running import a_newsroom, text_of


@pytest.fixture
async def newsroom(tmp_path):
    async with a_newsroom(tmp_path, clock=LeapingClock(), rate_limits=True) as running:
        yield running


async def put_into_own_words(newsroom, title):
    """Let a moderator have worded the only story."""
    async with newsroom.app.database.write() as tx:
        of = await editions.get(tx, await tx.scalar(select(edition.c.id)))
        now = newsroom.app.clock.now()
        await edition_edits.set_words(tx, of.id, OwnWords(title=title), now=now, kept=of.story.draft)


async def waiting(newsroom):
    """How many discussions are to be called otherwise."""
    async with newsroom.app.database.read() as tx:
        return await tx.scalar(select(func.count()).select_from(correction))


async def test_a_discussion_is_called_as_its_source_calls_the_story_within_discords_limit(newsroom):
    forum = newsroom.forum()
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Tea", forum)
    feed = await newsroom.follow()

    def about(talks, tea, summary="It began."):
        return (
            an_item("talks", title=talks, categories=("Talks",), summary=summary),
            an_item("tea", title=tea, categories=("Tea",), summary=summary),
        )

    await newsroom.publish(feed, *about("Talks beginn", "Tea in short suply"))
    card, post = await newsroom.finished_card(), await newsroom.finished_post(forum)
    thread = newsroom.thread(card)
    assert (thread.name, post.name) == ("Talks beginn", "Tea in short suply")

    await newsroom.publish(feed, *about("Talks begin", "Tea in short supply"))
    await newsroom.standin.wait_for(
        lambda: (thread.name, post.name) == ("Talks begin", "Tea in short supply")
    )
    await newsroom.standin.wait_for(lambda: "Talks beginn" not in text_of(card.components))
    await newsroom.until(lambda _tx: waiting(newsroom), lambda found: not found)
    await newsroom.publish(feed, *about("Talks begin", "Tea in short supply", summary="It goes on."))
    assert await waiting(newsroom) == 0

    await newsroom.publish(feed, *about("Talks go on", "Tea is back"))
    await newsroom.standin.wait_for(lambda: thread.name == "Talks go on")
    await newsroom.publish(feed, *about("Talks end", "Tea is back"))
    await newsroom.standin.wait_for(lambda: "Talks end" in text_of(card.components))
    await newsroom.restart()
    assert thread.name == "Talks go on"
    newsroom.clock.leap(timedelta(minutes=11))
    await newsroom.standin.wait_for(lambda: thread.name == "Talks end")


async def test_a_discussion_that_a_moderator_named_keeps_its_name(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    card = await newsroom.finished_card()
    await put_into_own_words(newsroom, "Our talks")

    await newsroom.publish(feed, an_item("talks", title="Their talks", categories=("Talks",)))

    assert await waiting(newsroom) == 0
    assert newsroom.thread(card).name == "About talks"
