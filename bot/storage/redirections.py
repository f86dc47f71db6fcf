"""What becomes of a tag's deliveries when it gets another channel: what is not posted yet goes along."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, literal, select, update

from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.ids import ChannelId
from bot.domain.reasons import Reason
from bot.domain.tagging import Tag
from bot.storage import moving
from bot.storage.database import Connection
from bot.storage.removals import asked_for_by, end_those, rests_after
from bot.storage.tables import delivery, edition_tag, tag

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
        .values(_anew_in(channel_id, now))
        .returning(delivery.c.edition_id)
    )
    redirected = list(result.scalars())
    over = and_(asked_for_by(moved), _surely_unposted())
    ended = await end_those(tx, over, Reason.TAG_MOVED, moved.label, now=now)
    await moving.follow(tx, [*redirected, *ended], left=moved.channel_id, to=channel_id)
    return len(redirected)


async def follow_tags(tx: Connection, refused: Delivery, *, now: datetime) -> bool:
    """Let a card that its channel surely refused go where its story's tags lead; False where they lead there.

    It was on its way while a tag moved, so that `redirect` left it. Where the story goes to all of its tags'
    channels already, it goes nowhere.
    """
    leads = (
        select(tag.c.label, tag.c.channel_id)
        .join(edition_tag, edition_tag.c.tag_id == tag.c.id)
        .where(edition_tag.c.edition_id == refused.edition_id)
        .order_by(tag.c.position, tag.c.id)
    )
    tags = (await tx.execute(leads)).all()
    if not tags or refused.channel_id in [each.channel_id for each in tags]:
        return False
    this = delivery.c.id == refused.id
    for each in tags:
        moved = update(delivery).where(this, ~_goes_to(each.channel_id))
        if (await tx.execute(moved.values(_anew_in(each.channel_id, now)))).rowcount:
            await moving.follow(tx, [refused.edition_id], left=refused.channel_id, to=each.channel_id)
            return True
    await end_those(tx, this, Reason.TAG_MOVED, tags[0].label, now=now)
    await moving.follow(tx, [refused.edition_id], left=refused.channel_id, to=None)
    return True


def _anew_in(channel_id: ChannelId, now: datetime) -> dict[str, Any]:
    return {
        "channel_id": channel_id,
        "state": DeliveryState.QUEUED,
        "resume_state": None,
        "reason": None,
        "detail": "",
        "intent_at": None,
        "not_before": case(
            (rests_after(now), delivery.c.not_before), else_=literal(now, delivery.c.not_before.type)
        ),
        "lease_until": None,  # whoever has claimed it has not begun, and finds out
    }


def _surely_unposted() -> ColumnElement[bool]:
    in_doubt = and_(
        delivery.c.state == DeliveryState.WAITING,
        delivery.c.resume_state != DeliveryState.QUEUED,
        delivery.c.reason != Reason.CHANNEL_GONE,
    )
    return ~in_doubt


def _goes_to(channel_id: ChannelId) -> ColumnElement[bool]:
    return exists().where(_other.c.edition_id == delivery.c.edition_id, _other.c.channel_id == channel_id)
