"""When a card may begin."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budget import HeldBack, held_back, quiet_end
from bot.domain.quiet import QuietHours
from bot.domain.reasons import Reason
from bot.domain.server import ServerSettings
from tests.builders import NOON

QUIET = ServerSettings(quiet=QuietHours(11 * 60, 13 * 60), cards_per_hour=2)
FREE = ServerSettings()


@pytest.mark.parametrize(
    ("settings", "spent", "expected"),
    [
        (FREE, 1_000, None),
        (QUIET, 0, HeldBack(Reason.QUIET_HOURS, NOON + timedelta(hours=1))),
        (QUIET, 2, HeldBack(Reason.QUIET_HOURS, NOON + timedelta(hours=1))),
        (ServerSettings(cards_per_hour=2), 1, None),
        (ServerSettings(cards_per_hour=2), 2, HeldBack(Reason.OVER_BUDGET)),
        (ServerSettings(quiet=QuietHours(22 * 60, 7 * 60)), 0, None),
    ],
)
def test_a_card_waits_in_quiet_hours_and_never_begins_when_its_channel_had_enough(settings, spent, expected):
    assert held_back(settings, now=NOON, spent=spent, breaking=False) == expected


def test_quiet_hours_are_meant_in_the_servers_time_zone():
    berlin = ServerSettings(quiet=QuietHours(22 * 60, 7 * 60), time_zone="Europe/Berlin")

    assert quiet_end(berlin, datetime(2026, 11, 22, 21, tzinfo=UTC)) == datetime(2026, 11, 23, 6, tzinfo=UTC)
    assert quiet_end(berlin, datetime(2026, 11, 22, 20, 59, tzinfo=UTC)) is None


minutes = st.integers(0, 24 * 60 - 1)
hours = (
    st.tuples(minutes, minutes).filter(lambda both: both[0] != both[1]).map(lambda both: QuietHours(*both))
)
all_settings = st.builds(
    ServerSettings,
    time_zone=st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"]),
    quiet=st.none() | hours,
    cards_per_hour=st.none() | st.integers(1, 5),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(all_settings, moments, st.integers(0, 8))
def test_breaking_news_is_never_held_back_and_nothing_waits_for_the_past(settings, now, spent):
    found = held_back(settings, now=now, spent=spent, breaking=False)

    assert held_back(settings, now=now, spent=spent, breaking=True) is None
    if found is None:
        assert settings.cards_per_hour is None or spent < settings.cards_per_hour
    elif found.until is not None:
        assert now < found.until <= now + timedelta(hours=26)
        assert quiet_end(settings, found.until) is None


@given(all_settings, moments, st.integers(0, 8))
def test_whoever_may_begin_may_also_where_less_was_spent(settings, now, spent):
    if held_back(settings, now=now, spent=spent + 1, breaking=False) is None:
        assert held_back(settings, now=now, spent=spent, breaking=False) is None
