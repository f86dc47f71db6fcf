"""Every close code of the documentation: when it comes, what becomes of the session, and on demand."""

import json
from typing import Any

import pytest

from bot.standin import limits
from bot.standin.clock import ManualClock
from bot.standin.gateway.intents import Intent
from bot.standin.server import Settings, StandIn
from tests.standin.bare_gateway import connected
from tests.standin.conftest import Harbour, settle
from tests.standin.description_witness import Witness

CODES = (4000, 4001, 4002, 4003, 4004, 4005, 4007, 4008, 4009, 4010, 4011, 4012, 4013, 4014)
# The documentation says of the others that the client may reconnect and does not say that it must start anew.
RESUMABLE = (4000, 4001, 4002, 4008)

PRESENCE: dict[str, Any] = {"status": "online", "activities": [], "since": None, "afk": False}


def identify(**fields: Any) -> dict[str, Any]:
    """An identify that is right but for the fields that are given."""
    return {"op": 2, "d": {"token": "TOKEN", "intents": 1, "properties": {}, **fields}}


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("no json", 4002),
        ([], 4002),
        ({"d": {}}, 4002),
        ({"op": "2", "d": {}}, 4002),
        ({"op": 2, "d": None}, 4002),
        ({"op": 2, "d": {"token": "TOKEN", "intents": 1}}, 4002),
        (identify(token=None), 4002),
        (identify(compress=1), 4002),
        (identify(large_threshold=49), 4002),
        (identify(large_threshold=251), 4002),
        (identify(presence={**PRESENCE, "status": "asleep"}), 4002),
        (identify(presence={**PRESENCE, "activities": [{"type": 0}]}), 4002),
        (identify(properties={"os": "x" * limits.GATEWAY_PAYLOAD_BYTES}), 4002),
        ({"op": 1, "d": "1"}, 4002),
        ({"op": 6, "d": {"token": "TOKEN", "session_id": "x"}}, 4002),
        ({"op": 6, "d": {"token": "TOKEN", "session_id": "x", "seq": None}}, 4002),
        ({"op": 3, "d": PRESENCE}, 4003),
        ({"op": 8, "d": {}}, 4003),
        (identify(token="nobody"), 4004),
        (identify(token="Bot TOKEN"), 4004),
        ({"op": 6, "d": {"token": "nobody", "session_id": "x", "seq": 1}}, 4004),
        (identify(shard=[2, 2]), 4010),
        (identify(shard=[-1, 2]), 4010),
        (identify(shard=[0]), 4010),
        (identify(shard=["0", 1]), 4010),
        (identify(shard="0"), 4010),
        (identify(intents=None), 4013),
        (identify(intents=-1), 4013),
        (identify(intents="1"), 4013),
        (identify(intents=1 << 17), 4013),
        (identify(intents=1 << 26), 4013),
        (identify(intents=Intent.GUILD_MEMBERS), 4014),
        (identify(intents=Intent.GUILD_PRESENCES), 4014),
        (identify(intents=Intent.MESSAGE_CONTENT), 4014),
    ],
)
async def test_a_wrong_beginning_is_closed_with_its_code(harbour: Harbour, frame: Any, code: int) -> None:
    text = frame if isinstance(frame, str) else json.dumps(frame)
    async with connected(harbour.standin) as wire:
        await wire.next()
        await wire.socket.send_str(text.replace("TOKEN", harbour.bot.token))
        closed = await wire.closed()

    assert closed == code
    assert len(harbour.standin.sessions) == 0


@pytest.mark.parametrize("op", [0, 5, 7, 9, 10, 11, 99])
async def test_an_opcode_that_no_client_sends_is_closed_with_4001(harbour: Harbour, op: int) -> None:
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, 0)
        await wire.say(op, None)
        closed = await wire.closed()

    assert closed == 4001


async def test_what_is_not_played_here_is_taken_and_ignored(harbour: Harbour) -> None:
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, 0)
        await wire.say(3, PRESENCE)
        await wire.say(4, {"guild_id": "1", "channel_id": None, "self_mute": False, "self_deaf": False})
        await wire.say(31, {"guild_ids": ["1"]})
        await wire.say(43, {"guild_id": "1", "fields": ["status"]})
        await wire.say(1, None)
        answer = await wire.next()

    assert answer["op"] == 11


