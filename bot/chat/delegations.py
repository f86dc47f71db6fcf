"""Who may run the newsroom without Manage Server: whom Discord has let use a command for owners.

Owners can give a command to a role or a person under Server Settings → Integrations. Discord looks at that
when a command is used, and at nothing when a button is pressed: a button is good for an hour after.
"""

from datetime import datetime, timedelta
from typing import Any

import discord

from bot.chat.answers import must_have
from bot.clock import Clock

_LASTS = timedelta(hours=1)
_OWNERS = "manage_guild"

_Interaction = discord.Interaction[Any]


class Delegations:
    """Remembers, until a restart, who used an owners' command without being one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[tuple[int, int], datetime] = {}

    def note(self, interaction: _Interaction) -> None:
        """Take in that Discord has let somebody use a command."""
        command, person = interaction.command, interaction.user
        if command is None or not isinstance(person, discord.Member):
            return
        root = getattr(command, "root_parent", None) or command
        asked = getattr(root, "default_permissions", None)
        if asked is None or not asked.manage_guild or person.guild_permissions.manage_guild:
            return
        now = self._clock.now()
        self._until = {key: until for key, until in self._until.items() if until > now}
        self._until[person.guild.id, person.id] = now + _LASTS

    def must_be_owner(self, interaction: _Interaction) -> None:
        """Raise MissingPermissions unless the person manages the server or was just let use a command."""
        until = self._until.get((interaction.guild_id or 0, interaction.user.id))
        if until is None or until <= self._clock.now():
            must_have(interaction, _OWNERS)
