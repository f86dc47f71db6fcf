"""What the app remembers about itself."""

from sqlalchemy import select

from bot.storage.database import Connection
from bot.storage.tables import memo
from bot.storage.upsert import insert


async def get(tx: Connection, key: str) -> str | None:
    """Return what was remembered under the key."""
    value: str | None = await tx.scalar(select(memo.c.value).where(memo.c.key == key))
    return value


async def put(tx: Connection, key: str, value: str) -> None:
    """Remember the value under the key, in place of an earlier one."""
    added = insert(tx, memo).values(key=key, value=value)
    await tx.execute(added.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
