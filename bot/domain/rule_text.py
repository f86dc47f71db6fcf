"""A tag's rules as people write them, one a line.

    embassy                 a word anywhere in the story
    peace talks             these words, in this order
    /ceasefire|truce/       a pattern (RE2) on title and lead
    category: World         the story's category
    feed: Harbour News      everything from this feed

What would be read as something else stands in quotes: `"feed: the world"` is a phrase.
"""

import re
from collections.abc import Callable, Mapping

from bot.domain.errors import InvalidInput, InvalidLines
from bot.domain.ids import FeedId
from bot.domain.tagging import Rule, RuleKind, check_pattern, folded_words, tag_key
from bot.domain.text import cut_at_word, one_line

_PREFIXED = re.compile(r"(category|feed)\s*:\s*(.*)", re.IGNORECASE)
MOST_PATTERNS = 20  # of one tag: a story is held against each of them
_WORDS = 100
_SHOWN = 50


def parse_rules(
    text: str, *, patterns: int = MOST_PATTERNS, resolve: Callable[[Rule], Rule] = lambda rule: rule
) -> tuple[Rule, ...]:
    """Return the rules that were written, each once; a feed's value is what was typed.

    patterns: how many of them there may be. resolve: makes of a written rule the one that is meant. Raises
    InvalidInput, for lines that can't be used InvalidLines.
    """
    lines = dict.fromkeys(line.strip() for line in text.splitlines() if one_line(line))
    if sum(map(is_pattern, lines)) > patterns:  # before one of them is looked at
        raise InvalidInput("error-too-many-patterns", limit=MOST_PATTERNS)
    rules: dict[Rule, None] = {}
    faults = []
    for line in lines:
        try:
            rules[resolve(parse_rule(line))] = None
        except InvalidInput as fault:
            faults.append(fault)
    if faults:
        raise InvalidLines(faults)
    return tuple(rules)


def parse_rule(line: str) -> Rule:
    """Return one rule; raise InvalidInput."""
    bare, written = line.strip(), one_line(line)
    if is_pattern(bare):
        check_pattern(bare[1:-1])
        return Rule(RuleKind.PATTERN, bare[1:-1])
    if (prefixed := _PREFIXED.fullmatch(written)) is not None:
        kind, value = RuleKind(prefixed[1].lower()), prefixed[2].strip()
        if not value or (kind is RuleKind.CATEGORY and not tag_key(value)):
            raise InvalidInput("error-rule-empty", rule=cut_at_word(written, _SHOWN))
        return Rule(kind, value)
    return word_rule(_unquoted(written))


def is_pattern(bare: str) -> bool:
    """Tell whether what was typed, without spaces around it, is written as a pattern."""
    return len(bare) > 2 and bare[0] == bare[-1] == "/"


def kind_typed(typed: str) -> tuple[RuleKind | None, str]:
    """Return which kind of rule is being typed, where that is said, and what stands after that."""
    prefixed = _PREFIXED.fullmatch(one_line(typed))
    return (None, typed) if prefixed is None else (RuleKind(prefixed[1].lower()), prefixed[2])


def word_rule(words: str) -> Rule:
    """Return the rule for a word, or for words in their order; raise InvalidInput."""
    folded = folded_words(words)
    if not folded:
        raise InvalidInput("error-rule-empty", rule=cut_at_word(words, _SHOWN))
    if len(words) > _WORDS:
        raise InvalidInput("error-word-long", word=cut_at_word(words, _SHOWN), limit=_WORDS)
    return Rule(RuleKind.PHRASE if len(folded) > 1 else RuleKind.KEYWORD, words)


def write_rule(rule: Rule, feeds: Mapping[FeedId, str]) -> str:
    """Return a rule as it would be written; feeds: what feeds are called, by their ids."""
    match rule.kind:
        case RuleKind.PATTERN:
            return f"/{rule.value}/"
        case RuleKind.CATEGORY:
            return f"category: {rule.value}"
        case RuleKind.FEED:
            return f"feed: {feeds.get(FeedId(int(rule.value)), rule.value)}"
        case _:
            plain = one_line(rule.value)
            means_more = _PREFIXED.fullmatch(plain) or plain[:1] in ('"', "/")
            return f'"{plain}"' if means_more else plain


def _unquoted(written: str) -> str:
    quoted = len(written) > 1 and written[0] == written[-1] == '"'
    return written[1:-1].strip() if quoted else written
