"""What counts as an emoji in a path or a body: one of Unicode's, or a server's own as `name:id`."""

from __future__ import annotations

import re
from typing import Final

from bot.standin.world import snowflakes
from bot.standin.world.model import Account, CustomEmoji, Emoji
from bot.standin.world.world import World

_BASE: Final = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf"
    "\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f004-\U0001f0cf\U0001f170-\U0001f251"
    "\U0001f300-\U0001faff]"
)
_ONE: Final = f"{_BASE}\ufe0f?[\U0001f3fb-\U0001f3ff]?(?:[\U000e0020-\U000e007f]+)?"
_UNICODE: Final = re.compile(
    f"(?:{_ONE}(?:\u200d{_ONE})*|[0-9#*]\ufe0f?\u20e3|[\U0001f1e6-\U0001f1ff]{{2}})\ufe0f?"
)
_CUSTOM: Final = re.compile(r"(?:(a):)?(\w{1,32}):(\d{15,20})")


def is_unicode(text: str) -> bool:
    """Whether the text is exactly one emoji of Unicode's."""
    return _UNICODE.fullmatch(text) is not None


def parse(text: str) -> Emoji | None:
    """The emoji that a percent-decoded path segment names, or None when it names none."""
    custom = _CUSTOM.fullmatch(text)
    if custom is not None:
        emoji_id = snowflakes.parse(custom[3])
        return None if emoji_id is None else Emoji(custom[2], emoji_id, animated=custom[1] is not None)
    return Emoji(text) if is_unicode(text) else None


def knows(world: World, account: Account, emoji_id: int) -> bool:
    """Whether an account may use the emoji of this id."""
    return known(world, account, emoji_id) is not None


def known(world: World, account: Account, emoji_id: int) -> CustomEmoji | None:
    """The emoji of this id, if it belongs to a server that the account is in."""
    return next(
        (
            server.emojis[emoji_id]
            for server in world.servers.values()
            if emoji_id in server.emojis and account.id in server.members
        ),
        None,
    )
