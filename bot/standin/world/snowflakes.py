"""Discord's ids: 64 bits that carry their own time of birth, in strictly rising order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

DISCORD_EPOCH_MS = 1_420_070_400_000
LARGEST = (1 << 63) - 1


class SnowflakeMint:
    """Hands out ids that never repeat and never fall, also when the clock stands still or steps back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """The next id."""
        floor = (int(self._clock() * 1000) - DISCORD_EPOCH_MS) << 22
        self._last = max(floor, self._last + 1)
        return self._last

    def start_after(self, snowflake: int) -> None:
        """Hand out nothing older than this id, which another mint made."""
        self._last = max(self._last, snowflake)


def parse(text: object) -> int | None:
    """The id that a path, query or body names, or None when it is not one."""
    if isinstance(text, int) and not isinstance(text, bool):
        return text if 0 <= text <= LARGEST else None
    if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) <= 19:
        value = int(text)
        return value if value <= LARGEST else None
    return None


def born(snowflake: int) -> datetime:
    """When an id was made."""
    milliseconds = (snowflake >> 22) + DISCORD_EPOCH_MS
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
