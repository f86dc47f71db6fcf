"""Commands in people's own language: names, descriptions, options and choices, from the catalogue."""

import re
from collections.abc import Mapping
from typing import Any

import discord
from discord.app_commands import TranslationContextLocation as Location

from bot.texts.catalogue import Texts
from bot.texts.command_names import command_key

_IN_THE_CODE = "en"


class CommandTranslator(discord.app_commands.Translator):
    """Says what a command is called for a locale; English stands in the code."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._spoken = {locale for locale in discord.Locale if texts.language(str(locale)) != _IN_THE_CODE}

    @property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """Everything that commands are called, by language and key."""
        return self._texts.names

    async def translate(
        self,
        string: discord.app_commands.locale_str,
        locale: discord.Locale,
        context: discord.app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the text for the locale; None where there is none, and Discord shows the English one."""
        if locale not in self._spoken:  # first, because it is asked for each text in thirty languages
            return None
        for key in name_keys(context.location, context.data, string.message):
            if (found := self._texts.name(key, str(locale))) is not None:
                return found
        return None


def name_keys(location: Location, data: Any, english: str) -> list[str]:
    """Return the keys of what a command, an option or a choice is called, the likeliest first.

    An option is called the same in every command, unless a command has its own name for it.
    """
    match location:
        case Location.command_name | Location.group_name:
            return [_command(data)]
        case Location.command_description | Location.group_description:
            return [f"{_command(data)}.description"]
        case Location.parameter_name:
            return [f"{_command(data.command)}.option-{_slug(english)}", f"option-{_slug(english)}"]
        case Location.parameter_description:
            name = _slug(data.display_name)
            return [f"{_command(data.command)}.about-{name}", f"option-{name}.about"]
        case Location.choice_name:
            slug = _slug(english)
            return [f"choice-{slug}"] if slug else []  # a language in its own letters
        case _:
            return []


def _command(command: Any) -> str:
    if isinstance(command, discord.app_commands.ContextMenu):
        return f"menu-{_slug(command.name)}"
    return command_key(command.qualified_name)


def _slug(english: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", english.lower()).strip("-")
