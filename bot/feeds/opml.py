"""Reads and writes OPML 2.0, the form in which readers of feeds exchange their lists.

What comes is not trusted: nothing of it is expanded or fetched, and its size, depth and number are bounded.
Source: https://opml.org/spec2.opml
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from bot.domain.errors import InvalidInput
from bot.domain.opml import MOST_BYTES, MOST_FEEDS, ListedFeed
from bot.domain.text import cut_at_word, one_line

_DEEPEST = 50
_MOST_OUTLINES = 5 * MOST_FEEDS
_LONGEST = 2048
_TITLE = 200
_LOOSE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")
# What no XML may hold, not even as a number.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_opml(data: bytes) -> list[ListedFeed]:
    """Return the feeds of a list in its order; raise InvalidInput for what is none, or too much."""
    if len(data) > MOST_BYTES:
        raise InvalidInput("error-opml-large", limit=MOST_BYTES // 1_000_000)
    try:
        return _Reader().read(data)
    except expat.ExpatError:
        pass
    try:  # an ampersand that stands for itself is what is wrong with most lists that are wrong
        return _Reader().read(_LOOSE_AMPERSAND.sub(b"&amp;", data))
    except expat.ExpatError as error:
        why = expat.errors.messages.get(error.code, "")
        raise InvalidInput("error-opml-broken", line=error.lineno, why=why) from error


def write_opml(title: str, feeds: Iterable[ListedFeed], *, at: datetime) -> bytes:
    """Return a list of feeds; those with a folder stand in it, in the order in which they come."""
    folders: dict[tuple[str, ...], list[ListedFeed]] = {}
    for feed in feeds:
        folders.setdefault(feed.folders, []).append(feed)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head>",
        f"    <title>{_escaped(title)}</title>",
        f"    <dateCreated>{format_datetime(at)}</dateCreated>",
        "  </head>",
        "  <body>",
        *(line for path, inside in folders.items() for line in _folder(path, inside, depth=2)),
        "  </body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode()


class _Reader:
    """Takes a document apart as it goes: no tree of it is ever built."""

    def __init__(self) -> None:
        self._feeds: list[ListedFeed] = []
        self._open: list[str | None] = []  # of each open outline the folder that it is, if it is one
        self._outlines = 0
        self._root = ""

    def read(self, data: bytes) -> list[ListedFeed]:
        parser = expat.ParserCreate()
        parser.EntityDeclHandler = _refuse_entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.Parse(data, True)  # noqa: FBT003 - expat's own signature
        return self._feeds

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._root:
            self._root = name.lower()
            if self._root != "opml":
                raise InvalidInput("error-opml-other", root=cut_at_word(one_line(name), 40))
        if name.lower() != "outline":
            return
        self._outlines += 1
        if self._outlines > _MOST_OUTLINES or len(self._open) >= _DEEPEST:
            raise InvalidInput("error-opml-many", limit=MOST_FEEDS)
        given = {key.lower(): value for key, value in attributes.items()}
        title = cut_at_word(one_line(given.get("text") or given.get("title") or ""), _TITLE)
        url = given.get("xmlurl", "").strip()
        self._open.append(None if url else title or None)
        if url:
            self._add(url, title, given.get("htmlurl", ""))

    def _add(self, url: str, title: str, site: str) -> None:
        if len(self._feeds) >= MOST_FEEDS:
            raise InvalidInput("error-opml-many", limit=MOST_FEEDS)
        folders = tuple(folder for folder in self._open if folder)
        self._feeds.append(ListedFeed(url[:_LONGEST], title, site[:_LONGEST].strip() or None, folders))

    def _end(self, name: str) -> None:
        if name.lower() == "outline":
            self._open.pop()


def _refuse_entity(*_declared: object) -> None:
    raise InvalidInput("error-opml-entities")


def _folder(path: tuple[str, ...], feeds: Sequence[ListedFeed], *, depth: int) -> Iterable[str]:
    space = "  " * depth
    if not path:
        yield from (f"{space}{_outline(feed)}" for feed in feeds)
        return
    label = _quoted(path[0])
    yield f"{space}<outline text={label} title={label}>"
    yield from _folder(path[1:], feeds, depth=depth + 1)
    yield f"{space}</outline>"


def _outline(feed: ListedFeed) -> str:
    label = _quoted(feed.title or feed.url)
    site = "" if feed.site_url is None else f" htmlUrl={_quoted(feed.site_url)}"
    return f'<outline type="rss" text={label} title={label} xmlUrl={_quoted(feed.url)}{site}/>'


def _quoted(text: str) -> str:
    return quoteattr(_UNWRITABLE.sub("", text))


def _escaped(text: str) -> str:
    clean = _UNWRITABLE.sub("", text)
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
