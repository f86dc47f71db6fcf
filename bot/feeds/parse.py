"""Bytes of a feed to a FeedDocument, the same whichever parser read them."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from bot.domain.address import canonical_url, web_address
from bot.domain.errors import NotAFeed
from bot.domain.feed import FeedDocument, Item
from bot.domain.text import cut_at_word, one_line
from bot.feeds.charset import to_text
from bot.feeds.controls import is_binary, without_sequences
from bot.feeds.dates import read_date
from bot.feeds.jsonfeed import Entry, read_json_feed
from bot.feeds.markup import first_image, is_html, named_feeds, parse_html, plain_text, plain_title
from bot.feeds.xmlfeed import is_xml_feed, read_xml_feed

_LONGEST_TITLE = 1000
_LONGEST_SUMMARY = 4000
_LONGEST_TEXT = 20_000
_LONGEST_CATEGORY = 100
_MOST_CATEGORIES = 50
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
_MAIL = re.compile(r"\S+@\S+\.\w+")


def parse_feed(body: bytes, *, url: str, content_type: str) -> FeedDocument:
    """The feed at `url`, with a key for every item that no other item has; raises NotAFeed."""
    text = without_sequences(to_text(body, content_type))
    found = None if is_binary(text) else _read(text)
    if found is None:
        raise _not_a_feed(text, url)
    feed, entries = found
    base = urljoin(url, str(feed.get("base") or ""))
    items = _split_joined_categories([_item(entry, base) for entry in entries])
    return FeedDocument(
        title=cut_at_word(plain_title(_text(feed.get("title"))), _LONGEST_TITLE),
        items=tuple(_with_keys(items, [_guid(entry) for entry in entries])),
        site_url=web_address(_text(feed.get("link")), base),
        language=one_line(_text(feed.get("language")))[:35] or None,
        ttl=_ttl(feed),
        hub_url=web_address(_text(feed.get("hub")), base),
    )


def _read(text: str) -> tuple[Entry, list[Entry]] | None:
    if text.lstrip()[:1] == "{":
        return read_json_feed(text)
    return read_xml_feed(text) if is_xml_feed(text) else None


def _not_a_feed(text: str, url: str) -> NotAFeed:
    start = text.lstrip("\ufeff \t\r\n")[:100]
    if not start:
        return NotAFeed(url=url, looks_like="empty")
    if start.startswith(("{", "[")):
        return NotAFeed(url=url, looks_like="json")
    if is_html(text):
        root = parse_html(text[:500_000])
        return NotAFeed(url=url, looks_like="html", feeds=() if root is None else named_feeds(root, url))
    return NotAFeed(url=url, looks_like="xml" if start.startswith("<") else "unknown")


def _item(entry: Entry, base: str) -> Item:
    """An entry without its key, which depends on the others."""
    link = web_address(_text(entry.get("link")), base)
    summary = plain_text(_text(entry.get("description") or entry.get("summary")))
    content = _content(entry)
    text = plain_text(content)
    return Item(
        key="",
        title=cut_at_word(plain_title(_text(entry.get("title"))), _LONGEST_TITLE),
        link=link,
        published_at=_moment(entry.get("published")),
        updated_at=_moment(entry.get("updated")),
        summary=cut_at_word(summary, _LONGEST_SUMMARY),
        text=cut_at_word(text, _LONGEST_TEXT) if text != summary else "",
        categories=_categories(entry),
        author=_author(_text(entry.get("author"))),
        image_url=_image(entry, content, link or base),
    )


def _text(value: object) -> str:
    return without_sequences(value) if isinstance(value, str) else ""


def _content(entry: Entry) -> str:
    """The longest of an entry's contents: feeds repeat the summary among them."""
    contents = [_text(content.get("value")) for content in entry.get("content") or []]
    return max([*contents, ""], key=len)


def _moment(value: object) -> datetime | None:
    return read_date(_text(value))


def _categories(entry: Entry) -> tuple[str, ...]:
    """Labels in the feed's order, each once whatever its case."""
    labels = (plain_title(_text(tag.get("term") or tag.get("label"))) for tag in entry.get("tags") or [])
    return _each_once(label[:_LONGEST_CATEGORY].rstrip() for label in labels)


