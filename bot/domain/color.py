"""Colours as people name them: by a word of the list, or as #rrggbb."""

import re

from bot.domain.errors import InvalidInput
from bot.domain.text import cut_at_word, one_line

# Those that stand out on Discord's light and dark ground alike.
COLORS = {
    "red": 0xC23F3F,
    "orange": 0xC2553F,
    "gold": 0xC28A2C,
    "lime": 0x7C9A2E,
    "green": 0x3F9C6B,
    "teal": 0x2F9AA0,
    "blue": 0x3B82C4,
    "indigo": 0x5566CC,
    "purple": 0x8A63C9,
    "pink": 0xC24F86,
    "grey": 0x6C7A89,
}
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})")
_SHOWN = 30


def parse_color(typed: str) -> int:
    """Return the colour that was typed; raise InvalidInput."""
    wanted = one_line(typed).casefold()
    if wanted in COLORS:
        return COLORS[wanted]
    match = _HEX.fullmatch(wanted)
    if match is None:
        raise InvalidInput("error-color", color=cut_at_word(wanted, _SHOWN))
    digits = match[1]
    return int("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits, 16)


def color_text(color: int) -> str:
    """Return a colour as it can be typed."""
    return next((name for name, known in COLORS.items() if known == color), f"#{color:06x}")
