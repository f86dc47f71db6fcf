"""The gateway on the wire: greeting, compression, heartbeats, resume."""

import asyncio
from collections.abc import Callable

import aiohttp
import pytest

from bot.standin.clock import ManualClock
from bot.standin.server import Settings, StandIn
from bot.standin.world.model import Emoji
from tests.standin.bare_gateway import connected
from tests.standin.conftest import Harbour, settle


@pytest.mark.parametrize("compression", [None, "zlib-stream", "zstd-stream"])
async def test_a_bot_is_greeted_and_told_of_its_servers(harbour: Harbour, compression: str | None) -> None:
    async with connected(harbour.standin, compression) as wire:
        ready = await wire.identify(harbour.bot.token, 1025)
        server = await wire.until("GUILD_CREATE")
        await wire.say(1, wire.sequence)
        acknowledged = await wire.next()

    assert ready["guilds"] == [{"id": str(harbour.server.id), "unavailable": True}]
    assert ready["resume_gateway_url"] == harbour.standin.gateway_url
    assert ready["application"] == {"id": str(harbour.bot.id), "flags": 0}
    assert ready["user"]["id"] == str(harbour.bot.id)
    assert ready["private_channels"] == []
    assert "shard" not in ready
    assert [channel["name"] for channel in server["channels"]] == ["world"]
    assert [member["user"]["id"] for member in server["members"]] == [str(harbour.bot.id)]
    assert acknowledged["op"] == 11


async def test_a_person_is_told_of_its_direct_conversations_and_a_bot_of_none(harbour: Harbour) -> None:
    world = harbour.standin.world
    conversation = world.direct_channel(harbour.reader, harbour.bot.account)
    async with connected(harbour.standin) as wire:
        ready = await wire.identify(harbour.reader.token, 0)
    async with connected(harbour.standin) as wire:
        of_another = await wire.identify(harbour.owner.token, 0)
    async with connected(harbour.standin) as wire:
        of_bot = await wire.identify(harbour.bot.token, 1)

    assert [channel["id"] for channel in ready["private_channels"]] == [str(conversation.id)]
    assert ready["private_channels"][0]["recipients"][0]["id"] == str(harbour.bot.id)
    assert of_another["private_channels"] == of_bot["private_channels"] == []


async def test_each_payload_is_compressed_for_itself_when_an_identify_asks_for_it(harbour: Harbour) -> None:
    async with connected(harbour.standin) as wire:
        hello = await wire.socket.receive()
        await wire.say(2, {"token": harbour.bot.token, "intents": 1, "properties": {}, "compress": True})
        raw = await wire.socket.receive()
        server = await wire.until("GUILD_CREATE")

    assert hello.type is aiohttp.WSMsgType.TEXT
    assert raw.type is aiohttp.WSMsgType.BINARY
    assert server["id"] == str(harbour.server.id)


@pytest.mark.parametrize(
    ("query", "said"),
    [("v=10&encoding=etf", "json"), ("v=10&encoding=json&compress=gzip", "zlib-stream and zstd-stream")],
)
async def test_an_encoding_that_is_not_spoken_is_refused_with_the_reason(
    harbour: Harbour, query: str, said: str
) -> None:
    async with connected(harbour.standin, query=query) as wire:
        closed = await wire.next()

    assert closed["code"] == 4002
    assert said in closed["reason"]


async def test_the_server_can_ask_for_a_heartbeat(harbour: Harbour) -> None:
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, 0)
        asked = harbour.standin.sessions.ask_heartbeat(harbour.bot.account)
        frame = await wire.next()

    assert asked == 1
    assert (frame["op"], frame["d"]) == (1, None)


@pytest.fixture
async def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let the loop's time jump, by which heartbeats are measured: no machine is too busy for that."""
    loop, ahead = asyncio.get_running_loop(), 0.0
    real = loop.time

    def jump(seconds: float) -> None:
        nonlocal ahead
        ahead += seconds

    monkeypatch.setattr(loop, "time", lambda: real() + ahead)
    return jump


