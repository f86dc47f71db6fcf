"""Whom Discord let use a command without the permission that it takes, until when."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Table, delete, exists, select

from bot.domain.ids import ServerId, UserId
from bot.storage.database import Connection
from bot.storage.desk_tables import desk_delegation
from bot.storage.tables import delegation
from bot.storage.upsert import insert


class Power(StrEnum):
    """Whose commands they were."""

    OWNER = "owner"
    MODERATOR = "moderator"


_TABLES: dict[Power, Table] = {Power.OWNER: delegation, Power.MODERATOR: desk_delegation}


async def keep(
    tx: Connection, server_id: ServerId, user_id: UserId, power: Power, *, until: datetime, now: datetime
) -> None:
    """Keep somebody's until a time, and forget those that have ended."""
    table = _TABLES[power]
    await tx.execute(delete(table).where(table.c.until <= now))
    kept = insert(tx, table).values(server_id=server_id, user_id=user_id, until=until)
    again = kept.on_conflict_do_update(index_elements=["user_id", "server_id"], set_={"until": until})
    await tx.execute(again)


async def holds(tx: Connection, server_id: ServerId, user_id: UserId, power: Power, *, now: datetime) -> bool:
    """Tell whether somebody has one now."""
    table = _TABLES[power]
    theirs = table.c.server_id == server_id, table.c.user_id == user_id
    return bool(await tx.scalar(select(exists().where(*theirs, table.c.until > now))))
