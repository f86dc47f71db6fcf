"""A clock that stands still and a Discord in memory, for tests of the walks."""

import pytest

from tests.manual_clock import ManualClock
from tests.pipeline.memory_discord import MemoryDiscord


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def discord(clock):
    return MemoryDiscord(clock)