async def test_a_client_is_kept_as_long_as_its_heart_beats(
    harbour: Harbour, later: Callable[[float], None]
) -> None:
    async with connected(harbour.standin) as wire:
        hello = await wire.next()
        await wire.say(2, {"token": harbour.bot.token, "intents": 0, "properties": {}})
        beats = []
        await wire.until("READY")
        for _ in range(4):
            later(45)
            await wire.say(1, wire.sequence)
            beats.append((await wire.next())["op"])
        later(1.5 * 41.25)
        closed = await wire.next()

    assert hello["d"] == {"heartbeat_interval": 41250}
    assert beats == [11, 11, 11, 11]
    assert (closed["code"], closed["reason"]) == (4009, "Session timed out.")


async def test_what_is_said_besides_is_no_heartbeat(harbour: Harbour, later: Callable[[float], None]) -> None:
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, 0)
        for _ in range(4):
            later(10)
            await wire.say(3, {"status": "idle", "activities": [], "since": None, "afk": False})
        later(1.5 * 41.25 - 4 * 10)
        closed = await wire.next()

    assert closed["code"] == 4009


@pytest.mark.parametrize("compression", [None, "zlib-stream", "zstd-stream"])
async def test_a_resume_replays_what_was_missed_in_order(harbour: Harbour, compression: str | None) -> None:
    world = harbour.standin.world
    message = world.post(harbour.channel, harbour.bot.account, "card")
    async with connected(harbour.standin) as wire:
        ready = await wire.identify(harbour.bot.token, 1025)
        await wire.until("GUILD_CREATE")
        harbour.standin.sessions.close(harbour.bot.account)
        closed = await wire.closed()
    for mark in ("👍", "👎"):
        world.react(message, harbour.reader, Emoji(mark))

    async with connected(harbour.standin, compression) as again:
        await again.resume(harbour.bot.token, ready["session_id"], wire.sequence)
        frames = [await again.next() for _ in range(3)]

    assert closed == 4000
    assert [frame["t"] for frame in frames] == ["MESSAGE_REACTION_ADD", "MESSAGE_REACTION_ADD", "RESUMED"]
    assert [frame["d"]["emoji"]["name"] for frame in frames[:2]] == ["👍", "👎"]
    assert [frame["s"] for frame in frames] == [wire.sequence + number for number in (1, 2, 3)]


async def test_a_second_resume_replays_no_end_of_the_first(harbour: Harbour) -> None:
    world = harbour.standin.world
    message = world.post(harbour.channel, harbour.bot.account, "card")
    async with connected(harbour.standin) as wire:
        ready = await wire.identify(harbour.bot.token, 1025)
        await wire.until("GUILD_CREATE")
        sequence = wire.sequence
        harbour.standin.sessions.close(harbour.bot.account)
        await wire.closed()
    for mark in ("👍", "👎"):
        world.react(message, harbour.reader, Emoji(mark))
        # The client is cut off again before it has read anything.
        async with connected(harbour.standin) as again:
            await again.resume(harbour.bot.token, ready["session_id"], sequence)
            told = await again.all_until("RESUMED")
            harbour.standin.sessions.close(harbour.bot.account)
            await again.closed()

    assert [name for name, _ in told] == ["MESSAGE_REACTION_ADD", "MESSAGE_REACTION_ADD", "RESUMED"]


async def test_a_resume_elsewhere_takes_the_session_over(harbour: Harbour) -> None:
    async with connected(harbour.standin) as wire, connected(harbour.standin) as again:
        ready = await wire.identify(harbour.bot.token, 1)
        await wire.until("GUILD_CREATE")
        await again.resume(harbour.bot.token, ready["session_id"], wire.sequence)
        await again.until("RESUMED")
        closed = await wire.closed()
        harbour.standin.world.create_role(harbour.server, "Readers")
        heard = await again.until("GUILD_ROLE_CREATE")

    assert closed == 4000
    assert heard["role"]["name"] == "Readers"


async def test_a_session_that_was_ended_cannot_be_resumed(harbour: Harbour) -> None:
    async with connected(harbour.standin) as wire:
        ready = await wire.identify(harbour.bot.token, 1025)
        await wire.socket.close(code=1000)
    await harbour.standin.wait_for(lambda: len(harbour.standin.sessions) == 0)

    assert await _resumed(harbour, ready["session_id"], 1) == (9, False)


