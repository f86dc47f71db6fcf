"""The local Discord's own figures: what a test suite on it can expect."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord

from bot.chat.endpoint import Endpoint, use_endpoint
from bot.standin.server import StandIn
from bot.standin.world.model import Application, Channel, ChannelKind, Emoji
from bot.standin.world.permissions import ALL
from bot.standin.world.settlement import settle
from tests.bench.figure import Figure

_MESSAGES = 3_000
_SENDERS = 50
_REACTIONS = 20_000
_STARTS = 5
# In a process of its own, so that nothing else is counted.
_WORLD = """
import os
import time
from bot.standin.world.world import World
from tests.bench.process import resident_megabytes
world = World(time.time)
owner = world.create_account("Owner")
for _ in range(1_000):
    server = world.create_server("Server", owner=owner)
    for number in range(40):
        world.create_channel(server, f"channel-{number}")
print(resident_megabytes(os.getpid()))
"""


async def measure() -> list[Figure]:
    """Measure with discord.py and a bare websocket as clients; they share the stand-in's process and loop."""
    return [await _starts(), await _messages(), await _reactions(), await _memory()]


async def _starts() -> Figure:
    seconds = []
    for _ in range(_STARTS):
        started = time.perf_counter()
        async with StandIn() as standin:
            application, _ = _server(standin)
            async with _client(standin, application):
                seconds.append(time.perf_counter() - started)
    note = f"best of {_STARTS}, a bot's on_ready included"
    return Figure("standin.start", min(seconds), "s", target=0.5, note=note)


async def _messages() -> Figure:
    async with StandIn() as standin:
        application, channel = _server(standin)
        async with _client(standin, application) as client:
            target = client.get_partial_messageable(channel.id)
            left = iter(range(_MESSAGES))

            async def send() -> None:
                for number in left:
                    await target.send(f"message {number}")

            started = time.perf_counter()
            await asyncio.gather(*(send() for _ in range(_SENDERS)))
            rate = _MESSAGES / (time.perf_counter() - started)
    note = f"{_MESSAGES} by discord.py, {_SENDERS} at once"
    return Figure("standin.messages", rate, "/s", target=600, better="more", note=note)


async def _reactions() -> Figure:
    async with StandIn() as standin:
        application, channel = _server(standin)
        world = standin.world
        message = world.post(channel, application.account, "A card")
        readers = [world.create_account(f"Reader {number}") for number in range(_REACTIONS)]
        async with (
            aiohttp.ClientSession() as http,
            http.ws_connect(f"{standin.gateway_url}?v=10&encoding=json", max_msg_size=0) as socket,
        ):
            await socket.receive()
            identity = {"token": application.token, "intents": 1025, "properties": {}}
            await socket.send_str(json.dumps({"op": 2, "d": identity}))
            while '"GUILD_CREATE"' not in (await socket.receive()).data.replace(" ", ""):
                pass
            started = time.perf_counter()
            for number, reader in enumerate(readers):
                world.react(message, reader, Emoji("👍"))
                if number % 500 == 0:
                    await asyncio.sleep(0)
            received = 0
            while received < _REACTIONS:
                received += "MESSAGE_REACTION_ADD" in (await socket.receive()).data
            rate = _REACTIONS / (time.perf_counter() - started)
    note = f"{_REACTIONS} to one client, read as text"
    return Figure("standin.reactions", rate, "/s", target=10_000, better="more", note=note)


async def _memory() -> Figure:
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", _WORLD], check=True, capture_output=True, text=True
    )
    note = "resident set of a process with 1,000 servers of 40 channels"
    return Figure("standin.memory", float(done.stdout), "MB", target=150.0, note=note)


def _server(standin: StandIn) -> tuple[Application, Channel]:
    made = settle(standin.world, channels={"news": ChannelKind.TEXT}, permissions=ALL)
    return made.bot, made.channels["news"]


@asynccontextmanager
async def _client(standin: StandIn, application: Application) -> AsyncIterator[discord.Client]:
    """Connect discord.py, and wait until it says that it is ready."""
    use_endpoint(Endpoint(standin.api_url, standin.gateway_url))
    client = discord.Client(intents=discord.Intents(guilds=True), guild_ready_timeout=0.1, max_messages=None)
    ready = asyncio.Event()

    async def on_ready() -> None:
        ready.set()

    client.event(on_ready)
    running = asyncio.create_task(client.start(application.token))
    try:
        await ready.wait()
        yield client
    finally:
        await client.close()
        running.cancel()
        await asyncio.wait({running})
