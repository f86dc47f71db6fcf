"""Members that a bot asks for over the gateway."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.standin import limits
from bot.standin.clock import ManualClock
from bot.standin.gateway.intents import Intent
from bot.standin.server import Settings, StandIn
from tests.standin.bare_gateway import Wire, connected
from tests.standin.conftest import Harbour, settle


@pytest.fixture
async def wire(harbour: Harbour) -> AsyncIterator[Wire]:
    """A bot that may know everybody."""
    harbour.bot.privileged_intents = Intent.PRIVILEGED
    async with connected(harbour.standin) as connection:
        await connection.identify(harbour.bot.token, Intent.GUILD_MEMBERS)
        yield connection


def _names(chunk: Any) -> list[str]:
    return sorted(member["user"]["global_name"] or "Newsclip" for member in chunk["members"])


async def test_members_are_found_by_the_beginning_of_a_name(harbour: Harbour, wire: Wire) -> None:
    harbour.server.members[harbour.owner.id].nick = "Riverwoman"
    await wire.say(8, {"guild_id": str(harbour.server.id), "query": "ri", "limit": 10, "nonce": "n"})
    chunk = await wire.until("GUILD_MEMBERS_CHUNK")

    assert _names(chunk) == ["Olena", "Rita"]
    assert (chunk["nonce"], chunk["chunk_index"], chunk["chunk_count"]) == ("n", 0, 1)
    assert "not_found" not in chunk
    assert "presences" not in chunk


async def test_members_are_found_by_id_and_those_who_are_not_there_are_named(
    harbour: Harbour, wire: Wire
) -> None:
    ids = [str(harbour.reader.id), "123456789012345678"]
    await wire.say(8, {"guild_id": str(harbour.server.id), "user_ids": ids, "limit": 0})
    chunk = await wire.until("GUILD_MEMBERS_CHUNK")
    await wire.say(8, {"guild_id": harbour.server.id, "user_ids": harbour.owner.id, "limit": 0})
    one = await wire.until("GUILD_MEMBERS_CHUNK")

    assert (_names(chunk), chunk["not_found"]) == (["Rita"], ["123456789012345678"])
    assert _names(one) == ["Olena"]


async def test_at_most_a_hundred_are_found_and_all_come_by_the_thousand(harbour: Harbour, wire: Wire) -> None:
    world = harbour.standin.world
    many = [world.create_account(f"Many {number}") for number in range(1100)]
    for account in many:
        world.join(harbour.server, account)
    requests: list[dict[str, Any]] = [
        {"query": "many", "limit": 0},
        {"query": "many", "limit": 500},
        {"user_ids": [str(account.id) for account in many[:150]], "limit": 0},
        {"query": "", "limit": 0},
    ]
    chunks = []
    for request in requests:
        await wire.say(8, {"guild_id": str(harbour.server.id), **request})
        chunks.append(await wire.until("GUILD_MEMBERS_CHUNK"))
    last = await wire.until("GUILD_MEMBERS_CHUNK")

    assert [len(chunk["members"]) for chunk in chunks] == [100, 100, 100, 1000]
    assert [(chunk["chunk_index"], chunk["chunk_count"]) for chunk in (chunks[3], last)] == [(0, 2), (1, 2)]
    assert len(last["members"]) == 103


async def test_nobody_learns_of_all_members_without_the_intent_or_of_other_servers(harbour: Harbour) -> None:
    other = harbour.standin.world.create_server("Other", owner=harbour.owner)
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, Intent.GUILDS)
        await wire.until("GUILD_CREATE")
        await wire.say(8, {"guild_id": str(harbour.server.id), "query": "", "limit": 0, "nonce": "all"})
        await wire.say(8, {"guild_id": str(harbour.server.id), "query": "", "limit": 1, "nonce": "one"})
        await wire.say(8, {"guild_id": str(other.id), "query": "o", "limit": 1, "nonce": "other"})
        await wire.say(8, {"guild_id": str(harbour.server.id), "query": "r", "limit": 1, "nonce": "r"})
        chunk = await wire.until("GUILD_MEMBERS_CHUNK")

    assert (chunk["nonce"], _names(chunk)) == ("r", ["Rita"])


async def test_presences_come_with_their_intent_and_a_long_nonce_does_not_come_back(harbour: Harbour) -> None:
    harbour.bot.privileged_intents = Intent.PRIVILEGED
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, Intent.GUILD_PRESENCES)
        wanted = {"guild_id": str(harbour.server.id), "query": "r", "limit": 1, "presences": True}
        await wire.say(8, {**wanted, "nonce": "é" * 17})
        chunk = await wire.until("GUILD_MEMBERS_CHUNK")

    assert chunk["presences"] == []
    assert "nonce" not in chunk


@pytest.mark.parametrize(
    "request_",
    [
        None,
        {},
        {"guild_id": "x", "query": "", "limit": 0},
        {"guild_id": ["1", "2"], "query": "", "limit": 0},
        {"guild_id": "1"},
        {"guild_id": "1", "query": ""},
        {"guild_id": "1", "query": 5, "limit": 0},
        {"guild_id": "1", "query": "", "limit": -1},
    ],
)
async def test_a_request_that_cannot_be_read_is_closed_with_4002(wire: Wire, request_: Any) -> None:
    await wire.say(8, request_)

    assert await wire.closed() == 4002


async def test_all_members_of_a_server_are_told_once_in_thirty_seconds() -> None:
    clock = ManualClock()
    async with StandIn(Settings(rate_limits=True, clock=clock)) as standin:
        harbour = settle(standin)
        harbour.bot.privileged_intents = Intent.PRIVILEGED
        everybody = {"guild_id": str(harbour.server.id), "query": "", "limit": 0, "nonce": "n"}
        async with connected(standin) as wire:
            await wire.identify(harbour.bot.token, Intent.GUILD_MEMBERS)
            told = []
            for _ in range(3):
                await wire.say(8, everybody)
                told.append(await wire.next())
                clock.advance(limits.ALL_MEMBERS_SECONDS / 2)

    assert [one["t"] for one in told] == ["GUILD_MEMBERS_CHUNK", "RATE_LIMITED", "GUILD_MEMBERS_CHUNK"]
    assert told[1]["d"] == {
        "opcode": 8,
        "retry_after": limits.ALL_MEMBERS_SECONDS / 2,
        "meta": {"guild_id": str(harbour.server.id), "nonce": "n"},
    }
