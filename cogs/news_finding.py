"""/news: finding stories, and how readers voted on them."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.clicks import may_see
from bot.chat.tallies import result_lines
from bot.domain.errors import NotFound
from bot.domain.ids import ServerId, ThreadId
from bot.newsroom.results import MaySee, Result, Results
from bot.texts.catalogue import Texts


class FindingCommands(commands.Cog):
    """Commands of `NewsCog`, which gives them what they need."""

    answers: Answers
    _results: Results
    _texts: Texts

    @discord.app_commands.command(
        name="results", description="How readers voted on a story; only you see the answer"
    )
    @discord.app_commands.describe(story="A story; in its discussion it needs no naming")
    async def show_results(
        self,
        interaction: discord.Interaction[Any],
        story: discord.app_commands.Range[str, 1, 300] | None = None,
    ) -> None:
        """Show the results of a story's poll."""
        result = await self._find(interaction, story)
        await self.answers.show(interaction, result_lines(result, self._texts, str(interaction.locale)))

    @show_results.autocomplete("story")
    @completion
    async def complete_story(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[discord.app_commands.Choice[str]]:
        """Offer stories with a poll that the person may see."""
        found = await self._results.offer(ServerId(server_of(interaction).id), typed, _sees(interaction))
        return choices((story.title, str(story.edition_id)) for story in found)

    async def _find(self, interaction: discord.Interaction[Any], story: str | None) -> Result:
        server_id, sees = ServerId(server_of(interaction).id), _sees(interaction)
        if story is not None:
            return await self._results.of_story(server_id, story, sees)
        if interaction.channel_id is None:
            raise NotFound("error-no-poll")
        return await self._results.of_discussion(server_id, ThreadId(interaction.channel_id), sees)


def _sees(interaction: discord.Interaction[Any]) -> MaySee:
    return lambda channel_id: may_see(interaction, channel_id)
