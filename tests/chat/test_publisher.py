"""The publisher on discord.py against the local Discord: what it does, and what each refusal means."""

import asyncio

import pytest

from bot.chat.permissions import SCAN
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    Refused,
    TryLater,
)
from bot.domain.ids import MessageId
from bot.pipeline.ports import Card, Reactor
from bot.standin.faults import Fault
from bot.standin.world.model import Emoji, Overwrite
from tests.builders import a_draft
from tests.chat.editions import KEY, VOTE_SET, an_edition
from tests.newsroom_running import CARDS

CARD = Card(an_edition(), KEY, VOTE_SET)
VIEW, SEND, HISTORY, REACT, THREADS, SPEAK = 1 << 10, 1 << 11, 1 << 16, 1 << 6, 1 << 35, 1 << 38


@pytest.fixture
def publisher(newsroom):
    return newsroom.app.publisher


@pytest.fixture
def channel(newsroom):
    return newsroom.world.id


def deny(newsroom, permission):
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    newsroom.world.overwrites[role.id] = Overwrite(role.id, 0, 0, permission)
    newsroom.standin.world.update_channel(newsroom.world)


async def listed(publisher, *where):
    return [reactor async for reactor in publisher.reactors(*where)]


async def test_the_same_nonce_gives_the_same_message(publisher, newsroom, channel):
    first = await publisher.post_card(channel, CARD, nonce=f"c{KEY}")

    again = await publisher.post_card(channel, CARD, nonce=f"c{KEY}")

    assert again == first
    assert len(newsroom.cards(newsroom.world)) == 1


async def test_a_card_is_found_by_its_marker(publisher, channel):
    posted = await publisher.post_card(channel, CARD, nonce="one")
    await publisher.post_card(channel, Card(an_edition(), "f" * 24, VOTE_SET), nonce="two")

    found = await publisher.find_message(channel, KEY, after=MessageId(0))

    assert found == (posted,)
    assert await publisher.find_message(channel, KEY, after=posted) == ()


async def test_nobody_elses_message_is_taken_for_ours(publisher, newsroom, channel):
    async with newsroom.person(newsroom.owner) as owner:
        await owner.send(channel, f"newsclip:results:{KEY}")

    assert await publisher.find_message(channel, KEY, after=MessageId(0)) == ()


