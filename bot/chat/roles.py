"""Roles of tags in Discord: which may be pinged."""

from collections.abc import Sequence

import discord

from bot.domain.ids import RoleId


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
