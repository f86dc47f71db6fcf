"""Stories that a server knows of, whether they came out there or not: brought by a feed, or proposed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal_column, or_, select
from sqlalchemy.engine import Row

from bot.domain.ids import ChannelId, EditionId, ServerId, StoryId
from bot.domain.reasons import Reason
from bot.storage.database import Connection
from bot.storage.search_tables import edition_search, story_search
from bot.storage.tables import (
    decision,
    delivery,
    edition,
    edition_tag,
    feed,
    server,
    sighting,
    source,
    story,
    tag,
)
from bot.storage.upsert import in_pieces

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class KnownStory:
    """A story as a server knows it. channel_id: of its home there, posted or not; None where it has none."""

    story_id: StoryId
    edition_id: EditionId | None
    channel_id: ChannelId | None
    title: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Passed:
    """A story that a feed of the server had, and of which nothing was decided there.

    before: it stood in the feed when the server added it; else it came while the server did not take its
    stories.
    """

    feed: str
    at: datetime
    before: bool


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag that took a story, and why. detail: the word that decided."""

    label: str
    channel_id: ChannelId
    reason: Reason
    detail: str


async def by_ids(tx: Connection, server_id: ServerId, story_ids: Collection[StoryId]) -> list[KnownStory]:
    """Return those of the stories that the server knows of."""
    found: list[KnownStory] = []
    for piece in in_pieces(sorted(story_ids)):
        known = _listed(server_id).where(story.c.id.in_(piece), _known_to(server_id))
        found += [_story(row) for row in await tx.execute(known)]
    return found


async def of_edition(tx: Connection, server_id: ServerId, edition_id: EditionId) -> KnownStory | None:
    """Return the story of one of the server's editions."""
    row = (await tx.execute(_listed(server_id).where(edition.c.id == edition_id))).first()
    return None if row is None else _story(row)


async def latest(tx: Connection, server_id: ServerId, *, limit: int) -> list[KnownStory]:
    """Return the stories that the server decided on last, the last first."""
    decided = (
        select(decision.c.story_id, decision.c.at)
        .where(decision.c.server_id == server_id)
        .order_by(decision.c.at.desc())
        .limit(limit)
    )
    made = (
        select(edition.c.story_id, edition.c.created_at)
        .where(edition.c.server_id == server_id)
        .order_by(edition.c.created_at.desc())
        .limit(limit)
    )
    rows = [*(await tx.execute(decided)).all(), *(await tx.execute(made)).all()]
    last_first = sorted(rows, key=lambda row: (row[1], row[0]), reverse=True)
    ids = list(dict.fromkeys(StoryId(row[0]) for row in last_first))[:limit]
    by_id = {each.story_id: each for each in await by_ids(tx, server_id, ids)}
    return [by_id[each] for each in ids if each in by_id]


async def matching(
    tx: Connection,
    server_id: ServerId,
    words: Sequence[Collection[str]],
    *,
    limit: int,
    shut: Collection[ChannelId] = (),
) -> list[KnownStory]:
    """Return stories that have one of each of these words, or beginnings of such, the last seen first.

    Words are looked for in what the story says, and in what the server says of it. shut: channels whose
    stories are not there.
    """
    if not words:
        return []
    wanted = " AND ".join(f"({' OR '.join(f'{_quoted(word)} *' for word in one)})" for one in words)
    of_source = _listed(server_id).join(story_search, story_search.c.rowid == story.c.id)
    own = _listed(server_id, with_edition=True).join(edition_search, edition_search.c.rowid == edition.c.id)
    found: dict[StoryId, KnownStory] = {}
    for listed, index_of in ((of_source.where(_known_to(server_id)), story_search), (own, edition_search)):
        matches = literal_column(index_of.name).op("MATCH", is_comparison=True)(wanted)
        last = listed.where(matches, *_not_in(shut)).order_by(index_of.c.rowid.desc()).limit(limit)
        found |= {each.story_id: each for each in map(_story, await tx.execute(last))}
    return [found[each] for each in sorted(found, reverse=True)][:limit]


