"""Writes to members what became of the links that they proposed: the pipeline's ClipPost on discord.py."""

from collections.abc import Collection

import discord

from bot.chat import layouts
from bot.chat.client import NewsclipBot
from bot.chat.direct_messages import DirectMessages
from bot.chat.languages import ReaderLanguages
from bot.chat.layouts import Layout
from bot.chat.markdown import address, escape_line
from bot.chat.markers import component_ids
from bot.chat.members import Members
from bot.domain.clip import ClipOutcome
from bot.domain.ids import ChannelId, MessageId, ServerId, UserId
from bot.pipeline.reader_ports import ClipLetter
from bot.texts.catalogue import Texts

_TITLE = 200
_SERVER = 60
_LINK = 600


class DiscordClipPost:
    """Sends through one connected client; waits until it is logged in."""

    def __init__(
        self,
        bot: NewsclipBot,
        texts: Texts,
        of_readers: ReaderLanguages,
        *,
        direct: DirectMessages,
        members: Members,
    ) -> None:
        self._bot = bot
        self._texts = texts
        self._of_readers = of_readers
        self._direct = direct
        self._members = members

    def is_away(self, server_id: ServerId) -> bool:
        """Tell whether a server is in an outage, or has not told its channels yet."""
        return self._bot.is_away(server_id)

    async def seen_by(
        self, server_id: ServerId, user_id: UserId, channels: Collection[ChannelId]
    ) -> frozenset[ChannelId]:
        """Return those of the channels that a member may see now; ReaderGone for who is none."""
        return await self._members.seen_by(server_id, user_id, channels)

    async def tell(self, letter: ClipLetter, *, nonce: str) -> None:
        """Send a direct message; DoorClosed where Discord does not pass it on."""
        locale = await self._of_readers.of(letter.server_id, letter.user_id, letter.language)
        server = self._bot.get_guild(letter.server_id)
        view = clip_letter(letter, "" if server is None else server.name, self._texts, locale)
        await self._direct.send(letter.server_id, letter.user_id, view, nonce=nonce)

    async def was_told(self, letter: ClipLetter, *, after: MessageId) -> bool:
        """Tell whether a direct message is there, after the anchor."""
        return await self._direct.has(letter.server_id, letter.user_id, letter.key, after=after)


def clip_letter(letter: ClipLetter, server_name: str, texts: Texts, locale: str) -> Layout:
    """Return the direct message; its key is found in it again."""
    container: discord.ui.Container[Layout] = discord.ui.Container()
    text: discord.ui.TextDisplay[Layout] = discord.ui.TextDisplay(
        "\n".join(_lines(letter, server_name, texts, locale))
    )
    container.id, text.id = component_ids(letter.key)
    container.add_item(text)
    return layouts.layout(container)


def _lines(letter: ClipLetter, server_name: str, texts: Texts, locale: str) -> list[str]:
    key, card, why = f"clip-told-{letter.outcome}", "", ""
    if letter.place is not None:
        card = letter.place.jump_url(letter.server_id)
    elif letter.outcome is ClipOutcome.MERGED:
        key = "clip-told-merged-unseen"
    if letter.reason is not None:
        key, why = f"{key}-because", texts.get(f"reject-{letter.reason}", locale)
    title = escape_line(letter.title, _TITLE) or texts.get("card-untitled", locale)
    server = escape_line(server_name, _SERVER)
    lines = [texts.get(key, locale, title=title, server=server, card=card, why=why)]
    if letter.link is not None and len(address(letter.link)) <= _LINK:
        lines.append(f"-# <{address(letter.link)}>")
    return lines
