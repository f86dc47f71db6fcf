"""Text from outside, made fit to be shown: visible characters only, in one line or in paragraphs."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

# Controls, bidirectional marks and overrides, zero-widths, fillers that look empty, private use, surrogates,
# noncharacters and tag characters. Line breaks and tabs are whitespace and treated apart.
_SUSPICIOUS = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb"
    "\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000fffff\U00100000-\U0010ffff]"
)
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_JOINERS = frozenset("\u200c\u200d")
# What a joiner may stand between: emoji with their modifiers, and scripts that join letters (Persian, Indic).
_JOINABLE = frozenset({"So", "Sk", "Lo", "Mn", "Mc", "Me"})
_ENGLAND_SCOTLAND_WALES = re.compile("\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f")
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ELLIPSIS = "…"


def one_line(text: str) -> str:
    """The text in one line: what can't be seen is gone, every run of whitespace is one space."""
    return unicodedata.normalize("NFC", " ".join(_visible(text).split()))


def nearest(typed: str, names: Iterable[str]) -> str | None:
    """Return which of the names was meant, perhaps, by what is none of them; None where none is like it."""
    key = one_line(typed).casefold()
    by_key = {name.casefold(): name for name in names if name.casefold() != key}
    found = get_close_matches(key, by_key, n=1)
    return by_key[found[0]] if found else None


def in_paragraphs(text: str) -> str:
    """The text in paragraphs parted by one newline each, every one cleaned like `one_line`."""
    lines = (one_line(line) for line in _BREAK.split(text))
    return "\n".join(line for line in lines if line)


def cut_at_word(text: str, limit: int) -> str:
    """At most `limit` characters, ended with an ellipsis after a whole word where one is near."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    end = limit - len(_ELLIPSIS)
    space = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    end = space if space >= limit // 2 else _between_clusters(text, end)
    return text[:end].rstrip(" \n,;:\u2013\u2014-") + _ELLIPSIS


def _visible(text: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    return _SUSPICIOUS.sub(_judge, normal) if _SUSPICIOUS.search(normal) else normal


def _judge(match: re.Match[str]) -> str:
    character, position, text = match.group(), match.start(), match.string
    if character in _BLANKS:
        return " "
    if character in _JOINERS:
        around = text[position - 1 : position], text[position + 1 : position + 2]
        joins = all(side and unicodedata.category(side) in _JOINABLE for side in around)
        return character if joins and not _BLANKS.intersection(around) else ""
    if "\U000e0061" <= character <= "\U000e007f" and _in_flag(text, position):
        return character
    return ""


def _in_flag(text: str, position: int) -> bool:
    """Whether a tag character belongs to a flag: elsewhere they only hide words."""
    start = text.rfind("\U0001f3f4", max(0, position - 7), position)
    flag = _ENGLAND_SCOTLAND_WALES.match(text, start) if start >= 0 else None
    return flag is not None and flag.end() > position


def _between_clusters(text: str, end: int) -> int:
    """The last place up to `end` where no accent, modifier or joined emoji is torn off."""
    while end > 0 and (_continues(text[end]) or text[end - 1] in _JOINERS):
        end -= 1
    return end


def _continues(character: str) -> bool:
    modifier = "\U0001f3fb" <= character <= "\U0001f3ff"
    return modifier or character in _JOINERS or unicodedata.category(character) in {"Mn", "Mc", "Me"}
