"""Following many feeds at once, as a list of them says, and writing such a list.

What is followed is a row before it is read: the feeds are due at once, intake reads them some at a time, and
goes on after a restart. How far it has come is looked up in the rows of the feeds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.errors import InvalidInput
from bot.domain.ids import FeedId, ServerId, TagId, UserId
from bot.domain.opml import FeedToFollow, ListedFeed, SortedList
from bot.domain.panel import PanelKey, PanelKind
from bot.domain.source import Feed, FeedState, Source
from bot.domain.tagging import Tag, tag_key
from bot.newsroom.sources import MOST_FEEDS
from bot.storage import audits, feeds, panels, sources, tags
from bot.storage.database import Connection, Database


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of a list, the number of its feeds, and the tag that goes by its name."""

    name: str
    feeds: int
    tag: Tag | None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A list that was read and not followed yet; `panel` is the question that waits for an answer.

    new, there, repeated: how many feeds are new here, are followed already, stand in it more than once.
    """

    panel: PanelKey
    file: str
    new: int
    there: int
    repeated: int
    unusable: tuple[str, ...]
    folders: tuple[Folder, ...]


@dataclass(frozen=True, slots=True)
class ImportState:
    """How far the feeds of a list have come: read, not readable, not tried yet, and no longer followed.

    moved: addresses that led to other feeds, which are followed in their place.
    """

    panel: PanelKey
    file: str
    at: datetime
    well: tuple[Feed, ...]
    broken: tuple[Feed, ...]
    waiting: tuple[Feed, ...]
    moved: tuple[tuple[str, Feed], ...]
    gone: tuple[str, ...]
    there: tuple[str, ...]
    unusable: tuple[str, ...]

    @property
    def count(self) -> int:
        """Return how many feeds were new."""
        return sum(map(len, (self.well, self.broken, self.waiting, self.moved, self.gone)))


@dataclass(frozen=True, slots=True)
class FeedList:
    """The feeds of a server, one for each folder that it stands in; `count` counts each once."""

    feeds: tuple[ListedFeed, ...]
    count: int
    at: datetime


class FeedImport:
    """Follows the feeds of a list, tells how that goes, and writes the list of a server's feeds."""

    def __init__(
        self, database: Database, clock: Clock, *, interval: timedelta, wake_intake: Callable[[], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self._interval = interval
        self._wake_intake = wake_intake

    async def look(self, server_id: ServerId, actor: UserId, file: str, listed: SortedList) -> ImportPlan:
        """Say what following a list would do; raise InvalidInput where that can't be."""
        if not listed.feeds:
            raise InvalidInput("error-opml-empty")
        async with self._database.write() as tx:
            followed = {url for _, _, url in await sources.names(tx, server_id)}
            new = [feed for feed in listed.feeds if feed.url not in followed]
            _check_room(len(followed), len(new))
            content: dict[str, Any] = {
                "file": file,
                "feeds": [[feed.url, feed.title, feed.site_url, list(feed.folders)] for feed in new],
                "there": [feed.url for feed in listed.feeds if feed.url in followed],
                "unusable": list(listed.unusable),
                "ids": None,
                "dropping": [],
            }
            panel = await panels.add(tx, server_id, actor, PanelKind.IMPORT, content, now=self._clock.now())
            folders = _folders(new, await tags.of_server(tx, server_id))
        there = len(content["there"])
        return ImportPlan(panel.key, file, len(new), there, listed.repeated, listed.unusable, tuple(folders))

    async def follow(
        self, server_id: ServerId, actor: UserId, key: PanelKey, *, by_folders: bool
    ) -> ImportState:
        """Follow the new feeds of a list, all of them or none. by_folders: a folder's feeds give its tag."""
        now = self._clock.now()
        async with self._database.write() as tx:
            content = await self._content(tx, server_id, actor, key)
            if content["ids"] is None:
                new = [FeedToFollow(url, title, site, tuple(at)) for url, title, site, at in content["feeds"]]
                _check_room(await sources.count(tx, server_id), len(new))
                content["ids"] = await self._add(tx, server_id, actor, new, by_folders=by_folders)
                await panels.change(tx, key, content)
                details = {"feeds": len(new), "by_folders": by_folders}
                subject = str(content["file"])
                await audits.record(tx, AuditEntry(server_id, "feeds-imported", subject, now, actor, details))
        self._wake_intake()
        return await self.state(server_id, actor, key)

    async def state(self, server_id: ServerId, actor: UserId, key: PanelKey) -> ImportState:
        """Return how far the feeds of a list have come."""
        async with self._database.read() as tx:
            content = await self._content(tx, server_id, actor, key)
            ids: Mapping[str, FeedId] = content["ids"] or {}
            here = {feed_id for feed_id, _, _ in await sources.names(tx, server_id)}
            now_at = await feeds.successors(tx, [each for each in ids.values() if each not in here])
            reached = {url: now_at.get(feed_id, feed_id) for url, feed_id in ids.items()}
            found = await feeds.by_ids(tx, [each for each in set(reached.values()) if each in here])
        sorted_out: dict[str, list[Feed]] = {"well": [], "broken": [], "waiting": []}
        moved: list[tuple[str, Feed]] = []
        for url, feed in ((url, found[feed_id]) for url, feed_id in reached.items() if feed_id in found):
            if feed.id == ids[url]:
                sorted_out[_fate(feed)].append(feed)
            else:
                moved.append((url, feed))
        return ImportState(
            panel=key,
            file=content["file"],
            at=self._clock.now(),
            well=tuple(sorted_out["well"]),
            broken=tuple(sorted_out["broken"]),
            waiting=tuple(sorted_out["waiting"]),
            moved=tuple(moved),
            gone=tuple(url for url, feed_id in reached.items() if feed_id not in found),
            there=tuple(content["there"]),
            unusable=tuple(content["unusable"]),
        )

    async def ask_to_drop(self, server_id: ServerId, actor: UserId, key: PanelKey) -> ImportState:
        """Return how far it is; `drop_broken` is about those feeds then that can't be read now."""
        state = await self.state(server_id, actor, key)
        async with self._database.write() as tx:
            content = await self._content(tx, server_id, actor, key)
            await panels.change(tx, key, content | {"dropping": [feed.id for feed in state.broken]})
        return state

    async def drop_broken(self, server_id: ServerId, actor: UserId, key: PanelKey) -> tuple[ImportState, int]:
        """Follow those no more that were asked about and still can't be read; return how many those were."""
        async with self._database.write() as tx:
            content = await self._content(tx, server_id, actor, key)
            asked = (await feeds.by_ids(tx, content["dropping"])).values()
            broken = {feed.id: feed.url for feed in asked if _fate(feed) == "broken"}
            dropped = await sources.remove_all(tx, server_id, list(broken))
            await panels.change(tx, key, content | {"dropping": []})
            if dropped:
                details = {"feeds": [url for feed_id, url in broken.items() if feed_id in dropped]}
                now, subject = self._clock.now(), str(content["file"])
                await audits.record(tx, AuditEntry(server_id, "feeds-dropped", subject, now, actor, details))
        return await self.state(server_id, actor, key), len(dropped)

    async def drop(self, server_id: ServerId, actor: UserId, key: PanelKey) -> None:
        """Follow nothing of a list after all."""
        async with self._database.write() as tx:
            await self._content(tx, server_id, actor, key)
            await panels.remove(tx, key)

    async def export(self, server_id: ServerId) -> FeedList:
        """Return the server's feeds, in a folder for each tag that takes all of a feed's stories."""
        async with self._database.read() as tx:
            followed = await sources.of_server(tx, server_id)
            of_server = await tags.of_server(tx, server_id)
        if not followed:
            raise InvalidInput("error-feeds-none-to-export")
        listed = tuple(
            ListedFeed(feed.url, feed.title, feed.site_url, folders)
            for source, feed in followed
            for folders in _folders_of(source, of_server)
        )
        return FeedList(listed, len(followed), self._clock.now())

    async def _add(
        self,
        tx: Connection,
        server_id: ServerId,
        actor: UserId,
        new: Sequence[FeedToFollow],
        *,
        by_folders: bool,
    ) -> dict[str, FeedId]:
        now = self._clock.now()
        named = _by_name(await tags.of_server(tx, server_id) if by_folders else ())
        ids = await feeds.add_all(tx, [(feed.url, feed.title, feed.site_url) for feed in new], now=now)
        given = {ids[feed.url]: _tags(feed.folders, named) for feed in new}
        await sources.add_all(tx, server_id, given, interval=self._interval, now=now, added_by=actor)
        await feeds.wake_all(tx, list(ids.values()), now=now)
        return ids

    async def _content(
        self, tx: Connection, server_id: ServerId, actor: UserId, key: PanelKey
    ) -> dict[str, Any]:
        panel = await panels.get(tx, server_id, actor, PanelKind.IMPORT, key, now=self._clock.now())
        return panel.content


def _fate(feed: Feed) -> str:
    if feed.failures or feed.state is FeedState.ENDED:
        return "broken"
    return "waiting" if feed.first_checked_at is None else "well"


def _folders(new: Iterable[FeedToFollow], of_server: Sequence[Tag]) -> list[Folder]:
    counts: dict[str, int] = {}
    for feed in new:
        for folder in feed.folders:
            counts[folder] = counts.get(folder, 0) + 1
    named = _by_name(of_server)
    return [Folder(name, count, named.get(tag_key(name))) for name, count in counts.items()]


def _folders_of(source: Source, of_server: Iterable[Tag]) -> list[tuple[str, ...]]:
    given: list[tuple[str, ...]] = [(tag.label,) for tag in of_server if tag.id in source.tags]
    return given or [()]


def _by_name(of_server: Iterable[Tag]) -> dict[str, Tag]:
    """Return the tags by their keys, and by their synonyms' where no other has that for a key."""
    known = list(of_server)
    others = {synonym: tag for tag in reversed(known) for synonym in tag.synonyms}
    return others | {tag.key: tag for tag in known}


def _tags(folders: Iterable[str], named: Mapping[str, Tag]) -> frozenset[TagId]:
    return frozenset(named[key].id for folder in folders if (key := tag_key(folder)) in named)


def _check_room(followed: int, new: int) -> None:
    room = max(0, MOST_FEEDS - followed)
    if new > room:
        raise InvalidInput("error-opml-room", room=room, count=new, limit=MOST_FEEDS)
