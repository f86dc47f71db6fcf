"""The one form that pages are read in: headings, paragraphs, list items and quotes, in reading order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from lxml import etree

from bot.domain.text import one_line
from bot.feeds.controls import without_sequences

_BULLET = re.compile(r"^\s*[•◦▪‣·*\u2013-]\s+")
_HIDDEN = frozenset(
    ["button", "dialog", "footer", "form", "head", "iframe", "nav", "noscript", "object", "script", "select",
     "style", "svg", "template", "textarea", "title"]
)  # fmt: skip
_SENTENCE_BREAK = re.compile(r"[^\W\d_A-Z]{3}[.!?]\s")  # not after "U.S." or "vs."
_LONGEST_HEADING = 100
_LONGEST_BLOCK = 20_000
_MOST_BLOCKS = 5000


class Kind(StrEnum):
    """What a block is in its page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"


# Names of HTML and of the tree that trafilatura extracts.
_KINDS = {
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], Kind.HEADING),
    **dict.fromkeys(["li", "item", "dd", "dt"], Kind.ITEM),
    **dict.fromkeys(["blockquote", "quote"], Kind.QUOTE),
    **dict.fromkeys(
        ["address", "article", "aside", "body", "div", "dl", "figcaption", "figure", "header", "hr", "list",
         "main", "ol", "p", "pre", "section", "table", "time", "tr", "ul"],
        Kind.PARAGRAPH,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page in one line; `level` is a heading's, `links` are addresses as they were written."""

    kind: Kind
    text: str
    level: int = 0
    links: tuple[str, ...] = ()
    moment: str = ""


def blocks_of_text(text: str) -> list[Block]:
    """The blocks of a plain text, whose headings are short lines without a full stop."""
    lines = [(line, one_line(_BULLET.sub("", line))[:_LONGEST_BLOCK]) for line in text.splitlines()]
    told = [(line, clean) for line, clean in lines if clean]
    blocks = [
        Block(Kind.ITEM if _BULLET.match(line) else _kind_of_line(clean), clean)
        for line, clean in told[:_MOST_BLOCKS]
    ]
    if blocks and blocks[-1].kind is Kind.HEADING and len(blocks) > 1 and not _announces(blocks[-1].text):
        blocks[-1] = replace(blocks[-1], kind=Kind.PARAGRAPH)
    return blocks


def blocks_of_tree(root: Any) -> list[Block]:
    """The blocks of an lxml tree; a block is named by the innermost element that says what it is."""
    blocks: list[Block] = []
    for block in _Walk().over(root):
        blocks.append(block)
        if len(blocks) >= _MOST_BLOCKS:
            break
    return blocks


def is_heading_line(text: str) -> bool:
    """Whether a line of plain text reads like a heading: short, and no sentence."""
    if len(text) > _LONGEST_HEADING or _SENTENCE_BREAK.search(text):
        return False
    return not text.endswith((".", ":", ";", ",", "!", '"', "”", "…"))


def _kind_of_line(text: str) -> Kind:
    return Kind.HEADING if is_heading_line(text) else Kind.PARAGRAPH


def _announces(text: str) -> bool:
    return text.lower().startswith("more from")


class _Walk:
    """One pass over a tree: iterative, because nesting may be hostile."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._links: list[str] = []
        self._moment = ""
        self._around: list[tuple[Kind, int]] = [(Kind.PARAGRAPH, 0)]

    def over(self, root: Any) -> Iterator[Block]:
        hidden = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            name = element.tag if isinstance(element.tag, str) else ""
            starts = event == "start"
            kind = _kind(name, element)
            if kind is not None:
                yield from self._flush()
                self._step(kind, name if name != "head" else element.get("rend", "h2"), starts=starts)
            if name in _HIDDEN and name != "head":
                hidden += 1 if starts else -1
            if starts and not hidden:
                self._notice(name, element)
            text = element.text if starts else element.tail if element is not root else None
            if text and not hidden:
                self._text.append(text)
        yield from self._flush()

    def _step(self, kind: Kind, name: str, *, starts: bool) -> None:
        """Enters or leaves a block; a paragraph inside a quote or an item stays what is around it."""
        if not starts:
            self._around.pop()
            return
        outer, level = self._around[-1]
        if kind is Kind.PARAGRAPH and outer is not Kind.HEADING:
            self._around.append((outer, level))
        else:
            self._around.append((kind, int(name[1]) if kind is Kind.HEADING and name[1:].isdigit() else 0))

    def _notice(self, name: str, element: Any) -> None:
        if name in {"br", "lb"}:
            self._text.append(" ")
        if name in {"a", "ref"}:
            self._links.append(element.get("href") or element.get("target") or "")
        if name == "time":
            self._moment = element.get("datetime") or ""

    def _flush(self) -> Iterator[Block]:
        text = one_line(without_sequences("".join(self._text)))[:_LONGEST_BLOCK]
        if text:
            kind, level = self._around[-1]
            yield Block(kind, text, level, tuple(filter(None, self._links)), self._moment)
            self._moment = ""
        self._text, self._links = [], []


def _kind(name: str, element: Any) -> Kind | None:
    """The kind of an element; `head` is a heading in an extracted tree, and never shown in a page."""
    if name == "head":
        return Kind.HEADING if element.get("rend") else None
    return _KINDS.get(name)
