"""Where a story's cards go after a moderator has given it other tags: what stands, what comes, what goes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, select, update

from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.edition import Edition, home_first
from bot.domain.ids import ChannelId, DeliveryId, TagId
from bot.domain.reasons import Reason
from bot.domain.tagging import Match, Tag
from bot.storage import corrections, editions
from bot.storage.database import Connection
from bot.storage.deliveries import COLUMNS, from_row
from bot.storage.editions import Extension
from bot.storage.tables import delivery, edition, edition_tag


@dataclass(frozen=True, slots=True)
class Redirected:
    """What becomes of an edition's cards. coming, going: channels of pointers; home: where its home is."""

    home: ChannelId | None
    coming: tuple[ChannelId, ...]
    going: tuple[ChannelId, ...]


async def set_tags(tx: Connection, of: Edition, tags: Sequence[Tag], *, now: datetime) -> Redirected:
    """Give an edition just these tags; from then on no feed adds one.

    Before anything of it was posted all its deliveries are those of the new tags. After that its home stays
    where it is, and pointers come and go.
    """
    wanted = [tag.id for tag in tags]
    others = (edition_tag.c.edition_id == of.id, edition_tag.c.tag_id.not_in(wanted))
    await tx.execute(delete(edition_tag).where(*others))
    there, channels = await _deliveries(tx, of), home_first(tags)
    moves_to = of.move_to if of.move_to in channels else None  # its home goes nowhere without a card there
    retagged = update(edition).where(edition.c.id == of.id)
    await tx.execute(retagged.values(retagged_at=now, move_to=moves_to))
    begun, waits = any(_is_begun(each) for each in there), await _waits_until(tx, of)
    if begun:
        redirected = await _around_home(tx, of, there, channels, now=now)
    else:
        redirected = await _from_scratch(tx, there, channels)
    known: set[TagId] = {tag.id for tag in of.tags}
    more = tuple(Match(tag, Reason.BY_MODERATOR, "") for tag in tags if tag.id not in known)
    await editions.extend(tx, [Extension(of.id, of.server_id, more, redirected.coming)], now=now)
    if not begun:
        await _call_home(tx, of, channels, until=waits or now)
    return redirected


async def queue_again(tx: Connection, delivery_ids: Collection[DeliveryId], *, now: datetime) -> None:
    """Let pointers be posted anew whose cards were deleted because no tag led there."""
    for each in delivery_ids:
        anew: dict[str, Any] = {
            "state": DeliveryState.QUEUED,
            "resume_state": None,
            "reason": None,
            "detail": "",
            "card_key": editions.new_card_key(),
            "intent_at": None,
            "message_id": None,
            "place_id": None,
            "posted_at": None,
            "attempts": 0,
            "absences": 0,
            "terms": None,
            "not_before": now,
            "created_at": now,
        }
        await tx.execute(update(delivery).where(delivery.c.id == each).values(**anew))


async def _from_scratch(
    tx: Connection, there: Sequence[Delivery], channels: Sequence[ChannelId]
) -> Redirected:
    gone = [each for each in there if each.channel_id not in channels]
    await _forget(tx, gone)
    kept = {each.channel_id for each in there} - {each.channel_id for each in gone}
    coming = tuple(channel for channel in channels if channel not in kept)
    return Redirected(next(iter(channels), None), coming, tuple(each.channel_id for each in gone))


async def _around_home(
    tx: Connection,
    of: Edition,
    there: Sequence[Delivery],
    channels: Sequence[ChannelId],
    *,
    now: datetime,
) -> Redirected:
    unwanted = [each for each in there if not each.home and each.channel_id not in channels]
    standing = [each for each in unwanted if each.state is not DeliveryState.REMOVED]
    await _forget(tx, [each for each in standing if not _is_begun(each)])
    leaving = [each for each in standing if _is_begun(each)]
    await corrections.ask_removal(tx, of.id, [each.id for each in leaving], now=now)
    wanted = [each for each in there if each.channel_id in channels and not each.home]
    await corrections.keep_cards(tx, [each.id for each in wanted])
    untagged = [each for each in wanted if each.reason is Reason.UNTAGGED]
    await queue_again(tx, [each.id for each in untagged], now=now)
    kept = {each.channel_id for each in there}
    new = tuple(channel for channel in channels if channel not in kept)
    home = next((each.channel_id for each in there if each.home), None)
    return Redirected(
        home,
        (*new, *(each.channel_id for each in untagged)),
        tuple(each.channel_id for each in standing),
    )


async def _call_home(tx: Connection, of: Edition, channels: Sequence[ChannelId], *, until: datetime) -> None:
    """Let the first channel be the home; what came goes when the rest would have gone."""
    of_it = delivery.c.edition_id == of.id
    is_home = case((delivery.c.channel_id == next(iter(channels), None), True), else_=False)
    await tx.execute(update(delivery).where(of_it).values(home=is_home))
    await tx.execute(update(delivery).where(of_it, delivery.c.not_before < until).values(not_before=until))


async def _waits_until(tx: Connection, of: Edition) -> datetime | None:
    """Return when the last of an edition's cards goes, as far as is known."""
    waits: datetime | None = await tx.scalar(
        select(delivery.c.not_before)
        .where(delivery.c.edition_id == of.id)
        .order_by(delivery.c.not_before.desc())
        .limit(1)
    )
    return waits


async def _deliveries(tx: Connection, of: Edition) -> list[Delivery]:
    rows = await tx.execute(select(*COLUMNS).where(delivery.c.edition_id == of.id).order_by(delivery.c.id))
    return [from_row(row) for row in rows]


async def _forget(tx: Connection, unsent: Sequence[Delivery]) -> None:
    await tx.execute(delete(delivery).where(delivery.c.id.in_([each.id for each in unsent])))


def _is_begun(each: Delivery) -> bool:
    """Tell whether its card may stand, or is on its way now."""
    return each.message_id is not None or each.intent_at is not None or each.lease_until is not None
