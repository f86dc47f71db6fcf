"""The message catalogue: every sentence that people read, by its key, from `<language>/*.ftl` (Fluent)."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Self

import structlog
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Message, Pattern, Resource, TextElement

from bot.domain.errors import NewsclipError
from bot.texts.command_names import local_name, marked, rendered

_FOLDER = Path(__file__).parent
_FALLBACK = "en"
# What commands, their options and choices, and Discord's permissions are called: plain words. The English
# ones stand in the code.
_NAMES = ("commands-names.ftl", "permissions.ftl")
# Fields that hold permissions by the names that Discord has for them in English.
_PERMISSIONS = ("permission", "permissions", "missing")
# Each begins with a capital; there is one with commas in it.
_PERMISSION_LIST = re.compile(", (?=[A-Z])")

_log = structlog.get_logger(__name__)


class Texts:
    """The texts of every language there is; English stands in for what another one lacks."""

    def __init__(
        self,
        bundles: dict[str, FluentBundle],
        names: dict[str, dict[str, str]],
        *,
        called: Callable[[str], str] | None = None,
    ) -> None:
        self._bundles = bundles
        self._names = names
        self._called = called

    @classmethod
    def load(cls, folder: Path = _FOLDER) -> Self:
        """Read every language's folder, and every file in it."""
        languages = sorted(path for path in folder.iterdir() if any(path.glob("*.ftl")))
        names = {language.name: _names(language) for language in languages}
        commands = frozenset(key for known in names.values() for key in known)
        return cls({language.name: _bundle(language, commands) for language in languages}, names)

    def naming(self, called: Callable[[str], str]) -> "Texts":
        """Return the same texts for readers of many languages at once: `called` says how commands are shown.

        Else they are shown as they are called in the language of the text.
        """
        return Texts(self._bundles, self._names, called=called)

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
        names = self._names[bundle.locales[0]]
        return rendered(str(text), self._called or (lambda command: local_name(command, names)))

    def error(self, error: NewsclipError, locale: str = "en-US") -> str:
        """Return what to tell a person about an expected failure."""
        return self.get(error.code, locale, **error.fields)

    @property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """What commands, options and choices are called, by language and key."""
        return self._names

    def name(self, key: str, locale: str) -> str | None:
        """Return what a command, an option or a choice is called; None where it is called as in the code.

        key: `message` or `message.attribute`.
        """
        return self._names[self.language(locale)].get(key)

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
        """Return what stands for a field: numbers as they are, permissions as Discord calls them there.

        A code of `Trouble` as `why` is put into words.
        """
        if name == "why" and self.has(key := f"trouble-{value}"):
            return self.get(key, locale)
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


def _bundle(folder: Path, commands: frozenset[str]) -> FluentBundle:
    files = (file for file in sorted(folder.glob("*.ftl")) if file.name not in _NAMES)
    return _bundled(folder.name, tuple(file.read_text("utf-8") for file in files), commands)


@cache
def _bundled(language: str, texts: tuple[str, ...], commands: frozenset[str]) -> FluentBundle:
    """Read a language's texts once in a process, which takes longer than all else about them."""
    # Isolation marks around fields would end up inside links and mentions.
    bundle = FluentBundle([language], use_isolating=False)
    for text in texts:
        bundle.add_resource(FluentResource(marked(text, commands)))
    return bundle


def _names(folder: Path) -> dict[str, str]:
    """Return the names that a language has, by `message` or `message.attribute`."""
    files = (folder / name for name in _NAMES)
    return {key: name for file in files if file.exists() for key, name in _named(file.read_text("utf-8"))}


@cache
def _named(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(_entries(FluentResource(text)))


def _entries(resource: Resource) -> Iterator[tuple[str, str]]:
    for entry in resource.body:
        if isinstance(entry, Message):
            yield entry.id.name, _words(entry.value)
            for attribute in entry.attributes:
                yield f"{entry.id.name}.{attribute.id.name}", _words(attribute.value)


def _words(pattern: Pattern | None) -> str:
    """Return the words of a pattern in which there is nothing to fill in."""
    elements = pattern.elements if pattern is not None else []
    return "".join(part.value for part in elements if isinstance(part, TextElement))


def _permission_key(english: str) -> str:
    return f"permission-{'-'.join(re.findall('[a-z]+', english.lower()))}"


def _plain(value: object) -> object:
    """Pass on what Fluent formats by itself, and everything else as text."""
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else str(value)
