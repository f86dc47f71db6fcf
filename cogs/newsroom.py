"""/newsroom: for owners, setting the newsroom up, how it is doing, and letting it rest."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, server_of
from bot.chat.channels import DiscordChannels
from bot.chat.setup_desk import SetupDesk
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
        self,
        *,
        answers: Answers,
        status: Status,
        servers: Servers,
        desk: SetupDesk,
        channels: DiscordChannels,
        texts: Texts,
    ) -> None:
        super().__init__()
        self.answers = answers
        self._status = status
        self._servers = servers
        self._desk = desk
        self._channels = channels
        self._texts = texts

    @discord.app_commands.command(
        name="setup", description="Set this newsroom up, step by step; or go on with it"
    )
    async def set_up(self, interaction: discord.Interaction[Any]) -> None:
        """Show the panel of setup."""
        await self._desk.open(interaction)

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

    @discord.app_commands.command(name="resume", description="Let cards go out again, those that waited too")
    async def resume(self, interaction: discord.Interaction[Any]) -> None:
        """Let things go out again."""
        server_id = ServerId(server_of(interaction).id)
        waited = (await self._status.of(server_id)).under_way
        await self._servers.go_on(server_id, UserId(interaction.user.id))
        await self.answers.say(interaction, "newsroom-resuming", waited=waited)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take in the form of setup."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self._desk.submitted(interaction)

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """A channel has other permissions, perhaps."""
        if before.overwrites != after.overwrites or before.category != after.category:
            await self._desk.stirred(ServerId(after.guild.id))

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone."""
        await self._desk.stirred(ServerId(channel.guild.id))

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """A role, perhaps one of ours, has other permissions."""
        if before.permissions != after.permissions:
            await self._desk.stirred(ServerId(after.guild.id))

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """A member, perhaps the bot, has other roles."""
        if after.id == after.guild.me.id and before.roles != after.roles:
            await self._desk.stirred(ServerId(after.guild.id))
