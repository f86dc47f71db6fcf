"""Which reader is told of which story, and by what: settled once, done when it is due.

For how it is decided see `bot.domain.notification`, for the messages that tell it `notification_batches`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)

from bot.domain.delivery import DeliveryState, Place
from bot.domain.edition import EditionState
from bot.domain.ids import ChannelId, EditionId, MessageId, RoleId, ServerId, TagId, ThreadId, UserId
from bot.domain.notification import MOST_STORIES, Choice, Notification, NotificationState, Quiet, Way
from bot.domain.quiet import QuietHours
from bot.domain.reasons import Reason
from bot.domain.subscription import Reach
from bot.domain.turns import Turns
from bot.domain.zones import time_zone
from bot.storage import terms
from bot.storage.database import Connection
from bot.storage.reader_tables import notification, reader, role_change, subscription
from bot.storage.tables import delivery, discussion, edition, edition_tag, server, tag
from bot.storage.upsert import insert

OPEN = (NotificationState.QUEUED.value, NotificationState.SENDING.value)


class Task(StrEnum):
    """What is to be done: settle how a story is told, mention in its discussion, write to a reader."""

    SETTLE = "settle"
    MENTION = "mention"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is to be done now; `number` is the edition's, or the reader's."""

    task: Task
    server_id: ServerId
    number: int

    @property
    def key(self) -> tuple[Task, ServerId, int]:
        """Return what it is known by while it is under way."""
        return self.task, self.server_id, self.number


@dataclass(frozen=True, slots=True)
class Posted:
    """A story whose card stands. pings: the roles that it pinged. begun_at: when it was about to be posted.

    channel_id: whoever sees that sees the card; the place of one in a forum is its post.
    """

    edition_id: EditionId
    server_id: ServerId
    channel_id: ChannelId
    place: Place
    posted_at: datetime
    begun_at: datetime
    pings: tuple[RoleId, ...]
    breaking: bool
    thread_id: ThreadId | None


async def ask(tx: Connection, edition_id: EditionId, *, at: datetime) -> None:
    """Let it be settled at a time, or earlier, who is told of a story, unless it was settled before."""
    earlier = or_(edition.c.notify_at.is_(None), edition.c.notify_at > at)
    unsettled = and_(edition.c.id == edition_id, edition.c.notified_at.is_(None), earlier)
    await tx.execute(update(edition).where(unsettled).values(notify_at=at))


async def unsettled(tx: Connection, edition_id: EditionId) -> Posted | None:
    """Return where a story stands; None where it does not, or where it is settled who is told of it."""
    settled = exists().where(edition.c.id == edition_id, edition.c.notified_at.is_not(None))
    return None if await tx.scalar(select(settled)) else await posted(tx, edition_id)


async def note_settled(tx: Connection, edition_id: EditionId, *, now: datetime) -> None:
    """Note that it is settled who is told of a story: it is done once."""
    unsettled = and_(edition.c.id == edition_id, edition.c.notified_at.is_(None))
    await tx.execute(update(edition).where(unsettled).values(notified_at=now, notify_at=None))


async def choices(
    tx: Connection,
    edition_id: EditionId,
    *,
    posted_at: datetime,
    pinged: Collection[RoleId],
    begun_at: datetime,
) -> list[Choice]:
    """Return what readers chose for a story's tags before its card was posted.

    pinged: the roles that it pinged, which reached those who had them when it was begun.
    """
    theirs = and_(reader.c.user_id == subscription.c.user_id, reader.c.server_id == subscription.c.server_id)
    had = exists().where(
        role_change.c.role_id.in_(list(pinged)),
        role_change.c.user_id == subscription.c.user_id,
        role_change.c.given_at <= begun_at,
    )
    rows = await tx.execute(
        select(
            subscription.c.user_id,
            subscription.c.tag_id,
            func.coalesce(subscription.c.reach, reader.c.reach, Reach.MENTION.value).label("reach"),
            had.label("pinged"),
            reader.c.quiet_from,
            reader.c.quiet_until,
            func.coalesce(reader.c.time_zone, server.c.time_zone).label("zone"),
        )
        .select_from(edition_tag)
        .join(tag, tag.c.id == edition_tag.c.tag_id)
        .join(server, server.c.id == tag.c.server_id)
        .join(subscription, subscription.c.tag_id == tag.c.id)
        .outerjoin(reader, theirs)
        .where(edition_tag.c.edition_id == edition_id, subscription.c.made_at <= posted_at)
    )
    return [
        Choice(
            UserId(row.user_id),
            TagId(row.tag_id),
            Reach(row.reach),
            pinged=row.pinged,
            quiet=quiet_of(row.quiet_from, row.quiet_until, row.zone),
        )
        for row in rows.all()
    ]


