import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.intervals import wilson


# The first four: Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (7, 10, 0.3968, 0.8922),
        (70, 100, 0.6042, 0.7811),
    ],
)
def test_known_intervals(count, of, low, high):
    assert wilson(count, of) == pytest.approx((low, high), abs=0.00006)


@given(st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share_and_is_as_wide_seen_from_the_other_side(case):
    count, of = case

    low, high = wilson(count, of)
    from_the_other_side = wilson(of - count, of)

    assert 0 <= low <= count / of + 1e-12
    assert count / of - 1e-12 <= high <= 1
    assert from_the_other_side == pytest.approx((1 - high, 1 - low))
