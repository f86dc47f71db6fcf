"""What in Discord is to follow a change of a story, beside the cards that are drawn again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, delete, exists, insert, literal, or_, select, update

from bot.domain.delivery import Delivery, DeliveryState, backoff
from bot.domain.ids import DeliveryId, EditionId, ServerId, StoryId
from bot.domain.reasons import Reason
from bot.domain.turns import Turns
from bot.storage.database import Connection
from bot.storage.deliveries import COLUMNS, from_row
from bot.storage.desk_tables import correction
from bot.storage.in_turn import in_a_server_at_work, in_turn
from bot.storage.tables import delivery, discussion, edition
from bot.storage.upsert import in_pieces

_BEGUN = (DeliveryState.POSTING, DeliveryState.POSTED)


class CorrectionKind(StrEnum):
    """What is to follow."""

    DISCUSSION = "discussion"  # its name, its first message, the tags of a post
    REACTIONS = "reactions"  # ours, as the poll has its options now
    CARD = "card"  # that goes


_OF_DISCUSSION = correction.c.kind == CorrectionKind.DISCUSSION


@dataclass(frozen=True, slots=True)
class Correction:
    """Something that is due. emojis: of ours that go. `key` is what it is known by while it is under way."""

    id: int
    server_id: ServerId
    edition_id: EditionId
    kind: CorrectionKind
    delivery_id: DeliveryId | None
    emojis: tuple[str, ...]
    attempts: int

    @property
    def key(self) -> int:
        """Return what tells it from all others."""
        return self.id


async def ask_discussion(tx: Connection, edition_id: EditionId, *, now: datetime) -> None:
    """Let the discussion of an edition be called, begin and be filed as the edition says."""
    await tx.execute(delete(correction).where(_OF_DISCUSSION, correction.c.edition_id == edition_id))
    await _add(tx, edition_id, CorrectionKind.DISCUSSION, now=now)


async def ask_of_renamed(tx: Connection, story_ids: Collection[StoryId], *, at: datetime) -> None:
    """Let the discussions of stories be called as their sources call them now, where a server shows that.

    One that is not opened yet will be called so by itself, unless that is under way.
    """
    begun = exists().where(
        delivery.c.edition_id == edition.c.id, delivery.c.home, delivery.c.state.in_(_BEGUN)
    )
    discussed = or_(exists().where(discussion.c.edition_id == edition.c.id), begun)
    own = or_(edition.c.title.is_not(None), edition.c.pinned.is_not(None))
    for piece in in_pieces(sorted(story_ids)):
        of_these = edition.c.story_id.in_(piece), discussed, ~own
        ids = select(edition.c.id).where(*of_these)
        await tx.execute(delete(correction).where(_OF_DISCUSSION, correction.c.edition_id.in_(ids)))
        values = {
            "server_id": edition.c.server_id,
            "edition_id": edition.c.id,
            "kind": literal(CorrectionKind.DISCUSSION.value),
            "emojis": literal([], correction.c.emojis.type),
            "due_at": literal(at, correction.c.due_at.type),
        }
        asked = select(*values.values()).where(*of_these)
        await tx.execute(insert(correction).from_select([*values], asked))


async def ask_reactions(tx: Connection, edition_id: EditionId, gone: Sequence[str], *, now: datetime) -> None:
    """Let a card have our reactions as its poll has its options; these emojis of ours go."""
    await _add(tx, edition_id, CorrectionKind.REACTIONS, emojis=gone, now=now)


async def ask_removal(
    tx: Connection, edition_id: EditionId, delivery_ids: Collection[DeliveryId], *, now: datetime
) -> None:
    """Let cards be deleted from Discord."""
    await keep_cards(tx, delivery_ids)
    for each in sorted(delivery_ids):
        await _add(tx, edition_id, CorrectionKind.CARD, delivery_id=each, now=now)


async def keep_cards(tx: Connection, delivery_ids: Collection[DeliveryId]) -> None:
    """Let cards stay that were to be deleted, as far as they were not yet."""
    await tx.execute(delete(correction).where(correction.c.delivery_id.in_(delivery_ids)))


async def due(
    tx: Connection, *, now: datetime, turns: Turns, under_way: Collection[int] = ()
) -> list[Correction]:
    """Return what is due, of a server the oldest first, in turn."""
    is_due = and_(
        correction.c.due_at <= now, in_a_server_at_work(correction), correction.c.id.not_in(under_way)
    )
    rows = await in_turn(tx, correction, is_due, by=(correction.c.due_at, correction.c.id), turns=turns)
    return [_correction(row) for row in rows]


async def done(tx: Connection, followed: Correction) -> None:
    """Record that nothing is left to do of it."""
    await tx.execute(delete(correction).where(correction.c.id == followed.id))


async def put_off(tx: Connection, asked: Correction, *, until: datetime) -> None:
    """Do it at a time."""
    await tx.execute(update(correction).where(correction.c.id == asked.id).values(due_at=until))


async def try_again(tx: Connection, failed: Correction, *, now: datetime, most: timedelta) -> None:
    """Do it after a wait that grows with every failure, to the most."""
    attempts = failed.attempts + 1
    values = {"attempts": attempts, "due_at": now + backoff(attempts, most=most)}
    await tx.execute(update(correction).where(correction.c.id == failed.id).values(**values))


async def card(tx: Connection, delivery_id: DeliveryId) -> Delivery | None:
    """Return the delivery whose card goes."""
    row = (await tx.execute(select(*COLUMNS).where(delivery.c.id == delivery_id))).first()
    return None if row is None else from_row(row)


async def is_going(tx: Connection, asked: Correction) -> bool:
    """Tell whether a card is to be deleted still."""
    return await tx.scalar(select(correction.c.id).where(correction.c.id == asked.id)) is not None


async def card_removed(tx: Connection, gone: Delivery) -> None:
    """Record that a card was deleted because no tag of its story leads there."""
    over: dict[str, Any] = {"state": DeliveryState.REMOVED, "reason": Reason.UNTAGGED, "refresh_at": None}
    await tx.execute(update(delivery).where(delivery.c.id == gone.id).values(**over))


async def _add(
    tx: Connection,
    edition_id: EditionId,
    kind: CorrectionKind,
    *,
    now: datetime,
    delivery_id: DeliveryId | None = None,
    emojis: Sequence[str] = (),
) -> None:
    server_id = await tx.scalar(select(edition.c.server_id).where(edition.c.id == edition_id))
    await tx.execute(
        insert(correction).values(
            server_id=server_id,
            edition_id=edition_id,
            kind=kind,
            delivery_id=delivery_id,
            emojis=list(emojis),
            due_at=now,
        )
    )


def _correction(row: Any) -> Correction:
    return Correction(
        id=row.id,
        server_id=ServerId(row.server_id),
        edition_id=EditionId(row.edition_id),
        kind=CorrectionKind(row.kind),
        delivery_id=None if row.delivery_id is None else DeliveryId(row.delivery_id),
        emojis=tuple(row.emojis),
        attempts=row.attempts,
    )
