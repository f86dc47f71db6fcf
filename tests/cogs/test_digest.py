"""/news digest as a reader uses it, and digests that come at their hours, on a clock that is put forward."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.standin.world.model import Emoji
from bot.storage import digests
from tests.builders import an_item
from tests.demo.running import LeapingClock
from tests.newsroom_running import a_newsroom, text_of

KYIV = ZoneInfo("Europe/Kyiv")


@pytest.fixture
async def newsroom(tmp_path):
    async with a_newsroom(tmp_path, clock=LeapingClock()) as running:
        yield running


@pytest.fixture
def ravi(newsroom):
    return newsroom.reader_account()


class Reading:
    """A reader who uses /news and reads direct messages."""

    def __init__(self, newsroom, person, account):
        self.newsroom, self.person, self.account = newsroom, person, account

    async def use(self, command, **options):
        place = {"server_id": self.newsroom.server.id, "channel_id": self.newsroom.world.id}
        return await self.person.command(command, **place, **options)

    async def press(self, message, label):
        custom_id = next(
            part["custom_id"] for part in parts(message["components"]) if part.get("label") == label
        )
        return await self.person.click(message["channel_id"], message["id"], custom_id)

    def received(self):
        """Return the direct messages, oldest first."""
        bot = self.newsroom.application.account
        channel = self.newsroom.standin.world.direct_channel(bot, self.account)
        return [message for message in channel.log if message.author is bot]

    async def receives(self, number=1):
        await self.newsroom.standin.wait_for(lambda: len(self.received()) >= number)
        return self.received()[number - 1]


def parts(components):
    for component in components:
        yield component
        yield from parts(component.get("components", ()))


def leap_to(newsroom, moment):
    newsroom.clock.leap(moment - newsroom.clock.now())


def next_eight(newsroom, zone=KYIV):
    """Return the next 8 o'clock."""
    now = newsroom.clock.now().astimezone(zone)
    day = now.date() + timedelta(days=int(now.hour >= 8))
    return datetime(day.year, day.month, day.day, 8, tzinfo=zone)


async def a_story(newsroom, feed, name, number, *tags, channel=None):
    await newsroom.publish(feed, an_item(name, categories=tags))
    return await newsroom.finished_card(channel, number)


async def test_a_reader_gets_what_they_missed_at_their_hour_once(newsroom, ravi):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    quiet = await a_story(newsroom, feed, "quiet", 1, "Talks")
    loud = await a_story(newsroom, feed, "loud", 2, "Talks")
    newsroom.standin.world.react(loud, newsroom.reader_account("Mina"), Emoji("👍"))
    async with newsroom.person(ravi) as person:
        reader = Reading(newsroom, person, ravi)
        chosen = await reader.use("news digest", every="daily", at="8:00", time_zone="kyiv")
        due = next_eight(newsroom)
        await person.send(newsroom.thread(loud).id, "Well said")
        leap_to(newsroom, due - timedelta(minutes=5))
        await newsroom.restart()
        before = list(reader.received())
        leap_to(newsroom, due)
        digest = await reader.receives()
        await newsroom.until(
            lambda tx: digests.of_reader(tx, ravi.id, newsroom.server.id), lambda found: not found.intent_at
        )
        await newsroom.restart()
        leap_to(newsroom, due + timedelta(days=1, minutes=1))
        said = text_of(digest.components)

        assert chosen.private
        assert "Europe/Kyiv" in chosen.text
        assert f"<t:{int(due.timestamp())}:F>" in chosen.text
        assert before == []
        assert "### Talks" in said
        assert said.index("About loud") < said.index("About quiet")
        assert f"/{newsroom.world.id}/{quiet.id})" in said
        assert "1 vote · 1 comment" in said
        assert "About loud](https://discord.com/" in said
        row = await newsroom.until(
            lambda tx: digests.of_reader(tx, ravi.id, newsroom.server.id),
            lambda found: found.due_at > due + timedelta(days=1, minutes=1),
        )
        assert row.due_at.astimezone(KYIV).hour == 8
        assert len(reader.received()) == 1  # nothing new came since
