"""A demo that runs inside a test, as a person sees it: its words, its demo.json, its people's tokens."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from bot.demo.command import DemoOptions, run_demo
from bot.standin.people.person import Person

_PATIENCE = 40.0
QUICK_POLL = DemoOptions().quick_poll
_PAUSE_SECONDS = 0.1  # as a person one would see nothing but the last story


class LeapingClock(SystemClock):
    """The machine's clock, which a test can put forward."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._sleepers: set[asyncio.Event] = set()

    def now(self) -> datetime:
        return super().now() + self._ahead

    async def sleep_until(self, at: datetime, *, wake: asyncio.Event | None = None) -> None:
        rung = asyncio.Event() if wake is None else wake
        while True:
            self._sleepers.add(rung)
            try:
                await super().sleep_until(at, wake=rung)
            finally:
                self._sleepers.discard(rung)
            if wake is not None or at <= self.now():
                return

    def leap(self, by: timedelta) -> None:
        """Put the clock forward; whoever sleeps looks at it again."""
        self._ahead += by
        for rung in self._sleepers:
            rung.set()


@dataclass(slots=True)
class RunningDemo:
    """What the demo says, and where it is."""

    lines: list[str] = field(default_factory=list)
    addresses: dict[str, Any] = field(default_factory=dict)
    said: asyncio.Event = field(default_factory=asyncio.Event)

    def say(self, line: str) -> None:
        self.lines.append(line)
        self.said.set()

    async def until_said(self, words: str) -> None:
        async with asyncio.timeout(_PATIENCE):
            while not any(words in line for line in self.lines):
                self.said.clear()
                await self.said.wait()

    def person(self, token: str) -> Person:
        return Person(self.addresses["api"], token, timeout=_PATIENCE)

    async def all_react(self, channel_id: str, message_id: str, emoji: str) -> None:
        """Let all readers react: enough of them for a result."""
        for token in self.addresses["reader_tokens"]:
            async with self.person(token) as reader:
                await reader.react(channel_id, message_id, emoji)


@asynccontextmanager
async def running_demo(
    data: Path, *, clock: LeapingClock | None = None, pause_seconds: float = _PAUSE_SECONDS, **chosen: Any
) -> AsyncIterator[RunningDemo]:
    """Run a demo until the end of the block; raise what made it end before. `chosen`: see DemoOptions."""
    demo = RunningDemo()
    options = DemoOptions(port=0, data=data, browser=False, pause_seconds=pause_seconds, **chosen)
    running = asyncio.create_task(run_demo(options, say=demo.say, clock=clock))
    ready = asyncio.create_task(demo.until_said("Newsclip demo ready:"))
    try:
        await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        await ready
        demo.addresses = json.loads((data / "demo.json").read_text(encoding="utf-8"))
        yield demo
    finally:
        running.cancel()
        ready.cancel()
        await asyncio.wait({running, ready})
