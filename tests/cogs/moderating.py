"""A newsroom's moderators, what waits for them, and their hands on what the desk shows."""

from contextlib import asynccontextmanager
from dataclasses import replace

from sqlalchemy import func, select

from bot.domain.source import SourceChange, Trust
from bot.storage import sources
from bot.storage.tables import edition
from tests.builders import an_item
from tests.cogs.asking import Asking

MANAGE_MESSAGES = 1 << 13


class Moderating(Asking):
    """A moderator who presses and chooses what stands anywhere in a message of components."""

    def __init__(self, newsroom, person, account):
        super().__init__(newsroom, person)
        self.account = account
        self.mention = f"<@{account.id}>"

    async def press(self, reply, label):
        return await self._click(reply, self.control(reply, label)["custom_id"])

    async def pick(self, reply, placeholder, *labels):
        """Choose options of the select with this placeholder; options by the beginning of their labels."""
        select = self.control(reply, placeholder)
        values = [each["value"] for each in select["options"] if each["label"].startswith(tuple(labels))]
        return await self._click(reply, select["custom_id"], values=values)

    async def fill_in(self, reply, **values):
        return await self.person.submit(reply, self._newsroom.world.id, **values)

    async def fill_in_and_see(self, form, reply, **values):
        """Fill in a form that a button of a reply opened; return what stands there then."""
        known = len(self.person.events)
        await self.fill_in(form, **values)
        _, changed = await self.person.wait_event(
            lambda name, data: (
                name == "MESSAGE_UPDATE"
                and data["id"] == reply.message["id"]
                and data in [each for _, each in self.person.events[known:]]
            )
        )
        return replace(reply, message=changed)

    def control(self, reply, label):
        return next(
            each
            for each in controls(reply.components)
            if label in (each.get("label"), each.get("placeholder"))
        )


def controls(components):
    """All buttons and selects, wherever they stand."""
    for component in components:
        if component["type"] in (2, 3):
            yield component
        yield from controls(component.get("components", ()))
        if accessory := component.get("accessory"):
            yield from controls([accessory])


def labels(reply):
    return [each["label"] for each in controls(reply.components) if each["type"] == 2 and "label" in each]


@asynccontextmanager
async def a_moderator(newsroom, name="Mara"):
    """Somebody with Manage Messages by a role, connected."""
    world, server = newsroom.standin.world, newsroom.server
    role = next((each for each in server.roles.values() if each.name == "moderators"), None)
    role = role or world.create_role(server, "moderators", permissions=MANAGE_MESSAGES)
    account = world.create_account(name)
    world.join(server, account, roles=[role])
    async with newsroom.person(account) as person:
        yield Moderating(newsroom, person, account)


async def reviewed_feed(newsroom, **options):
    """Follow a feed whose stories a moderator sees first."""
    feed = await newsroom.follow(**options)
    async with newsroom.app.database.write() as tx:
        source, _ = await sources.get(tx, newsroom.server.id, feed.id)
        await sources.change(tx, source.id, SourceChange(trust=Trust.REVIEW))
    return feed


async def hold(newsroom, feed, *names, category="Talks", **changes):
    """Let these stories appear one after the other, and wait until they are held."""
    before = await in_state(newsroom, "held")
    for name in names:
        await newsroom.publish(feed, an_item(name, categories=(category,), **changes))
    assert await in_state(newsroom, "held") == before + len(names)


async def in_state(newsroom, state):
    """Return how many of a server's editions are in a state."""
    async with newsroom.app.database.read() as tx:
        wanted = (edition.c.server_id == newsroom.server.id, edition.c.state == state)
        return await tx.scalar(select(func.count()).select_from(edition).where(*wanted))
