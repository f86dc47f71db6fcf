"""What a tag brings, how many readers have subscribed to it, and what stories there were to match."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select, tuple_

from bot.domain.edition import EditionState
from bot.domain.ids import ChannelId, FeedId, ServerId, StoryId, TagId
from bot.domain.story import Story
from bot.domain.tagging import Tag
from bot.storage import stories
from bot.storage.database import Connection
from bot.storage.reader_tables import subscription
from bot.storage.tables import decision, delivery, edition, edition_tag, server, source_tag, story, tag

_WEEKS = 4
# As many feeds bring a story at most, if all of those that are looked for are to be found.
_FEEDS_A_STORY = 5


@dataclass(frozen=True, slots=True)
class TagFigures:
    """What a tag brings.

    stories_a_week: over the last four. place: in the server's order, 1 is the first of `tags`.
    feeds: how many give it all their stories.
    """

    subscribers: int
    stories_a_week: float
    place: int
    tags: int
    feeds: int


async def subscribers(tx: Connection, tag_id: TagId) -> int:
    """Return how many readers have subscribed to a tag."""
    return await tx.scalar(select(func.count()).where(subscription.c.tag_id == tag_id)) or 0


async def of(tx: Connection, of_tag: Tag, *, now: datetime) -> TagFigures:
    """Return a tag's figures; a server that is younger than four weeks has what came since it joined."""
    joined = await tx.scalar(select(server.c.joined_at).where(server.c.id == of_tag.server_id))
    since = max(joined or now, now - timedelta(weeks=_WEEKS))
    brought = await tx.scalar(
        select(func.count())
        .select_from(edition_tag)
        .join(edition, edition.c.id == edition_tag.c.edition_id)
        .where(
            edition_tag.c.tag_id == of_tag.id,
            edition.c.created_at >= since,
            edition.c.state == EditionState.CLEARED,
        )
    )
    weeks = max(1.0, (now - since) / timedelta(weeks=1))
    before = tuple_(tag.c.position, tag.c.id) < tuple_(of_tag.position, of_tag.id)
    of_server = tag.c.server_id == of_tag.server_id
    return TagFigures(
        subscribers=await subscribers(tx, of_tag.id),
        stories_a_week=(brought or 0) / weeks,
        place=1 + (await tx.scalar(select(func.count()).where(of_server, before)) or 0),
        tags=await tx.scalar(select(func.count()).where(of_server)) or 0,
        feeds=await tx.scalar(select(func.count()).where(source_tag.c.tag_id == of_tag.id)) or 0,
    )


async def homes(
    tx: Connection, server_id: ServerId, story_ids: Iterable[StoryId]
) -> dict[StoryId, ChannelId]:
    """Return the channels of stories' homes in a server, of those that have one."""
    found = await tx.execute(
        select(edition.c.story_id, delivery.c.channel_id)
        .join(delivery, and_(delivery.c.edition_id == edition.c.id, delivery.c.home))
        .where(edition.c.server_id == server_id, edition.c.story_id.in_(list(story_ids)))
    )
    return {StoryId(story_id): ChannelId(channel_id) for story_id, channel_id in found}


async def last_stories(
    tx: Connection, server_id: ServerId, *, limit: int
) -> list[tuple[Story, frozenset[FeedId]]]:
    """Return the last stories that reached a server, whatever became of them, with the feeds they came by."""
    latest = (
        select(decision.c.story_id)
        .where(decision.c.server_id == server_id)
        .order_by(decision.c.at.desc(), decision.c.story_id.desc())
        .limit(limit * _FEEDS_A_STORY)
    )
    ids = list(dict.fromkeys(await tx.scalars(latest)))[:limit]
    brought: dict[int, set[FeedId]] = defaultdict(set)
    by_feed = select(decision.c.story_id, decision.c.feed_id).where(
        decision.c.server_id == server_id, decision.c.story_id.in_(ids)
    )
    for story_id, feed_id in (await tx.execute(by_feed)).all():
        brought[story_id].add(FeedId(feed_id))
    found = {each.id: each for each in await stories.matching(tx, story.c.id.in_(ids))}
    return [(found[each], frozenset(brought[each])) for each in ids if each in found]
