"""The README's list of commands, from the code: `python -m tests.house.commands_table` writes it anew."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord

from bot.chat.translation import menu_about
from bot.texts.catalogue import Texts
from tests.texts.commands import an_unconnected_app, everything

README = Path(__file__).parents[2] / "README.md"
_BEGIN, _END = "<!-- commands -->\n", "<!-- end of commands -->"

# By what Discord asks of who uses them, unless the server's owners decide otherwise.
_WHO = {None: "everybody", "manage_guild": "Manage Server", "manage_messages": "Manage Messages"}


def written(readme: str) -> str:
    """The README's list as it stands there."""
    return readme.partition(_BEGIN)[2].partition(_END)[0]


def rewritten(readme: str, table: str) -> str:
    """The README with another list in the place of its own."""
    before, begin, rest = readme.partition(_BEGIN)
    return f"{before}{begin}{table}{_END}{rest.partition(_END)[2]}"


async def table() -> str:
    """The list: whom each command is for, and what it says of itself; those for everybody first."""
    with tempfile.TemporaryDirectory() as folder:
        async with an_unconnected_app(Path(folder)) as app:
            rows = sorted(_rows(app.bot.tree))
    lines = [f"| {name} | {list(_WHO.values())[rank]} | {about} |" for rank, name, about in rows]
    return "\n".join(["| command | who | what it does |", "|---|---|---|", *lines, ""])


def _rows(tree: discord.app_commands.CommandTree[Any]) -> Iterator[tuple[int, str, str]]:
    for command in everything(tree):
        if isinstance(command, discord.app_commands.Group):
            continue
        if isinstance(command, discord.app_commands.ContextMenu):
            about = Texts.load().get(menu_about(command))
            yield _rank(command), f"“{command.name}” in a message's menu", about
        else:
            top = command.root_parent or command
            yield _rank(top), f"`/{command.qualified_name}`", command.description.replace("|", "\\|")


def _rank(top: Any) -> int:
    asked = top.default_permissions
    name = None if asked is None else next(field for field, on in asked if on)
    return list(_WHO).index(name)


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text("utf-8"), asyncio.run(table())), "utf-8")
