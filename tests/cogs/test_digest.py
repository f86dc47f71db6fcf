"""/news digest as a reader uses it, and digests that come at their hours, on a clock that is put forward."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.domain.reasons import Reason
from bot.domain.subscription import Reach
from bot.standin.faults import Fault
from bot.standin.people.filling import NotOffered
from bot.standin.world.model import Emoji, Overwrite
from bot.storage import closed_doors, digests, tables
from tests.builders import an_item
from tests.cogs.asking import an_owner, buttons, custom_id_of
from tests.demo.running import LeapingClock
from tests.newsroom_running import CARDS, VIEW, a_newsroom, text_of

KYIV = ZoneInfo("Europe/Kyiv")
SEND = 1 << 11


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

    async def press(self, reply, label):
        """Press a button of a private answer."""
        message = reply.message
        return await self.person.click(message["channel_id"], message["id"], custom_id_of(reply, label))

    async def press_on(self, message, label):
        """Press a button of a direct message."""
        named = (part for part in parts(message.components) if part.get("label") == label)
        return await self.person.click(message.channel.id, message.id, next(named)["custom_id"])

    def received(self):
        """Return the direct messages, oldest first."""
        bot = self.newsroom.application.account
        channel = self.newsroom.standin.world.direct_channel(bot, self.account)
        return [message for message in channel.log if message.author is bot]

    async def row(self, wanted=lambda found: True):
        """Return the digest as it is stored, once it is as wanted."""
        server_id = self.newsroom.server.id
        return await self.newsroom.until(lambda tx: digests.of_reader(tx, self.account.id, server_id), wanted)

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


async def digest_of(newsroom, channel, wanted=bool):
    """Return a channel's digest as it is stored, once it is as wanted."""
    return await newsroom.until(lambda tx: digests.of_channel(tx, channel.id), wanted)


async def over_budget(tx):
    there = tables.delivery.c.reason == Reason.OVER_BUDGET
    return await tx.scalar(select(func.count()).select_from(tables.delivery).where(there))


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
        await reader.row(lambda found: not found.intent_at)
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
        tomorrow = due + timedelta(days=1, minutes=1)
        row = await reader.row(lambda found: found.due_at > tomorrow)
        assert row.due_at.astimezone(KYIV).hour == 8
        assert len(reader.received()) == 1  # nothing new came since


async def test_the_state_a_look_at_one_now_and_the_end_of_it(newsroom, ravi):
    await newsroom.tag("Talks", newsroom.world)
    secret = newsroom.channel("secret")
    await newsroom.tag("Secrets", secret)
    newsroom.hide(secret)
    feed = await newsroom.follow()
    async with newsroom.person(ravi) as person:
        reader = Reading(newsroom, person, ravi)
        none = await reader.use("news digest")
        nothing = await reader.press(none, "Show me one now")
        await a_story(newsroom, feed, "talks", 1, "Talks")
        await a_story(newsroom, feed, "plots", 1, "Secrets", channel=secret)
        await reader.use("news digest", day=4, at="8 pm")
        await newsroom.restart()
        state = await reader.use("news digest")
        glance = await reader.press(state, "Show me one now")
        weekly = await reader.row()
        ended = await reader.press(state, "Stop this digest")
        again = await reader.use("news digest", every="off")

    assert all(reply.private for reply in (none, nothing, state, glance, again))
    assert "You have no digest of this server" in none.text
    assert buttons(none) == ["Show me one now"]
    assert "nothing for a digest" in nothing.text
    assert "every Friday at 20:00 (UTC)" in state.text
    assert "That is the server's time zone" in state.text
    assert buttons(state) == ["Show me one now", "Stop this digest"]
    assert "What you may have missed" in text_of(glance.components)
    assert "About talks" in text_of(glance.components)
    assert "About plots" not in text_of(glance.components)
    assert weekly.schedule.weekday == 4
    assert ended.message is None or "Stopped" in ended.text
    assert again.text == "You have no digest of this server."


async def test_what_can_not_be_meant_is_said_and_nothing_is_changed(newsroom, ravi):
    async with newsroom.person(ravi) as person:
        reader = Reading(newsroom, person, ravi)
        time = await reader.use("news digest", every="daily", at="late")
        zone = await reader.use("news digest", every="daily", time_zone="Europe/Berln")
        day = await reader.use("news digest", every="daily", day=1)
        place = {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}
        offered = await person.complete("news digest", **place, option="time_zone", value="berln")

        assert "“late” is no time of day" in time.text
        assert "Europe/Berlin" in zone.text
        assert "no day of the week" in day.text
        assert "Europe/Berlin" in [each["value"] for each in offered]
        assert len(offered) <= 25
        assert await reader.row() is None