async def test_an_opening_is_found_by_its_marker(publisher, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    thread = await publisher.open_discussion(channel, card, "About talks")
    opening = await publisher.post_opening(thread, an_edition(), KEY, nonce="opening")

    assert await publisher.find_message(thread, KEY, after=MessageId(0)) == (opening,)


async def test_a_discussion_that_is_there_is_returned(publisher, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    thread = await publisher.open_discussion(channel, card, "About talks")

    again = await publisher.open_discussion(channel, card, "About talks")

    assert again == thread == card


async def test_a_discussion_without_a_title_gets_a_name(publisher, newsroom, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")

    await publisher.open_discussion(channel, card, "")

    assert newsroom.thread(newsroom.cards(newsroom.world)[0]).name == "Untitled story"


async def test_everybody_who_reacted_is_listed_normal_and_burst(publisher, newsroom, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    await publisher.seed(channel, card, "👍")
    world, message = newsroom.standin.world, newsroom.cards(newsroom.world)[0]
    readers = [newsroom.reader_account(f"reader {number}") for number in range(205)]
    for number, reader in enumerate(readers):
        world.react(message, reader, Emoji("👍"), burst=number >= 203)

    found = await listed(publisher, channel, card, "👍")

    bots = [reactor for reactor in found if reactor.bot]
    people = {reactor.user_id for reactor in found if not reactor.bot}
    assert bots == [Reactor(newsroom.application.id, bot=True, burst=False)]
    assert people == {reader.id for reader in readers}
    assert sum(reactor.burst for reactor in found) == 2


async def test_an_emoji_that_nobody_used_has_no_reactors(publisher, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")

    assert await listed(publisher, channel, card, "👍") == []


async def test_a_custom_emoji_can_be_seeded_and_listed(publisher, newsroom, channel):
    emoji = newsroom.standin.world.create_emoji(newsroom.server, "ship")
    card = await publisher.post_card(channel, CARD, nonce="card")

    await publisher.seed(channel, card, f"<:ship:{emoji.id}>")

    assert len(await listed(publisher, channel, card, f"<:ship:{emoji.id}>")) == 1


@pytest.mark.parametrize(
    ("denied", "permission"),
    [(VIEW, "View Channel"), (SEND, "Send Messages")],
)
async def test_a_card_names_the_permission_that_it_lacks(publisher, newsroom, channel, denied, permission):
    deny(newsroom, denied)

    with pytest.raises(PermissionMissing) as refused:
        await publisher.post_card(channel, CARD, nonce="card")

    assert refused.value.permission == permission


@pytest.mark.parametrize(
    ("denied", "permission"),
    [(THREADS, "Create Public Threads"), (VIEW, "View Channel")],
)
async def test_a_discussion_names_the_permission_that_it_lacks(
    publisher, newsroom, channel, denied, permission
):
    card = await publisher.post_card(channel, CARD, nonce="card")
    deny(newsroom, denied)

    with pytest.raises(PermissionMissing) as refused:
        await publisher.open_discussion(channel, card, "About talks")

    assert refused.value.permission == permission


async def test_an_opening_names_the_permission_that_it_lacks(publisher, newsroom, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    thread = await publisher.open_discussion(channel, card, "About talks")
    deny(newsroom, SPEAK)

    with pytest.raises(PermissionMissing) as refused:
        await publisher.post_opening(thread, an_edition(), KEY, nonce="opening")

    assert refused.value.permission == "Send Messages in Threads"


@pytest.mark.parametrize(
    ("denied", "permission"),
    [(REACT, "Add Reactions"), (HISTORY, "Read Message History")],
)
async def test_a_seed_names_the_permission_that_it_lacks(publisher, newsroom, channel, denied, permission):
    card = await publisher.post_card(channel, CARD, nonce="card")
    deny(newsroom, denied)

    with pytest.raises(PermissionMissing) as refused:
        await publisher.seed(channel, card, "👍")

    assert refused.value.permission == permission


@pytest.mark.parametrize(
    ("denied", "permission"),
    [(HISTORY, "Read Message History"), (VIEW, "View Channel")],
)
async def test_a_search_names_the_permission_that_it_lacks(publisher, newsroom, channel, denied, permission):
    card = await publisher.post_card(channel, CARD, nonce="card")
    thread = await publisher.open_discussion(channel, card, "About talks")
    deny(newsroom, denied)
    await permissions_heard(newsroom, permission)

    for place in (channel, thread):
        with pytest.raises(PermissionMissing) as refused:
            await publisher.find_message(place, KEY, after=MessageId(0))
        assert refused.value.permission == permission


async def test_a_search_asks_for_a_discussion_that_it_does_not_know(publisher, newsroom, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    thread = await publisher.open_discussion(channel, card, "About talks")
    opening = await publisher.post_opening(thread, an_edition(), KEY, nonce="opening")
    newsroom.standin.world.set_archived(newsroom.thread(newsroom.cards(newsroom.world)[0]), archived=True)
    await newsroom.restart()
    search = newsroom.app.publisher.find_message

    found = await search(thread, KEY, after=MessageId(0))
    deny(newsroom, HISTORY)
    await permissions_heard(newsroom, "Read Message History")

    assert found == (opening,)
    with pytest.raises(PermissionMissing):
        await search(thread, KEY, after=MessageId(0))


async def test_a_search_while_the_server_is_away_comes_later(publisher, newsroom, channel):
    newsroom.standin.world.set_available(newsroom.server, available=False)
    await newsroom.heard(lambda bot: bot.get_guild(newsroom.server.id).unavailable)

    with pytest.raises(TryLater):
        await publisher.find_message(channel, KEY, after=MessageId(0))


async def permissions_heard(newsroom, name):
    """Wait until the bot was told that it lacks a permission."""
    await newsroom.heard(lambda bot: name in bot.missing_permissions(newsroom.world.id, SCAN))


async def test_a_deleted_channel_is_gone(publisher, newsroom, channel):
    newsroom.standin.world.delete_channel(newsroom.world)

    with pytest.raises(DestinationGone):
        await publisher.post_card(channel, CARD, nonce="card")


async def test_a_deleted_card_is_gone(publisher, newsroom, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    newsroom.standin.world.delete_message(newsroom.cards(newsroom.world)[0])

    with pytest.raises(CardGone):
        await publisher.seed(channel, card, "👍")
    with pytest.raises(CardGone):
        await listed(publisher, channel, card, "👍")


@pytest.mark.parametrize("kind", ["drop_before_commit", "drop_after_commit", "503_before"])
async def test_a_lost_answer_is_an_unknown_outcome(publisher, newsroom, channel, kind):
    newsroom.standin.faults.add(Fault(method="POST", route=CARDS, kind=kind))

    with pytest.raises(OutcomeUnknown):
        await publisher.post_card(channel, CARD, nonce="card")


async def test_a_long_rate_limit_is_a_later(publisher, newsroom, channel):
    newsroom.standin.faults.add(Fault(method="POST", route=CARDS, kind="429", seconds=90))

    with pytest.raises(TryLater) as later:
        await publisher.post_card(channel, CARD, nonce="card")

    assert later.value.seconds == pytest.approx(90, abs=1)


async def test_what_discord_refuses_carries_its_words(publisher, channel):
    with pytest.raises(Refused) as refused:
        await publisher.seed(channel, await publisher.post_card(channel, CARD, nonce="card"), "no emoji")

    assert refused.value.discord_code == 10014


async def test_a_cancelled_send_arrives_all_the_same(publisher, newsroom, channel):
    slow = newsroom.standin.faults.add(Fault(method="POST", route=CARDS, kind="delay", seconds=0.2))
    sending = asyncio.create_task(publisher.post_card(channel, CARD, nonce="card"))
    await newsroom.struck(slow)

    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    await publisher.finish(within=5)

    assert len(newsroom.cards(newsroom.world)) == 1


async def test_an_image_that_discord_can_not_take_is_left_out(publisher, newsroom, channel):
    story = a_draft(image_url="ftp://news.example/talks.jpg")

    await publisher.post_card(channel, Card(an_edition(story), KEY, VOTE_SET), nonce="card")

    kinds = [item["type"] for item in newsroom.cards(newsroom.world)[0].components[0]["components"]]
    assert 12 not in kinds
