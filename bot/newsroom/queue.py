"""What waits for a moderator: page by page, one story after the other, and several decided at once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.edition import Edition, EditionState
from bot.domain.errors import NewsclipError, NotFound
from bot.domain.ids import EditionId, FeedId, ServerId, TagId
from bot.domain.nearest import places
from bot.domain.reasons import Reason
from bot.domain.verdict import NOWHERE, Hold, MayModerate, Moderator, RejectReason, without_names
from bot.newsroom.batches import new_batch
from bot.newsroom.desk import Decided, Desk
from bot.newsroom.feed_names import named_feed, offered_feeds
from bot.newsroom.tag_names import meant
from bot.pipeline.review_drawing import ReviewDrawing
from bot.pipeline.review_ports import ReviewView
from bot.storage import editions, held, reviews, tags
from bot.storage.database import Connection, Database
from bot.storage.held import Spot, Wanted

PER_PAGE = 8
_CHOICES = 25
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Typed:
    """What a moderator typed to see only some of what waits."""

    tag: str | None = None
    feed: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which stories are wanted, and what the tag and the feed are called."""

    wanted: Wanted
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A story that waits, why, and where it stands in the queue."""

    edition: Edition
    holds: tuple[Hold, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Stories that wait; page: from 0. total: on all pages."""

    stories: tuple[Waiting, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A story to decide on, and how many wait behind it."""

    waiting: Waiting
    behind: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of several stories: decided, or why not."""

    edition_id: EditionId
    title: str
    decided: Decided | None
    failure: NewsclipError | None


class Queue:
    """Reads what waits in the channels that somebody moderates, and decides on several of them."""

    def __init__(self, database: Database, desk: Desk, drawing: ReviewDrawing) -> None:
        self._database = database
        self._desk = desk
        self._drawing = drawing

    async def wanted(self, server_id: ServerId, may: MayModerate, typed: Typed) -> Filter:
        """Return what was typed as a filter; raise NotFound for what is not there or not to be seen."""
        reason = None if typed.reason is None else Reason(typed.reason)
        async with self._database.read() as tx:
            tag = None if typed.tag is None else await meant(tx, server_id, typed.tag)
            if tag is not None and not may(tag.channel_id):
                raise NotFound.by_name("error-no-such-tag", typed.tag or "", (), limit=_SHOWN)
            feed = None if typed.feed is None else await named_feed(tx, server_id, typed.feed)
        wanted = Wanted(None if tag is None else tag.id, None if feed is None else feed.id, reason)
        names = ("" if tag is None else tag.label, "" if feed is None else feed.title or feed.url)
        return Filter(wanted, tuple(filter(None, names)))

    async def page(
        self, server_id: ServerId, may: MayModerate, wanted: Wanted, page: int, *, newest_first: bool = False
    ) -> QueuePage:
        """Return a page of what waits; of one beyond the last, the last."""
        async with self._database.read() as tx:
            shut = await held.shut(tx, server_id, may)
            total = await held.number(tx, server_id, wanted, shut=shut)
            pages = max(1, -(-total // PER_PAGE))
            page = max(0, min(page, pages - 1))
            spots = await held.queue(
                tx,
                server_id,
                wanted,
                limit=PER_PAGE,
                shut=shut,
                skip=page * PER_PAGE,
                newest_first=newest_first,
            )
            return QueuePage(await _waiting(tx, spots), page, pages, total)

    async def upcoming(
        self, server_id: ServerId, may: MayModerate, wanted: Wanted, *, after: Spot | None = None
    ) -> Upcoming | None:
        """Return the story that waits longest behind another; None where none does."""
        async with self._database.read() as tx:
            shut = await held.shut(tx, server_id, may)
            spots = await held.queue(tx, server_id, wanted, limit=1, shut=shut, after=after)
            found = await _waiting(tx, spots)
            if not found:
                return None
            behind = await held.number(tx, server_id, wanted, shut=shut, after=found[0].spot)
        return Upcoming(found[0], behind)

    async def waiting(self, server_id: ServerId, may: MayModerate, edition_id: EditionId) -> Waiting | None:
        """Return a story while it waits; None where it does not, or is not to be seen."""
        async with self._database.read() as tx:
            edition = await editions.get(tx, edition_id)
            if edition is None or edition.server_id != server_id or edition.state is not EditionState.HELD:
                return None
            if edition.held_at is None or not _may_decide(may, edition):
                return None
            holds = await reviews.holds_of(tx, [edition_id])
        return Waiting(edition, _told(edition, holds), Spot(edition.held_at, edition_id))

    async def view(self, edition_id: EditionId, key: str) -> ReviewView | None:
        """Return all that a moderator is shown of a story, with buttons of this key; None if it is gone."""
        async with self._database.read() as tx:
            return await self._drawing.of_edition(tx, edition_id, key)

    async def behind(self, server_id: ServerId, may: MayModerate, wanted: Wanted, spot: Spot | None) -> int:
        """Return how many stories wait behind one; all of them behind none."""
        async with self._database.read() as tx:
            shut = await held.shut(tx, server_id, may)
            return await held.number(tx, server_id, wanted, shut=shut, after=spot)

    async def approve(
        self, server_id: ServerId, by: Moderator, seen: Mapping[EditionId, str]
    ) -> list[Outcome]:
        """Let several stories go out; each that can't says why not. seen: `sight_of` each as it was shown."""
        batch = new_batch(len(seen))
        return await self._each(
            server_id,
            by,
            [*seen],
            lambda each: self._desk.approve(server_id, by, each, seen=seen[each], batch=batch),
        )

    async def reject(
        self,
        server_id: ServerId,
        by: Moderator,
        edition_ids: Sequence[EditionId],
        *,
        reason: RejectReason,
        detail: str = "",
    ) -> list[Outcome]:
        """Let several stories not go out, for one reason."""
        batch = new_batch(len(edition_ids))
        return await self._each(
            server_id,
            by,
            edition_ids,
            lambda each: self._desk.reject(server_id, by, each, reason=reason, detail=detail, batch=batch),
        )

    async def offer_tags(self, server_id: ServerId, typed: str, may: MayModerate) -> list[tuple[str, str]]:
        """Return (shown, value) of the tags whose channel one moderates, those meant first."""
        async with self._database.read() as tx:
            labels = [each.label for each in await tags.names(tx, server_id) if may(each.channel_id)]
        return [(labels[place], labels[place]) for place in places(typed, labels, _CHOICES)]

    async def offer_feeds(self, server_id: ServerId, typed: str) -> tuple[tuple[str, str], ...]:
        """Return (shown, value) of the server's feeds, those meant first."""
        async with self._database.read() as tx:
            return await offered_feeds(tx, server_id, typed)

    async def _each(
        self,
        server_id: ServerId,
        by: Moderator,
        edition_ids: Sequence[EditionId],
        decide: Callable[[EditionId], Awaitable[Decided]],
    ) -> list[Outcome]:
        async with self._database.read() as tx:
            found = await editions.several(tx, edition_ids)
        outcomes = []
        for each in found:
            if each.server_id != server_id or not _may_decide(by.may, each):
                continue
            title = each.story.draft.title
            try:
                outcomes.append(Outcome(each.id, title, await decide(each.id), None))
            except NewsclipError as failure:
                outcomes.append(Outcome(each.id, title, None, failure))
        return outcomes


def to_json(wanted: Wanted) -> dict[str, Any]:
    """Return a filter as a panel keeps it."""
    return {"tag": wanted.tag_id, "feed": wanted.feed_id, "reason": wanted.reason}


def from_json(kept: Mapping[str, Any]) -> Wanted:
    """Return the filter that a panel has kept."""
    tag_id, feed_id, reason = (kept[name] for name in ("tag", "feed", "reason"))
    return Wanted(
        None if tag_id is None else TagId(tag_id),
        None if feed_id is None else FeedId(feed_id),
        None if reason is None else Reason(reason),
    )


def _told(edition: Edition, holds: Mapping[EditionId, Sequence[Hold]]) -> tuple[Hold, ...]:
    """Return why a story waits; a tag that it has no more, which may be hidden, has no name."""
    return without_names(holds.get(edition.id, ()), known={tag.label for tag in edition.tags})


def _may_decide(may: MayModerate, edition: Edition) -> bool:
    return all(may(channel) for channel in {tag.channel_id for tag in edition.tags} or {NOWHERE})


async def _waiting(tx: Connection, spots: Sequence[Spot]) -> tuple[Waiting, ...]:
    by_id = {spot.edition_id: spot for spot in spots}
    holds = await reviews.holds_of(tx, list(by_id))
    return tuple(
        Waiting(each, _told(each, holds), by_id[each.id]) for each in await editions.several(tx, list(by_id))
    )
