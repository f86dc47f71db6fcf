"""A clock that stands still and a Discord in memory, for tests of the walks."""

import pytest

from bot.pipeline.digesting import Digesting
from tests.manual_clock import ManualClock
from tests.pipeline.digests_due import a_story
from tests.pipeline.memory_discord import MemoryDiscord
from tests.pipeline.memory_post import NONCE_WINDOW, MemoryPost
from tests.pipeline.newsroom import an_edition
from tests.pipeline.review_desk import DESK, Desk
from tests.pipeline.role_keeper import a_tag_with_readers


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def discord(clock):
    return MemoryDiscord(clock)


@pytest.fixture
def post(clock):
    return MemoryPost(clock)


@pytest.fixture
def digesting(database, post, clock):
    return Digesting(database, post, clock, nonce_window=NONCE_WINDOW)


@pytest.fixture
async def story(database, clock):
    """A story that came out now."""
    return await a_story(database, clock, "first")


@pytest.fixture
async def keeping(database, discord, clock):
    return await a_tag_with_readers(database, discord, clock)


@pytest.fixture
async def desk(database, discord, clock):
    """A server with a review channel."""
    desk = Desk(database, discord, clock)
    await an_edition(database, key="https://news.example/first")  # the server
    await desk.show_in(DESK)
    return desk
