"""Changes to how a server uses a feed: its address, interval, tag, trust and filter.

An address and a filter are looked at before they are kept: a panel shows what they would bring, and remembers
what was wished. Who keeps it learns when somebody else has changed the same thing meanwhile.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.errors import FeedError, InvalidInput, NotAFeed, NotFound
from bot.domain.feed_notice import NoticeOutcome
from bot.domain.filtering import Expression, Judgement, judge
from bot.domain.ids import FeedId, ServerId, UserId
from bot.domain.panel import PanelKey, PanelKind
from bot.domain.source import Feed, Source, SourceChange, Trust, next_check
from bot.domain.tagging import StoryText, Tag
from bot.newsroom.feed_entries import Entry, FeedEntries, packed, unpacked
from bot.newsroom.feed_names import address_of, check_unused, named_feed
from bot.newsroom.source_wishes import NOTHING, SourceWishes, check, parsed, wanted
from bot.newsroom.tag_names import meant
from bot.storage import audits, feed_notices, feeds, held, panels, sources, tags
from bot.storage.database import Connection, Database

_ENTRIES = 10


@dataclass(frozen=True, slots=True)
class Edited:
    """A source as it is after a change, with the tags that it gives, and how many of its stories wait."""

    feed: Feed
    source: Source
    tags: tuple[Tag, ...]
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class NewAddress:
    """Where a feed would be read from now on: what stands there, and how much of it is known already."""

    url: str
    title: str
    stories: int
    known: int


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry of the feed and what the filter says to it."""

    title: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that is looked at and not kept yet; `panel` is the question that waits for an answer.

    typed: the filter as it was typed last; `fault` where that is none. entries: empty without one.
    meanwhile: what somebody else has made of the filter since this was shown ("" for none at all), else None.
    """

    panel: PanelKey
    feed: Feed
    address: NewAddress | None
    typed: str
    filter: Expression | None
    fault: InvalidInput | None
    entries: tuple[Judged, ...]
    wishes: SourceWishes
    meanwhile: str | None = None


class SourceEdits:
    """Changes the sources of a server, pauses and resumes them."""

    def __init__(
        self,
        database: Database,
        entries: FeedEntries,
        clock: Clock,
        *,
        shortest: timedelta,
        wake_intake: Callable[[], None],
    ) -> None:
        self._database = database
        self._entries = entries
        self._clock = clock
        self._shortest = shortest
        self._wake_intake = wake_intake

    async def edit(
        self, server_id: ServerId, actor: UserId, typed: str, wishes: SourceWishes
    ) -> Edited | Proposal:
        """Change what is wished; a new address or filter, or no wish at all, is shown first, to be kept.

        Raises InvalidInput and its kinds, or a FeedError.
        """
        check(wishes, shortest=self._shortest)
        async with self._database.read() as tx:
            feed = await named_feed(tx, server_id, typed)
            await _tag(tx, server_id, wishes.tag)
            used = await _used(tx, server_id, feed.id)
        if wishes.url is None and wishes.filter is None and wishes != SourceWishes():
            return await self._change(server_id, actor, feed.id, wishes)
        entries, address = await self._look(server_id, feed, wishes.url)
        content = {
            "feed": feed.id,
            "wishes": asdict(wishes) | {"url": None if address is None else address.url},
            "filter": _text(used.filter),
            "url": feed.url,
            "address": None if address is None else asdict(address),
            "entries": packed(entries),
        }
        async with self._database.write() as tx:
            panel = await panels.add(
                tx, server_id, actor, PanelKind.EDIT_FEED, content, now=self._clock.now()
            )
            return await _proposal(tx, server_id, panel.key, content)

    async def type_filter(self, server_id: ServerId, actor: UserId, key: PanelKey, text: str) -> Proposal:
        """Show what another filter would let pass; what makes no sense is kept to be typed on."""
        async with self._database.write() as tx:
            content = await self._content(tx, server_id, actor, key)
            content["wishes"] |= {"filter": text.strip() or NOTHING}
            await panels.change(tx, key, content)
            return await _proposal(tx, server_id, key, content)

    async def look_again(self, server_id: ServerId, actor: UserId, key: PanelKey) -> Proposal:
        """Return a change that waits to be kept."""
        async with self._database.read() as tx:
            content = await self._content(tx, server_id, actor, key)
            return await _proposal(tx, server_id, key, content)

    async def keep(self, server_id: ServerId, actor: UserId, key: PanelKey) -> Edited | Proposal:
        """Make a change that was looked at; where the filter is another by now, show that first."""
        async with self._database.write() as tx:
            content = await self._content(tx, server_id, actor, key)
            wishes = _wishes(content)
            used = await _used(tx, server_id, FeedId(content["feed"]))
            await _check_address(tx, used, wishes, content["url"])
            there = _text(used.filter)
            if wishes.filter is not None and there != content["filter"]:
                content["filter"] = there
                await panels.change(tx, key, content)
                return await _proposal(tx, server_id, key, content, meanwhile=there or "")
            edited = await self._apply(tx, actor, used, wishes, content["address"])
            await panels.remove(tx, key)
        self._wake_intake()
        return edited

    async def drop(self, server_id: ServerId, actor: UserId, key: PanelKey) -> None:
        """Change nothing after all."""
        async with self._database.write() as tx:
            await self._content(tx, server_id, actor, key)
            await panels.remove(tx, key)

    async def pause(self, server_id: ServerId, actor: UserId, typed: str) -> tuple[Feed, bool]:
        """Take no stories of a feed for now; tell whether that is new. Raises NotFound."""
        async with self._database.write() as tx:
            feed = await named_feed(tx, server_id, typed)
            used = await _used(tx, server_id, feed.id)
            paused = await sources.pause(tx, used.id)
            if paused:
                details = {"title": feed.title}
                await audits.record(
                    tx,
                    AuditEntry(server_id, "feed-paused", feed.url, self._clock.now(), actor, details),
                )
        return feed, paused

    async def resume(self, server_id: ServerId, actor: UserId, typed: str) -> tuple[Feed, bool]:
        """Take a feed's stories again, and read it now; tell whether that is new. Raises NotFound."""
        now = self._clock.now()
        async with self._database.write() as tx:
            feed = await named_feed(tx, server_id, typed)
            used = await _used(tx, server_id, feed.id)
            resumed = await sources.resume(tx, used.id, now=now)
            if resumed:
                await feeds.wake(tx, feed.id, now=now)
                details = {"title": feed.title}
                await audits.record(tx, AuditEntry(server_id, "feed-resumed", feed.url, now, actor, details))
        self._wake_intake()
        return feed, resumed

    async def _look(
        self, server_id: ServerId, feed: Feed, typed: str | None
    ) -> tuple[Sequence[Entry], NewAddress | None]:
        """Read the feed where it is, or is to be; one that can't be read now has its last stories."""
        if typed is None:
            try:
                return (await self._entries.read(feed.url, feed.id, most=_ENTRIES)).entries, None
            except FeedError:
                return await self._entries.remembered(feed.id, most=_ENTRIES), None
        url = address_of(typed)
        await self._check_free(server_id, feed, url)
        try:
            reading = await self._entries.read(url, feed.id, most=_ENTRIES)
        except NotAFeed as error:
            if len(error.feeds) != 1:
                raise
            reading = await self._entries.read(error.feeds[0].url, feed.id, most=_ENTRIES)
        await self._check_free(server_id, feed, reading.url)
        document = reading.document
        address = NewAddress(reading.url, document.title, len(document.items), reading.known)
        return reading.entries, address

    async def _check_free(self, server_id: ServerId, feed: Feed, url: str) -> None:
        if url == feed.url:
            raise InvalidInput("error-feed-same-address", url=url)
        async with self._database.read() as tx:
            await check_unused(tx, server_id, url)

    async def _change(
        self, server_id: ServerId, actor: UserId, feed_id: FeedId, wishes: SourceWishes
    ) -> Edited:
        async with self._database.write() as tx:
            edited = await self._apply(tx, actor, await _used(tx, server_id, feed_id), wishes)
        self._wake_intake()
        return edited

    async def _apply(
        self,
        tx: Connection,
        actor: UserId,
        used: Source,
        wishes: SourceWishes,
        address: Mapping[str, Any] | None = None,
    ) -> Edited:
        server_id = used.server_id
        now = self._clock.now()
        before = await _edited(tx, server_id, used.feed_id)
        given = await _tag(tx, server_id, wishes.tag)
        change = SourceChange(
            interval=None if wishes.minutes is None else timedelta(minutes=wishes.minutes),
            tags=None if wishes.tag is None else frozenset(() if given is None else (given.id,)),
            trust=wishes.trust,
            filters=wishes.filter is not None,
            filter=None if wishes.filter is None else parsed(wishes.filter),
        )
        await sources.change(tx, used.id, change)
        feed_id = used.feed_id
        if address is not None:
            feed_id = await self._move(tx, used, before.feed, NewAddress(**address))
            await feed_notices.settle(tx, used.id, NoticeOutcome.CHANGED, now=now, by=actor)
        if change.interval is not None:
            await feeds.check_by(tx, feed_id, next_check(before.feed.url, now, change.interval))
        after = await _edited(tx, server_id, feed_id)
        old, new = _details(before), _details(after)
        details: dict[str, object] = {name: [old[name], new[name]] for name in new if new[name] != old[name]}
        if details:
            details = {"title": after.feed.title} | details
            url = after.feed.url
            await audits.record(tx, AuditEntry(server_id, "feed-edited", url, now, actor, details))
        return after

    async def _move(self, tx: Connection, used: Source, feed: Feed, to: NewAddress) -> FeedId:
        """Read a feed elsewhere; what others read there, or here, stays as it is for them."""
        now, server_id = self._clock.now(), used.server_id
        await check_unused(tx, server_id, to.url)
        there = await feeds.find(tx, to.url)
        if there is None and not await sources.used_elsewhere(tx, feed.id, server_id):
            await feeds.change_address(tx, feed.id, to.url, now=now)
            moved = feed.id
        else:
            other = there or await feeds.add(tx, to.url, title=to.title, now=now)
            if there is None:  # a feed that others read knows what it has had
                await feeds.copy_history(tx, feed.id, other.id)
            await sources.move(tx, used, other)
            await feeds.retire(tx, feed.id, other.id)
            await feeds.wake(tx, other.id, now=now)
            moved = other.id
        if not to.known:  # nothing tells its news from what was there before
            await sources.follow_again(tx, used.id, now=now)
        return moved

    async def _content(
        self, tx: Connection, server_id: ServerId, actor: UserId, key: PanelKey
    ) -> dict[str, Any]:
        panel = await panels.get(tx, server_id, actor, PanelKind.EDIT_FEED, key, now=self._clock.now())
        return panel.content


