"""What waits for a moderator, page by page, and one story after the other."""

from typing import Any

import discord

from bot.chat.answers import Answers

_Interaction = discord.Interaction[Any]


class QueueDesk:
    """Shows a moderator the stories that wait in the channels that they moderate."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def open(self, interaction: _Interaction) -> None:
        """Answer with the first page of what waits."""
        await self._answers.say(interaction, "desk-queue-none")

    async def next(self, interaction: _Interaction) -> None:
        """Answer with the first story that waits; the next one takes its place once it is decided."""
        await self._answers.say(interaction, "desk-queue-none")
