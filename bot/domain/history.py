"""What happened to an edition, as a row of events: each says when, and who did it where somebody did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.delivery import DeliveryState, Place
from bot.domain.edition import EditionState
from bot.domain.ids import ChannelId, EditionId, ServerId, StoryId, ThreadId, UserId
from bot.domain.reasons import Reason
from bot.domain.verdict import Hold, Verdict


@dataclass(frozen=True, slots=True)
class Brought:
    """A feed brought the story, and this was decided on it. detail: the words of a filter, and the like."""

    at: datetime
    feed: str
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Clipped:
    """A member proposed it. outcome: what became of that; empty while it is not decided."""

    at: datetime
    actor_id: UserId
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """It began to wait for a moderator, for these reasons; again: once more, as a decision was taken back."""

    at: datetime
    holds: tuple[Hold, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """Somebody, or the bot, decided; the verdict says who, what and why, and what it changed.

    other: of a merge, the title of the story that has its readers now; empty where it is not to be seen.
    """

    at: datetime
    verdict: Verdict
    other: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """A decision was taken back."""

    at: datetime
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Carded:
    """How far one of its cards has come, or why it stands still. home: it has the poll and the discussion."""

    at: datetime
    channel_id: ChannelId
    home: bool
    state: DeliveryState
    reason: Reason | None = None
    detail: str = ""
    place: Place | None = None


class Turn(StrEnum):
    """What can happen to a discussion or a poll."""

    OPENED = "opened"
    ARCHIVED = "archived"
    LOCKED = "locked"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Discussed:
    """Something happened to its discussion."""

    at: datetime
    thread_id: ThreadId
    turn: Turn


@dataclass(frozen=True, slots=True)
class Noted:
    """Something was, or is to be, said in its discussion. kind: of the note.

    channel_id: where that discussion stands; None where nothing but its home tells.
    """

    at: datetime
    thread_id: ThreadId
    kind: str
    state: str
    channel_id: ChannelId | None = None


@dataclass(frozen=True, slots=True)
class Polled:
    """Something happened to its poll. voters: of a closed one."""

    at: datetime
    turn: Turn
    voters: int | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """Its source changed what the card shows."""

    at: datetime


@dataclass(frozen=True, slots=True)
class MergedHere:
    """Another story was merged into this one. title: empty where it is not to be seen."""

    at: datetime
    edition_id: EditionId
    title: str
    actor_id: UserId | None = None


Event = (
    Brought | Clipped | Held | Decided | Undone | Carded | Discussed | Noted | Polled | Corrected | MergedHere
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that happened to an edition, the first first. title: as the server shows it."""

    server_id: ServerId
    edition_id: EditionId
    story_id: StoryId
    title: str
    link: str | None
    state: EditionState
    events: tuple[Event, ...]

    @property
    def posted(self) -> bool:
        """Tell whether it is one that may go out, and has a card."""
        cards = (event for event in self.events if isinstance(event, Carded))
        return self.state is EditionState.CLEARED and any(each.place is not None for each in cards)


def in_order(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return events as they happened; of the same moment as they are given."""
    return tuple(sorted(events, key=lambda event: event.at))
