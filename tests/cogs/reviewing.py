"""Messages of a review channel, and hands that press what stands there."""

from dataclasses import replace

from sqlalchemy import select

from bot.storage import settings
from bot.storage.desk_tables import verdict
from tests.cogs.moderating import controls
from tests.newsroom_running import text_of

PRIVATE = 64


async def show_in(newsroom, channel):
    """Let stories that wait be shown in a channel."""
    async with newsroom.app.database.write() as tx:
        own = await settings.of(tx, newsroom.server.id)
        to = replace(own, review_channel_id=None if channel is None else channel.id)
        await settings.change(tx, newsroom.server.id, to)


def text(message):
    return text_of(message.components)


async def shown(newsroom, channel, words, number=1):
    """Our messages in a channel that say something, once there are so many."""

    def those():
        return [each for each in newsroom.cards(channel) if words in text(each)]

    await newsroom.standin.wait_for(lambda: len(those()) >= number)
    return those()[number - 1]


def button(message, label):
    return next(each for each in controls(message.components) if each.get("label") == label)


def labels(message):
    return [each["label"] for each in controls(message.components) if each["type"] == 2]


async def press(person, message, label):
    return await person.person.click(message.channel.id, message.id, button(message, label)["custom_id"])


async def choose(person, message, value):
    select_ = next(each for each in controls(message.components) if each["type"] == 3)
    return await person.person.click(message.channel.id, message.id, select_["custom_id"], values=[value])


async def heard(person, words):
    """What only this person was told, once it has these words."""
    _, said = await person.person.wait_event(
        lambda name, data: (
            name == "MESSAGE_CREATE" and data.get("flags", 0) & PRIVATE and words in data["content"]
        )
    )
    return said["content"]


def told_privately(person):
    events = person.person.events
    return [
        data["content"]
        for name, data in events
        if name == "MESSAGE_CREATE" and data.get("flags", 0) & PRIVATE
    ]


async def known_gone(newsroom, channel):
    await newsroom.heard(lambda bot: bot.get_channel(channel.id) is None)


async def verdicts_of(newsroom):
    async with newsroom.app.database.read() as tx:
        return (await tx.execute(select(verdict).order_by(verdict.c.id))).all()
