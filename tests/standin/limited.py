"""A local Discord that keeps to its rate limits, on a clock that a test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.standin.clock import ManualClock
from bot.standin.server import Settings, StandIn
from tests.standin.conftest import Harbour, settle
from tests.standin.running import Answer, Rest


@dataclass
class Limited:
    """The harbour of other tests, limited; `rest` asks as the bot, `as_reader` as the reader."""

    harbour: Harbour
    clock: ManualClock
    http: aiohttp.ClientSession
    rest: Rest
    as_reader: Rest

    @property
    def messages(self) -> str:
        return f"/channels/{self.harbour.channel.id}/messages"

    def as_token(self, token: str) -> Rest:
        return Rest(self.http, self.harbour.standin.api_url, token)

    async def send(self, times: int = 1, *, every: float = 0.0) -> list[Answer]:
        return await self.repeat(times, "POST", self.messages, {"content": "x"}, every=every)

    async def repeat(
        self, times: int, method: str, path: str, body: Any = None, *, every: float = 0.0
    ) -> list[Answer]:
        answers = []
        for _ in range(times):
            answers.append(await self.rest(method, path, body))
            self.clock.advance(every)
        return answers


@asynccontextmanager
async def limited_standin(**settings: Any) -> AsyncIterator[Limited]:
    clock = ManualClock()
    async with (
        StandIn(Settings(rate_limits=True, clock=clock, **settings)) as standin,
        aiohttp.ClientSession() as http,
    ):
        harbour = settle(standin)
        rest, as_reader = (
            Rest(http, standin.api_url, token) for token in (harbour.bot.token, harbour.reader.token)
        )
        yield Limited(harbour, clock, http, rest, as_reader)
