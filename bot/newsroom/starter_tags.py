"""The tags that a new newsroom can start with: subjects with their synonyms and rules, in English."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.domain.ids import ChannelId, ServerId, TagId
from bot.domain.tagging import Rule, RuleKind, Tag, tag_key

_LONGEST_PATTERN = 450  # leaves room for what is written around the words


@dataclass(frozen=True, slots=True)
class StarterTag:
    """A subject to begin with. `channel` and `topic` are for a channel that would be made for it."""

    label: str
    channel: str
    topic: str
    synonyms: tuple[str, ...]
    rules: tuple[Rule, ...]

    @property
    def key(self) -> str:
        """Return the key that all spellings of the label share."""
        return tag_key(self.label)


@cache
def load_starter_tags() -> tuple[StarterTag, ...]:
    """Read the starter tags that come with the bot, in their order; once in a process."""
    text = files("bot.newsroom").joinpath("starter_tags.toml").read_text(encoding="utf-8")
    return tuple(_starter_tag(entry) for entry in tomllib.loads(text)["tag"])


def as_tags(starters: tuple[StarterTag, ...]) -> tuple[Tag, ...]:
    """Give the starter tags the shape of a server's, for matching where there is no server."""
    return tuple(
        Tag(
            id=TagId(number),
            server_id=ServerId(0),
            key=starter.key,
            label=starter.label,
            channel_id=ChannelId(number),
            position=number,
            synonyms=tuple(dict.fromkeys(map(tag_key, starter.synonyms))),
            rules=starter.rules,
        )
        for number, starter in enumerate(starters, start=1)
    )


def _starter_tag(entry: dict[str, Any]) -> StarterTag:
    keywords = (Rule(RuleKind.KEYWORD, word) for word in entry["keywords"])
    phrases = (Rule(RuleKind.PHRASE, words) for words in entry["phrases"])
    patterns = (Rule(RuleKind.PATTERN, pattern) for pattern in _patterns(entry["headline"]))
    return StarterTag(
        label=entry["label"],
        channel=entry["channel"],
        topic=entry["topic"],
        synonyms=tuple(entry["synonyms"]),
        rules=(*keywords, *phrases, *patterns),
    )


def _patterns(parts: list[str]) -> Iterator[str]:
    """Return expressions of whole words, few and long: names as they are written, words in any case."""
    names = [part for part in parts if part[0].isupper()]
    words = [part for part in parts if not part[0].isupper()]
    yield from (f"(?-i:{pattern})" for pattern in _alternatives(names))
    yield from _alternatives(words)


def _alternatives(parts: list[str]) -> Iterator[str]:
    together: list[str] = []
    for part in parts:
        if sum(map(len, together)) + len(together) + len(part) > _LONGEST_PATTERN:
            yield rf"\b(?:{'|'.join(together)})\b"
            together = []
        together.append(part)
    if together:
        yield rf"\b(?:{'|'.join(together)})\b"
