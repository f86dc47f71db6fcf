"""A demo that runs inside a test, as a person sees it: its words, its demo.json, its people's tokens."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.demo.command import DemoOptions, run_demo
from bot.standin.people.person import Person

_PATIENCE = 40.0


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


@asynccontextmanager
async def running_demo(
    data: Path, *, feeds: tuple[str, ...] = (), readers: int = 0
) -> AsyncIterator[RunningDemo]:
    """Run a demo until the end of the block; raise what made it end before."""
    demo = RunningDemo()
    options = DemoOptions(port=0, data=data, feeds=feeds, browser=False, readers=readers)
    running = asyncio.create_task(run_demo(options, say=demo.say))
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
