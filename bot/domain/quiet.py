"""Hours in which people want to be left alone.

They are wall clock times. Quiet begins when a clock in the zone first shows its start, and lasts until it
last shows its end: a night in which clocks are changed is quiet from beginning to end, once.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from bot.domain.errors import InvalidInput
from bot.domain.hours import DAY, clock_time, minute_of, moment_of
from bot.domain.text import cut_at_word, one_line

_BETWEEN = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]|until|till|to|bis|до)\s*", re.IGNORECASE)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when until when it is quiet, in minutes after midnight; over it where `end` is the smaller."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start == self.end or not (0 <= self.start < DAY and 0 <= self.end < DAY):
            raise InvalidInput("error-quiet-hours", typed=str(self))

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Return what `22:00-7:00`, `22-7` or `10 pm to 7 am` means; raise InvalidInput."""
        times = [minute_of(part) for part in _BETWEEN.split(one_line(typed))]
        match times:
            case [int(start), int(end)] if start != end:
                return cls(start, end)
        raise InvalidInput("error-quiet-hours", typed=cut_at_word(one_line(typed), _SHOWN))

    def __str__(self) -> str:
        return f"{clock_time(self.start)}–{clock_time(self.end)}"  # noqa: RUF001 - a span takes a dash


def quiet_until(now: datetime, zone: ZoneInfo, hours: QuietHours) -> datetime | None:
    """Return when the quiet of this moment ends, in UTC; None where it is not quiet now."""
    end = _end_of_quiet(now.astimezone(UTC), zone, hours)
    while end is not None and (later := _end_of_quiet(end, zone, hours)) is not None:
        end = later  # clocks went back at its end, into the next one
    return end


def _end_of_quiet(moment: datetime, zone: ZoneInfo, hours: QuietHours) -> datetime | None:
    today = moment.astimezone(zone).date()
    over_midnight = timedelta(days=int(hours.end < hours.start))
    for day in (today - timedelta(days=1), today):
        end = moment_of(day + over_midnight, hours.end, zone, last=True)
        if moment_of(day, hours.start, zone) <= moment < end:
            return end
    return None
