"""Reading what Discord tells without keeping everything else waiting."""

import asyncio
from typing import Any, Self

import discord

_IN_A_ROW = 16
_PAUSE_SECONDS = 0.005
# However far behind the others are: a stop of theirs must not stop commands and heartbeats.
_MOST_PAUSES = 10


class FairWebSocket(discord.gateway.DiscordWebSocket):
    """A connection that lets others go on between its events.

    discord.py reads on as long as something is buffered: a thousand reactions, a tenth of a second. What
    stores them needs some ten passes of the loop for each transaction. While the client says it `is_behind`
    we read slower: what was read does not wait long to be durable then, and the rest waits on its way to us.
    """

    reads_for: Any = None
    _read = 0

    @classmethod
    async def from_client(cls, client: Any, **options: Any) -> Self:
        """Connect."""
        socket = await super().from_client(client, **options)
        socket.reads_for = client
        return socket

    async def poll_event(self) -> None:
        """Take in one event, and now and then let others go on."""
        await super().poll_event()
        self._read += 1
        if self._read % _IN_A_ROW == 0:
            await self._let_others_on()

    async def _let_others_on(self) -> None:
        await asyncio.sleep(0)
        for _ in range(_MOST_PAUSES):
            if not getattr(self.reads_for, "is_behind", False):
                return
            await asyncio.sleep(_PAUSE_SECONDS)
