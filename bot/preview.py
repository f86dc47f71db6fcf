"""`newsclip preview`: what a feed or a page would become, with the starter tags and without a server.

A feed costs one request: the pages of its entries are not fetched, because fifty requests for a look would be
rude.
"""

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from bot.config import FeedSettings
from bot.config_file import load_settings
from bot.domain.drafting import draft_story
from bot.domain.errors import InvalidInput, NotAFeed, Unreadable
from bot.domain.feed import FeedDocument, Item, Page
from bot.domain.reasons import Reason
from bot.domain.story import StoryDraft
from bot.domain.tagging import Match, StoryText, Tag, match_tags
from bot.feeds.reading import OutsideReader
from bot.newsroom.starter_tags import as_tags, load_starter_tags
from bot.texts.catalogue import Texts

_SLOW_SECONDS = 1.0
_WIDEST = 100


@dataclass(frozen=True, slots=True)
class PreviewedStory:
    """A story as it would be posted, and what a card does not show of it."""

    draft: StoryDraft
    matches: tuple[Match, ...]
    headings: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def preview(target: str, *, as_json: bool) -> int:
    """Print the stories of a feed or page; return the exit code, or raise what says why there are none."""
    texts = Texts.load()
    settings = load_settings(needs_token=False).feeds
    found = asyncio.run(_read(target, settings, texts))
    stories = stories_of(found, as_tags(load_starter_tags()))
    if not stories:
        code = "error-preview-no-stories" if found.title else "error-preview-no-stories-untitled"
        raise InvalidInput(code, target=target, title=found.title)
    if as_json:
        for story in stories:
            print(json.dumps(_as_json(story), ensure_ascii=False))  # noqa: T201 - the command's output
    else:
        _Printer(Console(highlight=False), texts).show(found, stories, target=target)
    return 0


def stories_of(found: FeedDocument | Page, tags: Iterable[Tag]) -> tuple[PreviewedStory, ...]:
    """Return the stories of a feed in its order, or the one story of a page; Unreadable without one."""
    if isinstance(found, Page):
        if not found.title and not found.lead:
            raise Unreadable(url=found.url, why="there is no story in it")
        headings = tuple(section.heading for section in found.sections if section.heading)
        draft = _draft_of_page(found)
        return (PreviewedStory(draft, _matches(draft, tags), headings, found.dropped),)
    address = found.site_url or found.title
    drafts = [draft_story(item, None, feed_title=found.title, feed_url=address) for item in found.items]
    return tuple(PreviewedStory(draft, _matches(draft, tags)) for draft in drafts)


async def _read(target: str, settings: FeedSettings, texts: Texts) -> FeedDocument | Page:
    if not target.strip():
        raise InvalidInput("error-preview-no-target")
    async with (
        OutsideReader(user_agent=settings.user_agent, allowed_hosts=settings.allowed_hosts) as reader,
        _progress(texts.get("preview-reading", target=target)),
    ):
        return await (reader.read_any(target) if "://" in target else _read_file(reader, target))


async def _read_file(reader: OutsideReader, target: str) -> FeedDocument | Page:
    try:
        return await reader.read_file(Path(target))
    except NotAFeed as error:
        if error.looks_like == "empty":  # of an address one would say to wait; a file stays as it is
            raise InvalidInput("error-preview-empty-file", path=target) from error
        raise InvalidInput("error-preview-neither", path=target) from error
    except Unreadable as error:
        raise InvalidInput("error-preview-unreadable-file", path=target, why=error.why) from error


@contextlib.asynccontextmanager
async def _progress(line: str) -> AsyncIterator[None]:
    """Say what is waited for, on a terminal and only once it takes long."""
    console = Console(stderr=True)

    async def tell() -> None:
        await asyncio.sleep(_SLOW_SECONDS)
        with console.status(Text(line)):
            await asyncio.Event().wait()

    telling = asyncio.create_task(tell()) if console.is_terminal else None
    try:
        yield
    finally:
        if telling is not None:
            telling.cancel()
            await asyncio.wait({telling})


def _matches(draft: StoryDraft, tags: Iterable[Tag]) -> tuple[Match, ...]:
    return match_tags(tags, StoryText(draft), feed_id=None)


def _draft_of_page(page: Page) -> StoryDraft:
    """The story of a page without a feed; one of a file may have no address, and is known by its name."""
    address = page.canonical_url or (
        page.url if "://" in page.url and not page.url.startswith("file:") else None
    )
    item = Item(key=f"file:{page.url.rpartition('/')[2]}", title=page.title, link=address)
    return draft_story(item, page, feed_title="", feed_url=address or "file:")


