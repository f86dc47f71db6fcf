"""Verdicts of a server with the stories that they are on: for who asks what was decided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from bot.domain.ids import ChannelId, EditionId, ServerId, UserId
from bot.domain.verdict import Verdict, VerdictKind
from bot.storage import verdicts
from bot.storage.database import Connection
from bot.storage.desk_tables import verdict
from bot.storage.tables import delivery, edition, story


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which verdicts: of a moderator, of these kinds, on a story, since when; standing: not undone."""

    actor_id: UserId | None = None
    kinds: tuple[VerdictKind, ...] = ()
    edition_id: EditionId | None = None
    since: datetime | None = None
    standing: bool = False


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
    if wanted.standing:
        where.append(verdict.c.undone_at.is_(None))
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


def _channel(found: int | None) -> ChannelId | None:
    return None if found is None else ChannelId(found)
