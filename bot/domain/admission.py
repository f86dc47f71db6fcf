"""Which of a feed's items may become stories of a server: its own news, never the backlog, never a flood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.feed import Item
from bot.domain.reasons import Reason
from bot.domain.sighting import first_of_each_key, newest_first
from bot.domain.source import Feed, Source


@dataclass(frozen=True, slots=True)
class Admission:
    """What one check brings to one source.

    items: the keys of those that go on to the server's tags; also older ones, where `post_newest` asks.
    refused: the keys of the new ones that don't, with the reason.
    """

    source: Source
    items: frozenset[str]
    refused: dict[str, Reason]


def admit(
    source: Source,
    feed: Feed,
    *,
    items: Sequence[Item],
    new: Sequence[Item],
    checked_at: datetime,
    most: int,
) -> Admission:
    """Decide for each new item of a check whether it goes on to the source's server.

    items: all of the feed's, in its order. most: how many new ones one check may bring; the newest do.
    """
    if feed.first_checked_at is None or source.added_at > checked_at or _just_resumed(source, feed):
        allowed, reason = frozenset[str](), Reason.BACKLOG
    else:
        allowed, reason = _newest(new, most, checked_at), Reason.FLOOD
    if wants_newest(source, feed) and source.added_at <= checked_at:
        allowed |= _newest(first_of_each_key(items), min(source.post_newest, most), checked_at)
    refused = {item.key: reason for item in new if item.key not in allowed}
    return Admission(source, allowed, refused)


def wants_newest(source: Source, feed: Feed) -> bool:
    """Tell whether the server still waits for the newest stories that it asked for when adding the feed."""
    fresh = feed.last_checked_at is None or source.added_at > feed.last_checked_at
    return source.post_newest > 0 and fresh


def _just_resumed(source: Source, feed: Feed) -> bool:
    """Tell whether no check got an answer since the server takes the feed's stories again."""
    at = source.resumed_at
    return at is not None and (feed.last_checked_at is None or at > feed.last_checked_at)


def admitted_keys(admissions: Iterable[Admission]) -> frozenset[str]:
    """Return the keys of the items that go on to at least one server."""
    return frozenset(key for admission in admissions for key in admission.items)


def _newest(items: Iterable[Item], number: int, now: datetime) -> frozenset[str]:
    return frozenset(item.key for item in newest_first(items, now=now)[:number])
