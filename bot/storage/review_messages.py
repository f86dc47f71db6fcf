"""The messages in review channels: which are to be posted or drawn again, and where they stand.

    wanted ──► posting ──► standing ◄──► settled     it shows the story, or the decision on it
      └─ no room for it: it waits in the queue     ──► gone   deleted in Discord: never posted again

`due_at` says when something is to be done with it. One that is wanted and not due stands in the queue.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Row

from bot.domain.delivery import Place
from bot.domain.ids import CardKey, ChannelId, EditionId, MessageId, ReviewId, ServerId
from bot.storage.database import Connection
from bot.storage.desk_tables import review


class ReviewKind(StrEnum):
    """What a message is about: a held story, what a source changed, all that have none of their own."""

    HELD = "held"
    CHANGE = "change"
    QUEUE = "queue"


class ReviewState(StrEnum):
    """How far a message has come; see the drawing above."""

    WANTED = "wanted"
    POSTING = "posting"
    STANDING = "standing"
    SETTLED = "settled"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Review:
    """A message of the review channel. shown: a hash of the story as it shows it, '' before it does."""

    id: ReviewId
    server_id: ServerId
    edition_id: EditionId | None
    kind: ReviewKind
    state: ReviewState
    card_key: CardKey
    channel_id: ChannelId | None
    message_id: MessageId | None
    intent_at: datetime | None
    shown: str
    attempts: int
    due_at: datetime | None
    created_at: datetime

    @property
    def place(self) -> Place | None:
        """Where it stands, once it does."""
        if self.channel_id is None or self.message_id is None:
            return None
        return Place(self.channel_id, self.message_id)


async def by_key(tx: Connection, server_id: ServerId, key: CardKey) -> Review | None:
    """Return a message of a server by the key that its buttons carry."""
    row = (
        await tx.execute(select(review).where(review.c.card_key == key, review.c.server_id == server_id))
    ).first()
    return None if row is None else _review(row)


async def by_message(tx: Connection, server_id: ServerId, message_id: MessageId) -> Review | None:
    """Return a message of a server by Discord's id of it."""
    known_by = (review.c.message_id == message_id, review.c.server_id == server_id)
    row = (await tx.execute(select(review).where(*known_by))).first()
    return None if row is None else _review(row)


def _review(row: Row[Any]) -> Review:
    return Review(
        id=ReviewId(row.id),
        server_id=ServerId(row.server_id),
        edition_id=None if row.edition_id is None else EditionId(row.edition_id),
        kind=ReviewKind(row.kind),
        state=ReviewState(row.state),
        card_key=CardKey(row.card_key),
        channel_id=None if row.channel_id is None else ChannelId(row.channel_id),
        message_id=None if row.message_id is None else MessageId(row.message_id),
        intent_at=row.intent_at,
        shown=row.shown,
        attempts=row.attempts,
        due_at=row.due_at,
        created_at=row.created_at,
    )
