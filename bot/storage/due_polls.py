"""What is to be done about polls, and when: comparing them with Discord, closing them, telling results."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select, update

from bot.domain.delivery import backoff
from bot.domain.ids import PollId, ServerId
from bot.domain.poll import PollState
from bot.domain.server import Shard
from bot.domain.turns import Turns
from bot.storage.database import Connection
from bot.storage.in_turn import in_a_server_of_ours, in_turn
from bot.storage.poll_tables import poll
from bot.storage.tables import server


@dataclass(frozen=True, slots=True)
class DuePoll:
    """A poll with which something is to be done now."""

    poll_id: PollId
    server_id: ServerId
    state: PollState

    @property
    def key(self) -> PollId:
        """Return what it is known by while it is under way."""
        return self.poll_id


async def doubt_all(tx: Connection, shard: Shard | None = None, *, now: datetime) -> int:
    """Events may have been missed: every poll that takes votes has to be reconciled; return how many.

    shard: only in the servers that it tells of.
    """
    certain = or_(poll.c.reconcile_at.is_(None), poll.c.reconcile_at > now)
    doubted = update(poll).where(_takes_votes(now), certain)
    if shard is not None:
        doubted = doubted.where(poll.c.server_id.op(">>")(22) % shard.count == shard.number)
    return (await tx.execute(doubted.values(reconcile_at=now, reconcile_attempts=0))).rowcount


async def to_reconcile(
    tx: Connection, *, now: datetime, turns: Turns, under_way: Collection[PollId] = ()
) -> list[DuePoll]:
    """Return polls whose reconcile is due, of a server the longest due first; `turns` says of which."""
    due = and_(_takes_votes(now), poll.c.reconcile_at <= now, poll.c.id.not_in(under_way))
    # After a start all of them are due: a look into the index for each server, and not for each poll.
    servers = select(server.c.id).where(exists().where(poll.c.server_id == server.c.id, due))
    by = (poll.c.reconcile_at, poll.c.id)
    return [_due(row) for row in await in_turn(tx, poll, due, by=by, turns=turns, servers=servers)]


async def next_reconcile(tx: Connection, *, now: datetime) -> datetime | None:
    """Return when the next reconcile is due; None when there is none."""
    at = func.min(poll.c.reconcile_at, type_=poll.c.reconcile_at.type)
    found: datetime | None = await tx.scalar(select(at).where(_takes_votes(now)))
    return found


async def put_off_reconcile(tx: Connection, poll_id: PollId, *, now: datetime) -> None:
    """A reconcile failed: try it again later, and later each time."""
    attempts = await tx.scalar(select(poll.c.reconcile_attempts).where(poll.c.id == poll_id)) or 0
    await tx.execute(
        update(poll)
        .where(poll.c.id == poll_id)
        .values(reconcile_at=now + backoff(attempts + 1), reconcile_attempts=attempts + 1)
    )


async def to_end(
    tx: Connection, *, now: datetime, turns: Turns, under_way: Collection[PollId] = ()
) -> list[DuePoll]:
    """Return polls to be closed, and closed ones to be told of, of a server the longest due first."""
    ends = poll.c.state.in_([PollState.OPEN.value, PollState.CLOSED.value])
    due = and_(poll.c.close_at <= now, ends, in_a_server_of_ours(poll), poll.c.id.not_in(under_way))
    return [_due(row) for row in await in_turn(tx, poll, due, by=(poll.c.close_at, poll.c.id), turns=turns)]


async def put_off_closing(tx: Connection, poll_id: PollId, *, now: datetime) -> None:
    """Closing a poll, or telling its result, failed: try it again later, and later each time."""
    attempts = await tx.scalar(select(poll.c.close_attempts).where(poll.c.id == poll_id)) or 0
    await tx.execute(
        update(poll)
        .where(poll.c.id == poll_id)
        .values(close_at=now + backoff(attempts + 1), close_attempts=attempts + 1)
    )


def _takes_votes(now: datetime) -> ColumnElement[bool]:
    not_over = or_(poll.c.closes_at.is_(None), poll.c.closes_at > now)
    return and_(poll.c.state == PollState.OPEN, in_a_server_of_ours(poll), not_over)


def _due(row: Row[Any]) -> DuePoll:
    return DuePoll(PollId(row.id), ServerId(row.server_id), PollState(row.state))
