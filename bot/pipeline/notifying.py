"""Telling readers of a story: settled once its card stands, then done as each of them wants it.

    a card stands ──► who is told, how and when ──► mentioned in the discussion, many in a message
    (and its            (one transaction)      └──► written to, several stories in a message
    discussion)

What is told is a row first; see `bot.domain.notification`. Whoever has the role of one of its tags has been
pinged by the card itself.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.errors import PublishError
from bot.domain.ids import EditionId, UserId
from bot.domain.notification import TOLD_WITHIN, Choice, Notification, Occasion, settle
from bot.domain.server import ServerSettings
from bot.pipeline.ports import Publisher
from bot.pipeline.reader_ports import ReaderPost
from bot.pipeline.rounds import Rounds, every
from bot.pipeline.telling import Telling
from bot.storage import closed_doors, notifications, settings, tag_roles
from bot.storage.database import Connection, Database
from bot.storage.notifications import Due, Posted, Task

_log = structlog.get_logger(__name__)

# Rows tell what is due: they are looked at so often, which costs next to nothing.
_LOOK = timedelta(seconds=1)
_SWEEP = timedelta(hours=1)
_AFTER_TROUBLE = timedelta(seconds=10)
_AFTER_FAULT = timedelta(minutes=10)
_WHILE_AWAY = timedelta(minutes=1)
# Longer than the longest digest reaches back, which leaves out what a reader was told.
_KEPT = timedelta(days=35)
_SETTLED_AT_ONCE = _FORGOTTEN_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class NotifyingRules:
    """What an operator can set. nonce_window: for how long Discord is trusted to remember a nonce."""

    nonce_window: timedelta = timedelta(seconds=60)


class Notifying:
    """Tells readers of stories. `wake_roles` is set when a tag has subscribers enough for a role."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        post: ReaderPost,
        clock: Clock,
        rules: NotifyingRules,
        *,
        wake_roles: asyncio.Event,
    ) -> None:
        self.wake = asyncio.Event()
        self._database = database
        self._publisher = publisher
        self._post = post
        self._clock = clock
        self._wake_roles = wake_roles
        self._telling = Telling(database, publisher, post, clock, nonce_window=rules.nonce_window)
        self._rounds = Rounds(
            database, clock, find=every(_LOOK, notifications.due), do=self._do, wake=self.wake
        )

    async def run(self) -> None:
        """Tell what is due until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._rounds.run())
            tasks.create_task(self._sweep_for_ever())

    async def tell_due(self) -> datetime:
        """Tell some of what is due; return when to look again."""
        return await self._rounds.one()

    async def sweep(self) -> None:
        """Drop what waited until it was no news any more, and forget what was settled long ago."""
        now = self._clock.now()
        async with self._database.write() as tx:
            await notifications.expire(tx, before=now - TOLD_WITHIN, now=now)
        forgotten = _FORGOTTEN_AT_ONCE
        while forgotten == _FORGOTTEN_AT_ONCE:  # others write in between
            async with self._database.write() as tx:
                forgotten = await notifications.forget(
                    tx, settled_before=now - _KEPT, most=_FORGOTTEN_AT_ONCE
                )

    async def _sweep_for_ever(self) -> None:
        while True:
            wait = _SWEEP
            try:
                await self.sweep()
            except Exception:  # noqa: BLE001  # the top of the loop: a full disk must not end it
                _log.exception("notifying.not_swept")
                wait = _AFTER_TROUBLE
            await self._clock.sleep_until(self._clock.now() + wait)

    async def _do(self, due: Due) -> None:
        try:
            await self._do_due(due)
        except PublishError as error:  # of what was asked before anything was sent
            await self._put_off(due, error)
        except Exception:  # noqa: BLE001  # a bug keeps back this one only
            _log.exception("notifying.failed", task=due.task, server=due.server_id, number=due.number)
            await self._later(due, _AFTER_FAULT)

    async def _do_due(self, due: Due) -> None:
        if self._post.is_away(due.server_id):
            await self._later(due, _WHILE_AWAY)
            return
        match due.task:
            case Task.SETTLE:
                await self.settle(EditionId(due.number))
            case Task.MENTION:
                await self._telling.mention(EditionId(due.number))
            case _:
                await self._telling.write(due.server_id, UserId(due.number))

    async def settle(self, edition_id: EditionId) -> None:
        """Decide for each reader of a story how they are told of it, once."""
        now = self._clock.now()
        async with self._database.read() as tx:  # long, with many readers: others may write meanwhile
            posted = await notifications.unsettled(tx, edition_id)
            if posted is None or posted.posted_at < now - TOLD_WITHIN:
                decided = None
            else:
                own = await settings.of(tx, posted.server_id)
                decided = posted, own, await self._decisive(tx, posted, own, now)
        if decided is None:
            async with self._database.write() as tx:
                await notifications.note_settled(tx, edition_id, now=now)
        else:
            posted, own, decisive = decided
            await self._settle(posted, own, settle(*decisive), now)

    async def _settle(
        self, posted: Posted, own: ServerSettings, settled: Sequence[Notification], now: datetime
    ) -> None:
        """Store what is decided; repeated after it was cut off it changes nothing of what was stored."""
        edition_id = posted.edition_id
        for start in range(0, len(settled), _SETTLED_AT_ONCE):  # others write in between
            piece = settled[start : start + _SETTLED_AT_ONCE]
            async with self._database.write() as tx:
                await notifications.add(tx, edition_id, posted.server_id, piece, now=now)
        async with self._database.write() as tx:
            await notifications.note_settled(tx, edition_id, now=now)
            roles = await tag_roles.pings(tx, edition_id)
            wanted = await tag_roles.review_tags(tx, edition_id, ping_from=own.ping_from, now=now)
        _log.info("notifying.settled", edition=edition_id, readers=len(settled))
        if wanted:
            self._wake_roles.set()
        if len(self._publisher.pingable(posted.channel_id, roles)) < len(roles):
            fields: dict[str, object] = {"channel": posted.channel_id}
            await self._publisher.notify(posted.server_id, "notice-role-not-pinged", fields)

    async def _decisive(
        self, tx: Connection, posted: Posted, own: ServerSettings, now: datetime
    ) -> tuple[list[Choice], Occasion]:
        """Return what decides who is told, and how."""
        choices = await notifications.choices(
            tx, posted.edition_id, posted_at=posted.posted_at, pinged=posted.pings, begun_at=posted.begun_at
        )
        hours = (None, None) if own.quiet is None else (own.quiet.start, own.quiet.end)
        quiet = notifications.quiet_of(*hours, own.time_zone)
        return choices, Occasion(
            now,
            discussed=posted.thread_id is not None,
            breaking=posted.breaking,
            quiet=quiet,
            closed=await closed_doors.closed_among(tx, {choice.user_id for choice in choices}),
        )

    async def _put_off(self, due: Due, error: PublishError) -> None:
        seconds = error.fields.get("seconds", _WHILE_AWAY.total_seconds())
        _log.info("notifying.put_off", task=due.task, server=due.server_id, why=str(error))
        await self._later(due, timedelta(seconds=float(str(seconds))))

    async def _later(self, due: Due, wait: timedelta) -> None:
        async with self._database.write() as tx:
            await notifications.put_off(tx, due, until=self._clock.now() + wait)
