"""What a client asks to hear, in Discord's bits."""

from __future__ import annotations

from typing import Final


class Intent:
    """Every intent that is documented; those which no event here belongs to are valid all the same."""

    GUILDS: Final = 1 << 0
    GUILD_MEMBERS: Final = 1 << 1
    GUILD_MODERATION: Final = 1 << 2
    GUILD_EXPRESSIONS: Final = 1 << 3
    GUILD_PRESENCES: Final = 1 << 8
    GUILD_MESSAGES: Final = 1 << 9
    GUILD_MESSAGE_REACTIONS: Final = 1 << 10
    GUILD_MESSAGE_TYPING: Final = 1 << 11
    DIRECT_MESSAGES: Final = 1 << 12
    DIRECT_MESSAGE_REACTIONS: Final = 1 << 13
    DIRECT_MESSAGE_TYPING: Final = 1 << 14
    MESSAGE_CONTENT: Final = 1 << 15

    # What the bot needs no intent for.
    ALWAYS: Final = 0
    PRIVILEGED: Final = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
    # Bits 0 to 16, auto moderation (20, 21) and polls (24, 25).
    ALL: Final = (1 << 17) - 1 | 3 << 20 | 3 << 24
