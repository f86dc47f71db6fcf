"""Verdicts of a server with the stories that they are on: for who asks what was decided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select

from bot.domain.edition import EditionState
from bot.domain.ids import ChannelId, EditionId, ServerId, UserId
from bot.domain.verdict import Verdict, VerdictKind
from bot.storage import clearing, verdicts
from bot.storage.database import Connection
from bot.storage.desk_tables import verdict
from bot.storage.tables import delivery, edition, story

_LOOKED_THROUGH = 1000
# What a decision made of its edition, and which can be taken back before a card of it is begun alone.
_MADE = {
    VerdictKind.APPROVED: EditionState.CLEARED,
    VerdictKind.REJECTED: EditionState.REJECTED,
    VerdictKind.EXPIRED: EditionState.EXPIRED,
    VerdictKind.LOCKED: EditionState.CLEARED,
    VerdictKind.REOPENED: EditionState.CLEARED,
}
_UNPOSTED = (VerdictKind.APPROVED, VerdictKind.BREAKING)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which verdicts: of a moderator, of these kinds, on a story, since when.

    to_undo: of the last ones those alone that were not undone, and of which nothing came that can't be.
    """

    actor_id: UserId | None = None
    kinds: tuple[VerdictKind, ...] = ()
    edition_id: EditionId | None = None
    since: datetime | None = None
    to_undo: bool = False


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """A verdict, and its story as the server shows it. home: the channel of its first card, if it has one.

    into, into_home: of a merge, what the other story is called, and its home.
    """

    verdict: Verdict
    title: str
    link: str | None
    home: ChannelId | None
    into: str = ""
    into_home: ChannelId | None = None


async def latest(
    tx: Connection, server_id: ServerId, wanted: Wanted, *, limit: int, shut: Collection[ChannelId] = ()
) -> list[VerdictRecord]:
    """Return a server's last verdicts, the newest first. shut: homes whose stories are left out."""
    found = _records(server_id, wanted).order_by(verdict.c.at.desc(), verdict.c.id.desc()).limit(limit)
    if shut:
        home = delivery.c.channel_id
        found = found.where(or_(home.is_(None), home.not_in(sorted(shut))))
    rows = await tx.execute(found)
    return [
        VerdictRecord(
            verdicts.verdict_of(row),
            row.shown_title,
            row.link,
            _channel(row.home_id),
            row.into_title or "",
            _channel(row.into_home_id),
        )
        for row in rows
    ]


def _records(server_id: ServerId, wanted: Wanted) -> Select[Any]:
    where = [verdict.c.server_id == server_id]
    if wanted.actor_id is not None:
        where.append(verdict.c.actor_id == wanted.actor_id)
    if wanted.kinds:
        where.append(verdict.c.kind.in_([kind.value for kind in wanted.kinds]))
    if wanted.edition_id is not None:
        where.append(verdict.c.edition_id == wanted.edition_id)
    if wanted.since is not None:
        where.append(verdict.c.at >= wanted.since)
    if wanted.to_undo:
        where += [verdict.c.id.in_(_last_standing(server_id, wanted.kinds)), _can_be_undone()]
    title = func.coalesce(edition.c.title, story.c.title).label("shown_title")
    other, other_story, other_home = edition.alias(), story.alias(), delivery.alias()
    into = func.coalesce(other.c.title, other_story.c.title).label("into_title")
    homes = delivery.c.channel_id.label("home_id"), other_home.c.channel_id.label("into_home_id")
    merged = and_(verdict.c.kind == VerdictKind.MERGED.value, other.c.id == edition.c.merged_into)
    return (
        select(verdict, title, story.c.link, into, *homes)
        .join(edition, edition.c.id == verdict.c.edition_id)
        .join(story, story.c.id == edition.c.story_id)
        .outerjoin(delivery, and_(delivery.c.edition_id == edition.c.id, delivery.c.home))
        .outerjoin(other, merged)
        .outerjoin(other_story, other_story.c.id == other.c.story_id)
        .outerjoin(other_home, and_(other_home.c.edition_id == other.c.id, other_home.c.home))
        .where(*where)
    )


def _last_standing(server_id: ServerId, kinds: Collection[VerdictKind]) -> Select[tuple[int]]:
    """Select the last verdicts that were not undone: of older ones hardly any can be."""
    standing = (verdict.c.server_id == server_id, verdict.c.undone_at.is_(None), verdict.c.kind.in_(kinds))
    newest = verdict.c.at.desc(), verdict.c.id.desc()
    return select(verdict.c.id).where(*standing).order_by(*newest).limit(_LOOKED_THROUGH)


def _can_be_undone() -> ColumnElement[bool]:
    """Return whether a verdict's story is still what it made of it, as far as that shows at once."""
    card = delivery.alias()
    out = exists().where(card.c.edition_id == edition.c.id, clearing.begun(card))
    changed = [and_(verdict.c.kind == kind, edition.c.state != state) for kind, state in _MADE.items()]
    return not_(or_(*changed, and_(verdict.c.kind.in_(_UNPOSTED), out)))


def _channel(found: int | None) -> ChannelId | None:
    return None if found is None else ChannelId(found)
