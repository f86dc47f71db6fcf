"""What a server holds for its moderators, or blocks, whatever the tags and the source of a story say."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from bot.domain.address import web_address
from bot.domain.errors import InvalidInput
from bot.domain.ids import DeskRuleId, UserId
from bot.domain.reasons import Reason
from bot.domain.story import StoryDraft
from bot.domain.tagging import Rule, RuleKind, StoryText, rule_holds, tag_key
from bot.domain.text import cut_at_word, one_line
from bot.domain.verdict import Hold

MOST_FIRST = 100
MOST_RULES = 500  # of a server
LONGEST_VALUE = 100

_SHOWN = 60
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")
_WWW = re.compile(r"^www\d?\.")


class DeskRuleKind(StrEnum):
    """What a rule looks at."""

    WORD = "word"  # holds a story with this word or phrase
    WATCH = "watch"  # holds a story of this outlet, by its name or its host
    BLOCK = "block"  # no story of this outlet comes in
    UNDATED = "undated"  # holds a story without a date
    FIRST = "first"  # holds the first so many stories of a feed


# Of these a server has one at most.
_SINGLE = frozenset({DeskRuleKind.UNDATED, DeskRuleKind.FIRST})


@dataclass(frozen=True, slots=True)
class DeskRule:
    """A rule of a server. value: the word, the outlet or its host, the number; nothing for UNDATED."""

    kind: DeskRuleKind
    value: str = ""
    id: DeskRuleId | None = None
    added_by: UserId | None = None
    added_at: datetime | None = None

    @property
    def single(self) -> bool:
        """Tell whether a server has no second one of its kind."""
        return self.kind in _SINGLE

    def is_as(self, other: "DeskRule") -> bool:
        """Tell whether two rules would look at the same."""
        return self.kind is other.kind and (self.single or tag_key(self.value) == tag_key(other.value))


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a server's rules say to a story. blocked: the outlet's name or host for which it can't come in."""

    holds: tuple[Hold, ...] = ()
    blocked: str | None = None


def rule_on(rules: Iterable[DeskRule], text: StoryText, *, brought: int = 0) -> Ruling:
    """Return what holds a story, or blocks it. brought: how many stories its feed has brought before."""
    holds: list[Hold] = []
    for rule in rules:
        match rule.kind:
            case DeskRuleKind.BLOCK if is_of_outlet(text.story, rule.value):
                return Ruling(blocked=rule.value)
            case DeskRuleKind.WATCH if is_of_outlet(text.story, rule.value):
                holds.append(Hold(Reason.HELD_BY_OUTLET, rule.value))
            case DeskRuleKind.WORD if _has_words(text, rule.value):
                holds.append(Hold(Reason.HELD_BY_WORD, rule.value))
            case DeskRuleKind.UNDATED if text.story.published_at is None:
                holds.append(Hold(Reason.HELD_UNDATED))
            case DeskRuleKind.FIRST if brought < int(rule.value):
                holds.append(Hold(Reason.HELD_FIRST, rule.value))
            case _:
                pass
    return Ruling(tuple(dict.fromkeys(holds)))


def first_of(rules: Iterable[DeskRule]) -> int:
    """Return how many stories of a new feed are held; 0 for none."""
    return max((int(rule.value) for rule in rules if rule.kind is DeskRuleKind.FIRST), default=0)


def idle(rules: Iterable[DeskRule]) -> tuple[DeskRule, ...]:
    """Return the rules that watch outlets of which nothing comes in, because others block them."""
    there = tuple(rules)
    blocked = [each.value for each in there if each.kind is DeskRuleKind.BLOCK]
    watched = (each for each in there if each.kind is DeskRuleKind.WATCH)
    return tuple(each for each in watched if any(_is_within(each.value, value) for value in blocked))


def is_of_outlet(draft: StoryDraft, outlet: str) -> bool:
    """Tell whether a story is of an outlet: by its name, or by its link's host or a host below that."""
    return is_outlet(draft.outlet, draft.link, outlet)