@pytest.mark.parametrize("presence", [None, {"status": "x"}, {**PRESENCE, "since": "now"}])
async def test_a_presence_that_cannot_be_read_is_closed_with_4002(harbour: Harbour, presence: Any) -> None:
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, 0)
        await wire.say(3, presence)

        assert await wire.closed() == 4002


@pytest.mark.parametrize("op", [2, 6])
async def test_a_second_identify_or_resume_is_closed_with_4005(harbour: Harbour, op: int) -> None:
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, 0)
        await wire.say(op, {"token": harbour.bot.token, "intents": 0, "properties": {}})

        assert await wire.closed() == 4005


@pytest.mark.parametrize("ahead", [1, 1000, -5])
async def test_a_resume_with_a_sequence_that_was_never_sent_is_closed_with_4007(
    harbour: Harbour, ahead: int
) -> None:
    async with connected(harbour.standin) as wire:
        ready = await wire.identify(harbour.bot.token, 0)
        await wire.socket.close(code=4000)
    async with connected(harbour.standin) as again:
        await again.resume(harbour.bot.token, ready["session_id"], wire.sequence + ahead)
        closed = await again.closed()
    async with connected(harbour.standin) as third:
        await third.resume(harbour.bot.token, ready["session_id"], wire.sequence)
        answer = await third.next()

    assert closed == 4007
    assert (answer["op"], answer["d"]) == (9, False)


async def test_more_than_120_payloads_in_a_minute_are_closed_with_4008() -> None:
    clock = ManualClock()
    async with StandIn(Settings(rate_limits=True, clock=clock)) as standin:
        harbour = settle(standin)
        async with connected(standin) as wire:
            await wire.identify(harbour.bot.token, 0)
            for _ in range(limits.GATEWAY_SENDS - 2):
                await wire.say(4, {})
            await wire.say(1, None)
            last_allowed = await wire.next()
            clock.advance(limits.GATEWAY_SENDS_SECONDS)
            for _ in range(limits.GATEWAY_SENDS):
                await wire.say(4, {})
            await wire.say(1, None)
            closed = await wire.closed()

    assert last_allowed["op"] == 11
    assert closed == 4008


async def test_a_bot_in_too_many_servers_must_shard(
    harbour: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SERVERS_A_SHARD", 2)
    world = harbour.standin.world
    for number in range(2):
        world.install(harbour.bot, world.create_server(f"Server {number}", owner=harbour.owner))
    async with connected(harbour.standin) as wire:
        await wire.next()
        await wire.say(2, {"token": harbour.bot.token, "intents": 0, "properties": {}})

        assert await wire.closed() == 4011


@pytest.mark.parametrize("query", ["v=9&encoding=json", "v=11&encoding=json", "encoding=json"])
async def test_another_version_is_closed_with_4012(harbour: Harbour, query: str) -> None:
    async with connected(harbour.standin, query=query) as wire:
        closed = await wire.next()

    assert (closed["code"], closed["reason"]) == (4012, "Invalid API version.")


async def test_a_fault_of_the_gateway_itself_is_closed_with_4000(
    harbour: Harbour, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, witness: Witness
) -> None:
    monkeypatch.setattr(harbour.standin.sessions, "open", None)
    async with connected(harbour.standin) as wire:
        await wire.next()
        await wire.say(2, {"token": harbour.bot.token, "intents": 0, "properties": {}})
        closed = await wire.closed()

    assert closed == 4000
    assert "gateway.failed" in caplog.text
    assert ["gateway.failed" in one for one in witness.complaints] == [True]
    witness.complaints.clear()


@pytest.mark.parametrize("code", CODES)
async def test_each_code_can_be_had_on_demand_and_ends_the_session_or_not(
    harbour: Harbour, code: int
) -> None:
    async with connected(harbour.standin) as wire:
        ready = await wire.identify(harbour.bot.token, 0)
        harbour.standin.sessions.close(harbour.bot.account, code=code)
        closed = await wire.next()
    async with connected(harbour.standin) as again:
        await again.resume(harbour.bot.token, ready["session_id"], wire.sequence)
        answer = await again.next()

    assert closed["code"] == code
    assert closed["reason"]
    assert (answer["op"] == 0) is (code in RESUMABLE)
