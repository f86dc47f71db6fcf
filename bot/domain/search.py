"""Words by which stories are found: of a story, and of what a person types. No accents, no case.

What is typed never reaches the index as anything but words: letters and digits alone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.domain.tagging import folded_words

MOST_WORDS = 8
_LONGEST = 40
# Shorter ones are like too many others.
_SHORTEST_FUZZY = 4
_TWO_ERRORS_FROM = 8
_APOSTROPHE = re.compile(r"(?<=\w)['\u2019\u02bc`](?=\w)")


@dataclass(frozen=True, slots=True)
class SearchText:
    """What a story is found by, as words between single spaces: its title, and the rest."""

    title: str
    more: str

    @property
    def words(self) -> frozenset[str]:
        """Return the words that may be meant by one with a typing error."""
        words = f"{self.title} {self.more}".split()
        return frozenset(word for word in words if _can_be_mistyped(word))


def search_text(title: str, lead: str, outlet: str, hashtags: Iterable[str]) -> SearchText:
    """Return what a story is found by."""
    return SearchText(_indexed(title), _indexed("\n".join([lead, outlet, *hashtags])))


def typed_words(typed: str, *, limit: int | None = MOST_WORDS) -> tuple[str, ...]:
    """Return the words that a person typed, each once; those beyond the limit are not looked for."""
    found = (word[:_LONGEST] for word in _words(typed))
    return tuple(dict.fromkeys(found))[:limit]


def likest(word: str, known: Iterable[str], limit: int) -> list[str]:
    """Return which of the known words were meant by one, the likest first.

    Those with one typing error, or two in a long word, also where only their beginning was typed; and those
    that contain it.
    """
    if not _can_be_mistyped(word):
        return []
    errors = 2 if len(word) >= _TWO_ERRORS_FROM else 1
    ranked = ((_distance(word, each, errors), len(each), each) for each in known)
    return [each for distance, _, each in sorted(ranked)[:limit] if distance <= errors]


def grams(word: str) -> list[str]:
    """Return the pieces of three letters that a word shares with those like it; `_` stands for its ends."""
    padded = f"_{word}_"
    return list(dict.fromkeys(padded[start : start + 3] for start in range(len(padded) - 2)))


def _distance(word: str, known: str, errors: int) -> int:
    if word in known:
        return 0
    begun = (OSA.distance(word, known[: len(word) + more], score_cutoff=errors) for more in (0, 1))
    return min(OSA.distance(word, known, score_cutoff=errors), *begun)


def _can_be_mistyped(word: str) -> bool:
    return _SHORTEST_FUZZY <= len(word) <= _LONGEST and not word.isdigit()


def _indexed(text: str) -> str:
    whole = _words(text)
    parts = (word for word in folded_words(text) if word not in whole)  # Peace of PeaceTalks
    return " ".join([*whole, *parts])


def _words(text: str) -> Sequence[str]:
    return folded_words(_APOSTROPHE.sub("", text).casefold())
