"""The running newsroom, for what speaks discord.py."""

import pytest

from tests.newsroom_running import a_newsroom


@pytest.fixture
async def newsroom(tmp_path):
    async with a_newsroom(tmp_path) as running:
        yield running
