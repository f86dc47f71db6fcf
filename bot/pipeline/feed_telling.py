"""Telling moderators of feeds in trouble: a message for each notice, which says in the end what became of it.

    step      safe to repeat because
    post      same nonce within Discord's window, else the channel is searched for our marker
    draw      an edit

A notice is a row; see `bot.domain.feed_notice`. One whose cause is over before it was posted is not posted.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.domain.delivery import Place, anchor, nonce
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    PermissionMissing,
    PublishError,
    Refused,
    TryLater,
)
from bot.domain.feed_notice import FeedNotice, NoticeState
from bot.domain.ids import ChannelId, MessageId, ServerId
from bot.pipeline.rounds import Rounds, attempt, every
from bot.storage import feed_notices
from bot.storage.database import Database
from bot.storage.feed_notices import DueNotice

_log = structlog.get_logger(__name__)

_LOOK = timedelta(seconds=2)
_UNANSWERED = timedelta(minutes=10)
_NOWHERE = timedelta(minutes=10)
_AWAY = timedelta(minutes=1)


class FeedNoticePost(Protocol):
    """Writes to moderators about feeds. Every method that is awaited may raise a PublishError."""

    def is_away(self, server_id: ServerId) -> bool:
        """Tell whether Discord can't reach a server: then nothing is known of its channels."""

    async def channels(self, server_id: ServerId) -> Sequence[ChannelId]:
        """Return where its moderators may be told, the likeliest seen by them first."""

    async def post(self, channel_id: ChannelId, notice: FeedNotice, *, nonce: str) -> MessageId:
        """Send a notice; the same nonce within Discord's window gives the same message."""

    async def edit(self, place: Place, notice: FeedNotice) -> None:
        """Draw a notice again."""

    async def find(self, channel_id: ChannelId, marker: str, *, after: MessageId) -> tuple[MessageId, ...]:
        """Return our own messages after the anchor that carry the marker, oldest first."""


class FeedTelling:
    """Posts and draws notices. `wake` is set by whoever has made one due."""

    def __init__(
        self, database: Database, post: FeedNoticePost, clock: Clock, *, nonce_window: timedelta
    ) -> None:
        self.wake = asyncio.Event()
        self._database = database
        self._post = post
        self._clock = clock
        self._nonce_window = nonce_window
        self._rounds = Rounds(
            database, clock, find=every(_LOOK, feed_notices.due), do=self._do, wake=self.wake
        )

    async def run(self) -> None:
        """Post and draw what is due until cancelled."""
        await self._rounds.run()

    async def tell_due(self) -> datetime:
        """Post and draw some of what is due; return when to look again."""
        return await self._rounds.one()

    async def _do(self, due: DueNotice) -> None:
        async with self._database.read() as tx:
            notice = await feed_notices.get(tx, due.key)
        if notice is None:  # it went with its server
            return
        await attempt(
            self._bring(notice), partial(self._take, notice), "feed_notice.failed", notice=notice.id
        )

    async def _bring(self, notice: FeedNotice) -> None:
        if self._post.is_away(notice.server_id):
            async with self._database.write() as tx:
                await feed_notices.put_off(tx, notice.id, until=self._clock.now() + _AWAY)
            return
        match notice.state:
            case NoticeState.WANTED:
                await self._post_new(notice)
            case NoticeState.POSTING:
                await self._post_again(notice)
            case _:
                await self._draw(notice)

    async def _post_new(self, wanted: FeedNotice) -> None:
        """Post a notice, if it is still one and there is a channel for it."""
        now = self._clock.now()
        channels = [] if wanted.ended_at is not None else await self._post.channels(wanted.server_id)
        async with self._database.write() as tx:
            if wanted.ended_at is not None:
                await feed_notices.gone(tx, wanted.id)
                return
            if not channels:
                await feed_notices.put_off(tx, wanted.id, until=now + _NOWHERE)
                return
            await feed_notices.begin(tx, wanted.id, channels[0], now=now)
        await self._send(wanted, channels[0], again_at=None)

    async def _post_again(self, begun: FeedNotice) -> None:
        """Post what may have been posted: with the same nonce, or else if it is not found."""
        now, channel_id = self._clock.now(), begun.channel_id or ChannelId(0)
        intent_at = begun.intent_at or now
        if now - intent_at < self._nonce_window:
            await self._send(begun, channel_id, again_at=now)
            return
        found = await self._post.find(channel_id, begun.key, after=anchor(intent_at))
        async with self._database.write() as tx:
            if found:
                await feed_notices.posted(tx, begun.id, found[0], again_at=now)
            else:
                await feed_notices.unposted(tx, begun.id, until=now)

    async def _send(self, notice: FeedNotice, channel_id: ChannelId, *, again_at: datetime | None) -> None:
        message_id = await self._post.post(channel_id, notice, nonce=nonce(notice.key, "feed"))
        async with self._database.write() as tx:
            now = await feed_notices.get(tx, notice.id)
            if now is not None and now.ended_at != notice.ended_at:  # it ended while it was posted
                again_at = now.ended_at
            await feed_notices.posted(tx, notice.id, message_id, again_at=again_at)

    async def _draw(self, notice: FeedNotice) -> None:
        if notice.state is NoticeState.STANDING and notice.place is not None:  # else nobody sees it
            await self._post.edit(notice.place, notice)
        async with self._database.write() as tx:
            await feed_notices.drawn(tx, notice)

    async def _take(self, notice: FeedNotice, error: PublishError) -> None:
        """Record why a notice could not be posted or drawn, and whether it will be."""
        _log.info("feed_notice.not_told", notice=notice.id, why=str(error))
        now = self._clock.now()
        stands = notice.state is NoticeState.STANDING
        async with self._database.write() as tx:
            match error:
                case TryLater():
                    await feed_notices.put_off(tx, notice.id, until=now + timedelta(seconds=error.seconds))
                case CardGone() | DestinationGone() if stands:
                    await feed_notices.gone(tx, notice.id)
                case DestinationGone():  # there may be another channel
                    await feed_notices.unposted(tx, notice.id, until=now + _AWAY)
                case PermissionMissing() if notice.state is NoticeState.WANTED:
                    await feed_notices.unposted(tx, notice.id, until=now + _NOWHERE)
                case Refused():
                    await feed_notices.gone(tx, notice.id)
                case _:
                    await feed_notices.try_again(tx, notice, now=now, most=_UNANSWERED)
