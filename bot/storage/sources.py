"""Sources: which servers use which feeds, and how."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, select
from sqlalchemy.engine import Row

from bot.domain.errors import AlreadyThere
from bot.domain.ids import FeedId, ServerId, SourceId, TagId, UserId
from bot.domain.source import Feed, Source
from bot.storage import feeds
from bot.storage.database import Connection
from bot.storage.tables import feed, server, source, source_tag


async def add(
    tx: Connection,
    server_id: ServerId,
    of: Feed,
    *,
    interval: timedelta,
    now: datetime,
    added_by: UserId | None = None,
    post_newest: int = 0,
    tags: Iterable[TagId] = (),
) -> Source:
    """Let a server use a feed, which is due at once; raise AlreadyThere."""
    used = source.c.server_id == server_id, source.c.feed_id == of.id
    if (await tx.execute(select(source.c.id).where(*used))).first() is not None:
        raise AlreadyThere("error-source-already-there", url=of.url, title=of.title)
    values = {
        "server_id": server_id,
        "feed_id": of.id,
        "added_at": now,
        "added_by": added_by,
        "interval_seconds": round(interval.total_seconds()),
        "post_newest": post_newest,
    }
    added: int = (await tx.execute(insert(source).values(values).returning(source.c.id))).scalar_one()
    given = frozenset(tags)
    if given:
        await tx.execute(insert(source_tag), [{"source_id": added, "tag_id": tag_id} for tag_id in given])
    await feeds.wake(tx, of.id, now=now)
    return Source(SourceId(added), server_id, of.id, now, interval, added_by, post_newest, given)


async def remove(tx: Connection, server_id: ServerId, feed_id: FeedId) -> bool:
    """Let a server use a feed no more; the feed goes with its last server. Tell whether it was used."""
    gone = delete(source).where(source.c.server_id == server_id, source.c.feed_id == feed_id)
    removed = (await tx.execute(gone)).rowcount == 1
    await feeds.remove_unused(tx, feed_id)
    return removed


async def of_feed(tx: Connection, feed_id: FeedId) -> list[Source]:
    """Return the sources of a feed in the servers that the bot is in."""
    present = select(server.c.id).where(server.c.left_at.is_(None))
    return await _sources(tx, and_(source.c.feed_id == feed_id, source.c.server_id.in_(present)))


async def of_server(tx: Connection, server_id: ServerId) -> list[tuple[Source, Feed]]:
    """Return the server's sources, each with its feed, in the order in which they were added."""
    found = await _sources(tx, source.c.server_id == server_id)
    used = select(source.c.feed_id).where(source.c.server_id == server_id)
    by_id = {each.id: each for each in await feeds.matching(tx, feed.c.id.in_(used))}
    return [(each, by_id[each.feed_id]) for each in found]


async def _sources(tx: Connection, condition: ColumnElement[bool]) -> list[Source]:
    rows = await tx.execute(
        select(source, source_tag.c.tag_id)
        .outerjoin(source_tag, source_tag.c.source_id == source.c.id)
        .where(condition)
        .order_by(source.c.id)
    )
    by_source = groupby(rows.all(), key=lambda row: row.id)
    return [_source(list(same)) for _, same in by_source]


def _source(rows: Sequence[Row[Any]]) -> Source:
    """Make a source of its rows, one for each tag that it gives."""
    row = rows[0]
    return Source(
        id=SourceId(row.id),
        server_id=ServerId(row.server_id),
        feed_id=FeedId(row.feed_id),
        added_at=row.added_at,
        interval=timedelta(seconds=row.interval_seconds),
        added_by=None if row.added_by is None else UserId(row.added_by),
        post_newest=row.post_newest,
        tags=frozenset(TagId(each.tag_id) for each in rows if each.tag_id is not None),
    )
