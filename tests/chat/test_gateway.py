"""Reading goes on, but not faster than what was read can be dealt with."""

import asyncio
import time
from types import SimpleNamespace

import discord
import pytest

from bot.chat import gateway
from bot.chat.gateway import FairWebSocket


@pytest.fixture
def connection(monkeypatch):
    """A connection on which something always comes, with pauses that can be told from none."""

    async def something(_):
        return None

    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "poll_event", something)
    monkeypatch.setattr(gateway, "_PAUSE_SECONDS", 0.02)
    connection = FairWebSocket.__new__(FairWebSocket)
    connection.reads_for = SimpleNamespace(is_behind=False)
    return connection


async def read(connection, events):
    started = time.perf_counter()
    for _ in range(events):
        await connection.poll_event()
    return time.perf_counter() - started


async def test_others_get_a_turn_while_much_is_read(connection):
    turn = asyncio.create_task(asyncio.sleep(0))

    await read(connection, 32)

    assert turn.done()


async def test_while_others_are_behind_it_reads_slower_but_reads(connection):
    connection.reads_for.is_behind = True

    assert await read(connection, 16) >= 10 * 0.02


async def test_it_goes_on_as_soon_as_they_are_not(connection):
    connection.reads_for.is_behind = True
    reading = asyncio.create_task(read(connection, 32))
    await asyncio.sleep(0)

    connection.reads_for.is_behind = False

    assert await reading < 10 * 0.02
