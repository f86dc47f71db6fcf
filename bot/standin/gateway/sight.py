"""Who sees which channels, and what a client is told when that changes by roles or overwrites.

People see channels come and go. A bot is told of every channel, of those that it may not view with all but
their place taken away; Discord does so since the 16th of November 2026 and calls it obfuscation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.standin import wire
from bot.standin.world import changes, permissions
from bot.standin.world.changes import Change
from bot.standin.world.model import Account, Channel, ChannelKind, Json, Server
from bot.standin.world.world import World

OBFUSCATED: Final = 1 << 17
_HIDDEN_NAME: Final = "___hidden___"

Event = tuple[str, Json]

# After these somebody may see other channels than before.
_OF_CHANNELS: Final = (changes.ChannelCreated, changes.ChannelUpdated, changes.ChannelDeleted)
_OF_RIGHTS: Final = (changes.ServerUpdated, changes.RoleCreated, changes.RoleUpdated, changes.RoleDeleted)


def visible(world: World, server: Server, account: Account) -> frozenset[int]:
    """The ids of the channels that an account sees: a category also for the sake of what is in it."""
    seen = [
        channel
        for channel in server.channels.values()
        if world.permissions(channel, account) & permissions.VIEW_CHANNEL
    ]
    around = (channel.parent.id for channel in seen if channel.parent is not None)
    return frozenset((*(channel.id for channel in seen), *around))


def sees(world: World, channel: Channel, account: Account) -> bool:
    """Whether an account sees one channel or thread."""
    if world.permissions(channel, account) & permissions.VIEW_CHANNEL:
        return True
    if channel.kind is not ChannelKind.CATEGORY or channel.server is None:
        return False
    inner = (one for one in channel.server.channels.values() if one.parent is channel)
    return any(world.permissions(one, account) & permissions.VIEW_CHANNEL for one in inner)


def hidden_channel(of: Channel, server: Server) -> Json:
    """What a bot is told of a channel that it may not view: only id, type, position and parent are true."""
    written = wire.channel(of)
    written |= {
        "name": _HIDDEN_NAME,
        "flags": OBFUSCATED,
        "topic": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "permission_overwrites": [
            {"id": str(server.id), "type": 0, "allow": "0", "deny": str(permissions.VIEW_CHANNEL)}
        ],
    }
    if of.tags is not None:
        written |= {"available_tags": [], "default_reaction_emoji": None}
    for name in ("default_auto_archive_duration", "default_thread_rate_limit_per_user"):
        written.pop(name, None)
    return written


def touched_by(change: Change) -> tuple[Server | None, Account | None]:
    """In which server a change may let somebody see other channels than before, and whom if it is one."""
    if isinstance(change, _OF_CHANNELS):
        return change.channel.server, None
    if isinstance(change, changes.MemberUpdated):
        return change.server, change.member.account
    return (change.server, None) if isinstance(change, _OF_RIGHTS) else (None, None)


def difference(
    world: World, account: Account, change: Change, before: frozenset[int], now: frozenset[int]
) -> Iterator[Event]:
    """What a client is told of the channels that it sees by a change, and no longer sees.

    Threads are not told one by one: a list says which of them are active there. Of a channel that is lost
    a bot is sent no event of its own: it must conclude it from what took the right away.
    """
    server, _ = touched_by(change)
    if server is None:
        return
    changed = change.channel if isinstance(change, _OF_CHANNELS) else None
    came = _found(server, now - before)
    if isinstance(change, changes.ChannelCreated):
        came = [one for one in came if one is not changed]
    for channel in came:
        # A bot was told of the changed channel as it is for it now.
        if not (account.bot and channel is changed):
            yield "CHANNEL_UPDATE" if account.bot else "CHANNEL_CREATE", wire.channel(channel)
    parents = [one for one in came if one.kind is not ChannelKind.CATEGORY]
    if parents:
        yield "THREAD_LIST_SYNC", _thread_list(world, server, account, parents)
    for channel in () if account.bot else reversed(_found(server, before - now)):
        yield "CHANNEL_DELETE", wire.channel(channel)


def _found(server: Server, ids: frozenset[int]) -> list[Channel]:
    """Channels that are still there, categories first."""
    found = [server.channels[one] for one in ids if one in server.channels]
    return sorted(found, key=lambda one: (one.kind is not ChannelKind.CATEGORY, one.position))


def _thread_list(world: World, server: Server, account: Account, parents: list[Channel]) -> Json:
    threads = [one for one in active_threads(world, server, account) if one.parent in parents]
    return {
        "guild_id": str(server.id),
        "channel_ids": [str(one.id) for one in parents],
        "threads": [wire.thread(one, viewer=account) for one in threads],
        "members": [
            wire.thread_member(one, account.id)
            for one in threads
            if one.thread is not None and account.id in one.thread.members
        ],
    }


def active_threads(world: World, server: Server, account: Account) -> list[Channel]:
    """The threads that are not archived and that an account may view."""
    return [
        one
        for one in server.threads.values()
        if one.thread is not None
        and not one.thread.archived
        and world.permissions(one, account) & permissions.VIEW_CHANNEL
    ]