@pytest.mark.parametrize("who_left", ["nobody", "reader", "bot"])
async def test_one_tap_stops_it_after_a_month_and_whoever_left_the_server(newsroom, ravi, who_left):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await a_story(newsroom, feed, "talks", 1, "Talks")
    async with newsroom.person(ravi) as person:
        reader = Reading(newsroom, person, ravi)
        await reader.use("news digest", every="weekly", day=0)
        leap_to(newsroom, (await reader.row()).due_at)
        digest = await reader.receives()
        await reader.row(lambda found: not found.intent_at)
        world = newsroom.standin.world
        if who_left == "reader":
            world.leave(newsroom.server, ravi)
        elif who_left == "bot":
            world.leave(newsroom.server, newsroom.application.account)
        newsroom.clock.leap(timedelta(days=28))
        await newsroom.restart()
        stopped = await reader.press_on(digest, "Stop this digest")

        assert stopped.private
        assert "Stopped: no more digests" in stopped.text or who_left == "reader"
        await reader.row(lambda found: found is None)
        twice = await reader.press_on(digest, "Stop this digest")
        assert "You have no digest" in twice.text
        assert len(reader.received()) == 1


async def test_closed_direct_messages_are_tried_once_told_and_tried_again_when_asked(newsroom, ravi):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    async with newsroom.person(ravi) as person:
        reader = Reading(newsroom, person, ravi)
        await a_story(newsroom, feed, "talks", 1, "Talks")
        await reader.use("news digest", every="daily", at="8")
        ravi.accepts_direct_messages = False
        first = (await reader.row()).due_at
        leap_to(newsroom, first)
        await newsroom.until(lambda tx: closed_doors.is_closed(tx, ravi.id), bool)
        await reader.row(lambda found: found.due_at > first)
        await newsroom.restart()
        state = await reader.use("news digest")
        ravi.accepts_direct_messages = True
        await reader.press(state, "Try again")
        await newsroom.until(lambda tx: closed_doors.is_closed(tx, ravi.id), lambda shut: not shut)
        leap_to(newsroom, (await reader.row()).due_at)
        digest = await reader.receives()

    assert "Discord lets no direct message of mine through" in state.text
    assert "Privacy Settings" in state.text
    assert "About talks" in text_of(digest.components)  # nothing was lost by the closed door


async def test_a_digest_shows_what_its_reader_may_see_at_that_hour(newsroom, ravi):
    closing, open_to_all = newsroom.channel("closing"), newsroom.world
    await newsroom.tag("Plots", closing)
    await newsroom.tag("Talks", open_to_all)
    feed = await newsroom.follow()
    await a_story(newsroom, feed, "plots", 1, "Plots", channel=closing)
    await a_story(newsroom, feed, "talks", 1, "Talks")
    async with newsroom.person(ravi) as person:
        reader = Reading(newsroom, person, ravi)
        await reader.use("news digest", every="daily")
        newsroom.hide(closing)
        await newsroom.heard(
            lambda bot: (
                not bot.get_channel(closing.id)
                .permissions_for(bot.get_guild(newsroom.server.id).default_role)
                .view_channel
            )
        )
        leap_to(newsroom, (await reader.row()).due_at)
        said = text_of((await reader.receives()).components)

    assert "About talks" in said
    assert "About plots" not in said


async def test_a_reader_has_the_stories_of_their_tags_those_without_a_card_too(newsroom, ravi):
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Sport", newsroom.channel("sport"))
    feed = await newsroom.follow()
    async with an_owner(newsroom) as olena, newsroom.person(ravi) as person:
        reader = Reading(newsroom, person, ravi)
        await reader.use("news subscribe", tag="Talks", reach=Reach.DIGEST.value)
        await reader.use("news digest", every="daily")
        await olena.use("newsroom settings", cards_per_hour=1)
        await a_story(newsroom, feed, "talks", 1, "Talks")
        await newsroom.publish(
            feed, an_item("crowded", categories=("Talks",)), an_item("match", categories=("Sport",))
        )
        await newsroom.until(over_budget, bool)
        leap_to(newsroom, (await reader.row()).due_at)
        said = text_of((await reader.receives()).components)

    assert "[About talks](https://discord.com/" in said
    assert "[About crowded](https://news.example/crowded)" in said
    assert "About match" not in said
    assert len(newsroom.cards(newsroom.world)) == 1


async def test_who_is_no_member_any_more_gets_nothing_and_is_forgotten(newsroom, ravi):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await a_story(newsroom, feed, "talks", 1, "Talks")
    async with newsroom.person(ravi) as person:
        reader = Reading(newsroom, person, ravi)
        await reader.use("news digest", every="daily")
        newsroom.standin.world.leave(newsroom.server, ravi)
        leap_to(newsroom, (await reader.row()).due_at)
        await reader.row(lambda found: found is None)

        assert reader.received() == []


