"""What becomes of a tag's deliveries when it gets another channel: what is not posted yet goes along."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, update

from bot.domain.delivery import DeliveryState
from bot.domain.ids import ChannelId
from bot.domain.reasons import Reason
from bot.domain.tagging import Tag
from bot.storage.database import Connection
from bot.storage.removals import asked_for_by, pass_homes_on
from bot.storage.tables import delivery

_other = delivery.alias("other")


async def redirect(tx: Connection, moved: Tag, channel_id: ChannelId, *, now: datetime) -> int:
    """Let what is not posted yet for a tag go to another channel; return how many deliveries that are.

    moved: the tag with its old channel. What another tag sends there too stays. Where the story goes to the
    new channel already, it goes nowhere instead. What may stand in the old channel goes on there, unless
    that is gone.
    """
    result = await tx.execute(
        update(delivery)
        .where(asked_for_by(moved), _surely_unposted(), ~_goes_to(channel_id))
        .values(
            channel_id=channel_id,
            state=DeliveryState.QUEUED,
            resume_state=None,
            reason=None,
            detail="",
            intent_at=None,
            not_before=now,
            lease_until=None,  # whoever has claimed it has not begun, and finds out
        )
    )
    await _end(tx, and_(asked_for_by(moved), _surely_unposted()), moved, now=now)
    return result.rowcount


def _surely_unposted() -> ColumnElement[bool]:
    in_doubt = and_(
        delivery.c.state == DeliveryState.WAITING,
        delivery.c.resume_state != DeliveryState.QUEUED,
        delivery.c.reason != Reason.CHANNEL_GONE,
    )
    return ~in_doubt


def _goes_to(channel_id: ChannelId) -> ColumnElement[bool]:
    return exists().where(_other.c.edition_id == delivery.c.edition_id, _other.c.channel_id == channel_id)


async def _end(tx: Connection, which: ColumnElement[bool], moved: Tag, *, now: datetime) -> None:
    ended = await tx.execute(
        update(delivery)
        .where(which)
        .values(state=DeliveryState.REMOVED, reason=Reason.TAG_MOVED, detail=moved.label, lease_until=None)
        .returning(delivery.c.edition_id, delivery.c.home)
    )
    await pass_homes_on(tx, [row.edition_id for row in ended.all() if row.home], now=now)
