"""Digests at their hours: to readers by direct message, to channels. Never one twice, rather one missing.

    waiting ──► being sent ──► waiting, for the next     its intent is committed before the call
       │            └────────► waiting, for the same     it was certainly not sent
       └─ too late, nothing to tell, a closed door ────► waiting, for the next
       └─ the reader left, the channel is gone ────────► none

One whose answer was lost is sent again with its nonce as long as Discord knows that; then it is searched for.
Where that can't be done it is taken for sent. What was not sent is in the next one.
"""

import asyncio
import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.delivery import anchor
from bot.domain.digest import Issue
from bot.domain.errors import (
    DestinationGone,
    DoorClosed,
    OutcomeUnknown,
    PermissionMissing,
    PublishError,
    ReaderGone,
    Refused,
    TryLater,
)
from bot.domain.ids import ChannelId, MessageId
from bot.domain.quiet import quiet_until
from bot.domain.turns import Turns
from bot.pipeline.digest_making import DigestMaking, Request, Seen
from bot.pipeline.ports import DigestPost
from bot.pipeline.rounds import Rounds
from bot.storage import closed_doors, departures, digests
from bot.storage.database import Connection, Database
from bot.storage.digests import Digest

_log = structlog.get_logger(__name__)

# Somebody may set a clock, or another process a row: it is looked at least so often.
_LOOK = timedelta(minutes=1)
_AWAY = timedelta(minutes=1)
_NO_ANSWER = timedelta(seconds=5)
_AFTER_FAULT = timedelta(minutes=10)
# A card is recorded a moment after it was posted: one that is recorded late is in the next digest.
_SETTLING = timedelta(seconds=20)
# What was left out, by a closed door or an absence, comes with the next one; of more periods it does not.
_PERIODS = 2
_NONCE = 24


