"""What people type for a server's settings."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.quiet import QuietHours
from bot.domain.server import (
    parse_cards_per_hour,
    parse_clips_per_day,
    parse_ping_from,
    parse_poll_hours,
    parse_quiet,
    parse_review_hours,
)


@pytest.mark.parametrize("typed", ["", " ", "-", "0", "off", "OFF", "none", "aus", "вимк"])
def test_nothing_is_typed_in_many_ways(typed):
    assert parse_quiet(typed) is parse_cards_per_hour(typed) is parse_poll_hours(typed) is None


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("3", 72),
        ("3 d", 72),
        ("1 day", 24),
        ("2 Tage", 48),
        ("2 дні", 48),
        ("1.5 days", 36),
        ("0,5d", 12),
        ("36 h", 36),
        ("36 Std.", 36),
        ("36 hours", 36),
        ("12 годин", 12),
        ("7 d", 168),
        ("168 h", 168),
        ("1h", 1),
    ],
)
def test_a_polls_length_is_days_or_hours(typed, hours):
    assert parse_poll_hours(typed) == hours


@pytest.mark.parametrize(
    "typed", ["8 d", "169 h", "0.0 d", "-3", "3 weeks", "a day", "1e3", "9999", "d", "٣ x"]
)
def test_what_is_no_polls_length_is_refused_by_name(typed):
    with pytest.raises(InvalidInput) as refused:
        parse_poll_hours(typed)

    assert refused.value.code == "error-poll-length"
    assert refused.value.fields == {"typed": typed, "most": 7}


@pytest.mark.parametrize("typed", ["-1", "1.5", "1001", "many", "²", "9" * 5000])
def test_what_is_no_number_of_cards_is_refused_by_name(typed):
    with pytest.raises(InvalidInput) as refused:
        parse_cards_per_hour(typed)

    assert refused.value.code == "error-cards-per-hour"
    assert len(refused.value.fields["typed"]) <= 40


@pytest.mark.parametrize("typed", ["", "0", "off", "100001", "x"])
def test_somebody_is_always_pinged_from_some_number_on(typed):
    with pytest.raises(InvalidInput):
        parse_ping_from(typed)


@pytest.mark.parametrize("typed", ["", "off", "0", "8 d", "169 h", "soon", "-1"])
def test_a_story_always_waits_for_some_time_and_a_week_at_most(typed):
    with pytest.raises(InvalidInput) as refused:
        parse_review_hours(typed)

    assert refused.value.code == "error-review-length"
    assert (parse_review_hours("36 h"), parse_review_hours("7")) == (36, 168)


def test_nobody_may_propose_links_where_that_is_off():
    assert (parse_clips_per_day("off"), parse_clips_per_day("0"), parse_clips_per_day("7")) == (0, 0, 7)


def test_numbers_are_read():
    assert (parse_cards_per_hour(" 12 "), parse_ping_from("25")) == (12, 25)
    assert parse_quiet("22:30-7") == QuietHours(22 * 60 + 30, 7 * 60)


@given(st.text(max_size=50))
def test_whatever_is_typed_is_read_or_refused(typed):
    parses = (parse_quiet, parse_cards_per_hour, parse_poll_hours, parse_ping_from, parse_review_hours)
    for parse in parses:
        with suppress(InvalidInput):  # and nothing else
            parse(typed)
