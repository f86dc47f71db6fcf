"""Telling Discord our commands: one request, and only when they changed."""

import hashlib
import json
from collections.abc import Mapping
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
        application_id = tree.client.application_id
        if application_id is None:
            raise discord.app_commands.MissingApplicationID
        key = f"commands:{application_id}"
        await tree.set_translator(self._translator)  # for choices that are offered while somebody types
        payload = [self._translator.definition(command, tree) for command in tree.get_commands()]
        digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        async with self._database.read() as tx:
            known = await memos.get(tx, key)
        if known == digest and await self._discord_has(tree, payload):
            return False
        there = await tree.client.http.bulk_upsert_global_commands(application_id, payload)
        self._learn_ids(tree, {command["name"]: int(command["id"]) for command in there})
        async with self._database.write() as tx:
            await memos.put(tx, key, digest)
        _log.info("commands.sent", commands=len(payload))
        return True

    async def _discord_has(
        self, tree: discord.app_commands.CommandTree[Any], payload: list[dict[str, Any]]
    ) -> bool:
        """Ask for the names: somebody else with the token, or another server at the address, may differ."""
        there = await tree.fetch_commands()
        ids = {command.name: command.id for command in there}
        self._learn_ids(tree, ids)
        return ids.keys() == {command["name"] for command in payload}

    def _learn_ids(self, tree: discord.app_commands.CommandTree[Any], ids: Mapping[str, int]) -> None:
        """Take in the ids of commands; those in a group have that of the group."""
        self._ids = {
            command.qualified_name: ids[name]
            for command in tree.walk_commands()
            if isinstance(command, discord.app_commands.Command)
            and (name := command.qualified_name.partition(" ")[0]) in ids
        }