class Digesting:
    """Sends digests. `wake` is set by whoever changes when one is due."""

    def __init__(
        self, database: Database, post: DigestPost, clock: Clock, *, nonce_window: timedelta
    ) -> None:
        self._database = database
        self._post = post
        self._making = DigestMaking(database, post)
        self._clock = clock
        self._nonce_window = nonce_window
        self._not_before: dict[tuple[int, int], datetime] = {}
        self.wake = asyncio.Event()
        self._rounds = Rounds(database, clock, find=self._due, do=self._do, wake=self.wake)

    async def run(self) -> None:
        """Send what is due until cancelled."""
        await self._rounds.run()

    async def send_due(self) -> datetime:
        """Send some of what is due; return when to look again."""
        return await self._rounds.one()

    async def _due(
        self, tx: Connection, now: datetime, turns: Turns, under_way: Collection[tuple[int, int]]
    ) -> tuple[list[Digest], datetime]:
        self._not_before = {key: at for key, at in self._not_before.items() if at > now}
        found = await digests.due(tx, now=now, turns=turns, besides={*under_way, *self._not_before})
        next_due = await digests.next_due(tx, after=now)
        again = [at for at in (next_due, *self._not_before.values()) if at is not None]
        return found, min([now + _LOOK, *again])

    async def _do(self, digest: Digest) -> None:
        try:
            await self._do_due(digest)
        except Exception:  # noqa: BLE001  # a bug keeps back this digest only
            _log.exception("digest.failed", server=digest.server_id, reader=digest.user_id)
            self._later(digest, _AFTER_FAULT)

    async def _do_due(self, digest: Digest) -> None:
        """Send a digest whose time has come, or leave it for a better one."""
        now = self._clock.now()
        if digest.intent_at is not None:
            await self._send_again(digest, digest.intent_at)
        elif digest.schedule.is_too_late(digest.due_at, now):
            await self._settle(digest)
        elif digest.quiet and (until := quiet_until(now, digest.zone, digest.quiet)):
            async with self._database.write() as tx:
                await digests.put_off(tx, digest, until=until)
        elif self._post.is_away(digest.server_id):
            self._later(digest, _AWAY)
        elif await self._is_shut(digest):
            await self._settle(digest)
        else:
            await self._send_new(digest, until=now - _SETTLING)

    async def _is_shut(self, digest: Digest) -> bool:
        if digest.user_id is None:
            return False
        async with self._database.read() as tx:
            return await closed_doors.is_closed(tx, digest.user_id)

    async def _send_new(self, digest: Digest, *, until: datetime) -> None:
        issue = await self._make(digest, until=until)
        if issue is None:
            return
        async with self._database.write() as tx:
            begun = await digests.begin(tx, digest, now=self._clock.now())
        if begun is not None:  # else it was changed, or stopped, just now
            await self._send(begun, issue, until=until, fresh=True)

    async def _send_again(self, digest: Digest, intent_at: datetime) -> None:
        """Send what may have been sent with the same nonce, as long as Discord knows that."""
        until = intent_at - _SETTLING
        if self._clock.now() - intent_at >= self._nonce_window:
            await self._search(digest, intent_at, until=until)
        elif (issue := await self._make(digest, until=until)) is not None:
            await self._send(digest, issue, until=until, fresh=False)

    async def _search(self, digest: Digest, intent_at: datetime, *, until: datetime) -> None:
        """Look whether a digest was sent; one that was not is sent anew, one of which nobody knows is not."""
        given_up = digest.schedule.is_too_late(digest.due_at, self._clock.now())
        try:
            was_sent = given_up or await self._was_sent(digest, after=anchor(intent_at))
        except (TryLater, OutcomeUnknown) as error:
            _log.info("digest.not_searched", server=digest.server_id, why=str(error))
            self._later(digest, _AWAY)
            return
        except PublishError as error:
            _log.warning("digest.taken_for_sent", server=digest.server_id, why=str(error))
            was_sent = True
        if was_sent:
            await self._settle(digest, since=until)
        else:
            await self._release(digest)

    async def _was_sent(self, digest: Digest, *, after: MessageId) -> bool:
        nonce = _nonce(digest)
        if digest.user_id is None:
            return await self._post.was_posted(digest.channel_id, nonce, after=after)
        return await self._post.was_sent(digest.server_id, digest.user_id, nonce, after=after)

    async def _make(self, digest: Digest, *, until: datetime) -> Issue | None:
        """Return the digest to send; None where there is none, which is settled then, or none can be made."""
        schedule = digest.schedule
        request = Request(
            digest.server_id,
            digest.user_id,
            schedule.every,
            since=max(digest.since, until - _PERIODS * schedule.period),
            until=until,
        )
        try:
            issue = await self._making.make(request, self._seen(digest))
        except PublishError as error:
            await self._take(error, digest, until=until, unsent=digest.intent_at is None)
            return None
        if issue is None:
            await self._settle(digest, since=until)
        return issue

    def _seen(self, digest: Digest) -> Seen:
        async def seen(channels: Collection[ChannelId]) -> frozenset[ChannelId]:
            if digest.user_id is not None:
                return await self._post.seen_by(digest.server_id, digest.user_id, channels)
            return await self._post.seen_with(digest.channel_id, channels)

        return seen

    async def _send(self, digest: Digest, issue: Issue, *, until: datetime, fresh: bool) -> None:
        """Send a digest of which there is an intent. fresh: it was not tried before."""
        try:
            if digest.user_id is not None:
                await self._post.send(digest.user_id, issue, nonce=_nonce(digest))
            else:
                await self._post.post(digest.channel_id, issue, nonce=_nonce(digest))
        except PublishError as error:
            await self._take(error, digest, until=until, unsent=fresh)
        else:
            await self._settle(digest, since=until, passed=True)

    async def _take(self, error: PublishError, digest: Digest, *, until: datetime, unsent: bool) -> None:
        """Take in what went wrong. unsent: no earlier attempt can have come through."""
        _log.info("digest.not_sent", server=digest.server_id, reader=digest.user_id, why=str(error))
        match error:
            case TryLater():
                await self._try_later(digest, timedelta(seconds=error.seconds), unsent=unsent)
            case OutcomeUnknown():
                self._later(digest, _NO_ANSWER)
            case ReaderGone() if digest.user_id is not None:
                async with self._database.write() as tx:
                    await departures.left(tx, digest.server_id, digest.user_id, now=self._clock.now())
            case DoorClosed() | DestinationGone() | PermissionMissing() if digest.user_id is not None:
                await self._settle(digest, shut=isinstance(error, DoorClosed))
            case DestinationGone():
                await self._stop(digest)
                await self._post.notify(digest.server_id, "notice-digest-channel-gone", {})
            case PermissionMissing():
                await self._settle(digest)
                told: dict[str, object] = {"channel": digest.channel_id, "permission": error.permission}
                await self._post.notify(digest.server_id, "notice-digest-permission", told)
            case Refused():
                _log.error("digest.refused", server=digest.server_id, why=str(error))
                await self._settle(digest, since=until)
            case _:
                await self._try_later(digest, _AFTER_FAULT, unsent=unsent)

    async def _try_later(self, digest: Digest, wait: timedelta, *, unsent: bool) -> None:
        self._later(digest, wait)
        if unsent:
            await self._release(digest)

    async def _release(self, digest: Digest) -> None:
        async with self._database.write() as tx:
            await digests.release(tx, digest)

    def _later(self, digest: Digest, wait: timedelta) -> None:
        """Leave a digest alone for a while; after a restart it is tried at once."""
        self._not_before[digest.key] = self._clock.now() + wait

    async def _stop(self, digest: Digest) -> None:
        """End the digest of a channel that is gone."""
        async with self._database.write() as tx:
            await digests.stop_of_channel(tx, digest.server_id, digest.channel_id)

    async def _settle(
        self, digest: Digest, *, since: datetime | None = None, passed: bool = False, shut: bool = False
    ) -> None:
        """Wait for the next one, which begins where this did, or at `since`. passed, shut: what is known."""
        now = self._clock.now()
        async with self._database.write() as tx:
            await digests.settle(
                tx, digest, since=since or digest.since, due_at=digest.schedule.next_after(now, digest.zone)
            )
            if passed and digest.user_id is not None:
                await closed_doors.open(tx, digest.user_id)
            if shut and digest.user_id is not None:
                await closed_doors.close(tx, digest.user_id, now=now)


def _nonce(digest: Digest) -> str:
    """Return the same for every attempt at a digest, and another for every digest."""
    about = f"{digest.key}:{digest.intent_at}"
    return f"g{hashlib.sha256(about.encode()).hexdigest()[:_NONCE]}"
