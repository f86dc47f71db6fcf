"""What a server says of a story in its own words, as a form shows it and as it comes back of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from bot.domain.edition import OwnWords
from bot.domain.ids import VoteSetId
from bot.domain.story import StoryDraft
from bot.domain.text import cut_at_word, one_line

# What a card, or Discord, shows of each.
LONGEST: Mapping[str, int] = {"title": 250, "lead": 1000, "opening": 300, "question": 300}
_MARK = 16
# What a source can change of a story that is shown in a server's own words.
_OF_SOURCE = ("title", "lead", "image")


@dataclass(frozen=True, slots=True)
class Wording:
    """What is shown of a story, each on one line and as long as it may be.

    opening: what the discussion asks. question: what the poll asks; '' as its vote set does. vote_set: None
    as its tags say.
    """

    title: str = ""
    lead: str = ""
    opening: str = ""
    question: str = ""
    vote_set: VoteSetId | None = None

    @classmethod
    def filled(
        cls, title: str, lead: str, opening: str, question: str, vote_set: VoteSetId | None
    ) -> "Wording":
        """Return what was filled in, in the form in which it is compared."""
        given = {"title": title, "lead": lead, "opening": opening, "question": question}
        cut = {name: cut_at_word(one_line(given[name]), most) for name, most in LONGEST.items()}
        return cls(**cut, vote_set=vote_set)

    @property
    def marks(self) -> dict[str, str]:
        """Return a mark of each that is another for another value: what a form shows is known again by it."""
        return {each.name: _mark(getattr(self, each.name)) for each in fields(Wording)}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What of a form somebody changed. overtaken: names of what others have changed otherwise since."""

    new: Mapping[str, str | VoteSetId | None]
    overtaken: tuple[str, ...]


def wishes_of(filled: Wording, *, seen: Mapping[str, str], now: Wording) -> Wishes:
    """Return what is wished by who was shown one thing and filled in another, while it may be a third now.

    seen: the marks of what was shown. What was left as it was is no wish.
    """
    wanted = {
        name: getattr(filled, name) for name, mark in filled.marks.items() if mark != seen.get(name, mark)
    }
    overtaken = tuple(
        name
        for name, value in wanted.items()
        if now.marks[name] != seen[name] and getattr(now, name) != value
    )
    return Wishes({name: value for name, value in wanted.items() if value != getattr(now, name)}, overtaken)


def reworded(own: OwnWords, wishes: Mapping[str, str | VoteSetId | None]) -> OwnWords:
    """Return own words with these wishes; what is wished empty is as the story itself has it."""
    names = {"question": "poll_question", "vote_set": "vote_set_id"}
    values: dict[str, Any] = {names.get(name, name): value or None for name, value in wishes.items()}
    return replace(own, **values)


def pinned(own: OwnWords, source: StoryDraft) -> OwnWords:
    """Return own words that say all that a source may change: what it changes is not shown by itself then."""
    return replace(
        own,
        title=source.title if own.title is None else own.title,
        lead=source.lead if own.lead is None else own.lead,
        image_url=source.image_url or "" if own.image_url is None else own.image_url,
    )


def as_source_has(own: OwnWords, source: StoryDraft) -> OwnWords:
    """Return own words in which title, lead and picture are the source's."""
    return replace(own, title=source.title, lead=source.lead, image_url=source.image_url or "")


def differences(own: OwnWords, source: StoryDraft | None) -> dict[str, tuple[str, str]]:
    """Return what a source has otherwise than a server shows it: title, lead, image, each old and new."""
    if own.title is None or source is None:
        return {}
    shown = pinned(own, source)
    pairs = {
        "title": (shown.title or "", source.title),
        "lead": (shown.lead or "", source.lead),
        "image": (shown.image_url or "", source.image_url or ""),
    }
    return {name: pairs[name] for name in _OF_SOURCE if pairs[name][0] != pairs[name][1]}


def _mark(value: str | VoteSetId | None) -> str:
    return hashlib.sha256(str(value or "").encode()).hexdigest()[:_MARK]
