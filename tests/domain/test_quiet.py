"""Quiet hours by the clocks of a time zone, also when those are changed, and zones as people type them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.quiet import QuietHours, quiet_until

BERLIN = ZoneInfo("Europe/Berlin")
# Lord Howe changes by half an hour; Apia once left a day out; Havana's midnight is skipped, and doubled.
ZONES = [
    *map(ZoneInfo, ("UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "America/Havana")),
    BERLIN,
]
MINUTES = st.integers(0, 24 * 60 - 1)
FIRST = datetime(2011, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 17 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "hours", "end"),
    [
        ("2026-11-22 20:59", "22:00-7:00", None),
        ("2026-11-22 21:00", "22:00-7:00", "2026-11-23 06:00"),
        ("2026-11-23 05:59", "22:00-7:00", "2026-11-23 06:00"),
        ("2026-11-23 06:00", "22:00-7:00", None),
        ("2026-11-22 12:30", "13:00-14:00", "2026-11-22 13:00"),
        # In the night to March 29th, 2:00 to 3:00 is left out; to October 25th it comes twice.
        ("2026-03-29 00:30", "1:30-2:30", "2026-03-29 01:00"),
        ("2026-03-29 01:00", "2:15-2:45", None),
        ("2026-03-28 22:00", "22:00-7:00", "2026-03-29 05:00"),
        ("2026-10-25 00:40", "1:00-2:30", "2026-10-25 01:30"),
        ("2026-10-25 01:20", "1:00-2:30", "2026-10-25 01:30"),
        ("2026-10-25 00:50", "2:45-4:00", "2026-10-25 03:00"),
        ("2026-10-25 01:10", "2:45-4:00", "2026-10-25 03:00"),
        # Its end comes twice, and the second time after the next one's beginning.
        ("2026-10-25 00:20", "2:30-2:15", "2026-10-26 01:15"),
    ],
)
def test_quiet_lasts_until_clocks_show_its_end(now, hours, end):
    found = quiet_until(at(now), BERLIN, QuietHours.parse(hours))

    assert found == (end and at(end))


@given(now=MOMENTS, zone=st.sampled_from(ZONES), start=MINUTES, end=MINUTES)
@example(now=at("2026-10-25 00:30"), zone=BERLIN, start=150, end=149)
def test_after_the_end_of_quiet_it_is_not_quiet_and_before_it_is(now, zone, start, end):
    assume(start != end)
    hours = QuietHours(start, end)

    found = quiet_until(now, zone, hours)

    if found is None:
        local = now.astimezone(zone)
        assert not _shown_quiet(local.hour * 60 + local.minute, hours) or _is_changed_day(local)
    else:
        assert now < found <= now + timedelta(days=3)
        assert quiet_until(found, zone, hours) is None
        middle = now + (found - now) / 2
        assert quiet_until(middle, zone, hours) == found


def _shown_quiet(minute, hours):
    if hours.start < hours.end:
        return hours.start <= minute < hours.end
    return minute >= hours.start or minute < hours.end


def _is_changed_day(local):
    around = [(local + timedelta(days=days)).utcoffset() for days in (-2, -1, 0, 1, 2)]
    return len(set(around)) > 1


@given(start=MINUTES, end=MINUTES)
def test_quiet_hours_are_read_as_they_are_written(start, end):
    assume(start != end)

    assert QuietHours.parse(str(QuietHours(start, end))) == QuietHours(start, end)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("22-7", "22:00–07:00"),
        (" 22:00 - 07.30 ", "22:00–07:30"),
        ("9 to 17", "09:00–17:00"),
        ("22 bis 6", "22:00–06:00"),
        ("22 до 6", "22:00–06:00"),
        ("20:00-24:00", "20:00–00:00"),
        ("10pm - 6 am", "22:00–06:00"),
        ("from 10 p.m. until 6:30 a.m.", "22:00–06:30"),
        ("22 Uhr bis 7 Uhr", "22:00–07:00"),
        ("von 22.30 Uhr bis 7h", "22:30–07:00"),
        ("22 Uhr 15 - 7 Uhr 45", "22:15–07:45"),
        ("з 22 години до 7 години", "22:00–07:00"),
        ("22 год. до 7 год.", "22:00–07:00"),
        ("2200-0700", "22:00–07:00"),
    ],
)
def test_quiet_hours_are_typed_in_many_ways(typed, meant):
    assert str(QuietHours.parse(typed)) == meant


@pytest.mark.parametrize(
    "typed", ["", "late", "22", "22-22", "25-7", "22-7:60", "24:01-7", "0-24", "1-2-3", "13pm-7"]
)
def test_what_are_no_quiet_hours_is_refused(typed):
    with pytest.raises(InvalidInput, match="error-quiet-hours"):
        QuietHours.parse(typed)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 5), (5, 24 * 60)])
def test_quiet_hours_are_within_a_day(start, end):
    with pytest.raises(InvalidInput, match="error-quiet-hours"):
        QuietHours(start, end)
