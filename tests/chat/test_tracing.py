"""Calls that make something without a nonce are never repeated by the library; every other one is counted."""

import asyncio
from contextlib import asynccontextmanager, suppress

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat.channels import DiscordChannels
from bot.chat.ground import DiscordGround
from bot.chat.languages import ServerLanguages
from bot.chat.limiter import Lane, Limiter
from bot.chat.tracing import Unanswered, tracing
from bot.clock import SystemClock
from bot.domain.errors import OutcomeUnknown, TryLater
from bot.domain.ids import ServerId
from bot.pipeline.ports import Card
from bot.standin.faults import Fault
from bot.standin.world.model import ChannelKind
from bot.texts.catalogue import Texts
from tests.chat.editions import KEY, POLL, an_edition
from tests.newsroom_running import CARDS

CARD = Card(an_edition(), KEY, POLL)
POSTS = "/channels/{channel_id}/threads"
CHANNELS, ROLES = "/guilds/{guild_id}/channels", "/guilds/{guild_id}/roles"
DISCUSSIONS = "/channels/{channel_id}/messages/{message_id}/threads"


@pytest.mark.parametrize("kind", ["500_before", "502_before", "502_after", "504_after", "524_after"])
async def test_a_post_is_asked_for_once(newsroom, kind):
    forum = newsroom.channel("forum", kind=ChannelKind.FORUM)
    await newsroom.heard(lambda bot: bot.get_channel(forum.id) is not None)
    newsroom.standin.faults.add(Fault("POST", POSTS, kind))

    with pytest.raises(OutcomeUnknown) as unknown:
        await newsroom.app.publisher.make_post(forum.id, CARD, name="About talks")

    assert unknown.value.why == f"HTTP {kind[:3]}"
    assert len(newsroom.standin.calls.of("POST", POSTS)) == 1


async def test_a_discussion_is_asked_for_once(newsroom):
    publisher = newsroom.app.publisher
    card = await publisher.post_card(newsroom.world.id, CARD, nonce="card")
    newsroom.standin.faults.add(Fault("POST", DISCUSSIONS, "502_after"))

    with pytest.raises(OutcomeUnknown):
        await publisher.open_discussion(card, "About talks")

    assert len(newsroom.standin.calls.of("POST", DISCUSSIONS)) == 1


@pytest.mark.parametrize("made", ["channel", "forum"])
async def test_a_channel_is_asked_for_once_and_used_the_next_time(newsroom, made):
    bot = newsroom.app.bot
    languages = ServerLanguages(bot, newsroom.app.database)
    ground = DiscordGround(bot, DiscordChannels(bot), languages, Texts.load(), SystemClock())
    server_id = newsroom.server.id

    async def make():
        if made == "forum":
            return await ground.forum(server_id)
        return await ground.channel(server_id, "science", "Stars and cells")

    asked = []
    for skipped in (0, 1):  # the category, and what goes into it
        fault = newsroom.standin.faults.add(Fault("POST", CHANNELS, "502_after"))
        with pytest.raises(OutcomeUnknown):
            await make()
        asked.append(len(newsroom.standin.calls.of("POST", CHANNELS)))
        there = len(newsroom.server.channels)
        await newsroom.heard(lambda bot, there=there: len(bot.get_guild(server_id).channels) == there)
        assert (fault.struck, asked[-1]) == (1, skipped + 1)

    found = await make()

    assert len(newsroom.standin.calls.of("POST", CHANNELS)) == 2
    assert found in {channel.id for channel in newsroom.server.channels.values()}
    assert sorted(each.kind.name for each in newsroom.server.channels.values()) == sorted(
        ["TEXT", "CATEGORY", "FORUM" if made == "forum" else "TEXT"]
    )


async def test_a_role_is_asked_for_once(newsroom):
    newsroom.standin.faults.add(Fault("POST", ROLES, "502_after"))
    bot = newsroom.app.bot

    with pytest.raises(OutcomeUnknown):
        async with bot.slot(Lane.CARD, newsroom.world.id, ("manage_roles",)):
            await bot.get_guild(newsroom.server.id).create_role(name="Subscribers")

    assert len(newsroom.standin.calls.of("POST", ROLES)) == 1


@pytest.mark.parametrize(("path", "error"), [("threads", Unanswered), ("messages", aiohttp.ClientOSError)])
async def test_a_connection_reset_is_no_reason_to_make_something_again(path, error):
    class Reset(aiohttp.TCPConnector):
        async def connect(self, *_, **__):
            raise aiohttp.ClientOSError(54, "Connection reset by peer")  # the number that discord.py knows

    traced = tracing(Limiter(SystemClock(), rate=50))
    async with aiohttp.ClientSession(connector=Reset(), trace_configs=[traced]) as session:
        with pytest.raises(error):
            await session.post(f"http://127.0.0.1/channels/1/{path}")


async def test_a_limit_for_all_calls_holds_every_other(newsroom):
    publisher, limiter = newsroom.app.publisher, newsroom.app.limiter
    newsroom.standin.faults.add(Fault("POST", CARDS, "429", scope="global", seconds=90))

    with pytest.raises(TryLater):
        await publisher.post_card(newsroom.world.id, CARD, nonce="card")

    assert await holds(limiter)


async def test_a_block_in_front_of_discord_holds_every_other(newsroom):
    newsroom.standin.faults.add(Fault("POST", CARDS, "ban"))

    with pytest.raises(TryLater) as later:
        await newsroom.app.publisher.post_card(newsroom.world.id, CARD, nonce="card")

    assert later.value.shared
    assert await holds(newsroom.app.limiter)


async def test_calls_without_a_slot_are_counted_and_answers_to_people_are_not():
    counts = Counts()
    async with people_and_discord(counts) as (session, limiter):
        slot = await limiter.slot(Lane.CARD, ServerId(1))
        with slot.taken():
            await session.get("channels/1/messages")
            with_a_slot = counts.counted
            await session.get("channels/1/messages")
        repeated = counts.counted
        await session.get("users/@me")
        await session.get("interactions/1/token/callback")
        await session.get("webhooks/1/token/messages/@original")

    assert (with_a_slot, repeated, counts.counted) == (0, 1, 2)


async def holds(limiter):
    """Whether nobody is given a slot now."""
    with suppress(TimeoutError):
        async with asyncio.timeout(0.2):
            await limiter.slot(Lane.CARD, ServerId(1))
            return False
    return True


class Counts:
    """Who counts what is to be counted."""

    counted = 0

    def count(self):
        self.counted += 1

    def hold(self, seconds):
        raise AssertionError(seconds)


@asynccontextmanager
async def people_and_discord(counts):
    """A session that is traced, to a server that says nothing, and a limiter."""

    async def nothing(_):
        return web.Response()

    app = web.Application()
    app.router.add_get("/{tail:.*}", nothing)
    async with (
        TestServer(app) as server,
        aiohttp.ClientSession(server.make_url("/"), trace_configs=[tracing(counts)]) as session,
    ):
        yield session, Limiter(SystemClock(), rate=5)
