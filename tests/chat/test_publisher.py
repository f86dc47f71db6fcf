"""The publisher on discord.py against the local Discord: what it does, and what each refusal means."""

import asyncio

import pytest

from bot.domain.delivery import Place
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    EmojiGone,
    OutcomeUnknown,
    PermissionMissing,
    Refused,
    TryLater,
)
from bot.domain.ids import ChannelId, MessageId
from bot.pipeline.ports import Card
from bot.standin.faults import Fault
from bot.standin.world.model import ChannelKind, Overwrite
from tests.builders import a_draft
from tests.chat.editions import KEY, POLL, an_edition
from tests.newsroom_running import CARDS, text_of

CARD = Card(an_edition(), KEY, POLL)
VIEW, SEND, HISTORY, REACT, THREADS, SPEAK = 1 << 10, 1 << 11, 1 << 16, 1 << 6, 1 << 35, 1 << 38
EXTERNAL = 1 << 18


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


async def test_a_discussion_that_is_there_is_returned(publisher, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    opened = await publisher.open_discussion(card, "About talks")

    again = await publisher.open_discussion(card, "About talks")

    assert (opened, again) == ((card.message_id, True), (card.message_id, False))


async def test_a_discussion_without_a_title_gets_a_name(publisher, newsroom, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")

    await publisher.open_discussion(card, "")

    assert newsroom.thread(newsroom.cards(newsroom.world)[0]).name == "Untitled story"


async def test_a_custom_emoji_can_be_seeded_and_listed(publisher, newsroom, channel):
    emoji = newsroom.standin.world.create_emoji(newsroom.server, "ship")
    card = await publisher.post_card(channel, CARD, nonce="card")

    await publisher.seed(card, f"<:ship:{emoji.id}>")

    assert len(await listed(publisher, card, f"<:ship:{emoji.id}>")) == 1


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
        await publisher.open_discussion(card, "About talks")

    assert refused.value.permission == permission


async def test_an_opening_names_the_permission_that_it_lacks(publisher, newsroom, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    thread, _ = await publisher.open_discussion(card, "About talks")
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
        await publisher.seed(card, "👍")

    assert refused.value.permission == permission


async def test_a_deleted_channel_is_gone(publisher, newsroom, channel):
    newsroom.standin.world.delete_channel(newsroom.world)

    with pytest.raises(DestinationGone):
        await publisher.post_card(channel, CARD, nonce="card")


async def test_a_deleted_card_is_gone(publisher, newsroom, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    newsroom.standin.world.delete_message(newsroom.cards(newsroom.world)[0])

    with pytest.raises(CardGone):
        await publisher.seed(card, "👍")
    with pytest.raises(CardGone):
        await listed(publisher, card, "👍")


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


async def test_an_emoji_that_is_not_there_is_named(publisher, channel):
    with pytest.raises(EmojiGone) as refused:
        await publisher.seed(await publisher.post_card(channel, CARD, nonce="card"), "no emoji")

    assert refused.value.emoji == "no emoji"


async def test_what_discord_refuses_carries_its_words(publisher, newsroom):
    voice = newsroom.channel("voice", kind=ChannelKind.CATEGORY)

    with pytest.raises(Refused) as refused:
        await publisher.post_card(voice.id, CARD, nonce="card")

    assert refused.value.discord_code == 50008


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

    await publisher.post_card(channel, Card(an_edition(story), KEY, POLL), nonce="card")

    kinds = [item["type"] for item in newsroom.cards(newsroom.world)[0].components[0]["components"]]
    assert 12 not in kinds


@pytest.fixture
def elsewhere(newsroom):
    """An emoji of another server that the bot is in."""
    world = newsroom.standin.world
    server = world.create_server("Second City", owner=newsroom.owner)
    world.install(newsroom.application, server, permissions=0)
    return world.create_emoji(server, "ship")


async def test_another_servers_emoji_can_be_seeded(publisher, newsroom, channel, elsewhere):
    card = await publisher.post_card(channel, CARD, nonce="card")

    await publisher.seed(card, f"<:ship:{elsewhere.id}>")

    (reaction,) = newsroom.cards(newsroom.world)[0].reactions.values()
    assert reaction.emoji.id == elsewhere.id


async def test_another_servers_emoji_names_the_permission_that_it_takes(
    publisher, newsroom, channel, elsewhere
):
    card = await publisher.post_card(channel, CARD, nonce="card")
    deny(newsroom, EXTERNAL)
    await newsroom.heard(lambda bot: bot.missing_permissions(channel, ["use_external_emojis"]))

    with pytest.raises(PermissionMissing) as refused:
        await publisher.seed(card, f"<:ship:{elsewhere.id}>")

    assert refused.value.permission == "Use External Emojis"


async def test_the_servers_own_emoji_takes_no_permission_for_others(publisher, newsroom, channel):
    own = newsroom.standin.world.create_emoji(newsroom.server, "ship")
    card = await publisher.post_card(channel, CARD, nonce="card")
    deny(newsroom, EXTERNAL | REACT)
    await newsroom.heard(lambda bot: bot.missing_permissions(channel, ["use_external_emojis"]))

    with pytest.raises(PermissionMissing) as refused:
        await publisher.seed(card, f"<:ship:{own.id}>")

    assert refused.value.permission == "Add Reactions"


async def test_a_deleted_emoji_is_named(publisher, newsroom, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")

    with pytest.raises(EmojiGone) as refused:
        await publisher.seed(card, "<:ship:1234>")

    assert refused.value.emoji == "<:ship:1234>"


@pytest.mark.parametrize("known", [False, True])
async def test_a_pointer_leads_to_a_home_that_it_has_to_ask_for(publisher, newsroom, channel, known):
    card = await publisher.post_card(channel, CARD, nonce="card")
    thread_id, _ = await publisher.open_discussion(card, "About talks")
    thread = newsroom.standin.world.channels[thread_id]
    newsroom.standin.world.set_archived(thread, archived=not known)
    home = Place(thread_id, card.message_id)
    await newsroom.heard(lambda bot: (bot.get_channel(thread_id) is not None) is known)

    await publisher.post_card(channel, Card(an_edition(), KEY, None, home=home), nonce="pointer")

    assert "Vote and discuss" in text_of(newsroom.cards(newsroom.world)[-1].components)


async def test_a_home_that_is_gone_is_not_linked(publisher, newsroom, channel):
    home = Place(ChannelId(1), MessageId(2))

    await publisher.post_card(channel, Card(an_edition(), KEY, None, home=home), nonce="pointer")

    assert "Vote and discuss" not in text_of(newsroom.cards(newsroom.world)[-1].components)


async def test_every_call_waits_for_its_slot(publisher, newsroom, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    done = len(newsroom.standin.calls)
    newsroom.app.limiter.hold(60)
    calls = [
        publisher.post_card(channel, CARD, nonce="other"),
        publisher.edit_card(card, CARD),
        publisher.crosspost(card),
        publisher.find_message(channel, KEY, after=MessageId(0)),
        publisher.open_discussion(card, "About talks"),
        publisher.post_opening(card.message_id, an_edition(), KEY, nonce="opening"),
        publisher.post_result(card.message_id, an_edition(), POLL, KEY, nonce="result"),
        publisher.discussions(newsroom.server.id),
        publisher.archive(card.message_id, archived=True),
        publisher.seed(card, "👍"),
        publisher.take_back(card, "👍", newsroom.owner.id),
        listed(publisher, card, "👍"),
        publisher.notify(newsroom.server.id, "notice-threads-full", {}),
    ]

    tasks = [asyncio.create_task(call) for call in calls]
    await asyncio.wait(tasks, timeout=0.3)

    assert not any(task.done() for task in tasks)
    assert len(newsroom.standin.calls) == done
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_the_app_stops_while_calls_wait_for_their_slots(publisher, newsroom, channel):
    newsroom.app.limiter.hold(600)
    waiting = asyncio.create_task(publisher.post_card(channel, CARD, nonce="card"))
    await asyncio.wait([waiting], timeout=0.1)

    async with asyncio.timeout(4):
        await newsroom.stop()

    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
