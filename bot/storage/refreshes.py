"""Cards that are to be drawn again: asked for by whoever changes what they show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Update, and_, or_, select, update

from bot.domain.delivery import Delivery, DeliveryState, Place, backoff
from bot.domain.ids import ChannelId, DeliveryId, EditionId, MessageId, ServerId, StoryId
from bot.domain.turns import Turns
from bot.storage.claims import pieces, servers_with
from bot.storage.database import Connection
from bot.storage.deliveries import COLUMNS, from_row
from bot.storage.in_turn import in_a_server_at_work
from bot.storage.tables import delivery, edition, server, story
from bot.storage.upsert import in_pieces

# Longer than any card is put off: who asks while one is drawn asks for an earlier time.
_LEASE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Refresh:
    """A card that is drawn again. due_at: what is cleared afterwards, unless it was asked for anew."""

    delivery: Delivery
    place: Place
    posted_at: datetime
    due_at: datetime
    attempts: int

    @property
    def key(self) -> DeliveryId:
        """Return what it is known by while it is under way."""
        return self.delivery.id

    @property
    def server_id(self) -> ServerId:
        """Return whose turn it takes."""
        return self.delivery.server_id


async def ask(
    tx: Connection, edition_ids: Collection[EditionId], *, at: datetime, homes_only: bool = False
) -> None:
    """Let the cards of editions be drawn again at a time, or earlier where that is due already."""
    for piece in in_pieces(sorted(edition_ids)):
        of_these = delivery.c.edition_id.in_(piece)
        await _ask(tx, and_(of_these, delivery.c.home) if homes_only else of_these, at=at)


async def ask_of_corrected(tx: Connection, story_ids: Collection[StoryId], *, at: datetime) -> None:
    """Let the cards of those of the stories be drawn again that were corrected at that moment."""
    for piece in in_pieces(sorted(story_ids)):
        corrected = select(story.c.id).where(story.c.id.in_(piece), story.c.corrected_at == at)
        of_these = select(edition.c.id).where(edition.c.story_id.in_(corrected))
        await _ask(tx, delivery.c.edition_id.in_(of_these), at=at)


async def any_due(tx: Connection, *, now: datetime) -> bool:
    """Tell whether a card is to be drawn now."""
    due = select(delivery.c.id).where(_can_be_drawn(delivery), delivery.c.refresh_at <= now).limit(1)
    return await tx.scalar(due) is not None


async def claim(tx: Connection, *, now: datetime, limit: int, turns: Turns | None = None) -> list[Refresh]:
    """Return cards to be drawn now, of a server the longest due first, and take them.

    turns: says of which servers. Whoever asks for one of them from now on is heard: what was taken is due
    only after that, in a day.
    """
    turns = turns or Turns(limit, share=limit)
    ours = [ServerId(row.server_id) for row in await tx.execute(servers_with(_asked_for))]
    waiting: dict[ServerId, list[int]] = {}
    for some in pieces(turns.order(ours), first=2 * limit):
        for row in await tx.execute(_next_of_each(some, now, most=min(turns.share, limit))):
            waiting.setdefault(ServerId(row.server_id), []).append(row.id)
        if len(waiting) >= limit:
            break
    ids = turns.pick(waiting)[:limit]
    if not ids:
        return []
    taken = update(delivery).where(delivery.c.id.in_(ids)).values(refresh_at=now + _LEASE)
    rows = await tx.execute(
        taken.returning(*COLUMNS, delivery.c.posted_at, delivery.c.refresh_at, delivery.c.refresh_attempts)
    )
    return [_refresh(row) for row in rows]


async def release(tx: Connection, *, now: datetime) -> None:
    """Let what an earlier run of this process had taken be drawn; what was put off comes early for once."""
    await tx.execute(update(delivery).where(delivery.c.refresh_at > now).values(refresh_at=now))


async def done(tx: Connection, drawn: Refresh) -> None:
    """Record that a card shows what it should, as far as that was asked before."""
    await tx.execute(_of(drawn).values(refresh_at=None, refresh_attempts=0))


async def put_off(tx: Connection, asked: Refresh, *, until: datetime) -> None:
    """Draw a card at a time."""
    await tx.execute(_of(asked).values(refresh_at=until))


async def try_again(tx: Connection, failed: Refresh, *, now: datetime, most: timedelta) -> None:
    """Draw a card after a wait that grows with every failure, to the most."""
    attempts = failed.attempts + 1
    at = now + backoff(attempts, most=most)
    await tx.execute(_of(failed).values(refresh_at=at, refresh_attempts=attempts))


async def removed(tx: Connection, gone: Refresh) -> None:
    """Record that a card was deleted."""
    over = delivery.c.state == DeliveryState.DONE
    await tx.execute(_of(gone).values(refresh_at=None))
    await tx.execute(
        update(delivery).where(delivery.c.id == gone.delivery.id, over).values(state=DeliveryState.REMOVED)
    )


async def _ask(tx: Connection, which: ColumnElement[bool], *, at: datetime) -> None:
    sooner = or_(delivery.c.refresh_at.is_(None), delivery.c.refresh_at > at)
    # Also what is being posted: nobody knows whether it was drawn before this or after.
    begun = or_(
        delivery.c.message_id.is_not(None),
        delivery.c.state == DeliveryState.POSTING,
        delivery.c.lease_until.is_not(None),
    )
    await tx.execute(update(delivery).where(which, begun, sooner).values(refresh_at=at, refresh_attempts=0))


def _next_of_each(servers: Sequence[ServerId], now: datetime, *, most: int) -> Select[Any]:
    """Select the cards of each server that are the longest due."""
    following = delivery.alias("following")
    first = (
        select(following.c.id)
        .where(
            following.c.server_id == server.c.id,
            _can_be_drawn(following),
            following.c.refresh_at <= now,
        )
        .order_by(following.c.refresh_at, following.c.id)
        .limit(most)
        .correlate(server)
    )
    return (
        select(delivery.c.id, delivery.c.server_id)
        .select_from(server.join(delivery, delivery.c.id.in_(first)))
        .where(server.c.id.in_(servers))
        .order_by(delivery.c.refresh_at, delivery.c.id)
    )


def _asked_for(cards: FromClause) -> ColumnElement[bool]:
    return cards.c.refresh_at.is_not(None)


def _can_be_drawn(cards: FromClause) -> ColumnElement[bool]:
    """It stands somewhere and is not on its way any more, in a server that we are in and not paused."""
    stands = cards.c.state.in_([DeliveryState.DONE, DeliveryState.SEEDED, DeliveryState.WAITING])
    return and_(_asked_for(cards), cards.c.message_id.is_not(None), stands, in_a_server_at_work(cards))


def _of(asked: Refresh) -> Update:
    same = and_(delivery.c.id == asked.delivery.id, delivery.c.refresh_at == asked.due_at)
    return update(delivery).where(same)


def _refresh(row: Any) -> Refresh:
    place = Place(ChannelId(row.place_id), MessageId(row.message_id))
    return Refresh(from_row(row), place, row.posted_at, row.refresh_at, row.refresh_attempts)
