"""Time zones: as people type them, as they are offered to them, and as they are shown."""

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import InvalidInput
from bot.domain.nearest import places
from bot.domain.search import likest
from bot.domain.tagging import tag_key
from bot.domain.text import cut_at_word, one_line
from bot.domain.zone_aliases import ALIASES

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([-+\u2212])\s*(\d{1,2})(?::?00)?", re.IGNORECASE)
_OFFSETS = range(-12, 15)
_OF_OFFSET = re.compile(r"Etc/GMT([-+])(\d+)")
_UTC = "UTC"
_SHOWN = 60
_OFFERS = 3


def time_zone(name: str) -> ZoneInfo:
    """Return the zone of a name, a city or whole hours from UTC; raise InvalidInput with the nearest."""
    typed = one_line(name)
    if (offset := _offset(typed)) is not None:
        return ZoneInfo(offset)
    if (known := _by_key().get(tag_key(typed))) is not None:
        return ZoneInfo(known)
    near = _like(typed, _OFFERS) if any(character.isalpha() for character in typed) else []
    shown = cut_at_word(typed, _SHOWN)
    if not near:
        raise InvalidInput("error-time-zone", name=shown)
    raise InvalidInput("error-time-zone-near", name=shown, near=", ".join(near))


def offered_zones(typed: str, most: int, *, first: Iterable[str] = ()) -> list[str]:
    """Return the zones that were meant by what was typed so far, as they are shown, the likeliest first.

    Where nothing was typed: the `first` ones, UTC, and as many as there is room for.
    """
    if not typed.strip():
        return list(dict.fromkeys(map(shown_zone, (*first, _UTC, *zone_names()))))[:most]
    offset = _offset(one_line(typed))
    return _like(typed, most) if offset is None else [shown_zone(offset)]


def shown_zone(name: str) -> str:
    """Return a zone's name as people type it: `UTC+2` for what is called Etc/GMT-2."""
    found = _OF_OFFSET.fullmatch(name)
    if found is None:
        return name
    # These names count from there to Greenwich, people from Greenwich.
    return f"UTC{'+' if found[1] == '-' else '-'}{int(found[2])}" if int(found[2]) else _UTC


@cache
def zone_names() -> tuple[str, ...]:
    """Return the names of the zones that are offered, as `Europe/Berlin`: no old names, no abbreviations."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return (*sorted({row[2] for row in rows} & available_timezones()), _UTC)


def _offset(typed: str) -> str | None:
    """Return the name of the zone that is so many hours from UTC."""
    found = _OFFSET.fullmatch(typed)
    hours = 0 if found is None else int(found[2]) * (1 if found[1] == "+" else -1)
    if found is None or hours not in _OFFSETS:
        return None
    return f"Etc/GMT{-hours:+}" if hours else _UTC


def _like(typed: str, most: int) -> list[str]:
    """Return the zones with a name that begins like this or contains it, or else is typed like this."""
    named = _names()
    found = places(typed, [name for name, _ in named], most, alike=False)
    if not found:
        by_key = {tag_key(name): place for place, (name, _) in enumerate(named)}
        found = [by_key[key] for key in likest(tag_key(typed), by_key, most)]
    return list(dict.fromkeys(named[place][1] for place in found))


@cache
def _names() -> list[tuple[str, str]]:
    """Return everything that a zone which is offered may be called, and the zone."""
    zones = zone_names()
    cities = [(name.rpartition("/")[2].replace("_", " "), name) for name in zones]
    others = [(other, name) for name, others in ALIASES.items() for other in others]
    return [*others, *cities, *((name, name) for name in zones)]


@cache
def _by_key() -> dict[str, str]:
    """Return the zones by what people type of them: the whole name, old ones too, or the city alone."""
    every = sorted(available_timezones() - {"Factory", "localtime", "posixrules"}, reverse=True)
    cities = {tag_key(name.rpartition("/")[2]): name for name in every}
    whole = {tag_key(name): name for name in every}
    offered = {tag_key(called): name for called, name in reversed(_names())}
    return cities | whole | offered
