"""Commands in people's own language: names, descriptions, options and choices, from the catalogue."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord.app_commands import TranslationContextLocation as Location

from bot.texts.catalogue import Texts
from bot.texts.command_names import command_key

_IN_THE_CODE = "en"

AnyCommand = (
    discord.app_commands.Command[Any, ..., Any]
    | discord.app_commands.Group
    | discord.app_commands.ContextMenu
)


class CommandTranslator(discord.app_commands.Translator):
    """Says what a command is called for a locale; English stands in the code."""

    def __init__(self, texts: Texts) -> None:
        languages = {locale: texts.language(str(locale)) for locale in discord.Locale}
        self._names = {
            locale: texts.names[language]
            for locale, language in languages.items()
            if language != _IN_THE_CODE
        }

    def definition(self, command: AnyCommand, tree: discord.app_commands.CommandTree[Any]) -> dict[str, Any]:
        """Return what Discord is told of a command: as discord.py does, in the languages that we have.

        discord.py asks for every text in each of Discord's thirty languages, one by one.
        """
        told: dict[str, Any] = command.to_dict(tree)
        self._localize(command, told)
        return told

    async def translate(
        self,
        string: discord.app_commands.locale_str,
        locale: discord.Locale,
        context: discord.app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the text for the locale; None where there is none, and Discord shows the English one."""
        names = self._names.get(locale)
        if names is None:
            return None
        return _called(name_keys(context.location, context.data, string.message), names)

    def _localize(self, command: AnyCommand, told: dict[str, Any]) -> None:
        """Put the other languages into a command, or a group with all that is in it."""
        group = isinstance(command, discord.app_commands.Group)
        name = Location.group_name if group else Location.command_name
        told["name_localizations"] = self._everywhere(name, command, told["name"])
        if isinstance(command, discord.app_commands.ContextMenu):
            return
        about = Location.group_description if group else Location.command_description
        told["description_localizations"] = self._everywhere(about, command, told["description"])
        if isinstance(command, discord.app_commands.Group):
            for child, below in zip(command.commands, told["options"], strict=True):
                self._localize(child, below)
        else:
            for option, below in zip(command.parameters, told["options"], strict=True):
                self._localize_option(option, below)

    def _localize_option(self, option: discord.app_commands.Parameter, told: dict[str, Any]) -> None:
        told["name_localizations"] = self._everywhere(Location.parameter_name, option, told["name"])
        about = self._everywhere(Location.parameter_description, option, told["description"])
        told["description_localizations"] = about
        for choice, below in zip(option.choices, told.get("choices", ()), strict=True):
            below["name_localizations"] = self._everywhere(Location.choice_name, choice, below["name"])

    def _everywhere(self, location: Location, data: Any, english: str) -> dict[str, str]:
        """Return a text in every language that has one for it, by locale."""
        keys = name_keys(location, data, english)
        texts = {str(locale): _called(keys, names) for locale, names in self._names.items()}
        return {locale: text for locale, text in texts.items() if text is not None}


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


def menu_about(menu: discord.app_commands.ContextMenu) -> str:
    """Return the key of what an entry of a menu does: Discord has no description of one."""
    return f"help-menu-{_slug(menu.name)}"


def _called(keys: Iterable[str], names: Mapping[str, str]) -> str | None:
    return next((names[key] for key in keys if key in names), None)


def _command(command: Any) -> str:
    if isinstance(command, discord.app_commands.ContextMenu):
        return f"menu-{_slug(command.name)}"
    return command_key(command.qualified_name)


def _slug(english: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", english.lower()).strip("-")
