"""What a server's owner lets begin: quiet hours and a budget of cards, decided as a card is begun.

The decision and what comes of it are one transaction: no two cards take the last place of an hour, and who
ends the wait of a story meanwhile is not overruled.
"""

import structlog

from bot.clock import Clock
from bot.domain.budget import BUDGET_WINDOW, held_back
from bot.domain.delivery import Delivery, DeliveryState
from bot.pipeline.setbacks import MENDABLE
from bot.storage import budgets, deliveries, editions, settings
from bot.storage.database import Connection

_log = structlog.get_logger(__name__)


async def hold_back(tx: Connection, delivery: Delivery, clock: Clock) -> bool:
    """Put a claimed delivery off, or end it, where its server lets no card begin; tell whether that is so."""
    now = clock.now()
    rules = await settings.of(tx, delivery.server_id)
    if rules.quiet is None and rules.cards_per_hour is None:
        return False
    why = held_back(
        rules,
        now=now,
        spent=await budgets.spent(tx, delivery, since=now - BUDGET_WINDOW),
        breaking=await editions.is_breaking(tx, delivery.edition_id),
    )
    if why is None:
        return False
    _log.info("delivery.held_back", reason=why.reason, channel=delivery.channel_id)
    if why.until is not None:
        await deliveries.put_off(tx, delivery, until=why.until, reason=why.reason)
        return True
    await deliveries.set_aside(tx, delivery, DeliveryState.FAILED, reason=why.reason, detail="", unsent=True)
    await deliveries.call_pointers(tx, delivery.edition_id, now=now)  # one of them is the home now
    if delivery.reason in MENDABLE:  # it was let try for all that wait in its channel, and told nothing
        await deliveries.resume_channel(tx, delivery, now=now)
    return True
