"""Links that members proposed: how many, what became of them, and who is still to be told."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Update, and_, func, insert, or_, select, update
from sqlalchemy.engine import Row

from bot.domain.clip import Clip, ClipOutcome
from bot.domain.edition import EditionState
from bot.domain.ids import ClipId, EditionId, ServerId, UserId
from bot.storage.database import Connection
from bot.storage.desk_tables import clip
from bot.storage.tables import edition, server


async def add(
    tx: Connection,
    server_id: ServerId,
    user_id: UserId,
    url: str,
    edition_id: EditionId | None,
    *,
    now: datetime,
    language: str | None = None,
) -> ClipId:
    """Keep that a member proposed a link; edition_id: None where they are never to hear of it."""
    row = {"server_id": server_id, "user_id": user_id, "url": url, "edition_id": edition_id, "at": now}
    row |= {"language": language}
    return ClipId(await tx.scalar(insert(clip).values(row).returning(clip.c.id)))


async def let_expire(tx: Connection, clip_id: ClipId, title: str, *, at: datetime) -> None:
    """Let a member hear at a time that nobody decided on a link, whatever became of its story."""
    await tx.execute(update(clip).where(clip.c.id == clip_id).values(title=title, tell_at=at))


async def made_since(tx: Connection, server_id: ServerId, user_id: UserId, since: datetime) -> list[datetime]:
    """Return when a member proposed links after that, the earliest first."""
    theirs = clip.c.server_id == server_id, clip.c.user_id == user_id, clip.c.at > since
    return list(await tx.scalars(select(clip.c.at).where(*theirs).order_by(clip.c.at)))


async def undecided_of(
    tx: Connection, server_id: ServerId, user_id: UserId, urls: Collection[str], *, since: datetime
) -> bool:
    """Tell whether a member has proposed one of these links after that and has heard nothing of it yet."""
    same = clip.c.url.in_(urls), clip.c.at > since
    theirs = (clip.c.server_id == server_id, clip.c.user_id == user_id, clip.c.outcome.is_(None), *same)
    return await tx.scalar(select(clip.c.id).where(*theirs).limit(1)) is not None


async def expired_of(
    tx: Connection, server_id: ServerId, user_id: UserId, urls: Collection[str], *, since: datetime
) -> str | None:
    """Return the title of one of these links that a member proposed after that and let expire: see above."""
    same = clip.c.url.in_(urls), clip.c.at > since, clip.c.edition_id.is_(None), clip.c.title.is_not(None)
    theirs = (clip.c.server_id == server_id, clip.c.user_id == user_id, clip.c.outcome.is_not(None), *same)
    found: str | None = await tx.scalar(select(clip.c.title).where(*theirs).limit(1))
    return found


async def due(
    tx: Connection, server_id: ServerId, *, now: datetime, besides: Collection[int], limit: int
) -> list[Clip]:
    """Return those of a server whose stories were decided on, or that are to be looked at again."""
    rows = await tx.execute(
        select(clip, edition.c.decided_at)
        .outerjoin(edition, edition.c.id == clip.c.edition_id)
        .where(clip.c.id.in_(_due(now)), clip.c.server_id == server_id, clip.c.id.not_in(besides))
        .order_by(clip.c.id)
        .limit(limit)
    )
    return [_clip(row) for row in rows]


async def servers_with_due(tx: Connection, *, now: datetime) -> list[ServerId]:
    """Return the servers, of those that we are in and that are not paused, where something is due."""
    here = and_(server.c.id == clip.c.server_id, server.c.left_at.is_(None), server.c.paused_at.is_(None))
    found = select(clip.c.server_id).join(server, here).where(clip.c.id.in_(_due(now)))
    return [ServerId(each) for each in await tx.scalars(found.distinct())]


async def next_due(tx: Connection, *, after: datetime) -> datetime | None:
    """Return when the next one is to be looked at again."""
    found: datetime | None = await tx.scalar(select(func.min(clip.c.tell_at)).where(clip.c.tell_at > after))
    return found


async def begin(tx: Connection, of: Clip, outcome: ClipOutcome, *, now: datetime) -> Clip | None:
    """Record that a member is about to be told; None where that, or the link, is no longer as it was."""
    as_it_was = and_(clip.c.id == of.id, clip.c.intent_at.is_(None), clip.c.outcome.is_(None))
    begun = update(clip).where(as_it_was).values(outcome=outcome, intent_at=now, tell_at=now)
    if (await tx.execute(begun)).rowcount != 1:
        return None
    return replace(of, outcome=outcome, intent_at=now)


async def release(tx: Connection, of: Clip, *, at: datetime, attempts: int) -> None:
    """Let a member be told anew: surely they were not."""
    values = {"outcome": None, "intent_at": None, "tell_at": at, "attempts": attempts}
    await tx.execute(_as_known(of).values(**values))


async def put_off(tx: Connection, of: Clip, *, at: datetime, attempts: int) -> None:
    """Try again later, of what may have been told."""
    await tx.execute(_as_known(of).values(tell_at=at, attempts=attempts))


async def settle(tx: Connection, of: Clip, outcome: ClipOutcome) -> None:
    """Record that nothing more is to be said of what became of a link."""
    values = {"outcome": outcome, "intent_at": None, "tell_at": None, "attempts": 0}
    await tx.execute(_as_known(of).values(**values))


async def wait_again(tx: Connection, edition_id: EditionId) -> None:
    """Let who proposed an edition hear what becomes of it: the decision was taken back."""
    values = {"outcome": None, "intent_at": None, "tell_at": None, "attempts": 0}
    await tx.execute(update(clip).where(clip.c.edition_id == edition_id).values(**values))


def _as_known(of: Clip) -> Update:
    """Update one as it was taken; what was taken back or begun since is to be told anew."""
    return update(clip).where(clip.c.id == of.id, clip.c.intent_at.is_not_distinct_from(of.intent_at))


def _due(now: datetime) -> CompoundSelect[Any]:
    """Select what was decided and nobody has looked at, or is to be looked at again: each by its index."""
    decided = edition.alias("decided")
    new = (
        select(clip.c.id)
        .join(decided, and_(decided.c.id == clip.c.edition_id, decided.c.state != EditionState.HELD))
        .where(clip.c.outcome.is_(None), or_(clip.c.tell_at.is_(None), clip.c.tell_at <= now))
    )
    untold = or_(clip.c.outcome.is_not(None), clip.c.edition_id.is_(None))
    return new.union_all(select(clip.c.id).where(untold, clip.c.tell_at <= now))


def _clip(row: Row[Any]) -> Clip:
    return Clip(
        id=ClipId(row.id),
        server_id=ServerId(row.server_id),
        user_id=UserId(row.user_id),
        edition_id=None if row.edition_id is None else EditionId(row.edition_id),
        url=row.url,
        at=row.at,
        decided_at=row.decided_at,
        outcome=None if row.outcome is None else ClipOutcome(row.outcome),
        intent_at=row.intent_at,
        attempts=row.attempts,
        language=row.language,
        title=row.title,
    )
