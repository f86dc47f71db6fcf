"""Panels: what the buttons of a question to one person are about, until they are pressed or it is too old.

Lists, settings and what takes something back last for weeks; what asks whether to change something, an hour.
"""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, insert, select, update

from bot.domain.errors import NotFound
from bot.domain.ids import ServerId, UserId
from bot.domain.panel import Panel, PanelKey, PanelKind
from bot.storage.database import Connection
from bot.storage.tables import panel

# What is pressed again and again, and what takes back: as long as anything about a story is kept.
_LASTING = frozenset(
    {
        PanelKind.FOLLOWING,
        PanelKind.MODERATE,
        PanelKind.NEAR,
        PanelKind.NEXT,
        PanelKind.PAGES,
        PanelKind.QUEUE,
        PanelKind.SETTINGS,
        PanelKind.SUBJECTS,
        PanelKind.UNDO,
        PanelKind.WORDS,
    }
)
_LASTS = timedelta(days=35)
# What asks before it changes something shows what that would do: it has to be so still.
_ASKS = timedelta(hours=1)
# Of one person in one server: whoever asks on and on fills no file.
_MOST = 25


async def add(
    tx: Connection,
    server_id: ServerId,
    user_id: UserId,
    kind: PanelKind,
    content: Mapping[str, Any],
    *,
    now: datetime,
) -> Panel:
    """Keep what a question is about, and forget those that are too old, or too many of that person."""
    await forget_old(tx, now=now)
    made = Panel(PanelKey(secrets.token_hex(12)), server_id, user_id, kind, dict(content))
    await tx.execute(
        insert(panel).values(
            key=made.key, server_id=server_id, user_id=user_id, kind=kind, content=made.content, made_at=now
        )
    )
    theirs = and_(panel.c.user_id == user_id, panel.c.server_id == server_id)
    newest = select(panel.c.key).where(theirs).order_by(panel.c.made_at.desc(), panel.c.key).limit(_MOST)
    await tx.execute(delete(panel).where(theirs, panel.c.key.not_in(newest), panel.c.key != made.key))
    return made


async def get(
    tx: Connection, server_id: ServerId, user_id: UserId, kind: PanelKind, key: PanelKey, *, now: datetime
) -> Panel:
    """Return a panel to the person it was made for; NotFound when it is too old, answered, or another's."""
    known_by = and_(
        panel.c.key == key,
        panel.c.server_id == server_id,
        panel.c.kind == kind,
        panel.c.made_at >= now - _lasts(kind),
    )
    row = (await tx.execute(select(panel).where(known_by))).first()
    if row is None:
        raise NotFound("error-panel-old")
    if row.user_id != user_id:
        raise NotFound("error-panel-of-another")
    return Panel(key, server_id, user_id, kind, dict(row.content))


async def take(
    tx: Connection, server_id: ServerId, user_id: UserId, kind: PanelKind, key: PanelKey, *, now: datetime
) -> Panel:
    """Return a panel as `get` does, and forget it: it is answered, once."""
    answered = await get(tx, server_id, user_id, kind, key, now=now)
    await remove(tx, key)
    return answered


async def find(
    tx: Connection,
    server_id: ServerId,
    user_id: UserId,
    kinds: Collection[PanelKind],
    key: PanelKey,
    *,
    now: datetime,
) -> Panel:
    """Return a panel of one of these kinds to the person it was made for; raise NotFound as `get` does."""
    kind = await tx.scalar(select(panel.c.kind).where(panel.c.key == key))
    if kind is None or kind not in kinds:
        raise NotFound("error-panel-old")
    return await get(tx, server_id, user_id, PanelKind(kind), key, now=now)


async def change(tx: Connection, key: PanelKey, content: Mapping[str, Any]) -> None:
    """Let a panel be about something else."""
    await tx.execute(update(panel).where(panel.c.key == key).values(content=dict(content)))


async def forget_old(tx: Connection, *, now: datetime) -> None:
    """Forget those that nobody can answer any more, and with them who was asked."""
    await tx.execute(delete(panel).where(panel.c.made_at < now - _LASTS))
    asking = [kind for kind in PanelKind if kind not in _LASTING]
    await tx.execute(delete(panel).where(panel.c.kind.in_(asking), panel.c.made_at < now - _ASKS))


async def remove(tx: Connection, key: PanelKey) -> bool:
    """Forget a panel: it was answered; False where it was forgotten before."""
    return (await tx.execute(delete(panel).where(panel.c.key == key))).rowcount == 1


def _lasts(kind: PanelKind) -> timedelta:
    return _LASTS if kind in _LASTING else _ASKS
