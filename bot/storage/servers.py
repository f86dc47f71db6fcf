"""Servers: joined, paused, left and erased."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.engine import Row

from bot.domain.ids import ChannelId, FeedId, ServerId, StoryId
from bot.domain.server import Server
from bot.storage import searching
from bot.storage.database import Connection
from bot.storage.tables import decision, edition, feed, memo, server, sighting, source, story
from bot.storage.upsert import in_pieces, insert


async def join(tx: Connection, server_id: ServerId, name: str, *, now: datetime) -> None:
    """Record that the bot is in the server: a new one, one renamed, or one come back."""
    await join_all(tx, {server_id: name}, now=now)


async def join_all(tx: Connection, names: Mapping[ServerId, str], *, now: datetime) -> None:
    """Record that the bot is in all of these servers."""
    rows = [{"id": server_id, "name": name, "joined_at": now} for server_id, name in names.items()]
    for some in in_pieces(rows, variables_each=3):
        added = insert(tx, server).values(some)
        known_by = {"name": added.excluded.name, "left_at": None}
        await tx.execute(added.on_conflict_do_update(index_elements=["id"], set_=known_by))


async def leave(tx: Connection, server_id: ServerId, *, now: datetime) -> None:
    """Record that the bot was removed from the server."""
    await tx.execute(
        update(server).where(server.c.id == server_id, server.c.left_at.is_(None)).values(left_at=now)
    )


async def leave_all_but(tx: Connection, present: Iterable[ServerId], *, now: datetime) -> list[ServerId]:
    """Record which servers the bot was removed from while it was away, and return them."""
    still = set(present)
    gone = [each.id for each in await present_ones(tx) if each.id not in still]
    for server_id in gone:
        await leave(tx, server_id, now=now)
    return gone


async def present_ones(tx: Connection) -> list[Server]:
    """Return the servers that the bot is in."""
    rows = await tx.execute(select(server).where(server.c.left_at.is_(None)).order_by(server.c.id))
    return [_server(row) for row in rows]


async def pause(tx: Connection, server_id: ServerId, *, now: datetime) -> bool:
    """Let nothing go out in the server any more; False when nothing did already."""
    running = update(server).where(server.c.id == server_id, server.c.paused_at.is_(None))
    return (await tx.execute(running.values(paused_at=now))).rowcount == 1


async def go_on(tx: Connection, server_id: ServerId) -> bool:
    """Let things go out in the server again; False when it was not paused."""
    paused = update(server).where(server.c.id == server_id, server.c.paused_at.is_not(None))
    return (await tx.execute(paused.values(paused_at=None))).rowcount == 1


async def set_review_channel(tx: Connection, server_id: ServerId, channel_id: ChannelId) -> None:
    """Tell the server's moderators things in this channel from now on."""
    await tx.execute(update(server).where(server.c.id == server_id).values(review_channel_id=channel_id))


async def left_before(tx: Connection, at: datetime) -> list[ServerId]:
    """Return the servers that the bot is not in since then or longer."""
    rows = await tx.scalars(select(server.c.id).where(server.c.left_at <= at).order_by(server.c.id))
    return [ServerId(row) for row in rows]


async def erase(tx: Connection, server_id: ServerId, *, left_before: datetime) -> bool:
    """Delete all that is known of a server that was left, unless the bot has come back in the meantime.

    With it go the feeds that only it used, and the stories that nobody else has.
    """
    feed_ids = [
        FeedId(row)
        for row in await tx.scalars(select(source.c.feed_id).where(source.c.server_id == server_id))
    ]
    told = select(edition.c.story_id).where(edition.c.server_id == server_id)
    decided = select(decision.c.story_id).where(decision.c.server_id == server_id)
    story_ids = {StoryId(row) for row in await tx.scalars(told.union(decided))}
    for piece in in_pieces(feed_ids):
        seen = select(sighting.c.story_id).where(sighting.c.feed_id.in_(piece)).distinct()
        story_ids.update(StoryId(row) for row in await tx.scalars(seen))
    words = await searching.words_of_server(tx, server_id)
    gone = delete(server).where(server.c.id == server_id, server.c.left_at <= left_before)
    if (await tx.execute(gone)).rowcount != 1:
        return False
    await tx.execute(delete(memo).where(memo.c.key.like(f"%:{server_id}:%")))
    await _erase_unused(tx, feed_ids, story_ids)
    await searching.forget_words(tx, words)
    return True


async def _erase_unused(tx: Connection, feed_ids: Sequence[FeedId], story_ids: Iterable[StoryId]) -> None:
    for feeds in in_pieces(feed_ids):
        used = exists().where(source.c.feed_id == feed.c.id)
        await tx.execute(delete(feed).where(feed.c.id.in_(feeds), ~used))
    for stories in in_pieces(sorted(story_ids)):
        known = [exists().where(table.c.story_id == story.c.id) for table in (sighting, edition, decision)]
        words = await searching.words_of(tx, stories)
        await tx.execute(delete(story).where(story.c.id.in_(stories), *(~each for each in known)))
        await searching.forget_words(tx, words)


async def get(tx: Connection, server_id: ServerId) -> Server | None:
    """Return a server, also one that was left."""
    row = (await tx.execute(select(server).where(server.c.id == server_id))).first()
    return None if row is None else _server(row)


def _server(row: Row[Any]) -> Server:
    return Server(
        id=ServerId(row.id),
        name=row.name,
        joined_at=row.joined_at,
        left_at=row.left_at,
        paused_at=row.paused_at,
        review_channel_id=None if row.review_channel_id is None else ChannelId(row.review_channel_id),
    )
