"""The emoji of servers, as the vote sets ask about them."""

import discord

from bot.chat.client import NewsclipBot
from bot.chat.limiter import Lane
from bot.domain.ids import ChannelId, ServerId


class DiscordEmojis:
    """Asks Discord, which tells the bot of no change to a server's emoji."""

    def __init__(self, bot: NewsclipBot) -> None:
        self._bot = bot

    async def usable(self, server_id: ServerId, emoji: str) -> bool:
        """Tell whether the bot can react with a server's own emoji in a server; may raise a PublishError."""
        server = self._bot.get_guild(server_id)
        emoji_id = discord.PartialEmoji.from_str(emoji).id
        if server is None or emoji_id is None:
            return False
        async with self._bot.slot(Lane.SCAN, ChannelId(0), ("view_channel",), server_id=server_id):
            own = await server.fetch_emojis()
        for found in own:
            if found.id == emoji_id:
                return _may_use(found, server)
        if not server.me.guild_permissions.use_external_emojis:
            return False
        # As far as is known from the start: another server's emoji is used with its consent alone.
        others = (found for each in self._bot.guilds if each != server for found in each.emojis)
        return any(found.id == emoji_id and _may_use(found, found.guild) for found in others)


def _may_use(emoji: discord.Emoji, server: discord.Guild | None) -> bool:
    if server is None or not emoji.available:
        return False
    return not emoji.roles or any(role in server.me.roles for role in emoji.roles)
