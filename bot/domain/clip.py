"""A link that a member proposed as a story: which one was meant, and what became of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from bot.domain.address import canonical_url, is_home_page, story_key, web_address
from bot.domain.edition import EditionState
from bot.domain.errors import InvalidInput
from bot.domain.ids import ClipId, EditionId, ServerId, UserId
from bot.domain.text import cut_at_word, one_line

LONGEST_LINK = 1000
_SHOWN = 60
# What people write around a link belongs to their sentence.
_LINK = re.compile(r"https?://[^\s<>|\"`]+", re.IGNORECASE)
_AFTER = ".,;:!?*_~'\u2019\u201d\u00bb\u2026"
_PAIRS = {")": "(", "]": "[", "}": "{"}
# Discord's own addresses lead to messages, files and invitations.
_NO_NEWS = re.compile(r"(?:[\w-]+\.)*(?:discord(?:app)?\.(?:com|net|gg)|discord\.gg)", re.IGNORECASE)


class ClipOutcome(StrEnum):
    """What became of a link, as the member who proposed it is told."""

    POSTED = "posted"
    REJECTED = "rejected"
    EXPIRED = "expired"  # nobody decided in time
    MERGED = "merged"  # another story has its readers
    UNTOLD = "untold"  # there is nothing for them to be told


@dataclass(frozen=True, slots=True)
class Clip:
    """A link that a member proposed.

    decided_at: when its story's state last became another. outcome: what they were told, or are being told
    since `intent_at`. attempts: failed ones, in a row. language: of their Discord then. title: where they
    hear that nobody decided, whatever became of its story.
    """

    id: ClipId
    server_id: ServerId
    user_id: UserId
    edition_id: EditionId | None
    url: str
    at: datetime
    decided_at: datetime | None = None
    outcome: ClipOutcome | None = None
    intent_at: datetime | None = None
    attempts: int = 0
    language: str | None = None
    title: str | None = None

    @property
    def key(self) -> int:
        """Return what tells it from all others that are due."""
        return self.id


def outcome_of(state: EditionState, *, posted: bool) -> ClipOutcome | None:
    """Return what became of a story; None while it waits for a moderator, or for its card."""
    match state:
        case EditionState.HELD:
            return None
        case EditionState.CLEARED:
            return ClipOutcome.POSTED if posted else None
        case EditionState.REJECTED:
            return ClipOutcome.REJECTED
        case EditionState.EXPIRED:
            return ClipOutcome.EXPIRED
        case EditionState.MERGED:
            return ClipOutcome.MERGED
        case _:
            return ClipOutcome.UNTOLD  # it was posted and taken away again, for all to see


def typed_link(typed: str) -> str:
    """Return the address that was typed; raise InvalidInput where it can't be a story's."""
    shown, link = cut_at_word(one_line(typed), _SHOWN), web_address(typed.strip().strip("<>"))
    if link is None:
        raise InvalidInput("error-clip-link", link=shown)
    if len(link) > LONGEST_LINK:
        raise InvalidInput("error-clip-long", most=LONGEST_LINK)
    if is_home_page(link):
        raise InvalidInput("error-clip-home", link=shown)
    return link


def links_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses in texts that may be stories', each story's once, in their order."""
    found: dict[str, str] = {}
    for text in texts:
        for match in _LINK.finditer(text):
            link = web_address(_without_sentence(match[0]))
            if link is not None and len(link) <= LONGEST_LINK and _may_be_news(link):
                found.setdefault(story_key(link), link)
    return tuple(found.values())


def keys_of(links: Iterable[str | None]) -> tuple[str, ...]:
    """Return the keys under which a story with these addresses may be known."""
    return tuple(dict.fromkeys(story_key(canonical_url(link)) for link in links if link is not None))


def _without_sentence(link: str) -> str:
    while link[-1] in _AFTER or _closes_more(link):
        link = link[:-1]
    return _cut_at_masked_end(link)


def _closes_more(link: str) -> bool:
    """Tell whether a link ends with a bracket that was opened before it."""
    opens = _PAIRS.get(link[-1])
    return opens is not None and link.count(link[-1]) > link.count(opens)


def _cut_at_masked_end(link: str) -> str:
    """Cut at the parenthesis that ends a masked link and has no beginning within the address."""
    depth = 0
    for place, character in enumerate(link):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return link[:place]
    return link


def _may_be_news(link: str) -> bool:
    return not is_home_page(link) and _NO_NEWS.fullmatch(urlsplit(link).hostname or "") is None
