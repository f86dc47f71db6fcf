"""Which of many names a person means by what they typed: tolerant of case, accents and typing errors."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.domain.tagging import folded_words, tag_key

# Below, two words of a language have as much in common by accident.
_ALIKE = 70
_SHORTEST_FUZZY = 3


def offer(typed: str, labels: Iterable[str], limit: int) -> tuple[str, ...]:
    """Return the labels that were meant, the likeliest first; in their own order where nothing was typed."""
    known = list(labels)
    return tuple(known[place] for place in places(typed, known, limit))


def places(typed: str, labels: Sequence[str], limit: int, *, alike: bool = True) -> list[int]:
    """Return where those of the labels stand that were meant, the likeliest first.

    Those that begin with what was typed, those of which a word does, those that contain it; and where
    `alike`, those like it.
    """
    key = tag_key(typed)
    if not key:
        return [] if typed.strip() else list(range(min(limit, len(labels))))
    ranked = [(rank, place) for place, label in enumerate(labels) if (rank := _rank(key, label)) is not None]
    found = [place for _, place in sorted(ranked)[:limit]]
    if alike and len(found) < limit and len(key) >= _SHORTEST_FUZZY:
        found += _alike(key, labels, set(found), limit - len(found))
    return found


def _rank(key: str, label: str) -> int | None:
    whole, starts = _folded(label)
    place = whole.find(key)
    if place < 0:
        return None
    if whole == key:
        return 0
    if place == 0:
        return 1
    return 2 if any(whole.startswith(key, start) for start in starts) else 3


def _alike(key: str, labels: Sequence[str], without: set[int], limit: int) -> list[int]:
    others = {place: _folded(label)[0] for place, label in enumerate(labels) if place not in without}
    found = process.extract(key, others, scorer=fuzz.WRatio, score_cutoff=_ALIKE, limit=limit)
    return [place for _, _, place in found]


@lru_cache(maxsize=50_000)
def _folded(label: str) -> tuple[str, tuple[int, ...]]:
    """Return a label's key, and where in it a word begins."""
    starts, whole = [], ""
    for word in folded_words(label):
        starts.append(len(whole))
        whole += word
    return whole, tuple(starts)
