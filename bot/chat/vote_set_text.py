"""A vote set in words."""

from collections.abc import Iterable, Sequence

from bot.chat.markdown import escape_line
from bot.domain.poll import PollMode, VoteOption, VoteSet
from bot.texts.catalogue import Texts

_NAME = 60
_QUESTION = 200
_LABEL = 60
_LABELS = 200
_SIGNS = {1: "+", -1: "\u2212", 0: ""}


def vote_set_lines(name: str, vote_set: VoteSet, tags: Sequence[str], texts: Texts, locale: str) -> list[str]:
    """Return a vote set with its question and options, and the tags that use it."""
    mode = "votes-single" if vote_set.mode is PollMode.SINGLE else "votes-multi"
    question = escape_line(vote_set.question, _QUESTION)
    heading = texts.get(
        "votes-line", locale, name=escape_line(name, _NAME), question=question, mode=texts.get(mode, locale)
    )
    lines = [heading, f"  - {' · '.join(_option(option) for option in vote_set.options)}"]
    if tags:
        lines.append(f"  - {texts.get('votes-used', locale, tags=escape_line(', '.join(tags), _LABELS))}")
    return lines


def sign_lines(shown: Iterable[VoteSet], texts: Texts, locale: str) -> list[str]:
    """Return what the signs before options mean, where these vote sets have any."""
    signed = any(option.valence for vote_set in shown for option in vote_set.options)
    return [texts.get("votes-signs", locale)] if signed else []


def _option(option: VoteOption) -> str:
    return f"{_SIGNS[option.valence]}{option.emoji} {escape_line(option.label, _LABEL)}"
