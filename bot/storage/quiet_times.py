"""Whose quiet hours it is when a message is about to go: hours change, and what waited comes late."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from bot.domain.ids import ServerId, UserId
from bot.domain.notification import Occasion, Quiet, moment_to_tell
from bot.storage import settings
from bot.storage.database import Connection
from bot.storage.notification_batches import Queued
from bot.storage.notifications import quiet_of
from bot.storage.reader_tables import reader
from bot.storage.tables import server
from bot.storage.upsert import in_pieces


async def waits(
    tx: Connection, server_id: ServerId, queued: Mapping[Queued, bool], *, now: datetime
) -> dict[Queued, datetime]:
    """Return until when each of the readers is not to be told for whom it is quiet now.

    queued: with whether the story is breaking, which goes through quiet hours.
    """
    own = await settings.of(tx, server_id)
    hours = (None, None) if own.quiet is None else (own.quiet.start, own.quiet.end)
    of_server = quiet_of(*hours, own.time_zone)
    of_readers = await _of_readers(tx, server_id, sorted({each.user_id for each in queued}))
    found = {
        each: moment_to_tell(of_readers.get(each.user_id), Occasion(now, breaking=breaking, quiet=of_server))
        for each, breaking in queued.items()
    }
    return {each: until for each, until in found.items() if until > now}


async def _of_readers(tx: Connection, server_id: ServerId, readers: list[UserId]) -> dict[UserId, Quiet]:
    found: dict[UserId, Quiet] = {}
    for piece in in_pieces(readers):
        zone = func.coalesce(reader.c.time_zone, server.c.time_zone).label("zone")
        rows = await tx.execute(
            select(reader.c.user_id, reader.c.quiet_from, reader.c.quiet_until, zone)
            .join(server, server.c.id == reader.c.server_id)
            .where(reader.c.server_id == server_id, reader.c.user_id.in_(piece))
        )
        for row in rows:
            if (quiet := quiet_of(row.quiet_from, row.quiet_until, row.zone)) is not None:
                found[UserId(row.user_id)] = quiet
    return found
