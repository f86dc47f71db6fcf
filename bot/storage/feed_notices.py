"""Notices about feeds: what wants one, how far their messages have come, and how they end."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, delete, exists, func, or_, select, update

from bot.domain.address import story_key
from bot.domain.delivery import backoff
from bot.domain.feed_notice import MANY_FAILURES, Cause, FeedNotice, NoticeOutcome, NoticeState
from bot.domain.ids import CardKey, ChannelId, FeedId, FeedNoticeId, MessageId, ServerId, SourceId, UserId
from bot.domain.panel import PanelKey
from bot.domain.source import FeedState, Source, SourceState
from bot.domain.turns import Turns
from bot.storage.database import Connection
from bot.storage.desk_tables import feed_notice
from bot.storage.in_turn import in_a_server_of_ours, in_turn
from bot.storage.tables import feed, sighting, source, story
from bot.storage.upsert import insert

# Of a feed that brings stories, so many of the last tell what is usual.
_LAST = 30
# So many a message about several names; more go into no menu.
MOST_NAMED = 25
_DOWN = (Cause.FAILING, Cause.ENDED)


@dataclass(frozen=True, slots=True)
class NewNotice:
    """What is wrong with a source, or with several. fields: what the message says of it, in plain JSON."""

    server_id: ServerId
    source_id: SourceId | None
    cause: Cause
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DueNotice:
    """A notice whose message is to be posted or drawn again."""

    key: FeedNoticeId
    server_id: ServerId


async def down(tx: Connection) -> list[NewNotice]:
    """Return the sources that take stories of feeds that can't be read, and whose servers were not told."""
    ended = feed.c.state == FeedState.ENDED
    many = and_(feed.c.state == FeedState.ACTIVE, feed.c.failures >= MANY_FAILURES)
    rows = await tx.execute(
        select(source.c.id, source.c.server_id, *_OF_FEED)
        .join(feed, feed.c.id == source.c.feed_id)
        .where(or_(ended, many), _taken(), ~_told(_DOWN))
        .order_by(source.c.id)
    )
    return [
        NewNotice(
            ServerId(row.server_id),
            SourceId(row.id),
            Cause.ENDED if row.state == FeedState.ENDED else Cause.FAILING,
            {**_named(row), "failures": row.failures, "error": row.last_error, "since": _seconds(row)},
        )
        for row in rows
    ]


async def quiet_feeds(tx: Connection, *, since: datetime) -> list[FeedId]:
    """Return the feeds that work and were the first to bring no story since then; and are used as long."""
    lately = select(story.c.feed_id).where(story.c.first_seen_at > since, story.c.feed_id.is_not(None))
    rows = await tx.scalars(
        select(feed.c.id)
        .join(source, source.c.feed_id == feed.c.id)
        .where(
            feed.c.state == FeedState.ACTIVE,
            feed.c.failures == 0,
            feed.c.last_checked_at > since,
            feed.c.id.not_in(lately),
            source.c.added_at <= since,
            _taken(),
            ~_told([Cause.SILENT]),
        )
        .distinct()
    )
    return [FeedId(each) for each in rows]


async def last_times(tx: Connection, feed_id: FeedId) -> list[datetime]:
    """Return when the last stories of a feed came: of its backlog as it says, of the others as we saw."""
    earlier = story.c.published_at < sighting.c.seen_at
    at = case((earlier, story.c.published_at), else_=sighting.c.seen_at).label("at")
    rows = await tx.scalars(
        select(at)
        .join(story, story.c.id == sighting.c.story_id)
        .where(sighting.c.feed_id == feed_id)
        .order_by(at.desc())
        .limit(_LAST)
    )
    return list(rows)


