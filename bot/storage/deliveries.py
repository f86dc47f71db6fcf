"""Deliveries: moving them on, putting them off, setting them aside. For who takes them see `claims`."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
    update,
)

from bot.domain.delivery import ACTIVE_STATES, Delivery, DeliveryState, Place, check_move
from bot.domain.edition import EditionState
from bot.domain.ids import (
    CardKey,
    ChannelId,
    DeliveryId,
    EditionId,
    MessageId,
    ServerId,
)
from bot.domain.reasons import Reason
from bot.domain.terms import Terms
from bot.storage import terms
from bot.storage.database import Connection
from bot.storage.tables import delivery, edition, server

# What a delivery carries of what is stored with a move.
_CARRIED = ("attempts", "reason", "intent_at", "message_id", "place_id", "absences")


class LostClaim(RuntimeError):
    """The delivery is no longer in the state in which it was claimed: somebody else has it."""


async def move(tx: Connection, held: Delivery, to: DeliveryState, **values: Any) -> Delivery:
    """Move a claimed delivery on, with what became known; raise LostClaim when it isn't ours any more."""
    check_move(held.state, to)
    if held.reason is not Reason.DISCUSSION_REFUSED:  # which holds for good
        values = {"reason": None, "detail": "", **values}
    values = {"attempts": 0, **values}
    if to is DeliveryState.DONE:
        values["lease_until"] = None
    await _update_held(tx, held, state=to, **values)
    fields = {name: values[name] for name in _CARRIED if name in values}
    return replace(held, state=to, **fields)


async def put_off(
    tx: Connection, held: Delivery, *, until: datetime, reason: Reason, detail: str = ""
) -> None:
    """Free a claimed delivery, with its attempts and absences as they are, and try it again later.

    What has to wait for a home that is not posted yet is not looked at before either.
    """
    if held.home and held.message_id is None:
        pointers = and_(delivery.c.edition_id == held.edition_id, delivery.c.state == DeliveryState.QUEUED)
        await tx.execute(
            update(delivery).where(pointers, delivery.c.not_before < until).values(not_before=until)
        )
    await _update_held(
        tx,
        held,
        not_before=until,
        attempts=held.attempts,
        absences=held.absences,
        reason=reason,
        detail=detail,
        lease_until=None,
    )


async def set_aside(
    tx: Connection, held: Delivery, to: DeliveryState, *, reason: Reason, detail: str, unsent: bool
) -> None:
    """Take a claimed delivery out of the flow (waiting, failed, removed), with the reason.

    unsent: it is known that Discord has nothing of it, so that it may begin anew.
    """
    check_move(held.state, to)
    values: dict[str, Any] = {"resume_state": held.state}
    if unsent:
        values = {"resume_state": DeliveryState.QUEUED, "intent_at": None}
    await _update_held(tx, held, state=to, reason=reason, detail=detail, lease_until=None, **values)


async def call_pointers(tx: Connection, edition_id: EditionId, *, now: datetime) -> None:
    """Let the pointers that were put off with their home go now: it stands."""
    with_their_home = and_(
        delivery.c.edition_id == edition_id,
        delivery.c.state == DeliveryState.QUEUED,
        delivery.c.reason.is_(None),
    )
    await tx.execute(
        update(delivery).where(with_their_home, delivery.c.not_before > now).values(not_before=now)
    )


async def withdraw(tx: Connection, edition_id: EditionId) -> None:
    """The home card was deleted: what is not posted yet of the edition never will be."""
    await tx.execute(
        update(delivery)
        .where(
            delivery.c.edition_id == edition_id,
            delivery.c.message_id.is_(None),
            delivery.c.state.in_([DeliveryState.QUEUED, DeliveryState.WAITING]),
        )
        .values(state=DeliveryState.REMOVED, reason=Reason.CARD_DELETED, lease_until=None)
    )


async def probe_waiting(tx: Connection, server_id: ServerId | None, *, now: datetime) -> int:
    """Let the oldest of those that wait at the same point in the same channel try again; return how many."""
    waiting = delivery.c.state == DeliveryState.WAITING
    of_server = true() if server_id is None else delivery.c.server_id == server_id
    oldest = (
        select(func.min(delivery.c.id))
        .where(waiting, of_server)
        .group_by(delivery.c.channel_id, delivery.c.resume_state, delivery.c.reason)
    )
    return await _resume(tx, delivery.c.id.in_(oldest.scalar_subquery()), now=now)


