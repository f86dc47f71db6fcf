"""Servers as the gateway tells of them: recorded in order, together, and nobody waits for the others."""

import asyncio
import inspect
from contextlib import asynccontextmanager, suppress

import pytest
from sqlalchemy import func, select

from bot.domain.errors import InvalidInput
from bot.domain.ids import ServerId, UserId
from bot.domain.panel import PanelKind
from bot.newsroom.servers import Servers
from bot.storage import audits, panels
from bot.storage import servers as stored
from bot.storage.database import Database
from bot.storage.tables import panel
from tests.builders import a_server
from tests.manual_clock import ManualClock
from tests.patience import PATIENCE

DAY = 24 * 60 * 60


@asynccontextmanager
async def running(database, clock=None, *, may_resume=False):
    async def resume(server_id):
        assert may_resume, f"nothing waits in {server_id}"

    servers = Servers(database, clock or ManualClock(), resume, wake_delivery=asyncio.Event())
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


async def test_a_command_need_not_wait_for_three_thousand_servers(database_file):
    class Counting(Database):
        writes = 0

        def write(self):
            self.writes += 1
            return super().write()

    database = await Counting.open(database_file)
    async with running(database) as servers:
        for number in range(1, 3001):
            servers.entered(ServerId(number), f"Server {number}")

        async with asyncio.timeout(PATIENCE):
            await servers.recorded(ServerId(3000))

        assert len(await present(database)) == 3000
        assert database.writes < 10  # a commit each would take longer than Discord waits for an answer
    await database.close()


async def test_a_server_of_which_nothing_was_told_is_not_waited_for(database):
    async with running(database) as servers:
        async with asyncio.timeout(PATIENCE):
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


async def test_what_a_server_left_behind_is_erased_after_thirty_days_and_not_before(database):
    clock = ManualClock()
    for number in (1, 2):
        await a_server(database, number, now=clock.now())
    async with running(database, clock) as servers:
        servers.only([ServerId(2)])
        await servers.settled()

        await days_pass(clock, 29)
        before = await known(database)
        await days_pass(clock, 1)
        await eventually(lambda: known(database), [2])

    assert before == [1, 2]


async def test_a_server_that_came_back_while_we_were_away_is_not_erased(database):
    clock = ManualClock()
    server = await a_server(database, now=clock.now())
    async with database.write() as tx:
        await stored.leave(tx, server, now=clock.now())
    await clock.advance(40 * DAY)

    async with running(database, clock) as servers:
        for number in range(10):  # commits, among which would be the one that erases
            servers.entered(ServerId(2), f"Name {number}")
            await servers.recorded(ServerId(2))
        early = await known(database)
        servers.entered(server, "Back")
        servers.only([server])
        await servers.settled()
        await days_pass(clock, 2)

    assert server in early
    assert await present(database) == {server: "Back"}


async def test_a_question_is_forgotten_when_its_hour_is_over_also_if_nobody_is_asked_another(database):
    clock = ManualClock()
    async with database.write() as tx:
        await stored.join(tx, ServerId(1), "Harbour", now=clock.now())
        await panels.add(tx, ServerId(1), UserId(5), PanelKind.UNTAG, {}, now=clock.now())

    async with running(database, clock):
        await time_passes(clock, 6, each=590, loops=1)
        before = await asked(database)
        await time_passes(clock, 2, each=600, loops=1)
        await eventually(lambda: asked(database), 0)

    assert before == 1


async def asked(database):
    async with database.read() as tx:
        return await tx.scalar(select(func.count()).select_from(panel))


async def test_pausing_twice_and_resuming_what_runs_are_said_so(database):
    server = await a_server(database)
    async with running(database, may_resume=True) as servers:
        with pytest.raises(InvalidInput, match="error-not-paused"):
            await servers.go_on(server, UserId(7))
        await servers.pause(server, UserId(7))
        with pytest.raises(InvalidInput, match="error-paused-already"):
            await servers.pause(server, UserId(8))
        await servers.go_on(server, UserId(7))

    async with database.read() as tx:
        found = await stored.get(tx, server)
        entries = await audits.latest(tx, server)
    assert found.paused_at is None
    assert [(entry.action, entry.actor_id) for entry in entries] == [
        ("server-resumed", 7),
        ("server-paused", 7),
    ]


async def known(database):
    """Every server that something is known of."""
    async with database.read() as tx:
        found = [await stored.get(tx, ServerId(number)) for number in (1, 2)]
    return [server.id for server in found if server is not None]


async def days_pass(clock, days):
    await time_passes(clock, days, each=DAY, loops=2)


async def time_passes(clock, times, *, each, loops):
    """Let time pass in steps, after each of which so many loops come to rest."""
    for _ in range(times):
        await eventually(clock.resting, loops)
        await clock.advance(each)
    await eventually(clock.resting, loops)


async def eventually(ask, wanted):
    async with asyncio.timeout(PATIENCE):
        while True:
            found = ask()
            if (await found if inspect.isawaitable(found) else found) == wanted:
                return
            await asyncio.sleep(0.005)
