"""The commands of the bot: what is known before one of them is done, and where its failure is told."""

from typing import Any, Protocol

import discord

from bot.chat.answers import Answers
from bot.chat.delegations import Delegations
from bot.chat.moderators import Moderators
from bot.domain.ids import ServerId
from bot.newsroom.servers import Servers

_Interaction = discord.Interaction[Any]


class Host(Protocol):
    """The bot, as far as its commands need it."""

    answers: Answers
    delegations: Delegations
    moderators: Moderators
    servers: Servers


class Tree(discord.app_commands.CommandTree[Any]):
    """The command tree; every failure of a command is answered in one place."""

    async def interaction_check(self, interaction: _Interaction, /) -> bool:
        """Let a command wait until the server that it came from is in the database."""
        host: Host = self.client
        if interaction.guild_id is not None:
            await host.servers.recorded(ServerId(interaction.guild_id))
            await host.delegations.note(interaction)
            await host.moderators.note(interaction)
        return True

    async def on_error(
        self, interaction: _Interaction, error: discord.app_commands.AppCommandError, /
    ) -> None:
        """Tell the person what went wrong."""
        host: Host = self.client
        await host.answers.failure(interaction, error)