async def silent(
    tx: Connection, feed_id: FeedId, *, since: datetime, last: datetime, pause: timedelta
) -> list[NewNotice]:
    """Return what is to be said of a silent feed in the servers that use it since then, or longer."""
    rows = await tx.execute(
        select(source.c.id, source.c.server_id, *_OF_FEED)
        .join(feed, feed.c.id == source.c.feed_id)
        .where(feed.c.id == feed_id, source.c.added_at <= since, _taken(), ~_told([Cause.SILENT]))
    )
    told = {"last": int(last.timestamp()), "pause": round(pause.total_seconds())}
    return [
        NewNotice(ServerId(row.server_id), SourceId(row.id), Cause.SILENT, {**_named(row), **told})
        for row in rows
    ]


async def add(tx: Connection, new: Sequence[NewNotice], *, now: datetime) -> int:
    """Let servers be told, unless they were of the same cause and it goes on; return how many will be."""
    return len(await _add(tx, new, NoticeState.WANTED, now=now))


async def add_together(tx: Connection, new: Sequence[NewNotice], *, now: datetime) -> None:
    """Let a server be told of several sources by one message; else as `add`."""
    added = await _add(tx, new, NoticeState.GONE, now=now)
    if not added:
        return
    named = added[:MOST_NAMED]
    feeds = [{"key": each.key, "cause": each.cause, **_name(each.fields)} for each in named]
    told = {"count": len(added), "feeds": feeds}
    await _add(tx, [NewNotice(new[0].server_id, None, Cause.SEVERAL, told)], NoticeState.WANTED, now=now)


async def told_lately(tx: Connection, *, since: datetime) -> dict[ServerId, int]:
    """Return how many messages of feeds in trouble servers got since then, or are about to get."""
    counted = (
        select(feed_notice.c.server_id, func.count().label("number"))
        .where(
            feed_notice.c.created_at > since,
            feed_notice.c.cause != Cause.MOVED,
            feed_notice.c.state != NoticeState.GONE,
        )
        .group_by(feed_notice.c.server_id)
    )
    return {ServerId(row.server_id): row.number for row in await tx.execute(counted)}


async def _add(
    tx: Connection, new: Sequence[NewNotice], state: NoticeState, *, now: datetime
) -> Sequence[Row[Any]]:
    rows = [
        {
            "server_id": each.server_id,
            "source_id": each.source_id,
            "cause": each.cause,
            "fields": dict(each.fields),
            "state": state,
            "key": secrets.token_hex(12),
            "due_at": None if state is NoticeState.GONE else now,
            "created_at": now,
        }
        for each in new
    ]
    if not rows:
        return []
    added = insert(tx, feed_notice).on_conflict_do_nothing().returning(feed_notice)
    return sorted((await tx.execute(added, rows)).all(), key=lambda row: row.id)


async def feed_moved(tx: Connection, used_by: Iterable[Source], *, old: str, url: str, now: datetime) -> None:
    """Let the servers of sources be told that their feed is at another address for good.

    What only a spelling tells apart, as of one with and one without encryption, is no other address.
    """
    if story_key(old) == story_key(url):
        return
    source_ids = [each.id for each in used_by]
    await _end(tx, and_(feed_notice.c.source_id.in_(source_ids), feed_notice.c.cause == Cause.MOVED), now=now)
    rows = await tx.execute(
        select(source.c.id, source.c.server_id, *_OF_FEED)
        .join(feed, feed.c.id == source.c.feed_id)
        .where(source.c.id.in_(source_ids))
    )
    told = {"old": old, "url": url}
    new = [
        NewNotice(ServerId(row.server_id), SourceId(row.id), Cause.MOVED, {**_named(row), **told})
        for row in rows
    ]
    await add(tx, new, now=now)


async def settle(
    tx: Connection,
    source_id: SourceId,
    outcome: NoticeOutcome,
    *,
    now: datetime,
    by: UserId | None = None,
    causes: Collection[Cause] = tuple(Cause),
) -> None:
    """End the notices about a source: it works, or somebody has done something about it."""
    about = and_(
        feed_notice.c.source_id == source_id, feed_notice.c.cause.in_([each.value for each in causes])
    )
    await _end(tx, about, now=now, outcome=outcome, by=by)