async def resume_after_outage(tx: Connection, server_id: ServerId, *, now: datetime) -> int:
    """Let what was put off because its server was away go on; return how many."""
    home = delivery.alias()
    put_off = and_(delivery.c.server_id == server_id, active(delivery))
    homes = select(home.c.edition_id).where(
        home.c.server_id == server_id, active(home), home.c.home, home.c.reason == Reason.SERVER_AWAY
    )
    away = or_(
        delivery.c.reason == Reason.SERVER_AWAY,
        # Put off with its home; another has its own time, as what was just approved and may be taken back.
        and_(delivery.c.state == DeliveryState.QUEUED, delivery.c.edition_id.in_(homes)),
    )
    resumed = update(delivery).where(put_off, away, delivery.c.not_before > now).values(not_before=now)
    return (await tx.execute(resumed)).rowcount


async def end_quiet(
    tx: Connection, server_id: ServerId, *, now: datetime, edition_id: EditionId | None = None
) -> int:
    """Let what waits for the end of a server's quiet hours go on, or wait anew; return how many.

    edition_id: of one edition alone.
    """
    waits = and_(delivery.c.server_id == server_id, active(delivery), delivery.c.reason == Reason.QUIET_HOURS)
    of_these = true() if edition_id is None else delivery.c.edition_id == edition_id
    resumed = update(delivery).where(waits, of_these, delivery.c.not_before > now).values(not_before=now)
    return (await tx.execute(resumed)).rowcount


async def grant_places(tx: Connection, edition_id: EditionId, *, now: datetime) -> int:
    """Let what was too much for its channel's cards of an hour go out all the same; return how many."""
    over = and_(
        delivery.c.edition_id == edition_id,
        delivery.c.state == DeliveryState.FAILED,
        delivery.c.reason == Reason.OVER_BUDGET,
    )
    anew: dict[str, Any] = {"state": DeliveryState.QUEUED, "reason": None, "resume_state": None}
    return (await tx.execute(update(delivery).where(over).values(**anew, not_before=now))).rowcount


async def retry_faults(tx: Connection, *, tried_before: datetime, now: datetime) -> int:
    """Let what faults of ours have stopped try again, where it last did before that; return how many."""
    stopped = and_(
        delivery.c.server_id.in_(select(server.c.id)),  # for the index
        delivery.c.state == DeliveryState.WAITING,
        delivery.c.reason == Reason.INTERNAL,
        delivery.c.not_before <= tried_before,
    )
    return await _resume(tx, stopped, now=now)


async def expire(tx: Connection, *, created_before: datetime) -> int:
    """Let what is too old to be news go nowhere, unless something of it may stand; return how many."""
    cleared = exists().where(edition.c.id == delivery.c.edition_id, edition.c.state == EditionState.CLEARED)
    unposted = or_(
        and_(delivery.c.state == DeliveryState.QUEUED, delivery.c.lease_until.is_(None)),
        and_(delivery.c.state == DeliveryState.WAITING, delivery.c.resume_state == DeliveryState.QUEUED),
    )
    stale = and_(
        delivery.c.server_id.in_(select(server.c.id)),  # for the index
        delivery.c.state.in_([DeliveryState.QUEUED.value, DeliveryState.WAITING.value]),
        unposted,
        delivery.c.created_at < created_before,
        cleared,
    )
    over: dict[str, Any] = {"state": DeliveryState.FAILED, "reason": Reason.STALE, "detail": ""}
    return (await tx.execute(update(delivery).where(stale).values(**over, resume_state=None))).rowcount


async def resume_channel(tx: Connection, proven: Delivery, *, now: datetime) -> int:
    """Let all that wait in a channel go on: one that had waited there got on; return how many."""
    in_channel = and_(
        delivery.c.server_id == proven.server_id,
        delivery.c.channel_id + 0 == proven.channel_id,  # by the index of states: of these there are few
        delivery.c.state == DeliveryState.WAITING,
    )
    return await _resume(tx, in_channel, now=now)


async def let_go(tx: Connection, held: Delivery) -> None:
    """Free a claimed delivery as it is."""
    await _update_held(tx, held, lease_until=None)


async def of_card(tx: Connection, server_id: ServerId, key: CardKey) -> Delivery | None:
    """Return the home that a card of a server stands for."""
    known_by = and_(delivery.c.card_key == key, delivery.c.server_id == server_id, delivery.c.home)
    row = (await tx.execute(select(*COLUMNS).where(known_by))).first()
    return None if row is None else from_row(row)


async def home_of(tx: Connection, edition_id: EditionId) -> Delivery | None:
    """Return the home of an edition."""
    known_by = and_(delivery.c.edition_id == edition_id, delivery.c.home)
    row = (await tx.execute(select(*COLUMNS).where(known_by))).first()
    return None if row is None else from_row(row)


