"""A server's sources: a look at a feed before it is kept, listing, and removing."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.drafting import draft_story
from bot.domain.errors import InvalidInput, NotAFeed, NotFound
from bot.domain.feed import FeedChanged, FeedDocument, NamedFeed, Validators
from bot.domain.feed_notice import NoticeOutcome
from bot.domain.filtering import Expression, judge
from bot.domain.ids import FeedId, ServerId, TagId, UserId
from bot.domain.panel import Panel, PanelKey, PanelKind
from bot.domain.sighting import first_of_each_key, newest_first
from bot.domain.source import Feed, Source, SourceChange, Trust
from bot.domain.story import StoryDraft
from bot.domain.tagging import StoryText, Tag, match_tags
from bot.domain.text import cut_at_word, one_line
from bot.newsroom.feed_names import address_of, check_unused, named_feed, offered_feeds
from bot.newsroom.source_wishes import SourceWishes, check, parsed, wanted
from bot.newsroom.tag_names import meant
from bot.pipeline.ports import FeedReader
from bot.storage import audits, feed_notices, feeds, panels, sources, tags
from bot.storage.database import Connection, Database

MOST_FEEDS = 2_000
_TITLE = 200
_SHOWN = 5
_MOST_NAMED = 25  # of a page that names many
_AS_FEEDS_ARE = SourceWishes()
_TOLD = ("minutes", "trust", "filter")  # in the audit


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """One of a feed's newest stories, and the tags that would take it by their own rules.

    left_out: what of the filter that is wished leaves it out; empty where it passes.
    """

    title: str
    tags: tuple[Tag, ...]
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was read and not kept yet. tag: what all its stories would be given; wishes: all else."""

    key: PanelKey
    url: str
    title: str
    stories: int
    entries: tuple[FoundEntry, ...]
    tag: Tag | None
    tags: tuple[Tag, ...]
    wishes: SourceWishes = _AS_FEEDS_ARE


@dataclass(frozen=True, slots=True)
class NamedFeeds:
    """A web page that is no feed itself, and the feeds that it names."""

    key: PanelKey
    url: str
    feeds: tuple[NamedFeed, ...]


@dataclass(frozen=True, slots=True)
class AddedSource:
    """A feed that was added: what it is, how many stories stand in it now, and the tag of all its stories."""

    feed: Feed
    stories: int
    tag: Tag | None
    wishes: SourceWishes


@dataclass(frozen=True, slots=True)
class FollowedFeed:
    """A source with its feed and the tags that it gives."""

    source: Source
    feed: Feed
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Parting:
    """A feed that would be followed no more; `panel` is the question that waits for an answer."""

    panel: PanelKey
    feed: Feed


