"""What a check of a feed came to, for those who asked for it and for the log."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import NewsclipError
from bot.domain.ids import FeedId


class Outcome(StrEnum):
    """What a check came to."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    BUSY = "busy"  # somebody else is checking the feed, or it is gone


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check came to, in numbers; `error` says why it failed."""

    feed_id: FeedId
    outcome: Outcome
    new: int = 0
    edited: int = 0
    editions: int = 0
    deliveries: int = 0
    error: NewsclipError | None = None
