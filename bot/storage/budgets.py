"""How many cards of a channel count against what it may have in an hour."""

from datetime import datetime

from sqlalchemy import and_, func, or_, select

from bot.domain.delivery import Delivery, DeliveryState
from bot.storage.database import Connection
from bot.storage.tables import delivery


async def spent(tx: Connection, of: Delivery, *, since: datetime) -> int:
    """Return how many other cards of a delivery's channel were posted since then, or may be any moment.

    Whoever begins a card asks in the same transaction: no two can take the last place.
    """
    posted = select(func.count()).where(
        delivery.c.channel_id == of.channel_id, delivery.c.posted_at > since, delivery.c.id != of.id
    )
    under_way = or_(
        delivery.c.state == DeliveryState.POSTING,
        and_(
            delivery.c.state == DeliveryState.WAITING,  # nobody knows whether it was posted
            delivery.c.resume_state == DeliveryState.POSTING,
            delivery.c.intent_at > since,
        ),
    )
    begun = select(func.count()).where(
        delivery.c.server_id == of.server_id,
        delivery.c.state.in_([DeliveryState.POSTING, DeliveryState.WAITING]),  # for the index
        under_way,
        delivery.c.channel_id + 0 == of.channel_id,  # by the index of states: of these there are few
        delivery.c.id != of.id,
    )
    return (await tx.scalar(posted) or 0) + (await tx.scalar(begun) or 0)
