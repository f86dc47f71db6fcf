"""A clock that stands still until a test moves it."""

import asyncio
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 22, 12, tzinfo=UTC)


class ManualClock:
    """Time as the test says."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now
        self._sleepers: dict[asyncio.Event, datetime] = {}
        self.rested = asyncio.Event()  # set whenever somebody begins to wait; whoever watches clears it

    def now(self) -> datetime:
        return self._now

    async def sleep_until(self, at: datetime, *, wake: asyncio.Event | None = None) -> None:
        if at <= self._now:
            await asyncio.sleep(0)
            return
        rung = asyncio.Event() if wake is None else wake
        self._sleepers[rung] = at
        self.rested.set()
        try:
            await rung.wait()
        finally:
            self._sleepers.pop(rung, None)
            rung.clear()

    async def advance(self, seconds: float) -> None:
        """Move on, and wake whose time has come."""
        self._now += timedelta(seconds=seconds)
        for rung, at in list(self._sleepers.items()):
            if at <= self._now:
                rung.set()
        await asyncio.sleep(0)

    def resting(self) -> int:
        """Return how many wait for the clock and are not about to wake."""
        return sum(1 for rung in self._sleepers if not rung.is_set())
