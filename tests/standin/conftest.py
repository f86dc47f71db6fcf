"""A local Discord with a server in it, checked against Discord's own description after every test."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import discord
import pytest
import yarl
from discord.ext import commands

from bot.standin import permissions
from bot.standin.model import Account, Application, Channel, Server
from bot.standin.server import Settings, StandIn
from tests.standin import description
from tests.standin.running import Rest

BOT_RIGHTS = (
    permissions.VIEW_CHANNEL
    | permissions.SEND_MESSAGES
    | permissions.SEND_MESSAGES_IN_THREADS
    | permissions.CREATE_PUBLIC_THREADS
    | permissions.READ_MESSAGE_HISTORY
    | permissions.ADD_REACTIONS
    | permissions.EMBED_LINKS
    | permissions.ATTACH_FILES
)


@dataclass
class Harbour:
    """One server with an owner, a reader, a bot and a channel."""

    standin: StandIn
    owner: Account
    reader: Account
    bot: Application
    server: Server
    channel: Channel


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn(Settings()) as running:
        yield running
        if description.SPEC.exists():
            assert description.complaints(running.calls) == []


@pytest.fixture
async def harbour(standin: StandIn) -> Harbour:
    return settle(standin)


def settle(standin: StandIn) -> Harbour:
    world = standin.world
    owner = world.create_account("Olena", role="owner", on_page=True)
    reader = world.create_account("Rita", on_page=True)
    bot = world.create_application("Newsclip", owner=owner)
    server = world.create_server("Harbour News", owner=owner)
    channel = world.create_channel(server, "world")
    world.join(server, reader)
    world.install(bot, server, permissions=BOT_RIGHTS)
    return Harbour(standin, owner, reader, bot, server, channel)


@pytest.fixture
async def rest(harbour: Harbour) -> AsyncIterator[Rest]:
    """Bare REST calls as the bot."""
    async with aiohttp.ClientSession() as http:
        yield Rest(http, harbour.standin.api_url, harbour.bot.token)


@pytest.fixture
async def as_reader(harbour: Harbour) -> AsyncIterator[Rest]:
    async with aiohttp.ClientSession() as http:
        yield Rest(http, harbour.standin.api_url, harbour.reader.token)


@pytest.fixture
def redirected(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py, unmodified, speaks to the local Discord."""
    redirect(standin, monkeypatch)


def redirect(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", standin.api_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(standin.gateway_url))


def make_bot(intents: int = 1025, **settings: object) -> commands.AutoShardedBot:
    return commands.AutoShardedBot(
        commands.when_mentioned,
        intents=discord.Intents(intents),
        help_command=None,
        guild_ready_timeout=0.01,
        max_messages=None,
        **settings,
    )
