"""The message catalogue: every sentence that people read, by its key, from `<language>/*.ftl` (Fluent)."""

import re
from functools import cache
from pathlib import Path
from typing import Self

import structlog
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Message, Resource

from bot.domain.errors import NewsclipError
from bot.texts.command_names import translated

_FOLDER = Path(__file__).parent
_FALLBACK = "en"
# What commands, their options and choices are called; the English names stand in the code.
_NAMES_FILE = "commands-names.ftl"
# Fields that hold permissions by the names that Discord has for them in English.
_PERMISSIONS = ("permission", "permissions", "missing")
# Each begins with a capital; there is one with commas in it.
_PERMISSION_LIST = re.compile(", (?=[A-Z])")

_log = structlog.get_logger(__name__)


class Texts:
    """The texts of every language there is; English stands in for what another one lacks."""

    def __init__(self, bundles: dict[str, FluentBundle]) -> None:
        self._bundles = bundles

    @classmethod
    def load(cls, folder: Path = _FOLDER) -> Self:
        """Read every language's folder, and every file in it."""
        languages = sorted(path for path in folder.iterdir() if any(path.glob("*.ftl")))
        return cls({language.name: _bundle(language) for language in languages})

    def get(self, key: str, /, locale: str = "en-US", **fields: object) -> str:
        """Return the sentence with its fields filled in; KeyError when there is no such key."""
        bundle = self._bundle_with(key, locale)
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise KeyError(key)
        filled = {name: self._filled(name, value, locale) for name, value in fields.items()}
        text, faults = bundle.format_pattern(pattern, filled)
        if faults:
            _log.warning("text.faulty", key=key, locale=locale, faults=[str(fault) for fault in faults])
        return str(text)

    def error(self, error: NewsclipError, locale: str = "en-US") -> str:
        """Return what to tell a person about an expected failure."""
        return self.get(error.code, locale, **error.fields)

    def name(self, key: str, locale: str) -> str | None:
        """Return what a command, an option or a choice is called; None where it is called as in the code.

        key: `message` or `message.attribute`.
        """
        bundle = self._bundles[self.language(locale)]
        message, _, attribute = key.partition(".")
        if not bundle.has_message(message):
            return None
        found = bundle.get_message(message)
        pattern = found.attributes.get(attribute) if attribute else found.value
        return None if pattern is None else str(bundle.format_pattern(pattern)[0])

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages there are."""
        return tuple(self._bundles)

    def language(self, locale: str) -> str:
        """Return which of the languages somebody with one of Discord's locales reads."""
        wanted = locale.partition("-")[0]
        return wanted if wanted in self._bundles else _FALLBACK

    def has(self, key: str) -> bool:
        """Say whether there is such a text, in English at least."""
        return self._bundles[_FALLBACK].has_message(key)

    def _filled(self, name: str, value: object, locale: str) -> object:
        """Return what stands for a field: numbers as they are, permissions as Discord calls them there."""
        if name not in _PERMISSIONS or not isinstance(value, str):
            return _plain(value)
        known = ((each, self.name(_permission_key(each), locale)) for each in _PERMISSION_LIST.split(value))
        return ", ".join(there or english for english, there in known)

    def _bundle_with(self, key: str, locale: str) -> FluentBundle:
        for name in (locale, locale.partition("-")[0], _FALLBACK):
            bundle = self._bundles.get(name)
            if bundle is not None and bundle.has_message(key):
                return bundle
        _log.error("text.missing", key=key, locale=locale)
        raise KeyError(key)


def _bundle(folder: Path) -> FluentBundle:
    # Isolation marks around fields would end up inside links and mentions.
    bundle = FluentBundle([folder.name], use_isolating=False)
    names = _command_names(folder / _NAMES_FILE)
    for file in sorted(folder.glob("*.ftl")):
        bundle.add_resource(_parsed(translated(file.read_text("utf-8"), names)))
    return bundle


def _command_names(file: Path) -> dict[str, str]:
    """Return what commands are called in a language, by key; empty where they have their English names."""
    if not file.exists():
        return {}
    bundle = FluentBundle([file.parent.name], use_isolating=False)
    bundle.add_resource(_parsed(file.read_text("utf-8")))
    named = [entry.id.name for entry in _parsed(file.read_text("utf-8")).body if isinstance(entry, Message)]
    patterns = {name: bundle.get_message(name).value for name in named}
    return {name: str(bundle.format_pattern(found)[0]) for name, found in patterns.items() if found}


@cache
def _parsed(text: str) -> Resource:
    """Read a file's text once in a process, which takes longer than all else about it."""
    return FluentResource(text)


def _permission_key(english: str) -> str:
    return f"permission-{'-'.join(re.findall('[a-z]+', english.lower()))}"


def _plain(value: object) -> object:
    """Pass on what Fluent formats by itself, and everything else as text."""
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else str(value)
