"""What a server says of a story in its own words, as a form shows it and as it comes back of it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from bot.domain.address import story_key
from bot.domain.edition import Edition, OwnWords
from bot.domain.ids import VoteSetId
from bot.domain.story import StoryDraft
from bot.domain.text import cut_at_word, one_line

# What a card, or Discord, shows of each.
LONGEST: Mapping[str, int] = {"title": 250, "lead": 1000, "opening": 300, "question": 300}
_MARK = 16


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
class Difference:
    """What a source has changed in a story: how it is shown here, and what the source says now."""

    name: str  # title, lead, image or link
    here: str
    source: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What of a form somebody changed. overtaken: names of what others have changed otherwise since."""

    new: Mapping[str, str | VoteSetId | None]
    overtaken: tuple[str, ...]


def wishes_of(filled: Wording, *, seen: Mapping[str, str], current: Wording) -> Wishes:
    """Return what is wished by who was shown one thing and filled in another, while it may be a third by now.

    seen: the marks of what was shown. What was left as it was is no wish.
    """
    wanted = {
        name: getattr(filled, name) for name, mark in filled.marks.items() if mark != seen.get(name, mark)
    }
    overtaken = tuple(
        name
        for name, value in wanted.items()
        if current.marks[name] != seen[name] and getattr(current, name) != value
    )
    return Wishes(
        {name: value for name, value in wanted.items() if value != getattr(current, name)}, overtaken
    )


def reworded(own: OwnWords, wishes: Mapping[str, str | VoteSetId | None]) -> OwnWords:
    """Return own words with these wishes; what is wished empty is as the story itself has it.

    There is no link of one's own.
    """
    names = {"question": "poll_question", "vote_set": "vote_set_id", "image": "image_url"}
    values: dict[str, Any] = {
        names.get(name, name): value or None for name, value in wishes.items() if name != "link"
    }
    return replace(own, **values)


def pinned(own: OwnWords, draft: StoryDraft) -> OwnWords:
    """Return own words that say title, lead and picture, where they did not as a pinned draft has them."""
    return replace(
        own,
        title=draft.title if own.title is None else own.title,
        lead=draft.lead if own.lead is None else own.lead,
        image_url=draft.image_url or "" if own.image_url is None else own.image_url,
    )


def differences(edition: Edition) -> tuple[Difference, ...]:
    """Return what the source of an edition has changed since it was pinned, and is not shown here.

    An address that means the same page is no change, and other words of the server's own are none either.
    """
    if edition.pinned is None or edition.source_words is None:
        return ()
    before, here, there = (
        parts_of(each) for each in (edition.pinned, edition.story.draft, edition.source_words)
    )
    return tuple(
        Difference(name, here[name], words)
        for name, words in there.items()
        if words != before[name] and not is_same(name, here[name], words)
    )


def with_changes(own: OwnWords, changes: Sequence[Difference]) -> OwnWords:
    """Return own words that say what a source has changed; what it did not stays the server's."""
    names = {"title": "title", "lead": "lead", "image": "image_url"}
    values: dict[str, Any] = {names[each.name]: each.source for each in changes if each.name in names}
    return replace(own, **values)


def pairs_of(changes: Sequence[Difference]) -> dict[str, list[str]]:
    """Return what a source has changed as decisions keep it: by name, each as it is here and there."""
    return {each.name: [each.here, each.source] for each in changes}


def with_parts(draft: StoryDraft, parts: Mapping[str, str]) -> StoryDraft:
    """Return a draft with other parts, by the names that `parts_of` has."""
    given = {**parts_of(draft), **parts}
    return replace(
        draft,
        title=given["title"],
        lead=given["lead"],
        image_url=given["image"] or None,
        link=given["link"] or None,
    )


def parts_of(draft: StoryDraft) -> dict[str, str]:
    """Return what of a draft its source can't change by itself once it was pinned, by name."""
    return {
        "title": draft.title,
        "lead": draft.lead,
        "image": draft.image_url or "",
        "link": draft.link or "",
    }


def is_same(name: str, here: str, there: str) -> bool:
    """Tell whether a part says the same in both: for an address whether it means the same page."""
    return here == there or (name == "link" and story_key(here) == story_key(there))


def _mark(value: str | VoteSetId | None) -> str:
    return hashlib.sha256(str(value or "").encode()).hexdigest()[:_MARK]
