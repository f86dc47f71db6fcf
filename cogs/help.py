"""/help: what a person can do here, from the commands that there are."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import aiohttp
import discord
import structlog
from discord.ext import commands

from bot.chat import layouts
from bot.chat.answers import Answers
from bot.chat.translation import menu_about, name_keys
from bot.texts.catalogue import Texts
from bot.texts.command_names import local_name

_log = structlog.get_logger(__name__)

_Interaction = discord.Interaction[Any]
_Command = discord.app_commands.Command[Any, Any, Any]
_Menu = discord.app_commands.ContextMenu
_NAME = discord.app_commands.TranslationContextLocation.command_name
_Tree = discord.app_commands.CommandTree[Any]


class HelpCog(commands.Cog):
    """One command for everybody; what it lists depends on what the person may do."""

    def __init__(self, *, answers: Answers, tree: _Tree, texts: Texts) -> None:
        super().__init__()
        self.answers = answers
        self._tree = tree
        self._texts = texts
        self._ids: dict[str, int] = {}

    @discord.app_commands.command(name="help", description="What you can do here; only you see the answer")
    @discord.app_commands.guild_only()
    async def show_help(self, interaction: _Interaction) -> None:
        """Show what the person can do."""
        await self.answers.think(interaction)
        await self._learn_ids()
        first, *others = _messages(await self._sections(interaction))
        await interaction.edit_original_response(view=first)
        for further in others:
            await interaction.followup.send(view=further, ephemeral=True)

    async def _sections(self, interaction: _Interaction) -> list[list[str]]:
        """Return what readers can do, and for who may use them the other commands: each in its groups."""
        mine = [each for each in _commands(self._tree) if _allowed(each, interaction.permissions)]
        menus = [each for each in _menus(self._tree) if _allowed(each, interaction.permissions)]
        sections: list[list[str]] = []
        for heading, belongs in _AUDIENCES.items():
            groups: dict[str, list[str]] = {}
            for each in mine:
                if belongs(_needs(each)):
                    top = each.root_parent or each
                    groups.setdefault(top.name, []).append(await self._line(interaction, each))
            if lines := [self._menu_line(interaction, each) for each in menus if belongs(_needs(each))]:
                groups["menus"] = lines
            if groups or not sections:
                first, *others = ["\n".join(lines) for lines in groups.values()] or [""]
                sections.append([f"{self.answers.text(interaction, heading)}\n{first}".rstrip(), *others])
        if not all(_allowed(each, interaction.permissions) for each in _commands(self._tree)):
            sections.append([self.answers.text(interaction, "help-given")])
        return sections

    async def _line(self, interaction: _Interaction, command: _Command) -> str:
        name = command.qualified_name
        known = self._ids.get(name.partition(" ")[0])
        shown = f"</{name}:{known}>" if known else f"`/{name}`"
        names = self._texts.names[self._texts.language(str(interaction.locale))]
        if (local := local_name(name, names)) != f"/{name}":  # what is typed; a click takes the English one
            shown = f"{shown} `{local}`"
        return f"- {shown}: {await self._description(interaction, command)}"

    def _menu_line(self, interaction: _Interaction, menu: _Menu) -> str:
        """Return what an entry in the menu of messages does, and where it is found."""
        (key,) = name_keys(_NAME, menu, menu.name)
        name = self._texts.name(key, str(interaction.locale)) or menu.name
        about = self.answers.text(interaction, menu_about(menu))
        return self.answers.text(interaction, "help-menu", name=name, about=about)

    async def _description(self, interaction: _Interaction, command: _Command) -> str:
        """Return what a command does, in the person's language where it has that."""
        if self._tree.translator is None:
            return command.description
        context: Any = discord.app_commands.TranslationContext(
            discord.app_commands.TranslationContextLocation.command_description, command
        )
        english = discord.app_commands.locale_str(command.description)
        translated = await self._tree.translator.translate(english, interaction.locale, context)
        return translated or command.description

    async def _learn_ids(self) -> None:
        """Ask Discord once for what makes a command's name one that can be clicked; it works without."""
        if self._ids:
            return
        try:
            self._ids = {command.name: command.id for command in await self._tree.fetch_commands()}
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.info("help.no_ids", why=str(error))


def _messages(sections: Iterable[Sequence[str]]) -> list[layouts.Layout]:
    """Return the sections parted into messages that Discord takes: between them, else between groups."""
    parts: list[list[str]] = [[]]
    for section in sections:
        if parts[-1] and _length([*parts[-1], *section]) > layouts.DISPLAYED_CHARACTERS:
            parts.append([])
        for group in section:
            if parts[-1] and _length([*parts[-1], group]) > layouts.DISPLAYED_CHARACTERS:
                parts.append([])
            parts[-1].append(group)
    return [_message("\n".join(groups)) for groups in parts]


def _length(groups: Iterable[str]) -> int:
    return len("\n".join(groups))


def _message(content: str) -> layouts.Layout:
    container: discord.ui.Container[layouts.Layout] = discord.ui.Container()
    container.add_item(discord.ui.TextDisplay(content))
    return layouts.layout(container)


def _commands(tree: _Tree) -> Iterator[_Command]:
    """Yield every slash command, in the order of their names."""
    for each in sorted(tree.walk_commands(), key=lambda command: command.qualified_name):
        if isinstance(each, discord.app_commands.Command):
            yield each


def _menus(tree: _Tree) -> list[_Menu]:
    """Return the entries in the menu of messages, in the order of their names."""
    found = tree.walk_commands(type=discord.AppCommandType.message)
    return sorted((each for each in found if isinstance(each, _Menu)), key=lambda menu: menu.name)


def _needs(command: _Command | _Menu) -> discord.Permissions | None:
    """Return what Discord asks of who uses a command, unless the server's owners decided otherwise."""
    if isinstance(command, _Menu):
        return command.default_permissions
    return (command.root_parent or command).default_permissions


def _of_readers(needed: discord.Permissions | None) -> bool:
    return needed is None


def _of_moderators(needed: discord.Permissions | None) -> bool:
    return needed is not None and not needed.manage_guild


def _of_owners(needed: discord.Permissions | None) -> bool:
    return needed is not None and needed.manage_guild


_AUDIENCES = {"help-readers": _of_readers, "help-moderators": _of_moderators, "help-owners": _of_owners}


def _allowed(command: _Command | _Menu, permissions: discord.Permissions) -> bool:
    needed = _needs(command)
    return needed is None or needed <= permissions
