"""Telling a server's moderators what only they can mend: one message for each cause."""

import asyncio
import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog

from bot.chat import permissions
from bot.chat.channels import DiscordChannels
from bot.chat.client import NewsclipBot
from bot.chat.languages import ServerLanguages
from bot.chat.limiter import Lane
from bot.chat.markdown import shown_fields
from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.errors import DestinationGone, PermissionMissing, PublishError, Refused
from bot.domain.ids import ChannelId, ServerId
from bot.storage import audits, memos, servers, tags
from bot.storage.database import Database
from bot.texts.catalogue import Texts

_log = structlog.get_logger(__name__)

# The same cause again after this: it was mended and broke anew, or was forgotten.
_AGAIN_AFTER = timedelta(days=7)


class Notices:
    """Sends notices to the channel where moderators are likeliest to see them."""

    def __init__(
        self,
        bot: NewsclipBot,
        channels: DiscordChannels,
        database: Database,
        *,
        languages: ServerLanguages,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._bot = bot
        self._channels = channels
        self._languages = languages
        self._database = database
        self._texts = texts
        self._clock = clock
        self._telling: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def tell(self, server_id: ServerId, text_key: str, fields: dict[str, object]) -> bool:
        """Send the notice unless this cause was told lately; False when it could not be told now."""
        cause = _cause(server_id, text_key, fields)
        async with self._telling.setdefault(cause, asyncio.Lock()):
            if await self._told_lately(cause):
                return True
            nonce = cause.rpartition(":")[2][:25]
            where = await self._send(server_id, text_key, fields, nonce=nonce)
            if where is None:
                _log.warning("notice.not_told", server=server_id, notice=text_key, **fields)
                return False
            await self._remember(cause, server_id, text_key, fields, where)
            return True

    async def _told_lately(self, cause: str) -> bool:
        async with self._database.read() as tx:
            told_at = await memos.get(tx, cause)
        return told_at is not None and self._clock.now() - datetime.fromisoformat(told_at) < _AGAIN_AFTER

    async def _remember(
        self,
        cause: str,
        server_id: ServerId,
        text_key: str,
        fields: dict[str, object],
        where: ChannelId,
    ) -> None:
        now = self._clock.now()
        details = {"channel": where, **{name: str(value) for name, value in fields.items()}}
        async with self._database.write() as tx:
            await memos.put(tx, cause, now.isoformat())
            await audits.record(tx, AuditEntry(server_id, "notice-sent", text_key, now, details=details))

    async def _send(
        self, server_id: ServerId, text_key: str, fields: dict[str, object], *, nonce: str
    ) -> ChannelId | None:
        locale = await self._languages.of(server_id)
        content = self._texts.get(text_key, locale, **shown_fields(fields))
        for channel_id in await self.channels(server_id, about=fields.get("channel")):
            try:
                async with self._bot.slot(Lane.CARD, channel_id, permissions.WRITE, server_id=server_id):
                    await self._bot.get_partial_messageable(channel_id).send(content, nonce=nonce)
            except (PermissionMissing, DestinationGone, Refused) as error:
                _log.info("notice.refused", server=server_id, channel=channel_id, why=str(error))
            except PublishError as error:
                _log.warning("notice.failed", server=server_id, channel=channel_id, why=str(error))
                return None
            else:
                return channel_id
        return None

    async def channels(self, server_id: ServerId, *, about: object = None) -> Iterable[ChannelId]:
        """Return where moderators may be told, the likeliest seen by them first; about: of which channel."""
        async with self._database.read() as tx:
            server = await servers.get(tx, server_id)
            own = [tag.channel_id for tag in await tags.of_server(tx, server_id)]
        return self._channels.for_notices(
            server_id,
            own,
            chosen=None if server is None else server.review_channel_id,
            about=ChannelId(about) if isinstance(about, int) else None,
        )


def _cause(server_id: ServerId, text_key: str, fields: dict[str, object]) -> str:
    """Return the memo's key: the same for the same notice with the same fields."""
    words = json.dumps([text_key, fields], sort_keys=True, default=str)
    return f"notice:{server_id}:{hashlib.sha256(words.encode()).hexdigest()[:32]}"
