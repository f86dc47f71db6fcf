"""Commands and clicks of an owner in the channel "world"."""

import contextlib


class Asking:
    """An owner who uses commands and presses what the bot offers."""

    def __init__(self, newsroom, person):
        self._newsroom = newsroom
        self.person = person

    async def use(self, command, **options):
        """Use a command."""
        place = {"server_id": self._newsroom.server.id, "channel_id": self._newsroom.world.id}
        return await self.person.command(command, **place, **options)

    async def offered(self, command, option, value="", **filled):
        """Return what is offered while an option is typed: value by name."""
        place = {"server_id": self._newsroom.server.id, "channel_id": self._newsroom.world.id}
        found = await self.person.complete(command, **place, option=option, value=value, **filled)
        return {each["name"]: each["value"] for each in found}

    async def press(self, reply, label):
        """Press a button of a reply."""
        return await self._click(reply, custom_id_of(reply, label))

    async def press_and_wait(self, reply, label):
        """Press a button whose answer takes longer; return what stands there when its buttons are gone."""
        await self.press(reply, label)
        _, changed = await self.person.wait_event(
            lambda name, data: (
                name == "MESSAGE_UPDATE" and data["id"] == reply.message["id"] and not data["components"]
            )
        )
        return changed["content"]

    async def press_and_hear(self, reply, label):
        """Press a button whose answer takes longer; return what is said beside it."""
        before = {data["id"] for name, data in self.person.events if name == "MESSAGE_CREATE"}
        await self.press(reply, label)
        _, said = await self.person.wait_event(
            lambda name, data: name == "MESSAGE_CREATE" and data["id"] not in before
        )
        return said["content"]

    async def choose(self, reply, label):
        """Choose an option of a reply's select."""
        select, value = option_of(reply, label)
        return await self._click(reply, select, values=[value])

    async def pick(self, reply, *labels):
        """Choose just these options of a reply's select of several."""
        select = next(part for part in parts(reply) if part["type"] == 3)
        values = [option["value"] for option in select["options"] if option["label"] in labels]
        return await self._click(reply, select["custom_id"], values=values)

    async def _click(self, reply, custom_id, **more):
        message = reply.message
        return await self.person.click(message["channel_id"], message["id"], custom_id, **more)


def parts(reply):
    return [part for row in reply.components for part in row["components"]]


def buttons(reply):
    return [part["label"] for part in parts(reply) if part["type"] == 2]


def options(reply):
    return [option["label"] for part in parts(reply) if part["type"] == 3 for option in part["options"]]


def descriptions(reply):
    return [
        option.get("description") for part in parts(reply) if part["type"] == 3 for option in part["options"]
    ]


def custom_id_of(reply, label):
    return next(part["custom_id"] for part in parts(reply) if part.get("label") == label)


def option_of(reply, label):
    return next(
        (part["custom_id"], option["value"])
        for part in parts(reply)
        if part["type"] == 3
        for option in part["options"]
        if option["label"] == label
    )


@contextlib.asynccontextmanager
async def an_owner(newsroom):
    """An owner, connected."""
    async with newsroom.person(newsroom.owner) as person:
        yield Asking(newsroom, person)