def _each_once(labels: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for label in labels:
        if label and len(found) < _MOST_CATEGORIES:
            found.setdefault(label.casefold(), label)
    return tuple(found.values())


def _author(given: str) -> str:
    """The name; a mail address is nobody's business here."""
    named = re.fullmatch(r"\s*\S+@\S+\s*\((.+)\)\s*", given)
    name = named[1] if named else _MAIL.sub("", plain_title(given)).replace("<>", "").replace("()", "")
    return cut_at_word(one_line(name), 200)


def _image(entry: Entry, content: str, base: str) -> str | None:
    for candidate in _pictures(entry):
        address = web_address(candidate, base)
        if address is not None:
            return address
    return first_image(content, base) or first_image(_text(entry.get("description")), base)


def _pictures(entry: Entry) -> Iterable[str]:
    """What the entry names as its picture; of several contents the widest."""
    media = [picture for picture in entry.get("media_content") or [] if _is_picture(picture)]
    media.sort(key=lambda picture: _number(picture.get("width")), reverse=True)
    named = [*media, *(entry.get("media_thumbnail") or [])]
    enclosed = [*(entry.get("enclosures") or []), *(entry.get("links") or [])]
    for picture in named + [file for file in enclosed if _text(file.get("type")).startswith("image/")]:
        yield _text(picture.get("url") or picture.get("href"))


def _is_picture(media: Entry) -> bool:
    kind, path = _text(media.get("type")), urlsplit(_text(media.get("url")).partition("?")[0][:2048]).path
    pictured = path.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"))
    return media.get("medium") == "image" or kind.startswith("image/") or (not kind and pictured)


def _number(value: object) -> int:
    digits = re.match(r"\d{1,6}", str(value or ""))
    return int(digits[0]) if digits else 0


def _split_joined_categories(items: list[Item]) -> list[Item]:
    """Categories joined by commas, in a feed where no item has two of them, are several."""
    joined = any(", " in category for item in items for category in item.categories)
    if not joined or any(len(item.categories) > 1 for item in items):
        return items
    return [replace(item, categories=_each_once(", ".join(item.categories).split(", "))) for item in items]


def _guid(entry: Entry) -> str:
    """The feed's own id for the entry; a link in its place is a link (one parser copies it there)."""
    guid = one_line(_text(entry.get("id")))
    return "" if guid == one_line(_text(entry.get("link"))) else guid


def _with_keys(items: list[Item], guids: list[str]) -> Iterable[Item]:
    """Every item with the best key that no other item has; exact repetitions are left out."""
    uses = Counter(guids)
    choices = [
        [f"guid:{_short(guid)}"] if guid and uses[guid] == 1 else _key_choices(item, guid)
        for item, guid in zip(items, guids, strict=True)
    ]
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for keys in choices:
        for key, finer in zip(keys, [*keys[1:], keys[-1]], strict=True):
            meanings[key].add(finer)
    seen: set[str] = set()
    for item, keys in zip(items, choices, strict=True):
        key = next((key for key in keys if len(meanings[key]) == 1), keys[-1])
        if key not in seen:
            seen.add(key)
            yield replace(item, key=key)


def _key_choices(item: Item, guid: str) -> list[str]:
    """From the coarsest to the finest: guid, link with its fragment, title and date."""
    keys = [f"guid:{_short(guid)}"] if guid else []
    if item.link:
        fragment = urlsplit(item.link).fragment
        keys.append("link:" + _short(canonical_url(item.link) + (f"#{fragment}" if fragment else "")))
    day = item.published_at or item.updated_at
    told = "\n".join([item.title or item.summary, day.isoformat() if day else ""])
    return [*keys, f"hash:{hashlib.blake2b(told.encode(), digest_size=16).hexdigest()}"]


def _short(identity: str) -> str:
    if len(identity) <= 500:
        return identity
    return f"{identity[:400]}…{hashlib.blake2b(identity.encode(), digest_size=16).hexdigest()}"


def _ttl(feed: Entry) -> timedelta | None:
    """How often the feed says that it changes, at most a week."""
    minutes = _number(feed.get("ttl"))
    hours = _PERIODS.get(_text(feed.get("updateperiod")).lower(), 0)
    if not minutes and hours:
        minutes = hours * 60 // max(1, _number(feed.get("updatefrequency")))
    return min(timedelta(minutes=minutes), timedelta(weeks=1)) if minutes else None
