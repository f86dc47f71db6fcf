"""Colours by their words in every language."""

from bot.domain.color import COLORS, color_text
from bot.domain.nearest import places
from bot.domain.text import one_line
from bot.texts.catalogue import Texts

_NAMES = {
    "red": "tags-color-red",
    "orange": "tags-color-orange",
    "gold": "tags-color-gold",
    "lime": "tags-color-lime",
    "green": "tags-color-green",
    "teal": "tags-color-teal",
    "blue": "tags-color-blue",
    "indigo": "tags-color-indigo",
    "purple": "tags-color-purple",
    "pink": "tags-color-pink",
    "grey": "tags-color-grey",
}


def shown_color(color: int, texts: Texts, locale: str) -> str:
    """Return a colour as people of a language name it, or as it can be typed."""
    word = color_text(color)
    return texts.get(_NAMES[word], locale) if word in _NAMES else word


def typed_color(typed: str, texts: Texts) -> str:
    """Return a colour's word as it is in English, in whatever language it was typed; else what was typed."""
    wanted = one_line(typed).casefold()
    words = {
        texts.get(key, language).casefold(): word
        for language in texts.languages
        for word, key in _NAMES.items()
    }
    return words.get(wanted, typed)


def offered_colors(typed: str, texts: Texts, locale: str) -> list[tuple[str, str]]:
    """Return the colours that fit what was typed, as name and value of a choice."""
    words = list(COLORS)
    names = [texts.get(_NAMES[word], locale) for word in words]
    return [(names[place], words[place]) for place in places(typed, names, len(words))]