@pytest.mark.parametrize("kind", ["drop_after_commit", "drop_before_commit"])
@pytest.mark.parametrize("minutes", [0, 20])
async def test_when_an_answer_is_lost_the_reader_has_one_digest(newsroom, ravi, kind, minutes):
    """At once the nonce tells, after a while the message itself that is there, or is not."""
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await a_story(newsroom, feed, "talks", 1, "Talks")
    async with newsroom.person(ravi) as person:
        reader = Reading(newsroom, person, ravi)
        await reader.use("news digest", every="daily")
        fault = newsroom.standin.faults.add(Fault("POST", CARDS, kind))
        due = (await reader.row()).due_at
        leap_to(newsroom, due)
        await newsroom.struck(fault)
        await newsroom.stop()
        newsroom.clock.leap(timedelta(minutes=minutes))
        await newsroom.start()
        await reader.row(lambda found: found.due_at > due and not found.intent_at)

        assert len(reader.received()) == 1


@pytest.mark.parametrize("kind", ["drop_after_commit", "drop_before_commit"])
async def test_when_an_answer_is_lost_the_channel_has_one_digest(newsroom, kind):
    news = newsroom.channel("news")
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await a_story(newsroom, feed, "talks", 1, "Talks")
    async with an_owner(newsroom) as olena:
        await olena.use("newsroom digest", channel=news.id, every="daily")
        due = (await digest_of(newsroom, news)).due_at
        fault = newsroom.standin.faults.add(Fault("POST", CARDS, kind))
        leap_to(newsroom, due)
        await newsroom.struck(fault)
        await newsroom.stop()
        newsroom.clock.leap(timedelta(minutes=20))
        await newsroom.start()
        await digest_of(newsroom, news, lambda found: found.due_at > due and not found.intent_at)

        assert len(newsroom.cards(news)) == 1


async def test_a_channel_has_its_digest_of_what_everybody_there_may_see(newsroom):
    secret, news = newsroom.channel("secret"), newsroom.channel("news")
    await newsroom.tag("Plots", secret)
    await newsroom.tag("Talks", newsroom.world)
    newsroom.hide(secret)
    feed = await newsroom.follow()
    await a_story(newsroom, feed, "plots", 1, "Plots", channel=secret)
    await a_story(newsroom, feed, "talks", 1, "Talks")
    async with an_owner(newsroom) as olena:
        none = await olena.use("newsroom digest")
        chosen = await olena.use("newsroom digest", channel=news.id, every="weekly", day=2, at="18:30")
        listed = await olena.use("newsroom digest")
        await olena.use("newsroom settings", time_zone="Europe/Kyiv")
        moved = await olena.use("newsroom digest")
        due = (await digest_of(newsroom, news)).due_at
        leap_to(newsroom, due - timedelta(minutes=1))
        await newsroom.restart()
        leap_to(newsroom, due)
        digest = await newsroom.card(news)
        off = await olena.use("newsroom digest", channel=news.id, every="off")
        none_anyway = await olena.use("newsroom digest", channel=news.id, every="off")

    said = text_of(digest.components)
    assert all(reply.private for reply in (none, chosen, listed, off, none_anyway))
    assert "No channel has a digest" in none.text
    assert f"<#{news.id}> gets a digest every Wednesday at 18:30 (UTC)" in chosen.text
    assert f"<#{news.id}> gets a digest every Wednesday at 18:30 (UTC)" in listed.text
    assert f"<#{news.id}> gets a digest every Wednesday at 18:30 (Europe/Kyiv)" in moved.text
    assert (due.astimezone(KYIV).weekday(), due.astimezone(KYIV).hour) == (2, 18)
    assert "The week's news" in said
    assert "About talks" in said
    assert "About plots" not in said
    assert "Stop" not in said
    assert f"<#{news.id}> gets no more digests" in off.text
    assert "has no digest" in none_anyway.text


async def test_what_a_digest_of_a_channel_lacks_is_named(newsroom):
    news = newsroom.channel("news")
    newsroom.hide(news)
    bot = next(role for role in newsroom.server.roles.values() if role.managed_by)
    news.overwrites[bot.id] = Overwrite(bot.id, 0, VIEW, SEND)
    newsroom.standin.world.update_channel(news)
    async with an_owner(newsroom) as olena, newsroom.person(newsroom.reader_account()) as reader:
        nowhere = await olena.use("newsroom digest", every="daily")
        denied = await olena.use("newsroom digest", channel=news.id, every="daily")
        place = {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}
        with pytest.raises(NotOffered):
            await reader.command("newsroom digest", **place)

    assert "Say which channel" in nowhere.text
    assert "The bot lacks Send Messages" in denied.text
