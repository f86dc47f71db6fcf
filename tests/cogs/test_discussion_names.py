"""What a discussion is called when its story gets another title: as that, unless somebody gave it a name."""

import pytest
from sqlalchemy import func, select

from bot.storage.desk_tables import correction
from tests.builders import an_item
from tests.cogs.moderating import a_moderator
from tests.cogs.test_story_changing import fill
from tests.cogs.test_story_ending import posted, shows


@pytest.fixture
async def mara(newsroom):
    async with a_moderator(newsroom) as moderator:
        yield moderator


async def correct(newsroom, feed, card, title):
    """Let the source call its story otherwise, and wait until Discord has followed."""
    await newsroom.publish(feed, an_item("match", title=title, categories=("Talks",)))
    await shows(newsroom, card, title)
    await followed(newsroom)


async def followed(newsroom):
    await newsroom.until(
        lambda tx: tx.scalar(select(func.count()).select_from(correction)), lambda left: not left
    )


async def call(newsroom, thread, name):
    """Let a person give a discussion a name."""
    thread.name = name
    newsroom.standin.world.update_channel(thread)
    await newsroom.heard(lambda bot: bot.get_channel(thread.id).name == name)


async def test_a_name_that_somebody_gave_stays_until_they_take_it_back(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    (card,) = await posted(newsroom, feed, "match")
    thread, names = newsroom.thread(card), []

    await correct(newsroom, feed, card, "The match is on")
    names.append(thread.name)
    await call(newsroom, thread, "Match: the referee")
    await correct(newsroom, feed, card, "The match is over")
    names.append(thread.name)
    await call(newsroom, thread, "The match is on")
    await correct(newsroom, feed, card, "The match was lost")
    names.append(thread.name)
    await call(newsroom, thread, "Match: the referee")
    await fill(mara, await mara.use("story edit", story="The match was lost"), title="Lost")
    await shows(newsroom, card, "Lost")
    await followed(newsroom)
    names.append(thread.name)

    assert names == ["The match is on", "Match: the referee", "The match was lost", "Match: the referee"]


async def test_a_discussion_in_the_archive_is_called_as_its_story_too(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    (card,) = await posted(newsroom, feed, "match")
    thread = newsroom.thread(card)
    newsroom.standin.world.set_archived(thread, archived=True)
    await newsroom.heard(lambda bot: bot.get_channel(thread.id) is None)

    await correct(newsroom, feed, card, "The match is on")

    assert thread.name == "The match is on"
    assert thread.thread.archived
