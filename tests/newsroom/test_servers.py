"""Servers as the gateway tells of them: recorded in order, together, and nobody waits for the others."""

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest

from bot.domain.ids import ServerId
from bot.newsroom.servers import Servers
from bot.storage import servers as stored
from tests.manual_clock import ManualClock


@asynccontextmanager
async def running(database):
    async def resume(server_id):
        raise AssertionError(f"nothing waits in {server_id}")

    servers = Servers(database, ManualClock(), resume)
    task = asyncio.create_task(servers.run())
    try:
        yield servers
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def present(database):
    async with database.read() as tx:
        return {server.id: server.name for server in await stored.present_ones(tx)}


async def test_a_command_need_not_wait_for_three_thousand_servers(database):
    async with running(database) as servers:
        for number in range(1, 3001):
            servers.entered(ServerId(number), f"Server {number}")

        async with asyncio.timeout(1.5):  # of the three seconds that Discord waits for an answer
            await servers.recorded(ServerId(3000))

        assert len(await present(database)) == 3000


async def test_a_server_of_which_nothing_was_told_is_not_waited_for(database):
    async with running(database) as servers:
        async with asyncio.timeout(1):
            await servers.recorded(ServerId(7))


@pytest.mark.parametrize("at_once", [True, False])
async def test_the_last_that_was_told_of_a_server_counts(database, at_once):
    async with running(database) as servers:
        told = [
            lambda: servers.entered(ServerId(1), "Old name"),
            lambda: servers.entered(ServerId(2), "Left"),
            lambda: servers.entered(ServerId(3), "Removed us while we were away"),
            lambda: servers.left(ServerId(1)),
            lambda: servers.only([ServerId(1), ServerId(2)]),
            lambda: servers.entered(ServerId(4), "New"),
            lambda: servers.entered(ServerId(1), "New name"),
            lambda: servers.left(ServerId(2)),
        ]
        for tell in told:
            tell()
            if not at_once:
                await servers.settled()
        await servers.settled()

    assert await present(database) == {1: "New name", 4: "New"}
