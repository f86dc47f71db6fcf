"""The one clock: what time it is, and waiting for a time or for news, whichever comes first."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Time as the app sees it; tests and simulations bring one that they advance."""

    def now(self) -> datetime:
        """Return the current time in UTC."""

    async def sleep_until(self, at: datetime, *, wake: asyncio.Event | None = None) -> None:
        """Return when `at` has come, or as soon as `wake` is set (it is cleared then)."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the current time in UTC."""
        return datetime.now(UTC)

    async def sleep_until(self, at: datetime, *, wake: asyncio.Event | None = None) -> None:
        """Return when `at` has come, or as soon as `wake` is set (it is cleared then)."""
        seconds = max(0.0, (at - self.now()).total_seconds())
        if wake is None:
            await asyncio.sleep(seconds)
            return
        try:
            async with asyncio.timeout(seconds):
                await wake.wait()
        except TimeoutError:
            return
        wake.clear()
