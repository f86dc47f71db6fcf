"""/newsroom: for owners, how the newsroom is doing."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, server_of
from bot.chat.channels import DiscordChannels
from bot.chat.status_text import status_lines
from bot.domain.ids import ServerId, UserId
from bot.newsroom.servers import Servers
from bot.newsroom.status import Status
from bot.texts.catalogue import Texts


@discord.app_commands.guild_only()
@discord.app_commands.default_permissions(manage_guild=True)
class NewsroomCog(commands.GroupCog, group_name="newsroom", group_description="How this newsroom is doing"):
    """Commands for those who manage the server."""

    def __init__(
        self, *, answers: Answers, status: Status, servers: Servers, channels: DiscordChannels, texts: Texts
    ) -> None:
        super().__init__()
        self.answers = answers
        self._status = status
        self._servers = servers
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

    @discord.app_commands.command(name="pause", description="Let nothing go out until you resume")
    async def pause(self, interaction: discord.Interaction[Any]) -> None:
        """Let nothing go out."""
        await self._servers.pause(ServerId(server_of(interaction).id), UserId(interaction.user.id))
        await self.answers.say(interaction, "newsroom-pausing")

    @discord.app_commands.command(name="resume", description="Let what waited go out, and what comes")
    async def resume(self, interaction: discord.Interaction[Any]) -> None:
        """Let things go out again."""
        await self._servers.go_on(ServerId(server_of(interaction).id), UserId(interaction.user.id))
        await self.answers.say(interaction, "newsroom-resuming")