async def _proposal(
    tx: Connection,
    server_id: ServerId,
    key: PanelKey,
    content: Mapping[str, Any],
    *,
    meanwhile: str | None = None,
) -> Proposal:
    found = await sources.get(tx, server_id, FeedId(content["feed"]))
    if found is None:
        raise NotFound("error-feed-gone")
    wishes = _wishes(content)
    typed = (content["filter"] or "") if wishes.filter is None else wanted(wishes.filter) or ""
    expression, fault = _read(typed)
    address = content["address"]
    return Proposal(
        panel=key,
        feed=found[1],
        address=None if address is None else NewAddress(**address),
        typed=typed,
        filter=expression,
        fault=fault,
        entries=_judged(unpacked(content["entries"]), expression),
        wishes=wishes,
        meanwhile=meanwhile,
    )


def _judged(entries: Sequence[Entry], expression: Expression | None) -> tuple[Judged, ...]:
    if expression is None:
        return ()
    return tuple(Judged(each.story.title, judge(expression, StoryText(each.story))) for each in entries)


def _read(typed: str) -> tuple[Expression | None, InvalidInput | None]:
    try:
        return parsed(typed), None
    except InvalidInput as fault:
        return None, fault


def _wishes(content: Mapping[str, Any]) -> SourceWishes:
    kept = content["wishes"]
    return SourceWishes(**kept | {"trust": None if kept["trust"] is None else Trust(kept["trust"])})


