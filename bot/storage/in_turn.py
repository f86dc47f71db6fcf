"""Rows that are due, found for servers in turn: how every table of things to do is read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, Select, Table, exists, select

from bot.domain.ids import ServerId
from bot.domain.turns import Turns
from bot.storage.database import Connection
from bot.storage.tables import server

_its_server = server.alias("its_server")


def in_a_server_of_ours(rows: FromClause) -> ColumnElement[bool]:
    """A row of a server that the bot is in."""
    return exists().where(_its_server.c.id == rows.c.server_id, _its_server.c.left_at.is_(None))


def in_a_server_at_work(rows: FromClause) -> ColumnElement[bool]:
    """A row of a server that the bot is in, and where nothing is paused."""
    here = _its_server.c.id == rows.c.server_id, _its_server.c.left_at.is_(None)
    return exists().where(*here, _its_server.c.paused_at.is_(None))


async def in_turn(
    tx: Connection,
    table: Table,
    due: ColumnElement[bool],
    *,
    by: Sequence[ColumnElement[Any]],
    turns: Turns,
    servers: Select[Any] | None = None,
) -> list[Row[Any]]:
    """Return rows that are due, as many as there is room for, a server's own in an order; in turn.

    servers: those that have such rows, where they are known for less than a look at every row.
    """
    if servers is None:
        servers = select(table.c.server_id).where(due).distinct()
    waiting: dict[ServerId, list[Row[Any]]] = {}
    for server_id in turns.order([ServerId(each) for each in await tx.scalars(servers)])[: turns.free]:
        of_server = select(table).where(due, table.c.server_id == server_id)
        waiting[server_id] = list(await tx.execute(of_server.order_by(*by).limit(turns.share)))
    return turns.pick(waiting)
