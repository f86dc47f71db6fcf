"""/story: why a story came out, or did not."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion
from bot.chat.why_desk import WhyDesk

_Interaction = discord.Interaction[Any]


class ExplainingStories(commands.Cog):
    """Commands of `StoryCog`, which gives them what they need."""

    answers: Answers
    _why: WhyDesk

    @discord.app_commands.command(
        name="why", description="Why a story was posted and where, or why it was not; nobody else sees it"
    )
    @discord.app_commands.describe(story="Its title, or its link")
    async def explain(
        self, interaction: _Interaction, story: discord.app_commands.Range[str, 1, 2048]
    ) -> None:
        """Explain what became of a story."""
        await self._why.explain(interaction, story)

    @explain.autocomplete("story")
    @completion
    async def complete_known(
        self, interaction: _Interaction, typed: str
    ) -> list[discord.app_commands.Choice[str]]:
        """Offer stories that the server knows of, also those that did not come out."""
        return choices(await self._why.offer(interaction, typed))
