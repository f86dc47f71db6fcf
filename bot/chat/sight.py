"""Who sees which channel: whether all readers of one see another as well.

The bot does not know its servers' members. It decides for everybody whom the roles allow: whoever could see
the one channel and not the other may exist.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import discord

_Held = frozenset[int]


@dataclass(frozen=True, slots=True)
class Door:
    """Who is let into a channel and who is not, by its overwrites: everybody, holders of roles, people."""

    everyone: bool | None
    roles: Mapping[int, bool]
    members: Mapping[int, bool]

    def opens(self, held: _Held, *, by_itself: bool) -> bool:
        """Tell whether somebody with these roles gets in; `by_itself`: would, without any overwrite."""
        if any(self.roles.get(role) is True for role in held):
            return True
        if any(self.roles.get(role) is False for role in held):
            return False
        return by_itself if self.everyone is None else self.everyone


@dataclass(frozen=True, slots=True)
class Rights:
    """Which roles let see channels that say nothing of it: everybody's, and those that can be given."""

    everyone: bool
    roles: Mapping[int, bool]

    def by_themselves(self, held: _Held) -> bool:
        """Tell whether somebody with these roles sees a channel without overwrites."""
        return self.everyone or any(self.roles.get(role, False) for role in held)


def is_public(channel: discord.abc.GuildChannel) -> bool:
    """Tell whether everybody sees a channel."""
    return channel.permissions_for(channel.guild.default_role).view_channel


def all_see_too(channel: object, other: object) -> bool:
    """Tell whether everybody who sees a channel sees the other one of its server too; in doubt not."""
    first, second = _place(channel), _place(other)
    if first is None or second is None or first.guild.id != second.guild.id:
        return False
    if first.id == second.id:
        return True
    return leads_nobody_astray(_door(first), _door(second), _rights(first.guild))


def leads_nobody_astray(door: Door, other: Door, rights: Rights) -> bool:
    """Tell whether whoever is let in by a door is let in by the other as well.

    More than two roles need not be tried together: one lets in here, one keeps out there, and any further
    one could only open the other door.
    """
    holders = list(_holders(door, other, rights))
    seen = [held for held in holders if door.opens(held, by_itself=rights.by_themselves(held))]
    if not all(other.opens(held, by_itself=rights.by_themselves(held)) for held in seen):
        return False
    closed_to_some = any(not other.opens(held, by_itself=rights.by_themselves(held)) for held in holders)
    let_in = (person for person, allowed in door.members.items() if allowed)
    kept_out = (person for person, allowed in other.members.items() if not allowed)
    return all(other.members.get(person, not closed_to_some) for person in let_in) and all(
        door.members.get(person, bool(seen)) is False for person in kept_out
    )


def _holders(door: Door, other: Door, rights: Rights) -> Iterator[_Held]:
    """Yield the sets of roles that can make a difference."""
    named = {role for role in (*door.roles, *other.roles) if role in rights.roles}
    unnamed = (role for role, sees in rights.roles.items() if sees and role not in named)
    telling = sorted(named | set(list(unnamed)[:1]))
    for number in (0, 1, 2):
        yield from map(frozenset, combinations(telling, number))


def _place(channel: object) -> discord.abc.GuildChannel | None:
    """Return the channel that decides who sees; None for one that we can't see ourselves, or don't know.

    Discord tells bots of channels that are hidden from them, with made up overwrites.
    """
    if isinstance(channel, discord.Thread):
        channel = channel.parent
    if not isinstance(channel, discord.abc.GuildChannel) or channel.guild.unavailable:
        return None
    return channel if channel.permissions_for(channel.guild.me).view_channel else None


def _door(channel: discord.abc.GuildChannel) -> Door:
    everyone, roles, members = None, {}, {}
    for target, overwrite in channel.overwrites.items():
        if overwrite.view_channel is None or target.id == channel.guild.me.id:
            continue
        if target.id == channel.guild.id:
            everyone = overwrite.view_channel
        elif isinstance(target, discord.Role) or getattr(target, "type", None) is discord.Role:
            roles[target.id] = overwrite.view_channel
        else:
            members[target.id] = overwrite.view_channel
    return Door(everyone, roles, members)


def _rights(server: discord.Guild) -> Rights:
    """Return what the roles of people allow: who administers sees all, a bot's own role is nobody's."""
    given: Iterable[discord.Role] = (
        role
        for role in server.roles
        if not (role.is_default() or role.is_bot_managed() or role.permissions.administrator)
    )
    return Rights(
        server.default_role.permissions.view_channel,
        {role.id: role.permissions.view_channel for role in given},
    )
