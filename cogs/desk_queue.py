"""/desk: what waits for a moderator, and what was decided."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.moderators import moderator
from bot.chat.queue_desk import QueueDesk
from bot.domain.ids import ServerId
from bot.newsroom.queue import Queue, Typed

_Interaction = discord.Interaction[Any]
_Choices = list[discord.app_commands.Choice[str]]
_Tag = discord.app_commands.Range[str, 1, 100]
_Feed = discord.app_commands.Range[str, 1, 2000]

_REASONS = [
    discord.app_commands.Choice(name="a moderator sees all of its tag", value="held-by-tag"),
    discord.app_commands.Choice(name="a moderator sees all of its feed", value="held-by-source"),
    discord.app_commands.Choice(name="it has a word that holds stories", value="held-by-word"),
    discord.app_commands.Choice(name="its outlet is on the watch list", value="held-by-outlet"),
    discord.app_commands.Choice(name="it has no date", value="held-undated"),
    discord.app_commands.Choice(name="it is one of the first of a new feed", value="held-first"),
    discord.app_commands.Choice(name="a member proposed it", value="held-clipped"),
]


class QueueCommands(commands.Cog):
    """Commands of `DeskCog`, which gives them what they need."""

    answers: Answers
    _queue: Queue
    _queue_desk: QueueDesk

    @discord.app_commands.command(name="queue", description="The stories that wait for a moderator")
    @discord.app_commands.describe(
        tag="Only stories of this tag", feed="Only stories of this feed", reason="Only what is held for this"
    )
    @discord.app_commands.choices(reason=_REASONS)
    async def show_queue(
        self,
        interaction: _Interaction,
        tag: _Tag | None = None,
        feed: _Feed | None = None,
        reason: str | None = None,
    ) -> None:
        """Show what waits."""
        await self._queue_desk.open(interaction, Typed(tag, feed, reason))

    @discord.app_commands.command(name="next", description="Decide on what waits, one story after the other")
    @discord.app_commands.describe(
        tag="Only stories of this tag", feed="Only stories of this feed", reason="Only what is held for this"
    )
    @discord.app_commands.choices(reason=_REASONS)
    async def show_next(
        self,
        interaction: _Interaction,
        tag: _Tag | None = None,
        feed: _Feed | None = None,
        reason: str | None = None,
    ) -> None:
        """Show the first story that waits."""
        await self._queue_desk.next(interaction, Typed(tag, feed, reason))

    @show_queue.autocomplete("tag")
    @show_next.autocomplete("tag")
    @completion
    async def complete_tag(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer tags whose channel the person moderates."""
        by = await moderator(interaction)
        return choices(await self._queue.offer_tags(ServerId(server_of(interaction).id), typed, by.may))

    @show_queue.autocomplete("feed")
    @show_next.autocomplete("feed")
    @completion
    async def complete_feed(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer the server's feeds."""
        return choices(await self._queue.offer_feeds(ServerId(server_of(interaction).id), typed))
