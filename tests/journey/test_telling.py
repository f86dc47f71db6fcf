"""Readers are told of a story once, in the way that they chose, by a real client on the stand-in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.quiet import QuietHours
from bot.domain.subscription import Reach
from bot.domain.tagging import DiscussionMode
from bot.standin.faults import Fault
from tests.builders import an_item
from tests.demo.running import LeapingClock
from tests.newsroom_running import CARDS, a_newsroom, text_of
from tests.telling import TALKS, Audience, links, mentioned

SPEAK_IN_THREADS = 1 << 38


@pytest.fixture
async def newsroom(tmp_path):
    async with a_newsroom(tmp_path, clock=LeapingClock()) as running:
        yield running


@pytest.fixture
def audience(newsroom):
    return Audience(newsroom)


def hours_around_now():
    """Quiet hours in which it is quiet for an hour and more."""
    hour = datetime.now(UTC).hour
    return QuietHours(hour * 60, (hour + 3) % 24 * 60)


async def test_each_reader_is_told_once_in_the_strongest_of_their_ways(newsroom, audience):
    tags = [await newsroom.tag(label, newsroom.world) for label in ("Peace", "Talks", "Europe")]
    anna = await audience.subscribe(audience.join("Anna"), *tags)
    ben = await audience.subscribe(audience.join("Ben"), tags[0], reach=Reach.DIRECT)
    await audience.subscribe(ben, tags[1], reach=Reach.LIST)
    cleo = await audience.subscribe(audience.join("Cleo"), tags[2], reach=Reach.DIGEST)
    dora = await audience.subscribe(audience.join("Dora"), tags[2], reach=Reach.DIRECT)
    await audience.subscribe(dora, tags[1])
    feed = await newsroom.follow()

    await newsroom.publish(feed, TALKS)
    card = await newsroom.finished_card()
    await audience.settled(3)

    [said] = audience.mentions(newsroom.thread(card))
    assert mentioned(said) == [anna.id, dora.id]
    assert {account.id for account in said.mentions.users} == {anna.id, dora.id}
    assert "For those who subscribed to Peace, Talks, Europe:" in text_of(said.components)
    assert "Breaking" not in text_of(said.components)
    [letter] = audience.messages(ben)
    text = text_of(letter.components)
    assert f"https://discord.com/channels/{newsroom.server.id}/{newsroom.world.id}/{card.id}" in links(text)
    assert "https://news.example/talks" in links(text)
    assert "You get this because you subscribed to Peace in Harbour News." in text
    assert "Stop “Peace”" in text
    assert [audience.messages(each) for each in (anna, cleo, dora)] == [[], [], []]

    await newsroom.restart()
    eve = await audience.subscribe(audience.join("Eve"), *tags)  # after the story: not told of it
    await newsroom.publish(feed, replace(TALKS, title="Talks resumed"))
    await newsroom.standin.wait_for(lambda: "Talks resumed" in text_of(card.components))
    await newsroom.app.notifying.tell_due()
    assert len(audience.mentions(newsroom.thread(card))) == 1
    assert (len(audience.messages(ben)), audience.messages(eve)) == (1, [])


async def test_a_mention_names_only_tags_that_those_who_are_mentioned_subscribed_to(newsroom, audience):
    tags = [await newsroom.tag(label, newsroom.world) for label in ("Peace", "Talks", "Europe")]
    for name, tag in (("Anna", tags[0]), ("Ben", tags[2])):
        await audience.subscribe(audience.join(name), tag)
    await audience.subscribe(audience.join("Cleo"), tags[1], reach=Reach.DIRECT)
    feed = await newsroom.follow()

    await newsroom.publish(feed, TALKS)
    card = await newsroom.finished_card()
    await audience.settled(3)

    [said] = audience.mentions(newsroom.thread(card))
    assert "For those who subscribed to Peace, Europe:" in text_of(said.components)


async def test_a_crowd_is_mentioned_in_as_few_messages_as_discord_takes(newsroom, audience):
    peace = await newsroom.tag("Peace", newsroom.world)
    await newsroom.tag("Sport", newsroom.world)
    async with newsroom.app.database.write() as tx:
        await tx.exec_driver_sql("UPDATE server SET ping_from = 1000")
    crowd = await audience.crowd(250, peace)
    feed = await newsroom.follow()

    await newsroom.publish(feed, TALKS)
    card = await newsroom.finished_card()
    await audience.settled(250)

    said = audience.mentions(newsroom.thread(card))
    assert [len(mentioned(message)) for message in said] == [90, 90, 70]
    assert sorted(each for message in said for each in mentioned(message)) == sorted(a.id for a in crowd)
    for message in said:
        assert sorted(account.id for account in message.mentions.users) == mentioned(message)


@pytest.mark.parametrize("kind", ["drop_before_commit", "drop_after_commit"])
@pytest.mark.parametrize("window", [60, 0], ids=["nonce known", "nonce forgotten"])
@pytest.mark.parametrize("restarted", [False, True], ids=["same run", "restarted"])
async def test_a_lost_answer_tells_nobody_twice(newsroom, audience, kind, window, restarted):
    changes = {"delivery": newsroom.settings().delivery.model_copy(update={"nonce_window_seconds": window})}
    newsroom.standin.nonces.window = window
    await newsroom.restart(**changes)
    peace = await newsroom.tag("Peace", newsroom.world)
    await audience.subscribe(anna := audience.join("Anna"), peace)
    await audience.subscribe(ben := audience.join("Ben"), peace, reach=Reach.DIRECT)
    feed = await newsroom.follow()
    names = (f"<@{anna.id}>", "Stop")  # what stands in the mention, and in the direct message
    faults = [
        Fault("POST", CARDS, kind, where=lambda asked, name=name: name in str(asked.body)) for name in names
    ]
    for fault in faults:
        newsroom.standin.faults.add(fault)

    await newsroom.publish(feed, TALKS)
    card = await newsroom.card()
    for fault in faults:
        await newsroom.struck(fault)
    if restarted:
        await newsroom.restart(**changes)
    await audience.settled(2)

    assert await audience.ways() == {"Anna": ("mention", "sent"), "Ben": ("direct", "sent")}
    assert [mentioned(each) for each in audience.mentions(newsroom.thread(card))] == [[anna.id]]
    assert len(audience.messages(ben)) == 1


async def test_closed_direct_messages_are_told_once_and_can_be_opened_again(newsroom, audience):
    peace = await newsroom.tag("Peace", newsroom.world)
    ben = await audience.subscribe(audience.join("Ben"), peace, reach=Reach.DIRECT)
    feed = await newsroom.follow()
    place = {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}
    ben.accepts_direct_messages = False

    await newsroom.publish(feed, TALKS)
    await audience.settled(1)
    tries = Fault("POST", CARDS, "delay", where=lambda asked: "Stop" in str(asked.body), times=99)
    newsroom.standin.faults.add(tries)
    await newsroom.publish(feed, TALKS, an_item("second", categories=("Peace",)))
    await audience.settled(2)
    assert await audience.ways() == {"Ben": ("direct", "door-closed")}
    assert tries.struck == 0
    await newsroom.restart()

    unheard = Fault("POST", kind="503", where=lambda asked: "did not reach you" in str(asked.body))
    newsroom.standin.faults.add(unheard)
    async with newsroom.person(ben) as person:
        await person.command("news browse", **place)
        await newsroom.struck(unheard)
        answer = await person.command("news subscriptions", **place)
        _, told = await person.wait_event(
            lambda name, data: name == "MESSAGE_CREATE" and "did not reach you" in data["content"]
        )
        await person.command("news browse", **place)
        await newsroom.publish(feed, TALKS, an_item("third", categories=("Peace",)))
        await audience.settled(3)
        ben.accepts_direct_messages = True
        again = await person.click(
            told["channel_id"], told["id"], told["components"][0]["components"][0]["custom_id"]
        )
        said = [data["content"] for name, data in person.events if name == "MESSAGE_CREATE"]

    assert answer.private
    assert told["flags"] & 64
    assert sum("did not reach you" in text for text in said) == 1
    assert "I write to you again" in again.text
    await newsroom.publish(feed, TALKS, an_item("fourth", categories=("Peace",)))
    await audience.settled(4)
    [letter] = audience.messages(ben)
    assert "About fourth" in text_of(letter.components)


async def test_who_may_not_see_the_home_or_is_gone_is_not_told(newsroom, audience):
    hidden = newsroom.channel("council")
    peace = await newsroom.tag("Peace", hidden)
    for name, reach in (("Anna", Reach.MENTION), ("Ben", Reach.DIRECT)):
        await audience.subscribe(audience.join(name), peace, reach=reach)
    for name, reach in (("Cleo", Reach.MENTION), ("Dora", Reach.DIRECT)):
        await audience.subscribe(gone := audience.join(name), peace, reach=reach)
        newsroom.standin.world.leave(newsroom.server, gone)
    newsroom.hide(hidden)
    feed = await newsroom.follow()

    await newsroom.publish(feed, TALKS)
    await newsroom.finished_card(hidden)
    await audience.settled(4)

    assert await audience.ways() == {
        "Anna": ("mention", "hidden"),
        "Ben": ("direct", "hidden"),
        "Cleo": ("mention", "member-gone"),
        "Dora": ("direct", "member-gone"),
    }
    assert audience.mentions(newsroom.thread(newsroom.cards(hidden)[0])) == []


@pytest.mark.parametrize("mode", [DiscussionMode.NEVER, DiscussionMode.ON_REQUEST])
async def test_without_a_discussion_readers_are_written_to(newsroom, audience, mode):
    peace = await newsroom.tag("Peace", newsroom.world, discussion=mode)
    anna = await audience.subscribe(audience.join("Anna"), peace)
    feed = await newsroom.follow()

    await newsroom.publish(feed, TALKS)
    await audience.settled(1)

    assert await audience.ways() == {"Anna": ("direct", "sent")}
    assert len(audience.messages(anna)) == 1


async def test_a_post_in_a_forum_is_its_own_discussion(newsroom, audience):
    forum = newsroom.forum()
    peace = await newsroom.tag("Peace", forum)
    anna = await audience.subscribe(audience.join("Anna"), peace)
    feed = await newsroom.follow()

    await newsroom.publish(feed, TALKS)
    post = await newsroom.finished_post(forum)
    await audience.settled(1)

    assert [mentioned(each) for each in audience.mentions(post)] == [[anna.id]]


async def test_what_is_due_in_quiet_hours_comes_together_when_they_end(newsroom, audience):
    peace = await newsroom.tag("Peace", newsroom.world)
    anna = await audience.subscribe(audience.join("Anna"), peace)
    ben = await audience.subscribe(audience.join("Ben"), peace, reach=Reach.DIRECT)
    cleo = await audience.subscribe(audience.join("Cleo"), peace, reach=Reach.DIRECT)
    for reader in (anna, ben, cleo):
        await audience.quiet(reader, hours_around_now())
    feed = await newsroom.follow()
    items = [an_item(name, categories=("Peace",)) for name in ("first", "second", "third")]

    await newsroom.publish(feed, *items)
    cards = [await newsroom.finished_card(number=number) for number in (1, 2, 3)]
    rows = await newsroom.until(_rows, lambda rows: len(rows) == 9)
    assert {row.state for row in rows} == {"queued"}
    await audience.unsubscribe(cleo, peace)
    newsroom.standin.world.delete_message(cards[2])
    await newsroom.restart()
    newsroom.clock.leap(timedelta(hours=3, minutes=1))
    await audience.settled(9)

    [letter] = audience.messages(ben)
    text = text_of(letter.components)
    assert "About first" in text
    assert "About second" in text
    assert text.count("Stop “Peace”") == 1
    assert [len(audience.mentions(newsroom.thread(card))) for card in cards[:2]] == [1, 1]
    assert audience.messages(cleo) == []


async def test_what_a_moderator_calls_breaking_goes_through_quiet_hours(newsroom, audience):
    peace = await newsroom.tag("Peace", newsroom.world)
    anna = await audience.subscribe(audience.join("Anna"), peace)
    ben = await audience.subscribe(audience.join("Ben"), peace, reach=Reach.DIRECT)
    for reader in (anna, ben):
        await audience.quiet(reader, hours_around_now())
    feed = await newsroom.follow()

    await newsroom.publish(feed, TALKS)
    card = await newsroom.finished_card()
    await newsroom.until(_rows, lambda rows: [row.state for row in rows] == ["queued", "queued"])
    async with newsroom.person(newsroom.owner) as owner:
        place = {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}
        [found] = await owner.complete("story breaking", **place, option="story", value="talks")
        await owner.command("story breaking", **place, story=found["value"])
    await audience.settled(2)

    [said] = audience.mentions(newsroom.thread(card))
    [letter] = audience.messages(ben)
    assert mentioned(said) == [anna.id]
    assert "**Breaking**" in text_of(said.components)
    assert "**Breaking**" in text_of(letter.components)


async def test_one_tap_on_a_direct_message_ends_the_subscription(newsroom, audience):
    peace, talks = await newsroom.tag("Peace", newsroom.world), await newsroom.tag("Talks", newsroom.world)
    ben = await audience.subscribe(audience.join("Ben"), peace, talks, reach=Reach.DIRECT)
    feed = await newsroom.follow()
    await newsroom.publish(feed, TALKS)
    await audience.settled(1)
    [letter] = audience.messages(ben)
    await newsroom.restart()
    newsroom.standin.world.leave(newsroom.server, ben)

    async with newsroom.person(ben) as person:
        buttons = {part["label"]: part["custom_id"] for part in _buttons(letter.components)}
        first = await person.click(letter.channel.id, letter.id, buttons["Stop “Peace”"])
        again = await person.click(letter.channel.id, letter.id, buttons["Stop “Peace”"])

    assert first.private
    assert "not subscribed to Peace any more" in first.text
    assert "not subscribed to that any more" in again.text
    newsroom.standin.world.join(newsroom.server, ben)
    await newsroom.publish(
        feed, TALKS, an_item("peace", categories=("Peace",)), an_item("others", categories=("Talks",))
    )
    await audience.settled(2)
    assert "About others" in text_of(audience.messages(ben)[1].components)


async def test_a_limit_of_discords_delays_and_loses_nothing(newsroom, audience):
    peace = await newsroom.tag("Peace", newsroom.world)
    anna = await audience.subscribe(audience.join("Anna"), peace)
    ben = await audience.subscribe(audience.join("Ben"), peace, reach=Reach.DIRECT)
    feed = await newsroom.follow()
    for name in (f"<@{anna.id}>", "Stop"):
        newsroom.standin.faults.add(
            Fault("POST", CARDS, "429", seconds=120, where=lambda asked, name=name: name in str(asked.body))
        )

    await newsroom.publish(feed, TALKS)
    card = await newsroom.finished_card()
    await newsroom.until(_rows, lambda rows: [row.reason for row in rows] == ["rate-limited"] * 2)
    newsroom.clock.leap(timedelta(minutes=3))
    await audience.settled(2)

    assert len(audience.mentions(newsroom.thread(card))) == len(audience.messages(ben)) == 1


async def _rows(tx):
    return (await tx.exec_driver_sql("SELECT * FROM notification")).all()


def _buttons(components):
    for component in components:
        if "custom_id" in component:
            yield component
        yield from _buttons(component.get("components", ()))
