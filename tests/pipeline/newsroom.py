"""A server with tags, and editions in it, for tests of what comes after intake."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from bot.domain.channel import ChannelKind
from bot.domain.edition import EditionState, Routing
from bot.domain.ids import ChannelId, EditionId, ServerId
from bot.domain.poll import VoteOption, VoteSet
from bot.domain.reasons import Reason
from bot.domain.story import StoryDraft
from bot.domain.tagging import Match, TagOptions
from bot.storage import editions, feeds, servers, stories, tags
from bot.storage.database import Database
from bot.storage.editions import NewEdition
from bot.storage.stories import Reading

SERVER = ServerId(1)
VOTE_SET = VoteSet(
    "What do you make of this?",
    (VoteOption("👍", "good news", 1), VoteOption("👎", "bad news", -1), VoteOption("🤔", "not sure", 0)),
)
LONG_AGO = datetime(2026, 11, 22, 0, tzinfo=UTC)


async def an_edition(
    database: Database,
    *,
    channels: tuple[int, ...] = (10,),
    state: EditionState = EditionState.CLEARED,
    key: str = "https://news.example/talks",
    now: datetime = LONG_AGO,
    kinds: Mapping[int, ChannelKind] = MappingProxyType({}),
    options: TagOptions | None = None,
    server_id: ServerId = SERVER,
) -> EditionId:
    """Store a story's edition with a tag, and a delivery, for each channel; the first is its home."""
    async with database.write() as tx:
        await servers.join(tx, server_id, "Harbour News", now=now)
        taken = [
            await tags.find(tx, server_id, f"tag{channel}")
            or await tags.add(
                tx,
                server_id,
                key=f"tag{channel}",
                label=f"Tag {channel}",
                channel_id=ChannelId(channel),
                kind=kinds.get(channel, ChannelKind.TEXT),
                options=options,
                now=now,
            )
            for channel in channels
        ]
        feed = await feeds.add(tx, f"{key}/feed", title="News", site_url=None, now=now)
        draft = StoryDraft(key=key, title="Talks in Geneva", link=key, lead="They talk.")
        story_ids = await stories.add(tx, [Reading(draft, from_page=True)], feed_id=feed.id, now=now)
        matches = tuple(Match(tag, Reason.BY_HASHTAG, tag.label) for tag in taken)
        routing = Routing(state, Reason.ROUTED, matches, tuple(tag.channel_id for tag in taken))
        await editions.add(tx, [NewEdition(story_ids[key], server_id, routing)], now=now)
        standing = await editions.standing(tx, [story_ids[key]], [server_id])
    return standing[story_ids[key], server_id].id
