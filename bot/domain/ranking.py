"""The order in which found stories are shown."""

from collections.abc import Sequence

from bot.domain.search import likest, typed_words


def by_relevance(titles: Sequence[str], words: Sequence[Sequence[str]]) -> list[int]:
    """Return the places of stories, those first whose title has most of the words; else in their order.

    words: each with those that count as it. One that is there whole counts more than one that begins so.
    """
    hits = [_hits(title, words) for title in titles]
    return sorted(range(len(titles)), key=lambda place: -hits[place])


def titles_like(typed: str, titles: Sequence[str]) -> list[int]:
    """Return the places of the titles that have all the words that were typed, or words like them."""
    words = typed_words(typed)
    found = [(place, title_words(title)) for place, title in enumerate(titles)]
    known = frozenset().union(*(there for _, there in found))
    meant = [{word, *likest(word, known, len(known))} for word in words]
    return [place for place, there in found if words and all(each & there for each in meant)]


def _hits(title: str, words: Sequence[Sequence[str]]) -> int:
    there = title_words(title)
    return sum(max((_hit(each, there) for each in alike), default=0) for alike in words)


def title_words(title: str) -> frozenset[str]:
    """Return all words of a title, folded."""
    return frozenset(typed_words(title, limit=None))


def _hit(word: str, there: frozenset[str]) -> int:
    if word in there:
        return 2
    return int(any(each.startswith(word) for each in there))
