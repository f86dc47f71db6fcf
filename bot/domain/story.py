"""A piece of news once, however many feeds carry it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.feed import RelatedStory
from bot.domain.ids import StoryId


@dataclass(frozen=True, slots=True)
class StoryDraft:
    """A story as intake knows it, before it has a row.

    key: what two copies of the story share: the key of its canonical URL, else feed and item.
    link: the address that is shown and opened.
    hashtags: what the story says it is about, labels without '#', each key once.
    text: the article's plain text (rules match on it), at most 20,000 characters.
    """

    key: str
    title: str
    link: str | None
    lead: str = ""
    text: str = ""
    category: str = ""
    hashtags: tuple[str, ...] = ()
    author: str = ""
    outlet: str = ""
    image_url: str | None = None
    published_at: datetime | None = None
    source_ref: str | None = None
    quotes: tuple[str, ...] = ()
    question: str | None = None
    related: tuple[RelatedStory, ...] = ()


def words_of(draft: StoryDraft) -> str:
    """Return a hash of what is shown of a story: whether it is still what a moderator has seen.

    The date counts for nothing: a source dates its stories anew without changing a word.
    """
    shown = replace(draft, key="", text="", published_at=None)
    return hashlib.sha256(repr(shown).encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Story:
    """A stored story. Global: a server's edits live in its edition.

    corrected_at: when its title, lead or picture last became another.
    """

    id: StoryId
    draft: StoryDraft
    first_seen_at: datetime
    corrected_at: datetime | None = None
