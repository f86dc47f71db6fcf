"""Brings digests to readers and channels, and asks Discord who may see what: the pipeline's DigestPost."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog

from bot.chat import permissions
from bot.chat.client import NewsclipBot
from bot.chat.digest_text import DigestWriter
from bot.chat.direct_messages import DirectMessages
from bot.chat.languages import ReaderLanguages, ServerLanguages
from bot.chat.limiter import Lane
from bot.chat.members import Members
from bot.chat.notices import Notices
from bot.chat.searches import Searches
from bot.chat.sight import all_see_too
from bot.clock import Clock
from bot.domain.digest import Issue
from bot.domain.errors import DestinationGone, PermissionMissing, PublishError
from bot.domain.ids import ChannelId, MessageId, ServerId, ThreadId, UserId

_log = structlog.get_logger(__name__)

_VIEW = ("view_channel",)
# Many digests of a server are due at the same hour: what was asked for one serves the others.
_KNOWN_FOR = timedelta(minutes=5)
# Of threads in the archive each is asked for by itself.
_ARCHIVED_ASKED = 20

_Counts = dict[ThreadId, int]


class DiscordDigestPost:
    """Sends through one connected client; waits until it is logged in.

    to_readers, to_channels: who writes what goes to one reader, and what readers of many languages see.
    """

    def __init__(
        self,
        bot: NewsclipBot,
        languages: ServerLanguages,
        of_readers: ReaderLanguages,
        *,
        to_readers: DigestWriter,
        to_channels: DigestWriter,
        direct: DirectMessages,
        members: Members,
        notices: Notices,
        clock: Clock,
    ) -> None:
        self._bot = bot
        self._to_readers = to_readers
        self._to_channels = to_channels
        self._languages = languages
        self._of_readers = of_readers
        self._direct = direct
        self._members = members
        self._notices = notices
        self._clock = clock
        self._searches = Searches(bot)
        self._said: dict[ServerId, tuple[datetime, _Counts]] = {}
        self._asking: WeakValueDictionary[ServerId, asyncio.Lock] = WeakValueDictionary()

    def is_away(self, server_id: ServerId) -> bool:
        """Tell whether a server is in an outage, or has not told its channels yet."""
        return self._bot.is_away(server_id)

    async def seen_by(
        self, server_id: ServerId, user_id: UserId, channels: Collection[ChannelId]
    ) -> frozenset[ChannelId]:
        """Return those of the channels that a member may see now; ReaderGone for who is none."""
        return await self._members.seen_by(server_id, user_id, channels)

    async def seen_with(self, channel_id: ChannelId, channels: Collection[ChannelId]) -> frozenset[ChannelId]:
        """Return those of the channels that everybody sees who sees the first one; we must write there."""
        here = self._bot.get_channel(channel_id)
        if here is None:
            raise DestinationGone
        if missing := self._bot.missing_permissions(channel_id, permissions.WRITE):
            raise PermissionMissing(permission=missing[0])
        return frozenset(each for each in channels if all_see_too(here, self._bot.get_channel(each)))

    async def messages_in(self, server_id: ServerId, threads: Collection[ThreadId]) -> Mapping[ThreadId, int]:
        """Return how many messages stand in threads, without their first ones, as of the last minutes."""
        async with self._asking.setdefault(server_id, asyncio.Lock()):
            counts = await self._active(server_id)
            archived = sorted((each for each in threads if each not in counts), reverse=True)
            for thread_id in archived[:_ARCHIVED_ASKED]:  # the newest: their ids are times
                counts[thread_id] = await self._archived(server_id, thread_id)
            return counts

    async def send(self, user_id: UserId, issue: Issue, *, nonce: str) -> None:
        """Send a digest by direct message; DoorClosed where it is not let through."""
        locale = await self._of_readers.of(issue.server_id, user_id)
        view = self._to_readers.direct(issue, nonce, locale)
        await self._direct.send(issue.server_id, user_id, view, nonce=nonce)

    async def post(self, channel_id: ChannelId, issue: Issue, *, nonce: str) -> None:
        """Send a digest into a channel."""
        view = self._to_channels.in_channel(issue, nonce, await self._languages.of(issue.server_id))
        async with self._bot.slot(Lane.TELL, channel_id, permissions.WRITE, server_id=issue.server_id):
            await self._bot.get_partial_messageable(channel_id).send(view=view, nonce=nonce)

    async def was_posted(self, channel_id: ChannelId, nonce: str, *, after: MessageId) -> bool:
        """Tell whether a channel has a digest with this nonce after the anchor."""
        return bool(await self._searches.messages(channel_id, nonce, after=after))

    async def was_sent(self, server_id: ServerId, user_id: UserId, nonce: str, *, after: MessageId) -> bool:
        """Tell whether a reader has a digest with this nonce after the anchor."""
        return await self._direct.has(server_id, user_id, nonce, after=after)

    async def notify(self, server_id: ServerId, text_key: str, fields: dict[str, object]) -> bool:
        """Tell the server's moderators once; False when there is nowhere to tell them."""
        return await self._notices.tell(server_id, text_key, fields)

    async def _active(self, server_id: ServerId) -> _Counts:
        """Return what is known of a server's threads, asked for anew where that is old."""
        now = self._clock.now()
        self._said = {each: known for each, known in self._said.items() if now - known[0] < _KNOWN_FOR}
        if server_id not in self._said:
            async with self._bot.slot(Lane.SCAN, ChannelId(server_id), _VIEW, server_id=server_id):
                active = (await self._bot.http.get_active_threads(server_id))["threads"]
            counts = {ThreadId(int(each["id"])): int(each["message_count"]) for each in active}
            self._said[server_id] = now, counts
        return self._said[server_id][1]

    async def _archived(self, server_id: ServerId, thread_id: ThreadId) -> int:
        try:
            async with self._bot.slot(Lane.SCAN, ChannelId(thread_id), _VIEW, server_id=server_id):
                thread = await self._bot.http.get_channel(thread_id)
        except PublishError as error:
            _log.info("digest.thread_unknown", thread=thread_id, why=str(error))
            return 0
        count = thread.get("message_count")
        return count if isinstance(count, int) else 0
