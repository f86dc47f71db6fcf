"""When a call to Discord may be made: never more than it takes, the most wanted first, fair between servers.

discord.py keeps to the limits of each route, which Discord tells in its answers. The one over all calls
of a bot is told nowhere before it is broken: this keeps to it.

A call that got its slot may have to wait for its route (`bot.chat.buckets`). It gives the slot back for so
long, else it would be one call too many in the second in which it is made at last, and missing in its own.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from enum import IntEnum

from bot.clock import Clock
from bot.domain.ids import ServerId

# Calls take different times to arrive: so many seconds' worth is never sent in less than a little more.
_WINDOW = timedelta(seconds=1.03)
# More than so many wait until their part of the second is over: a second's worth at once holds itself up,
# and its last ones come together with the next second's.
_AT_ONCE = 5
# What is wanted less goes first all the same once it has waited for so much longer, for each lane between:
# while there is always a card to send, cards are edited and polls closed too.
_PATIENCE = timedelta(seconds=2)


_current: "ContextVar[Slot | None]" = ContextVar("slot", default=None)


class Lane(IntEnum):
    """What a call is for, the most wanted first; those from TELL on have the same patience.

    AGAIN: it had its slot, and gave it back to wait.
    """

    AGAIN = -1
    CARD = 0
    DISCUSSION = 1
    SEED = 2
    EDIT = 3
    TELL = 4
    ROLE = 5
    SCAN = 6


class Limiter:
    """Gives slots while `run` runs, at most `rate` in any second.

    Of those who wait the highest lane goes first, unless another has waited for much longer. Within a lane
    servers take turns, however much one has to do, and a server's own calls stay in their order.
    """

    def __init__(self, clock: Clock, *, rate: int) -> None:
        self._clock = clock
        self._at_once = min(_AT_ONCE, rate)
        self._given: deque[datetime] = deque(maxlen=rate)
        self._lanes = {lane: _Lane(_PATIENCE * min(lane, Lane.TELL)) for lane in Lane}
        self._not_before = clock.now()
        self._news = asyncio.Event()

    async def slot(self, lane: Lane, server_id: ServerId) -> "Slot":
        """Wait for the slot of one call."""
        if not any(self._lanes.values()) and self._free_at() <= self._clock.now():
            return Slot(self, server_id, self._note())
        waiter: asyncio.Future[datetime] = asyncio.get_running_loop().create_future()
        self._lanes[lane].add(server_id, waiter, self._clock.now())
        self._news.set()
        return Slot(self, server_id, await waiter)

    def take_back(self, given_at: datetime) -> None:
        """Take a slot back that was not used; somebody else can have it at once."""
        if given_at in self._given:
            self._given.remove(given_at)
            self._news.set()

    def count(self) -> None:
        """Count a call that is made without waiting for a slot."""
        self._note()

    def hold(self, seconds: float) -> None:
        """Give no slots for a while: Discord said so for every call."""
        self._not_before = max(self._not_before, self._clock.now() + timedelta(seconds=seconds))

    async def run(self) -> None:
        """Give slots until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            while any(self._lanes.values()):
                if (free_at := self._free_at()) > self._clock.now():
                    await self._clock.sleep_until(free_at, wake=self._news)
                    continue
                self._give()

    def _give(self) -> None:
        waiter = next(self._waiting(), None)
        if waiter is not None:
            waiter.set_result(self._note())

    def _note(self) -> datetime:
        now = self._clock.now()
        self._given.append(now)
        return now

    def _waiting(self) -> "Iterator[asyncio.Future[datetime]]":
        """Yield those who wait still, as they are to be served; who gave up is passed over."""
        while lanes := [lane for lane in self._lanes.values() if lane]:
            first = self._lanes[Lane.AGAIN] or min(lanes, key=lambda lane: lane.due_at)
            if not (waiter := first.take()).done():
                yield waiter

    def _free_at(self) -> datetime:
        """Return when the next call may be made."""
        given, rate = self._given, self._given.maxlen or 1
        free_at = [self._not_before]
        if len(given) >= self._at_once:
            free_at.append(given[-self._at_once] + _WINDOW * self._at_once / rate)
        if len(given) == rate:
            free_at.append(given[0] + _WINDOW)
        return max(free_at)


class Slot:
    """The leave to make one call now."""

    def __init__(self, limiter: Limiter, server_id: ServerId, given_at: datetime) -> None:
        self._limiter = limiter
        self._server_id = server_id
        self.given_at = given_at
        self._used = False

    def use(self) -> bool:
        """Return whether this call has its slot; a repetition of it has not."""
        unused, self._used = not self._used, True
        return unused

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Make the call inside."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)

    def give_back(self) -> None:
        """Let somebody else have it: the call can't be made yet."""
        self._limiter.take_back(self.given_at)

    async def again(self) -> None:
        """Get a slot once more, before all who had none yet."""
        self.given_at = (await self._limiter.slot(Lane.AGAIN, self._server_id)).given_at


def slot_here() -> Slot | None:
    """Return the slot of the call that is being made; None for one that takes none."""
    return _current.get()


class _Lane:
    """Those who wait for the same, a queue for each server."""

    def __init__(self, patience: timedelta) -> None:
        self._patience = patience
        self._queues: OrderedDict[ServerId, deque[tuple[datetime, asyncio.Future[datetime]]]] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._queues)

    @property
    def due_at(self) -> datetime:
        """Return until when the one who is next can wait: who can't for so long goes before other lanes."""
        queue = next(iter(self._queues.values()))
        since, _ = queue[0]
        return since + self._patience

    def add(self, server_id: ServerId, waiter: "asyncio.Future[datetime]", since: datetime) -> None:
        """Put somebody at the end of the server's queue."""
        self._queues.setdefault(server_id, deque()).append((since, waiter))

    def take(self) -> "asyncio.Future[datetime]":
        """Take the first of the server whose turn it is, and put that server last."""
        server_id, queue = self._queues.popitem(last=False)
        _, waiter = queue.popleft()
        if queue:
            self._queues[server_id] = queue
        return waiter
