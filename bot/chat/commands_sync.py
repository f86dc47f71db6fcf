"""Telling Discord our commands: one request, and only when they changed."""

import hashlib
import json
from typing import Any

import discord
import structlog

from bot.chat.translation import CommandTranslator
from bot.storage import memos
from bot.storage.database import Database

_log = structlog.get_logger(__name__)


class CommandSync:
    """Remembers which commands Discord was told, with their names in every language."""

    def __init__(self, database: Database, translator: CommandTranslator) -> None:
        self._database = database
        self._translator = translator

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
        if known == digest and await _discord_has(tree, payload):
            return False
        await tree.sync()
        async with self._database.write() as tx:
            await memos.put(tx, key, digest)
        _log.info("commands.sent", commands=len(payload))
        return True


async def _discord_has(tree: discord.app_commands.CommandTree[Any], payload: list[dict[str, Any]]) -> bool:
    """Ask for the names: somebody else with the token, or another server under the address, may differ."""
    there = {command.name for command in await tree.fetch_commands()}
    return there == {command["name"] for command in payload}
