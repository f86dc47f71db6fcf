"""Digests as readers and owners choose them, and a look at what one would have."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.channel import MaySee
from bot.domain.digest import Issue
from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, ServerId, UserId
from bot.domain.quiet import quiet_until
from bot.domain.schedule import Choice
from bot.domain.zones import time_zone
from bot.pipeline.digest_making import DigestMaking, Request
from bot.storage import audits, closed_doors, digests
from bot.storage.database import Connection, Database
from bot.storage.digests import Digest

# In one server: more would be a second newsroom.
MOST_IN_SERVER = 10
_GLANCE = timedelta(days=1)


class Channels(Protocol):
    """What is asked of the server's channels; `bot.chat.channels`."""

    def missing_to_write(self, channel_id: ChannelId) -> tuple[str, ...]:
        """Return the names of the permissions that a message lacks in a channel."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A digest as it stands: when the next one comes, and whether the reader's direct messages are closed.

    waits: whether that is later than its hour, which is in quiet hours.
    """

    digest: Digest
    next_at: datetime
    shut: bool = False
    waits: bool = False


class Digests:
    """Changes digests. wake: set when one may be due earlier than before."""

    def __init__(
        self,
        database: Database,
        making: DigestMaking,
        channels: Channels,
        clock: Clock,
        *,
        wake: asyncio.Event,
    ) -> None:
        self._database = database
        self._making = making
        self._channels = channels
        self._clock = clock
        self._wake = wake

    async def of_reader(self, server_id: ServerId, user_id: UserId) -> Chosen | None:
        """Return a reader's digest of a server."""
        async with self._database.read() as tx:
            digest = await digests.of_reader(tx, user_id, server_id)
            shut = await closed_doors.is_closed(tx, user_id)
        return None if digest is None else self._chosen(digest, shut=shut)

    async def zone_of_server(self, server_id: ServerId) -> str:
        """Return the name of the zone that a server's clocks are in."""
        async with self._database.read() as tx:
            return (await digests.hours_of_server(tx, server_id))[0].key

    async def choose(
        self, server_id: ServerId, user_id: UserId, choice: Choice, *, zone_name: str | None = None
    ) -> Chosen:
        """Give a reader a digest of a server, or change theirs; raise InvalidInput.

        zone_name: as they typed it. Who wants one wants to be written to: a closed door is tried again.
        """
        zone = None if zone_name is None else time_zone(zone_name)
        now = self._clock.now()
        async with self._database.write() as tx:
            before = await digests.of_reader(tx, user_id, server_id)
            hours = await digests.hours_of(tx, user_id, server_id)
            digest = Digest(
                server_id=server_id,
                user_id=user_id,
                schedule=choice.after(None if before is None else before.schedule),
                zone=zone or hours.zone,
                own_zone=zone is not None or hours.own_zone,
                quiet=hours.quiet,
                due_at=now,
                since=now,
            )
            digest = _planned(digest, before, now=now)
            await digests.set_of_reader(tx, digest, None if zone is None else zone.key, now=now)
            await closed_doors.open(tx, user_id)
        self._wake.set()
        return self._chosen(digest)

    async def stop(self, server_id: ServerId, user_id: UserId) -> bool:
        """Let a reader have no digest of a server; False where they had none."""
        async with self._database.write() as tx:
            return await digests.stop_of_reader(tx, user_id, server_id)

    async def try_again(self, server_id: ServerId, user_id: UserId) -> Chosen | None:
        """Try a closed door again with the next digest, which is returned."""
        async with self._database.write() as tx:
            await closed_doors.open(tx, user_id)
        return await self.of_reader(server_id, user_id)

    async def glance(self, server_id: ServerId, user_id: UserId, may_see: MaySee) -> Issue | None:
        """Return what a digest of the last day, or of a weekly one's week, would have; None for nothing."""
        now = self._clock.now()
        async with self._database.read() as tx:
            digest = await digests.of_reader(tx, user_id, server_id)
        span = _GLANCE if digest is None else digest.schedule.period

        async def seen(channels: Collection[ChannelId]) -> frozenset[ChannelId]:
            return frozenset(filter(may_see, channels))

        request = Request(server_id, user_id, None, since=now - span, until=now)
        return await self._making.make(request, seen)

    async def of_server(self, server_id: ServerId) -> list[Chosen]:
        """Return the digests of a server's channels."""
        async with self._database.read() as tx:
            return [self._chosen(each) for each in await digests.of_server(tx, server_id)]

    async def choose_for_channel(
        self, server_id: ServerId, actor: UserId, channel_id: ChannelId, choice: Choice
    ) -> Chosen:
        """Give a channel a digest, or change its own; raise InvalidInput."""
        missing = self._channels.missing_to_write(channel_id)
        if missing:
            raise InvalidInput("error-channel-permissions", channel=channel_id, missing=", ".join(missing))
        now = self._clock.now()
        async with self._database.write() as tx:
            before = await digests.of_channel(tx, channel_id)
            if before is None:
                await _check_room(tx, server_id)
            zone, quiet = await digests.hours_of_server(tx, server_id)
            digest = Digest(
                server_id=server_id,
                channel_id=channel_id,
                schedule=choice.after(None if before is None else before.schedule),
                zone=zone,
                quiet=quiet,
                due_at=now,
                since=now,
            )
            digest = _planned(digest, before, now=now)
            await digests.set_of_channel(tx, digest, now=now)
            details = {"channel": channel_id, "every": digest.schedule.every, "at": digest.schedule.clock}
            await audits.record(tx, AuditEntry(server_id, "digest-set", "", now, actor, details))
        self._wake.set()
        return self._chosen(digest)

    async def stop_for_channel(self, server_id: ServerId, actor: UserId, channel_id: ChannelId) -> bool:
        """Let a channel have no digest; False where it had none."""
        now = self._clock.now()
        async with self._database.write() as tx:
            stopped = await digests.stop_of_channel(tx, server_id, channel_id)
            if stopped:
                details = {"channel": channel_id}
                await audits.record(tx, AuditEntry(server_id, "digest-removed", "", now, actor, details))
        return stopped

    def _chosen(self, digest: Digest, *, shut: bool = False) -> Chosen:
        due_at = max(digest.due_at, self._clock.now())
        waits = None if digest.quiet is None else quiet_until(due_at, digest.zone, digest.quiet)
        return Chosen(digest, waits or due_at, shut=shut, waits=waits is not None)


def _planned(digest: Digest, before: Digest | None, *, now: datetime) -> Digest:
    """Return a digest with the time of the next one; the first begins a whole period before that."""
    due_at = digest.schedule.next_after(now, digest.zone)
    since = due_at - digest.schedule.period if before is None else before.since
    return replace(digest, due_at=due_at, since=since)


async def _check_room(tx: Connection, server_id: ServerId) -> None:
    if len(await digests.of_server(tx, server_id)) >= MOST_IN_SERVER:
        raise InvalidInput("error-digests-full", limit=MOST_IN_SERVER)
