"""Times of day: as people type them, as clocks show them, and when clocks in a zone do."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import InvalidInput
from bot.domain.text import cut_at_word, one_line

DAY = 24 * 60
_SHOWN = 40
_BEFORE = r"(?:from|at|von|um|ab|о|об|з|із|від)?"  # noqa: RUF001 - Ukrainian
_AFTER = r"(?:(a|p)\.?\s*m\.?|h|uhr|o['\u2019]clock|год(?:\.|ин[аиіу]?)?)?"
_TIME = re.compile(rf"{_BEFORE}\s*(\d{{1,2}})(?:(?:\s*uhr\s*|[:.h]?)(\d{{2}}))?\s*{_AFTER}", re.IGNORECASE)

_NAMED = {
    **dict.fromkeys(("noon", "midday", "mittag", "mittags", "полудень", "опівдні"), DAY // 2),
    **dict.fromkeys(("midnight", "mitternacht", "mitternachts", "північ", "опівночі"), 0),
}


def time_of_day(typed: str) -> int:
    """Return the minutes after midnight that `8`, `08:30`, `0830` or `8 pm` mean; raise InvalidInput."""
    minutes = minute_of(typed)
    if minutes is None:
        raise InvalidInput("error-time-of-day", typed=cut_at_word(one_line(typed), _SHOWN))
    return minutes


def minute_of(typed: str) -> int | None:
    """Return the minutes after midnight that were typed; None for what is no time of day."""
    written = one_line(typed)
    if (named := _NAMED.get(written.casefold())) is not None:
        return named
    found = _TIME.fullmatch(written)
    return None if found is None else _minutes(int(found[1]), int(found[2] or 0), found[3])


def clock_time(minute: int) -> str:
    """Return a minute after midnight as a clock shows it: `07:30`."""
    return f"{minute // 60:02}:{minute % 60:02}"


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


def _minutes(hour: int, minute: int, half: str | None) -> int | None:
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    return (hour * 60 + minute) % DAY


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
