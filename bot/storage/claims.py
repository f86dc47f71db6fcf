"""Which deliveries can go on, and who takes them: fairly between servers, the most wanted first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Subquery,
    Table,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
    update,
)

from bot.domain.delivery import ACTIVE_STATES, Delivery, DeliveryState
from bot.domain.edition import WITHDRAWN, EditionState
from bot.domain.ids import ServerId
from bot.domain.reasons import Reason
from bot.domain.turns import Turns
from bot.storage.columns import UtcDateTime
from bot.storage.database import Connection
from bot.storage.deliveries import COLUMNS, active, free, from_row
from bot.storage.in_turn import in_a_server_at_work
from bot.storage.tables import delivery, edition, server

_home = delivery.alias("home")


async def claim(
    tx: Connection, *, now: datetime, lease_until: datetime, limit: int, turns: Turns | None = None
) -> list[Delivery]:
    """Lease deliveries that are due, at most `limit`; `turns` says of which servers.

    Within a server the most wanted go first: a card before a discussion before seeds, until these have waited
    for a minute longer.
    """
    turns = turns or Turns(limit, share=limit)
    ours = [ServerId(row.server_id) for row in await tx.execute(_servers_at_work())]
    waiting: dict[ServerId, list[Any]] = {}
    for some in pieces(turns.order(ours), first=2 * limit):
        asked = {"servers": list(some), "now": now, "most": min(turns.share, limit)}
        for row in await tx.execute(_next_of_each(), asked):
            waiting.setdefault(ServerId(row.server_id), []).append(row)
        if len(waiting) >= limit:
            break
    picked = turns.pick({server_id: sorted(rows, key=_wanted) for server_id, rows in waiting.items()})
    ids = [row.id for row in picked[:limit]]
    if not ids:
        return []
    rows = await tx.execute(
        update(delivery)
        .where(delivery.c.id.in_(ids), free(delivery, now))  # free still, after a wait for a lock
        .values(lease_until=lease_until)
        .returning(*COLUMNS)
    )
    return sorted((from_row(row) for row in rows), key=lambda found: ids.index(found.id))


async def next_due(tx: Connection) -> datetime | None:
    """Return when the next delivery can be claimed; None when there is none.

    One that is due already and can't be claimed now waits for a turn of its server.
    """
    found: list[datetime | None] = [await tx.scalar(each) for each in _next_moments()]
    return min((at for at in found if at is not None), default=None)


async def release_leases(tx: Connection) -> None:
    """Free what an earlier run of this process had claimed; call it only while no other can be running."""
    await tx.execute(update(delivery).where(delivery.c.lease_until.is_not(None)).values(lease_until=None))


async def take_place(tx: Connection, held: Delivery) -> Delivery | None:
    """Return the delivery as what it is to be posted as; None while its home is on the way.

    A pointer takes the home's place when the home can't be sent.
    """
    if held.home:
        return held
    home = (
        await tx.execute(select(delivery).where(delivery.c.edition_id == held.edition_id, delivery.c.home))
    ).first()
    if home is not None and home.message_id is not None:
        return held
    if home is not None and not _passed_by(home.state, home.resume_state, home.reason):
        return None
    await tx.execute(
        update(delivery).where(delivery.c.edition_id == held.edition_id).values(home=delivery.c.id == held.id)
    )
    return replace(held, home=True)


# The states by how much they are wanted: a card, a discussion, seeds and what is left.
_WANTED = {
    DeliveryState.QUEUED: 0,
    DeliveryState.POSTING: 0,
    DeliveryState.POSTED: 1,
    DeliveryState.THREADED: 2,
    DeliveryState.SEEDED: 2,
}
# What is wanted less goes first all the same once it has waited for so much longer: nothing waits for ever.
_PATIENCE = timedelta(minutes=1)


def _wanted(row: Any) -> tuple[datetime, int]:
    waited: datetime = row.not_before + _PATIENCE * _WANTED[DeliveryState(row.state)]
    return waited, row.id


def servers_with(
    which: Callable[[FromClause], ColumnElement[bool]], table: Table = delivery
) -> Select[tuple[int]]:
    """Select the servers that have such rows, by a look into the index for each, not for each row.

    For other queries of this package, like `pieces`.
    """
    first = select(func.min(table.c.server_id).label("server_id")).where(which(table))
    at_work = first.cte("at_work", recursive=True)
    later = table.alias("later")
    following = select(func.min(later.c.server_id)).where(
        which(later), later.c.server_id > at_work.c.server_id
    )
    at_work = at_work.union_all(select(following.scalar_subquery()).where(at_work.c.server_id.is_not(None)))
    return select(at_work.c.server_id).where(at_work.c.server_id.is_not(None))


@cache
def _servers_at_work() -> Select[tuple[int]]:
    return servers_with(active)


# Asked at every look: made once, as putting such a statement together takes longer than to execute it.
@cache
def _next_moments() -> tuple[Select[tuple[datetime]], ...]:
    """Select when the first delivery is due that nobody has, and when the first lease ends."""
    first = (
        select(delivery.c.not_before)
        .where(_claimable(delivery), delivery.c.lease_until.is_(None))
        .order_by(delivery.c.not_before, delivery.c.id)
        .limit(1)
    )
    freed: Select[tuple[datetime]] = select(func.min(delivery.c.lease_until)).where(
        _claimable(delivery), delivery.c.lease_until.is_not(None)
    )
    return first, freed


@cache
def _next_of_each() -> Select[Any]:
    """Select the first claimable deliveries of each of `servers` in each state, at `now`, at most `most`."""
    now = bindparam("now", type_=UtcDateTime)
    states: Subquery = union_all(
        *(select(literal(state.value).label("state")) for state in ACTIVE_STATES)
    ).subquery()
    following = delivery.alias("following")
    first = (
        select(following.c.id)
        .where(
            following.c.server_id == server.c.id,
            following.c.state == states.c.state,
            following.c.not_before <= now,
            _claimable(following),
            free(following, now),
        )
        .order_by(following.c.not_before, following.c.id)
        .limit(bindparam("most", type_=Integer))
        .correlate(server, states)
    )
    return (
        select(delivery.c.id, delivery.c.server_id, delivery.c.state, delivery.c.not_before)
        .select_from(server.join(states, true()).join(delivery, delivery.c.id.in_(first)))
        .where(server.c.id.in_(bindparam("servers", expanding=True)))
    )


def pieces(servers: Sequence[ServerId], *, first: int) -> Iterator[Sequence[ServerId]]:
    """Yield the servers, few at first: the first of them nearly always have enough."""
    start, size = 0, first
    while start < len(servers):
        yield servers[start : start + size]
        start, size = start + size, min(2 * size, 5_000)


def _claimable(deliveries: FromClause) -> ColumnElement[bool]:
    """Active, cleared, in a server we are in; a pointer only when its home was posted or is passed by.

    And what may stand of a story that was taken back.
    """
    ended = edition.c.state.in_([state.value for state in WITHDRAWN])
    cleared = exists().where(
        edition.c.id == deliveries.c.edition_id,
        or_(
            edition.c.state == EditionState.CLEARED,
            and_(ended, deliveries.c.state == DeliveryState.POSTING),  # it may stand, and says nothing of it
        ),
    )
    home_settled = exists().where(
        _home.c.edition_id == deliveries.c.edition_id,
        _home.c.home,
        or_(
            _home.c.message_id.is_not(None),
            _home.c.state == DeliveryState.FAILED,
            and_(
                _home.c.state == DeliveryState.WAITING,
                or_(_home.c.resume_state == DeliveryState.QUEUED, _home.c.reason == Reason.INTERNAL),
            ),
        ),
    )
    present = in_a_server_at_work(deliveries)
    return and_(active(deliveries), cleared, present, or_(deliveries.c.home, home_settled))


def _passed_by(state: str, resume_state: str | None, reason: str | None) -> bool:
    """Tell whether nobody waits for a home that is not posted: as in `_claimable`.

    It can't be posted now, and surely was not; or we can't, and if it was, it is made a pointer.
    """
    return state == DeliveryState.FAILED or (
        state == DeliveryState.WAITING and (resume_state == DeliveryState.QUEUED or reason == Reason.INTERNAL)
    )
