"""/clip and “Clip this link”: for readers, who propose a link as a story."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion
from bot.chat.clip_desk import ClipDesk

_Interaction = discord.Interaction[Any]


class ClipCog(commands.Cog):
    """A command and an entry in the menu of messages, for everybody."""

    def __init__(
        self, *, answers: Answers, desk: ClipDesk, tree: discord.app_commands.CommandTree[Any]
    ) -> None:
        self.answers = answers
        self._desk = desk
        self._tree = tree

    async def cog_load(self) -> None:
        """Put the entry into the menu of messages: discord.py takes none out of a cog by itself."""
        menu = discord.app_commands.ContextMenu(name="Clip this link", callback=self.clip_message)
        self._tree.add_command(discord.app_commands.guild_only(menu))

    @discord.app_commands.command(name="clip", description="Propose a link as a story for this server")
    @discord.app_commands.guild_only()
    @discord.app_commands.describe(url="The story's address", tags="Tags for it, parted by commas")
    async def clip(
        self,
        interaction: _Interaction,
        url: discord.app_commands.Range[str, 1, 2000],
        tags: discord.app_commands.Range[str, 1, 300] = "",
    ) -> None:
        """Propose a link."""
        await self._desk.take(interaction, url, tags)

    async def clip_message(self, interaction: _Interaction, message: discord.Message) -> None:
        """Propose the link of a message."""
        await self._desk.take_from(interaction, message)

    @clip.autocomplete("tags")
    @completion
    async def complete_tags(
        self, interaction: _Interaction, typed: str
    ) -> list[discord.app_commands.Choice[str]]:
        """Offer tags that the person may see, after those that were typed already."""
        return choices(await self._desk.offer(interaction, typed))
