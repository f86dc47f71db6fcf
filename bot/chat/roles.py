"""Roles of tags in Discord: made, renamed, given, taken and removed, and which may be pinged."""

import contextlib
from collections.abc import Awaitable, Callable, Collection, Sequence

import discord

from bot.chat import permissions
from bot.chat.client import NewsclipBot
from bot.chat.languages import ServerLanguages
from bot.chat.limiter import Lane
from bot.chat.permissions import permission_name
from bot.domain.errors import DestinationGone, PermissionMissing, RoleGone
from bot.domain.ids import ChannelId, RoleId, ServerId, UserId
from bot.domain.text import cut_at_word, one_line
from bot.texts.catalogue import Texts

_NAME = 100
_LABEL = 60
_NOWHERE = ChannelId(0)  # what is done is done in the whole server


class DiscordRoles:
    """Works through one connected client; waits until it is logged in."""

    def __init__(self, bot: NewsclipBot, languages: ServerLanguages, texts: Texts) -> None:
        self._bot = bot
        self._languages = languages
        self._texts = texts

    def missing(self, server_id: ServerId) -> tuple[str, ...]:
        """Return the names of the permissions that we lack to make roles and ping them."""
        server = self._bot.get_guild(server_id)
        return () if server is None else permissions.missing(server.me.guild_permissions, permissions.ROLES)

    async def make(self, server_id: ServerId, tag_label: str) -> RoleId:
        """Make a role for a tag; after OutcomeUnknown it has to be searched for."""
        server = self._server(server_id)
        name = await self._name_of(server_id, tag_label)
        async with self._slot(server_id):
            made = await server.create_role(
                name=name, permissions=discord.Permissions.none(), mentionable=False, hoist=False
            )
        return RoleId(made.id)

    async def find(
        self, server_id: ServerId, tag_label: str, *, after: RoleId, known: Collection[RoleId]
    ) -> RoleId | None:
        """Return a role that `make` has made after the anchor, which is none of the known ones."""
        name = await self._name_of(server_id, tag_label)
        async with self._slot(server_id):
            roles = await self._bot.http.get_roles(server_id)
        found = (
            RoleId(int(role["id"]))
            for role in roles
            if role["name"] == name and int(role["permissions"]) == 0 and int(role["id"]) > after
        )
        return next((role_id for role_id in found if role_id not in known), None)

    async def rename(self, server_id: ServerId, role_id: RoleId, tag_label: str) -> None:
        """Give a role the name that `make` would give it; repeating it is harmless."""
        self._must_be_below(server_id, role_id)
        name = await self._name_of(server_id, tag_label)
        async with self._slot(server_id):
            await self._bot.http.edit_role(server_id, role_id, name=name)

    async def remove(self, server_id: ServerId, role_id: RoleId) -> None:
        """Delete a role; repeating it is harmless."""
        try:
            async with self._slot(server_id):
                await self._bot.http.delete_role(server_id, role_id)
        except RoleGone:
            return

    async def give(self, server_id: ServerId, role_id: RoleId, user_id: UserId) -> None:
        """Give a member a role; RoleGone, or ReaderGone where there is none of the two."""
        self._must_be_below(server_id, role_id)
        async with self._slot(server_id):
            await self._bot.http.add_role(server_id, user_id, role_id)

    async def take(self, server_id: ServerId, role_id: RoleId, user_id: UserId) -> None:
        """Take a role from a member; RoleGone, or ReaderGone where there is none of the two."""
        self._must_be_below(server_id, role_id)
        async with self._slot(server_id):
            await self._bot.http.remove_role(server_id, user_id, role_id)

    async def _name_of(self, server_id: ServerId, tag_label: str) -> str:
        locale = await self._languages.of(server_id)
        label = cut_at_word(one_line(tag_label), _LABEL)
        return cut_at_word(self._texts.get("role-name", locale, tag=label), _NAME)

    def _server(self, server_id: ServerId) -> discord.Guild:
        server = self._bot.get_guild(server_id)
        if server is None:
            raise DestinationGone
        if lacking := self.missing(server_id):
            raise PermissionMissing(permission=lacking[0])
        return server

    def _must_be_below(self, server_id: ServerId, role_id: RoleId) -> None:
        """Raise where it is known that we may not: Discord bans whoever asks for it again and again."""
        server = self._bot.get_guild(server_id)
        if server is None or server.unavailable:
            return
        role = server.get_role(role_id)
        if not server.me.guild_permissions.manage_roles or (role is not None and role >= server.me.top_role):
            raise PermissionMissing(permission=permission_name("manage_roles"))

    def _slot(self, server_id: ServerId) -> "contextlib.AbstractAsyncContextManager[None]":
        return self._bot.slot(Lane.ROLE, _NOWHERE, ("manage_roles",), server_id=server_id)


def hear_of_roles(
    bot: NewsclipBot,
    *,
    deleted: Callable[[ServerId, RoleId], Awaitable[None]],
    changed: Callable[[ServerId], Awaitable[None]],
    seen: Callable[[ServerId, UserId, Collection[RoleId]], Awaitable[None]],
) -> None:
    """Let somebody be told of what happens to roles.

    deleted: every role that is. changed: we may do more or less than before. seen: the roles of a member who
    used us; Discord tells it only then.
    """

    async def role_deleted(role: discord.Role) -> None:
        await deleted(ServerId(role.guild.id), RoleId(role.id))

    async def role_changed(before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions or before.position != after.position:
            await changed(ServerId(after.guild.id))

    async def member_changed(before: discord.Member, after: discord.Member) -> None:
        if after.id == bot.own_id and before.roles != after.roles:
            await changed(ServerId(after.guild.id))

    async def was_used(interaction: discord.Interaction[NewsclipBot], _command: object = None) -> None:
        member, server = interaction.user, interaction.guild
        if isinstance(member, discord.Member) and server is not None and server.roles:
            held = [RoleId(role.id) for role in member.roles]
            await seen(ServerId(server.id), UserId(member.id), held)

    for event in ("on_app_command_completion", "on_pressed"):
        bot.add_listener(was_used, event)
    bot.add_listener(role_deleted, "on_guild_role_delete")
    bot.add_listener(role_changed, "on_guild_role_update")
    bot.add_listener(member_changed, "on_member_update")


def pingable(channel: object, roles: Sequence[RoleId]) -> tuple[RoleId, ...]:
    """Return those of the roles that we would ping in a channel, not only name."""
    if not isinstance(channel, discord.abc.GuildChannel) or not roles:
        return ()
    loud = channel.permissions_for(channel.guild.me).mention_everyone
    there = ((role_id, channel.guild.get_role(role_id)) for role_id in roles)
    return tuple(role_id for role_id, role in there if role is not None and (loud or role.mentionable))


def pinging(roles: Sequence[RoleId]) -> discord.AllowedMentions:
    """Return what lets a message ping exactly these roles."""
    objects = [discord.Object(role_id) for role_id in roles]
    return discord.AllowedMentions(everyone=False, users=False, roles=objects, replied_user=False)