def is_outlet(name: str, link: str | None, outlet: str) -> bool:
    """Tell whether what has this name and this link is of an outlet, as `is_of_outlet` does."""
    if _key(outlet) == _key(name):
        return True
    host, wanted = None if link is None else _host(link), outlet.casefold()
    return host is not None and "." in wanted and (host == wanted or host.endswith(f".{wanted}"))


def host_of(draft: StoryDraft) -> str | None:
    """Return the host that a story's link leads to, without `www.`; None where it has no link."""
    return None if draft.link is None else _host(draft.link)


def outlet_of(draft: StoryDraft) -> str | None:
    """Return what a story's outlet is blocked by: its name, else its host; None where it has neither.

    The host of one that has a name is let be: papers share hosts.
    """
    known = (one_line(draft.outlet), host_of(draft) or "")
    return next((each for each in known if tag_key(each) and len(each) <= LONGEST_VALUE), None)


def typed_rules(
    *, word: str | None, watch: str | None, block: str | None, undated: bool | None, first: int | None
) -> Sequence[DeskRule]:
    """Return the rules that were typed; raise InvalidInput for the first that is none.

    undated False and first 0 ask for none: see `unwanted`.
    """
    rules: list[DeskRule] = []
    if word is not None:
        rules.append(DeskRule(DeskRuleKind.WORD, _words(word)))
    if watch is not None:
        rules.append(DeskRule(DeskRuleKind.WATCH, outlet_typed(watch)))
    if block is not None:
        rules.append(DeskRule(DeskRuleKind.BLOCK, outlet_typed(block)))
    if undated:
        rules.append(DeskRule(DeskRuleKind.UNDATED))
    if first:
        rules.append(DeskRule(DeskRuleKind.FIRST, str(_number(first))))
    return rules


def unwanted(*, undated: bool | None, first: int | None) -> frozenset[DeskRuleKind]:
    """Return the kinds of rules that are to be there no more."""
    kinds = set[DeskRuleKind]()
    if undated is False:
        kinds.add(DeskRuleKind.UNDATED)
    if first == 0:
        kinds.add(DeskRuleKind.FIRST)
    return frozenset(kinds)


def outlet_typed(typed: str) -> str:
    """Return an outlet's name, or its host where an address was typed; raise InvalidInput."""
    text = one_line(typed)
    if not text:
        raise InvalidInput("error-desk-outlet-empty")
    host = _host(text) or _host(f"https://{text}")
    if host is not None and _HOST.fullmatch(host):
        return host
    if not tag_key(text) or "://" in text or len(text) > LONGEST_VALUE:
        raise InvalidInput("error-desk-outlet", typed=cut_at_word(text, _SHOWN), most=LONGEST_VALUE)
    return text


def _host(address: str) -> str | None:
    found = web_address(address)
    host = None if found is None else urlsplit(found).hostname
    return None if not host or " " in host else _WWW.sub("", host.casefold()).rstrip(".")


def _words(typed: str) -> str:
    text = one_line(typed)
    if not text:
        raise InvalidInput("error-desk-word-empty")
    if not tag_key(text) or len(text) > LONGEST_VALUE:
        raise InvalidInput("error-desk-word", typed=cut_at_word(text, _SHOWN), most=LONGEST_VALUE)
    return text


def _is_within(outlet: str, wider: str) -> bool:
    """Tell whether an outlet is another, or its host is below the other's."""
    host, wanted = outlet.casefold(), wider.casefold()
    return _key(outlet) == _key(wider) or ("." in wanted and host.endswith(f".{wanted}"))


def _number(first: int) -> int:
    if not 1 <= first <= MOST_FIRST:
        raise InvalidInput("error-desk-first", typed=str(first), most=MOST_FIRST)
    return first


def _has_words(text: StoryText, words: str) -> bool:
    return rule_holds(Rule(RuleKind.PHRASE, words), text)


@lru_cache(maxsize=5_000)
def _key(outlet: str) -> str:
    return tag_key(outlet)
