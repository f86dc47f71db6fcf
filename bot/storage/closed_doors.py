"""Readers to whom Discord passes no direct message of ours on, and whether they were told.

A door that is closed is not knocked at again: it opens when the reader asks for something by direct message.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, exists, select, update

from bot.domain.ids import UserId
from bot.storage.database import Connection
from bot.storage.reader_tables import closed_door
from bot.storage.upsert import in_pieces, insert


async def close(tx: Connection, user_id: UserId, *, now: datetime) -> None:
    """Discord did not pass a message on; who was told of it stays told until the door opens."""
    row = {"user_id": user_id, "at": now}
    await tx.execute(insert(tx, closed_door).values(row).on_conflict_do_nothing())


async def is_closed(tx: Connection, user_id: UserId) -> bool:
    """Tell whether a direct message to the reader would not arrive."""
    return bool(await tx.scalar(select(exists().where(closed_door.c.user_id == user_id))))


async def closed_among(tx: Connection, user_ids: Collection[UserId]) -> frozenset[UserId]:
    """Return those of the readers whose doors are closed."""
    found: set[UserId] = set()
    for piece in in_pieces(list(user_ids)):
        rows = await tx.scalars(select(closed_door.c.user_id).where(closed_door.c.user_id.in_(piece)))
        found.update(UserId(each) for each in rows)
    return frozenset(found)


async def untold(tx: Connection, user_id: UserId) -> bool:
    """Tell whether the reader's door is closed and nobody has told them."""
    unaware = exists().where(closed_door.c.user_id == user_id, closed_door.c.told.is_(False))
    return bool(await tx.scalar(select(unaware)))


async def told(tx: Connection, user_id: UserId) -> bool:
    """Note that the reader has been told; False where they were already, or need not be."""
    unaware = (closed_door.c.user_id == user_id) & closed_door.c.told.is_(False)
    return (await tx.execute(update(closed_door).where(unaware).values(told=True))).rowcount == 1


async def open(tx: Connection, user_id: UserId) -> None:  # noqa: A001 -- `closed_doors.open`: what is meant
    """A message went through, or the reader wants to be written to: forget that the door was closed."""
    await tx.execute(delete(closed_door).where(closed_door.c.user_id == user_id))