async def home_place(tx: Connection, edition_id: EditionId) -> Place | None:
    """Return where the home card of an edition stands, once it was posted."""
    row = (
        await tx.execute(
            select(delivery.c.place_id, delivery.c.message_id).where(
                delivery.c.edition_id == edition_id, delivery.c.home, delivery.c.message_id.is_not(None)
            )
        )
    ).first()
    return None if row is None else Place(ChannelId(row.place_id), MessageId(row.message_id))


async def places(tx: Connection, edition_id: EditionId) -> tuple[Place, ...]:
    """Return where the cards of an edition stand, the home first."""
    standing = (
        delivery.c.edition_id == edition_id,
        delivery.c.message_id.is_not(None),
        delivery.c.state != DeliveryState.REMOVED,
    )
    rows = await tx.execute(
        select(delivery.c.place_id, delivery.c.message_id)
        .where(*standing)
        .order_by(delivery.c.home.desc(), delivery.c.id)
    )
    return tuple(Place(ChannelId(row.place_id), MessageId(row.message_id)) for row in rows)


async def channels_in_posting(tx: Connection, channel_ids: set[ChannelId]) -> set[ChannelId]:
    """Return those of the channels in which a home card may stand that is not recorded yet."""
    rows = await tx.scalars(
        select(delivery.c.channel_id)
        .where(
            delivery.c.channel_id.in_(channel_ids), delivery.c.state == DeliveryState.POSTING, delivery.c.home
        )
        .distinct()
    )
    return {ChannelId(row) for row in rows}


async def intend_again(tx: Connection, held: Delivery, decided: Terms, *, now: datetime) -> Delivery:
    """What was begun left no trace: record that it is begun anew, on terms decided anew."""
    await _update_held(tx, held, intent_at=now, absences=0, terms=terms.to_row(decided))
    return replace(held, intent_at=now, absences=0, terms=decided, fresh=True)


async def wake_posts(tx: Connection, forum_id: ChannelId, *, now: datetime) -> int:
    """Let posts that may have been made in a forum be searched for now; return how many."""
    in_doubt = and_(delivery.c.channel_id == forum_id, delivery.c.state == DeliveryState.POSTING)
    found = update(delivery).where(in_doubt, free(delivery, now), delivery.c.not_before > now)
    return (await tx.execute(found.values(not_before=now))).rowcount


def free(deliveries: FromClause, now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Nobody holds it, or not any more; for other queries of this package."""
    return or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until <= now)


def active(deliveries: FromClause) -> ColumnElement[bool]:
    """In the flow still; written out as in the indexes, which else can't be used. For this package."""
    states: BindParameter[str] = bindparam(
        "active", [state.value for state in ACTIVE_STATES], expanding=True, literal_execute=True
    )
    return deliveries.c.state.in_(states)


COLUMNS = (
    delivery.c.id,
    delivery.c.edition_id,
    delivery.c.server_id,
    delivery.c.channel_id,
    delivery.c.home,
    delivery.c.state,
    delivery.c.card_key,
    delivery.c.attempts,
    delivery.c.intent_at,
    delivery.c.message_id,
    delivery.c.reason,
    delivery.c.lease_until,
    delivery.c.place_id,
    delivery.c.absences,
    delivery.c.terms,
    delivery.c.created_at,
)


async def _resume(tx: Connection, which: ColumnElement[bool], *, now: datetime) -> int:
    result = await tx.execute(
        update(delivery)
        .where(which)
        .values(state=delivery.c.resume_state, resume_state=None, not_before=now, lease_until=None)
    )
    return result.rowcount


async def _update_held(tx: Connection, held: Delivery, **values: Any) -> None:
    ours = and_(
        delivery.c.id == held.id,
        delivery.c.state == held.state,
        delivery.c.lease_until == held.lease_until,
    )
    result = await tx.execute(update(delivery).where(ours).values(**values))
    if result.rowcount != 1:
        raise LostClaim(f"delivery {held.id} is not {held.state} under our lease any more")


def from_row(row: Any) -> Delivery:
    """Return the delivery of a row of `COLUMNS`; for other queries of this package."""
    return Delivery(
        id=DeliveryId(row.id),
        edition_id=EditionId(row.edition_id),
        server_id=ServerId(row.server_id),
        channel_id=ChannelId(row.channel_id),
        home=row.home,
        state=DeliveryState(row.state),
        card_key=CardKey(row.card_key),
        attempts=row.attempts,
        intent_at=row.intent_at,
        message_id=row.message_id,
        reason=None if row.reason is None else Reason(row.reason),
        lease_until=row.lease_until,
        place_id=None if row.place_id is None else ChannelId(row.place_id),
        absences=row.absences,
        terms=terms.from_row(row.terms),
        created_at=row.created_at,
    )
