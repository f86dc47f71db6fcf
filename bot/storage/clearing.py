"""Editions that wait for a moderator, let out or not, and what of that can be taken back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, func, or_, select, update

from bot.domain import wording
from bot.domain.delivery import DeliveryState
from bot.domain.edition import Edition, EditionState
from bot.domain.ids import EditionId, FeedId, ServerId
from bot.domain.reasons import Reason
from bot.domain.review import ReviewKind
from bot.domain.verdict import VerdictKind
from bot.storage import clips, edition_index, pinned, reviews
from bot.storage.database import Connection
from bot.storage.desk_tables import review, verdict
from bot.storage.tables import decision, delivery, edition, server

_TAKEN_BACK = frozenset({EditionState.REJECTED, EditionState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Longest:
    """What waits the longest in a server, and how long what waits there may."""

    server_id: ServerId
    held_at: datetime
    waits: timedelta


_UNPOSTED = (DeliveryState.QUEUED.value, DeliveryState.WAITING.value)


async def let_out(tx: Connection, held: Edition, *, now: datetime, at: datetime) -> bool:
    """Let a held edition go out at a time, in the words that it has now; False when it is held no more.

    What its source changes later does not show by itself: it stays as the moderator saw it.
    """
    source, own = held.source_words or held.story.draft, wording.pinned(held.own, held.story.draft)
    words = {"title": own.title, "lead": own.lead, "image_url": own.image_url}
    kept = pinned.stored(source)
    if not await _move(tx, held.id, EditionState.HELD, EditionState.CLEARED, now=now, pinned=kept, **words):
        return False
    await edition_index.index(tx, [held.id])
    unposted = delivery.c.edition_id == held.id, delivery.c.state.in_(_UNPOSTED)
    # It is news from now on, however long it was held.
    await tx.execute(update(delivery).where(*unposted).values(not_before=at, created_at=now))
    return True


async def release(tx: Connection, edition_id: EditionId, *, now: datetime) -> None:
    """Let a held edition go out as if it had never been held.

    Nobody has looked at it, so what its source corrects goes on showing by itself.
    """
    await _move(tx, edition_id, EditionState.HELD, EditionState.CLEARED, now=now)
    unposted = delivery.c.edition_id == edition_id, delivery.c.state.in_(_UNPOSTED)
    await tx.execute(update(delivery).where(*unposted).values(not_before=now, created_at=now))
    await reviews.ask(tx, {edition_id}, at=now)


async def end(tx: Connection, edition_id: EditionId, to: EditionState, *, now: datetime) -> bool:
    """Let a held edition not go out; False when it is held no more."""
    return await _move(tx, edition_id, EditionState.HELD, to, now=now)


async def hold_again(tx: Connection, of: Edition, *, now: datetime, forget: Collection[str] = ()) -> bool:
    """Let an edition wait for a moderator once more, with its full time; False when it is another state's.

    It is shown as its source has it now. forget: names of its own words that are the source's again.
    """
    words: Mapping[str, None] = dict.fromkeys([*forget, "pinned"])
    if not await _move(tx, of.id, of.state, EditionState.HELD, now=now, held_at=now, **words):
        return False
    await edition_index.index(tx, [of.id])
    over = delivery.c.state == DeliveryState.FAILED, delivery.c.reason == Reason.OVER_BUDGET
    await tx.execute(
        update(delivery)
        .where(delivery.c.edition_id == of.id, *over)
        .values(state=DeliveryState.QUEUED, reason=None, resume_state=None)
    )
    cards = select(review.c.id).where(review.c.edition_id == of.id, review.c.kind == ReviewKind.HELD)
    await clips.wait_again(tx, of.id)
    if await tx.scalar(cards.limit(1)) is None:
        await reviews.want(tx, [(of.id, of.server_id)], now=now)
    return True


async def is_begun(tx: Connection, edition_id: EditionId) -> bool:
    """Tell whether a card of an edition may stand, or is on its way now."""
    those = and_(delivery.c.edition_id == edition_id, begun(delivery))
    return bool(await tx.scalar(select(exists().where(those))))


def begun(of: FromClause) -> ColumnElement[bool]:
    """Return whether the card of a delivery may stand, or is on its way; for queries of this package."""
    return or_(of.c.message_id.is_not(None), of.c.intent_at.is_not(None), of.c.lease_until.is_not(None))


async def can_wait_again(tx: Connection, of: Edition) -> bool:
    """Tell whether a decided edition can be held once more: nothing of it went out."""
    if of.state in _TAKEN_BACK:
        return True
    return of.state is EditionState.CLEARED and not await is_begun(tx, of.id)


async def calm(tx: Connection, edition_id: EditionId) -> None:
    """Let an edition be no breaking news any more."""
    await tx.execute(update(edition).where(edition.c.id == edition_id).values(breaking_at=None))


async def brought_by(tx: Connection, of: Edition) -> FeedId | None:
    """Return the feed that first brought a story to its server; None for one that a member proposed."""
    brought = select(decision.c.feed_id).where(
        decision.c.story_id == of.story.id,
        decision.c.server_id == of.server_id,
        decision.c.reason.in_([Reason.REVIEW.value, Reason.ROUTED.value]),
    )
    found = await tx.scalar(brought.order_by(decision.c.at, decision.c.feed_id).limit(1))
    return None if found is None else FeedId(found)


async def expire(
    tx: Connection, server_id: ServerId, *, held_before: datetime, now: datetime, limit: int
) -> list[EditionId]:
    """Let editions that were held for so long go nowhere, the longest held first; return which."""
    waited = select(edition.c.id).where(
        edition.c.server_id == server_id,
        edition.c.state == EditionState.HELD,
        edition.c.held_at <= held_before,
    )
    ids = [EditionId(each) for each in await tx.scalars(waited.order_by(edition.c.held_at).limit(limit))]
    over = {"state": EditionState.EXPIRED.value, "decided_at": now}
    if ids:
        await tx.execute(update(edition).where(edition.c.id.in_(ids)).values(**over))
    return ids


async def overdue(tx: Connection, server_id: ServerId, *, held_before: datetime) -> int:
    """Return how many editions were held for so long."""
    waited = (edition.c.server_id == server_id, edition.c.held_at <= held_before)
    counted = select(func.count()).where(*waited, edition.c.state == EditionState.HELD)
    return await tx.scalar(counted) or 0


async def longest_held(tx: Connection) -> list[Longest]:
    """Return what waits the longest in each server that the bot is in."""
    first = (
        select(func.min(edition.c.held_at, type_=edition.c.held_at.type))
        .where(edition.c.server_id == server.c.id, edition.c.state == EditionState.HELD)
        .scalar_subquery()
    )
    rows = await tx.execute(
        select(server.c.id, server.c.review_hours, first.label("held_at")).where(server.c.left_at.is_(None))
    )
    return [
        Longest(ServerId(row.id), row.held_at, timedelta(hours=row.review_hours))
        for row in rows
        if row.held_at is not None
    ]


async def lately_expired(tx: Connection, *, since: datetime) -> list[ServerId]:
    """Return the servers, of those that the bot is in, where something has expired since then."""
    of_server = verdict.c.server_id == server.c.id, verdict.c.at >= since  # for the index
    some = exists().where(*of_server, verdict.c.kind == VerdictKind.EXPIRED)
    found = await tx.scalars(select(server.c.id).where(server.c.left_at.is_(None), some))
    return [ServerId(each) for each in found]


async def expired_after(tx: Connection, server_id: ServerId, after: datetime) -> tuple[int, datetime | None]:
    """Return how many editions have expired in a server after a moment, and when the last did."""
    row = (
        await tx.execute(
            select(func.count(), func.max(verdict.c.at, type_=verdict.c.at.type)).where(
                verdict.c.server_id == server_id,
                verdict.c.at > after,
                verdict.c.kind == VerdictKind.EXPIRED,
                verdict.c.undone_at.is_(None),
            )
        )
    ).one()
    return row[0], row[1]


async def _move(
    tx: Connection,
    edition_id: EditionId,
    old: EditionState,
    new: EditionState,
    *,
    now: datetime,
    **values: Any,
) -> bool:
    moved = update(edition).where(edition.c.id == edition_id, edition.c.state == old)
    return (await tx.execute(moved.values(state=new, decided_at=now, **values))).rowcount == 1
