"""What sites put into their texts for search engines or to keep readers: taken out, and listed."""

import re
from collections import Counter
from dataclasses import replace

from bot.feeds.blocks import Block, Kind, is_heading_line

_TEASER = re.compile(
    r"[\s.]*\b(?:Find out|Learn|Read|Discover|See) more about (?P<about>[^.?!]{3,150})[.!]?\s*$",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:^|(?<=[.!?…]\s))(?:Continue reading (?:our|more)|Click here (?:to|for)|Sign up (?:for|to) our"
    r"|Subscribe to our|Follow us on|Read (?:also|next):|Also read:)[^.?!]{0,160}[.!]?(?:\s|$)",
    re.IGNORECASE,
)
_STEM_WORDS = 4
_LONGEST_TEASER = 250


def without_injected(blocks: list[Block], *, flattened: bool = False) -> tuple[list[Block], tuple[str, ...]]:
    """The blocks without such phrases, and the phrases.

    A phrase hung onto a heading always goes; one at the end of a paragraph when the page repeats it, because
    once may be honest. In a `flattened` text, what is left may turn out to be a heading.
    """
    stems = Counter(stem for block in blocks if (stem := _stem(block.text)))
    kept: list[Block] = []
    dropped: list[str] = []
    for block in blocks:
        cleaned = _cleaned(block, stems, dropped, flattened=flattened)
        if cleaned.text:
            kept.append(cleaned)
    return kept, tuple(dropped)


def _stem(text: str) -> str:
    teaser = _teaser(text)
    return " ".join(teaser["about"].lower().split()[:_STEM_WORDS]) if teaser else ""


def _teaser(text: str) -> re.Match[str] | None:
    return _TEASER.search(text, max(0, len(text) - _LONGEST_TEASER))


def _cleaned(block: Block, stems: Counter[str], dropped: list[str], *, flattened: bool) -> Block:
    text = block.text
    teaser = _teaser(text)
    if teaser and (stems[_stem(text)] > 1 or block.kind is Kind.HEADING):
        rest = text[: teaser.start()].rstrip(" .")
        heading = block.kind is Kind.HEADING or (flattened and is_heading_line(rest))
        dropped.append(teaser[0].strip(" ."))
        ended = rest.endswith(("?", "!", '"', "”"))
        block = replace(block, text=rest if heading or ended else f"{rest}." if rest else "")
        block = replace(block, kind=Kind.HEADING) if heading else block
    dropped.extend(call[0].strip(" .") for call in _CALL.finditer(block.text))
    return replace(block, text=_CALL.sub("", block.text).strip())
