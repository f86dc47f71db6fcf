"""The other names and words of a tag as an edit gives them: all anew, or single ones more or less."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.errors import InvalidInput, NotFound
from bot.domain.panel import PanelKey
from bot.domain.tagging import Rule, RuleKind, Tag
from bot.domain.text import cut_at_word, one_line
from bot.newsroom.tag_names import MOST_WORDS, synonyms_of, word_rules

# What stands before a single one that is to come, or to go.
ADD, REMOVE = "+", "-"
# The rules that are typed as words; others stay when those are replaced.
WORD_KINDS = (RuleKind.KEYWORD, RuleKind.PHRASE)
_SHOWN = 50
_Word = TypeVar("_Word", bound=str | Rule)


@dataclass(frozen=True, slots=True)
class Edit:
    """A tag that was changed, as it was and as it is.

    waiting: its stories that go to another channel now. undo: the panel that brings back what is gone of its
    names and words; None where nothing is.
    """

    before: Tag
    after: Tag
    waiting: int
    undo: PanelKey | None

    @property
    def names_gone(self) -> list[str]:
        """Return the other names that it has no more."""
        return [name for name in self.before.synonyms if name not in self.after.synonyms]

    @property
    def words_gone(self) -> list[str]:
        """Return the words that bring no story to it any more."""
        now = words_of(self.after)
        return [word for word in words_of(self.before) if word not in now]


def words_of(tag: Tag) -> list[str]:
    """Return the words and phrases that bring a story to a tag."""
    return [rule.value for rule in tag.rules if rule.kind in WORD_KINDS]


def names_after(tag: Tag, typed: str) -> list[str]:
    """Return a tag's other names after an edit; raise InvalidInput or NotFound."""
    return _after(typed, tag.synonyms, lambda names: synonyms_of(names, tag.key), str)


def rules_after(tag: Tag, typed: str) -> list[Rule]:
    """Return a tag's rules of words after an edit; raise InvalidInput or NotFound."""
    current = [rule for rule in tag.rules if rule.kind in WORD_KINDS]
    return _after(typed, current, word_rules, lambda rule: rule.value)


def _after(
    typed: str,
    current: Sequence[_Word],
    read: Callable[[str], list[_Word]],
    named: Callable[[_Word], str],
) -> list[_Word]:
    signed = _signed(typed)
    if signed is None:
        return read(typed)
    more: list[_Word] = read(signed[0])
    less: list[_Word] = read(signed[1])
    known = {named(word).casefold() for word in current}
    gone = {named(word).casefold() for word in less}
    if missing := next((named(word) for word in less if named(word).casefold() not in known), None):
        raise NotFound.by_name("error-no-such-word", missing, map(named, current), limit=_SHOWN)
    after = list(dict.fromkeys([*(word for word in current if named(word).casefold() not in gone), *more]))
    if len(after) > max(MOST_WORDS, len(current)):
        raise InvalidInput("error-too-many-words", limit=MOST_WORDS)
    return after


def _signed(typed: str) -> tuple[str, str] | None:
    """Return those to come and those to go, parted by commas; None where all are given anew."""
    parts = [part.strip() for part in one_line(typed).split(",") if part.strip()]
    signed = [part for part in parts if part[0] in {ADD, REMOVE} and part[1:].strip()]
    if not signed:
        return None
    if plain := next((part for part in parts if part not in signed), None):
        raise InvalidInput("error-words-mixed", word=cut_at_word(plain, _SHOWN))
    return _joined(signed, ADD), _joined(signed, REMOVE)


def _joined(signed: Iterable[str], sign: str) -> str:
    return ", ".join(part[1:] for part in signed if part[0] == sign)
