"""Digests of readers and of channels: which are due, which is being sent, when the next one comes.

A row of either is in one of three states: no digest, waiting for its time, or being sent (it has an intent).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Column, ColumnElement, Select, Table, and_, bindparam, delete, func, select, update
from sqlalchemy.engine import Row

from bot.domain.ids import ChannelId, ServerId, UserId
from bot.domain.quiet import QuietHours
from bot.domain.schedule import Every, Schedule
from bot.domain.turns import Turns
from bot.storage import settings
from bot.storage.database import Connection
from bot.storage.reader_tables import reader, server_digest
from bot.storage.tables import server
from bot.storage.upsert import insert

_UTC = ZoneInfo("UTC")
_NO_CHANNEL = ChannelId(0)


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest of a reader, or without a `user_id` of a channel.

    since: where the next one begins. intent_at: it is being sent since then. quiet: of the reader, or of the
    server for a channel. own_zone: a reader has chosen the zone, and it is not merely the server's.
    """

    server_id: ServerId
    schedule: Schedule
    zone: ZoneInfo
    due_at: datetime
    since: datetime
    user_id: UserId | None = None
    channel_id: ChannelId = _NO_CHANNEL
    quiet: QuietHours | None = None
    intent_at: datetime | None = None
    own_zone: bool = False

    @property
    def key(self) -> tuple[int, int]:
        """What tells it from all others."""
        return self.server_id, self.user_id or self.channel_id


@dataclass(frozen=True, slots=True)
class Hours:
    """The zone in which a reader's hours are meant, whether they chose it, and when it is quiet for them."""

    zone: ZoneInfo
    own_zone: bool = False
    quiet: QuietHours | None = None


async def of_reader(tx: Connection, user_id: UserId, server_id: ServerId) -> Digest | None:
    """Return a reader's digest of a server; None where they have none."""
    mine = and_(reader.c.user_id == user_id, reader.c.server_id == server_id)
    row = (await tx.execute(_READERS.where(mine))).first()
    return None if row is None else _of_reader(row)


async def of_channel(tx: Connection, channel_id: ChannelId) -> Digest | None:
    """Return a channel's digest; None where it has none."""
    row = (await tx.execute(_CHANNELS.where(server_digest.c.channel_id == channel_id))).first()
    return None if row is None else _of_channel(row)


async def of_server(tx: Connection, server_id: ServerId) -> list[Digest]:
    """Return the digests of a server's channels, the oldest first."""
    rows = await tx.execute(
        _CHANNELS.where(server_digest.c.server_id == server_id).order_by(
            server_digest.c.made_at, server_digest.c.channel_id
        )
    )
    return [_of_channel(row) for row in rows]


async def hours_of(tx: Connection, user_id: UserId, server_id: ServerId) -> Hours:
    """Return a reader's hours in a server, as they or else its owners chose them."""
    mine = and_(reader.c.user_id == user_id, reader.c.server_id == server_id)
    columns = select(reader.c.time_zone, reader.c.quiet_from, reader.c.quiet_until)
    row = (await tx.execute(columns.where(mine))).first()
    servers_own, _ = await hours_of_server(tx, server_id)
    if row is None:
        return Hours(servers_own)
    own = row.time_zone is not None
    return Hours(zone_named(row.time_zone) if own else servers_own, own, _quiet(row))


async def hours_of_server(tx: Connection, server_id: ServerId) -> tuple[ZoneInfo, QuietHours | None]:
    """Return a server's time zone and its quiet hours."""
    found = await settings.of(tx, server_id)
    return zone_named(found.time_zone), found.quiet


async def set_of_reader(tx: Connection, digest: Digest, zone_name: str | None, *, now: datetime) -> None:
    """Give a reader a digest, or another one; `zone_name`: of theirs from now on, if it is given."""
    schedule = digest.schedule
    values: dict[str, Any] = {
        "digest_every": schedule.every,
        "digest_at": schedule.at,
        "digest_weekday": schedule.weekday,
        "digest_due_at": digest.due_at,
        "digest_since": digest.since,
        "digest_intent_at": None,
    }
    if zone_name is not None:
        values["time_zone"] = zone_name
    row = {"user_id": digest.user_id, "server_id": digest.server_id, "made_at": now, **values}
    added = insert(tx, reader).values(row)
    await tx.execute(added.on_conflict_do_update(index_elements=["user_id", "server_id"], set_=values))


