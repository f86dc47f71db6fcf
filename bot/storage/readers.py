"""What readers have chosen in a server; there is a row only of who chose anything."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.engine import Row

from bot.domain.ids import ServerId, UserId
from bot.domain.quiet import QuietHours
from bot.domain.subscription import Reach, Reader
from bot.storage.database import Connection
from bot.storage.reader_tables import reader, subscription
from bot.storage.upsert import insert


async def of(tx: Connection, server_id: ServerId, user_id: UserId) -> Reader:
    """Return what a reader has chosen; the usual where that is nothing."""
    theirs = (reader.c.user_id == user_id) & (reader.c.server_id == server_id)
    row = (await tx.execute(select(reader).where(theirs))).first()
    return Reader(user_id, server_id) if row is None else _reader(row)


async def set_reach(
    tx: Connection, server_id: ServerId, user_id: UserId, reach: Reach, *, now: datetime
) -> None:
    """Let a reader's stories reach them in this way from now on, but for tags with a way of their own."""
    await _change(tx, server_id, user_id, {"reach": reach}, now=now)


async def set_times(
    tx: Connection,
    server_id: ServerId,
    user_id: UserId,
    *,
    time_zone: str | None,
    quiet: QuietHours | None,
    now: datetime,
) -> None:
    """Let a reader live in this time zone, or the server's, and have these quiet hours, or none."""
    hours = (None, None) if quiet is None else (quiet.start, quiet.end)
    chosen = {"time_zone": time_zone, "quiet_from": hours[0], "quiet_until": hours[1]}
    await _change(tx, server_id, user_id, chosen, now=now)


async def language_of(tx: Connection, server_id: ServerId, user_id: UserId) -> str | None:
    """Return the locale in which a reader of a server is written to; None where they were not heard yet."""
    theirs = (reader.c.user_id == user_id) & (reader.c.server_id == server_id)
    found: str | None = await tx.scalar(select(reader.c.language).where(theirs))
    return found


async def is_heard(tx: Connection, user_id: UserId, language: str, server_id: ServerId | None) -> bool:
    """Tell whether `hear` would change nothing."""
    other = exists().where(reader.c.user_id == user_id, reader.c.language.is_distinct_from(language))
    return not await tx.scalar(select(or_(other, _subscribed_only(user_id, server_id))))


async def hear(
    tx: Connection, user_id: UserId, language: str, server_id: ServerId | None, *, now: datetime
) -> None:
    """Note the language of a reader who used us, in a server or by direct message: it is theirs everywhere.

    Of who has chosen nothing it is not kept.
    """
    if server_id is not None and await tx.scalar(select(_subscribed_only(user_id, server_id))):
        await _change(tx, server_id, user_id, {"language": language}, now=now)
    await tx.execute(update(reader).where(reader.c.user_id == user_id).values(language=language))


def _subscribed_only(user_id: UserId, server_id: ServerId | None) -> ColumnElement[bool]:
    """Tell whether they subscribed to something in a server, and have chosen nothing else there."""
    subscribed = exists().where(subscription.c.user_id == user_id, subscription.c.server_id == server_id)
    chose = exists().where(reader.c.user_id == user_id, reader.c.server_id == server_id)
    return and_(subscribed, ~chose)


async def _change(
    tx: Connection, server_id: ServerId, user_id: UserId, chosen: Mapping[str, Any], *, now: datetime
) -> None:
    row = {"server_id": server_id, "user_id": user_id, "made_at": now, **chosen}
    added = insert(tx, reader).values(row)
    await tx.execute(added.on_conflict_do_update(index_elements=["user_id", "server_id"], set_=chosen))


def _reader(row: Row[Any]) -> Reader:
    return Reader(
        user_id=UserId(row.user_id),
        server_id=ServerId(row.server_id),
        reach=Reach(row.reach),
        time_zone=row.time_zone,
        quiet=None if row.quiet_from is None else QuietHours(row.quiet_from, row.quiet_until),
        digest_every=row.digest_every,
        digest_at=row.digest_at,
        digest_weekday=row.digest_weekday,
        digest_due_at=row.digest_due_at,
    )
