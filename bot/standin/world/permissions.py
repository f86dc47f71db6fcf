"""Who may do what: Discord's permission bits and how roles and overwrites add up in a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.standin.world.model import ChannelKind

if TYPE_CHECKING:
    from bot.standin.world.model import Channel, Member, Overwrite, Server

CREATE_INSTANT_INVITE: Final = 1 << 0
KICK_MEMBERS: Final = 1 << 1
BAN_MEMBERS: Final = 1 << 2
ADMINISTRATOR: Final = 1 << 3
MANAGE_CHANNELS: Final = 1 << 4
MANAGE_GUILD: Final = 1 << 5
ADD_REACTIONS: Final = 1 << 6
VIEW_AUDIT_LOG: Final = 1 << 7
PRIORITY_SPEAKER: Final = 1 << 8
STREAM: Final = 1 << 9
VIEW_CHANNEL: Final = 1 << 10
SEND_MESSAGES: Final = 1 << 11
SEND_TTS_MESSAGES: Final = 1 << 12
MANAGE_MESSAGES: Final = 1 << 13
EMBED_LINKS: Final = 1 << 14
ATTACH_FILES: Final = 1 << 15
READ_MESSAGE_HISTORY: Final = 1 << 16
MENTION_EVERYONE: Final = 1 << 17
USE_EXTERNAL_EMOJIS: Final = 1 << 18
VIEW_GUILD_INSIGHTS: Final = 1 << 19
CONNECT: Final = 1 << 20
SPEAK: Final = 1 << 21
MUTE_MEMBERS: Final = 1 << 22
DEAFEN_MEMBERS: Final = 1 << 23
MOVE_MEMBERS: Final = 1 << 24
USE_VAD: Final = 1 << 25
CHANGE_NICKNAME: Final = 1 << 26
MANAGE_NICKNAMES: Final = 1 << 27
MANAGE_ROLES: Final = 1 << 28
MANAGE_WEBHOOKS: Final = 1 << 29
MANAGE_GUILD_EXPRESSIONS: Final = 1 << 30
USE_APPLICATION_COMMANDS: Final = 1 << 31
REQUEST_TO_SPEAK: Final = 1 << 32
MANAGE_THREADS: Final = 1 << 34
CREATE_PUBLIC_THREADS: Final = 1 << 35
CREATE_PRIVATE_THREADS: Final = 1 << 36
USE_EXTERNAL_STICKERS: Final = 1 << 37
SEND_MESSAGES_IN_THREADS: Final = 1 << 38
USE_EMBEDDED_ACTIVITIES: Final = 1 << 39
MODERATE_MEMBERS: Final = 1 << 40
USE_SOUNDBOARD: Final = 1 << 42
CREATE_GUILD_EXPRESSIONS: Final = 1 << 43
USE_EXTERNAL_SOUNDS: Final = 1 << 45
SEND_VOICE_MESSAGES: Final = 1 << 46
SEND_POLLS: Final = 1 << 49
USE_EXTERNAL_APPS: Final = 1 << 50
PIN_MESSAGES: Final = 1 << 51
BYPASS_SLOWMODE: Final = 1 << 52

# Every bit that is documented; 47 is none.
ALL: Final = (1 << 53) - 1 & ~(1 << 47)

# What @everyone of a new server may do on Discord.
EVERYONE_DEFAULT: Final = (
    CREATE_INSTANT_INVITE
    | ADD_REACTIONS
    | STREAM
    | VIEW_CHANNEL
    | SEND_MESSAGES
    | SEND_TTS_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | MENTION_EVERYONE
    | USE_EXTERNAL_EMOJIS
    | CONNECT
    | SPEAK
    | USE_VAD
    | CHANGE_NICKNAME
    | USE_APPLICATION_COMMANDS
    | REQUEST_TO_SPEAK
    | CREATE_PUBLIC_THREADS
    | CREATE_PRIVATE_THREADS
    | USE_EXTERNAL_STICKERS
    | SEND_MESSAGES_IN_THREADS
    | USE_EMBEDDED_ACTIVITIES
    | USE_SOUNDBOARD
    | USE_EXTERNAL_SOUNDS
    | SEND_VOICE_MESSAGES
    | SEND_POLLS
    | USE_EXTERNAL_APPS
)
# Without the right to write, these say nothing in a channel.
_NEEDS_WRITING: Final = MENTION_EVERYONE | SEND_TTS_MESSAGES | ATTACH_FILES | EMBED_LINKS
# Nor do these in a voice channel, without the right to join it.
_NEEDS_JOINING: Final = (
    STREAM
    | SPEAK
    | MUTE_MEMBERS
    | DEAFEN_MEMBERS
    | MOVE_MEMBERS
    | USE_VAD
    | PRIORITY_SPEAKER
    | USE_SOUNDBOARD
    | USE_EXTERNAL_SOUNDS
    | MANAGE_CHANNELS
    | MANAGE_ROLES
)
# All that is left to a member who was timed out.
_TIMED_OUT: Final = VIEW_CHANNEL | READ_MESSAGE_HISTORY

# Direct messages have no roles: both sides may write, react, attach and embed.
DIRECT_MESSAGE: Final = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | READ_MESSAGE_HISTORY
    | ADD_REACTIONS
    | ATTACH_FILES
    | EMBED_LINKS
    | USE_EXTERNAL_EMOJIS
    | USE_APPLICATION_COMMANDS
    | PIN_MESSAGES
)


def in_server(server: Server, member: Member) -> int:
    """What a member's roles allow, before a time-out or any channel has its say."""
    if server.owner_id == member.account.id:
        return ALL
    allowed = server.everyone.permissions
    for role_id in member.roles:
        allowed |= server.roles[role_id].permissions
    return ALL if allowed & ADMINISTRATOR else allowed


