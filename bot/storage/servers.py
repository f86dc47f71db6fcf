"""Servers: joined and left."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Row

from bot.domain.ids import ServerId
from bot.domain.server import Server
from bot.storage.database import Connection
from bot.storage.tables import server
from bot.storage.upsert import in_pieces, insert


async def join(tx: Connection, server_id: ServerId, name: str, *, now: datetime) -> None:
    """Record that the bot is in the server: a new one, one renamed, or one come back."""
    await join_all(tx, {server_id: name}, now=now)


async def join_all(tx: Connection, names: Mapping[ServerId, str], *, now: datetime) -> None:
    """Record that the bot is in all of these servers."""
    rows = [{"id": server_id, "name": name, "joined_at": now} for server_id, name in names.items()]
    for some in in_pieces(rows, variables_each=3):
        added = insert(tx, server).values(some)
        known_by = {"name": added.excluded.name, "left_at": None}
        await tx.execute(added.on_conflict_do_update(index_elements=["id"], set_=known_by))


async def leave(tx: Connection, server_id: ServerId, *, now: datetime) -> None:
    """Record that the bot was removed from the server."""
    await tx.execute(
        update(server).where(server.c.id == server_id, server.c.left_at.is_(None)).values(left_at=now)
    )


async def leave_all_but(tx: Connection, present: Iterable[ServerId], *, now: datetime) -> list[ServerId]:
    """Record which servers the bot was removed from while it was away, and return them."""
    still = set(present)
    gone = [each.id for each in await present_ones(tx) if each.id not in still]
    for server_id in gone:
        await leave(tx, server_id, now=now)
    return gone


async def present_ones(tx: Connection) -> list[Server]:
    """Return the servers that the bot is in."""
    rows = await tx.execute(select(server).where(server.c.left_at.is_(None)).order_by(server.c.id))
    return [_server(row) for row in rows]


async def get(tx: Connection, server_id: ServerId) -> Server | None:
    """Return a server, also one that was left."""
    row = (await tx.execute(select(server).where(server.c.id == server_id))).first()
    return None if row is None else _server(row)


def _server(row: Row[Any]) -> Server:
    return Server(ServerId(row.id), row.name, row.joined_at, row.left_at)
