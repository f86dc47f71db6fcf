"""Telling Discord our commands: one request, and only when they changed."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

import discord
import structlog

from bot.chat.translation import CommandTranslator
from bot.storage import memos
from bot.storage.database import Database

_log = structlog.get_logger(__name__)


class CommandSync:
    """Remembers which commands Discord was told, with their names in every language, and knows their ids."""

    def __init__(self, database: Database, translator: CommandTranslator) -> None:
        self._database = database
        self._translator = translator
        self._ids: dict[str, int] = {}

    def mention(self, qualified_name: str) -> str:
        """Return what shows a command to all who read it, whatever it is called in their language.

        It can be clicked where Discord has told us its id; else it is the English name, as of a group.
        """
        known = self._ids.get(qualified_name)
        return f"/{qualified_name}" if known is None else f"</{qualified_name}:{known}>"

    async def sync(self, tree: discord.app_commands.CommandTree[Any]) -> bool:
        """Send all commands unless Discord has just these; return whether they were sent."""
        key = f"commands:{tree.client.application_id}"
        await tree.set_translator(self._translator)
        commands = tree.get_commands()
        payload = [command.to_dict(tree) for command in commands]
        told = json.dumps([payload, self._translator.names], sort_keys=True)
        digest = hashlib.sha256(told.encode()).hexdigest()
        async with self._database.read() as tx:
            known = await memos.get(tx, key)
        if known == digest and await self._discord_has(tree, payload):
            return False
        self._learn_ids(tree, await tree.sync())
        async with self._database.write() as tx:
            await memos.put(tx, key, digest)
        _log.info("commands.sent", commands=len(payload))
        return True

    async def _discord_has(
        self, tree: discord.app_commands.CommandTree[Any], payload: list[dict[str, Any]]
    ) -> bool:
        """Ask for the names: somebody else with the token, or another server at the address, may differ."""
        there = await tree.fetch_commands()
        self._learn_ids(tree, there)
        return {command.name for command in there} == {command["name"] for command in payload}

    def _learn_ids(
        self,
        tree: discord.app_commands.CommandTree[Any],
        there: Iterable[discord.app_commands.AppCommand],
    ) -> None:
        """Take in the ids of commands; those in a group have that of the group."""
        ids = {command.name: command.id for command in there}
        self._ids = {
            command.qualified_name: ids[name]
            for command in tree.walk_commands()
            if isinstance(command, discord.app_commands.Command)
            and (name := command.qualified_name.partition(" ")[0]) in ids
        }
