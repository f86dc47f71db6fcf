"""The messages that tell readers of stories: begun with those who share one, then sent, once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_, update

from bot.domain.ids import EditionId, ServerId, TagId, UserId
from bot.domain.notification import Batch, NotificationState, Way
from bot.domain.reasons import Reason
from bot.domain.subscription import Reach
from bot.storage.database import Connection
from bot.storage.notifications import end
from bot.storage.reader_tables import notification, reader, subscription
from bot.storage.tables import edition_tag, tag
from bot.storage.upsert import in_pieces

_own_choices = and_(
    reader.c.user_id == subscription.c.user_id, reader.c.server_id == subscription.c.server_id
)
# How a tag's stories reach a reader who wants to be told of each.
_by_message = func.coalesce(subscription.c.reach, reader.c.reach, Reach.MENTION.value).in_(
    [Reach.MENTION.value, Reach.DIRECT.value]
)


@dataclass(frozen=True, slots=True)
class Queued:
    """A reader who is to be told of a story now."""

    edition_id: EditionId
    user_id: UserId


async def mentions_queued(tx: Connection, edition_id: EditionId, *, now: datetime, most: int) -> list[Queued]:
    """Return readers who are to be mentioned now in a story's discussion."""
    return await _queued(
        tx,
        and_(notification.c.edition_id == edition_id, notification.c.reach == Way.MENTION.value),
        now=now,
        most=most,
    )


async def messages_queued(
    tx: Connection, server_id: ServerId, user_id: UserId, *, now: datetime, most: int
) -> list[Queued]:
    """Return the stories of which a reader is to be told now by direct message."""
    return await _queued(tx, _direct(server_id, user_id), now=now, most=most)


async def mention_in_doubt(tx: Connection, edition_id: EditionId, *, now: datetime) -> Batch | None:
    """Return a message in a discussion that was begun, and of which nobody knows whether it is there."""
    mentioned = and_(notification.c.edition_id == edition_id, notification.c.reach == Way.MENTION.value)
    return await _in_doubt(tx, mentioned, now=now)


async def message_in_doubt(
    tx: Connection, server_id: ServerId, user_id: UserId, *, now: datetime
) -> Batch | None:
    """Return a direct message that was begun, and of which nobody knows whether it is there."""
    return await _in_doubt(tx, _direct(server_id, user_id), now=now)


async def begin(tx: Connection, told: Sequence[Queued], key: str, *, now: datetime) -> Batch | None:
    """Commit those to one message that is about to be sent; None where all of them are gone by now."""
    for piece in in_pieces(told, variables_each=2):
        sending = {
            "state": NotificationState.SENDING,
            "batch_key": key,
            "intent_at": now,
            "reason": None,
        }
        of_these = and_(_of(piece), notification.c.state == NotificationState.QUEUED.value)
        await tx.execute(update(notification).where(of_these).values(sending))
    batch = await _batch(tx, key)
    return None if batch is None else replace(batch, fresh=True)


async def release(
    tx: Connection, batch: Batch, *, until: datetime, attempts: int, reason: Reason | None
) -> None:
    """What was begun surely left no trace: its readers wait again, and are looked at anew then."""
    waiting = {
        "state": NotificationState.QUEUED,
        "batch_key": None,
        "intent_at": None,
        "not_before": until,
        "attempts": attempts,
        "reason": reason,
    }
    await tx.execute(update(notification).where(_of_batch(batch)).values(waiting))


async def wait(tx: Connection, waits: Mapping[Queued, datetime]) -> None:
    """Tell these later: until then it is quiet for them."""
    for until in set(waits.values()):
        these = [each for each, moment in waits.items() if moment == until]
        for piece in in_pieces(these, variables_each=2):
            queued = and_(_of(piece), notification.c.state == NotificationState.QUEUED.value)
            await tx.execute(update(notification).where(queued).values(not_before=until, reason=None))


async def sent(tx: Connection, batch: Batch, *, now: datetime) -> None:
    """Record that a message is there."""
    over = {"state": NotificationState.SENT, "settled_at": now, "reason": None}
    await tx.execute(update(notification).where(_of_batch(batch)).values(over))


async def put_off(tx: Connection, batch: Batch, *, until: datetime, attempts: int, reason: Reason) -> None:
    """Try a message again at a time; attempts: failed ones, in a row."""
    later = {"not_before": until, "attempts": attempts, "reason": reason}
    await tx.execute(update(notification).where(_of_batch(batch)).values(later))


async def drop_batch(tx: Connection, batch: Batch, *, reason: Reason, now: datetime) -> None:
    """Tell those of a message nothing, for good."""
    await end(tx, _of_batch(batch), reason=reason, now=now)


async def drop(tx: Connection, queued: Sequence[Queued], *, reason: Reason, now: datetime) -> None:
    """Do not tell these, for good."""
    for piece in in_pieces(queued, variables_each=2):
        await end(tx, _of(piece), reason=reason, now=now)