class Sources:
    """Adds, lists and removes the feeds of a server."""

    def __init__(
        self,
        database: Database,
        reader: FeedReader,
        clock: Clock,
        *,
        interval: timedelta,
        shortest: timedelta,
        wake_intake: Callable[[], None],
    ) -> None:
        self._database = database
        self._reader = reader
        self._clock = clock
        self._interval = interval
        self._shortest = shortest
        self._wake_intake = wake_intake

    async def look(
        self, server_id: ServerId, actor: UserId, typed: str, wishes: SourceWishes = _AS_FEEDS_ARE
    ) -> FoundFeed | NamedFeeds:
        """Read a feed and keep nothing of it; raise InvalidInput, AlreadyThere, or a FeedError.

        typed: its address, the scheme may be missing. wishes: how it is to be used.
        """
        check(wishes, shortest=self._shortest)
        url, tag = address_of(typed), wanted(wishes.tag)
        async with self._database.read() as tx:
            await _check_room(tx, server_id)
            await check_unused(tx, server_id, url)
            given = None if tag is None else await meant(tx, server_id, tag)
        try:
            url, document = await self._read(url)
        except NotAFeed as error:
            if not error.feeds:
                raise
            named = error.feeds[:_MOST_NAMED]
            content = {"feeds": [feed.url for feed in named], "wishes": asdict(wishes)}
            panel = await self._ask(server_id, actor, PanelKind.FEEDS, content)
            return NamedFeeds(panel.key, url, named)
        return await self._found(server_id, actor, url, document, tag=given, wishes=wishes)

    async def look_at_named(
        self, server_id: ServerId, actor: UserId, key: PanelKey, number: int
    ) -> FoundFeed | NamedFeeds:
        """Read one of the feeds that a page named; as `look`."""
        async with self._database.read() as tx:
            panel = await panels.get(tx, server_id, actor, PanelKind.FEEDS, key, now=self._clock.now())
        return await self.look(server_id, actor, panel.content["feeds"][number], _wishes(panel.content))

    async def file_into(
        self, server_id: ServerId, actor: UserId, key: PanelKey, tag_id: TagId | None
    ) -> FoundFeed:
        """Let a feed that is not kept yet give a tag, or none, to all its stories."""
        async with self._database.write() as tx:
            panel = await panels.get(tx, server_id, actor, PanelKind.FEED, key, now=self._clock.now())
            content = panel.content | {"tag": tag_id}
            await panels.change(tx, key, content)
            return await _as_found(tx, server_id, key, content)

    async def keep(
        self, server_id: ServerId, actor: UserId, key: PanelKey, *, newest: int = 0
    ) -> AddedSource:
        """Follow a feed that was looked at. newest: how many of the stories in it go out at once."""
        async with self._database.write() as tx:
            panel = await panels.take(tx, server_id, actor, PanelKind.FEED, key, now=self._clock.now())
            found = await _as_found(tx, server_id, key, panel.content)
            await _check_room(tx, server_id)
            added = await self._store(
                tx, found, server_id, actor, site_url=panel.content["site_url"], newest=newest
            )
        self._wake_intake()
        return AddedSource(added, found.stories, found.tag, found.wishes)

    async def drop(self, server_id: ServerId, actor: UserId, kind: PanelKind, key: PanelKey) -> None:
        """Forget a feed that was looked at, or a question about one."""
        async with self._database.write() as tx:
            await panels.take(tx, server_id, actor, kind, key, now=self._clock.now())

    async def ask_to_remove(self, server_id: ServerId, actor: UserId, typed: str) -> Parting:
        """Ask whether to follow a feed no more; raise NotFound.

        typed: a completion's value, its address, or words of its title.
        """
        async with self._database.read() as tx:
            feed = await named_feed(tx, server_id, typed)
        panel = await self._ask(server_id, actor, PanelKind.UNFOLLOW, {"feed": feed.id, "url": feed.url})
        return Parting(panel.key, feed)

    async def remove(self, server_id: ServerId, actor: UserId, key: PanelKey) -> Feed:
        """Follow a feed no more, as was asked; what was posted of it stays, and what it brought goes out."""
        now = self._clock.now()
        async with self._database.write() as tx:
            panel = await panels.take(tx, server_id, actor, PanelKind.UNFOLLOW, key, now=now)
            feed = await feeds.get(tx, FeedId(panel.content["feed"]))
            if feed is not None and feed.url != panel.content["url"]:
                raise InvalidInput("error-feed-moved-meanwhile", url=feed.url)
            used = None if feed is None else await sources.get(tx, server_id, feed.id)
            if feed is None or used is None:
                raise NotFound("error-panel-old")
            await feed_notices.settle(tx, used[0].id, NoticeOutcome.REMOVED, now=now, by=actor)
            await sources.remove(tx, server_id, feed.id)
            details = {"title": feed.title}
            await audits.record(tx, AuditEntry(server_id, "feed-removed", feed.url, now, actor, details))
        return feed

    async def offer(self, server_id: ServerId, typed: str) -> tuple[tuple[str, str], ...]:
        """Return the feeds that may be meant by what was typed, as name and value of a choice."""
        async with self._database.read() as tx:
            return await offered_feeds(tx, server_id, typed)

    async def list(self, server_id: ServerId) -> tuple[FollowedFeed, ...]:
        """Return the server's sources in the order in which they were added."""
        async with self._database.read() as tx:
            by_id = {tag.id: tag for tag in await tags.of_server(tx, server_id)}
            return tuple(
                FollowedFeed(source, feed, tuple(tag for id_, tag in by_id.items() if id_ in source.tags))
                for source, feed in await sources.of_server(tx, server_id)
            )

    async def _read(self, url: str) -> tuple[str, FeedDocument]:
        answer = await self._reader.check(url, Validators())
        if not isinstance(answer, FeedChanged):
            raise TypeError("an unconditional request was answered with 'not changed'")
        return answer.moved_to or url, answer.document

    async def _found(
        self,
        server_id: ServerId,
        actor: UserId,
        url: str,
        document: FeedDocument,
        *,
        tag: Tag | None,
        wishes: SourceWishes,
    ) -> FoundFeed:
        async with self._database.read() as tx:
            await check_unused(tx, server_id, url)  # it may have moved to where another is
            there = await feeds.find(tx, url)
            of_server = await tags.of_server(tx, server_id)
        newest = newest_first(first_of_each_key(document.items), now=self._clock.now())[:_SHOWN]
        drafts = [
            draft_story(item, None, feed_title=document.title, feed_url=document.site_url or url)
            for item in newest
        ]
        feed_id, passing = None if there is None else there.id, parsed(wishes.filter)
        entries = [
            {
                "title": draft.title,
                "tags": [m.tag.id for m in match_tags(of_server, StoryText(draft), feed_id=feed_id)],
                "left_out": _left_out(passing, draft),
            }
            for draft in drafts
        ]
        content = {
            "url": url,
            "title": cut_at_word(one_line(document.title), _TITLE),
            "site_url": document.site_url,
            "stories": len(document.items),
            "entries": entries,
            "tag": None if tag is None else tag.id,
            "wishes": asdict(wishes),
        }
        panel = await self._ask(server_id, actor, PanelKind.FEED, content)
        async with self._database.read() as tx:
            return await _as_found(tx, server_id, panel.key, content)

    async def _ask(
        self, server_id: ServerId, actor: UserId, kind: PanelKind, content: Mapping[str, Any]
    ) -> Panel:
        async with self._database.write() as tx:
            return await panels.add(tx, server_id, actor, kind, content, now=self._clock.now())

    async def _store(
        self,
        tx: Connection,
        found: FoundFeed,
        server_id: ServerId,
        actor: UserId,
        *,
        site_url: str | None,
        newest: int,
    ) -> Feed:
        now = self._clock.now()
        feed = await feeds.add(tx, found.url, title=found.title, site_url=site_url, now=now)
        given, wishes = () if found.tag is None else (found.tag.id,), found.wishes
        minutes = wishes.minutes
        added = await sources.add(
            tx,
            server_id,
            feed,
            interval=self._interval if minutes is None else timedelta(minutes=minutes),
            now=now,
            added_by=actor,
            post_newest=newest,
            tags=given,
        )
        passing = parsed(wishes.filter)
        await sources.change(
            tx,
            added.id,
            SourceChange(trust=wishes.trust, filters=passing is not None, filter=passing),
        )
        details = {"title": found.title} | ({} if found.tag is None else {"tag": found.tag.label})
        details |= {name: value for name in _TOLD if (value := getattr(wishes, name)) is not None}
        await audits.record(tx, AuditEntry(server_id, "feed-added", found.url, now, actor, details))
        return feed


