"""Whom Discord let use an owners' command without being one, until when."""

from datetime import datetime

from sqlalchemy import delete, exists, select

from bot.domain.ids import ServerId, UserId
from bot.storage.database import Connection
from bot.storage.tables import delegation
from bot.storage.upsert import insert


async def keep(
    tx: Connection, server_id: ServerId, user_id: UserId, *, until: datetime, now: datetime
) -> None:
    """Keep somebody's until a time, and forget those that have ended."""
    await tx.execute(delete(delegation).where(delegation.c.until <= now))
    kept = insert(tx, delegation).values(server_id=server_id, user_id=user_id, until=until)
    again = kept.on_conflict_do_update(index_elements=["user_id", "server_id"], set_={"until": until})
    await tx.execute(again)


async def holds(tx: Connection, server_id: ServerId, user_id: UserId, *, now: datetime) -> bool:
    """Tell whether somebody has one now."""
    theirs = delegation.c.server_id == server_id, delegation.c.user_id == user_id
    return bool(await tx.scalar(select(exists().where(*theirs, delegation.c.until > now))))
