"""What nobody decided on in time: it goes nowhere, and the server's moderators are told once for all of it.

    held ──► expired    when it was held for as long as its server's owners let it wait

That moderators were told is remembered by the time of the last expiry that they were told of: a crash before
that tells them again, in the same message.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.ids import ServerId
from bot.domain.verdict import VerdictKind
from bot.pipeline.ports import Publisher
from bot.storage import clearing, memos, reviews, verdicts
from bot.storage.clearing import Longest
from bot.storage.database import Connection, Database

_log = structlog.get_logger(__name__)

_LOOK = timedelta(minutes=1)
_AT_ONCE = 200  # of one server, in one transaction
# What expires soon after is told together.
_TOLD_AGAIN_AFTER = timedelta(hours=1)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Expiring:
    """Ends what is held for too long, and tells of it."""

    def __init__(self, database: Database, publisher: Publisher, clock: Clock) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock

    async def run(self) -> None:
        """End what is held for too long until cancelled."""
        while True:
            try:
                again_at = await self.expire_due()
            except Exception:  # noqa: BLE001  # the top of the loop: a full disk must not end it
                _log.exception("expiring.look_failed")
                again_at = self._clock.now() + _LOOK
            await self._clock.sleep_until(again_at)

    async def expire_due(self) -> datetime:
        """End what was held for too long, and tell of what ended; return when to look again."""
        now = self._clock.now()
        async with self._database.read() as tx:
            held = await clearing.longest_held(tx)
        for each in held:
            if _ends_at(each) <= now:
                await self._expire(each, now)
        async with self._database.read() as tx:
            ended = await clearing.lately_expired(tx, since=now - timedelta(days=7))
        for server_id in ended:
            await self._tell(server_id, now)
        return _next_look(held, now)

    async def _expire(self, longest: Longest, now: datetime) -> None:
        async with self._database.write() as tx:
            ids = await clearing.expire(
                tx, longest.server_id, held_before=now - longest.waits, now=now, limit=_AT_ONCE
            )
            for edition_id in ids:
                await verdicts.record(tx, longest.server_id, edition_id, VerdictKind.EXPIRED, at=now)
            await reviews.ask(tx, ids, at=now)
        _log.info("held.expired", server=longest.server_id, stories=len(ids))

    async def _tell(self, server_id: ServerId, now: datetime) -> None:
        async with self._database.read() as tx:
            told = await _told_until(tx, server_id)
            count, last = await clearing.expired_after(tx, server_id, told)
        if last is None or now - told < _TOLD_AGAIN_AFTER:
            return
        # `last` makes another cause of it than of those before.
        fields: dict[str, object] = {"count": count, "last": last}
        if await self._publisher.notify(server_id, "notice-held-expired", fields):
            async with self._database.write() as tx:
                await memos.put(tx, _memo(server_id), last.isoformat())


async def _told_until(tx: Connection, server_id: ServerId) -> datetime:
    told = await memos.get(tx, _memo(server_id))
    return _LONG_AGO if told is None else datetime.fromisoformat(told)


def _memo(server_id: ServerId) -> str:
    return f"expired-told:{server_id}"


def _ends_at(longest: Longest) -> datetime:
    return longest.held_at + longest.waits


def _next_look(held: Iterable[Longest], now: datetime) -> datetime:
    later = (at for each in held if (at := _ends_at(each)) > now)
    return min((*later, now + _LOOK))
