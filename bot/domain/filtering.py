"""Which of a feed's stories pass: a filter in one line that people can type, read and understand.

    talks                    the word anywhere in a story: title, lead or text; accents and case don't matter
    "peace plan"             these words in this order
    /^live:/                 a pattern (RE2: linear time) on title and lead
    category:sport  #sport   what the story, or its feed, files it under; what it says it is about
    a and b   a b            both          a or b   either          not a   -a   not that          ( )

`not` binds before `and`, `and` before `or`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.domain.errors import InvalidInput
from bot.domain.tagging import Rule, RuleKind, StoryText, check_pattern, folded_words, rule_holds, tag_key
from bot.domain.text import cut_at_word, one_line

LONGEST = 4000  # as much as a form can show, to be changed there
_DEEPEST = 20
_MOST_PATTERNS = 10
_SHOWN = 40
_DETAIL = 200

_OPEN_QUOTES, _QUOTES = '"“„«”', '"“”„«»'
_WORD_END = re.compile(rf"[\s(){_QUOTES}]")
_FIELD = re.compile(r"([^\W\d_]+):(\s*)")
_PATTERN = re.compile(r"/((?:[^/\\]|\\.)*)/", re.DOTALL)
_OPERATORS = ("and", "or", "not")
_FIELDS = ("category", "hashtag")


class TermKind(StrEnum):
    """What a term of a filter looks at."""

    WORDS = "words"  # one word, or several in this order
    PATTERN = "pattern"
    CATEGORY = "category"
    HASHTAG = "hashtag"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a story has or lacks."""

    kind: TermKind
    value: str

    def __str__(self) -> str:
        """Return it as it is typed."""
        return _WRITTEN[self.kind](self.value)


@dataclass(frozen=True, slots=True)
class Without:
    """Passes what the other leaves out."""

    of: "Expression"

    def __str__(self) -> str:
        """Return it as it is typed."""
        return f"not {_within(self.of, Every, Some)}"


