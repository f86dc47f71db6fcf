import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import cut_at_word, in_paragraphs, nearest, one_line

FAMILY = "👨\u200d👩\u200d👧"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


def test_whitespace_of_any_kind_is_one_space():
    assert one_line(" a\t b\r\n\u2028c\u00a0\u3000d\x0be ") == "a b c d e"


@pytest.mark.parametrize(
    "hidden",
    ["\u202e", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c", "\u200b", "\u2060", "\ufeff", "\u00ad",
     "\x00", "\x1b", "\x9b", "\ue000", "\ufffe", "\U000e0041", "\u200d", "\ud800"],
)  # fmt: skip
def test_what_can_not_be_seen_is_gone(hidden):
    assert one_line(f"pay{hidden}pal") == "paypal"


def test_letters_that_look_empty_are_spaces():
    assert one_line("\u3164\u115f\u2800") == ""


@pytest.mark.parametrize("text", [FAMILY, SCOTLAND, "❤️‍🔥", "👍🏽", "می‌خواهم", "क्‍ष", "🇺🇦"])
def test_emoji_and_scripts_keep_what_joins_them(text):
    assert one_line(text) == unicodedata.normalize("NFC", text)


def test_accents_are_composed():
    assert one_line("Cafe\u0301 e\u200b\u0301") == "Caf\u00e9 \u00e9"


def test_paragraphs_are_kept_apart_and_empty_ones_dropped():
    assert in_paragraphs(" one \r\n\r\n\u2029 two\u202e \n\u200b\n") == "one\ntwo"


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    line, paragraphs = one_line(text), in_paragraphs(text)

    assert one_line(line) == line
    assert in_paragraphs(paragraphs) == paragraphs
    assert "\n" not in line
    assert not {unicodedata.category(character) for character in line} & {"Cc", "Cs", "Co", "Zl", "Zp"}


def test_a_short_text_is_not_cut():
    assert cut_at_word("as it is", 8) == "as it is"


def test_a_long_text_ends_after_a_word():
    assert cut_at_word("one two, three four", 12) == "one two…"


def test_a_word_longer_than_the_limit_is_cut_inside():
    assert cut_at_word("x" * 50, 10) == "x" * 9 + "…"


def test_no_emoji_is_cut_apart():
    assert cut_at_word("a" + FAMILY * 3, 5) == "a…"
    assert cut_at_word("xxxxe\u0301e\u0301e\u0301", 6) == "xxxx…"


@given(st.text(), st.integers(min_value=0, max_value=60))
def test_a_cut_never_exceeds_its_limit(text, limit):
    cut = cut_at_word(text, limit)

    assert len(cut) <= limit
    assert cut in {text, ""} or cut.endswith("…")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("politcs", "Politics"), (" POLITIC ", "Politics"), ("Politics", None), ("knitting", None), ("", None)],
)
def test_what_was_meant_is_what_is_most_like_it_and_not_the_same(typed, meant):
    assert nearest(typed, ["Science", "Politics", "Health"]) == meant