async def over(tx: Connection) -> list[tuple[FeedNoticeId, NoticeOutcome]]:
    """Return the notices whose cause is over by itself, with how they end."""
    sourceless = and_(feed_notice.c.source_id.is_(None), feed_notice.c.cause != Cause.SEVERAL)
    gone = await tx.scalars(select(feed_notice.c.id).where(_goes_on(), sourceless))
    answered = and_(feed.c.failures == 0, feed.c.state == FeedState.ACTIVE)
    since = feed.c.last_checked_at >= feed_notice.c.created_at
    brought = exists().where(sighting.c.feed_id == feed.c.id, sighting.c.seen_at > feed_notice.c.created_at)
    mended = or_(
        and_(feed_notice.c.cause.in_(_DOWN), answered, since),
        and_(feed_notice.c.cause == Cause.SILENT, brought),
    )
    works = await tx.scalars(
        select(feed_notice.c.id)
        .join(source, source.c.id == feed_notice.c.source_id)
        .join(feed, feed.c.id == source.c.feed_id)
        .where(_goes_on(), mended)
    )
    return [
        *((FeedNoticeId(each), NoticeOutcome.REMOVED) for each in gone),
        *((FeedNoticeId(each), NoticeOutcome.WORKS) for each in works),
    ]


async def end(tx: Connection, notice_id: FeedNoticeId, outcome: NoticeOutcome, *, now: datetime) -> None:
    """End a notice: what it tells of is over by itself."""
    await _end(tx, feed_notice.c.id == notice_id, now=now, outcome=outcome)


async def due(
    tx: Connection, *, now: datetime, turns: Turns, under_way: Collection[FeedNoticeId] = ()
) -> list[DueNotice]:
    """Return the notices whose messages are to be posted or drawn, the oldest of a server first, in turn."""
    is_due = and_(
        feed_notice.c.due_at <= now, in_a_server_of_ours(feed_notice), feed_notice.c.id.not_in(under_way)
    )
    rows = await in_turn(tx, feed_notice, is_due, by=(feed_notice.c.id,), turns=turns)
    return [DueNotice(FeedNoticeId(row.id), ServerId(row.server_id)) for row in rows]


async def get(tx: Connection, notice_id: FeedNoticeId) -> FeedNotice | None:
    """Return a notice."""
    row = (await tx.execute(select(feed_notice).where(feed_notice.c.id == notice_id))).first()
    return None if row is None else _notice(row)


async def by_key(tx: Connection, server_id: ServerId, key: PanelKey) -> FeedNotice | None:
    """Return a server's notice by what stands in its message's buttons."""
    wanted = (feed_notice.c.key == key, feed_notice.c.server_id == server_id)
    row = (await tx.execute(select(feed_notice).where(*wanted))).first()
    return None if row is None else _notice(row)


async def begin(tx: Connection, notice_id: FeedNoticeId, channel_id: ChannelId, *, now: datetime) -> None:
    """Record that a message is about to be posted."""
    await _change(tx, notice_id, state=NoticeState.POSTING, channel_id=channel_id, intent_at=now)


async def posted(
    tx: Connection, notice_id: FeedNoticeId, message_id: MessageId, *, again_at: datetime | None
) -> None:
    """Record that a message stands. again_at: when it is drawn, where it may show something older."""
    await _change(
        tx,
        notice_id,
        state=NoticeState.STANDING,
        message_id=message_id,
        attempts=0,
        due_at=again_at,
    )


async def drawn(tx: Connection, shown: FeedNotice) -> None:
    """Record that a message shows what it should, unless it is to show something else since."""
    same = feed_notice.c.ended_at.is_not_distinct_from(shown.ended_at)
    await tx.execute(
        update(feed_notice).where(feed_notice.c.id == shown.id, same).values(due_at=None, attempts=0)
    )


