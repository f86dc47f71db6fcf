"""Brings messages to readers: the pipeline's ReaderPost on discord.py."""

from collections.abc import Collection, Sequence

import discord

from bot.chat import permissions
from bot.chat.client import NewsclipBot
from bot.chat.direct_messages import DirectMessages
from bot.chat.languages import ReaderLanguages, ServerLanguages
from bot.chat.limiter import Lane
from bot.chat.members import Members
from bot.chat.mentions import MessageWriter
from bot.domain.edition import Edition
from bot.domain.ids import ChannelId, MessageId, ServerId, ThreadId, UserId
from bot.domain.tagging import Tag
from bot.pipeline.reader_ports import Letter


class DiscordReaderPost:
    """Sends through one connected client; waits until it is logged in."""

    def __init__(
        self,
        bot: NewsclipBot,
        writer: MessageWriter,
        languages: ServerLanguages,
        of_readers: ReaderLanguages,
        *,
        direct: DirectMessages,
        members: Members,
    ) -> None:
        self._bot = bot
        self._writer = writer
        self._languages = languages
        self._of_readers = of_readers
        self._direct = direct
        self._members = members

    def is_away(self, server_id: ServerId) -> bool:
        """Tell whether a server is in an outage, or has not told its channels yet."""
        return self._bot.is_away(server_id)

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
        return await self._members.seen_by(server_id, user_id, channels)

    async def mention(
        self,
        thread_id: ThreadId,
        edition: Edition,
        readers: Sequence[UserId],
        *,
        tags: Sequence[Tag],
        key: str,
        nonce: str,
    ) -> None:
        """Mention readers in a discussion, these and nobody else; the key is found in the message again."""
        locale = await self._languages.of(edition.server_id)
        view = self._writer.mention(edition, tags, readers, key, locale)
        where = ChannelId(thread_id)
        async with self._bot.slot(Lane.TELL, where, permissions.SPEAK, server_id=edition.server_id):
            await self._bot.get_partial_messageable(where).send(
                view=view, nonce=nonce, allowed_mentions=mentioning(readers)
            )

    async def write(self, letter: Letter, *, nonce: str) -> None:
        """Send a direct message; DoorClosed where Discord does not pass it on."""
        locale = await self._of_readers.of(letter.server_id, letter.user_id)
        view = self._writer.letter(letter, self._name(letter.server_id), locale)
        await self._direct.send(letter.server_id, letter.user_id, view, nonce=nonce)

    async def was_written(self, letter: Letter, *, after: MessageId) -> bool:
        """Tell whether a direct message is there, after the anchor."""
        return await self._direct.has(letter.server_id, letter.user_id, letter.key, after=after)

    def _name(self, server_id: ServerId) -> str:
        server = self._bot.get_guild(server_id)
        return "" if server is None else server.name


def mentioning(readers: Sequence[UserId]) -> discord.AllowedMentions:
    """Return what lets a message mention exactly these people."""
    people = [discord.Object(reader) for reader in readers]
    return discord.AllowedMentions(everyone=False, users=people, roles=False, replied_user=False)
