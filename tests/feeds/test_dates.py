from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.dates import read_date


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 24 Nov 2025 12:30:00 GMT",
        "Mon, 24 Nov 2025 13:30:00 +0100",
        "Mon, 24 Nov 2025 07:30:00 EST",
        "Mon, 24 Nov 2025 14:30:00 CEST",
        "Mon, 24 Nov 2025 18:00:00 IST",
        "Fri, 24 Nov 2025 12:30:00 GMT",
        "24 Nov 2025 12:30 UTC",
        "2025-11-24T12:30:00Z",
        "2025-11-24T12:30:00.000+00:00",
        "2025-11-24T13:30:00+0100",
        "2025-11-24 12:30:00",
        "2025-11-24 12:30:00 UTC",
        "2025-11-24 13:30:00 +0100",
        "20251124T123000Z",
        "  2025-11-24T12:30:00Z\n",
        "November 24, 2025 12:30 PM",
        "Mon Nov 24 12:30:00 2025",
        "November 24, 2025 7:30 AM EST",
        "November 24, 2025 12:30 XYZ",
        "24 Nov 2025 12:30 PM",
        "24-Nov-2025 12:30:00",
    ],
)
def test_the_forms_that_servers_use_are_read(text):
    assert read_date(text) == datetime(2025, 11, 24, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2025-11-24", "November 24, 2025", "24 November 2025", "Nov 24, 2025"])
def test_a_day_alone_is_its_midnight(text):
    assert read_date(text) == datetime(2025, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "today", "yesterday", "12:30", "November", "Monday", "November 2025", "2025", "General", "24",
     "2025-13-45", "2025-02-30", "0000-00-00", "9999-99-99T00:00:00Z", "x" * 1000],
)  # fmt: skip
def test_what_names_no_day_is_no_date(text):
    assert read_date(text) is None


def test_the_edge_of_time_is_no_accident():
    assert read_date("0001-01-01T00:00:00+14:00") is None
    assert read_date("9999-12-31T23:59:59-14:00") is None


@given(st.text(max_size=90) | st.from_regex(r"\d{1,4}[-/. ]\d\d?[-/. ]\d{1,4}( \d\d:\d\d)? ?[A-Z]{0,4}"))
def test_any_text_is_a_moment_in_utc_or_none(text):
    moment = read_date(text)

    assert moment is None or moment.tzinfo is UTC
