"""Waiting for a condition: it is asked again whenever something changed here, and now and then besides."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

# What a client does with a dispatch changes nothing here, yet conditions may look at it.
_BESIDES_SECONDS: Final = 0.02


class Watch:
    """Wakes those who wait, once for many changes in a row."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def changed(self) -> None:
        """Something changed: ask again."""
        for event in self._waiting:
            event.set()

    async def until(self, condition: Callable[[], Any], seconds: float) -> Any:
        """What the condition says once it is true, or TimeoutError."""
        event = asyncio.Event()
        self._waiting.add(event)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        try:
            while True:
                answer = condition()
                if answer:
                    return answer
                if loop.time() >= deadline:
                    raise TimeoutError
                await self._pause(event)
        finally:
            self._waiting.discard(event)

    @staticmethod
    async def _pause(event: asyncio.Event) -> None:
        event.clear()
        try:
            async with asyncio.timeout(_BESIDES_SECONDS):
                await event.wait()
        except TimeoutError:
            return