async def test_a_session_is_kept_for_a_while_and_no_longer() -> None:
    clock = ManualClock()
    async with StandIn(Settings(clock=clock, resume_seconds=60)) as standin:
        harbour = settle(standin)
        outcomes = []
        for away in (59, 61):
            async with connected(standin) as wire:
                ready = await wire.identify(harbour.bot.token, 0)
                await wire.socket.close(code=4000)
            await standin.wait_for(lambda: all(one.outlet is None for one in standin.sessions))
            clock.advance(away)
            outcomes.append(await _resumed(harbour, ready["session_id"], 1))

    assert outcomes == [(0, {}), (9, False)]


async def test_what_is_no_longer_kept_cannot_be_replayed() -> None:
    async with StandIn(Settings(kept_dispatches=3)) as standin:
        harbour = settle(standin)
        async with connected(standin) as wire:
            ready = await wire.identify(harbour.bot.token, 1)
            await wire.until("GUILD_CREATE")
            await wire.socket.close(code=4000)
        await standin.wait_for(lambda: all(one.outlet is None for one in standin.sessions))
        for name in "abcd":
            standin.world.create_role(harbour.server, name)

        assert await _resumed(harbour, ready["session_id"], wire.sequence) == (9, False)


@pytest.mark.parametrize("whose", ["reader", "nobody"])
async def test_nobody_resumes_a_session_that_is_not_theirs(harbour: Harbour, whose: str) -> None:
    async with connected(harbour.standin) as wire:
        ready = await wire.identify(harbour.bot.token, 0)
        async with connected(harbour.standin) as other:
            session_id = ready["session_id"] if whose == "reader" else "another"
            await other.resume(harbour.reader.token, session_id, 1)
            answer = await other.next()

    assert (answer["op"], answer["d"]) == (9, False)


async def _resumed(harbour: Harbour, session_id: str, sequence: int) -> tuple[int, object]:
    async with connected(harbour.standin) as again:
        await again.resume(harbour.bot.token, session_id, sequence)
        frame = await again.next()
        return frame["op"], frame["d"]


@pytest.mark.parametrize("resumable", [True, False])
async def test_a_session_can_be_invalidated_on_demand(harbour: Harbour, resumable: bool) -> None:
    async with connected(harbour.standin) as wire:
        ready = await wire.identify(harbour.bot.token, 1)
        await wire.until("GUILD_CREATE")
        harbour.standin.sessions.invalidate(harbour.bot.account, resumable=resumable)
        told = await wire.next()
        await wire.socket.close(code=4000)
    outcome = await _resumed(harbour, ready["session_id"], wire.sequence)

    assert (told["op"], told["d"]) == (9, resumable)
    assert outcome == ((0, {}) if resumable else (9, False))


async def test_a_client_may_identify_again_where_its_session_was_invalidated(harbour: Harbour) -> None:
    async with connected(harbour.standin) as wire:
        first = await wire.identify(harbour.bot.token, 0)
        harbour.standin.sessions.invalidate(harbour.bot.account, resumable=False)
        await wire.next()
        await wire.say(2, {"token": harbour.bot.token, "intents": 0, "properties": {}})
        second = await wire.until("READY")

    assert first["session_id"] != second["session_id"]


async def test_a_client_is_asked_to_reconnect_on_demand(harbour: Harbour) -> None:
    async with connected(harbour.standin) as wire:
        ready = await wire.identify(harbour.bot.token, 0)
        harbour.standin.sessions.ask_reconnect(harbour.bot.account)
        told = await wire.next()
        await wire.socket.close(code=4000)

    assert (told["op"], told["d"]) == (7, None)
    assert await _resumed(harbour, ready["session_id"], wire.sequence) == (0, {})


async def test_after_an_outage_a_session_goes_on(harbour: Harbour) -> None:
    world = harbour.standin.world
    message = world.post(harbour.channel, harbour.bot.account, "card")
    async with connected(harbour.standin) as wire:
        ready = await wire.identify(harbour.bot.token, 1025)
        await wire.until("GUILD_CREATE")
        harbour.standin.set_outage(on=True)
        await wire.closed()
    with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
        async with connected(harbour.standin):
            pass
    world.react(message, harbour.reader, Emoji("👍"))
    harbour.standin.set_outage(on=False)

    async with connected(harbour.standin) as again:
        await again.resume(harbour.bot.token, ready["session_id"], wire.sequence)
        missed = await again.next()

    assert missed["t"] == "MESSAGE_REACTION_ADD"
