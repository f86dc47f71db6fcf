"""Times of day: as people type them, as clocks show them, and when clocks in a zone do."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.hours import clock_time, moment_of, time_of_day

# Lord Howe changes by half an hour; Apia once left a day out; Havana's midnight is skipped, and doubled.
NAMES = ("UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "America/Havana", "Europe/Berlin")
ZONES = [*map(ZoneInfo, NAMES)]
MINUTES = st.integers(0, 24 * 60 - 1)


@given(day=st.dates(date(2011, 1, 1), date(2027, 12, 31)), minute=MINUTES, zone=st.sampled_from(ZONES))
@example(day=date(2011, 12, 30), minute=720, zone=ZoneInfo("Pacific/Apia"))
def test_a_minute_of_a_day_is_when_clocks_show_it_or_leave_it_out(day, minute, zone):
    first, last = moment_of(day, minute, zone), moment_of(day, minute, zone, last=True)

    shown = [moment.astimezone(zone).replace(tzinfo=None) for moment in (first, last)]
    wanted = datetime.combine(day, time(minute // 60, minute % 60))
    assert first <= last
    if shown[0] != wanted:  # left out: the first moment after
        assert first == last
        assert shown[0] > wanted
        before = (first - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
        assert before < wanted
    else:
        assert shown[1] == wanted


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        *(("8", 480), ("08:30", 510), ("8.30", 510), ("0830", 510), ("20h15", 1215), ("24:00", 0)),
        *(
            ("8 pm", 1200),
            ("Noon", 720),
            ("опівдні", 720),
            ("midnight", 0),
            ("12am", 0),
            ("12:30 p.m.", 750),
            ("um 8 Uhr", 480),
            ("о 8", 480),
        ),
    ],
)
def test_a_time_of_day_is_read_as_people_type_it(typed, minute):
    assert time_of_day(typed) == minute


@pytest.mark.parametrize("typed", ["", "25", "8:60", "24:01", "13 pm", "0 am", "noonish", "8 tomorrow", "-8"])
def test_what_is_no_time_of_day_is_named(typed):
    with pytest.raises(InvalidInput) as refused:
        time_of_day(typed)

    assert refused.value.code == "error-time-of-day"


@given(st.text(max_size=40))
def test_whatever_is_typed_it_is_a_minute_of_a_day_or_refused(typed):
    try:
        minute = time_of_day(typed)
    except InvalidInput:
        minute = 0

    assert 0 <= minute < 24 * 60


def test_a_minute_is_shown_as_clocks_do():
    assert [clock_time(minute) for minute in (0, 450, 1439)] == ["00:00", "07:30", "23:59"]
