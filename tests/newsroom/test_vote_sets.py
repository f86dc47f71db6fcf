import pytest

from bot.domain.poll import VoteOption
from bot.newsroom.vote_sets import parse_options


def test_options_are_emoji_and_label_parted_by_commas():
    assert parse_options(" 👍 good news , 👎bad news,🤔  not sure,") == (
        VoteOption("👍", "good news"),
        VoteOption("👎", "bad news"),
        VoteOption("🤔", "not sure"),
    )


@pytest.mark.parametrize(
    ("sign", "valence"), [("+", 1), ("-", -1), ("\u2212", -1), ("\u2013", -1), ("0", 0), ("+ ", 1), ("", 0)]
)
def test_a_sign_says_what_an_option_means(sign, valence):
    first, _ = parse_options(f"{sign}👍 good, 👎 bad")

    assert first == VoteOption("👍", "good", valence)


def test_a_keycap_is_no_sign():
    first, second = parse_options("0\ufe0f\u20e3 none, -1\ufe0f\u20e3 one")

    assert first == VoteOption("0\ufe0f\u20e3", "none")
    assert second == VoteOption("1\ufe0f\u20e3", "one", -1)
