"""Verdicts: what was decided on editions; only added to, but that one can be marked as undone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Row

from bot.domain.ids import EditionId, ServerId, UserId, VerdictId
from bot.domain.story import StoryDraft
from bot.domain.verdict import ENDS_WAITING, Verdict, VerdictKind
from bot.storage import pinned
from bot.storage.database import Connection
from bot.storage.desk_tables import verdict

_ENDS = (*ENDS_WAITING, VerdictKind.MERGED)


async def record(
    tx: Connection,
    server_id: ServerId,
    edition_id: EditionId,
    kind: VerdictKind,
    *,
    at: datetime,
    actor_id: UserId | None = None,
    reason: str | None = None,
    detail: str = "",
    changes: Mapping[str, object] | None = None,
    before: StoryDraft | None = None,
    batch: str | None = None,
) -> VerdictId:
    """Record a decision, in the transaction that makes it. before: the story as it was pinned until then."""
    added = insert(verdict).values(
        server_id=server_id,
        edition_id=edition_id,
        kind=kind,
        at=at,
        actor_id=actor_id,
        reason=reason,
        detail=detail,
        changes=dict(changes or {}),
        before=None if before is None else pinned.stored(before),
        batch=batch,
    )
    return VerdictId(await tx.scalar(added.returning(verdict.c.id)))


async def of_edition(tx: Connection, edition_id: EditionId) -> list[Verdict]:
    """Return what was decided on an edition, the first first, with what was undone."""
    rows = await tx.execute(
        select(verdict).where(verdict.c.edition_id == edition_id).order_by(verdict.c.at, verdict.c.id)
    )
    return [verdict_of(row) for row in rows]


async def last(tx: Connection, edition_id: EditionId, kinds: Sequence[VerdictKind] = ()) -> Verdict | None:
    """Return the last decision on an edition that stands; of these kinds alone."""
    wanted = [verdict.c.edition_id == edition_id, verdict.c.undone_at.is_(None)]
    if kinds:
        wanted.append(verdict.c.kind.in_(kinds))
    row = (await tx.execute(select(verdict).where(*wanted).order_by(verdict.c.id.desc()).limit(1))).first()
    return None if row is None else verdict_of(row)


async def last_of_each(
    tx: Connection, edition_ids: Sequence[EditionId], kinds: Sequence[VerdictKind]
) -> dict[EditionId, Verdict]:
    """Return the last decision of these kinds that stands, on each of the editions that has one."""
    wanted = verdict.c.edition_id.in_(edition_ids), verdict.c.undone_at.is_(None), verdict.c.kind.in_(kinds)
    rows = await tx.execute(select(verdict).where(*wanted).order_by(verdict.c.id))
    return {EditionId(row.edition_id): verdict_of(row) for row in rows}


async def get(tx: Connection, server_id: ServerId, verdict_id: VerdictId) -> Verdict | None:
    """Return a decision of a server."""
    wanted = (verdict.c.id == verdict_id, verdict.c.server_id == server_id)
    row = (await tx.execute(select(verdict).where(*wanted))).first()
    return None if row is None else verdict_of(row)


async def pinned_before(tx: Connection, applied: Verdict, now: StoryDraft) -> StoryDraft | None:
    """Return a story, as it is now, as it was pinned before its source's changes were taken over.

    None where more of them was since, or that is not known.
    """
    latest = await last(tx, applied.edition_id, [VerdictKind.APPLIED])
    if latest is None or latest.id != applied.id:
        return None
    return pinned.draft_of(now, await tx.scalar(select(verdict.c.before).where(verdict.c.id == applied.id)))


async def last_by(tx: Connection, server_id: ServerId, actor_id: UserId) -> Verdict | None:
    """Return a moderator's last decision in a server that stands."""
    theirs = verdict.c.server_id == server_id, verdict.c.actor_id == actor_id, verdict.c.undone_at.is_(None)
    found = select(verdict).where(*theirs).order_by(verdict.c.at.desc(), verdict.c.id.desc()).limit(1)
    row = (await tx.execute(found)).first()
    return None if row is None else verdict_of(row)


async def of_batch(tx: Connection, server_id: ServerId, batch: str) -> list[Verdict]:
    """Return those of the decisions that were made at once that stand, the first first."""
    stand = verdict.c.batch == batch, verdict.c.server_id == server_id, verdict.c.undone_at.is_(None)
    rows = await tx.execute(select(verdict).where(*stand).order_by(verdict.c.id))
    return [verdict_of(row) for row in rows]


async def last_decided(tx: Connection, server_id: ServerId, *, since: datetime) -> datetime | None:
    """Return when a moderator last ended a story's waiting, after that."""
    lately = (verdict.c.server_id == server_id, verdict.c.at > since, verdict.c.actor_id.is_not(None))
    ended = select(func.max(verdict.c.at, type_=verdict.c.at.type)).where(*lately)
    found: datetime | None = await tx.scalar(ended.where(verdict.c.kind.in_(_ENDS)))
    return found


async def undo(tx: Connection, verdict_id: VerdictId, *, actor_id: UserId, at: datetime) -> bool:
    """Mark a decision as undone; False where it was before."""
    stands = (verdict.c.id == verdict_id, verdict.c.undone_at.is_(None))
    undone = update(verdict).where(*stands).values(undone_at=at, undone_by=actor_id)
    return (await tx.execute(undone)).rowcount == 1


def verdict_of(row: Row[Any]) -> Verdict:
    """Return what a row of the table says, whatever else is in it."""
    return Verdict(
        id=VerdictId(row.id),
        server_id=ServerId(row.server_id),
        edition_id=EditionId(row.edition_id),
        kind=VerdictKind(row.kind),
        at=row.at,
        actor_id=None if row.actor_id is None else UserId(row.actor_id),
        reason=row.reason,
        detail=row.detail,
        changes=row.changes,
        batch=row.batch,
        undone_at=row.undone_at,
        undone_by=None if row.undone_by is None else UserId(row.undone_by),
    )
