"""The audit of a server: only added to, and read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, or_, select
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


async def latest(
    tx: Connection,
    server_id: ServerId,
    *,
    limit: int = 25,
    actor_id: UserId | None = None,
    kinds: Sequence[str] = (),
) -> list[AuditEntry]:
    """Return the server's last changes, newest first; of one person, or of these kinds alone.

    kinds: the first words of their actions, as `feed` of `feed-added`.
    """
    wanted = [audit.c.server_id == server_id]
    if actor_id is not None:
        wanted.append(audit.c.actor_id == actor_id)
    if kinds:
        wanted.append(or_(*(audit.c.action.startswith(f"{kind}-", autoescape=True) for kind in kinds)))
    rows = await tx.execute(
        select(audit).where(*wanted).order_by(audit.c.at.desc(), audit.c.id.desc()).limit(limit)
    )
    return [_entry(row) for row in rows]


async def last(tx: Connection, server_id: ServerId, action: str, subject: str) -> AuditEntry | None:
    """Return the last change of one kind to one subject."""
    wanted = (audit.c.server_id == server_id, audit.c.action == action, audit.c.subject == subject)
    found = select(audit).where(*wanted).order_by(audit.c.id.desc()).limit(1)
    row = (await tx.execute(found)).first()
    return None if row is None else _entry(row)


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        server_id=ServerId(row.server_id),
        action=row.action,
        subject=row.subject,
        at=row.at,
        actor_id=None if row.actor_id is None else UserId(row.actor_id),
        details=row.details,
    )
