"""A reader is written to in the language of their Discord, by a real client on the stand-in."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.storage.reader_tables import reader
from tests.builders import an_item
from tests.demo.running import LeapingClock
from tests.newsroom_running import a_newsroom, text_of
from tests.telling import Audience


@pytest.fixture
async def newsroom(tmp_path):
    async with a_newsroom(tmp_path, clock=LeapingClock()) as running:
        yield running


@pytest.fixture
def audience(newsroom):
    return Audience(newsroom)


def heard(*locales):
    return lambda rows: [row.language for row in rows] == list(locales)


def until_noon(now):
    """How long it is to five past the next noon: whenever the test runs, its digest is not too late."""
    return (now.replace(hour=12, minute=5) - now) % timedelta(days=1)


async def readers(tx):
    return (await tx.execute(select(reader))).all()


async def test_messages_come_in_the_language_in_which_the_reader_last_used_us(newsroom, audience):
    place = {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}
    await newsroom.tag("Peace", newsroom.world)
    await newsroom.tag("Sport", newsroom.world)
    feed = await newsroom.follow()
    ben = audience.join("Ben")
    ben.locale = "de"
    async with newsroom.person(ben) as person:
        await person.command("news browse", **place)  # who has chosen nothing is not kept
        await person.command("news subscribe", **place, tag="Peace", reach="direct")
        await person.command("news subscribe", **place, tag="Sport", reach="digest")
    await newsroom.until(readers, heard("de"))
    await newsroom.restart()
    await newsroom.publish(feed, an_item("first", categories=("Peace",)))
    await audience.settled(1)
    [german] = audience.messages(ben)
    assert "„Peace“ beenden" in text_of(german.components)

    ben.locale = "uk"
    async with newsroom.person(ben) as person:
        stop = german.components[0]["components"][-1]["components"][0]["custom_id"]
        await person.click(german.channel.id, german.id, stop)
        await newsroom.until(readers, heard("uk"))
        await person.command("news digest", **place, every="daily", at="12:00")
    await newsroom.publish(feed, an_item("second", categories=("Sport",)))
    await newsroom.finished_card(number=2)
    newsroom.clock.leap(until_noon(newsroom.clock.now()))
    newsroom.app.digesting.wake.set()
    await newsroom.standin.wait_for(lambda: len(audience.messages(ben)) == 2)

    assert "Ваші новини дня із сервера Harbour News" in text_of(audience.messages(ben)[1].components)


async def test_of_who_has_chosen_nothing_no_language_is_kept_and_who_is_not_heard_has_the_servers(
    newsroom, audience
):
    peace = await newsroom.tag("Peace", newsroom.world)
    anna = await audience.subscribe(audience.join("Anna"), peace, reach="direct")
    ravi = audience.join("Ravi")
    ravi.locale = "de"
    async with newsroom.person(ravi) as person:
        await person.command("news browse", server_id=newsroom.server.id, channel_id=newsroom.world.id)
    feed = await newsroom.follow()

    await newsroom.publish(feed, an_item("first", categories=("Peace",)))
    await audience.settled(1)

    assert "Stop “Peace”" in text_of(audience.messages(anna)[0].components)
    async with newsroom.app.database.read() as tx:
        assert await readers(tx) == []
