"""Reading what Discord tells without keeping everything else from its turn."""

import asyncio

import discord

_IN_A_ROW = 16


class FairWebSocket(discord.gateway.DiscordWebSocket):
    """A connection that lets others go on between its events.

    discord.py reads on as long as something is buffered: a thousand reactions, a tenth of a second. What
    stores them needs some ten turns of the loop for each transaction.
    """

    _read = 0

    async def poll_event(self) -> None:
        """Take in one event, and now and then wait for a turn."""
        await super().poll_event()
        self._read += 1
        if self._read % _IN_A_ROW == 0:
            await asyncio.sleep(0)
