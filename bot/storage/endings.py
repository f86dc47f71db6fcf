"""Editions that were out and are taken back: what becomes of their cards, polls and readers' lists."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update

from bot.domain.delivery import DeliveryState
from bot.domain.edition import WITHDRAWN, Edition, EditionState
from bot.domain.ids import EditionId
from bot.domain.reasons import Reason
from bot.storage import notes, polls, refreshes, reviews
from bot.storage.database import Connection
from bot.storage.tables import delivery, edition

_UNFINISHED = (DeliveryState.POSTED, DeliveryState.THREADED, DeliveryState.SEEDED, DeliveryState.WAITING)


async def end(
    tx: Connection, of: Edition, to: EditionState, *, now: datetime, merged_into: EditionId | None = None
) -> bool:
    """Take an edition back; False when it is another state's by now.

    Its cards are drawn again, what is not posted never will be, and its poll has no result.
    """
    values: dict[str, Any] = {"state": to, "decided_at": now, "merged_into": merged_into, "move_to": None}
    still = and_(edition.c.id == of.id, edition.c.state == of.state)
    if (await tx.execute(update(edition).where(still).values(**values, notify_at=None))).rowcount != 1:
        return False
    if of.state is EditionState.CLEARED:
        await _end_deliveries(tx, of.id, now=now)
    await polls.withdraw(tx, of.id)
    await refreshes.ask(tx, {of.id}, at=now)
    await reviews.ask(tx, {of.id}, at=now)
    return True


async def lock_if_ended(tx: Connection, edition_id: EditionId, *, now: datetime) -> None:
    """Lock a discussion that was opened while its story was taken back."""
    if await _is_withdrawn(tx, edition_id):
        await notes.say(tx, edition_id, "locked", now=now, locks=True)


async def _end_deliveries(tx: Connection, edition_id: EditionId, *, now: datetime) -> None:
    """Let nothing more of an edition go out. What may stand and is not known to is searched for."""
    of_it, free = delivery.c.edition_id == edition_id, {"resume_state": None, "lease_until": None}
    begun = delivery.c.message_id.is_not(None), delivery.c.state.in_(_UNFINISHED)
    await tx.execute(update(delivery).where(of_it, *begun).values(state=DeliveryState.DONE, **free))
    waits = delivery.c.state == DeliveryState.WAITING
    in_doubt = and_(waits, delivery.c.resume_state == DeliveryState.POSTING)
    again: dict[str, Any] = {"state": DeliveryState.POSTING, "not_before": now, "reason": None}
    await tx.execute(update(delivery).where(of_it, in_doubt).values(**again, **free))
    unsent = or_(delivery.c.state == DeliveryState.QUEUED, waits)
    over: dict[str, Any] = {"state": DeliveryState.REMOVED, "reason": Reason.WITHDRAWN, "detail": ""}
    await tx.execute(update(delivery).where(of_it, unsent).values(**over, **free))


async def _is_withdrawn(tx: Connection, edition_id: EditionId) -> bool:
    state = await tx.scalar(select(edition.c.state).where(edition.c.id == edition_id))
    return state in WITHDRAWN
