"""How a person wants a server to use a feed, as they typed it: for one that is followed, or is to be."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import InvalidInput
from bot.domain.filtering import Expression, typed_filter
from bot.domain.source import Trust

NOTHING = "-"


@dataclass(frozen=True, slots=True)
class SourceWishes:
    """How a person wants a source, as typed; None: as it is. tag, filter: `-` for none."""

    url: str | None = None
    minutes: int | None = None
    tag: str | None = None
    trust: Trust | None = None
    filter: str | None = None


def check(wishes: SourceWishes, *, shortest: timedelta) -> None:
    """Raise InvalidInput for an interval that is too short, or a filter that makes no sense."""
    if wishes.minutes is not None and timedelta(minutes=wishes.minutes) < shortest:
        raise InvalidInput("error-feed-interval", shortest=round(shortest.total_seconds() / 60))
    if wishes.filter is not None:
        parsed(wishes.filter)


def parsed(typed: str | None) -> Expression | None:
    """Return a filter that was typed, None for none; raise InvalidInput."""
    text = wanted(typed)
    return typed_filter(text) if text else None


def wanted(typed: str | None) -> str | None:
    """Return what was typed, unless that stands for nothing."""
    return None if typed is None or typed.strip() == NOTHING else typed.strip()
