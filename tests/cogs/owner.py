"""An owner who sets a server up, through the panel of /newsroom setup."""

import asyncio

from bot.standin.people.filling import texts
from tests.patience import PATIENCE


class Owner:
    """An owner with one panel of setup open."""

    def __init__(self, newsroom, person):
        self.newsroom = newsroom
        self.person = person
        self.panel = None

    async def open(self):
        place = {"server_id": self.newsroom.server.id, "channel_id": self.newsroom.world.id}
        reply = await self.person.command("newsroom setup", **place)
        assert reply.private
        self.panel = reply.message
        return self

    async def press(self, action, *values):
        """Press what begins with the action; return what the panel says then."""
        return await self.person.click(
            self.newsroom.world.id, self.panel["id"], self.custom_id(action), values=list(values) or None
        )

    async def choose(self, action, *values):
        """Press, and wait until the panel has changed."""
        before = self.says
        await self.press(action, *values)
        return await self.changed(before)

    async def type(self, address):
        """Fill in the form for a feed."""
        before = self.says
        form = await self.press("feed")
        await self.person.submit(form, self.newsroom.world.id, address=address)
        return await self.changed(before)

    async def changed(self, before):
        async with asyncio.timeout(PATIENCE):
            while self.says == before:  # noqa: ASYNC110 -- edits come as events of the gateway
                await asyncio.sleep(0.01)
        return self.says

    @property
    def drawn(self):
        """How often the panel has been drawn again."""
        updates = (data for name, data in self.person.events if name == "MESSAGE_UPDATE")
        return sum(data["id"] == self.panel["id"] for data in updates)

    @property
    def shown(self):
        """The panel as it was shown last."""
        for name, data in reversed(self.person.events):
            if name in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and data["id"] == self.panel["id"]:
                return data
        raise LookupError

    @property
    def says(self):
        return "\n".join(texts(self.shown["components"]))

    def custom_id(self, action):
        found = [each for each in self.custom_ids if each.split(":")[2] == action.partition(":")[0]]
        # What is still chosen stands at the end: `go:feed_` means any of that.
        wanted = [each for each in found if each.endswith(action) or (action[-1] == "_" and action in each)]
        wanted = wanted if ":" in action else found
        assert wanted, f"no {action} among {self.custom_ids}"
        return wanted[0]

    @property
    def custom_ids(self):
        return [each["custom_id"] for each in _controls(self.shown["components"])]

    def component(self, action):
        return next(
            each
            for each in _controls(self.shown["components"])
            if each["custom_id"] == self.custom_id(action)
        )


def _controls(components):
    for component in components:
        if "custom_id" in component:
            yield component
        yield from _controls(component.get("components", ()))
