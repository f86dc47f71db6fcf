"""Several shards: each hears of its own servers, and the first of all that belongs to none."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import discord
import pytest

from bot.standin.people.person import Person
from bot.standin.world.model import Emoji, Server
from tests.standin.bare_gateway import connected
from tests.standin.conftest import Harbour, make_bot
from tests.standin.running import Rest, running


def _on_the_other_shard(harbour: Harbour) -> Server:
    """A server that belongs to the other of two shards."""
    world = harbour.standin.world
    while True:
        other = world.create_server("Other", owner=harbour.owner)
        if other.id >> 22 & 1 != harbour.server.id >> 22 & 1:
            world.install(harbour.bot, other)
            return other


async def test_each_shard_is_told_of_its_own_servers(harbour: Harbour) -> None:
    other = _on_the_other_shard(harbour)
    servers, shards = [], []
    for shard in (0, 1):
        async with connected(harbour.standin) as wire:
            ready = await wire.identify(harbour.bot.token, 1, shard=[shard, 2])
            created = await wire.until("GUILD_CREATE")
            assert [server["id"] for server in ready["guilds"]] == [created["id"]]
            servers.append(int(created["id"]))
            shards.append(ready["shard"])

    assert servers == sorted((harbour.server.id, other.id), key=lambda one: (one >> 22) % 2)
    assert shards == [[0, 2], [1, 2]]


async def test_each_shard_hears_of_its_own_servers_and_the_first_of_conversations(harbour: Harbour) -> None:
    world = harbour.standin.world
    other = _on_the_other_shard(harbour)
    async with connected(harbour.standin) as first, connected(harbour.standin) as second:
        for number, wire in enumerate((first, second)):
            await wire.identify(harbour.bot.token, 1 | 1 << 12, shard=[number, 2])
            await wire.until("GUILD_CREATE")
        world.post(world.direct_channel(harbour.reader, harbour.bot.account), harbour.reader, "hello")
        world.update_account(harbour.bot.account)
        for server in (harbour.server, other):
            world.create_role(server, "Readers")
        heard = [await wire.all_until("GUILD_ROLE_CREATE") for wire in (first, second)]

    names = [[name for name, _ in one] for one in heard]
    assert names == [
        ["MESSAGE_CREATE", "USER_UPDATE", "GUILD_MEMBER_UPDATE", "GUILD_ROLE_CREATE"],
        ["GUILD_MEMBER_UPDATE", "GUILD_ROLE_CREATE"],
    ]


async def test_an_interaction_reaches_the_shard_of_its_server_alone(harbour: Harbour, rest: Rest) -> None:
    command = {"name": "ping", "description": "Answers", "type": 1}
    shard_id = (harbour.server.id >> 22) % 2
    other = _on_the_other_shard(harbour)
    async with (
        connected(harbour.standin) as first,
        connected(harbour.standin) as second,
        Person(harbour.standin.api_url, harbour.owner.token) as owner,
    ):
        wires = (first, second)
        for number, wire in enumerate(wires):
            await wire.identify(harbour.bot.token, 1, shard=[number, 2])
        await rest("POST", f"/applications/{harbour.bot.id}/commands", command)
        where = {"server_id": harbour.server.id, "channel_id": harbour.channel.id}
        asked = asyncio.create_task(owner.command("ping", **where))
        interaction = await wires[shard_id].until("INTERACTION_CREATE")
        harbour.standin.world.create_role(other, "Readers")
        others = await wires[1 - shard_id].all_until("GUILD_ROLE_CREATE")
        await rest(
            "POST",
            f"/interactions/{interaction['id']}/{interaction['token']}/callback",
            {"type": 4, "data": {"content": "pong"}},
        )
        reply = await asked

    assert reply.content == "pong"
    assert "INTERACTION_CREATE" not in [name for name, _ in others]


@pytest.mark.usefixtures("redirected")
async def test_two_shards_of_discord_py_hear_each_of_their_own(harbour: Harbour) -> None:
    world = harbour.standin.world
    channels = [harbour.channel, world.create_channel(_on_the_other_shard(harbour), "news")]
    channels.sort(key=lambda one: (one.server.id >> 22) % 2 if one.server is not None else 0)
    messages = [world.post(channel, harbour.reader, "card") for channel in channels]
    bots = [make_bot(shard_count=2, shard_ids=[number]) for number in range(2)]
    heard: list[list[int]] = [[], []]
    for bot, own in zip(bots, heard, strict=True):
        bot.add_listener(_noting(own), "on_raw_reaction_add")

    async with (
        running(harbour.standin, bots[0], harbour.bot.token),
        running(harbour.standin, bots[1], harbour.bot.token),
    ):
        for message in messages:
            world.react(message, harbour.owner, Emoji("👍"))
        await harbour.standin.wait_for(lambda: all(heard))

    assert heard == [[messages[0].id], [messages[1].id]]


def _noting(heard: list[int]) -> Callable[[discord.RawReactionActionEvent], Coroutine[Any, Any, None]]:
    async def on_raw_reaction_add(event: discord.RawReactionActionEvent) -> None:
        heard.append(event.message_id)

    return on_raw_reaction_add
