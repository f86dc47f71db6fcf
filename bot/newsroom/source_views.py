"""A server's feed looked at: how it is doing, what became of its stories, and what would of its next."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.channel import MaySee
from bot.domain.errors import NotFound
from bot.domain.filtering import Judgement, judge
from bot.domain.ids import ServerId
from bot.domain.source import Feed, Source, SourceState, Trust, shortest_interval
from bot.domain.tagging import Match, Policy, StoryText, Tag, match_tags
from bot.newsroom.feed_entries import Entry, FeedEntries
from bot.newsroom.feed_names import named_feed
from bot.storage import outcomes, sources, tags
from bot.storage.database import Connection, Database
from bot.storage.outcomes import Outcome

_OUTCOMES = 8
_ENTRIES = 8


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed, how the server uses it, how often it is read, and what became of its last stories."""

    feed: Feed
    source: Source
    tags: tuple[Tag, ...]
    every: timedelta
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would become of an entry that appeared now.

    known: it has come already, so nothing becomes of it any more. judgement: the filter's, if there is one.
    held: it would wait for a moderator.
    """

    title: str
    known: bool
    judgement: Judgement | None
    matches: tuple[Match, ...]
    held: bool


@dataclass(frozen=True, slots=True)
class FeedTest:
    """A feed that was read for a look, and what would become of its newest entries were it not `paused`."""

    feed: Feed
    stories: int
    paused: bool
    entries: tuple[Rehearsed, ...]


class SourceViews:
    """Shows the feeds of a server one by one."""

    def __init__(self, database: Database, entries: FeedEntries) -> None:
        self._database = database
        self._entries = entries

    async def show(self, server_id: ServerId, typed: str, may_see: MaySee) -> FeedView:
        """Return a feed of the server with what became of its last stories; raise NotFound.

        What the person may not see has no title there.
        """
        async with self._database.read() as tx:
            feed, source = await self._used(tx, server_id, typed)
            given = [tag for tag in await tags.of_server(tx, server_id) if tag.id in source.tags]
            every = shortest_interval(await sources.of_feed(tx, feed.id), default=source.interval)
            became = await outcomes.latest(tx, server_id, feed.id, limit=_OUTCOMES)
        shown = (each if _seen(each, may_see) else replace(each, title="", link=None) for each in became)
        return FeedView(feed, source, tuple(given), every, tuple(shown))

    async def test(self, server_id: ServerId, typed: str) -> FeedTest:
        """Read a feed of the server now and keep nothing of it; raise NotFound or a FeedError."""
        async with self._database.read() as tx:
            feed, source = await self._used(tx, server_id, typed)
            of_server = await tags.of_server(tx, server_id)
        reading = await self._entries.read(feed.url, feed.id, most=_ENTRIES, with_pages=True)
        entries = tuple(_rehearsed(entry, source, of_server) for entry in reading.entries)
        paused = source.state is SourceState.PAUSED
        return FeedTest(feed, len(reading.document.items), paused, entries)

    async def _used(self, tx: Connection, server_id: ServerId, typed: str) -> tuple[Feed, Source]:
        feed = await named_feed(tx, server_id, typed)
        found = await sources.get(tx, server_id, feed.id)
        if found is None:
            raise NotFound("error-feed-gone")
        return feed, found[0]


def _seen(outcome: Outcome, may_see: MaySee) -> bool:
    return outcome.channel_id is None or may_see(outcome.channel_id)


def _rehearsed(entry: Entry, source: Source, of_server: tuple[Tag, ...]) -> Rehearsed:
    text = StoryText(entry.story)
    judgement = None if source.filter is None else judge(source.filter, text)
    matches = match_tags(of_server, text, feed_id=source.feed_id, added=source.tags)
    held = source.trust is Trust.REVIEW or any(match.tag.policy is Policy.REVIEW for match in matches)
    return Rehearsed(entry.story.title, entry.known, judgement, matches, held)
