"""Who moderates a channel: asked at the moment of a click, for every channel that a decision concerns.

Whoever may see a channel moderates it with Manage Messages there, or with the role that the server's owner
chose. Owners can also give a command for moderators to somebody under Server Settings → Integrations: Discord
looks at that when a command is used, and what it showed may be pressed for an hour after.
"""

from typing import Any, cast

import discord

from bot.chat.clicks import may_see
from bot.chat.delegations import was_let_use
from bot.domain.channel import MaySee
from bot.domain.ids import ChannelId, ServerId, UserId
from bot.domain.verdict import MayModerate, Moderator
from bot.newsroom.delegates import Delegates
from bot.storage import settings
from bot.storage.database import Database

_MODERATORS = "manage_messages"

_Interaction = discord.Interaction[Any]


async def moderator(interaction: _Interaction) -> Moderator:
    """Return the person as somebody who decides; raise NoPrivateMessage where there is no server.

    What they may do is asked of it for each channel; who may do nothing at all is one too.
    """
    return await cast("Moderators", interaction.client.moderators).of(interaction)


async def must_be_moderator(interaction: _Interaction) -> None:
    """Raise MissingPermissions unless the person moderates anything here now."""
    await cast("Moderators", interaction.client.moderators).must_be_one(interaction)


async def sees_as_moderator(interaction: _Interaction) -> MaySee:
    """Return what tells whether somebody who moderates may see a channel now.

    One that was deleted hides nothing from moderators: what became of its stories is still theirs to look up.
    """
    by, server = await moderator(interaction), interaction.guild

    def may(channel_id: ChannelId) -> bool:
        deleted = server is not None and server.get_channel(channel_id) is None
        return by.may(channel_id) if deleted else may_see(interaction, channel_id)

    return may


class Moderators:
    """Knows the moderators of every server."""

    def __init__(self, database: Database, delegates: Delegates) -> None:
        self._database = database
        self._delegates = delegates

    async def of(self, interaction: _Interaction) -> Moderator:
        """Return the person with what they may do now."""
        person = interaction.user
        if not isinstance(person, discord.Member):
            raise discord.app_commands.NoPrivateMessage
        trusted = await self._is_trusted(person)
        everywhere = trusted or person.guild_permissions.manage_messages
        return Moderator(UserId(person.id), _may_moderate(person, trusted=trusted), everywhere=everywhere)

    async def must_be_one(self, interaction: _Interaction) -> None:
        """Raise MissingPermissions unless the person moderates anything here now."""
        person = interaction.user
        if isinstance(person, discord.Member):
            if interaction.permissions.manage_messages or person.guild_permissions.manage_messages:
                return
            if await self._is_trusted(person) or _moderates_some(person):
                return
        raise discord.app_commands.MissingPermissions([_MODERATORS])

    async def note(self, interaction: _Interaction) -> None:
        """Take in that Discord has let somebody use a moderators' command; their server is known already."""
        if was_let_use(interaction, _MODERATORS):
            await self._delegates.note(ServerId(interaction.guild_id or 0), UserId(interaction.user.id))

    async def _is_trusted(self, person: discord.Member) -> bool:
        server_id = ServerId(person.guild.id)
        async with self._database.read() as tx:
            role_id = (await settings.of(tx, server_id)).moderator_role_id
        if role_id is not None and person.get_role(role_id) is not None:
            return True
        return await self._delegates.has(server_id, UserId(person.id))


def _moderates_some(person: discord.Member) -> bool:
    """Tell whether somebody moderates any channel: a button may stand in another one."""
    rights = (channel.permissions_for(person) for channel in person.guild.channels)
    return any(each.view_channel and each.manage_messages for each in rights)


def _may_moderate(person: discord.Member, *, trusted: bool) -> MayModerate:
    """Return what tells of which channels somebody is a moderator. trusted: of all that they may see."""

    def may(channel_id: ChannelId) -> bool:
        channel = person.guild.get_channel(channel_id)
        if channel is None:  # deleted: it hides nothing any more
            return trusted or person.guild_permissions.manage_messages
        rights = channel.permissions_for(person)
        return rights.view_channel and (trusted or rights.manage_messages)

    return may