async def of_link(tx: Connection, server_id: ServerId, url: str) -> list[KnownStory]:
    """Return the stories with just this link, of those that feeds brought to the server lately."""
    lately = (
        select(decision.c.story_id)
        .where(decision.c.server_id == server_id)
        .order_by(decision.c.at.desc())
        .limit(_AT_ONCE)
    )
    found = _listed(server_id).where(story.c.id.in_(lately), story.c.link == url)
    return [_story(row) for row in await tx.execute(found)]


async def passed_by(tx: Connection, server_id: ServerId, story_id: StoryId) -> list[Passed]:
    """Return which feeds of the server had a story that was not decided on when it came."""
    undecided = ~exists().where(
        decision.c.story_id == sighting.c.story_id,
        decision.c.server_id == server_id,
        decision.c.feed_id == sighting.c.feed_id,
    )
    before = or_(
        sighting.c.seen_at <= func.coalesce(feed.c.first_checked_at, sighting.c.seen_at),
        sighting.c.seen_at < source.c.added_at,
    )
    rows = await tx.execute(
        select(feed.c.title, feed.c.url, sighting.c.seen_at, before.label("before"))
        .select_from(sighting)
        .join(feed, feed.c.id == sighting.c.feed_id)
        .join(source, and_(source.c.feed_id == feed.c.id, source.c.server_id == server_id))
        .where(sighting.c.story_id == story_id, undecided)
        .order_by(sighting.c.seen_at)
    )
    return [Passed(row.title or row.url, row.seen_at, bool(row.before)) for row in rows]


async def tags_of(tx: Connection, edition_id: EditionId) -> list[Tagged]:
    """Return the tags of an edition and why they took it, in the server's order."""
    rows = await tx.execute(
        select(tag.c.label, tag.c.channel_id, edition_tag.c.reason, edition_tag.c.detail)
        .join(tag, tag.c.id == edition_tag.c.tag_id)
        .where(edition_tag.c.edition_id == edition_id)
        .order_by(tag.c.position, tag.c.id)
    )
    return [Tagged(row.label, ChannelId(row.channel_id), Reason(row.reason), row.detail) for row in rows]


async def expires_at(tx: Connection, edition_id: EditionId) -> datetime | None:
    """Return when an edition has waited for a moderator as long as its server lets it."""
    found = select(edition.c.held_at, server.c.review_hours).join(server, server.c.id == edition.c.server_id)
    row = (await tx.execute(found.where(edition.c.id == edition_id, edition.c.held_at.is_not(None)))).first()
    if row is None:
        return None
    since: datetime = row.held_at
    return since + timedelta(hours=row.review_hours)


def _listed(server_id: ServerId, *, with_edition: bool = False) -> Select[Any]:
    own = and_(edition.c.story_id == story.c.id, edition.c.server_id == server_id)
    home = and_(delivery.c.edition_id == edition.c.id, delivery.c.home)
    shown = func.coalesce(edition.c.title, story.c.title).label("title")
    return (
        select(story.c.id, story.c.link, shown, edition.c.id.label("edition_id"), delivery.c.channel_id)
        .select_from(story)
        .join(edition, own, isouter=not with_edition)
        .outerjoin(delivery, home)
    )


def _not_in(shut: Collection[ChannelId]) -> tuple[ColumnElement[bool], ...]:
    if not shut:
        return ()
    return (or_(delivery.c.channel_id.is_(None), delivery.c.channel_id.not_in(shut)),)


def _known_to(server_id: ServerId) -> ColumnElement[bool]:
    """What the server has an edition of, or decided on, or what stood in a feed that it follows."""
    decided = exists().where(decision.c.story_id == story.c.id, decision.c.server_id == server_id)
    seen = exists(
        select(sighting.c.story_id)
        .join(source, source.c.feed_id == sighting.c.feed_id)
        .where(sighting.c.story_id == story.c.id, source.c.server_id == server_id)
    )
    return or_(edition.c.id.is_not(None), decided, seen)


def _quoted(word: str) -> str:
    return f'"{word}"'


def _story(row: Row[Any]) -> KnownStory:
    return KnownStory(
        StoryId(row.id),
        None if row.edition_id is None else EditionId(row.edition_id),
        None if row.channel_id is None else ChannelId(row.channel_id),
        row.title,
        row.link,
    )