async def turn_direct(
    tx: Connection, edition_id: EditionId, *, now: datetime, unsent: Batch | None = None
) -> None:
    """Write to those who were to be mentioned in a discussion that is not there, and were not yet.

    unsent: a message that surely is not there; of any other that was begun somebody may know.
    """
    mentioned = and_(notification.c.edition_id == edition_id, notification.c.reach == Way.MENTION.value)
    queued = notification.c.state == NotificationState.QUEUED.value
    surely = queued if unsent is None else or_(queued, _of_batch(unsent))
    direct = {
        "reach": Way.DIRECT,
        "state": NotificationState.QUEUED,
        "batch_key": None,
        "attempts": 0,
        "reason": None,
    }
    await tx.execute(update(notification).where(mentioned, surely).values(direct))
    await end(tx, mentioned, reason=Reason.NO_ANSWER, now=now)


async def unsubscribed_among(tx: Connection, queued: Sequence[Queued]) -> set[Queued]:
    """Return those who have none of the story's tags any more, or leave them to their digest or a list."""
    still: set[Queued] = set()
    for piece in in_pieces(queued, variables_each=2):
        pairs = [(each.edition_id, each.user_id) for each in piece]
        rows = await tx.execute(
            select(edition_tag.c.edition_id, subscription.c.user_id)
            .distinct()
            .join(subscription, subscription.c.tag_id == edition_tag.c.tag_id)
            .outerjoin(reader, _own_choices)
            .where(tuple_(edition_tag.c.edition_id, subscription.c.user_id).in_(pairs), _by_message)
        )
        still |= {Queued(EditionId(row.edition_id), UserId(row.user_id)) for row in rows}
    return set(queued) - still


async def tags_of_reader(
    tx: Connection, edition_ids: Collection[EditionId], user_id: UserId
) -> Mapping[EditionId, tuple[TagId, ...]]:
    """Return for each story those of its tags for which a reader is written to, in the server's order."""
    rows = await tx.execute(
        select(edition_tag.c.edition_id, tag.c.id)
        .join(tag, tag.c.id == edition_tag.c.tag_id)
        .join(subscription, subscription.c.tag_id == tag.c.id)
        .outerjoin(reader, _own_choices)
        .where(
            edition_tag.c.edition_id.in_(list(edition_ids)), subscription.c.user_id == user_id, _by_message
        )
        .order_by(tag.c.position, tag.c.id)
    )
    found: dict[EditionId, list[TagId]] = defaultdict(list)
    for row in rows:
        found[EditionId(row.edition_id)].append(TagId(row.id))
    return {edition_id: tuple(some) for edition_id, some in found.items()}


async def tags_of_mention(tx: Connection, batch: Batch) -> frozenset[TagId]:
    """Return those of a story's tags for which anybody is told who shares a message."""
    found: set[TagId] = set()
    for piece in in_pieces(batch.users):
        rows = await tx.scalars(
            select(edition_tag.c.tag_id)
            .distinct()
            .join(subscription, subscription.c.tag_id == edition_tag.c.tag_id)
            .outerjoin(reader, _own_choices)
            .where(
                edition_tag.c.edition_id.in_(batch.editions), subscription.c.user_id.in_(piece), _by_message
            )
        )
        found |= {TagId(each) for each in rows}
    return frozenset(found)


async def _queued(tx: Connection, which: ColumnElement[bool], *, now: datetime, most: int) -> list[Queued]:
    ready = and_(
        which, notification.c.state == NotificationState.QUEUED.value, notification.c.not_before <= now
    )
    rows = await tx.execute(
        select(notification.c.edition_id, notification.c.user_id)
        .where(ready)
        .order_by(notification.c.edition_id, notification.c.user_id)
        .limit(most)
    )
    return [Queued(EditionId(row.edition_id), UserId(row.user_id)) for row in rows]


async def _in_doubt(tx: Connection, which: ColumnElement[bool], *, now: datetime) -> Batch | None:
    begun = and_(
        which, notification.c.state == NotificationState.SENDING.value, notification.c.not_before <= now
    )
    key = await tx.scalar(select(notification.c.batch_key).where(begun).limit(1))
    return None if key is None else await _batch(tx, key)


async def _batch(tx: Connection, key: str) -> Batch | None:
    sending = NotificationState.SENDING.value
    rows = (
        await tx.execute(
            select(notification)
            .where(notification.c.batch_key == key, notification.c.state == sending)
            .order_by(notification.c.edition_id, notification.c.user_id)
        )
    ).all()
    if not rows:
        return None
    told = tuple((EditionId(row.edition_id), UserId(row.user_id)) for row in rows)
    first = rows[0]
    return Batch(key, ServerId(first.server_id), first.intent_at, first.attempts, told)


def _of(queued: Sequence[Queued]) -> ColumnElement[bool]:
    pairs = [(each.edition_id, each.user_id) for each in queued]
    return tuple_(notification.c.edition_id, notification.c.user_id).in_(pairs)


def _of_batch(batch: Batch) -> ColumnElement[bool]:
    sending = NotificationState.SENDING.value
    return and_(notification.c.batch_key == batch.key, notification.c.state == sending)


def _direct(server_id: ServerId, user_id: UserId) -> ColumnElement[bool]:
    return and_(
        notification.c.user_id == user_id,
        notification.c.server_id == server_id,
        notification.c.reach == Way.DIRECT.value,
    )
