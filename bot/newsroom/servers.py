"""The servers we are in, as Discord tells it: joined, left, back, changed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import structlog

from bot.clock import Clock
from bot.domain.ids import ServerId
from bot.storage import servers
from bot.storage.database import Database

_log = structlog.get_logger(__name__)

_Job = Callable[[], Awaitable[None]]


class Servers:
    """Keeps the table of servers in step, in the order of the events, and lets waiting deliveries go on.

    The methods that take an event only queue it; `run` does the work.
    """

    def __init__(
        self, database: Database, clock: Clock, resume: Callable[[ServerId], Awaitable[None]]
    ) -> None:
        self._database = database
        self._clock = clock
        self._resume = resume
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue()

    def entered(self, server_id: ServerId, name: str) -> None:
        """The bot is in the server: new, back, renamed, or known after a start."""
        self._jobs.put_nowait(lambda: self._enter(server_id, name))

    def left(self, server_id: ServerId) -> None:
        """The bot was removed from the server (an outage is none)."""
        self._jobs.put_nowait(lambda: self._leave(server_id))

    def only(self, server_ids: Iterable[ServerId]) -> None:
        """These are all; from any other the bot was removed while it was away."""
        present = frozenset(server_ids)
        self._jobs.put_nowait(lambda: self._leave_all_but(present))

    def changed(self, server_id: ServerId) -> None:
        """Channels, roles or permissions of the server changed: what waits may be able to go."""
        self._jobs.put_nowait(lambda: self._resume(server_id))

    async def settled(self) -> None:
        """Wait until everything that was told is in the database."""
        await self._jobs.join()

    async def run(self) -> None:
        """Work off what was told until cancelled."""
        while True:
            job = await self._jobs.get()
            try:
                await job()
            except Exception:  # noqa: BLE001 - the top of a loop: one server's trouble is not the others'
                _log.exception("server.not_recorded")
            finally:
                self._jobs.task_done()

    async def _enter(self, server_id: ServerId, name: str) -> None:
        async with self._database.write() as tx:
            await servers.join(tx, server_id, name, now=self._clock.now())
        await self._resume(server_id)

    async def _leave(self, server_id: ServerId) -> None:
        _log.info("server.left", server=server_id)
        async with self._database.write() as tx:
            await servers.leave(tx, server_id, now=self._clock.now())

    async def _leave_all_but(self, present: frozenset[ServerId]) -> None:
        async with self._database.write() as tx:
            gone = await servers.leave_all_but(tx, present, now=self._clock.now())
        if gone:
            _log.info("server.left_while_away", servers=gone)