async def set_of_channel(tx: Connection, digest: Digest, *, now: datetime) -> None:
    """Give a channel a digest, or another one."""
    schedule = digest.schedule
    values: dict[str, Any] = {
        "server_id": digest.server_id,
        "every": schedule.every,
        "at": schedule.at,
        "weekday": schedule.weekday,
        "due_at": digest.due_at,
        "since": digest.since,
        "intent_at": None,
    }
    added = insert(tx, server_digest).values(channel_id=digest.channel_id, made_at=now, **values)
    await tx.execute(added.on_conflict_do_update(index_elements=["channel_id"], set_=values))


async def stop_of_reader(tx: Connection, user_id: UserId, server_id: ServerId) -> bool:
    """Let a reader have no digest of a server any more; False where they had none."""
    mine = and_(reader.c.user_id == user_id, reader.c.server_id == server_id)
    names = ("every", "at", "weekday", "due_at", "since", "intent_at")
    stopped = update(reader).where(mine, reader.c.digest_due_at.is_not(None))
    return (await tx.execute(stopped.values({f"digest_{name}": None for name in names}))).rowcount == 1


async def stop_of_channel(tx: Connection, server_id: ServerId, channel_id: ChannelId) -> bool:
    """Let a channel have no digest any more; False where it had none."""
    its_own = and_(server_digest.c.channel_id == channel_id, server_digest.c.server_id == server_id)
    return (await tx.execute(delete(server_digest).where(its_own))).rowcount == 1


async def due(
    tx: Connection, *, now: datetime, turns: Turns, besides: Collection[tuple[int, int]] = ()
) -> list[Digest]:
    """Return digests whose time has come, of a server the longest due first; `turns` says of which.

    besides: keys of those that are not meant.
    """
    kinds = ((_READERS, reader.c.digest_due_at, _of_reader), (_CHANNELS, server_digest.c.due_at, _of_channel))
    waiting: dict[ServerId, list[Digest]] = {}
    for columns, due_at, made in kinds:
        table = due_at.table
        ids = [ServerId(each) for each in await tx.scalars(_servers_due(due_at), {"now": now})]
        with_some = 0
        for server_id in turns.order(ids):
            others = sum(each[0] == server_id for each in besides)
            rows = await tx.execute(
                columns.where(due_at <= now, table.c.server_id == server_id)
                .order_by(due_at)
                .limit(turns.share + others)
            )
            found = [digest for digest in map(made, rows) if digest.key not in besides]
            waiting.setdefault(server_id, []).extend(found)
            with_some += bool(found)
            if with_some >= turns.free:  # further ones would find no place
                break
    return turns.pick({each: sorted(rows, key=lambda row: row.due_at) for each, rows in waiting.items()})


async def next_due(tx: Connection, *, after: datetime) -> datetime | None:
    """Return when the next digest is due that is not yet; None where there is none."""
    both = (reader.c.digest_due_at, server_digest.c.due_at)
    found = [await tx.scalar(_first_due(each), {"after": after}) for each in both]
    return min((each for each in found if each is not None), default=None)


async def begin(tx: Connection, digest: Digest, *, now: datetime) -> Digest | None:
    """Note that a digest is about to be sent; None where it was changed or stopped in the meantime."""
    table, name = _columns(digest)
    begun = update(table).where(_unchanged(digest), table.c[f"{name}intent_at"].is_(None))
    if (await tx.execute(begun.values({f"{name}intent_at": now}))).rowcount != 1:
        return None
    return replace(digest, intent_at=now)


async def release(tx: Connection, digest: Digest) -> None:
    """Note that a digest was certainly not sent: it can be begun again."""
    table, name = _columns(digest)
    await tx.execute(update(table).where(_unchanged(digest)).values({f"{name}intent_at": None}))


async def put_off(tx: Connection, digest: Digest, *, until: datetime) -> None:
    """Let a digest come later: it is quiet now."""
    table, name = _columns(digest)
    await tx.execute(update(table).where(_unchanged(digest)).values({f"{name}due_at": until}))


