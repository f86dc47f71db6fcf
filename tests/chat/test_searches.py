"""What is searched for on Discord: our own messages by their marker, and who reacted."""

import aiohttp
import pytest

from bot.chat.permissions import SCAN
from bot.domain.delivery import Place
from bot.domain.errors import EmojiGone, PermissionMissing, TryLater
from bot.domain.ids import ChannelId, MessageId
from bot.pipeline.ports import Card, Reactions, Reactor
from bot.standin.world.model import ChannelKind, Emoji
from tests.chat.editions import KEY, POLL, an_edition
from tests.chat.test_publisher import CARD, HISTORY, VIEW, deny, listed


@pytest.fixture
def publisher(newsroom):
    return newsroom.app.publisher


@pytest.fixture
def channel(newsroom):
    return newsroom.world.id


async def test_a_card_is_found_by_its_marker(publisher, channel):
    posted = await publisher.post_card(channel, CARD, nonce="one")
    await publisher.post_card(channel, Card(an_edition(), "f" * 24, POLL), nonce="two")

    found = await publisher.find_message(channel, KEY, after=MessageId(0))

    assert found == (posted.message_id,)
    assert await publisher.find_message(channel, KEY, after=posted.message_id) == ()


async def test_a_card_without_a_button_is_found_by_its_marker_too(publisher, channel):
    nowhere = Place(ChannelId(1), MessageId(2))
    pointers = [Card(an_edition(), key, None, home=nowhere) for key in (KEY, "f" * 24)]
    first, _ = [await publisher.post_card(channel, card, nonce=card.key) for card in pointers]

    found = await publisher.find_message(channel, KEY, after=MessageId(0))

    assert found == (first.message_id,)


async def test_nobody_elses_message_is_taken_for_ours(publisher, newsroom, channel):
    async with newsroom.person(newsroom.owner) as owner:
        await owner.send(channel, f"newsclip:results:{KEY}")

    assert await publisher.find_message(channel, KEY, after=MessageId(0)) == ()


async def test_an_opening_is_found_by_its_marker(publisher, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    thread, _ = await publisher.open_discussion(card, "About talks")
    opening = await publisher.post_opening(thread, an_edition(), KEY, nonce="opening")

    assert await publisher.find_message(thread, KEY, after=MessageId(0)) == (opening,)


async def test_everybody_who_reacted_is_listed_normal_and_burst(publisher, newsroom, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    await publisher.seed(card, "👍")
    world, message = newsroom.standin.world, newsroom.cards(newsroom.world)[0]
    readers = [newsroom.reader_account(f"reader {number}") for number in range(205)]
    for number, reader in enumerate(readers):
        world.react(message, reader, Emoji("👍"), burst=number >= 203)

    found = await listed(publisher, card, "👍")

    bots = [reactor for reactor in found if reactor.bot]
    people = {reactor.user_id for reactor in found if not reactor.bot}
    assert bots == [Reactor(newsroom.application.id, bot=True, burst=False)]
    assert people == {reader.id for reader in readers}
    assert sum(reactor.burst for reactor in found) == 2


async def test_how_many_reacted_is_told_without_ourselves(publisher, newsroom, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    await publisher.seed(card, "👍")
    await publisher.seed(card, "👎")
    world, message = newsroom.standin.world, newsroom.cards(newsroom.world)[0]
    for number, burst in enumerate([False, False, True]):
        world.react(message, newsroom.reader_account(f"reader {number}"), Emoji("👍"), burst=burst)

    assert await publisher.reactions(card) == {"👍": Reactions(2, 1), "👎": Reactions(0, 0)}


async def test_what_nobody_put_is_not_listed(publisher, newsroom, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    message = newsroom.cards(newsroom.world)[0]
    newsroom.standin.world.react(message, newsroom.reader_account(), Emoji("👍"), burst=True)
    before = len(newsroom.standin.calls)

    found = await listed(publisher, card, "👍", Reactions(0, 1))
    nobody = await listed(publisher, card, "👍", Reactions(0, 0))

    assert [reactor.burst for reactor in found] == [True]
    assert nobody == []
    assert len(newsroom.standin.calls) == before + 1


async def test_an_emoji_that_discord_does_not_know_has_no_reactors(publisher, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")

    with pytest.raises(EmojiGone):
        await listed(publisher, card, "<:ship:1234>")


async def test_an_emoji_that_nobody_used_has_no_reactors(publisher, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")

    assert await listed(publisher, card, "👍") == []


@pytest.mark.parametrize(
    ("denied", "permission"),
    [(HISTORY, "Read Message History"), (VIEW, "View Channel")],
)
async def test_a_search_names_the_permission_that_it_lacks(publisher, newsroom, channel, denied, permission):
    card = await publisher.post_card(channel, CARD, nonce="card")
    thread, _ = await publisher.open_discussion(card, "About talks")
    deny(newsroom, denied)
    await permissions_heard(newsroom, permission)

    for place in (channel, thread):
        with pytest.raises(PermissionMissing) as refused:
            await publisher.find_message(place, KEY, after=MessageId(0))
        assert refused.value.permission == permission


async def test_a_search_asks_for_a_discussion_that_it_does_not_know(publisher, newsroom, channel):
    card = await publisher.post_card(channel, CARD, nonce="card")
    thread, _ = await publisher.open_discussion(card, "About talks")
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


@pytest.fixture
async def another_bot(newsroom):
    """Another bot, with a button that says what ours do; it sends that to a path."""
    other = newsroom.standin.world.create_application("Other")
    newsroom.standin.world.install(other, newsroom.server, permissions=8)
    button = {"type": 2, "style": 2, "label": "Results", "custom_id": f"newsclip:results:{KEY}"}
    ours = newsroom.application.id  # who is mentioned is told what a message says
    message = {"content": f"<@{ours}>", "components": [{"type": 1, "components": [button]}]}

    async def send(path, body=None):
        url, headers = newsroom.standin.api_url + path, {"Authorization": f"Bot {other.token}"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(url, json=body(message) if body else message) as answer,
        ):
            assert answer.status < 300

    return send


async def test_another_bots_message_with_our_marker_is_not_taken_for_ours(publisher, channel, another_bot):
    await another_bot(f"/channels/{channel}/messages")

    assert await publisher.find_message(channel, KEY, after=MessageId(0)) == ()


async def test_another_bots_post_with_our_marker_is_not_taken_for_ours(publisher, newsroom, another_bot):
    forum = newsroom.channel("forum", kind=ChannelKind.FORUM)
    await newsroom.heard(lambda bot: bot.get_channel(forum.id) is not None)
    await another_bot(f"/channels/{forum.id}/threads", lambda message: {"name": "Post", "message": message})

    assert await publisher.find_posts(forum.id, KEY, after=MessageId(0)) == ()
