"""A local Discord with a server in it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import discord
import pytest
import yarl
from discord.ext import commands

from bot.standin.server import Settings, StandIn
from bot.standin.world import permissions, settlement
from bot.standin.world.model import Account, Application, Channel, ChannelKind, Server
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


@pytest.fixture
async def harbour(standin: StandIn) -> Harbour:
    return settle(standin)


def settle(standin: StandIn) -> Harbour:
    made = settlement.settle(
        standin.world,
        members={"Rita": ()},
        channels={"world": ChannelKind.TEXT},
        permissions=BOT_RIGHTS,
        on_page=True,
    )
    reader, channel = made.members["Rita"], made.channels["world"]
    return Harbour(standin, made.owner, reader, made.bot, made.server, channel)


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
