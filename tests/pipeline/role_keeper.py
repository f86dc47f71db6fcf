"""A tag with readers, and the walk that keeps its role."""

import asyncio
from contextlib import suppress

from sqlalchemy import select

from bot.domain.errors import OutcomeUnknown
from bot.domain.ids import TagId, UserId
from bot.domain.subscription import Reach
from bot.pipeline.role_keeping import RoleKeeping
from bot.storage import role_changes, subscriptions, tag_roles
from bot.storage.reader_tables import role_change, tag_role
from bot.storage.tables import tag
from tests.pipeline.memory_discord import Crash
from tests.pipeline.memory_readers import MemoryRoles
from tests.pipeline.newsroom import SERVER, an_edition

READERS = [UserId(5000 + number) for number in range(4)]
TAG = TagId(1)
LOST = OutcomeUnknown(why="lost")


class Keeping:
    """A process that keeps the role of the tag."""

    def __init__(self, database, discord, clock):
        self.database, self.discord, self.clock = database, discord, clock
        self.roles = MemoryRoles(discord, clock)
        self.begin()

    def begin(self):
        self.wake = asyncio.Event()
        self.keeping = RoleKeeping(self.database, self.discord, self.roles, self.clock, wake=self.wake)

    async def choose(self, reader, *, reach=Reach.MENTION):
        async with self.database.write() as tx:
            now = self.clock.now()
            await subscriptions.remove(tx, SERVER, reader, [TAG])
            if reach is not None:
                await subscriptions.add(tx, SERVER, reader, [TAG], reach=reach, now=now)
            await role_changes.follow(tx, SERVER, reader, now=now)

    async def review_tags(self):
        async with self.database.write() as tx:
            return await tag_roles.review_tags(tx, 1, ping_from=4, now=self.clock.now())

    async def keep(self, *, times=3):
        """Keep roles, a process long."""
        with suppress(BaseExceptionGroup, Crash):
            for _ in range(times):
                await self.keeping.keep_due()

    async def role(self):
        """The role that the tag has; there is no other."""
        async with self.database.read() as tx:
            role_id = await tx.scalar(select(tag.c.role_id).where(tag.c.id == TAG))
        assert list(self.roles.there) == ([] if role_id is None else [role_id])
        return role_id

    async def state(self):
        async with self.database.read() as tx:
            return [row.state for row in await tx.execute(select(tag_role))]

    async def waiting(self):
        async with self.database.read() as tx:
            due = role_change.c.not_before.is_not(None)
            return [row.user_id for row in await tx.execute(select(role_change).where(due))]


async def a_tag_with_readers(database, discord, clock):
    """Return what keeps the role that the tag is to have; it is not made yet."""
    made = Keeping(database, discord, clock)
    await an_edition(database)
    async with database.write() as tx:
        await tx.exec_driver_sql("UPDATE server SET ping_from = 4")
    for reader in READERS:
        await made.choose(reader)
    assert await made.review_tags()
    return made
