"""RSS, RDF and Atom: the text put right, then the fast parser, and feedparser where that one fails."""

import html
import re
from datetime import datetime
from html.entities import html5
from typing import Any

import fastfeedparser
from lxml import etree

from bot.feeds.dates import read_date
from bot.feeds.jsonfeed import Entry

_ROOT = re.compile(r"<(?:rss|(?:\w{1,20}:)?feed|(?:\w{1,20}:)?rdf|channel)[\s>]", re.IGNORECASE)
_FIRST_ITEM = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOSE_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    r"|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?:(\w{1,30});)?",
    re.DOTALL,
)
_DATE = re.compile(
    r"(<(?:pubDate|pubdate|(?:\w{1,20}:)?(?:date|published|updated|issued|modified|created))(?:\s[^<>]{0,100})?>)"
    r"([^<>]{0,200}|\s*<!\[CDATA\[[^<>]{0,200}\]\]>\s*)(?=</)"
)
# What the fast parser loses: titles in XHTML, and an entry's own base for its relative links.
_BEYOND_FAST = re.compile(
    r"""<(?:\w{1,20}:)?title\s[^<>]{0,200}type\s*=\s*["']xhtml"""
    r"""|<(?:\w{1,20}:)?(?:entry|item|link)\s[^<>]{0,300}xml:base"""
)
_XML = "{http://www.w3.org/XML/1998/namespace}"


def is_xml_feed(text: str) -> bool:
    """Whether the root of a feed opens in it before any page does."""
    root = _ROOT.search(text, 0, 65_536)
    page = re.search(r"<(?:!doctype\s+)?html[\s>]", text[:65_536], re.IGNORECASE)
    return root is not None and (page is None or root.start() < page.start())


def read_xml_feed(text: str) -> tuple[Entry, list[Entry]] | None:
    """The feed and its entries, or None if neither parser makes anything of it."""
    source, dates = put_right(text)
    about = _about(source)
    found = None if _BEYOND_FAST.search(source) else _read_fast(source)
    if found is None or not found[1]:
        found = _read_slowly(source) or found
    if found is None:
        return None
    feed, entries = found
    entries = [_with_dates_of_its_own(entry, dates) for entry in entries]
    title = feed.get("title") or about.pop("title", None)
    return about | {"title": title, "link": feed.get("link")}, entries


def put_right(text: str) -> tuple[str, frozenset[datetime]]:
    """The same feed as XML that both parsers take whole, and its dates.

    No junk, no loose ampersands; dates in the one form that both parsers read alike, unreadable ones empty.
    """
    root = _ROOT.search(text)
    body = text[root.start() :] if root else text
    body = _NOT_XML.sub("", body)
    body = _LOOSE_AMPERSAND.sub(_tied, body)
    dates: set[datetime] = set()

    def respell(match: re.Match[str]) -> str:
        moment = read_date(html.unescape(re.sub(r"<!\[CDATA\[|\]\]>", "", match[2])))
        if moment is None:
            return match[1]
        dates.add(moment)
        return match[1] + moment.isoformat()

    return _DATE.sub(respell, body), frozenset(dates)


def _tied(match: re.Match[str]) -> str:
    """A named character of HTML as itself, any other ampersand escaped; CDATA and comments as they are."""
    if not match[0].startswith("&"):
        return match[0]
    name = match[1]
    if name and f"{name};" in html5:
        return html.escape(html5[f"{name};"], quote=True)
    return f"&amp;{name};" if name else "&amp;"


def _read_fast(source: str) -> tuple[Entry, list[Entry]] | None:
    try:
        found = fastfeedparser.parse(source.encode())
    except Exception:  # noqa: BLE001 - whatever it is, the other parser has its turn
        return None
    return found.feed, list(found.entries)


def _read_slowly(source: str) -> tuple[Entry, list[Entry]] | None:
    import feedparser  # noqa: PLC0415 - 12 MB for few feeds

    found = feedparser.parse(
        source.encode(),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )
    if not found.get("version") and not found.entries:
        return None
    return dict(found.feed), [dict(entry) for entry in found.entries]


def _with_dates_of_its_own(entry: Entry, dates: frozenset[datetime]) -> Entry:
    """The entry without a date that no element of the feed gave: the fast parser makes some out of guids."""
    given = {name: read_date(str(entry.get(name) or "")) for name in ("published", "updated")}
    return {**entry, **{name: entry[name] if date in dates else "" for name, date in given.items()}}


def _about(source: str) -> dict[str, Any]:
    """What the fast parser does not tell of the feed itself, from the part before the first item."""
    first = _FIRST_ITEM.search(source)
    head = source[: first.start() if first else len(source)][:100_000]
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(head.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return {}
    told: dict[str, Any] = {"base": root.get(f"{_XML}base"), "language": root.get(f"{_XML}lang")}
    for element in root.iter(etree.Element):
        name = element.tag.rpartition("}")[2].lower()  # QName refuses what recovery lets through
        text = (element.text or "").strip()
        if name == "title" and element.getparent() in (root, root.find("{*}channel")) and text:
            told["title"] = told.get("title") or text
        if name in {"ttl", "language", "updateperiod", "updatefrequency"} and text:
            told[name] = told.get(name) or text
        if name == "link" and element.get("rel") == "hub":
            told["hub"] = told.get("hub") or element.get("href")
    return told