def in_channel(channel: Channel, member: Member) -> int:
    """What a member may do in a channel; a thread follows its parent, with its own right to write."""
    server = channel.server
    if server is None:
        return DIRECT_MESSAGE
    base = in_server(server, member)
    if base & ADMINISTRATOR:
        return ALL
    ruling = channel.parent if channel.thread is not None and channel.parent is not None else channel
    allowed = _overwritten(base, ruling.overwrites, server.id, member)
    if not allowed & VIEW_CHANNEL or not _is_let_in(channel, member, allowed):
        return 0
    if channel.kind is ChannelKind.VOICE and not allowed & CONNECT:
        allowed &= ~_NEEDS_JOINING
    writing = SEND_MESSAGES_IN_THREADS if channel.thread is not None else SEND_MESSAGES
    return allowed if allowed & writing else allowed & ~_NEEDS_WRITING


def while_timed_out(allowed: int) -> int:
    """What a time-out leaves of what was allowed; owners and administrators keep everything."""
    return allowed if allowed & ADMINISTRATOR else allowed & _TIMED_OUT


def _is_let_in(channel: Channel, member: Member, allowed: int) -> bool:
    """A private thread is for those who were invited, and for moderators."""
    if channel.kind is not ChannelKind.PRIVATE_THREAD or channel.thread is None:
        return True
    return bool(allowed & MANAGE_THREADS) or member.account.id in channel.thread.members


def _overwritten(base: int, overwrites: dict[int, Overwrite], everyone_id: int, member: Member) -> int:
    everyone = overwrites.get(everyone_id)
    if everyone is not None:
        base = base & ~everyone.deny | everyone.allow
    allow = deny = 0
    for role_id in member.roles:
        of_role = overwrites.get(role_id)
        if of_role is not None:
            allow |= of_role.allow
            deny |= of_role.deny
    base = base & ~deny | allow
    own = overwrites.get(member.account.id)
    return base if own is None else base & ~own.deny | own.allow
