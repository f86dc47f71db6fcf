"""The running newsroom, for the commands."""

import pytest

from tests.cogs.asking import an_owner
from tests.cogs.moderating import a_moderator, reviewed_feed
from tests.cogs.owner import Owner
from tests.cogs.reviewing import show_in
from tests.newsroom_running import a_newsroom


@pytest.fixture
async def newsroom(tmp_path):
    async with a_newsroom(tmp_path) as running:
        yield running


@pytest.fixture
async def olena(newsroom):
    """The owner, with a hand for what the bot offers."""
    async with an_owner(newsroom) as owner:
        yield owner


@pytest.fixture
async def owner(newsroom):
    async with newsroom.person(newsroom.owner) as person:
        yield await Owner(newsroom, person).open()


@pytest.fixture
async def mara(newsroom):
    """A moderator by a role."""
    async with a_moderator(newsroom) as moderator:
        yield moderator


@pytest.fixture
async def desk(newsroom):
    """The review channel "desk" of a newsroom with a feed that moderators see first, and the feed."""
    channel = newsroom.channel("desk")
    await newsroom.tag("Talks", newsroom.world)
    await show_in(newsroom, channel)
    return channel, await reviewed_feed(newsroom)
