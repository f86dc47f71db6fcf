"""Watching the feeds: who is to be told that one can't be read or brings nothing more, and when it is over.

Everything is seen in the rows that the checks leave; what is to be said is a row too. That a feed has moved
is put down by the check that finds it out.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.feed_notice import QUIET_AT_LEAST, Cause, in_messages, is_our_fault, is_silent, usual_pause
from bot.domain.ids import ServerId
from bot.storage import feed_notices, feeds
from bot.storage.database import Connection, Database
from bot.storage.feed_notices import NewNotice

_log = structlog.get_logger(__name__)

_LOOK = timedelta(minutes=1)
# Silence is measured in days: so often is soon enough.
_LISTEN = timedelta(hours=6)
_AFTER_TROUBLE = timedelta(seconds=30)
_DAY = timedelta(days=1)
_KEPT = timedelta(days=90)


class FeedWatch:
    """Looks after the feeds. `wake` is set by a check that found a feed in trouble, or out of it.

    wake_telling: set after each look: there may be something to tell.
    """

    def __init__(
        self, database: Database, clock: Clock, *, wake: asyncio.Event, wake_telling: asyncio.Event
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._wake_telling = wake_telling
        self._listen_at = clock.now()

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            await self._clock.sleep_until(await self._look(), wake=self._wake)

    async def look(self) -> None:
        """Put down what is to be said, and what is over."""
        now = self._clock.now()
        async with self._database.read() as tx:
            new, over = await _down(tx), await feed_notices.over(tx)
            lately = await feed_notices.told_lately(tx, since=now - _DAY)
        if now >= self._listen_at:
            new += await self._silent(now)
            self._listen_at = now + _LISTEN
        messages = list(_messages(new, lately))
        if not messages and not over:
            return
        async with self._database.write() as tx:
            for notice_id, outcome in over:
                await feed_notices.end(tx, notice_id, outcome, now=now)
            for about in messages:
                told = feed_notices.add if len(about) == 1 else feed_notices.add_together
                await told(tx, about, now=now)
            await feed_notices.forget_old(tx, before=now - _KEPT)

    async def _look(self) -> datetime:
        try:
            await self.look()
        except Exception:  # noqa: BLE001  # the top of the loop: a full disk must not end it
            _log.exception("feed_watch.look_failed")
            return self._clock.now() + _AFTER_TROUBLE
        self._wake_telling.set()
        return self._clock.now() + _LOOK

    async def _silent(self, now: datetime) -> list[NewNotice]:
        """Return what is to be said of feeds that have been quiet for much longer than they usually are."""
        since = now - QUIET_AT_LEAST
        found: list[NewNotice] = []
        async with self._database.read() as tx:
            for feed_id in await feed_notices.quiet_feeds(tx, since=since):
                times = await feed_notices.last_times(tx, feed_id)
                pause = usual_pause(times)
                if pause is not None and is_silent(times, now=now):
                    found += await feed_notices.silent(tx, feed_id, since=since, last=max(times), pause=pause)
        return found


def _messages(new: Sequence[NewNotice], lately: Mapping[ServerId, int]) -> Iterator[Sequence[NewNotice]]:
    """Yield what each message is about; what finds no room today is found again."""
    of_servers: dict[ServerId, list[NewNotice]] = {}
    for each in new:
        of_servers.setdefault(each.server_id, []).append(each)
    for server_id, theirs in of_servers.items():
        yield from in_messages(theirs, lately=lately.get(server_id, 0))


async def _down(tx: Connection) -> list[NewNotice]:
    """Return what is to be said of feeds that can't be read, unless it is our own line that is down."""
    found = await feed_notices.down(tx)
    if found:
        failing, checked = await feeds.failing(tx)
        if is_our_fault(failing=failing, checked=checked):
            return [each for each in found if each.cause is Cause.ENDED]
    return found
