"""The audit of a server: only added to, and read."""

from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Row

from bot.domain.audit import AuditEntry
from bot.domain.ids import ServerId, UserId
from bot.storage.database import Connection
from bot.storage.tables import audit


async def record(tx: Connection, entry: AuditEntry) -> None:
    """Record a change, in the transaction that makes it."""
    await tx.execute(
        insert(audit).values(
            server_id=entry.server_id,
            actor_id=entry.actor_id,
            action=entry.action,
            subject=entry.subject,
            details=dict(entry.details),
            at=entry.at,
        )
    )


async def latest(tx: Connection, server_id: ServerId, *, limit: int = 25) -> list[AuditEntry]:
    """Return the server's last changes, newest first."""
    rows = await tx.execute(
        select(audit)
        .where(audit.c.server_id == server_id)
        .order_by(audit.c.at.desc(), audit.c.id.desc())
        .limit(limit)
    )
    return [_entry(row) for row in rows]


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        server_id=ServerId(row.server_id),
        action=row.action,
        subject=row.subject,
        at=row.at,
        actor_id=None if row.actor_id is None else UserId(row.actor_id),
        details=row.details,
    )
