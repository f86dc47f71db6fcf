"""Telling a server's moderators what only they can mend: one message for each cause."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

import discord
import structlog

from bot.chat.channels import DiscordChannels
from bot.chat.client import NewsclipBot
from bot.chat.markdown import shown_fields
from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.ids import ChannelId, ServerId
from bot.storage import audits, memos, tags
from bot.storage.database import Database
from bot.texts.catalogue import Texts

_log = structlog.get_logger(__name__)

# The same cause again after this: it was mended and broke anew, or was forgotten.
_AGAIN_AFTER = timedelta(days=7)


class Notices:
    """Sends notices to the channel where moderators are likeliest to see them."""

    def __init__(
        self, bot: NewsclipBot, channels: DiscordChannels, database: Database, texts: Texts, clock: Clock
    ) -> None:
        self._bot = bot
        self._channels = channels
        self._database = database
        self._texts = texts
        self._clock = clock

    async def tell(self, server_id: ServerId, text_key: str, fields: dict[str, object]) -> bool:
        """Send the notice unless this cause was told lately; False when there was nowhere to tell it."""
        cause = _cause(server_id, text_key, fields)
        async with self._database.read() as tx:
            told_at = await memos.get(tx, cause)
            own = [tag.channel_id for tag in await tags.of_server(tx, server_id)]
        now = self._clock.now()
        if told_at is not None and now - datetime.fromisoformat(told_at) < _AGAIN_AFTER:
            return True
        where = await self._send(server_id, text_key, fields, own, nonce=cause.rpartition(":")[2][:25])
        if where is None:
            _log.warning("notice.nowhere_to_tell", server=server_id, notice=text_key, **fields)
            return False
        async with self._database.write() as tx:
            await memos.put(tx, cause, now.isoformat())
            details = {"channel": where, **{name: str(value) for name, value in fields.items()}}
            await audits.record(tx, AuditEntry(server_id, "notice-sent", text_key, now, details=details))
        return True

    async def _send(
        self,
        server_id: ServerId,
        text_key: str,
        fields: dict[str, object],
        own: Iterable[ChannelId],
        *,
        nonce: str,
    ) -> ChannelId | None:
        about = fields.get("channel")
        content = self._texts.get(text_key, self._locale(server_id), **shown_fields(fields))
        candidates = self._channels.for_notices(
            server_id, own, about=ChannelId(about) if isinstance(about, int) else None
        )
        for channel_id in candidates:
            try:
                await self._bot.get_partial_messageable(channel_id).send(content, nonce=nonce)
            except discord.Forbidden as error:
                _log.info("notice.refused", server=server_id, channel=channel_id, why=str(error))
            except discord.HTTPException as error:
                _log.warning("notice.failed", server=server_id, channel=channel_id, why=str(error))
                return None
            else:
                return channel_id
        return None

    def _locale(self, server_id: ServerId) -> str:
        server = self._bot.get_guild(server_id)
        return "en-US" if server is None else str(server.preferred_locale)


def _cause(server_id: ServerId, text_key: str, fields: dict[str, object]) -> str:
    """Return the memo's key: the same for the same notice with the same fields."""
    words = json.dumps([text_key, fields], sort_keys=True, default=str)
    return f"notice:{server_id}:{hashlib.sha256(words.encode()).hexdigest()[:32]}"
