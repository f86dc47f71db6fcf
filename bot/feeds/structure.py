"""The parts of a story in the blocks of its page, whether they came from HTML or from plain text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.address import web_address
from bot.domain.feed import RelatedStory, Section
from bot.feeds.blocks import Block, Kind
from bot.feeds.dates import read_date

BRAND = "Newsclip"
_MASTHEAD = re.compile(r"^Newsclip\s*(?:[\u2014\u2013-]\s*Social News Discovery)?$")
_SHARING = re.compile(
    r"^(?:Share (?:on|via|to) (?:X|Twitter|\w+?)(?=Share|\s|$)\s*)+$|^Copy link$", re.IGNORECASE
)
_HASHTAGS = re.compile(r"^(?:#[^\s#]+[\s,·•]*)+$")
_SOURCE = re.compile(r"^Source(?: reference)?\s*:\s*(?P<where>.*)$", re.IGNORECASE)
_CLIPPED = re.compile(r"^Clipped by:?\s+(?P<clipper>\S.{0,79})$", re.IGNORECASE)
_MORE = re.compile(r"^More from\s+(?P<category>.+)$", re.IGNORECASE)
_QUOTED = re.compile(r'^(?:“([^“”]{20,600})”|"([^"]{20,600})"|«([^«»]{20,600})»)')
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_INVITES = re.compile(
    r"\b(?:your (?:thoughts|opinion|views?|take)|let us know|tell us|in the comments|comment below)",
    re.IGNORECASE,
)
_TO_READER = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?…]+(?:[.!?…]+(?=\s|$|[\"”\u2019])[\"”\u2019]?|[.!?…]|$)+")
_LONGEST_HASHTAG = 60
_LONGEST_LABEL = 80
_LONGEST_ENDING = 1000


@dataclass(frozen=True, slots=True)
class Structure:
    """What the blocks of a page say; addresses are absolute."""

    is_newsclip: bool
    title: str = ""
    category: str = ""
    published_at: datetime | None = None
    hashtags: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    quotes: tuple[str, ...] = ()
    source_ref: str | None = None
    clipper: str = ""
    question: str | None = None
    related: tuple[RelatedStory, ...] = ()

    @property
    def lead(self) -> str:
        """The first paragraph of the text."""
        return next((section.text.split("\n")[0] for section in self.sections if section.text), "")


def read_structure(blocks: list[Block], *, url: str, newsclip: bool = False) -> Structure:
    """The parts of the story; `newsclip` says that the page's metadata named the site already."""
    branded = newsclip or any(_MASTHEAD.match(block.text) for block in blocks[:6])
    story, more, rest = _parted(blocks) if branded else (blocks, "", [])
    story = [block for block in story if not _SHARING.match(block.text) and not _MASTHEAD.match(block.text)]
    clipper, story = _without_clipper(story) if branded else ("", story)
    head, body = _head_and_body(story, branded=branded)
    title = _title(head)
    body = [block for block in body if not (block.kind is not Kind.ITEM and block.text == title)]
    hashtags = [block.text for block in story if _HASHTAGS.match(block.text)]
    text = [block for block in body if not (_HASHTAGS.match(block.text) or _SOURCE.match(block.text))]
    return Structure(
        is_newsclip=branded,
        title=title,
        category=(_category(head, title) or more) if branded else "",
        published_at=_date(head),
        hashtags=_labels(hashtags),
        sections=_sections(text, with_quotes=not branded),
        quotes=_quotes(text, branded=branded),
        source_ref=_source(story, url),
        clipper=clipper,
        question=closing_question([block.text for block in text if block.kind is Kind.PARAGRAPH]),
        related=tuple(_related(rest, url)),
    )


def closing_question(paragraphs: list[str]) -> str | None:
    """The question to its readers that an article ends with."""
    for paragraph in reversed(paragraphs[-4:]):
        sentences = [match[0].strip() for match in _SENTENCE.finditer(paragraph[-_LONGEST_ENDING:])]
        for number in reversed(range(len(sentences))):
            asked, after = sentences[number], " ".join(sentences[number + 1 :])
            to_reader = _TO_READER.search(asked) and not asked.startswith(('"', "“"))
            if asked.endswith("?") and (to_reader or _INVITES.search(after)) and len(asked) <= 300:
                return asked
    return None


