"""What is read from a feed: items, and what a check of the feed came to."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class NamedFeed:
    """A feed that a web page names, and what the page calls it in one line of plain text, or nothing."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One parsed entry of a feed, cleaned of markup and control characters; not stored as such.

    key: identity within its feed, `guid:…`, else `link:…`, else `hash:…` of title and date.
    title: one line of plain text; empty when the feed gives none.
    link: absolute http(s) URL, or None.
    published_at, updated_at: UTC; None when absent or unreadable; a future date is kept as it is.
    summary, text: plain text; `text` is the full content where the feed carries it.
    """

    key: str
    title: str
    link: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    summary: str = ""
    text: str = ""
    categories: tuple[str, ...] = ()
    author: str = ""
    image_url: str | None = None


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A parsed feed: its own description and its items in the order of the document."""

    title: str
    items: tuple[Item, ...]
    site_url: str | None = None
    language: str | None = None
    ttl: timedelta | None = None
    hub_url: str | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes the next request conditional; `body_hash` serves where a server sends none of its own."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


@dataclass(frozen=True, slots=True)
class FeedUnchanged:
    """The feed said 304, or its body is the same to the byte."""

    validators: Validators
    moved_to: str | None = None
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class FeedChanged:
    """The feed has a new body. `moved_to` is set after a permanent redirect."""

    document: FeedDocument
    validators: Validators
    moved_to: str | None = None
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What a story's own page says of it; every text is plain, every URL absolute.

    canonical_url: the page's rel=canonical where it may be believed, else None.
    hashtags: labels without '#', in the page's order.
    sections: the text under its headings (the lead's heading may be empty).
    quotes: pull quotes, without quotation marks around them.
    question: a question with which the article itself opens the discussion.
    """

    url: str
    title: str = ""
    lead: str = ""
    canonical_url: str | None = None
    category: str = ""
    hashtags: tuple[str, ...] = ()
    author: str = ""
    outlet: str = ""
    published_at: datetime | None = None
    image_url: str | None = None
    sections: tuple["Section", ...] = ()
    quotes: tuple[str, ...] = ()
    source_ref: str | None = None
    question: str | None = None
    related: tuple["RelatedStory", ...] = ()
    dropped: tuple[str, ...] = field(default=())
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an article: its heading, and its text in paragraphs parted by newlines."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class RelatedStory:
    """Another story that a page points to."""

    title: str
    url: str | None = None
