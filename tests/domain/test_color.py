"""Colours as people name them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.color import COLORS, color_text, parse_color
from bot.domain.errors import InvalidInput


@given(st.integers(0, 0xFFFFFF))
def test_a_colour_is_read_as_it_is_written(color):
    assert parse_color(color_text(color)) == color


@pytest.mark.parametrize(
    ("typed", "color"),
    [("Teal", COLORS["teal"]), (" #3B82C4 ", 0x3B82C4), ("3b82c4", 0x3B82C4), ("#fa0", 0xFFAA00)],
)
def test_a_colour_is_read_in_every_spelling(typed, color):
    assert parse_color(typed) == color


@pytest.mark.parametrize("typed", ["", "#12345", "crimsonish", "0x3b82c4", "#\u0661\u0662\u0663"])
def test_what_is_no_colour_is_refused(typed):
    with pytest.raises(InvalidInput) as refused:
        parse_color(typed)

    assert refused.value.code == "error-color"
