"""Readers who are told of stories, and how tests look at what they got."""

import re

from sqlalchemy import select

from bot.domain.ids import ServerId, TagId, UserId
from bot.domain.subscription import Reach
from bot.storage import readers, role_changes, subscriptions
from bot.storage.reader_tables import notification, role_change, tag_role
from bot.storage.tables import tag as tags_table
from tests.builders import an_item
from tests.newsroom_running import text_of

TALKS = an_item("talks", categories=("Peace", "Talks", "Europe"))


class Audience:
    """Members of a newsroom's server with subscriptions, without a client of their own."""

    def __init__(self, newsroom):
        self.newsroom = newsroom
        self.server_id = ServerId(newsroom.server.id)

    def join(self, name, **options):
        return self.newsroom.reader_account(name, **options)

    async def subscribe(self, account, *tags, reach=None):
        """Subscribe a member to tags."""
        app, user_id = self.newsroom.app, UserId(account.id)
        async with app.database.write() as tx:
            ids = [TagId(tag.id) for tag in tags]
            now = app.clock.now()
            await subscriptions.add(tx, self.server_id, user_id, ids, reach=reach, now=now)
            await role_changes.follow(tx, self.server_id, user_id, now=now)
        return account

    async def unsubscribe(self, account, tag):
        app, user_id = self.newsroom.app, UserId(account.id)
        async with app.database.write() as tx:
            await subscriptions.remove(tx, self.server_id, user_id, [TagId(tag.id)])
            await role_changes.follow(tx, self.server_id, user_id, now=app.clock.now())

    async def crowd(self, number, *tags, reach=None):
        """Let so many members subscribe."""
        return [
            await self.subscribe(self.join(f"Reader {each}"), *tags, reach=reach) for each in range(number)
        ]

    async def quiet(self, account, hours, zone="UTC"):
        app = self.newsroom.app
        async with app.database.write() as tx:
            await readers.set_times(
                tx, self.server_id, UserId(account.id), time_zone=zone, quiet=hours, now=app.clock.now()
            )
            await role_changes.follow(tx, self.server_id, UserId(account.id), now=app.clock.now())

    def mentions(self, thread):
        """The messages of ours in a discussion that mention somebody, oldest first."""
        ours = self.newsroom.application.account
        return [message for message in thread.log if message.author is ours and message.mentions.users]

    def messages(self, account):
        """Our direct messages to a member, oldest first."""
        ours = self.newsroom.application.account
        return list(self.newsroom.standin.world.direct_channel(ours, account).log)

    async def settled(self, number=1):
        """Wait until so many notifications, and no fewer, are neither queued nor being sent."""
        return await self.newsroom.until(
            _notifications,
            lambda rows: len(rows) == number and not {row.state for row in rows} & {"queued", "sending"},
        )

    async def ways(self):
        """How each member was told: their name with the way, and the reason where they were not."""
        async with self.newsroom.app.database.read() as tx:
            rows = await _notifications(tx)
        names = self.newsroom.standin.world.accounts
        return {names[row.user_id].name: (row.reach, row.reason or row.state) for row in rows}

    async def role_of(self, tag):
        """The role of ours that a tag has, once all who should have it do."""
        row = await self.newsroom.until(lambda tx: _role(tx, tag), lambda found: found is not None)
        await self.newsroom.until(_changes, lambda due: not due)
        return self.newsroom.server.roles[row]

    async def no_role(self, tag):
        await self.newsroom.until(lambda tx: _role(tx, tag), lambda found: found is None)
        await self.newsroom.until(_standing, lambda rows: not rows)

    def holders(self, role):
        return {
            member.account.name for member in self.newsroom.server.members.values() if role.id in member.roles
        }


def mentioned(message):
    """The ids that a message names."""
    return [int(found) for found in re.findall(r"<@(\d+)>", text_of(message.components))]


def pinged_roles(message):
    return list(message.mentions.roles)


def links(text):
    return re.findall(r"\]\((\S+?)\)", text)


async def _notifications(tx):
    return (await tx.execute(select(notification))).all()


async def _role(tx, tag):
    return await tx.scalar(
        select(tags_table.c.role_id).where(tags_table.c.id == tag.id, tags_table.c.role_is_ours)
    )


async def _changes(tx):
    return (await tx.execute(select(role_change).where(role_change.c.not_before.is_not(None)))).all()


async def _standing(tx):
    return (await tx.execute(select(tag_role).where(tag_role.c.state != "unwanted"))).all()


ALL_WAYS = tuple(Reach)
