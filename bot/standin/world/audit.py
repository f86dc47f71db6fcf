"""What a server's audit log keeps: who did what to whom, why, and what changed by it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

# What an object is called and how busy it is are no settings of it.
_NO_SETTING: Final = frozenset(
    {"id", "guild_id", "last_message_id", "message_count", "total_message_sent", "member_count", "member"}
)


class Action(IntEnum):
    """Discord's audit log events that can occur here."""

    SERVER_UPDATED = 1
    CHANNEL_CREATED = 10
    CHANNEL_UPDATED = 11
    CHANNEL_DELETED = 12
    OVERWRITE_CREATED = 13
    OVERWRITE_UPDATED = 14
    OVERWRITE_DELETED = 15
    MEMBER_KICKED = 20
    MEMBER_BANNED = 22
    BAN_LIFTED = 23
    MEMBER_UPDATED = 24
    MEMBER_ROLES_UPDATED = 25
    BOT_ADDED = 28
    ROLE_CREATED = 30
    ROLE_UPDATED = 31
    ROLE_DELETED = 32
    EMOJI_CREATED = 60
    EMOJI_UPDATED = 61
    EMOJI_DELETED = 62
    MESSAGE_DELETED = 72
    MESSAGES_DELETED = 73
    MESSAGE_PINNED = 74
    MESSAGE_UNPINNED = 75
    THREAD_CREATED = 110
    THREAD_UPDATED = 111
    THREAD_DELETED = 112


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One administrative action; `changes` and `options` are in Discord's JSON."""

    id: int
    action: int
    actor_id: int
    target_id: int | None
    reason: str | None
    changes: tuple[dict[str, Any], ...]
    options: dict[str, str]


def differences(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """What changed between two written objects, key by key; a null on either side is left out."""
    found = []
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old == new or key in _NO_SETTING:
            continue
        sides = {"old_value": old, "new_value": new}
        found.append({"key": key, **{side: value for side, value in sides.items() if value is not None}})
    return tuple(found)
