"""The gateway on the wire: greeting, intents, compression, resume, close codes."""

import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import zstandard

from bot.standin import permissions
from bot.standin.intents import Intent
from bot.standin.model import Emoji
from bot.standin.server import Settings, StandIn
from tests.standin.conftest import Harbour, settle


class Wire:
    """A bare gateway connection."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, compression: str | None) -> None:
        self.socket = socket
        self._inflate = zlib.decompressobj()
        self._zstd = zstandard.ZstdDecompressor().decompressobj()
        self._compression = compression
        self.sequence = 0

    async def next(self) -> Any:
        message = await self.socket.receive(timeout=5)
        if message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING):
            return {"op": "closed", "code": self.socket.close_code}
        data = message.data
        if self._compression == "zlib-stream":
            assert data.endswith(b"\x00\x00\xff\xff")
            data = self._inflate.decompress(data)
        elif self._compression == "zstd-stream":
            data = self._zstd.decompress(data)
        frame = json.loads(data)
        self.sequence = frame.get("s") or self.sequence
        return frame

    async def until(self, name: str) -> Any:
        while True:
            frame = await self.next()
            assert frame["op"] != "closed", frame
            if frame["t"] == name:
                return frame["d"]

    async def say(self, op: int, data: Any) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def identify(self, token: str, intents: int, **more: Any) -> Any:
        assert (await self.next())["op"] == 10
        await self.say(2, {"token": token, "intents": intents, "properties": {}, **more})
        return await self.until("READY")


@asynccontextmanager
async def connected(
    harbour: Harbour, compression: str | None = None, version: str = "10"
) -> AsyncIterator[Wire]:
    query = f"?v={version}&encoding=json" + (f"&compress={compression}" if compression else "")
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(harbour.standin.gateway_url + query, max_msg_size=0) as socket,
    ):
        yield Wire(socket, compression)


@pytest.mark.parametrize("compression", [None, "zlib-stream", "zstd-stream"])
async def test_a_bot_is_greeted_and_told_of_its_servers(harbour: Harbour, compression: str | None) -> None:
    async with connected(harbour, compression) as wire:
        ready = await wire.identify(harbour.bot.token, 1025)
        server = await wire.until("GUILD_CREATE")
        await wire.say(1, wire.sequence)
        acknowledged = await wire.next()

    assert ready["guilds"] == [{"id": str(harbour.server.id), "unavailable": True}]
    assert ready["resume_gateway_url"] == harbour.standin.gateway_url
    assert [channel["name"] for channel in server["channels"]] == ["world"]
    assert [member["user"]["id"] for member in server["members"]] == [str(harbour.bot.id)]
    assert acknowledged["op"] == 11


@pytest.mark.parametrize(
    ("intents", "heard"),
    [
        (Intent.GUILDS, ["THREAD_CREATE"]),
        (1025, ["MESSAGE_REACTION_ADD", "THREAD_CREATE"]),
        (
            1025 | Intent.GUILD_MESSAGES,
            ["MESSAGE_CREATE", "MESSAGE_REACTION_ADD", "THREAD_CREATE", "MESSAGE_UPDATE"],
        ),
    ],
)
async def test_a_bot_hears_only_what_its_intents_name(
    harbour: Harbour, intents: int, heard: list[str]
) -> None:
    world = harbour.standin.world
    async with connected(harbour) as wire:
        await wire.identify(harbour.bot.token, intents)
        await wire.until("GUILD_CREATE")
        message = world.post(harbour.channel, harbour.reader, "words")
        world.react(message, harbour.reader, Emoji("👍"))
        world.create_thread(harbour.channel, "talk", owner=harbour.reader, message=message)
        world.update_role(harbour.server, harbour.server.everyone)
        names = []
        while (frame := await wire.next())["t"] != "GUILD_ROLE_UPDATE":
            names.append(frame["t"])
            if frame["t"] == "MESSAGE_CREATE":
                assert frame["d"]["content"] == ""

    assert list(dict.fromkeys(names)) == heard


async def test_nobody_hears_of_what_happens_in_a_channel_they_cannot_view(harbour: Harbour) -> None:
    world = harbour.standin.world
    hidden = world.create_channel(
        harbour.server, "desk", overwrites={harbour.server.everyone: (0, permissions.VIEW_CHANNEL)}
    )
    async with connected(harbour) as wire:
        await wire.identify(harbour.reader.token, 0)
        server = await wire.until("GUILD_CREATE")
        world.post(hidden, harbour.owner, "secret")
        world.post(harbour.channel, harbour.owner, "open")
        heard = await wire.until("MESSAGE_CREATE")

    assert str(hidden.id) not in [channel["id"] for channel in server["channels"]]
    assert heard["content"] == "open"


@pytest.mark.parametrize("compression", [None, "zlib-stream"])
async def test_a_resume_replays_what_was_missed_in_order(harbour: Harbour, compression: str | None) -> None:
    world = harbour.standin.world
    message = world.post(harbour.channel, harbour.bot.account, "card")
    async with connected(harbour) as wire:
        ready = await wire.identify(harbour.bot.token, 1025)
        await wire.until("GUILD_CREATE")
        harbour.standin.sessions.close(harbour.bot.account)
        closed = await wire.next()
    for mark in ("👍", "👎"):
        world.react(message, harbour.reader, Emoji(mark))

    async with connected(harbour, compression) as again:
        await again.next()
        await again.say(
            6, {"token": harbour.bot.token, "session_id": ready["session_id"], "seq": wire.sequence}
        )
        frames = [await again.next() for _ in range(3)]

    assert closed["code"] == 4000
    assert [frame["t"] for frame in frames] == ["MESSAGE_REACTION_ADD", "MESSAGE_REACTION_ADD", "RESUMED"]
    assert [frame["d"]["emoji"]["name"] for frame in frames[:2]] == ["👍", "👎"]
    assert [frame["s"] for frame in frames] == [wire.sequence + number for number in (1, 2, 3)]


async def test_a_session_that_is_gone_cannot_be_resumed(harbour: Harbour) -> None:
    async with connected(harbour) as wire:
        ready = await wire.identify(harbour.bot.token, 1025)
        await wire.socket.close(code=1000)
    await harbour.standin.wait_for(lambda: len(harbour.standin.sessions) == 0)

    async with connected(harbour) as again:
        await again.next()
        await again.say(6, {"token": harbour.bot.token, "session_id": ready["session_id"], "seq": 1})
        answer = await again.next()

    assert (answer["op"], answer["d"]) == (9, False)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"op": 2, "d": {"token": "nobody", "intents": 1, "properties": {}}}, 4004),
        ({"op": 2, "d": {"properties": {}, "token": "TOKEN"}}, 4013),
        ({"op": 2, "d": {"properties": {}, "token": "TOKEN", "intents": 1 << 15}}, 4014),
        ({"op": 2, "d": {"properties": {}, "token": "TOKEN", "intents": 1, "shard": [2, 2]}}, 4010),
        ({"op": 3, "d": {}}, 4003),
        ([], 4002),
    ],
)
async def test_a_wrong_beginning_is_closed_with_its_code(harbour: Harbour, frame: Any, code: int) -> None:
    text = json.dumps(frame).replace("TOKEN", harbour.bot.token)
    async with connected(harbour) as wire:
        await wire.next()
        await wire.socket.send_str(text)
        closed = await wire.next()

    assert closed == {"op": "closed", "code": code}


async def test_an_unknown_opcode_a_second_identify_and_another_version_close(harbour: Harbour) -> None:
    codes = []
    for op in (99, 2):
        async with connected(harbour) as wire:
            await wire.identify(harbour.bot.token, 0)
            await wire.say(op, {"token": harbour.bot.token, "intents": 0})
            codes.append((await wire.next())["code"])
    async with connected(harbour, version="9") as wire:
        codes.append((await wire.next())["code"])

    assert codes == [4001, 4005, 4012]


async def test_each_shard_hears_of_its_own_servers(harbour: Harbour) -> None:
    world = harbour.standin.world
    while (
        other := world.create_server("Other", owner=harbour.owner)
    ).id >> 22 & 1 == harbour.server.id >> 22 & 1:
        pass
    world.install(harbour.bot, other)
    servers = []
    for shard in (0, 1):
        async with connected(harbour) as wire:
            ready = await wire.identify(harbour.bot.token, 1, shard=[shard, 2])
            servers.append({int(server["id"]) for server in ready["guilds"]})

    assert servers == [
        {one.id for one in (harbour.server, other) if (one.id >> 22) % 2 == shard} for shard in (0, 1)
    ]


async def test_members_can_be_asked_for(harbour: Harbour) -> None:
    async with connected(harbour) as wire:
        await wire.identify(harbour.bot.token, 1)
        await wire.say(8, {"guild_id": str(harbour.server.id), "query": "ri", "limit": 10, "nonce": "n"})
        chunk = await wire.until("GUILD_MEMBERS_CHUNK")

    assert [member["user"]["global_name"] for member in chunk["members"]] == ["Rita"]
    assert chunk["nonce"] == "n"


async def test_after_an_outage_a_session_goes_on(harbour: Harbour) -> None:
    world = harbour.standin.world
    message = world.post(harbour.channel, harbour.bot.account, "card")
    async with connected(harbour) as wire:
        ready = await wire.identify(harbour.bot.token, 1025)
        await wire.until("GUILD_CREATE")
        harbour.standin.set_outage(on=True)
        await wire.next()
    with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
        async with connected(harbour):
            pass
    world.react(message, harbour.reader, Emoji("👍"))
    harbour.standin.set_outage(on=False)

    async with connected(harbour) as again:
        await again.next()
        await again.say(
            6, {"token": harbour.bot.token, "session_id": ready["session_id"], "seq": wire.sequence}
        )
        missed = await again.next()

    assert missed["t"] == "MESSAGE_REACTION_ADD"


async def test_a_second_login_within_five_seconds_is_turned_away() -> None:
    now = [1_800_000_000.0]
    async with StandIn(Settings(rate_limits=True, clock=lambda: now[0])) as standin:
        harbour = settle(standin)
        outcomes = []
        for _ in range(3):
            async with connected(harbour) as wire:
                await wire.next()
                await wire.say(2, {"token": harbour.bot.token, "intents": 0, "properties": {}})
                outcomes.append((await wire.next())["t"])
            now[0] += 2.5

    assert outcomes == ["READY", None, "READY"]
