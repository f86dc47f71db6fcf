from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import NotAFeed
from bot.domain.source import LONGEST_WAIT, Failure, next_check, next_try, shortest_interval
from tests.builders import NOON, a_source_value

QUARTER = timedelta(minutes=15)
URLS = st.text(min_size=1)
INTERVALS = st.integers(1, 24 * 3600).map(lambda seconds: timedelta(seconds=seconds))
FAILURES = st.integers(1, 2000)


def test_the_shortest_interval_of_its_servers_is_the_feeds():
    used_by = [a_source_value(interval=QUARTER), a_source_value(interval=timedelta(minutes=5))]

    assert shortest_interval(used_by, default=QUARTER) == timedelta(minutes=5)
    assert shortest_interval([], default=QUARTER) == QUARTER


@given(URLS, INTERVALS)
def test_the_next_check_is_within_half_an_interval_of_one_interval(url, interval):
    wait = next_check(url, NOON, interval) - NOON

    assert 0.49 * interval <= wait <= 1.51 * interval


@given(URLS, INTERVALS)
def test_a_feed_that_is_checked_in_time_keeps_its_interval(url, interval):
    first = next_check(url, NOON, interval)

    second = next_check(url, first, interval)

    assert abs(second - first - interval) < timedelta(milliseconds=1)


def test_feeds_checked_together_spread_over_the_interval():
    waits = sorted(next_check(f"https://news.example/{n}", NOON, QUARTER) - NOON for n in range(1000))

    tenths = [sum(1 for wait in waits if n <= (wait - QUARTER / 2) / QUARTER * 10 < n + 1) for n in range(10)]
    assert min(tenths) > 60


def test_a_server_that_asks_for_patience_gets_it_up_to_a_day():
    hours, years = timedelta(hours=3), timedelta(days=900)

    assert next_check("x", NOON, QUARTER, retry_after=hours) == NOON + hours
    assert next_check("x", NOON, QUARTER, retry_after=years) == NOON + LONGEST_WAIT
    assert next_try("x", NOON, QUARTER, failures=1, retry_after=hours) == NOON + hours
    assert next_check("x", NOON, QUARTER, retry_after=timedelta(seconds=1)) > NOON + timedelta(minutes=7)


@given(URLS, INTERVALS, FAILURES)
def test_a_failing_feed_waits_longer_each_time_but_never_much_more_than_a_day(url, interval, failures):
    wait = next_try(url, NOON, interval, failures=failures) - NOON

    doubled = min(interval * 2 ** min(failures - 1, 20), LONGEST_WAIT)
    assert 0.74 * doubled <= wait <= 1.26 * doubled


def test_feeds_of_one_server_that_fail_together_do_not_come_back_together():
    waits = {next_try(f"https://news.example/{n}", NOON, QUARTER, failures=1) for n in range(100)}

    assert len(waits) == 100


def test_what_is_kept_of_an_error_is_plain():
    kept = Failure.of(NotAFeed(url="https://news.example/", looks_like="html"))

    assert kept.code == "error-not-a-feed"
    assert kept.fields["looks_like"] == "html"
    assert all(isinstance(value, str | int) for value in kept.fields.values())
