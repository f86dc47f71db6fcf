"""Whose turn it is to call Discord: never more than it takes, the most wanted first, fair between servers.

discord.py keeps to the limits of each route, which Discord tells in its answers. The one over all calls
of a bot is told nowhere before it is broken: this keeps to it.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import IntEnum

from bot.clock import Clock
from bot.domain.ids import ServerId

# Calls take different times to arrive: so many seconds' worth is never sent in less than a little more.
_WINDOW = timedelta(seconds=1.03)


class Lane(IntEnum):
    """What a call is for, the most wanted first."""

    CARD = 0
    DISCUSSION = 1
    SEED = 2
    EDIT = 3
    SCAN = 4


class Limiter:
    """Gives turns while `run` runs, at most `rate` in any second.

    Of those who wait the highest lane goes first. Within a lane servers take turns, however much one has to
    do, and a server's own calls stay in their order.
    """

    def __init__(self, clock: Clock, *, rate: int) -> None:
        self._clock = clock
        self._given: deque[datetime] = deque(maxlen=rate)
        self._lanes = {lane: _Lane() for lane in Lane}
        self._not_before = clock.now()
        self._news = asyncio.Event()

    async def turn(self, lane: Lane, server_id: ServerId) -> None:
        """Wait for one's turn to make one call."""
        if not any(self._lanes.values()) and self._free_at() <= self._clock.now():
            self._given.append(self._clock.now())
            return
        waiter = asyncio.get_running_loop().create_future()
        self._lanes[lane].add(server_id, waiter)
        self._news.set()
        await waiter

    def hold(self, seconds: float) -> None:
        """Give no turns for a while: Discord said so for every call."""
        self._not_before = max(self._not_before, self._clock.now() + timedelta(seconds=seconds))

    async def run(self) -> None:
        """Give turns until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            while any(self._lanes.values()):
                if (free_at := self._free_at()) > self._clock.now():
                    await self._clock.sleep_until(free_at)
                    continue
                self._give()

    def _give(self) -> None:
        waiter = next(self._waiting(), None)
        if waiter is not None:
            self._given.append(self._clock.now())
            waiter.set_result(None)

    def _waiting(self) -> "Iterator[asyncio.Future[None]]":
        """Yield those who wait still, as they are to be served; who gave up is passed over."""
        for lane in self._lanes.values():
            while lane:
                if not (waiter := lane.take()).done():
                    yield waiter

    def _free_at(self) -> datetime:
        """Return when the next call may be made."""
        if len(self._given) < (self._given.maxlen or 0):
            return self._not_before
        return max(self._not_before, self._given[0] + _WINDOW)


class _Lane:
    """Those who wait for the same, a queue for each server."""

    def __init__(self) -> None:
        self._queues: OrderedDict[ServerId, deque[asyncio.Future[None]]] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._queues)

    def add(self, server_id: ServerId, waiter: "asyncio.Future[None]") -> None:
        """Put somebody at the end of the server's queue."""
        self._queues.setdefault(server_id, deque()).append(waiter)

    def take(self) -> "asyncio.Future[None]":
        """Take the first of the server whose turn it is, and put that server last."""
        server_id, queue = self._queues.popitem(last=False)
        waiter = queue.popleft()
        if queue:
            self._queues[server_id] = queue
        return waiter
