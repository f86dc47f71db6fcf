"""Editions that wait for a moderator: why they do, and the messages about them in the review channel."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select, update

from bot.domain.ids import CardKey, EditionId, ServerId
from bot.domain.reasons import Reason
from bot.domain.review import ReviewKind, ReviewState
from bot.domain.verdict import Hold
from bot.storage.database import Connection
from bot.storage.desk_tables import hold as hold_table
from bot.storage.desk_tables import review
from bot.storage.upsert import in_pieces, insert


async def hold(
    tx: Connection, held: Sequence[tuple[EditionId, ServerId, Sequence[Hold]]], *, now: datetime
) -> None:
    """Store why editions are held, and that their moderators are to be shown them."""
    await add_holds(tx, [(edition_id, each) for edition_id, _, holds in held for each in holds])
    await want(tx, [(edition_id, server_id) for edition_id, server_id, holds in held if holds], now=now)


async def add_holds(tx: Connection, holds: Sequence[tuple[EditionId, Hold]]) -> None:
    """Store more of why editions are held; what is stored already stays."""
    rows = [
        {"edition_id": edition_id, "reason": each.reason, "detail": each.detail} for edition_id, each in holds
    ]
    if rows:
        await tx.execute(insert(tx, hold_table).on_conflict_do_nothing(), rows)


async def want(
    tx: Connection,
    editions: Sequence[tuple[EditionId, ServerId]],
    *,
    now: datetime,
    kind: ReviewKind = ReviewKind.HELD,
) -> None:
    """Let editions be shown in the review channels of their servers."""
    rows = [
        {
            "server_id": server_id,
            "edition_id": edition_id,
            "kind": kind,
            "state": ReviewState.WANTED,
            "card_key": CardKey(secrets.token_hex(12)),
            "due_at": now,
            "created_at": now,
        }
        for edition_id, server_id in editions
    ]
    if rows:
        await tx.execute(insert(tx, review), rows)


async def ask(tx: Connection, edition_ids: Collection[EditionId], *, at: datetime) -> None:
    """Let what the review channel shows of editions be drawn again: one was decided on, or changed."""
    later = or_(review.c.due_at.is_(None), review.c.due_at > at)
    for piece in in_pieces(sorted(edition_ids)):
        of_these = review.c.edition_id.in_(piece)
        await tx.execute(update(review).where(of_these, later).values(due_at=at, attempts=0))


async def holds_of(tx: Connection, edition_ids: Collection[EditionId]) -> dict[EditionId, tuple[Hold, ...]]:
    """Return why editions were held."""
    found: dict[EditionId, list[Hold]] = {}
    for piece in in_pieces(sorted(edition_ids)):
        rows = await tx.execute(
            select(hold_table).where(hold_table.c.edition_id.in_(piece)).order_by(*hold_table.primary_key)
        )
        for row in rows:
            found.setdefault(EditionId(row.edition_id), []).append(Hold(Reason(row.reason), row.detail))
    return {edition_id: tuple(holds) for edition_id, holds in found.items()}
