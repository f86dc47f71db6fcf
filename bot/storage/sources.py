"""Sources: which servers use which feeds, and how."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, select, update
from sqlalchemy.engine import Row

from bot.domain.errors import AlreadyThere
from bot.domain.filtering import parse_filter
from bot.domain.ids import FeedId, ServerId, SourceId, TagId, UserId
from bot.domain.source import Feed, Source, SourceChange, SourceState, Trust
from bot.domain.tagging import RuleKind
from bot.storage import feeds, upsert
from bot.storage.database import Connection
from bot.storage.tables import decision, feed, server, source, source_tag, tag, tag_rule


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


async def move(tx: Connection, used: Source, to: Feed) -> None:
    """Let a server use another feed in the place of one, with all that was decided on its stories there."""
    old, server_id = used.feed_id, used.server_id
    at = source.c.id == used.id
    await tx.execute(update(source).where(at).values(feed_id=to.id, post_newest=0))
    of_server = decision.c.server_id == server_id, decision.c.feed_id == old
    others = decision.alias()
    known = exists().where(
        others.c.feed_id == to.id, others.c.server_id == server_id, others.c.story_id == decision.c.story_id
    )
    await tx.execute(update(decision).where(*of_server, ~known).values(feed_id=to.id))
    await feeds.hand_rules_over(tx, old, to.id, server_id=server_id)


async def used_elsewhere(tx: Connection, feed_id: FeedId, server_id: ServerId) -> bool:
    """Tell whether another server uses a feed."""
    others = select(source.c.id).where(source.c.feed_id == feed_id, source.c.server_id != server_id)
    return (await tx.execute(others.limit(1))).first() is not None


async def names(tx: Connection, server_id: ServerId) -> list[tuple[FeedId, str, str]]:
    """Return the id, title and address of each feed of a server, in the order in which they were added."""
    found = await tx.execute(
        select(feed.c.id, feed.c.title, feed.c.url)
        .join(source, source.c.feed_id == feed.c.id)
        .where(source.c.server_id == server_id)
        .order_by(source.c.id)
    )
    return [(FeedId(row.id), row.title, row.url) for row in found]


async def count(tx: Connection, server_id: ServerId) -> int:
    """Return how many feeds a server uses."""
    of_server = select(func.count()).select_from(source).where(source.c.server_id == server_id)
    return int((await tx.execute(of_server)).scalar_one())


async def follow_again(tx: Connection, source_id: SourceId, *, now: datetime) -> None:
    """Take what stands in a source's feed at its next check for no news."""
    await tx.execute(update(source).where(source.c.id == source_id).values(resumed_at=now))


async def remove(tx: Connection, server_id: ServerId, feed_id: FeedId) -> bool:
    """Let a server use a feed no more, as `remove_all`; tell whether it was used."""
    return bool(await remove_all(tx, server_id, [feed_id]))


async def remove_all(tx: Connection, server_id: ServerId, feed_ids: Sequence[FeedId]) -> frozenset[FeedId]:
    """Let a server use feeds no more, and with them the rules for them; return those that it used.

    A feed goes with its last server.
    """
    removed: set[FeedId] = set()
    its_tags = select(tag.c.id).where(tag.c.server_id == server_id)
    for piece in upsert.in_pieces(feed_ids):
        gone = delete(source).where(source.c.server_id == server_id, source.c.feed_id.in_(piece))
        removed |= {FeedId(each) for each in await tx.scalars(gone.returning(source.c.feed_id))}
        for_them = tag_rule.c.kind == RuleKind.FEED, tag_rule.c.value.in_([str(each) for each in piece])
        await tx.execute(delete(tag_rule).where(tag_rule.c.tag_id.in_(its_tags), *for_them))
        await feeds.remove_unused(tx, piece)
    return frozenset(removed)


async def add_all(
    tx: Connection,
    server_id: ServerId,
    tags_of: Mapping[FeedId, Iterable[TagId]],
    *,
    interval: timedelta,
    now: datetime,
    added_by: UserId,
) -> None:
    """Let a server use many feeds, each with the tags that it gives; those that it uses stay as they are."""
    rows = [
        {
            "server_id": server_id,
            "feed_id": feed_id,
            "added_at": now,
            "added_by": added_by,
            "interval_seconds": round(interval.total_seconds()),
        }
        for feed_id in tags_of
    ]
    added = upsert.insert(tx, source).on_conflict_do_nothing(index_elements=["server_id", "feed_id"])
    made = await tx.execute(added.returning(source.c.id, source.c.feed_id), rows)
    given = [
        {"source_id": row.id, "tag_id": tag_id} for row in made for tag_id in tags_of[FeedId(row.feed_id)]
    ]
    if given:
        await tx.execute(insert(source_tag), given)


async def get(tx: Connection, server_id: ServerId, feed_id: FeedId) -> tuple[Source, Feed] | None:
    """Return a server's use of a feed, and the feed."""
    used = and_(source.c.server_id == server_id, source.c.feed_id == feed_id)
    found, of = await _sources(tx, used), await feeds.get(tx, feed_id)
    return (found[0], of) if found and of is not None else None


async def change(tx: Connection, source_id: SourceId, change: SourceChange) -> None:
    """Let a source have what the change names; the rest stays."""
    values: dict[str, Any] = {}
    if change.interval is not None:
        values["interval_seconds"] = round(change.interval.total_seconds())
    if change.trust is not None:
        values["trust"] = change.trust
    if change.filters:
        values["filter"] = None if change.filter is None else {"text": str(change.filter)}
    if values:
        await tx.execute(update(source).where(source.c.id == source_id).values(values))
    if change.tags is not None:
        await tx.execute(delete(source_tag).where(source_tag.c.source_id == source_id))
        if change.tags:
            rows = [{"source_id": source_id, "tag_id": tag_id} for tag_id in change.tags]
            await tx.execute(insert(source_tag), rows)


async def pause(tx: Connection, source_id: SourceId) -> bool:
    """Take no stories of a feed for now; tell whether they were taken."""
    return await _turn(tx, source_id, SourceState.ACTIVE, SourceState.PAUSED)


async def resume(tx: Connection, source_id: SourceId, *, now: datetime) -> bool:
    """Take the stories that come from now on; tell whether none were taken."""
    return await _turn(tx, source_id, SourceState.PAUSED, SourceState.ACTIVE, resumed_at=now)


async def _turn(
    tx: Connection, source_id: SourceId, old: SourceState, new: SourceState, **values: object
) -> bool:
    turned = update(source).where(source.c.id == source_id, source.c.state == old)
    return (await tx.execute(turned.values(state=new, **values))).rowcount == 1


async def of_feed(tx: Connection, feed_id: FeedId) -> list[Source]:
    """Return the sources of a feed that take its stories now, in the servers that the bot is in."""
    present = select(server.c.id).where(server.c.left_at.is_(None))
    return await _sources(
        tx,
        and_(
            source.c.feed_id == feed_id,
            source.c.state == SourceState.ACTIVE,
            source.c.server_id.in_(present),
        ),
    )


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
        state=SourceState(row.state),
        trust=Trust(row.trust),
        filter=None if row.filter is None else parse_filter(row.filter["text"]),
        resumed_at=row.resumed_at,
    )
