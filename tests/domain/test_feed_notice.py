"""When a feed is silent: ten times its usual pause, and a week at least."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feed_notice import QUIET_AT_LEAST, in_messages, is_silent, usual_pause
from tests.builders import NOON

DAY = timedelta(days=1)


def every(pause, number=10):
    return [NOON - pause * place for place in range(number)]


def test_what_has_had_few_stories_is_never_silent():
    times = every(DAY, 4)

    assert usual_pause(times) is None
    assert not is_silent(times, now=NOON + timedelta(days=1000))


def test_a_daily_feed_is_silent_after_ten_days():
    assert usual_pause(every(DAY)) == DAY
    assert not is_silent(every(DAY), now=NOON + 10 * DAY)
    assert is_silent(every(DAY), now=NOON + 10 * DAY + timedelta(seconds=1))


def test_a_busy_feed_is_not_silent_within_a_week():
    hourly = every(timedelta(hours=1))

    assert not is_silent(hourly, now=NOON + 7 * DAY)
    assert is_silent(hourly, now=NOON + 7 * DAY + timedelta(seconds=1))


def test_one_long_pause_does_not_make_a_feed_slow():
    times = [*every(DAY), NOON - timedelta(days=400)]

    assert usual_pause(times) == DAY


@given(
    pauses=st.lists(st.integers(0, 10**7), min_size=4, max_size=30),
    quiet=st.integers(0, 10**9),
    order=st.randoms(),
)
def test_a_feed_is_silent_from_one_moment_on_whatever_order_its_stories_are_read_in(pauses, quiet, order):
    times = [NOON]
    for pause in pauses:
        times.append(times[-1] - timedelta(seconds=pause))
    shuffled = list(times)
    order.shuffle(shuffled)
    now = NOON + timedelta(seconds=quiet)

    silent = is_silent(shuffled, now=now)

    assert silent == is_silent(times, now=now)
    assert not silent or now - NOON > QUIET_AT_LEAST
    assert not silent or is_silent(times, now=now + DAY)


@pytest.mark.parametrize(
    ("new", "lately", "messages"),
    [
        (0, 0, []),
        (3, 0, [1, 1, 1]),
        (4, 0, [4]),
        (30, 0, [30]),
        (1, 2, [1]),
        (2, 2, [2]),
        (30, 3, []),
        (1, 4, []),
    ],
)
def test_a_server_gets_few_messages_in_a_day_and_one_about_all_that_has_no_room(new, lately, messages):
    assert [len(each) for each in in_messages(range(new), lately=lately)] == messages
