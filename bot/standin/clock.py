"""The stand-in's own time: what waits here waits by the clock of the settings, which a test may move."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, Protocol

_START: Final = 1_800_000_000.0


class Timer(Protocol):
    """Something that will happen, unless it is called off."""

    def cancel(self) -> None:
        """Call it off."""


class Timers(Protocol):
    """Lets things happen later."""

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call back when so many seconds have gone by."""


class LoopTimers:
    """By the event loop: for a clock that runs by itself."""

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call back when so many seconds have gone by."""
        return asyncio.get_running_loop().call_later(seconds, callback)


class ManualClock:
    """Time that stands still until a test moves it; what waits for it then happens, in its order."""

    def __init__(self, now: float = _START) -> None:
        self._now = now
        self._due: list[_Appointment] = []

    def __call__(self) -> float:
        """Now."""
        return self._now

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call back when the clock was moved so far."""
        appointment = _Appointment(self._now + seconds, callback, self._due)
        self._due.append(appointment)
        return appointment

    @property
    def waiting(self) -> int:
        """How many things wait for the clock to be moved."""
        return len(self._due)

    def advance(self, seconds: float) -> None:
        """Move on; what falls due happens at its own time, also what it makes fall due in turn."""
        end = self._now + seconds
        while due := [one for one in self._due if one.at <= end]:
            first = min(due, key=lambda one: one.at)
            first.cancel()
            self._now = max(self._now, first.at)
            first.callback()
        self._now = end


class _Appointment:
    def __init__(self, at: float, callback: Callable[[], None], due: list[_Appointment]) -> None:
        self.at = at
        self.callback = callback
        self._due = due

    def cancel(self) -> None:
        if self in self._due:
            self._due.remove(self)


def timers_of(clock: Callable[[], float]) -> Timers:
    """A manual clock's own timers; any other clock is taken to run as fast as the event loop's."""
    return clock if isinstance(clock, ManualClock) else LoopTimers()


async def sleep(timers: Timers, seconds: float) -> None:
    """Wait for so many seconds of the clock."""
    over = asyncio.get_running_loop().create_future()

    def end() -> None:
        if not over.done():
            over.set_result(None)

    timer = timers.call_later(seconds, end)
    try:
        await over
    finally:
        timer.cancel()