async def gone(tx: Connection, notice_id: FeedNoticeId) -> None:
    """Record that there is no message, and none is to be."""
    await _change(tx, notice_id, state=NoticeState.GONE, due_at=None)


async def unposted(tx: Connection, notice_id: FeedNoticeId, *, until: datetime) -> None:
    """Record that a message surely does not stand; it is posted at a time."""
    await _change(tx, notice_id, state=NoticeState.WANTED, channel_id=None, intent_at=None, due_at=until)


async def put_off(tx: Connection, notice_id: FeedNoticeId, *, until: datetime) -> None:
    """Go on with a message at a time."""
    await _change(tx, notice_id, due_at=until)


async def try_again(tx: Connection, failed: FeedNotice, *, now: datetime, most: timedelta) -> None:
    """Go on with a message after a wait that grows with every failure, to the most."""
    attempts = failed.attempts + 1
    await _change(tx, failed.id, attempts=attempts, due_at=now + backoff(attempts, most=most))


async def forget_old(tx: Connection, *, before: datetime) -> None:
    """Forget the notices that ended before a time, and those about several from before it."""
    old = and_(feed_notice.c.cause == Cause.SEVERAL, feed_notice.c.created_at < before)
    await tx.execute(delete(feed_notice).where(or_(feed_notice.c.ended_at < before, old)))


_OF_FEED = (
    feed.c.title,
    feed.c.url,
    feed.c.state,
    feed.c.failures,
    feed.c.last_error,
    feed.c.last_checked_at,
)


def _taken() -> ColumnElement[bool]:
    """A source that takes stories, in a server that the bot is in."""
    return and_(source.c.state == SourceState.ACTIVE, in_a_server_of_ours(source))


def _told(causes: Collection[Cause]) -> ColumnElement[bool]:
    return exists().where(
        feed_notice.c.source_id == source.c.id,
        feed_notice.c.cause.in_([each.value for each in causes]),
        feed_notice.c.ended_at.is_(None),
    )


def _goes_on() -> ColumnElement[bool]:
    return feed_notice.c.ended_at.is_(None)


def _named(row: Any) -> dict[str, object]:
    return {"title": row.title, "url": row.url}


def _name(fields: Mapping[str, Any]) -> dict[str, object]:
    return {name: fields[name] for name in ("title", "url")}


def _seconds(row: Any) -> int | None:
    at: datetime | None = row.last_checked_at
    return None if at is None else int(at.timestamp())


async def _end(
    tx: Connection,
    which: ColumnElement[bool],
    *,
    now: datetime,
    outcome: NoticeOutcome | None = None,
    by: UserId | None = None,
) -> None:
    await tx.execute(
        update(feed_notice)
        .where(which, _goes_on())
        .values(outcome=outcome, outcome_by=by, ended_at=now, due_at=now, attempts=0)
    )


async def _change(tx: Connection, notice_id: FeedNoticeId, **values: object) -> None:
    await tx.execute(update(feed_notice).where(feed_notice.c.id == notice_id).values(**values))


def _notice(row: Any) -> FeedNotice:
    return FeedNotice(
        id=FeedNoticeId(row.id),
        server_id=ServerId(row.server_id),
        source_id=None if row.source_id is None else SourceId(row.source_id),
        cause=Cause(row.cause),
        fields=row.fields,
        state=NoticeState(row.state),
        key=CardKey(row.key),
        created_at=row.created_at,
        channel_id=None if row.channel_id is None else ChannelId(row.channel_id),
        message_id=None if row.message_id is None else MessageId(row.message_id),
        intent_at=row.intent_at,
        attempts=row.attempts,
        outcome=None if row.outcome is None else NoticeOutcome(row.outcome),
        outcome_by=None if row.outcome_by is None else UserId(row.outcome_by),
        ended_at=row.ended_at,
    )
