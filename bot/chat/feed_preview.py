"""What a feed would bring, shown to the one who asked before it is kept."""

from collections.abc import Iterator

import discord

from bot.chat.feed_text import shown_filter, wished_lines
from bot.chat.markdown import escape_line
from bot.chat.panels import MOST_OPTIONS, Answer, PanelButton, PanelSelect, option, panel_view
from bot.domain.feed import NamedFeed
from bot.domain.panel import PanelKind
from bot.domain.tagging import Tag
from bot.domain.text import cut_at_word, one_line
from bot.newsroom.source_wishes import SourceWishes, wanted
from bot.newsroom.sources import FoundEntry, FoundFeed, NamedFeeds
from bot.texts.catalogue import Texts

_TITLE = 200
_ENTRY = 120
_LABELS = 100
_ADDRESS = 300
# The value of a select's option that stands for no tag.
BY_RULES = "rules"


def found_lines(found: FoundFeed, texts: Texts, locale: str) -> list[str]:
    """Return what the feed is, and its newest stories as they would be filed."""
    return list(_found(found, texts, locale))


def use_lines(wishes: SourceWishes, texts: Texts, locale: str) -> Iterator[str]:
    """Return how a feed would be used, where that is wished otherwise than feeds are used by themselves."""
    yield from (f"- {line}" for line in wished_lines(wishes, texts, locale))
    if (passing := wanted(wishes.filter)) is not None:
        yield f"- {texts.get('feeds-show-filter', locale, filter=shown_filter(passing))}"


def found_view(found: FoundFeed, texts: Texts, locale: str) -> discord.ui.View:
    """Return the buttons under it, and a select of the tag that takes all its stories."""
    kind, key = PanelKind.FEED, found.key
    keep = PanelButton(
        Answer(kind, "keep", key), texts.get("feeds-keep", locale), discord.ButtonStyle.success
    )
    cancel = PanelButton(Answer(kind, "cancel", key), texts.get("feeds-cancel", locale))
    if not found.tags:
        return panel_view(keep, cancel)
    select = PanelSelect(Answer(kind, "tag", key), filing_options(found, texts, locale))
    return panel_view(select, keep, cancel)


def named_view(named: NamedFeeds, texts: Texts, locale: str) -> discord.ui.View:
    """Return a select of the feeds that a page names."""
    select = PanelSelect(
        Answer(PanelKind.FEEDS, "look", named.key),
        named_options(named),
        placeholder=texts.get("feeds-choose", locale),
    )
    cancel = PanelButton(Answer(PanelKind.FEEDS, "cancel", named.key), texts.get("feeds-cancel", locale))
    return panel_view(select, cancel)


def filing_options(found: FoundFeed, texts: Texts, locale: str) -> list[discord.SelectOption]:
    """Return the tags of which one can take all the feed's stories, and the choice of none."""
    by_rules = option(BY_RULES, texts.get("feeds-by-rules", locale), chosen=found.tag is None)
    return [
        by_rules,
        *(
            option(str(tag.id), texts.get("feeds-all-into", locale, tag=tag.label), chosen=tag == found.tag)
            for tag in _offered(found)
        ),
    ]


def named_options(named: NamedFeeds) -> list[discord.SelectOption]:
    """Return the feeds that a page names, under the page's words for them; the value is the number."""
    return [_named_option(str(number), feed) for number, feed in enumerate(named.feeds)]


def _named_option(value: str, feed: NamedFeed) -> discord.SelectOption:
    address = feed.url.partition("://")[2]
    title = cut_at_word(one_line(feed.title), _TITLE)
    return option(value, title, description=address) if title else option(value, address)


def _found(found: FoundFeed, texts: Texts, locale: str) -> Iterator[str]:
    title = escape_line(found.title or found.url, _TITLE)
    yield texts.get("feeds-found", locale, title=title, stories=found.stories)
    yield f"-# {escape_line(found.url, _ADDRESS)}"
    yield from use_lines(found.wishes, texts, locale)
    if found.entries:
        yield texts.get("feeds-found-newest", locale, count=len(found.entries))
    for entry in found.entries:
        yield _entry(entry, found.tag, texts, locale)
    if found.tag is None and any(not entry.tags and not entry.left_out for entry in found.entries):
        yield texts.get(_unfiled(found), locale)
    yield texts.get("feeds-found-backlog", locale)


def _unfiled(found: FoundFeed) -> str:
    """Return the text about stories that no tag takes."""
    if not found.tags:
        return "feeds-found-no-tags"
    return "feeds-found-unfiled" if any(entry.tags for entry in found.entries) else "feeds-found-none-filed"


def _entry(entry: FoundEntry, given: Tag | None, texts: Texts, locale: str) -> str:
    if entry.left_out:
        words, name = shown_filter(entry.left_out), escape_line(entry.title, _ENTRY)
        return texts.get("feeds-outcome-filtered", locale, title=name, words=words)
    takes = dict.fromkeys((*entry.tags, *([] if given is None else [given])))
    title = escape_line(entry.title, _ENTRY)
    if not takes:
        return texts.get("feeds-entry-unfiled", locale, title=title)
    labels = escape_line(", ".join(tag.label for tag in takes), _LABELS)
    return texts.get("feeds-entry", locale, title=title, tags=labels)


def _offered(found: FoundFeed) -> list[Tag]:
    """Return as many tags as a select takes; the one that was chosen by the command is among them."""
    first = list(found.tags[: MOST_OPTIONS - 1])
    if found.tag is not None and found.tag not in first:
        first[-1] = found.tag
    return first
