"""The running newsroom, for the commands."""

import pytest

from tests.cogs.asking import an_owner
from tests.cogs.owner import Owner
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