def _parted(blocks: list[Block]) -> tuple[list[Block], str, list[Block]]:
    """The story, the category that "More from …" names, and what is listed under it."""
    for number, block in enumerate(blocks):
        more = _MORE.match(block.text)
        if more and len(block.text) <= _LONGEST_LABEL and block.kind is not Kind.QUOTE:
            return blocks[:number], more["category"].strip(" :"), blocks[number + 1 :]
    return blocks, "", []


def _without_clipper(story: list[Block]) -> tuple[str, list[Block]]:
    """Who clipped the story, and the story without that line."""
    for number, block in enumerate(story):
        if clipped := _CLIPPED.match(block.text):
            return clipped["clipper"], [*story[:number], *story[number + 1 :]]
    return "", story


def _head_and_body(story: list[Block], *, branded: bool) -> tuple[list[Block], list[Block]]:
    """What stands above the text: up to the date and hashtags, else up to the main heading."""
    last = -1
    for number, block in enumerate(story[:25]):
        above = branded and (_moment(block) is not None or _HASHTAGS.match(block.text))
        if above or (block.kind is Kind.HEADING and block.level == 1 and last < 0):
            last = number
    if last < 0 and not branded and story and story[0].kind is Kind.HEADING:
        last = 0
    return story[: last + 1], story[last + 1 :]


def _title(head: list[Block]) -> str:
    """The main heading, else the last heading line that is no date."""
    headings = [block for block in head if block.kind is Kind.HEADING and _moment(block) is None]
    main = [block for block in headings if block.level == 1]
    chosen = (main or headings[-1:])[:1]
    return chosen[0].text if chosen else ""


def _category(head: list[Block], title: str) -> str:
    """The short line above the title."""
    for block in head:
        if block.text == title:
            return ""
        if len(block.text) <= 60 and not _HASHTAGS.match(block.text) and _moment(block) is None:
            return block.text
    return ""


def _date(head: list[Block]) -> datetime | None:
    return next((moment for block in head if (moment := _moment(block)) is not None), None)


def _moment(block: Block) -> datetime | None:
    """The date that a block is, not one that it mentions."""
    if block.moment:
        return read_date(block.moment)
    return read_date(block.text) if len(block.text) <= 40 and _YEAR.search(block.text) else None


def _labels(lines: Iterable[str]) -> tuple[str, ...]:
    labels = (label.strip("#,·• ") for line in lines for label in line.split())
    return tuple(dict.fromkeys(label[:_LONGEST_HASHTAG] for label in labels if label))


def _sections(text: list[Block], *, with_quotes: bool) -> tuple[Section, ...]:
    sections: list[tuple[str, list[str]]] = [("", [])]
    for block in text:
        if block.kind is Kind.HEADING:
            sections.append((block.text, []))
        elif block.kind is not Kind.QUOTE or with_quotes:
            sections[-1][1].append(block.text)
    return tuple(Section(heading, "\n".join(lines)) for heading, lines in sections if heading or lines)


def _quotes(text: list[Block], *, branded: bool) -> tuple[str, ...]:
    """Blocks set apart as quotes; in a flattened Newsclip text, what its paragraphs begin with."""
    found = [block.text.strip('"“”«» ') for block in text if block.kind is Kind.QUOTE]
    if branded and not found:
        opened = (_QUOTED.match(block.text) for block in text if block.kind is Kind.PARAGRAPH)
        found = [next(filter(None, quote.groups())).rstrip(",; ") for quote in opened if quote]
    return tuple(dict.fromkeys(filter(None, found)))


def _source(story: list[Block], url: str) -> str | None:
    for block in reversed(story):
        source = _SOURCE.match(block.text)
        if source:
            return web_address(next(iter(block.links), "") or source["where"].split(" ")[0], url)
    return None


def _related(rest: list[Block], url: str) -> Iterable[RelatedStory]:
    for block in rest[:20]:
        if block.kind is not Kind.QUOTE and not _SHARING.match(block.text) and _moment(block) is None:
            yield RelatedStory(block.text, web_address(next(iter(block.links), ""), url))
