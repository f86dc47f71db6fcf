"""How channels may be called: text channels in lower case with dashes, whatever was asked."""

from __future__ import annotations

import re
from typing import Final

from bot.standin.world.model import POSTS_ONLY, ChannelKind

_DASHED: Final = frozenset({ChannelKind.TEXT, ChannelKind.ANNOUNCEMENT, *POSTS_ONLY})
_SPACES: Final = re.compile(r"[\s\-]+")
# Source: seen in clients; Discord's documentation names no character.
_TAKEN_OUT: Final = re.compile(r"[!-,./:-@\[-^`{-~]")


def of_kind(name: str, kind: ChannelKind) -> str:
    """The name that a channel of this kind gets when asked for this one; it may be left empty."""
    if kind not in _DASHED:
        return name.strip()
    return _SPACES.sub("-", _TAKEN_OUT.sub("", name.strip().lower()))
