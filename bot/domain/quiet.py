"""Hours in which people want to be left alone, and the time zones that they are meant in.

Both are wall clock times. Quiet begins when a clock in the zone first shows its start, and lasts until it
last shows its end: a night in which clocks are changed is quiet from beginning to end, once.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Self
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import InvalidInput
from bot.domain.nearest import offer
from bot.domain.tagging import tag_key
from bot.domain.text import cut_at_word, one_line

_DAY = 24 * 60
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:[-\u2010-\u2015\u2212]|to|until|bis|до)\s*{_CLOCK}")
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([-+\u2212])\s*(\d{1,2})(?::?00)?", re.IGNORECASE)
_OFFSETS = range(-12, 15)
_SHOWN = 60
_OFFERS = 3
# Of more than one way to write a zone, those of a region and a city are the ones that people know.
_OLD = ("Etc/", "posix/", "right/", "US/", "SystemV/", "Brazil/", "Canada/", "Chile/", "Mexico/")
_NO_PLACES = frozenset({"Factory", "localtime", "posixrules"})


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when until when it is quiet, in minutes after midnight; over it where `end` is the smaller."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start == self.end or not (0 <= self.start < _DAY and 0 <= self.end < _DAY):
            raise InvalidInput("error-quiet-hours", typed=str(self))

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Return what `22:00-7:00` or `22-7` means; raise InvalidInput."""
        shown = cut_at_word(one_line(typed), _SHOWN)
        found = _SPAN.fullmatch(one_line(typed).casefold())
        if found is None:
            raise InvalidInput("error-quiet-hours", typed=shown)
        start, end = _minute(found[1], found[2]), _minute(found[3], found[4])
        if start is None or end is None or start == end:
            raise InvalidInput("error-quiet-hours", typed=shown)
        return cls(start, end)

    def __str__(self) -> str:
        return f"{clock_time(self.start)}–{clock_time(self.end)}"  # noqa: RUF001 - a span takes a dash


def clock_time(minute: int) -> str:
    """Return a minute after midnight as a clock shows it: `07:30`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def quiet_until(now: datetime, zone: ZoneInfo, hours: QuietHours) -> datetime | None:
    """Return when the quiet of this moment ends, in UTC; None where it is not quiet now."""
    end = _end_of_quiet(now.astimezone(UTC), zone, hours)
    while end is not None and (later := _end_of_quiet(end, zone, hours)) is not None:
        end = later  # clocks went back at its end, into the next one
    return end


def moment_of(day: date, minute: int, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """Return when a clock in the zone shows a minute of a day, in UTC.

    A minute that clocks leave out is when they do so; of one that they show twice it is the first, or last.
    """
    naive = datetime.combine(day, time(minute // 60, minute % 60))
    moment = naive.replace(tzinfo=zone, fold=int(last)).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == naive:
        return moment
    before, after = (naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0))
    return _change_between(before, after, zone)


def time_zone(name: str) -> ZoneInfo:
    """Return the zone of a name, a city or whole hours from UTC; raise InvalidInput with the nearest."""
    typed = one_line(name)
    if (offset := _OFFSET.fullmatch(typed)) is not None:
        hours = int(offset[2]) if offset[1] == "+" else -int(offset[2])
        if hours in _OFFSETS:
            return _of_offset(hours)
    if (known := _by_key().get(tag_key(typed))) is not None:
        return ZoneInfo(known)
    has_a_name = any(character.isalpha() for character in typed)
    near = offer(typed, zone_names(), _OFFERS) if has_a_name else ()
    shown = cut_at_word(typed, _SHOWN)
    if not near:
        raise InvalidInput("error-time-zone", name=shown)
    raise InvalidInput("error-time-zone-near", name=shown, near=", ".join(near))


@cache
def zone_names() -> tuple[str, ...]:
    """Return the names of all time zones, as `Europe/Berlin`, those of cities first."""
    names = sorted(name for name in available_timezones() if name not in _NO_PLACES)
    return tuple(sorted(names, key=lambda name: "/" not in name or name.startswith(_OLD)))


@cache
def _by_key() -> dict[str, str]:
    """Return the zones by what people type of them: the whole name, or the city alone."""
    whole = {tag_key(name): name for name in reversed(zone_names())}
    cities = {tag_key(name.rpartition("/")[2]): name for name in reversed(zone_names())}
    return cities | whole


def _of_offset(hours: int) -> ZoneInfo:
    if hours == 0:
        return ZoneInfo("UTC")
    return ZoneInfo(f"Etc/GMT{-hours:+}")  # its names count from there to Greenwich: UTC+2 is Etc/GMT-2


def _minute(hour: str, minute: str | None) -> int | None:
    value = int(hour) * 60 + int(minute or 0)
    within = int(minute or 0) < 60 and value <= _DAY
    return value % _DAY if within else None


def _end_of_quiet(moment: datetime, zone: ZoneInfo, hours: QuietHours) -> datetime | None:
    today = moment.astimezone(zone).date()
    over_midnight = timedelta(days=int(hours.end < hours.start))
    for day in (today - timedelta(days=1), today):
        end = moment_of(day + over_midnight, hours.end, zone, last=True)
        if moment_of(day, hours.start, zone) <= moment < end:
            return end
    return None


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return when the clocks change, to the second."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
