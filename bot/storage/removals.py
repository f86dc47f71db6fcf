"""What a tag that is removed, or moved, leaves in its channel: deliveries that no other tag asks for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select, update

from bot.domain.delivery import DeliveryState
from bot.domain.reasons import Reason
from bot.domain.tagging import Tag
from bot.storage import moving
from bot.storage.database import Connection
from bot.storage.reader_tables import subscription
from bot.storage.tables import delivery, edition_tag, source_tag, tag
from bot.storage.upsert import in_pieces

_UNPOSTED = (DeliveryState.QUEUED, DeliveryState.WAITING)
_other = delivery.alias("other")
_other_tag = edition_tag.alias("other_tag")


@dataclass(frozen=True, slots=True)
class Loss:
    """What a tag's removal would end.

    cards: those that wait and would never be posted; elsewhere: how many of their stories still come out in
    other channels. feeds: how many give it all their stories. subscribers: how many readers have it.
    """

    cards: int
    elsewhere: int
    feeds: int
    subscribers: int = 0


async def loss_of(tx: Connection, of: Tag) -> Loss:
    """Count what would end with a tag."""
    lost = asked_for_by(of)
    waits = and_(
        _other.c.edition_id == delivery.c.edition_id,
        _other.c.id != delivery.c.id,
        _other.c.state.not_in([DeliveryState.FAILED, DeliveryState.REMOVED]),
    )
    cards = await tx.scalar(select(func.count()).select_from(delivery).where(lost))
    elsewhere = await tx.scalar(select(func.count()).select_from(delivery).where(lost, exists().where(waits)))
    feeds = await tx.scalar(select(func.count()).select_from(source_tag).where(source_tag.c.tag_id == of.id))
    readers = select(func.count()).select_from(subscription).where(subscription.c.tag_id == of.id)
    return Loss(cards or 0, elsewhere or 0, feeds or 0, await tx.scalar(readers) or 0)


async def end_deliveries(tx: Connection, of: Tag, *, now: datetime) -> int:
    """End what waits to be posted for a tag alone, with the reason; return how many deliveries that were.

    What was to be the home leaves that to the first of the edition's other deliveries.
    """
    ended = await end_those(tx, asked_for_by(of), Reason.TAG_REMOVED, of.label, now=now)
    await moving.follow(tx, ended, left=of.channel_id, to=None)
    return len(ended)


def asked_for_by(of: Tag) -> ColumnElement[bool]:
    """Not posted, in the tag's channel, and for no other tag of the edition; for this package."""
    tagged = exists().where(edition_tag.c.edition_id == delivery.c.edition_id, edition_tag.c.tag_id == of.id)
    by_another = exists().where(
        _other_tag.c.edition_id == delivery.c.edition_id,
        _other_tag.c.tag_id == tag.c.id,
        tag.c.id != of.id,
        tag.c.channel_id == of.channel_id,
    )
    return and_(
        delivery.c.server_id == of.server_id,
        delivery.c.channel_id == of.channel_id,
        delivery.c.state.in_([state.value for state in _UNPOSTED]),
        delivery.c.message_id.is_(None),
        tagged,
        ~by_another,
    )


async def end_those(
    tx: Connection, which: ColumnElement[bool], reason: Reason, label: str, *, now: datetime
) -> list[int]:
    """End deliveries that go nowhere, and pass homes on; return of which editions. For this package."""
    rests = list(await tx.scalars(select(delivery.c.edition_id).where(which, rests_after(now))))
    ended = await tx.execute(
        update(delivery)
        .where(which)
        .values(state=DeliveryState.REMOVED, reason=reason, detail=label, lease_until=None)
        .returning(delivery.c.edition_id, delivery.c.home)
    )
    rows = ended.all()
    await _pass_homes_on(tx, [row.edition_id for row in rows if row.home], now=now, rests=rests)
    return [row.edition_id for row in rows]


def rests_after(now: datetime) -> ColumnElement[bool]:
    """It has a time of its own, in which its approval can be taken back; for this package.

    What was put off has a reason for that, and nothing else that is queued begins later than at once.
    """
    return and_(
        delivery.c.state == DeliveryState.QUEUED, delivery.c.reason.is_(None), delivery.c.not_before > now
    )


async def _pass_homes_on(
    tx: Connection, edition_ids: Collection[int], *, now: datetime, rests: Collection[int]
) -> None:
    """Make the first of each edition's other deliveries its home; of those that rest, no sooner."""
    for piece in in_pieces(list(edition_ids)):
        of_these = delivery.c.edition_id.in_(piece)
        heirs = (
            select(func.min(delivery.c.id))
            .where(of_these, delivery.c.state.not_in([DeliveryState.FAILED, DeliveryState.REMOVED]))
            .group_by(delivery.c.edition_id)
        )
        heir_ids = list(await tx.scalars(heirs))
        inheriting = select(delivery.c.edition_id).where(delivery.c.id.in_(heir_ids))
        await tx.execute(
            update(delivery)
            .where(of_these, delivery.c.edition_id.in_(inheriting.scalar_subquery()))
            .values(home=delivery.c.id.in_(heir_ids))
        )
        await tx.execute(
            update(delivery)
            .where(
                delivery.c.id.in_(heir_ids),
                delivery.c.state == DeliveryState.QUEUED,
                delivery.c.edition_id.not_in(rests),
            )
            .values(not_before=now)
        )
