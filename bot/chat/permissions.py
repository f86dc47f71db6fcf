"""What the bot must be allowed to do, by feature, and Discord's own names of it."""

from collections.abc import Sequence

import discord

# Discord's English names where they are not the field's name in capitals.
_NAMES = {
    "view_channel": "View Channel",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "use_external_emojis": "Use External Emojis",
}

_BASE = {"embed_links": "send_messages", "attach_files": "send_messages"}

WRITE = ("view_channel", "send_messages")
POST = ("view_channel", "send_messages", "embed_links", "attach_files")
SCAN = ("view_channel", "read_message_history")
DISCUSS = ("view_channel", "read_message_history", "create_public_threads")
SPEAK = ("view_channel", "send_messages_in_threads")
MAKE_POST = ("view_channel", "read_message_history", "send_messages", "embed_links", "attach_files")
TAKE_BACK = ("view_channel", "read_message_history", "manage_messages")
SEED = ("view_channel", "read_message_history", "add_reactions")
# What a tag's channel needs for cards with discussion and poll.
NEEDED = tuple(dict.fromkeys((*POST, *SCAN, *DISCUSS, *SPEAK, *SEED)))
# Not needed, but better with: other servers' emoji in vote sets, taking away a reader's earlier vote.
RECOMMENDED = ("use_external_emojis", "manage_messages")


def invite_permissions() -> discord.Permissions:
    """Return what the invite link asks for."""
    return discord.Permissions(**dict.fromkeys((*NEEDED, *RECOMMENDED), True))


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
