"""How a story reaches those who subscribed to its tags: each of them in one way, once.

    settled ──► queued ──► sending ──► sent
                   └──────────┴─────► dropped   with the reason; never tried again

A reader who subscribed to several of its tags is told in the strongest of the ways that they chose:

    mention     in the discussion; or by the tag's role, which the card pings, if they have that
    direct      by direct message; also those to be mentioned where there is no discussion
    digest      not here: with others, at the reader's hour
    list        not here: it is there when they look

`sending` is committed with the key of the message before it is sent: all who share it are told together.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.ids import EditionId, ServerId, TagId, UserId
from bot.domain.quiet import QuietHours, quiet_until
from bot.domain.reasons import Reason
from bot.domain.subscription import Reach, strongest

# Discord takes a hundred in `allowed_mentions`; these are few enough to be read, too.
MOST_MENTIONED = 90
# Several stories that are due together are one direct message.
MOST_STORIES = 10
# What could not be told for so long is no news any more.
TOLD_WITHIN = timedelta(days=2)
# A reader's quiet hours may end in the server's, and the other way round: at most so often.
_MOST_WAITS = 8


class Way(StrEnum):
    """How one story is told to one reader."""

    MENTION = "mention"
    DIRECT = "direct"
    ROLE = "role"


class NotificationState(StrEnum):
    """How far that has come; see the drawing above."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Somebody's quiet hours, and the zone they are meant in."""

    zone: ZoneInfo
    hours: QuietHours


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose for one of a story's tags.

    pinged: they have a role that the story's card has pinged. quiet: their own hours.
    """

    user_id: UserId
    tag_id: TagId
    reach: Reach
    pinged: bool = False
    quiet: Quiet | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """What decides how a story is told, beside its readers' choices.

    discussed: there is a discussion to be mentioned in. breaking: it goes through quiet hours. quiet: the
    server's. closed: readers to whom Discord passes no direct message of ours on.
    """

    now: datetime
    discussed: bool = True
    breaking: bool = False
    quiet: Quiet | None = None
    closed: frozenset[UserId] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Notification:
    """How one reader is told, from when on; `dropped`: why they are not."""

    user_id: UserId
    way: Way
    not_before: datetime
    dropped: Reason | None = None

    @property
    def state(self) -> NotificationState:
        """Where it begins: whom a role has pinged is told already."""
        if self.dropped is not None:
            return NotificationState.DROPPED
        return NotificationState.SENT if self.way is Way.ROLE else NotificationState.QUEUED


@dataclass(frozen=True, slots=True)
class Batch:
    """Those who are told by one message. key: found in it again. fresh: nothing of it can be there."""

    key: str
    server_id: ServerId
    intent_at: datetime
    attempts: int
    told: tuple[tuple[EditionId, UserId], ...]
    fresh: bool = False

    @property
    def users(self) -> tuple[UserId, ...]:
        """Return its readers."""
        return tuple(dict.fromkeys(user_id for _, user_id in self.told))

    @property
    def editions(self) -> tuple[EditionId, ...]:
        """Return its stories."""
        return tuple(dict.fromkeys(edition_id for edition_id, _ in self.told))


def settle(choices: Iterable[Choice], occasion: Occasion) -> list[Notification]:
    """Decide how each reader is told, at most once each; who wants no message of their own is left out."""
    by_reader: dict[UserId, list[Choice]] = defaultdict(list)
    for choice in choices:
        by_reader[choice.user_id].append(choice)
    found = (_settle(user_id, theirs, occasion) for user_id, theirs in by_reader.items())
    return [each for each in found if each is not None]


def _settle(user_id: UserId, choices: Sequence[Choice], occasion: Occasion) -> Notification | None:
    way = _way(choices, occasion)
    if way is None:
        return None
    if way is Way.ROLE:
        return Notification(user_id, way, occasion.now)
    if way is Way.DIRECT and user_id in occasion.closed:
        return Notification(user_id, way, occasion.now, Reason.DOOR_CLOSED)
    return Notification(user_id, way, moment_to_tell(choices[0].quiet, occasion))


def _way(choices: Sequence[Choice], occasion: Occasion) -> Way | None:
    if any(choice.pinged for choice in choices):
        return Way.ROLE  # the ping was theirs, whatever they have chosen since
    match strongest(choice.reach for choice in choices):
        case Reach.MENTION:
            return Way.MENTION if occasion.discussed else Way.DIRECT
        case Reach.DIRECT:
            return Way.DIRECT
        case _:
            return None


def moment_to_tell(own: Quiet | None, occasion: Occasion) -> datetime:
    """Return when it is neither the reader's quiet nor the server's."""
    moment = occasion.now
    if occasion.breaking:
        return moment
    for _ in range(_MOST_WAITS):
        ends = [
            end
            for quiet in (own, occasion.quiet)
            if quiet is not None and (end := quiet_until(moment, quiet.zone, quiet.hours)) is not None
        ]
        if not ends:
            return moment
        moment = max(ends)
    return occasion.now  # between them there is no hour to be told in: then it is no use to wait
