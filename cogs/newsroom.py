"""/newsroom: for owners, how the newsroom is doing."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, server_of
from bot.chat.status_text import status_lines
from bot.domain.ids import ServerId
from bot.newsroom.status import Status
from bot.newsroom.tags import Channels
from bot.texts.catalogue import Texts


@discord.app_commands.guild_only()
@discord.app_commands.default_permissions(manage_guild=True)
class NewsroomCog(commands.GroupCog, group_name="newsroom", group_description="How this newsroom is doing"):
    """Commands for those who manage the server."""

    def __init__(self, *, answers: Answers, status: Status, channels: Channels, texts: Texts) -> None:
        super().__init__()
        self.answers = answers
        self._status = status
        self._channels = channels
        self._texts = texts

    @discord.app_commands.command(
        name="status", description="What waits and why, which feeds fail, what is missing"
    )
    async def show_status(self, interaction: discord.Interaction[Any]) -> None:
        """Show the newsroom's state."""
        server = server_of(interaction)
        status = await self._status.of(ServerId(server.id))
        lines = status_lines(status, self._channels, self._texts, str(interaction.locale), server=server.name)
        await self.answers.show(interaction, lines)