@dataclass(frozen=True, slots=True)
class Every:
    """Passes what all of its parts pass; at least two."""

    parts: tuple["Expression", ...]

    def __str__(self) -> str:
        """Return it as it is typed."""
        return " and ".join(_within(part, Every, Some) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Some:
    """Passes what one of its parts passes; at least two."""

    parts: tuple["Expression", ...]

    def __str__(self) -> str:
        """Return it as it is typed."""
        return " or ".join(_within(part, Some) for part in self.parts)


Expression = Term | Without | Every | Some


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a story passes, and what decided: the terms that it has, and those that it lacks."""

    passes: bool
    has: tuple[Term, ...] = ()
    lacks: tuple[Term, ...] = ()

    @property
    def detail(self) -> str:
        """Return what decided as a line in the filter's own words, to be stored with a decision."""
        words = [*map(str, self.has), *(f"not {term}" for term in self.lacks)]
        return cut_at_word(", ".join(words), _DETAIL)


def judge(expression: Expression, story: StoryText) -> Judgement:
    """Tell whether a story passes a filter, and why."""
    match expression:
        case Term():
            holds = _holds(expression, story)
            return Judgement(holds, (expression,), ()) if holds else Judgement(holds, (), (expression,))
        case Without(of):
            inner = judge(of, story)
            return Judgement(not inner.passes, inner.has, inner.lacks)
        case Every(parts):
            return _together([judge(part, story) for part in parts], passes=all)
        case _:  # Some
            return _together([judge(part, story) for part in expression.parts], passes=any)


def typed_filter(text: str) -> Expression:
    """Return what a typed filter says, as `parse_filter`; it must fit into a form, also written out."""
    if len(text) > LONGEST or len(str(found := parse_filter(text))) > LONGEST:
        raise InvalidInput("error-filter-long", limit=LONGEST)
    return found


@lru_cache(maxsize=4096)
def parse_filter(text: str) -> Expression:
    """Return what a filter says; raise InvalidInput, which names the place where it makes no sense."""
    return _Parser(text).parse()


def _together(judged: Sequence[Judgement], *, passes: Callable[[Iterable[bool]], bool]) -> Judgement:
    """Return what several come to; those of them decided that came to the same."""
    passed = passes(each.passes for each in judged)
    deciding = [each for each in judged if each.passes is passed]
    return Judgement(
        passed,
        tuple(dict.fromkeys(term for each in deciding for term in each.has)),
        tuple(dict.fromkeys(term for each in deciding for term in each.lacks)),
    )


def _holds(term: Term, story: StoryText) -> bool:
    match term.kind:
        case TermKind.WORDS:
            return rule_holds(Rule(RuleKind.PHRASE, term.value), story)
        case TermKind.PATTERN:
            return rule_holds(Rule(RuleKind.PATTERN, term.value), story)
        case TermKind.HASHTAG:
            return tag_key(term.value) in story.hashtags
        case _:  # CATEGORY
            key = tag_key(term.value)
            return key == story.category or key in story.hashtags  # a feed's categories are among these


class _Parser:
    """Reads a filter from left to right; `_at` is where it is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._patterns = 0

    def parse(self) -> Expression:
        self._skip_spaces()
        if self._has_ended():
            raise InvalidInput("error-filter-empty")
        found = self._some()
        if not self._has_ended():  # only a bracket ends an expression before the text does
            raise self._wrong("error-filter-bracket-closes")
        return found

    def _some(self) -> Expression:
        parts = [self._every()]
        while self._operator("or"):
            parts.append(self._every())
        return _joined(Some, parts)

    def _every(self) -> Expression:
        parts = [self._one()]
        while self._operator("and") or not (
            self._has_ended() or self._peek(")") or self._next_word() == "or"
        ):
            parts.append(self._one())
        return _joined(Every, parts)

    def _one(self) -> Expression:
        start = self._at
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._wrong("error-filter-deep", limit=_DEEPEST)
        try:
            if self._operator("not") or self._minus():
                return Without(self._one())
            if self._peek("("):
                return self._bracket(start)
            return self._term()
        finally:
            self._depth -= 1

    def _bracket(self, start: int) -> Expression:
        self._step()
        found = self._some()
        if not self._peek(")"):
            raise self._wrong("error-filter-bracket-open", at=start)
        self._step()
        return found

    def _term(self) -> Term:
        if self._has_ended():
            raise InvalidInput("error-filter-word-missing-end")
        if self._peek(")") or self._next_word() in _OPERATORS:
            raise self._wrong("error-filter-word-missing")
        start, kind = self._at, TermKind.WORDS
        if self._peek("/"):
            return self._pattern()
        if self._peek("#"):
            self._at += 1
            kind = TermKind.HASHTAG
        elif field := _FIELD.match(self._text, self._at):
            kind = self._field(field)
        value = one_line(self._quoted() if self._peeks(_OPEN_QUOTES) else self._word())
        if not folded_words(value):
            raise self._wrong("error-filter-no-letters", at=start)
        self._skip_spaces()
        return Term(kind, value)

    def _field(self, field: re.Match[str]) -> TermKind:
        """Step over a field's name; "Breaking: …" and https://… are words."""
        if field[1].casefold() in _FIELDS:
            self._at = field.end()
            return TermKind(field[1].casefold())
        goes_on = self._text[field.end() : field.end() + 2]
        if goes_on and not field[2] and goes_on != "//":
            raise self._wrong("error-filter-field", name=field[1])
        return TermKind.WORDS

    def _pattern(self) -> Term:
        found = _PATTERN.match(self._text, self._at)
        if found is None:
            raise self._wrong("error-filter-pattern-open")
        pattern = found[1].replace("\\/", "/")
        if not pattern:
            raise self._wrong("error-filter-no-letters")
        self._patterns += 1
        if self._patterns > _MOST_PATTERNS:
            raise self._wrong("error-filter-patterns", limit=_MOST_PATTERNS)
        check_pattern(pattern)
        self._at = found.end()
        self._skip_spaces()
        return Term(TermKind.PATTERN, pattern)

    def _quoted(self) -> str:
        start = self._at
        end = next((i for i in range(start + 1, len(self._text)) if self._text[i] in _QUOTES), None)
        if end is None:
            raise self._wrong("error-filter-quote-open", at=start)
        self._at = end + 1
        return self._text[start + 1 : end]

    def _word(self) -> str:
        end = _WORD_END.search(self._text, self._at)
        start, self._at = self._at, end.start() if end else len(self._text)
        return self._text[start : self._at]

    def _operator(self, name: str) -> bool:
        if self._next_word() != name:
            return False
        self._at += len(name)
        self._skip_spaces()
        return True

    def _minus(self) -> bool:
        """Tell whether a minus stands before what it leaves out, and step over it."""
        if not (self._peek("-") and self._text[self._at + 1 : self._at + 2].strip()):
            return False
        self._at += 1
        return True

    def _next_word(self) -> str:
        end = _WORD_END.search(self._text, self._at)
        return self._text[self._at : end.start() if end else len(self._text)].casefold()

    def _peek(self, character: str) -> bool:
        return self._text.startswith(character, self._at)

    def _peeks(self, characters: str) -> bool:
        return not self._has_ended() and self._text[self._at] in characters

    def _step(self) -> None:
        self._at += 1
        self._skip_spaces()

    def _skip_spaces(self) -> None:
        while not self._has_ended() and self._text[self._at].isspace():
            self._at += 1

    def _has_ended(self) -> bool:
        return self._at >= len(self._text)

    def _wrong(self, code: str, *, at: int | None = None, **fields: object) -> InvalidInput:
        place = self._at if at is None else at
        here = cut_at_word(one_line(self._text[place:]), _SHOWN)
        return InvalidInput(code, at=place + 1, here=here, **fields)


def _joined(kind: type[Every] | type[Some], parts: list[Expression]) -> Expression:
    """Return parts as one, without brackets that change nothing."""
    flat = tuple(one for part in parts for one in _parts(kind, part))
    return flat[0] if len(flat) == 1 else kind(flat)


def _parts(kind: type[Every] | type[Some], part: Expression) -> tuple[Expression, ...]:
    return part.parts if isinstance(part, kind) else (part,)


def _within(part: Expression, *bracketed: type) -> str:
    return f"({part})" if isinstance(part, bracketed) else str(part)


def _quoted_if_needed(value: str) -> str:
    """Return words so that they are read as these words and nothing else."""
    bare = not (
        _WORD_END.search(value) or value.casefold() in _OPERATORS or value[0] in "-#/" or _FIELD.match(value)
    )
    return value if bare else f'"{value}"'


_WRITTEN: dict[TermKind, Callable[[str], str]] = {
    TermKind.WORDS: _quoted_if_needed,
    TermKind.PATTERN: lambda value: "/" + value.replace("/", "\\/") + "/",
    TermKind.CATEGORY: lambda value: f"category:{_quoted_if_needed(value)}",
    TermKind.HASHTAG: lambda value: f"#{_quoted_if_needed(value)}",
}
