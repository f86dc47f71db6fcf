"""What moderators are told of a feed in trouble: once for each cause, and again only after it worked.

    wanted ──► posting ──► standing        a message with buttons, its intent committed before the call
                           any ──► gone    it was deleted, or nobody needs it any more

A notice ends when what it tells of is over; then its message says how, and has no buttons any more. Where
more are due than a server is to get in a day, one message names them all: each is a notice of its own, gone
from the beginning.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Any, TypeVar

from bot.domain.delivery import Place
from bot.domain.ids import CardKey, ChannelId, FeedNoticeId, MessageId, ServerId, SourceId, UserId

# So many failed checks in a row: with the pauses between them, hours and not a hiccup.
MANY_FAILURES = 5
# A feed is silent after so many times its usual pause, and never before this.
_PAUSES = 10
QUIET_AT_LEAST = timedelta(days=7)
# Its pauses say nothing of what is usual where it has had fewer stories.
_FEWEST = 5


# So many messages a server gets in a day at most.
MOST_A_DAY = 3
# Of so many feeds not the half fails at once by themselves.
_ENOUGH = 10


_N = TypeVar("_N")


class Cause(StrEnum):
    """What is wrong."""

    FAILING = "failing"  # it can't be read
    ENDED = "ended"  # its server says that it is gone for good
    MOVED = "moved"  # it is at another address for good
    SILENT = "silent"  # nothing new for much longer than is usual
    SEVERAL = "several"  # with several feeds, each of which has a notice of its own


class NoticeState(StrEnum):
    """How far the message has come."""

    WANTED = "wanted"
    POSTING = "posting"
    STANDING = "standing"
    GONE = "gone"


class NoticeOutcome(StrEnum):
    """How it ended."""

    WORKS = "works"  # it can be read again, or brings stories again
    CHANGED = "changed"  # it was given another address
    REMOVED = "removed"  # it is followed no more


@dataclass(frozen=True, slots=True)
class FeedNotice:
    """A message about one source. fields: its feed's title and address, and what is wrong, in plain JSON.

    source_id: None where it is followed no more, or where it is about several. outcome_by: None where nobody
    did anything.
    """

    id: FeedNoticeId
    server_id: ServerId
    source_id: SourceId | None
    cause: Cause
    fields: Mapping[str, Any]
    state: NoticeState
    key: CardKey
    created_at: datetime
    channel_id: ChannelId | None = None
    message_id: MessageId | None = None
    intent_at: datetime | None = None
    attempts: int = 0
    outcome: NoticeOutcome | None = None
    outcome_by: UserId | None = None
    ended_at: datetime | None = None

    @property
    def place(self) -> Place | None:
        """Where its message stands, once it does."""
        if self.channel_id is None or self.message_id is None:
            return None
        return Place(self.channel_id, self.message_id)


def in_messages(new: Sequence[_N], *, lately: int) -> Iterator[Sequence[_N]]:
    """Yield what the messages to a server are about, of which each costs attention; the rest waits.

    lately: how many messages it got in a day.
    """
    room = MOST_A_DAY - lately
    if len(new) <= room:
        yield from ([each] for each in new)
    elif room > 0:
        yield new


def is_our_fault(*, failing: int, checked: int) -> bool:
    """Tell whether so many feeds fail at once that it is our own line, which no owner can mend."""
    return checked >= _ENOUGH and 2 * failing > checked


def usual_pause(times: Sequence[datetime]) -> timedelta | None:
    """Return how long a feed usually pauses between stories; None where it has had too few of them.

    times: when its last stories came, in any order.
    """
    if len(times) < _FEWEST:
        return None
    ordered = sorted(times)
    pauses = [(later - earlier).total_seconds() for earlier, later in pairwise(ordered)]
    return timedelta(seconds=median(pauses))


def is_silent(times: Sequence[datetime], *, now: datetime) -> bool:
    """Tell whether nothing came for much longer than is usual."""
    usual = usual_pause(times)
    return usual is not None and now - max(times) > max(QUIET_AT_LEAST, _PAUSES * usual)
