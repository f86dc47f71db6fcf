"""The commands of the bot: what is known before one of them is done, and where its failure is told."""

from typing import TYPE_CHECKING

import discord

from bot.domain.ids import ServerId

if TYPE_CHECKING:
    from bot.chat.client import NewsclipBot


class Tree(discord.app_commands.CommandTree["NewsclipBot"]):
    """The command tree; every failure of a command is answered in one place."""

    async def interaction_check(self, interaction: discord.Interaction["NewsclipBot"], /) -> bool:
        """Let a command wait until the server that it came from is in the database."""
        if interaction.guild_id is not None:
            await self.client.servers.recorded(ServerId(interaction.guild_id))
            await self.client.delegations.note(interaction)
            await self.client.moderators.note(interaction)
        return True

    async def on_error(
        self, interaction: discord.Interaction["NewsclipBot"], error: discord.app_commands.AppCommandError, /
    ) -> None:
        """Tell the person what went wrong."""
        await self.client.answers.failure(interaction, error)