def _text(expression: Expression | None) -> str | None:
    return None if expression is None else str(expression)


async def _tag(tx: Connection, server_id: ServerId, typed: str | None) -> Tag | None:
    return None if (name := wanted(typed)) is None else await meant(tx, server_id, name)


async def _used(tx: Connection, server_id: ServerId, feed_id: FeedId) -> Source:
    found = await sources.get(tx, server_id, feed_id)
    if found is None:
        raise NotFound("error-feed-gone")
    return found[0]


async def _edited(tx: Connection, server_id: ServerId, feed_id: FeedId) -> Edited:
    found = await sources.get(tx, server_id, feed_id)
    if found is None:
        raise NotFound("error-feed-gone")
    source, feed = found
    given = tuple(tag for tag in await tags.of_server(tx, server_id) if tag.id in source.tags)
    return Edited(feed, source, given, await held.number(tx, server_id, held.Wanted(feed_id=feed_id)))


async def _check_address(tx: Connection, used: Source, wishes: SourceWishes, before: str) -> None:
    feed = await feeds.get(tx, used.feed_id)
    if wishes.url is not None and feed is not None and feed.url != before:
        raise InvalidInput("error-feed-moved-meanwhile", url=feed.url)


def _details(edited: Edited) -> dict[str, object]:
    """Return what the audit keeps of a source."""
    source = edited.source
    return {
        "url": edited.feed.url,
        "minutes": round(source.interval.total_seconds() / 60),
        "tags": [tag.label for tag in edited.tags],
        "trust": source.trust,
        "filter": _text(source.filter),
    }
