"""What the bot must be allowed to do, by feature, and Discord's own names of it."""

from collections.abc import Sequence

import discord

from bot.domain.channel import ChannelKind

# Discord's English names where they are not the field's name in capitals.
_NAMES = {
    "manage_guild": "Manage Server",
    "view_channel": "View Channel",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "use_external_emojis": "Use External Emojis",
    "mention_everyone": "Mention @everyone, @here, and All Roles",
}

_BASE = {"embed_links": "send_messages", "attach_files": "send_messages"}

WRITE = ("view_channel", "send_messages")
POST = ("view_channel", "send_messages", "embed_links", "attach_files")
SCAN = ("view_channel", "read_message_history")
DISCUSS = ("view_channel", "read_message_history", "create_public_threads")
SPEAK = ("view_channel", "send_messages_in_threads")
MAKE_POST = ("view_channel", "read_message_history", "send_messages", "embed_links", "attach_files")
TAKE_BACK = ("view_channel", "read_message_history", "manage_messages")
# Whoever made a thread may archive it, and wake it as everybody may who can write there.
ARCHIVE = SPEAK
# Also a thread that we have made.
LOCK = ("view_channel", "manage_threads")
_SEED = ("view_channel", "read_message_history", "add_reactions")

# What a tag's channel needs for cards with discussion and poll. To pass an announcement on takes no more than
# to write it. A post is its own discussion, and takes the right to write, not the one to make threads.
_NEEDED = {
    ChannelKind.TEXT: (*POST, *SCAN, *DISCUSS, *SPEAK, *_SEED),
    ChannelKind.ANNOUNCEMENT: (*POST, *SCAN, *DISCUSS, *SPEAK, *_SEED),
    ChannelKind.FORUM: (*MAKE_POST, *SPEAK, *_SEED),
}
# What anybody may be let do, and is asked for with the rest: other servers' emoji in vote sets.
_HARMLESS = ("use_external_emojis",)
# To make a role for those who subscribed to a tag, and to ping it where nobody else may.
ROLES = ("manage_roles", "mention_everyone")
# Better with than without: taking a reader's earlier vote away; tags of a forum that only moderators may
# give, and discussions that somebody locked; roles of subscribers.
_RECOMMENDED = {
    ChannelKind.TEXT: ("use_external_emojis", "manage_messages", "manage_threads", *ROLES),
    ChannelKind.ANNOUNCEMENT: ("use_external_emojis", "manage_messages", "manage_threads", *ROLES),
    ChannelKind.FORUM: ("use_external_emojis", "manage_messages", "manage_threads", *ROLES),
}
# What setup does in a server if it is asked to: making channels, and tags of a forum.
_SETUP = ("manage_channels",)


def needed(kind: ChannelKind) -> tuple[str, ...]:
    """Return what a tag's channel of a kind must allow."""
    return tuple(dict.fromkeys(_NEEDED[kind]))


def recommended(kind: ChannelKind) -> tuple[str, ...]:
    """Return what a tag's channel of a kind should allow as well."""
    return _RECOMMENDED[kind]


def seed(*, elsewhere: bool) -> tuple[str, ...]:
    """Return what it takes to put a reaction; `elsewhere`: with another server's emoji."""
    return (*_SEED, "use_external_emojis") if elsewhere else _SEED


def invite_permissions() -> discord.Permissions:
    """Return what the invite link asks for: what any kind of channel needs, and no power of moderators.

    What goes better with more, setup says, and `newsclip check`.
    """
    asked = [field for kind in ChannelKind for field in needed(kind)]
    return discord.Permissions(**dict.fromkeys((*asked, *_HARMLESS), True))


def all_permissions() -> discord.Permissions:
    """Return what the bot can make use of."""
    more = [field for kind in ChannelKind for field in recommended(kind)]
    return invite_permissions() | discord.Permissions(**dict.fromkeys((*more, *_SETUP), True))


def permission_name(field: str) -> str:
    """Return what Discord's settings call a permission."""
    return _NAMES.get(field) or field.replace("_", " ").title()


def missing(permissions: discord.Permissions, needed: Sequence[str]) -> tuple[str, ...]:
    """Return the names of those permissions that are not there, in the given order.

    Without its base a permission is denied whatever it says: then only the base is named.
    """
    lacking = [field for field in needed if not getattr(permissions, field)]
    if "view_channel" in lacking:
        return (permission_name("view_channel"),)
    return tuple(permission_name(field) for field in lacking if _BASE.get(field) not in lacking)
