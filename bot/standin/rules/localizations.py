"""A command's names and descriptions in other languages: which there are, and which one a person reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from bot.standin.world.model import Json

# Source: Discord documentation, API reference, locales.
LOCALES: Final = frozenset({
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu",
    "nl", "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el",
    "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
})  # fmt: skip
USUAL: Final = "en-US"
# Source: Discord documentation, Application Commands, locale fallbacks.
_INSTEAD: Final = {"en-US": "en-GB", "en-GB": "en-US", "es-419": "es-ES"}
_BY_CASE: Final = {locale.lower(): locale for locale in LOCALES}
_BY_LANGUAGE: Final = {locale.partition("-")[0].lower(): locale for locale in sorted(LOCALES)} | {
    "en": "en-US",
    "es": "es-ES",
}
_TEXTS: Final = ("name", "description")


def known(asked: str | None) -> str | None:
    """The locale that a header asks for: the first one of its list that Discord has."""
    for part in (asked or "").split(","):
        tag = part.partition(";")[0].strip().lower()
        found = _BY_CASE.get(tag) or _BY_LANGUAGE.get(tag.partition("-")[0])
        if found is not None:
            return found
    return None


def of_locale(texts: dict[str, str] | None, locale: str) -> str | None:
    """The text of a locale, or of the one that stands in for it."""
    given = texts or {}
    return given.get(locale) or given.get(_INSTEAD.get(locale, ""))


def localized(definition: Json, locale: str) -> Json:
    """A command, option or choice with the texts of one locale in the place of all of them."""
    written = dict(definition)
    for key in _TEXTS:
        text = of_locale(written.pop(f"{key}_localizations", None), locale)
        if text is not None:
            written[f"{key}_localized"] = text
    for nested in ("options", "choices"):
        if nested in written:
            written[nested] = [localized(one, locale) for one in written[nested]]
    return written


def longest(definition: Json, key: str) -> int:
    """The most characters that a text has in any language: that is what counts towards a command's size."""
    return max(map(len, _all_texts(definition, key)), default=0)


def _all_texts(definition: Json, key: str) -> Iterator[str]:
    yield str(definition.get(key) or "")
    others: Any = definition.get(f"{key}_localizations")
    if isinstance(others, dict):
        yield from (str(one) for one in others.values())
