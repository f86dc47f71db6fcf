"""The language of what is said to all in a server: cards, discussions, digests in channels, notices."""

from bot.chat.client import NewsclipBot
from bot.domain.ids import ChannelId, ServerId
from bot.storage import settings
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
