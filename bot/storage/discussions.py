"""Discussions: the threads of editions, and which of them are active."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, exists, select, update

from bot.domain.delivery import Discussion
from bot.domain.ids import EditionId, MessageId, ServerId, ThreadId
from bot.domain.poll import PollState
from bot.storage.database import Connection
from bot.storage.poll_tables import poll
from bot.storage.tables import discussion
from bot.storage.upsert import in_pieces, insert


async def find(tx: Connection, edition_id: EditionId) -> Discussion | None:
    """Return the edition's discussion, once its thread is there."""
    row = (await tx.execute(select(discussion).where(discussion.c.edition_id == edition_id))).first()
    if row is None:
        return None
    return Discussion(
        EditionId(row.edition_id),
        ThreadId(row.thread_id),
        row.opening_intent_at,
        row.opening_message_id,
        row.called,
    )


async def add(
    tx: Connection,
    edition_id: EditionId,
    server_id: ServerId,
    thread_id: ThreadId,
    *,
    now: datetime,
    opening: MessageId | None = None,
    called: str | None = None,
) -> Discussion:
    """Record a thread, and with it the intent to write its first message, unless that is there already.

    called: the title that it was called by just now; None where it may have another name.
    """
    values = {
        "edition_id": edition_id,
        "server_id": server_id,
        "thread_id": thread_id,
        "opening_intent_at": now,
        "opening_message_id": opening,
        "opened_at": now,
        "called": called,
    }
    await tx.execute(insert(tx, discussion).values(values))
    return Discussion(edition_id, thread_id, now, opening, called)


async def locked_at(tx: Connection, edition_id: EditionId) -> datetime | None:
    """Return since when an edition's discussion is locked by us; None where it is not, or is not there."""
    found: datetime | None = await tx.scalar(
        select(discussion.c.locked_at).where(discussion.c.edition_id == edition_id)
    )
    return found


async def record_opening(tx: Connection, edition_id: EditionId, message_id: MessageId) -> None:
    """Record that the discussion's first message is there."""
    await tx.execute(
        update(discussion).where(discussion.c.edition_id == edition_id).values(opening_message_id=message_id)
    )


async def renamed(tx: Connection, edition_id: EditionId, called: str) -> None:
    """Record by which title a discussion is called now."""
    await tx.execute(update(discussion).where(discussion.c.edition_id == edition_id).values(called=called))


async def active(tx: Connection, server_id: ServerId) -> dict[ThreadId, bool]:
    """Return the discussions of a server that we have not archived; True for those that readers react in."""
    voted_in = exists().where(poll.c.channel_id == discussion.c.thread_id, poll.c.state == PollState.OPEN)
    rows = await tx.execute(
        select(discussion.c.thread_id, voted_in.label("voted_in")).where(
            and_(discussion.c.server_id == server_id, discussion.c.archived_at.is_(None))
        )
    )
    return {ThreadId(row.thread_id): row.voted_in for row in rows}


async def archived(tx: Connection, thread_ids: Collection[ThreadId], *, now: datetime) -> None:
    """Record that threads are archived."""
    await _set_archived_at(tx, thread_ids, now)


async def woken(tx: Connection, thread_ids: Collection[ThreadId]) -> None:
    """Record that threads are active: somebody wrote in them, perhaps, and took them out of the archive."""
    await _set_archived_at(tx, thread_ids, None)


async def _set_archived_at(
    tx: Connection, thread_ids: Collection[ThreadId], archived_at: datetime | None
) -> None:
    for piece in in_pieces(sorted(thread_ids)):
        of_these = update(discussion).where(discussion.c.thread_id.in_(piece))
        await tx.execute(of_these.values(archived_at=archived_at))
