"""A discord.py bot that runs for the length of a block, and a bare REST client."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from discord.ext import commands
from yarl import URL

from bot.standin.server import StandIn


@asynccontextmanager
async def running(
    standin: StandIn, bot: commands.AutoShardedBot, token: str
) -> AsyncIterator[commands.AutoShardedBot]:
    """The bot, logged in and ready."""
    task = asyncio.create_task(bot.start(token))
    try:
        await standin.wait_for(lambda: task.done() or bot.is_ready())
        if task.done():
            task.result()
        yield bot
    finally:
        await bot.close()
        await task


@dataclass
class Answer:
    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> int:
        return self.body["code"]

    def faults_at(self, place: str) -> list[str]:
        """The codes of what is wrong with a field of the body, named like `embeds/0/title`."""
        found = self.body.get("errors", {})
        for part in place.split("/"):
            found = found.get(part, {})
        return [fault["code"] for fault in found.get("_errors", [])]


class Rest:
    """Bare REST calls with one token."""

    def __init__(self, http: aiohttp.ClientSession, api_url: str, token: str) -> None:
        self._http = http
        self._api_url = api_url
        self._token = token

    async def __call__(self, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        headers = {"Authorization": f"Bot {self._token}", **options.pop("headers", {})}
        # Paths are given as they go over the wire, emoji encoded.
        address = URL(self._api_url + path, encoded=True)
        async with self._http.request(method, address, json=body, headers=headers, **options) as response:
            parsed = None
            if response.content_type == "application/json":
                parsed = await response.json()
            elif response.status != 204:
                parsed = await response.text()
            return Answer(response.status, parsed, response.headers)