async def settle(tx: Connection, digest: Digest, *, since: datetime, due_at: datetime) -> None:
    """Note that a digest is done with: when the next one is due, and where that begins."""
    table, name = _columns(digest)
    begins = table.c[f"{name}since"]
    reached = update(table).where(_its_row(digest), begins < since)
    await tx.execute(reached.values({f"{name}since": since}))
    settled = update(table).where(_unchanged(digest))
    await tx.execute(settled.values({f"{name}due_at": due_at, f"{name}intent_at": None}))


async def reschedule(
    tx: Connection, server_id: ServerId, *, user_id: UserId | None = None, now: datetime
) -> None:
    """Time zones were changed, a reader's or else the server's: let digests come when clocks show their hour.

    What is due already stays so.
    """
    rows = await tx.execute(_READERS.where(reader.c.server_id == server_id, reader.c.digest_due_at > now))
    theirs = [_of_reader(row) for row in rows]
    if user_id is None:
        concerned = [each for each in theirs if not each.own_zone] + await of_server(tx, server_id)
    else:
        concerned = [each for each in theirs if each.user_id == user_id]
    for each in concerned:
        table, name = _columns(each)
        if each.due_at > now:
            due_at = each.schedule.next_after(now, each.zone)
            await tx.execute(update(table).where(_unchanged(each)).values({f"{name}due_at": due_at}))


def _columns(digest: Digest) -> tuple[Table, str]:
    """Return the table of a digest, and what the names of its columns begin with there."""
    return (server_digest, "") if digest.user_id is None else (reader, "digest_")


def _its_row(digest: Digest) -> ColumnElement[bool]:
    if digest.user_id is None:
        return server_digest.c.channel_id == digest.channel_id
    return and_(reader.c.user_id == digest.user_id, reader.c.server_id == digest.server_id)


def _unchanged(digest: Digest) -> ColumnElement[bool]:
    table, name = _columns(digest)
    return and_(_its_row(digest), table.c[f"{name}due_at"] == digest.due_at)


# Asked at every look: made once, as putting such a statement together takes longer than to execute it.
@cache
def _servers_due(due_at: Column[Any]) -> Select[int]:
    """Select the servers that have digests due at `now`."""
    table = due_at.table
    return select(table.c.server_id).where(due_at <= bindparam("now"), _served(table)).distinct()


@cache
def _first_due(due_at: Column[Any]) -> Select[datetime]:
    """Select when the first digest is due after `after`."""
    first = func.min(due_at, type_=due_at.type)
    return select(first).where(due_at > bindparam("after"), _served(due_at.table))


def _served(table: Any) -> ColumnElement[bool]:
    """Tell of which servers anything goes out."""
    serves = select(server.c.id).where(server.c.left_at.is_(None), server.c.paused_at.is_(None))
    served: ColumnElement[bool] = table.c.server_id.in_(serves)
    return served


_READERS = (
    select(reader, server.c.time_zone.label("server_zone"))
    .join(server, server.c.id == reader.c.server_id)
    .where(reader.c.digest_due_at.is_not(None))
)
_CHANNELS = select(
    server_digest, server.c.time_zone.label("server_zone"), server.c.quiet_from, server.c.quiet_until
).join(server, server.c.id == server_digest.c.server_id)


def _of_reader(row: Row[Any]) -> Digest:
    return Digest(
        server_id=ServerId(row.server_id),
        user_id=UserId(row.user_id),
        schedule=Schedule(Every(row.digest_every), row.digest_at, row.digest_weekday),
        zone=zone_named(row.time_zone or row.server_zone),
        own_zone=row.time_zone is not None,
        quiet=_quiet(row),
        due_at=row.digest_due_at,
        since=row.digest_since,
        intent_at=row.digest_intent_at,
    )


def _of_channel(row: Row[Any]) -> Digest:
    return Digest(
        server_id=ServerId(row.server_id),
        channel_id=ChannelId(row.channel_id),
        schedule=Schedule(Every(row.every), row.at, row.weekday),
        zone=zone_named(row.server_zone),
        quiet=_quiet(row),
        due_at=row.due_at,
        since=row.since,
        intent_at=row.intent_at,
    )


def _quiet(row: Any) -> QuietHours | None:
    return None if row.quiet_from is None else QuietHours(row.quiet_from, row.quiet_until)


def zone_named(name: str) -> ZoneInfo:
    """Return a zone that was stored by its name; UTC for one that this machine no longer knows."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return _UTC
