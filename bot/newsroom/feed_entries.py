"""The newest entries of a feed as they stand there now, read to be shown and not to be kept."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.clock import Clock
from bot.domain.drafting import draft_story
from bot.domain.errors import FeedError
from bot.domain.feed import FeedChanged, FeedDocument, Item, Page, Validators
from bot.domain.ids import FeedId
from bot.domain.sighting import first_of_each_key, item_hash, newest_first
from bot.domain.story import StoryDraft
from bot.pipeline.ports import FeedReader
from bot.storage import stories
from bot.storage.database import Database

_LONGEST_TEXT = 4000
_PAGES_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the story that it would become; `known` where the feed has brought it already."""

    story: StoryDraft
    known: bool


@dataclass(frozen=True, slots=True)
class FeedReading:
    """A feed as it is now, at the address that it has moved to, with its newest entries.

    known: how many of all its stories it has brought already.
    """

    url: str
    document: FeedDocument
    entries: tuple[Entry, ...]
    known: int


class FeedEntries:
    """Reads feeds, and their stories' own pages where it is asked to."""

    def __init__(self, database: Database, reader: FeedReader, clock: Clock, *, read_pages: bool) -> None:
        self._database = database
        self._reader = reader
        self._clock = clock
        self._read_pages = read_pages

    async def read(
        self, url: str, feed_id: FeedId | None, *, most: int, with_pages: bool = False
    ) -> FeedReading:
        """Read a feed and keep nothing of it; raise a FeedError.

        feed_id: what it is known as, where it is. with_pages: look at the pages of entries that are new, too.
        """
        answer = await self._reader.check(url, Validators())
        if not isinstance(answer, FeedChanged):
            raise TypeError("an unconditional request was answered with 'not changed'")
        document, url = answer.document, answer.moved_to or url
        items = first_of_each_key(document.items)
        stored = await self._stored(items, feed_id)
        newest = newest_first(items, now=self._clock.now())[:most]
        slots = asyncio.Semaphore(_PAGES_AT_ONCE)

        async def entry(item: Item) -> Entry:
            known = stored.get(item.key)
            page = None
            if with_pages and known is None and self._read_pages and item.link is not None:
                async with slots:
                    page = await self._page(item.link)
            draft = draft_story(item, page, feed_title=document.title, feed_url=document.site_url or url)
            return Entry(draft if known is None else replace(known, text=draft.text), known is not None)

        entries = tuple(await asyncio.gather(*map(entry, newest)))
        return FeedReading(url, document, entries, len(stored))

    async def remembered(self, feed_id: FeedId, *, most: int) -> tuple[Entry, ...]:
        """Return the last stories that a feed has brought, for when it can't be read."""
        async with self._database.read() as tx:
            found = await stories.of_feed(tx, feed_id, limit=most)
        return tuple(Entry(story.draft, known=True) for story in found)

    async def _stored(self, items: Sequence[Item], feed_id: FeedId | None) -> Mapping[str, StoryDraft]:
        """Return the stories that the items are already, by the items' keys."""
        if feed_id is None:
            return {}
        async with self._database.read() as tx:
            seen = await stories.sightings(tx, feed_id, [item_hash(item) for item in items])
            found = await stories.by_ids(tx, [sighting.story_id for sighting in seen.values()])
        ids = {item.key: seen[item_hash(item)].story_id for item in items if item_hash(item) in seen}
        return {key: found[story_id].draft for key, story_id in ids.items() if story_id in found}

    async def _page(self, link: str) -> Page | None:
        try:
            return await self._reader.read_page(link)
        except FeedError:
            return None  # as in intake: the item says enough


def packed(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return entries as plain JSON values with what filters and tags look at."""
    return [
        {
            "title": entry.story.title,
            "lead": entry.story.lead,
            "text": entry.story.text[:_LONGEST_TEXT],
            "category": entry.story.category,
            "hashtags": list(entry.story.hashtags),
            "known": entry.known,
        }
        for entry in entries
    ]


def unpacked(values: Sequence[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """Return entries that were packed."""
    return tuple(
        Entry(
            StoryDraft(
                key="",
                title=value["title"],
                link=None,
                lead=value["lead"],
                text=value["text"],
                category=value["category"],
                hashtags=tuple(value["hashtags"]),
            ),
            value["known"],
        )
        for value in values
    )
