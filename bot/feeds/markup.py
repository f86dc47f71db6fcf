"""Plain text, images and links out of HTML."""

import html
import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from bot.domain.address import web_address
from bot.domain.feed import NamedFeed
from bot.domain.text import in_paragraphs, one_line

_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure",
     "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
     "section", "table", "td", "th", "tr", "ul"]
)  # fmt: skip
_HIDDEN = frozenset(["head", "iframe", "noscript", "object", "script", "style", "svg", "template", "title"])
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|mark|p|q|s|small|span|strike|strong|sub"
    r"|sup|time|tt|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_FEED_TYPES = frozenset(
    ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"]
)
_NO_PICTURE = re.compile(r"pixel|/1x1|blank\.gif|spacer|feedburner\.com/~|/b\.gif|/avatar", re.IGNORECASE)
_NO_ADDRESS = frozenset(
    ["undefined", "null", "none", "#", ""]
)  # what templates write where they have no picture
_PAGE_START = re.compile(
    r"<(?:!doctype html|html|head|body|article|main|section|div|h1|p|meta)\b", re.IGNORECASE
)


def is_html(text: str) -> bool:
    """Whether a document begins like a page or a piece of one."""
    return _PAGE_START.search(text, 0, 4096) is not None


def plain_title(text: str) -> str:
    """A title in one line, without tags and entities; a "<" that belongs to no tag stays."""
    if "<" in text:
        text = _INLINE_TAG.sub("", text)
    return one_line(_unescaped(text))


def plain_text(markup: str) -> str:
    """HTML as paragraphs of plain text, parted by newlines."""
    if "<" not in markup:
        return in_paragraphs(_unescaped(markup))
    root = parse_html(markup)
    return "" if root is None else in_paragraphs(_unescaped("".join(_flow(root))))


def parse_html(markup: str | bytes) -> lxml.html.HtmlElement | None:
    """The tree of a page or fragment; None where there is nothing in it."""
    parser = lxml.html.HTMLParser(encoding="utf-8", recover=True, remove_comments=True, remove_pis=True)
    source = markup.encode("utf-8", "replace") if isinstance(markup, str) else markup
    try:
        return lxml.html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def element_text(element: lxml.html.HtmlElement) -> str:
    """The visible text of an element in one line."""
    return one_line("".join(_flow(element)))


def first_image(markup: str, base: str) -> str | None:
    """The first picture in a text that is not there to count readers."""
    if "<img" not in markup:
        return None
    root = parse_html(markup)
    for image in () if root is None else root.iter("img"):
        tiny = {image.get("width"), image.get("height")} & {"0", "1", "1px"}
        address = web_address(image.get("src"), base)
        if image.get("src") in _NO_ADDRESS:
            continue
        if address is not None and not tiny and not _NO_PICTURE.search(address):
            return address
    return None


def named_feeds(root: lxml.html.HtmlElement, base: str) -> tuple[NamedFeed, ...]:
    """The feeds that a page names in its head."""
    found: dict[str, NamedFeed] = {}
    for link in root.iter("link"):
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        if kind in _FEED_TYPES and "alternate" in (link.get("rel") or "").lower().split():
            address = web_address(link.get("href"), base)
            if address is not None:
                found.setdefault(address, NamedFeed(address, plain_title(link.get("title") or "")))
    return tuple(found.values())[:20]


def _unescaped(text: str) -> str:
    """Characters for entities, also for what was escaped once too often."""
    for _ in range(2):
        if "&" in text:
            text = html.unescape(text)
    return text


def _flow(root: lxml.html.HtmlElement) -> Iterator[str]:
    """Text in reading order with breaks around blocks; iterative, because nesting may be hostile."""
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        hidden += (event == "start") - (event == "end") if name in _HIDDEN else 0
        if name in _BLOCKS:
            yield "\n"
        text = element.text if event == "start" else element.tail if element is not root else None
        if text and not hidden:
            yield _unbroken(text)


def _unbroken(text: str) -> str:
    """A line break in the source of HTML is only a space."""
    return text.replace("\n", " ").replace("\r", " ")
