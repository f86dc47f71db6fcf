"""When digests come: at the hour that clocks show, daily or once a week, over changes of clocks too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.schedule import Choice, Every, Schedule

BERLIN = ZoneInfo("Europe/Berlin")
# Half hours, an hour at midnight, a leap over a whole day, no change at all.
ZONES = [
    ZoneInfo(name)
    for name in ("Europe/Kyiv", "Australia/Lord_Howe", "America/Havana", "Pacific/Apia", "Asia/Kolkata")
]

moments = st.datetimes(datetime(2009, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from(ZONES)
minutes = st.integers(0, 24 * 60 - 1)
schedules = st.builds(Schedule, st.just(Every.DAILY), minutes) | st.builds(
    Schedule, st.just(Every.WEEKLY), minutes, st.integers(0, 6)
)


def daily(hour, minute=0):
    return Schedule(Every.DAILY, hour * 60 + minute)


def berlin(*when):
    return datetime(*when, tzinfo=BERLIN)


@given(schedules, moments, zones)
def test_the_next_time_shows_the_chosen_hour_and_day_unless_clocks_leave_it_out(schedule, moment, zone):
    due = schedule.next_after(moment, zone)

    local = due.astimezone(zone)
    shown = local.hour * 60 + local.minute
    assert due > moment
    if shown != schedule.at:  # left out: then it is where the clocks were put forward, later in the day
        before = (due - timedelta(seconds=1)).astimezone(zone)
        assert before.utcoffset() < local.utcoffset()
    elif schedule.weekday is not None:
        assert local.weekday() == schedule.weekday


@given(schedules, moments, zones)
def test_no_time_is_passed_over_and_none_comes_twice(schedule, moment, zone):
    first = schedule.next_after(moment, zone)
    second = schedule.next_after(first, zone)

    assert schedule.next_after(second - timedelta(microseconds=1), zone) == second
    assert schedule.next_after(first + (second - first) / 2, zone) == second
    changes = timedelta(days=1) if zone.key == "Pacific/Apia" else timedelta(hours=2)
    assert abs(second - first - schedule.period) <= changes


@given(minutes, moments, zones)
def test_a_daily_one_comes_once_on_every_day_there_is(at, moment, zone):
    schedule, due, days = Schedule(Every.DAILY, at), moment, []
    for _ in range(9):
        due = schedule.next_after(due, zone)
        days.append(due.astimezone(zone).date())

    there = [days[0] + timedelta(days=ahead) for ahead in range((days[-1] - days[0]).days + 1)]
    left_out = {datetime(2011, 12, 30, tzinfo=UTC).date()} if zone.key == "Pacific/Apia" else set()
    assert [day for day in there if day not in left_out] == days


def test_it_stays_at_eight_when_summer_ends_and_begins():
    autumn = daily(8).next_after(berlin(2026, 10, 24, 12), BERLIN)
    spring = daily(8).next_after(berlin(2027, 3, 27, 12), BERLIN)

    assert autumn == datetime(2026, 10, 25, 7, tzinfo=UTC)
    assert spring == datetime(2027, 3, 28, 6, tzinfo=UTC)


def test_of_an_hour_shown_twice_it_is_the_first_and_one_left_out_is_when_clocks_are_put_forward():
    twice = daily(2, 30).next_after(berlin(2026, 10, 24, 12), BERLIN)
    none = daily(2, 30).next_after(berlin(2027, 3, 27, 12), BERLIN)

    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert daily(2, 30).next_after(twice, BERLIN) == berlin(2026, 10, 26, 2, 30)
    assert none == datetime(2027, 3, 28, 1, tzinfo=UTC)


@pytest.mark.parametrize("minute", [0, 1])
def test_on_a_day_that_clocks_leave_out_comes_nothing_but_what_comes_once_a_week(minute):
    apia = ZoneInfo("Pacific/Apia")
    thursday = datetime(2011, 12, 29, 12, tzinfo=apia)
    friday = Schedule(Every.WEEKLY, minute, 4)

    assert daily(0, minute).next_after(thursday, apia) == datetime(2011, 12, 31, 0, minute, tzinfo=apia)
    assert friday.next_after(thursday, apia) == datetime(2011, 12, 31, tzinfo=apia)


def test_what_is_nearer_to_the_next_one_is_too_late():
    due = berlin(2026, 11, 2, 8)
    weekly = Schedule(Every.WEEKLY, 480, 0)

    assert not daily(8).is_too_late(due, due + timedelta(hours=12))
    assert daily(8).is_too_late(due, due + timedelta(hours=12, seconds=1))
    assert not weekly.is_too_late(due, due + timedelta(days=3))
    assert weekly.is_too_late(due, due + timedelta(days=4))


def test_what_is_left_open_stays_as_it_was():
    weekly = Schedule(Every.WEEKLY, 600, 4)

    assert Choice().after(None) == Schedule(Every.DAILY, 480)
    assert Choice(every=Every.WEEKLY).after(None) == Schedule(Every.WEEKLY, 480, 0)
    assert Choice(weekday=2).after(daily(9)) == Schedule(Every.WEEKLY, 540, 2)
    assert Choice(at=60).after(weekly) == Schedule(Every.WEEKLY, 60, 4)
    assert Choice(every=Every.DAILY).after(weekly) == daily(10)
    with pytest.raises(InvalidInput) as refused:
        Choice(every=Every.DAILY, weekday=2).after(None)
    assert refused.value.code == "error-digest-day"


@pytest.mark.parametrize(
    ("every", "at", "weekday"),
    [(Every.DAILY, 1440, None), (Every.DAILY, 0, 1), (Every.WEEKLY, 0, None), (Every.WEEKLY, 0, 7)],
)
def test_there_is_no_schedule_of_other_hours_and_days(every, at, weekday):
    with pytest.raises(ValueError, match="no "):
        Schedule(every, at, weekday)


def test_a_schedule_says_its_time_as_a_clock_shows_it():
    assert daily(8, 5).clock == "08:05"
