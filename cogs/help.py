"""/help: what a person can do here, from the commands that there are."""

from collections.abc import Iterator
from typing import Any

import aiohttp
import discord
import structlog
from discord.ext import commands

from bot.chat import layouts
from bot.chat.answers import Answers

_log = structlog.get_logger(__name__)

_Command = discord.app_commands.Command[Any, Any, Any]
_Tree = discord.app_commands.CommandTree[Any]


class HelpCog(commands.Cog):
    """One command for everybody; what it lists depends on what the person may do."""

    def __init__(self, *, answers: Answers, tree: _Tree) -> None:
        super().__init__()
        self.answers = answers
        self._tree = tree
        self._ids: dict[str, int] = {}

    @discord.app_commands.command(name="help", description="What you can do here; only you see the answer")
    @discord.app_commands.guild_only()
    async def show_help(self, interaction: discord.Interaction[Any]) -> None:
        """Show what the person can do."""
        await self.answers.think(interaction)
        await self._learn_ids()
        sections = self._sections(interaction, mention=True)
        if sum(map(len, sections)) > layouts.DISPLAYED_CHARACTERS:
            sections = self._sections(interaction, mention=False)
        container: discord.ui.Container[layouts.Layout] = discord.ui.Container()
        for section in sections:
            container.add_item(discord.ui.TextDisplay(section))
        await interaction.edit_original_response(view=layouts.layout(container))

    def _sections(self, interaction: discord.Interaction[Any], *, mention: bool) -> list[str]:
        """Return what readers can do, and for who may use them the other commands."""
        mine = [each for each in _commands(self._tree) if _allowed(each, interaction.permissions)]
        for_all = [self._line(each, mention=mention) for each in mine if _needs(each) is None]
        others = [self._line(each, mention=mention) for each in mine if _needs(each) is not None]
        sections = ["\n".join([self.answers.text(interaction, "help-readers"), *for_all])]
        if others:
            sections.append("\n".join([self.answers.text(interaction, "help-owners"), *others]))
        return sections

    def _line(self, command: _Command, *, mention: bool) -> str:
        name = command.qualified_name
        known = self._ids.get(name.partition(" ")[0]) if mention else None
        shown = f"</{name}:{known}>" if known else f"`/{name}`"
        return f"- {shown}: {command.description}"

    async def _learn_ids(self) -> None:
        """Ask Discord once for what makes a command's name one that can be clicked; it works without."""
        if self._ids:
            return
        try:
            self._ids = {command.name: command.id for command in await self._tree.fetch_commands()}
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.info("help.no_ids", why=str(error))


def _commands(tree: _Tree) -> Iterator[_Command]:
    """Yield every slash command, in the order of their names."""
    for each in sorted(tree.walk_commands(), key=lambda command: command.qualified_name):
        if isinstance(each, discord.app_commands.Command):
            yield each


def _needs(command: _Command) -> discord.Permissions | None:
    """Return what Discord asks of who uses a command, unless the server's owners decided otherwise."""
    top = command.root_parent or command
    return top.default_permissions


def _allowed(command: _Command, permissions: discord.Permissions) -> bool:
    needed = _needs(command)
    return needed is None or needed <= permissions
