"""/desk: what waits for a moderator, and what was decided."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers
from bot.chat.queue_desk import QueueDesk

_Interaction = discord.Interaction[Any]


class QueueCommands(commands.Cog):
    """Commands of `DeskCog`, which gives them what they need."""

    answers: Answers
    _queue: QueueDesk

    @discord.app_commands.command(name="queue", description="The stories that wait for a moderator")
    async def show_queue(self, interaction: _Interaction) -> None:
        """Show what waits."""
        await self._queue.open(interaction)

    @discord.app_commands.command(name="next", description="Decide on what waits, one story after the other")
    async def show_next(self, interaction: _Interaction) -> None:
        """Show the first story that waits."""
        await self._queue.next(interaction)
