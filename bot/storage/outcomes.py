"""What became of the last stories that a feed brought to a server, and why."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from bot.domain.delivery import DeliveryState, Place
from bot.domain.ids import ChannelId, FeedId, MessageId, ServerId
from bot.domain.reasons import Reason
from bot.storage.database import Connection
from bot.storage.shown import SHOWN_TITLE
from bot.storage.tables import decision, delivery, edition, edition_tag, story, tag


@dataclass(frozen=True, slots=True)
class Outcome:
    """A story and what was decided on it.

    tags: labels of those that took it. channel_id: of its home, posted or not. home: where its card stands;
    state, held_up: of its first delivery.
    """

    title: str
    link: str | None
    at: datetime
    reason: Reason
    detail: str
    tags: tuple[str, ...] = ()
    channel_id: ChannelId | None = None
    home: Place | None = None
    state: DeliveryState | None = None
    held_up: Reason | None = None


async def latest(tx: Connection, server_id: ServerId, feed_id: FeedId, *, limit: int) -> list[Outcome]:
    """Return what became of a feed's last stories in a server, the last decided first."""
    home = and_(delivery.c.edition_id == edition.c.id, delivery.c.home)
    its_own = and_(edition.c.story_id == story.c.id, edition.c.server_id == server_id)
    rows = (
        await tx.execute(
            select(
                SHOWN_TITLE,
                story.c.link,
                decision.c.at,
                decision.c.reason,
                decision.c.detail,
                edition.c.id.label("edition_id"),
                delivery.c.channel_id,
                delivery.c.place_id,
                delivery.c.message_id,
                delivery.c.state,
                delivery.c.reason.label("held_up"),
            )
            .join(story, story.c.id == decision.c.story_id)
            .outerjoin(edition, its_own)
            .outerjoin(delivery, home)
            .where(decision.c.server_id == server_id, decision.c.feed_id == feed_id)
            .order_by(decision.c.at.desc(), decision.c.story_id.desc())
            .limit(limit)
        )
    ).all()
    labels = await _labels(tx, [row.edition_id for row in rows if row.edition_id is not None])
    return [
        Outcome(
            title=row.title,
            link=row.link,
            at=row.at,
            reason=Reason(row.reason),
            detail=row.detail,
            tags=tuple(labels[row.edition_id]),
            channel_id=None if row.channel_id is None else ChannelId(row.channel_id),
            home=_place(row.place_id, row.message_id),
            state=None if row.state is None else DeliveryState(row.state),
            held_up=None if row.held_up is None else Reason(row.held_up),
        )
        for row in rows
    ]


async def _labels(tx: Connection, edition_ids: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = await tx.execute(
        select(edition_tag.c.edition_id, tag.c.label)
        .join(tag, tag.c.id == edition_tag.c.tag_id)
        .where(edition_tag.c.edition_id.in_(list(edition_ids)))
        .order_by(tag.c.position, tag.c.id)
    )
    for edition_id, label in rows:
        found[edition_id].append(label)
    return found


def _place(channel_id: int | None, message_id: int | None) -> Place | None:
    if channel_id is None or message_id is None:
        return None
    return Place(ChannelId(channel_id), MessageId(message_id))
