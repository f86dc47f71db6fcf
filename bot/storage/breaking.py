"""Stories that can't wait: what no longer waits when one is, and what still does."""

from datetime import datetime

from sqlalchemy import and_, select, update

from bot.domain.delivery import DeliveryState
from bot.domain.edition import EditionState
from bot.domain.ids import EditionId, ServerId
from bot.domain.notification import NotificationState
from bot.domain.reasons import Reason
from bot.storage import deliveries, refreshes
from bot.storage.database import Connection
from bot.storage.reader_tables import notification
from bot.storage.tables import delivery, edition


async def begin(tx: Connection, server_id: ServerId, edition_id: EditionId, *, now: datetime) -> bool:
    """Let a story pass quiet hours and budgets, and its cards say so; False where it was so before."""
    others = and_(
        edition.c.id == edition_id, edition.c.server_id == server_id, edition.c.breaking_at.is_(None)
    )
    if (await tx.execute(update(edition).where(others).values(breaking_at=now))).rowcount != 1:
        return False
    await deliveries.end_quiet(tx, server_id, now=now, edition_id=edition_id)
    await deliveries.grant_places(tx, edition_id, now=now)
    waits = and_(
        notification.c.edition_id == edition_id,
        notification.c.state == NotificationState.QUEUED.value,
        notification.c.reason.is_(None),  # what failed waits for another reason
        notification.c.not_before > now,
    )
    await tx.execute(update(notification).where(waits).values(not_before=now))
    await refreshes.ask(tx, {edition_id}, at=now)
    return True


async def held_by(tx: Connection, edition_id: EditionId) -> Reason | None:
    """Return what keeps a story's home card from going out, breaking or not; None where nothing does."""
    row = (
        await tx.execute(
            select(edition.c.state.label("edition_state"), delivery.c.state, delivery.c.reason)
            .join(delivery, and_(delivery.c.edition_id == edition.c.id, delivery.c.home))
            .where(edition.c.id == edition_id)
        )
    ).one()
    if row.edition_state == EditionState.HELD:
        return Reason.REVIEW
    if row.state in {DeliveryState.WAITING, DeliveryState.FAILED}:
        return Reason(row.reason)
    return None
