"""A feed as it is kept, the servers' uses of it, and when it is checked next."""

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.domain.errors import NewsclipError
from bot.domain.feed import Validators
from bot.domain.filtering import Expression
from bot.domain.ids import FeedId, ServerId, SourceId, TagId, UserId

LONGEST_WAIT = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class FeedState(StrEnum):
    """Whether a feed is checked: active; paused by a person; ended, as its own server says (410)."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class SourceState(StrEnum):
    """Whether a server takes stories of its feed now; a feed that no server takes is not checked."""

    ACTIVE = "active"
    PAUSED = "paused"


class Trust(StrEnum):
    """Whether a source's stories go out by themselves, as far as their tags let them."""

    AUTOMATIC = "automatic"
    REVIEW = "review"  # a moderator sees each of them first


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the last check failed: a message of the catalogue and its fields."""

    code: str
    fields: Mapping[str, object]

    @classmethod
    def of(cls, error: NewsclipError) -> "Failure":
        """Return what is kept of an error."""
        plain = {name: _plain(value) for name, value in error.fields.items()}
        return cls(error.code, plain)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that at least one server uses, checked once for all of them.

    first_checked_at: None until the first check has recorded the backlog.
    last_checked_at: the last check that got an answer; a failed one leaves it.
    failures: failed checks in a row, the last for `last_error`.
    """

    id: FeedId
    url: str
    title: str
    state: FeedState
    validators: Validators
    next_check_at: datetime
    site_url: str | None = None
    first_checked_at: datetime | None = None
    last_checked_at: datetime | None = None
    last_changed_at: datetime | None = None
    failures: int = 0
    last_error: Failure | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One server's use of a feed.

    tags: given to each of its stories. post_newest: how many stories of the backlog go out at once.
    filter: what of it passes; None for all. resumed_at: what stood in the feed at that time is no news.
    """

    id: SourceId
    server_id: ServerId
    feed_id: FeedId
    added_at: datetime
    interval: timedelta
    added_by: UserId | None = None
    post_newest: int = 0
    tags: frozenset[TagId] = frozenset()
    state: SourceState = SourceState.ACTIVE
    trust: Trust = Trust.AUTOMATIC
    filter: Expression | None = None
    resumed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceChange:
    """What is to become of a source; None: as it is. `filters`: its filter becomes `filter`."""

    interval: timedelta | None = None
    tags: frozenset[TagId] | None = None
    trust: Trust | None = None
    filters: bool = False
    filter: Expression | None = None


def shortest_interval(sources: Iterable[Source], *, default: timedelta) -> timedelta:
    """Return how often a feed is checked: as often as the most eager of its servers wants."""
    return min((source.interval for source in sources), default=default)


def next_check(
    url: str, now: datetime, interval: timedelta, *, retry_after: timedelta | None = None
) -> datetime:
    """Return when to check a feed again: about one interval from now, at the URL's own place in it.

    The place is a hash of the URL, so that feeds added or restarted together spread over the interval.
    """
    seconds = max(1.0, interval.total_seconds())
    earliest = (now - _EPOCH).total_seconds() + seconds / 2
    phase = _share(url) * seconds
    spread = _EPOCH + timedelta(seconds=phase + math.ceil((earliest - phase) / seconds) * seconds)
    return max(spread, now + min(retry_after or timedelta(), LONGEST_WAIT))


def next_try(
    url: str, now: datetime, interval: timedelta, *, failures: int, retry_after: timedelta | None = None
) -> datetime:
    """Return when to check a failing feed again: the interval, doubled each time up to a day, with jitter."""
    doubled = interval.total_seconds() * 2.0 ** min(max(0, failures - 1), 20)
    wait = min(doubled, LONGEST_WAIT.total_seconds())
    jitter = 0.75 + 0.5 * _share(f"{failures} {url}")  # the same at every call, so that a test can know it
    return now + max(timedelta(seconds=wait * jitter), min(retry_after or timedelta(), LONGEST_WAIT))


def _share(text: str) -> float:
    """A number from 0 to 1 that depends on the text alone."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest()) / 2**48


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)
