"""The app as a whole: its end, its restart, and a token that is none."""

import time

import pytest
from pydantic import SecretStr

from bot.app import open_app
from bot.config import DiscordSettings
from bot.domain.errors import ConfigurationError
from bot.standin.faults import Fault
from tests.builders import MemoryReader, an_item
from tests.newsroom_running import CARDS


async def test_a_token_that_discord_does_not_know_is_a_fault_of_the_configuration(newsroom):
    await newsroom.stop()
    discord = DiscordSettings(
        token=SecretStr("no.such.token"),
        api_url=newsroom.standin.api_url,
        gateway_url=newsroom.standin.gateway_url,
    )

    async with open_app(newsroom.settings(discord=discord), reader=MemoryReader()) as app:
        with pytest.RaisesGroup(ConfigurationError):
            await app.run()


async def test_it_stops_within_ten_seconds_while_discord_does_not_answer(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    slow = newsroom.standin.faults.add(Fault(method="POST", route=CARDS, kind="delay", seconds=5.5))
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    await newsroom.struck(slow)
    began = time.monotonic()

    await newsroom.stop()

    assert time.monotonic() - began < 9


async def test_what_was_being_sent_when_it_stopped_is_there_once_after_the_next_start(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    slow = newsroom.standin.faults.add(Fault(method="POST", route=CARDS, kind="delay", seconds=0.3))
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    await newsroom.struck(slow)

    await newsroom.restart()

    await newsroom.finished_card()
    assert len(newsroom.cards(newsroom.world)) == 1