@lru_cache(maxsize=10_000)
def quiet_of(start: int | None, end: int | None, zone: str) -> Quiet | None:
    """Return the quiet hours of a row's columns."""
    if start is None or end is None:
        return None
    return Quiet(time_zone(zone), QuietHours(start, end))


async def add(
    tx: Connection,
    edition_id: EditionId,
    server_id: ServerId,
    settled: Iterable[Notification],
    *,
    now: datetime,
) -> None:
    """Store how readers are told of a story; who is told of it already is left as they are."""
    over = (NotificationState.SENT, NotificationState.DROPPED)
    rows = [
        {
            "edition_id": edition_id,
            "user_id": each.user_id,
            "server_id": server_id,
            "reach": each.way,
            "state": each.state,
            "reason": each.dropped,
            "not_before": each.not_before,
            "settled_at": now if each.state in over else None,
        }
        for each in settled
    ]
    if rows:
        await tx.execute(insert(tx, notification).on_conflict_do_nothing(), rows)


async def due(tx: Connection, *, now: datetime, turns: Turns, under_way: Collection[Any]) -> list[Due]:
    """Return what is to be done, of a server the longest due first; `turns` says of which."""
    unsettled = await tx.execute(
        select(edition.c.server_id, edition.c.id)
        .where(edition.c.notify_at <= now, _present(edition.c.server_id))
        .order_by(edition.c.notify_at)
        .limit(turns.at_once * 10)
    )
    waiting: dict[ServerId, list[Due]] = defaultdict(list)
    for row in unsettled:
        waiting[ServerId(row.server_id)].append(Due(Task.SETTLE, ServerId(row.server_id), row.id))
    # A look into the index for each server, and not for each row.
    waits = exists().where(notification.c.server_id == server.c.id, _due(now))
    at_work = await tx.scalars(select(server.c.id).where(waits, _is_present(server)))
    servers = {*waiting, *(ServerId(each) for each in at_work)}
    found = {
        server_id: [*waiting[server_id], *await _to_tell(tx, server_id, now, turns.share + len(under_way))]
        for server_id in turns.order(servers)[: turns.free]
    }
    return turns.pick(
        {each: [one for one in some if one.key not in under_way] for each, some in found.items()}
    )


async def posted(tx: Connection, edition_id: EditionId) -> Posted | None:
    """Return where a story stands; None where nobody is to be told of it: it is not, or not any more."""
    row = (
        await tx.execute(
            select(
                edition.c.server_id,
                edition.c.breaking_at,
                delivery.c.channel_id,
                delivery.c.place_id,
                delivery.c.message_id,
                delivery.c.posted_at,
                delivery.c.intent_at,
                delivery.c.terms,
                discussion.c.thread_id,
            )
            .join(delivery, and_(delivery.c.edition_id == edition.c.id, delivery.c.home))
            .outerjoin(discussion, discussion.c.edition_id == edition.c.id)
            .where(
                edition.c.id == edition_id,
                edition.c.state == EditionState.CLEARED.value,
                delivery.c.message_id.is_not(None),
                delivery.c.state != DeliveryState.REMOVED.value,
            )
        )
    ).first()
    return None if row is None else _posted(edition_id, row)


async def put_off(tx: Connection, put_off: Due, *, until: datetime) -> None:
    """Do something at a time instead."""
    number = put_off.number
    match put_off.task:
        case Task.SETTLE:
            unsettled = and_(edition.c.id == number, edition.c.notified_at.is_(None))
            await tx.execute(update(edition).where(unsettled).values(notify_at=until))
            return
        case Task.MENTION:
            of_it = notification.c.edition_id == number
        case Task.DIRECT:
            of_it = notification.c.user_id == number
    waiting = and_(
        notification.c.server_id == put_off.server_id,
        notification.c.state.in_(OPEN),
        notification.c.reach == put_off.task.value,
        notification.c.not_before < until,
    )
    await tx.execute(update(notification).where(of_it, waiting).values(not_before=until))


async def drop_of_edition(tx: Connection, edition_id: EditionId, *, reason: Reason, now: datetime) -> None:
    """Tell nobody of a story any more."""
    await end(tx, notification.c.edition_id == edition_id, reason=reason, now=now)