async def _as_found(
    tx: Connection, server_id: ServerId, key: PanelKey, content: Mapping[str, Any]
) -> FoundFeed:
    """Return a feed that is not kept yet, filed by the tags that there still are."""
    of_server = await tags.of_server(tx, server_id)
    by_id = {tag.id: tag for tag in of_server}
    entries = tuple(
        FoundEntry(
            entry["title"],
            tuple(by_id[id_] for id_ in entry["tags"] if id_ in by_id),
            entry.get("left_out", ""),
        )
        for entry in content["entries"]
    )
    return FoundFeed(
        key=key,
        url=content["url"],
        title=content["title"],
        stories=content["stories"],
        entries=entries,
        tag=by_id.get(content["tag"]),
        tags=of_server,
        wishes=_wishes(content),
    )


def _wishes(content: Mapping[str, Any]) -> SourceWishes:
    """Return the wishes that a panel has kept; one of an earlier version knew but a tag."""
    kept = content.get("wishes")
    if kept is None:
        return SourceWishes(tag=content["tag"] if "feeds" in content else None)
    return SourceWishes(**kept | {"trust": None if kept["trust"] is None else Trust(kept["trust"])})


def _left_out(passing: Expression | None, draft: StoryDraft) -> str:
    """Return what of a filter leaves a story out; nothing where it passes."""
    judgement = None if passing is None else judge(passing, StoryText(draft))
    return "" if judgement is None or judgement.passes else judgement.detail


async def _check_room(tx: Connection, server_id: ServerId) -> None:
    if await sources.count(tx, server_id) >= MOST_FEEDS:
        raise InvalidInput("error-too-many-feeds", limit=MOST_FEEDS)
