"""All commands there are, from an app that connects to nothing: their English texts, and keys for others."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
from discord.app_commands import TranslationContextLocation as Location
from pydantic import SecretStr

from bot.app import App, open_app
from bot.chat.translation import name_keys
from bot.config import DiscordSettings, Settings, StorageSettings
from tests.builders import MemoryReader


@asynccontextmanager
async def an_unconnected_app(folder: Path) -> AsyncIterator[App]:
    """The app with all its commands; it knows no Discord."""
    settings = Settings(
        discord=DiscordSettings(token=SecretStr("none")), storage=StorageSettings(path=folder / "newsclip.db")
    )
    async with open_app(settings, reader=MemoryReader()) as app:
        yield app


def english(tree: discord.app_commands.CommandTree[Any]) -> Iterator[tuple[list[str], str]]:
    """Every English text of the commands, with the keys under one of which other languages have it."""
    for command in everything(tree):
        group = isinstance(command, discord.app_commands.Group)
        name = Location.group_name if group else Location.command_name
        yield name_keys(name, command, command.name), command.name
        if isinstance(command, discord.app_commands.ContextMenu):
            continue
        about = Location.group_description if group else Location.command_description
        yield name_keys(about, command, command.description), command.description
        for option in [] if isinstance(command, discord.app_commands.Group) else command.parameters:
            yield name_keys(Location.parameter_name, option, option.display_name), option.display_name
            yield name_keys(Location.parameter_description, option, option.description), option.description
            for choice in option.choices:
                yield name_keys(Location.choice_name, choice, choice.name), choice.name


def everything(tree: discord.app_commands.CommandTree[Any]) -> Iterator[Any]:
    """Commands, groups and menus, also those within groups."""
    for kind in discord.AppCommandType:
        yield from tree.walk_commands(type=kind)