async def drop_messages(
    tx: Connection, user_id: UserId, *, reason: Reason, now: datetime, server_id: ServerId | None = None
) -> None:
    """Write no direct message to a reader of what waits for them, in one server or in all."""
    theirs = and_(notification.c.user_id == user_id, notification.c.reach == Way.DIRECT.value)
    if server_id is not None:
        theirs = and_(theirs, notification.c.server_id == server_id)
    await end(tx, theirs, reason=reason, now=now)


async def drop_of_reader(
    tx: Connection, server_id: ServerId, user_id: UserId, *, reason: Reason, now: datetime
) -> None:
    """Tell a reader nothing of what waits for them in a server."""
    theirs = and_(notification.c.user_id == user_id, notification.c.server_id == server_id)
    await end(tx, theirs, reason=reason, now=now)


async def expire(tx: Connection, *, before: datetime, now: datetime) -> int:
    """Drop what has waited until it was no news any more, and is not about to be sent; return how many."""
    waiting = notification.c.state.in_(_open())
    old = exists().where(
        delivery.c.edition_id == notification.c.edition_id, delivery.c.home, delivery.c.posted_at < before
    )
    present = notification.c.server_id.in_(select(server.c.id))  # for the index
    return await end(tx, and_(present, waiting, old), reason=Reason.STALE, now=now)


async def forget(tx: Connection, *, settled_before: datetime, most: int) -> int:
    """Delete some of what was settled long ago, at most so many: nobody asks for it any more."""
    over = and_(notification.c.settled_at < settled_before, notification.c.state.not_in(OPEN))
    key = tuple_(notification.c.edition_id, notification.c.user_id)
    some = select(notification.c.edition_id, notification.c.user_id).where(over).limit(most)
    return (await tx.execute(delete(notification).where(key.in_(some)))).rowcount


async def _to_tell(tx: Connection, server_id: ServerId, now: datetime, most: int) -> list[Due]:
    """Return whom, or where, to tell next in a server, the longest due first."""
    theirs = and_(notification.c.server_id == server_id, _due(now))
    first = func.min(notification.c.not_before)
    mentions = await tx.execute(
        select(notification.c.edition_id, first)
        .where(theirs, notification.c.reach == Way.MENTION.value)
        .group_by(notification.c.edition_id)
        .order_by(first)
        .limit(most)
    )
    messages = await tx.execute(
        select(notification.c.user_id, notification.c.not_before)
        .where(theirs, notification.c.reach == Way.DIRECT.value)
        .order_by(notification.c.not_before)
        .limit(most * MOST_STORIES)  # of one reader perhaps
    )
    found = [(at, Due(Task.MENTION, server_id, edition_id)) for edition_id, at in mentions]
    found += [(at, Due(Task.DIRECT, server_id, user_id)) for user_id, at in messages]
    return list(dict.fromkeys(due for _, due in sorted(found, key=itemgetter(0))))


async def end(tx: Connection, which: ColumnElement[bool], *, reason: Reason, now: datetime) -> int:
    """Tell nothing of what waits, for good; return how many. For this package."""
    over: dict[str, Any] = {"state": NotificationState.DROPPED, "reason": reason, "settled_at": now}
    dropped = update(notification).where(which, notification.c.state.in_(OPEN)).values(over)
    return (await tx.execute(dropped)).rowcount


def _due(now: datetime) -> ColumnElement[bool]:
    in_both = notification.c.reach.in_([Way.MENTION.value, Way.DIRECT.value])  # for the index
    return and_(in_both, notification.c.state.in_(_open()), notification.c.not_before <= now)


def _open() -> BindParameter[str]:
    """Written out as in the index, which else can't be used."""
    return bindparam("open", list(OPEN), expanding=True, literal_execute=True)


def _present(server_id: ColumnElement[int]) -> ColumnElement[bool]:
    return exists().where(server.c.id == server_id, _is_present(server))


def _is_present(servers: FromClause) -> ColumnElement[bool]:
    return and_(servers.c.left_at.is_(None), servers.c.paused_at.is_(None))


def _posted(edition_id: EditionId, row: Any) -> Posted:
    decided = terms.from_row(row.terms)
    return Posted(
        edition_id,
        ServerId(row.server_id),
        ChannelId(row.channel_id),
        Place(ChannelId(row.place_id), MessageId(row.message_id)),
        row.posted_at,
        row.intent_at or row.posted_at,
        () if decided is None else decided.pings,
        row.breaking_at is not None,
        None if row.thread_id is None else ThreadId(row.thread_id),
    )
