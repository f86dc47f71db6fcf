"""The servers that the bot is in, as the gateway tells it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.errors import InvalidInput
from bot.domain.ids import ServerId, UserId
from bot.domain.server import KEPT_AFTER_LEAVING
from bot.storage import audits, overview, panels, servers
from bot.storage.database import Database

_log = structlog.get_logger(__name__)

_T = TypeVar("_T")
_ERASING_EVERY = timedelta(days=1)
_FORGETTING_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Entered:
    server_id: ServerId
    name: str


@dataclass(frozen=True, slots=True)
class _Left:
    server_id: ServerId


@dataclass(frozen=True, slots=True)
class _Only:
    present: frozenset[ServerId]


_Event = _Entered | _Left | _Only


class Servers:
    """Keeps the table of servers in step, in the order of the events, and lets waiting deliveries go on.

    The methods that take an event only queue it; `run` does the work. What came in the meantime is recorded
    together: after a start that is every server there is, and commands wait for theirs.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        resume: Callable[[ServerId], Awaitable[None]],
        *,
        wake_delivery: asyncio.Event,
    ) -> None:
        self._database = database
        self._clock = clock
        self._resume = resume
        self._wake_delivery = wake_delivery
        self._events: asyncio.Queue[_Event] = asyncio.Queue()
        self._stirred: asyncio.Queue[ServerId] = asyncio.Queue()
        self._unrecorded: dict[ServerId, asyncio.Event] = {}
        self._all_told = asyncio.Event()

    def entered(self, server_id: ServerId, name: str) -> None:
        """The bot is in the server: new, back, renamed, or known after a start."""
        self._unrecorded.setdefault(server_id, asyncio.Event())
        self._events.put_nowait(_Entered(server_id, name))

    def left(self, server_id: ServerId) -> None:
        """The bot was removed from the server (an outage is none)."""
        self._events.put_nowait(_Left(server_id))

    def only(self, server_ids: Iterable[ServerId]) -> None:
        """These are all; from any other the bot was removed while it was away."""
        self._events.put_nowait(_Only(frozenset(server_ids)))

    def changed(self, server_id: ServerId) -> None:
        """Channels, roles or permissions of the server changed: what waits may be able to go."""
        self._stirred.put_nowait(server_id)

    async def recorded(self, server_id: ServerId) -> None:
        """Wait until the server, if the bot was told of it, is in the database."""
        if (pending := self._unrecorded.get(server_id)) is not None:
            await pending.wait()

    async def settled(self) -> None:
        """Wait until every server that was told is in the database."""
        await self._events.join()

    async def run(self) -> None:
        """Work off what was told until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._record_all(), name="servers-record")
            tasks.create_task(self._resume_all(), name="servers-resume")
            tasks.create_task(self._erase_all(), name="servers-erase")
            tasks.create_task(self._forget_panels(), name="panels-forget")

    async def pause(self, server_id: ServerId, actor: UserId) -> None:
        """Let nothing go out in the server; raise InvalidInput when nothing does already."""
        now = self._clock.now()
        async with self._database.write() as tx:
            if not await servers.pause(tx, server_id, now=now):
                raise InvalidInput("error-paused-already")
            await audits.record(tx, AuditEntry(server_id, "server-paused", "", now, actor))

    async def go_on(self, server_id: ServerId, actor: UserId) -> None:
        """Let what waited, and all that comes, go out again; raise InvalidInput when it was not paused."""
        now = self._clock.now()
        async with self._database.write() as tx:
            if not await servers.go_on(tx, server_id):
                raise InvalidInput("error-not-paused")
            await audits.record(tx, AuditEntry(server_id, "server-resumed", "", now, actor))
        self._wake_delivery.set()
        await self._resume(server_id)

    async def _record_all(self) -> None:
        while True:
            events = await _all_of(self._events)
            await self._record(events)
            for event in events:
                self._events.task_done()
                if isinstance(event, _Only):
                    self._all_told.set()
                if isinstance(event, _Entered):
                    self._wake_delivery.set()  # what was queued as the bot left, nobody else takes up
                    self._stirred.put_nowait(event.server_id)
                    if (pending := self._unrecorded.pop(event.server_id, None)) is not None:
                        pending.set()

    async def _record(self, events: Sequence[_Event]) -> None:
        """Record the events together, or where that fails each alone: one's trouble is not the others'."""
        try:
            await self._write(events)
        except Exception:  # noqa: BLE001 - the top of a loop
            if len(events) == 1:
                _log.exception("server.not_recorded")
                return
            for event in events:
                await self._record([event])

    async def _write(self, events: Sequence[_Event]) -> None:
        told = _told(events)
        now = self._clock.now()
        async with self._database.write() as tx:
            gone = [*told.left]
            if told.only is not None:
                gone += await servers.leave_all_but(tx, told.only | told.present.keys(), now=now)
            await servers.join_all(tx, told.present, now=now)
            for server_id in told.left:
                await servers.leave(tx, server_id, now=now)
        if gone:
            _log.info("server.left", servers=gone)

    async def _resume_all(self) -> None:
        while True:
            stirred = set(await _all_of(self._stirred))
            try:
                async with self._database.read() as tx:
                    waiting = await overview.servers_in_which_something_waits(tx)
                for server_id in stirred & waiting:
                    await self._resume(server_id)
            except Exception:  # noqa: BLE001 - the top of a loop: what waits is tried at the next start
                _log.exception("server.not_resumed")

    async def _erase_all(self) -> None:
        """Once a day erase what servers left behind; not before it is known which have come back."""
        await self._all_told.wait()
        while True:
            now = self._clock.now()
            try:
                await self._erase_left(now - KEPT_AFTER_LEAVING)
            except Exception:  # noqa: BLE001 - the top of a loop: tried again the next day
                _log.exception("server.not_erased")
            await self._clock.sleep_until(now + _ERASING_EVERY)

    async def _erase_left(self, before: datetime) -> None:
        async with self._database.read() as tx:
            due = await servers.left_before(tx, before)
        for server_id in due:
            async with self._database.write() as tx:
                erased = await servers.erase(tx, server_id, left_before=before)
            if erased:
                _log.info("server.erased", server=server_id)

    async def _forget_panels(self) -> None:
        """Forget questions that are too old, also where nobody is asked another: they say who was asked."""
        while True:
            now = self._clock.now()
            try:
                async with self._database.write() as tx:
                    await panels.forget_old(tx, now=now)
            except Exception:  # noqa: BLE001 - the top of a loop
                _log.exception("panels.not_forgotten")
            await self._clock.sleep_until(now + _FORGETTING_EVERY)


@dataclass(slots=True)
class _Told:
    """What a run of events comes to; `only`: of those told before, no others are left."""

    present: dict[ServerId, str] = field(default_factory=dict)
    left: set[ServerId] = field(default_factory=set)
    only: frozenset[ServerId] | None = None


def _told(events: Iterable[_Event]) -> _Told:
    told = _Told()
    for event in events:
        match event:
            case _Entered(server_id, name):
                told.present[server_id] = name
                told.left.discard(server_id)
            case _Left(server_id):
                told.present.pop(server_id, None)
                told.left.add(server_id)
            case _Only(present):
                told.only = present
                told.left.update(told.present.keys() - present)
                told.present = {id_: name for id_, name in told.present.items() if id_ in present}
    return told


async def _all_of(queue: asyncio.Queue[_T]) -> list[_T]:
    """Wait for something to do, and return all there is."""
    found = [await queue.get()]
    while not queue.empty():
        found.append(queue.get_nowait())
    return found
