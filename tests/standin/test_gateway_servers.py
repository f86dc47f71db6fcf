"""What the gateway tells of servers: joined, left, unavailable; and of accounts."""

from typing import Any

import hikari
import pytest

from bot.standin.gateway.intents import Intent
from bot.standin.world.model import Emoji
from tests.standin.bare_gateway import connected
from tests.standin.conftest import Harbour, make_bot
from tests.standin.running import Rest, running
from tests.standin.test_gateway_sight import until_now
from tests.standin.test_hikari import make_hikari
from tests.standin.test_hikari import running as running_hikari


async def test_a_server_that_is_unavailable_says_nothing_until_it_is_back(harbour: Harbour) -> None:
    world, server = harbour.standin.world, harbour.server
    message = world.post(harbour.channel, harbour.reader, "words")
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, 1025)
        await wire.until("GUILD_CREATE")
        world.set_available(server, available=False)
        world.react(message, harbour.reader, Emoji("👍"))
        world.create_channel(server, "meanwhile")
        world.set_available(server, available=True)
        told = await until_now(harbour, wire)

    assert [name for name, _ in told] == ["GUILD_DELETE", "GUILD_CREATE"]
    assert told[0][1] == {"id": str(server.id), "unavailable": True}
    assert told[1][1]["unavailable"] is False
    assert [channel["name"] for channel in told[1][1]["channels"]] == ["world", "meanwhile"]


async def test_a_server_that_is_unavailable_at_the_start_is_said_to_be(harbour: Harbour) -> None:
    world, server = harbour.standin.world, harbour.server
    world.set_available(server, available=False)
    async with connected(harbour.standin) as wire:
        ready = await wire.identify(harbour.bot.token, 1)
        missing = await wire.until("GUILD_DELETE")
        world.set_available(server, available=True)
        back = await wire.until("GUILD_CREATE")

    assert ready["guilds"] == [missing] == [{"id": str(server.id), "unavailable": True}]
    assert back["name"] == "Harbour News"


async def test_a_server_joined_while_it_is_unavailable_says_no_more_than_that(harbour: Harbour) -> None:
    world = harbour.standin.world
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, 1)
        await wire.until("GUILD_CREATE")
        other = world.create_server("Other", owner=harbour.owner)
        other.unavailable = True
        world.install(harbour.bot, other)
        told = await until_now(harbour, wire)

    assert told == [("GUILD_CREATE", {"id": str(other.id), "unavailable": True})]


async def test_who_joins_and_who_leaves_is_told_apart_from_the_others(harbour: Harbour) -> None:
    world, server = harbour.standin.world, harbour.server
    harbour.bot.privileged_intents = Intent.PRIVILEGED
    async with connected(harbour.standin) as of_bot, connected(harbour.standin) as of_newcomer:
        await of_bot.identify(harbour.bot.token, Intent.GUILDS | Intent.GUILD_MEMBERS)
        await of_bot.until("GUILD_CREATE")
        newcomer = world.create_account("Nina")
        await of_newcomer.identify(newcomer.token, 0)
        world.join(server, newcomer)
        world.leave(server, newcomer)
        world.update_account(newcomer)
        told_to_bot = await until_now(harbour, of_bot)
        told_to_newcomer = await of_newcomer.all_until("USER_UPDATE")

    assert [name for name, _ in told_to_bot] == ["GUILD_MEMBER_ADD", "GUILD_MEMBER_REMOVE"]
    assert [name for name, _ in told_to_newcomer] == ["GUILD_CREATE", "GUILD_DELETE", "USER_UPDATE"]
    assert "unavailable" not in told_to_newcomer[0][1]
    assert told_to_newcomer[1][1] == {"id": str(server.id)}


async def test_a_bot_that_is_removed_hears_only_of_that(harbour: Harbour) -> None:
    world = harbour.standin.world
    harbour.bot.privileged_intents = Intent.PRIVILEGED
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, Intent.GUILDS | Intent.GUILD_MEMBERS)
        await wire.until("GUILD_CREATE")
        world.leave(harbour.server, harbour.bot.account)
        world.update_account(harbour.bot.account)
        told = await wire.all_until("USER_UPDATE")

    assert told[:-1] == [("GUILD_DELETE", {"id": str(harbour.server.id)})]


async def test_a_renamed_account_is_told_to_itself_and_to_those_who_may_know_members(
    harbour: Harbour, rest: Rest
) -> None:
    async with connected(harbour.standin) as of_bot, connected(harbour.standin) as of_reader:
        await of_bot.identify(harbour.bot.token, 0)
        await of_reader.identify(harbour.reader.token, 0)
        await rest("PATCH", "/users/@me", {"username": "Clippings"})
        own = await of_bot.until("USER_UPDATE")
        member = await of_bot.until("GUILD_MEMBER_UPDATE")
        seen = await of_reader.until("GUILD_MEMBER_UPDATE")

    assert own["username"] == member["user"]["username"] == seen["user"]["username"] == "Clippings"


@pytest.mark.usefixtures("redirected")
async def test_discord_py_gets_over_an_invalid_session_and_a_reconnect(harbour: Harbour) -> None:
    standin, sessions = harbour.standin, harbour.standin.sessions
    heard: list[str] = []
    bot = make_bot()

    @bot.listen()
    async def on_shard_resumed(_shard: int) -> None:
        heard.append("resumed")

    @bot.listen()
    async def on_shard_ready(_shard: int) -> None:
        heard.append("ready")

    async with running(standin, bot, harbour.bot.token):
        sessions.ask_heartbeat(harbour.bot.account)
        sessions.ask_reconnect(harbour.bot.account)
        await standin.wait_for(lambda: heard[-1:] == ["resumed"], timeout=15)
        sessions.invalidate(harbour.bot.account, resumable=True)
        await standin.wait_for(lambda: heard.count("resumed") == 2, timeout=15)
        sessions.invalidate(harbour.bot.account, resumable=False)
        await standin.wait_for(lambda: heard[-1] == "ready", timeout=15)

    assert heard == ["ready", "resumed", "resumed", "ready"]
    assert standin.identifies == 2


async def test_hikari_hears_of_outages_and_gets_over_a_reconnect(harbour: Harbour) -> None:
    world, standin = harbour.standin.world, harbour.standin
    heard: list[str] = []
    bot = make_hikari(harbour)

    async def note(event: Any) -> None:
        heard.append(type(event).__name__)

    for kind in (hikari.GuildUnavailableEvent, hikari.GuildAvailableEvent, hikari.ShardResumedEvent):
        bot.subscribe(kind, note)
    async with running_hikari(bot):
        world.set_available(harbour.server, available=False)
        world.set_available(harbour.server, available=True)
        await standin.wait_for(lambda: len(heard) == 3)
        standin.sessions.ask_reconnect(harbour.bot.account)
        await standin.wait_for(lambda: len(heard) == 4, timeout=15)

    available, unavailable = "GuildAvailableEvent", "GuildUnavailableEvent"
    assert heard == [available, unavailable, available, "ShardResumedEvent"]
