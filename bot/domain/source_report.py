"""What a feed was worth to a server in some weeks, and what that advises its owners to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import FeedId
from bot.domain.source import Trust

# So many were let out, and none turned away: a moderator need not look any more.
_ENOUGH = 5
# What brings nothing but what others bring too.
_MANY = 10
_MOSTLY = 0.8


class Advice(StrEnum):
    """What to do with a feed."""

    TRUST = "trust"  # many approved, none rejected
    SILENT = "silent"  # it brought nothing
    REJECTED = "rejected"  # at least half of what was decided
    DUPLICATES = "duplicates"  # nearly all came from other feeds too, and before


@dataclass(frozen=True, slots=True)
class FeedFigures:
    """What a feed brought to a server, and what became of it.

    brought: without what stood in it before. held: still. rejected: how often, by the reason of the list.
    voters: on its posted stories together; messages: in their discussions, without ours; None: not known.
    """

    feed_id: FeedId
    title: str
    url: str
    trust: Trust
    added_at: datetime
    brought: int = 0
    posted: int = 0
    held: int = 0
    approved: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    duplicates: int = 0
    filtered: int = 0
    untagged: int = 0
    voters: int = 0
    messages: int | None = None

    @property
    def turned_away(self) -> int:
        """Return how many were rejected, for whatever reason."""
        return sum(self.rejected.values())


def advise(figures: FeedFigures, *, now: datetime, over: timedelta) -> Advice | None:
    """Return what the figures of some time advise; None where they say nothing, or too little."""
    if figures.trust is Trust.REVIEW and figures.approved >= _ENOUGH and not figures.rejected:
        return Advice.TRUST
    if not figures.brought:
        return Advice.SILENT if figures.added_at <= now - over else None
    decided = figures.approved + figures.turned_away
    if figures.turned_away >= _ENOUGH and 2 * figures.turned_away >= decided:
        return Advice.REJECTED
    if figures.brought >= _MANY and figures.duplicates >= _MOSTLY * figures.brought:
        return Advice.DUPLICATES
    return None
