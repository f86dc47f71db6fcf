"""The language of what is said to all in a server, and of what is written to one of its readers."""

from typing import Any

import discord

from bot.chat.client import NewsclipBot
from bot.clock import Clock
from bot.domain.ids import ChannelId, ServerId, UserId
from bot.storage import readers, settings
from bot.storage.database import Database

_USUAL = "en-US"


class ServerLanguages:
    """Knows each server's language: what its owner chose, else what Discord says of it, else English."""

    def __init__(self, bot: NewsclipBot, database: Database) -> None:
        self._bot = bot
        self._database = database

    async def of(self, server_id: ServerId) -> str:
        """Return the locale in which everybody in a server is spoken to."""
        async with self._database.read() as tx:
            chosen = (await settings.of(tx, server_id)).language
        return chosen or self.in_discord(server_id)

    async def at(self, channel_id: ChannelId) -> str:
        """Return the locale of the server that a channel or thread is in; English where that isn't known."""
        server = getattr(self._bot.get_channel(channel_id), "guild", None)
        return _USUAL if server is None else await self.of(ServerId(server.id))

    def in_discord(self, server_id: ServerId) -> str:
        """Return the locale that a server has in Discord; owners of a community can set it there."""
        server = self._bot.get_guild(server_id)
        return _USUAL if server is None else str(server.preferred_locale)


class ReaderLanguages:
    """Knows each reader's language: that of their Discord when they last used us, else their server's."""

    def __init__(self, servers: ServerLanguages, database: Database, clock: Clock) -> None:
        self._servers = servers
        self._database = database
        self._clock = clock

    async def of(self, server_id: ServerId, user_id: UserId, heard: str | None = None) -> str:
        """Return the locale in which somebody is written to. heard: theirs where they have chosen nothing."""
        async with self._database.read() as tx:
            own = await readers.language_of(tx, server_id, user_id)
        return own or heard or await self._servers.of(server_id)

    async def hear(self, interaction: discord.Interaction[Any], _command: object = None) -> None:
        """Keep the language of whoever used a command or pressed something, if they are a reader."""
        user_id, language = UserId(interaction.user.id), str(interaction.locale)
        server_id = None if interaction.guild_id is None else ServerId(interaction.guild_id)
        async with self._database.read() as tx:
            if await readers.is_heard(tx, user_id, language, server_id):
                return
        async with self._database.write() as tx:
            await readers.hear(tx, user_id, language, server_id, now=self._clock.now())
