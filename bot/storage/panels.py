"""Panels: what the buttons of a question to one person are about, until they are pressed or it is too old."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, insert, select, update

from bot.domain.errors import NotFound
from bot.domain.ids import ServerId, UserId
from bot.domain.panel import Panel, PanelKey, PanelKind
from bot.storage.database import Connection
from bot.storage.tables import panel

_LASTS = timedelta(hours=1)


async def add(
    tx: Connection,
    server_id: ServerId,
    user_id: UserId,
    kind: PanelKind,
    content: Mapping[str, Any],
    *,
    now: datetime,
) -> Panel:
    """Keep what a question is about, and forget those that are too old."""
    await forget_old(tx, now=now)
    made = Panel(PanelKey(secrets.token_hex(12)), server_id, user_id, kind, dict(content))
    await tx.execute(
        insert(panel).values(
            key=made.key, server_id=server_id, user_id=user_id, kind=kind, content=made.content, made_at=now
        )
    )
    return made


async def get(
    tx: Connection, server_id: ServerId, user_id: UserId, kind: PanelKind, key: PanelKey, *, now: datetime
) -> Panel:
    """Return a panel to the person it was made for; NotFound when it is too old, answered, or another's."""
    known_by = and_(
        panel.c.key == key,
        panel.c.server_id == server_id,
        panel.c.kind == kind,
        panel.c.made_at >= now - _LASTS,
    )
    row = (await tx.execute(select(panel).where(known_by))).first()
    if row is None:
        raise NotFound("error-panel-old")
    if row.user_id != user_id:
        raise NotFound("error-panel-of-another")
    return Panel(key, server_id, user_id, kind, dict(row.content))


async def change(tx: Connection, key: PanelKey, content: Mapping[str, Any]) -> None:
    """Let a panel be about something else."""
    await tx.execute(update(panel).where(panel.c.key == key).values(content=dict(content)))


async def forget_old(tx: Connection, *, now: datetime) -> None:
    """Forget those that nobody can answer any more, and with them who was asked."""
    await tx.execute(delete(panel).where(panel.c.made_at < now - _LASTS))


async def remove(tx: Connection, key: PanelKey) -> None:
    """Forget a panel: it was answered."""
    await tx.execute(delete(panel).where(panel.c.key == key))
