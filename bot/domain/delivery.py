"""One edition to one destination: the outbox row, its states and the moves between them.

                    ┌────────── try again ──────────┐
                    ▼                               │
    queued ──► posting ──► posted ──► threaded ──► seeded ──► done        a home
    queued ──► posting ───────────────────────► seeded ──► done           a pointer that is passed on
    queued ──► posting ──► done                                           any other pointer
      ▲           │            any of them ──► waiting   what is missing can be mended by a person
      └─ mended ──┘            any of them ──► failed    Discord will never take it
    queued, waiting ─────────────────────────► failed    it is no news any more
    failed ──► queued        what its channel had no place for in an hour, once a person calls it breaking
                               posting and later ──► removed   its card was deleted; never posted again

A home that waits or failed before it was sent, or that a fault of ours has stopped, is passed by: the first
of the edition's other deliveries to get so far takes its place.

A home in a forum is posted and threaded by one call. What is seeded is passed on to the channel's followers,
where its tag wants that.

`posting` is committed before the call, with the nonce, the card key and the intent time; a state is left only
when what it names is known to have happened. A row is worked on by whoever holds its lease.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from bot.domain.ids import CardKey, ChannelId, DeliveryId, EditionId, MessageId, ServerId, ThreadId
from bot.domain.reasons import Reason

if TYPE_CHECKING:
    from bot.domain.terms import Terms  # which knows of polls, and these of deliveries

# A little earlier than our own intent: Discord's clock makes the message ids.
CLOCK_SKEW = timedelta(minutes=2)
_DISCORD_EPOCH_MS = 1_420_070_400_000
_NONCE_LENGTH = 25


class DeliveryState(StrEnum):
    """How far a delivery has come; see the drawing above."""

    QUEUED = "queued"
    POSTING = "posting"
    POSTED = "posted"
    THREADED = "threaded"
    SEEDED = "seeded"
    DONE = "done"
    WAITING = "waiting"
    FAILED = "failed"
    REMOVED = "removed"


ACTIVE_STATES = (
    DeliveryState.QUEUED,
    DeliveryState.POSTING,
    DeliveryState.POSTED,
    DeliveryState.THREADED,
    DeliveryState.SEEDED,
)

_MOVES: dict[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.QUEUED: frozenset({DeliveryState.POSTING}),
    DeliveryState.POSTING: frozenset({DeliveryState.POSTED, DeliveryState.SEEDED, DeliveryState.DONE}),
    DeliveryState.POSTED: frozenset({DeliveryState.THREADED}),
    DeliveryState.THREADED: frozenset({DeliveryState.SEEDED}),
    DeliveryState.SEEDED: frozenset({DeliveryState.DONE}),
    DeliveryState.WAITING: frozenset(ACTIVE_STATES),
    DeliveryState.DONE: frozenset({DeliveryState.REMOVED}),
    DeliveryState.FAILED: frozenset(),
    DeliveryState.REMOVED: frozenset(),
}
_ENDS_OF_ACTIVE = frozenset({DeliveryState.WAITING, DeliveryState.FAILED, DeliveryState.REMOVED})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands; a post in a forum is the channel of its own first message."""

    channel_id: ChannelId
    message_id: MessageId

    def jump_url(self, server_id: ServerId) -> str:
        """Return the address at which a message in a server is seen in Discord."""
        return f"https://discord.com/channels/{server_id}/{self.channel_id}/{self.message_id}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A claimed delivery as the delivery walk sees it.

    home: this delivery carries the poll and the discussion.
    attempts: failed ones in a row. intent_at: when it was first about to be posted.
    reason: why it waits or was put off; of one that is tried again, why it waited until now.
    lease_until: how long it is ours.
    place_id: where its message stands, once there is one: the channel, or the post in a forum.
    absences: how often a post that may have been made was searched for in vain.
    fresh: the intent of the state was committed by this very claim, so no earlier call can have been lost.
    terms: how its card is posted, from when that was begun.
    """

    id: DeliveryId
    edition_id: EditionId
    server_id: ServerId
    channel_id: ChannelId
    home: bool
    state: DeliveryState
    card_key: CardKey
    attempts: int = 0
    intent_at: datetime | None = None
    message_id: MessageId | None = None
    reason: Reason | None = None
    lease_until: datetime | None = None
    fresh: bool = False
    place_id: ChannelId | None = None
    absences: int = 0
    terms: "Terms | None" = None
    created_at: datetime | None = None

    @property
    def place(self) -> Place | None:
        """Where its card stands, once it does."""
        if self.place_id is None or self.message_id is None:
            return None
        return Place(self.place_id, self.message_id)


@dataclass(frozen=True, slots=True)
class Discussion:
    """The thread of an edition; without `opening_message_id` nobody knows that its first message is there.

    called: the title that we called it by last; None where that is not known.
    """

    edition_id: EditionId
    thread_id: ThreadId
    opening_intent_at: datetime
    opening_message_id: MessageId | None = None
    called: str | None = None


class WrongMove(ValueError):
    """A bug: the state machine has no such move."""


def can_move(old: DeliveryState, new: DeliveryState) -> bool:
    """Tell whether the state machine has the move."""
    return new in _MOVES[old] or (old in ACTIVE_STATES and new in _ENDS_OF_ACTIVE)


def check_move(old: DeliveryState, new: DeliveryState) -> None:
    """Raise WrongMove unless the state machine has the move."""
    if not can_move(old, new):
        raise WrongMove(f"{old} → {new}")


def nonce(card_key: CardKey, part: Literal["card", "opening", "result", "note", "review", "feed"]) -> str:
    """Return the nonce of a message (≤ 25 characters): the same for every attempt at it."""
    return f"{part[0]}{card_key}"[:_NONCE_LENGTH]


def anchor(intent_at: datetime) -> MessageId:
    """Return a snowflake older than anything posted for this intent, for a scan to begin after."""
    milliseconds = int((intent_at - CLOCK_SKEW).timestamp() * 1000)
    return MessageId(max(0, milliseconds - _DISCORD_EPOCH_MS) << 22)


def backoff(attempts: int, *, most: timedelta = timedelta(minutes=10)) -> timedelta:
    """Return how long to wait after the given number of failed attempts: 1 s, doubling to the most."""
    return min(most, timedelta(seconds=2.0 ** min(20, max(0, attempts - 1))))
