"""What a server's people look up: what became of its deliveries, and which stories have a poll."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, and_, exists, func, select, true, union

from bot.domain.delivery import DeliveryState, Place
from bot.domain.edition import EditionState
from bot.domain.ids import CardKey, ChannelId, EditionId, MessageId, PollId, ServerId, ThreadId
from bot.domain.reasons import Reason
from bot.storage.claims import servers_with
from bot.storage.database import Connection
from bot.storage.deliveries import active
from bot.storage.desk_tables import review
from bot.storage.poll_tables import poll
from bot.storage.tables import delivery, discussion, edition, server


@dataclass(frozen=True, slots=True)
class Standstill:
    """Deliveries to one channel that stand still for one reason: how many, and the oldest one's story."""

    channel_id: ChannelId
    state: DeliveryState
    reason: Reason | None
    detail: str
    count: int
    since: datetime


async def standstills(
    tx: Connection,
    server_id: ServerId,
    states: Collection[DeliveryState],
    *,
    since: datetime | None = None,
    editions: EditionState | None = None,
) -> list[Standstill]:
    """Return the server's deliveries in these states by channel and reason, the longest standing first.

    since: only those of stories that came then or later. editions: only those of editions in this state.
    """
    groups = (delivery.c.channel_id, delivery.c.state, delivery.c.reason, delivery.c.detail)
    came = true() if since is None else delivery.c.created_at >= since
    of_edition = exists().where(edition.c.id == delivery.c.edition_id, edition.c.state == editions)
    first = func.min(delivery.c.created_at, type_=delivery.c.created_at.type).label("since")
    rows = await tx.execute(
        select(*groups, func.count().label("number"), first)
        .where(
            delivery.c.server_id == server_id,
            delivery.c.state.in_([state.value for state in states]),
            came,
            true() if editions is None else of_edition,
        )
        .group_by(*groups)
        .order_by(first)
    )
    return [
        Standstill(
            ChannelId(row.channel_id),
            DeliveryState(row.state),
            None if row.reason is None else Reason(row.reason),
            row.detail,
            row.number,
            row.since,
        )
        for row in rows
    ]


async def servers_in_which_something_waits(tx: Connection) -> set[ServerId]:
    """Return the servers where something to post waits until something is mended, or the server is back."""
    to_be_mended = select(delivery.c.server_id).where(delivery.c.state == DeliveryState.WAITING)
    away = select(delivery.c.server_id).where(active(delivery), delivery.c.reason == Reason.SERVER_AWAY)
    unposted = select(server.c.id).where(
        server.c.id.in_(servers_with(_is_due_and_unposted, review)), server.c.review_channel_id.is_not(None)
    )
    rows = await tx.scalars(union(to_be_mended, away, unposted))
    return {ServerId(row) for row in rows}


def _is_due_and_unposted(reviews: FromClause) -> ColumnElement[bool]:
    return and_(reviews.c.due_at.is_not(None), reviews.c.message_id.is_(None))


async def posted(tx: Connection, server_id: ServerId) -> tuple[int, datetime | None]:
    """Return how many cards stand in the server, and when the last was posted."""
    last = func.max(delivery.c.posted_at, type_=delivery.c.posted_at.type).label("last")
    row = (
        await tx.execute(
            select(func.count().label("number"), last).where(
                delivery.c.server_id == server_id,
                delivery.c.message_id.is_not(None),
                delivery.c.state != DeliveryState.REMOVED,
            )
        )
    ).one()
    return row.number, row.last


async def newest_card(tx: Connection, server_id: ServerId) -> Place | None:
    """Return where the card stands that was posted last as the home of its story."""
    stands = and_(
        delivery.c.server_id == server_id,
        delivery.c.home,
        delivery.c.message_id.is_not(None),
        delivery.c.state != DeliveryState.REMOVED,
    )
    card = select(delivery.c.place_id, delivery.c.channel_id, delivery.c.message_id).where(stands)
    row = (
        await tx.execute(card.order_by(delivery.c.posted_at.desc(), delivery.c.id.desc()).limit(1))
    ).first()
    if row is None:
        return None
    return Place(ChannelId(row.place_id or row.channel_id), MessageId(row.message_id))


async def coming(tx: Connection, server_id: ServerId) -> bool:
    """Tell whether a card is on its way."""
    under_way = select(delivery.c.id).where(delivery.c.server_id == server_id, active(delivery))
    return await tx.scalar(under_way.limit(1)) is not None


async def card_of_poll(tx: Connection, poll_id: PollId) -> tuple[ChannelId, CardKey] | None:
    """Return the channel in which a poll stands, of a post its forum; and its card's key."""
    columns = (delivery.c.channel_id, delivery.c.card_key)
    row = (await tx.execute(select(*columns).join(poll, _its_card()).where(poll.c.id == poll_id))).first()
    return None if row is None else (ChannelId(row.channel_id), CardKey(row.card_key))


def _its_card() -> ColumnElement[bool]:
    return and_(delivery.c.edition_id == poll.c.edition_id, delivery.c.message_id == poll.c.message_id)


async def edition_of_card(tx: Connection, server_id: ServerId, key: CardKey) -> EditionId | None:
    """Return the edition that one of the server's cards shows."""
    found = await tx.scalar(
        select(delivery.c.edition_id).where(delivery.c.server_id == server_id, delivery.c.card_key == key)
    )
    return None if found is None else EditionId(found)


async def edition_of_thread(tx: Connection, server_id: ServerId, thread_id: ThreadId) -> EditionId | None:
    """Return the edition that one of the server's threads is the discussion of."""
    found = await tx.scalar(
        select(discussion.c.edition_id).where(
            discussion.c.server_id == server_id, discussion.c.thread_id == thread_id
        )
    )
    return None if found is None else EditionId(found)
