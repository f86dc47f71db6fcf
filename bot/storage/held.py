"""What waits for a moderator in a server, in the order in which it came."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from bot.domain.edition import EditionState
from bot.domain.holding import is_outlet
from bot.domain.ids import ChannelId, EditionId, FeedId, ServerId, TagId
from bot.domain.reasons import Reason
from bot.domain.verdict import NOWHERE, MayModerate
from bot.storage.database import Connection
from bot.storage.desk_tables import hold
from bot.storage.tables import decision, edition, edition_tag, story, tag


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the stories that wait: of a tag, brought by a feed, held for a reason; None: whichever."""

    tag_id: TagId | None = None
    feed_id: FeedId | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a story stands in the queue."""

    held_at: datetime
    edition_id: EditionId


async def channels(tx: Connection, server_id: ServerId) -> list[ChannelId]:
    """Return the channels of a server's tags."""
    found = await tx.scalars(select(tag.c.channel_id).where(tag.c.server_id == server_id).distinct())
    return [ChannelId(each) for each in found]


async def shut(tx: Connection, server_id: ServerId, may: MayModerate) -> list[ChannelId]:
    """Return the channels whose stories somebody can't decide on."""
    return [channel for channel in (NOWHERE, *await channels(tx, server_id)) if not may(channel)]


async def number(
    tx: Connection,
    server_id: ServerId,
    wanted: Wanted,
    *,
    shut: Collection[ChannelId] = (),
    after: Spot | None = None,
) -> int:
    """Return how many wait. shut: channels whose stories are left out; after: only those behind this one.

    Of stories without a tag the channel is NOWHERE.
    """
    counted = select(func.count()).select_from(edition).where(*_held(server_id, wanted, shut, after))
    return int(await tx.scalar(counted) or 0)


async def queue(
    tx: Connection,
    server_id: ServerId,
    wanted: Wanted,
    *,
    limit: int,
    shut: Collection[ChannelId] = (),
    after: Spot | None = None,
    skip: int = 0,
    newest_first: bool = False,
) -> list[Spot]:
    """Return stories that wait, who waits longest first; see `number`."""
    order: Sequence[Any] = (edition.c.held_at, edition.c.id)
    if newest_first:
        order = [each.desc() for each in order]
    found: Select[Any] = (
        select(edition.c.held_at, edition.c.id)
        .where(*_held(server_id, wanted, shut, after))
        .order_by(*order)
        .limit(limit)
        .offset(skip)
    )
    return [Spot(row.held_at, EditionId(row.id)) for row in await tx.execute(found)]


async def of_outlet(
    tx: Connection, server_id: ServerId, outlet: str, *, shut: Collection[ChannelId] = ()
) -> int:
    """Return how many of an outlet's stories wait; see `number`."""
    named = select(story.c.outlet, story.c.link).join(edition, edition.c.story_id == story.c.id)
    rows = await tx.execute(named.where(*_held(server_id, Wanted(), shut, None)))
    return sum(is_outlet(row.outlet, row.link, outlet) for row in rows)


def _held(
    server_id: ServerId, wanted: Wanted, shut: Collection[ChannelId], after: Spot | None
) -> list[ColumnElement[bool]]:
    held = [edition.c.server_id == server_id, edition.c.state == EditionState.HELD.value]
    if after is not None:
        later = and_(edition.c.held_at == after.held_at, edition.c.id > after.edition_id)
        held += [edition.c.held_at >= after.held_at, or_(edition.c.held_at > after.held_at, later)]
    if wanted.tag_id is not None:
        held.append(
            exists().where(edition_tag.c.edition_id == edition.c.id, edition_tag.c.tag_id == wanted.tag_id)
        )
    if wanted.feed_id is not None:
        held.append(
            exists().where(
                decision.c.story_id == edition.c.story_id,
                decision.c.server_id == server_id,
                decision.c.feed_id == wanted.feed_id,
            )
        )
    if wanted.reason is not None:
        held.append(exists().where(hold.c.edition_id == edition.c.id, hold.c.reason == wanted.reason.value))
    if NOWHERE in shut:
        held.append(exists().where(edition_tag.c.edition_id == edition.c.id))
    if shut:
        held.append(~_leads_to(shut))
    return held


def _leads_to(shut: Collection[ChannelId]) -> ColumnElement[bool]:
    """Return that one of a story's tags leads to one of these channels."""
    tagged = edition_tag.join(tag, tag.c.id == edition_tag.c.tag_id)
    found = select(edition_tag.c.edition_id).select_from(tagged)
    return exists(found.where(edition_tag.c.edition_id == edition.c.id, tag.c.channel_id.in_(sorted(shut))))
