"""Stories that readers have put aside for themselves."""

from datetime import datetime

from sqlalchemy import and_, delete, func, select

from bot.domain.ids import EditionId, ServerId, UserId
from bot.storage.database import Connection
from bot.storage.reader_tables import saved_story
from bot.storage.upsert import insert


async def add(
    tx: Connection, server_id: ServerId, user_id: UserId, edition_id: EditionId, *, now: datetime
) -> None:
    """Put a story aside for a reader; nothing happens where it is already."""
    row = {"server_id": server_id, "user_id": user_id, "edition_id": edition_id, "saved_at": now}
    await tx.execute(insert(tx, saved_story).values(row).on_conflict_do_nothing())


async def remove(tx: Connection, user_id: UserId, edition_id: EditionId) -> bool:
    """Take a story from a reader's list; False where it was not there."""
    theirs = and_(saved_story.c.user_id == user_id, saved_story.c.edition_id == edition_id)
    return (await tx.execute(delete(saved_story).where(theirs))).rowcount > 0


async def count(tx: Connection, server_id: ServerId, user_id: UserId) -> int:
    """Return how many stories of a server a reader has put aside."""
    theirs = and_(saved_story.c.user_id == user_id, saved_story.c.server_id == server_id)
    return await tx.scalar(select(func.count()).select_from(saved_story).where(theirs)) or 0


async def of_reader(tx: Connection, server_id: ServerId, user_id: UserId) -> dict[EditionId, datetime]:
    """Return what a reader has put aside in a server, and when; the last first."""
    theirs = and_(saved_story.c.user_id == user_id, saved_story.c.server_id == server_id)
    newest = (saved_story.c.saved_at.desc(), saved_story.c.edition_id.desc())
    rows = await tx.execute(select(saved_story).where(theirs).order_by(*newest))
    return {EditionId(row.edition_id): row.saved_at for row in rows}
