"""Brings messages to readers: the pipeline's ReaderPost on discord.py."""

from collections.abc import Awaitable, Callable, Collection, Sequence

import discord

from bot.chat import permissions
from bot.chat.client import NewsclipBot
from bot.chat.languages import ReaderLanguages, ServerLanguages
from bot.chat.limiter import Lane
from bot.chat.markers import is_marked
from bot.chat.mentions import MessageWriter
from bot.domain.edition import Edition
from bot.domain.ids import ChannelId, MessageId, ServerId, ThreadId, UserId
from bot.pipeline.reader_ports import Letter

# Returns those of the channels of a server that a member may see now.
SeenBy = Callable[[ServerId, UserId, Collection[ChannelId]], Awaitable[frozenset[ChannelId]]]

_PAGE = 100
_READ = ("view_channel",)


class DiscordReaderPost:
    """Sends through one connected client; waits until it is logged in."""

    def __init__(
        self,
        bot: NewsclipBot,
        writer: MessageWriter,
        languages: ServerLanguages,
        of_readers: ReaderLanguages,
        seen_by: SeenBy,
    ) -> None:
        self._bot = bot
        self._writer = writer
        self._languages = languages
        self._of_readers = of_readers
        self._seen_by = seen_by

    def is_away(self, server_id: ServerId) -> bool:
        """Tell whether a server is in an outage, or has not told its channels yet."""
        server = self._bot.get_guild(server_id)
        return server is None or server.unavailable

    def is_open(self, channel_id: ChannelId) -> bool:
        """Tell whether every member of the server sees a channel, so that nobody need be asked."""
        channel = self._bot.get_channel(channel_id)
        if not isinstance(channel, discord.abc.GuildChannel):
            return False
        kept_out = any(overwrite.view_channel is False for overwrite in channel.overwrites.values())
        return not kept_out and channel.permissions_for(channel.guild.default_role).view_channel

    async def seen_by(
        self, server_id: ServerId, user_id: UserId, channels: Collection[ChannelId]
    ) -> frozenset[ChannelId]:
        """Return those of the channels that a member may see now; ReaderGone for who is none."""
        return await self._seen_by(server_id, user_id, channels)

    async def mention(
        self, thread_id: ThreadId, edition: Edition, readers: Sequence[UserId], *, key: str, nonce: str
    ) -> None:
        """Mention readers in a discussion, these and nobody else; the key is found in the message again."""
        view = self._writer.mention(edition, readers, key, await self._languages.of(edition.server_id))
        where = ChannelId(thread_id)
        async with self._bot.slot(Lane.TELL, where, permissions.SPEAK, server_id=edition.server_id):
            await self._send(where, view, nonce, mentioning(readers))

    async def write(self, letter: Letter, *, nonce: str) -> None:
        """Send a direct message; DoorClosed where Discord does not pass it on."""
        locale = await self._of_readers.of(letter.server_id, letter.user_id)
        view = self._writer.letter(letter, self._name(letter.server_id), locale)
        where = await self._conversation(letter)
        async with self._bot.slot(Lane.TELL, where, permissions.WRITE, server_id=letter.server_id):
            await self._send(where, view, nonce, discord.AllowedMentions.none())

    async def was_written(self, letter: Letter, *, after: MessageId) -> bool:
        """Tell whether a direct message is there, after the anchor."""
        where = await self._conversation(letter)
        while True:
            async with self._bot.slot(Lane.TELL, where, _READ, server_id=letter.server_id):
                page = await self._bot.http.logs_from(where, _PAGE, after=after)
            if any(self._is_it(message, letter.key) for message in page):
                return True
            if len(page) < _PAGE:
                return False
            after = max(MessageId(int(message["id"])) for message in page)

    async def _conversation(self, letter: Letter) -> ChannelId:
        """Return the direct conversation with a reader: Discord has one, however often it is asked for."""
        async with self._bot.slot(Lane.TELL, ChannelId(0), permissions.WRITE, server_id=letter.server_id):
            direct = await self._bot.http.start_private_message(letter.user_id)
        return ChannelId(int(direct["id"]))

    async def _send(
        self, where: ChannelId, view: discord.ui.LayoutView, nonce: str, allowed: discord.AllowedMentions
    ) -> None:
        await self._bot.get_partial_messageable(where).send(view=view, nonce=nonce, allowed_mentions=allowed)

    def _name(self, server_id: ServerId) -> str:
        server = self._bot.get_guild(server_id)
        return "" if server is None else server.name

    def _is_it(self, message: object, key: str) -> bool:
        author, components = message["author"], message["components"]  # type: ignore[index] # Discord's JSON
        return int(author["id"]) == self._bot.own_id and is_marked(components, key)


def mentioning(readers: Sequence[UserId]) -> discord.AllowedMentions:
    """Return what lets a message mention exactly these people."""
    people = [discord.Object(reader) for reader in readers]
    return discord.AllowedMentions(everyone=False, users=people, roles=False, replied_user=False)