def _as_json(story: PreviewedStory) -> dict[str, Any]:
    draft = story.draft
    return {
        "title": draft.title,
        "link": draft.link,
        "date": _moment(draft.published_at),
        "category": draft.category,
        "hashtags": draft.hashtags,
        "tags": [match.tag.label for match in story.matches],
        "why": {
            match.tag.label: {"reason": match.reason, "detail": _decisive(match, draft)}
            for match in story.matches
        },
        "key": draft.key,
        "lead": draft.lead,
        "author": draft.author,
        "outlet": draft.outlet,
        "image": draft.image_url,
        "source_ref": draft.source_ref,
        "sections": story.headings,
        "quotes": draft.quotes,
        "question": draft.question,
        "related": [{"title": related.title, "url": related.url} for related in draft.related],
        "dropped": story.dropped,
    }


def _decisive(match: Match, draft: StoryDraft) -> str:
    """The word that decided: of a pattern, what it found in the headline."""
    if match.reason is not Reason.BY_PATTERN:
        return match.detail
    found = re.search(match.detail, StoryText(draft).headline, re.IGNORECASE)
    return found[0] if found else match.detail


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _when(moment: datetime | None) -> str:
    """Date and time; midnight to the second is what a source gives that tells only the date."""
    if moment is None:
        return ""
    return f"{moment:%Y-%m-%d}" if moment.time() == time() else f"{moment:%Y-%m-%d %H:%M} UTC"


_WORDS = {
    Reason.BY_HASHTAG: "preview-tag-hashtag",
    Reason.BY_SYNONYM: "preview-tag-synonym",
    Reason.BY_CATEGORY: "preview-tag-category",
    Reason.BY_KEYWORD: "preview-tag-keyword",
    Reason.BY_PHRASE: "preview-tag-phrase",
    Reason.BY_PATTERN: "preview-tag-headline",
}


class _Printer:
    """Prints for people: cards in frames on a terminal, the same lines without frames elsewhere."""

    def __init__(self, console: Console, texts: Texts) -> None:
        self._console = console
        self._texts = texts

    def show(self, found: FeedDocument | Page, stories: tuple[PreviewedStory, ...], *, target: str) -> None:
        if isinstance(found, FeedDocument):
            title = found.title or target
            self._print(Text(self._texts.get("preview-feed", title=title, count=len(stories)), "bold"))
        for story in stories:
            self._print(Text())
            self._print(self._card(story.draft))
            self._print(self._notes(story))
        if isinstance(found, FeedDocument) and stories:
            self._print(Text())
            self._print(Text(self._texts.get("preview-page-hint"), "dim"))

    def _print(self, what: RenderableType) -> None:
        """Frames want a width; plain lines are left whole, for those who search in them."""
        if self._console.is_terminal:
            self._console.print(what, width=min(self._console.width, _WIDEST))
        else:
            self._console.print(what, soft_wrap=True)

    def _card(self, draft: StoryDraft) -> RenderableType:
        title = Text(draft.title or self._texts.get("card-untitled"), "bold")
        if draft.link:
            title.stylize(f"link {draft.link}")
        hashtags = " ".join(f"#{''.join(label.split())}" for label in draft.hashtags)
        lines = [
            title,
            Text(self._byline(draft), "dim"),
            Text(draft.lead),
            Text(draft.image_url or "", "dim"),
            Text(" · ".join(filter(None, (draft.category, hashtags))), "cyan"),
            Text(self._texts.get("card-source", source=draft.source_ref) if draft.source_ref else "", "dim"),
            Text(draft.link or "", "dim"),
        ]
        body = Group(*(line for line in lines if line.plain))
        return Panel(body, border_style="blue") if self._console.is_terminal else body

    def _byline(self, draft: StoryDraft) -> str:
        author = self._texts.get("preview-by", author=draft.author) if draft.author else ""
        return " · ".join(filter(None, (draft.outlet, author, _when(draft.published_at))))

    def _notes(self, story: PreviewedStory) -> RenderableType:
        draft = story.draft
        tags = [self._why(match, draft) for match in story.matches] or [self._texts.get("preview-no-tag")]
        notes = [
            ("preview-tags", [", ".join(tags)]),
            ("preview-sections", [" · ".join(story.headings)]),
            ("preview-quotes", [f"“{quote}”" for quote in draft.quotes]),
            ("preview-question", [draft.question or ""]),
            ("preview-related", [related.title for related in draft.related]),
            ("preview-dropped", story.dropped),
            ("preview-key", [draft.key]),
        ]
        return Group(*(self._note(key, line) for key, lines in notes for line in lines if line))

    def _note(self, key: str, line: str) -> Text:
        return Text.assemble((f"  {self._texts.get(key)}: ", "dim"), line)

    def _why(self, match: Match, draft: StoryDraft) -> str:
        words = _WORDS.get(match.reason)
        detail = _decisive(match, draft)
        why = f" ({self._texts.get(words, detail=detail)})" if words else ""
        return match.tag.label + why
