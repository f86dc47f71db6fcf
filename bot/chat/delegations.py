"""Who may run the newsroom without Manage Server: whom Discord has let use a command for owners.

Owners can give a command to a role or a person under Server Settings → Integrations. Discord looks at that
when a command is used, and at nothing when a button is pressed: a button is good for an hour after.
"""

from typing import Any

import discord

from bot.chat.answers import must_have
from bot.domain.ids import ServerId, UserId
from bot.newsroom.delegates import Delegates

_OWNERS = "manage_guild"

_Interaction = discord.Interaction[Any]


class Delegations:
    """Notes who used an owners' command without being one, and lets them press what it has shown."""

    def __init__(self, delegates: Delegates) -> None:
        self._delegates = delegates

    async def note(self, interaction: _Interaction) -> None:
        """Take in that Discord has let somebody use a command; their server is known already."""
        if was_let_use(interaction, _OWNERS):
            await self._delegates.note(ServerId(interaction.guild_id or 0), UserId(interaction.user.id))

    async def must_be_owner(self, interaction: _Interaction) -> None:
        """Raise MissingPermissions unless the person manages the server or was just let use a command."""
        try:
            must_have(interaction, _OWNERS)
        except discord.app_commands.MissingPermissions:
            server_id, user_id = ServerId(interaction.guild_id or 0), UserId(interaction.user.id)
            if not await self._delegates.has(server_id, user_id):
                raise


def was_let_use(interaction: _Interaction, permission: str) -> bool:
    """Tell whether a command takes a permission, and somebody uses it without: an owner has said so."""
    command = interaction.command
    root = getattr(command, "root_parent", None) or command
    gate = getattr(root, "default_permissions", None) or discord.Permissions.none()
    return bool(getattr(gate, permission)) and not getattr(interaction.permissions, permission)
