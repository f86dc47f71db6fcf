from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.poll import PollMode, Tally, VoteOption
from bot.domain.shares import percentages

SINGLE = st.lists(st.integers(0, 5000), min_size=2, max_size=10).filter(any)


def a_tally(counts, voters=None):
    options = (VoteOption(chr(0x1F600 + place), f"option {place}") for place in range(len(counts)))
    return Tally(tuple(zip(options, counts, strict=False)), sum(counts) if voters is None else voters)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((2, 4, 3), (22, 45, 33)),
        ((1, 3, 4), (12, 38, 50)),
        ((1, 1, 1), (33, 33, 33)),
        ((2, 3, 2), (28, 43, 28)),
        ((0, 0, 7), (0, 0, 100)),
    ],
)
def test_where_each_reader_has_one_voice_the_shares_add_up_and_equal_counts_stay_equal(counts, shown):
    assert percentages(a_tally(counts), PollMode.SINGLE) == shown


@pytest.mark.parametrize(("count", "shown"), [(1, 13), (3, 38), (5, 63), (0, 0), (8, 100)])
def test_where_several_choices_count_a_half_goes_up(count, shown):
    assert percentages(a_tally((count,), voters=8), PollMode.MULTI) == (shown,)


@given(SINGLE)
def test_single_shares_are_100_together_where_no_counts_are_equal_and_in_the_order_of_the_votes(counts):
    shares = percentages(a_tally(counts), PollMode.SINGLE)

    exact = [Fraction(100 * count, sum(counts)) for count in counts]
    by_votes = [share for _, share in sorted(zip(counts, shares, strict=True))]
    assert sum(shares) <= 100
    assert sum(shares) == 100 or len(set(counts)) < len(counts)
    assert len(set(zip(counts, shares, strict=True))) == len(set(counts))
    assert all(abs(share - true) < 1 for share, true in zip(shares, exact, strict=True))
    assert by_votes == sorted(by_votes)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.integers(0, n), min_size=2))))
def test_shares_of_several_choices_are_at_most_half_a_point_off(readers):
    voters, counts = readers

    shares = percentages(a_tally(counts[:10], voters), PollMode.MULTI)

    for share, count in zip(shares, counts, strict=False):
        assert Fraction(-1, 2) < share - Fraction(100 * count, voters) <= Fraction(1, 2)
