"""What the gateway tells of threads and of who is in them."""

from typing import Any

import discord
import pytest

from bot.standin.gateway.intents import Intent
from bot.standin.world.model import Channel
from tests.standin.bare_gateway import Wire, connected
from tests.standin.conftest import Harbour, make_bot
from tests.standin.running import running
from tests.standin.test_gateway_sight import hide, until_now


def of_threads(told: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [(name, data) for name, data in told if name.startswith("THREAD")]


async def started(harbour: Harbour, wire: Wire, intents: int = Intent.GUILDS) -> Any:
    await wire.identify(harbour.bot.token, intents)
    return await wire.until("GUILD_CREATE")


async def test_a_new_thread_is_told_as_new_and_its_owner_as_its_member(harbour: Harbour) -> None:
    world, bot = harbour.standin.world, harbour.bot.account
    async with connected(harbour.standin) as wire:
        await started(harbour, wire)
        world.create_thread(harbour.channel, "theirs", owner=harbour.reader)
        own = world.create_thread(harbour.channel, "own", owner=bot)
        told = of_threads(await until_now(harbour, wire))

    assert [(name, data.get("newly_created")) for name, data in told] == [
        ("THREAD_CREATE", True),
        ("THREAD_CREATE", True),
        ("THREAD_MEMBERS_UPDATE", None),
    ]
    assert told[2][1]["id"] == str(own.id)
    assert [one["user_id"] for one in told[2][1]["added_members"]] == [str(bot.id)]


async def test_who_is_added_to_a_thread_is_sent_all_of_it_first(harbour: Harbour) -> None:
    world, bot = harbour.standin.world, harbour.bot.account
    async with connected(harbour.standin) as wire:
        thread = world.create_thread(harbour.channel, "secret", owner=harbour.owner, private=True)
        server = await started(harbour, wire)
        world.post(thread, harbour.owner, "unheard")
        world.join_thread(thread, bot)
        world.leave_thread(thread, bot)
        world.update_channel(thread)
        told = of_threads(await until_now(harbour, wire))

    assert server["threads"] == []
    assert [name for name, _ in told] == ["THREAD_CREATE", "THREAD_MEMBERS_UPDATE", "THREAD_MEMBERS_UPDATE"]
    created, added, removed = (data for _, data in told)
    assert "newly_created" not in created
    assert created["member"]["user_id"] == str(bot.id)
    assert (added["member_count"], removed["member_count"]) == (2, 1)
    assert added["added_members"][0]["member"]["user"]["id"] == str(bot.id)
    assert added["added_members"][0]["presence"] is None
    assert removed["removed_member_ids"] == [str(bot.id)]


async def test_who_lost_sight_of_a_channel_hears_of_its_threads_only_when_taken_out(harbour: Harbour) -> None:
    world, bot = harbour.standin.world, harbour.bot.account
    thread = world.create_thread(harbour.channel, "talk", owner=bot)
    async with connected(harbour.standin) as wire:
        await started(harbour, wire)
        hide(harbour, harbour.channel)
        world.update_channel(thread)
        world.join_thread(thread, harbour.reader)
        world.leave_thread(thread, bot)
        told = of_threads(await until_now(harbour, wire))

    assert [(name, data["removed_member_ids"]) for name, data in told] == [
        ("THREAD_MEMBERS_UPDATE", [str(bot.id)])
    ]


@pytest.mark.parametrize("intents", [Intent.GUILDS, Intent.GUILD_MEMBERS])
async def test_of_others_in_a_thread_hears_who_may_know_members(harbour: Harbour, intents: int) -> None:
    world = harbour.standin.world
    harbour.bot.privileged_intents = Intent.PRIVILEGED
    thread = world.create_thread(harbour.channel, "talk", owner=harbour.owner)
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, intents | Intent.GUILD_MESSAGE_TYPING)
        world.join_thread(thread, harbour.reader)
        world.leave_thread(thread, harbour.reader)
        world.update_account(harbour.bot.account)
        told = of_threads(await wire.all_until("USER_UPDATE"))

    heard = [(data.get("added_members") is not None, data.get("removed_member_ids")) for _, data in told]
    expected = [(True, None), (False, [str(harbour.reader.id)])]
    assert heard == (expected if intents == Intent.GUILD_MEMBERS else [])


async def test_a_thread_that_wakes_is_told_to_its_members_as_theirs(harbour: Harbour) -> None:
    world, bot = harbour.standin.world, harbour.bot.account
    own = world.create_thread(harbour.channel, "own", owner=bot)
    theirs = world.create_thread(harbour.channel, "theirs", owner=harbour.reader)
    async with connected(harbour.standin) as wire:
        await started(harbour, wire)
        for thread in (own, theirs):
            world.set_archived(thread, archived=True)
            world.set_archived(thread, archived=False)
            world.update_channel(thread)
        told = of_threads(await until_now(harbour, wire))

    update = ("THREAD_UPDATE", None)
    assert [(name, data.get("user_id")) for name, data in told] == [
        update,
        update,
        ("THREAD_MEMBER_UPDATE", str(bot.id)),
        update,
        update,
        update,
        update,
    ]


async def test_a_bot_is_told_at_the_start_of_active_threads_that_it_may_see(harbour: Harbour) -> None:
    world, bot = harbour.standin.world, harbour.bot.account
    threads: dict[str, Channel] = {
        name: world.create_thread(harbour.channel, name, owner=owner, private=private)
        for name, owner, private in (
            ("own", bot, False),
            ("theirs", harbour.owner, False),
            ("old", harbour.owner, False),
            ("secret", harbour.owner, True),
            ("shared", harbour.owner, True),
        )
    }
    world.set_archived(threads["old"], archived=True)
    world.join_thread(threads["shared"], bot)
    async with connected(harbour.standin) as wire:
        server = await started(harbour, wire)

    assert {one["name"]: "member" in one for one in server["threads"]} == {
        "own": True,
        "theirs": False,
        "shared": True,
    }


async def test_a_thread_is_told_to_be_deleted_by_its_place_alone(harbour: Harbour) -> None:
    world = harbour.standin.world
    thread = world.create_thread(harbour.channel, "talk", owner=harbour.owner)
    async with connected(harbour.standin) as wire:
        await started(harbour, wire)
        world.delete_channel(thread)
        told = of_threads(await until_now(harbour, wire))

    assert told == [
        (
            "THREAD_DELETE",
            {
                "id": str(thread.id),
                "guild_id": str(harbour.server.id),
                "parent_id": str(harbour.channel.id),
                "type": 11,
            },
        )
    ]


async def test_threads_that_go_with_their_channel_are_not_told_one_by_one(harbour: Harbour) -> None:
    world = harbour.standin.world
    threads = [world.create_thread(harbour.channel, name, owner=harbour.owner) for name in ("old", "new")]
    world.set_archived(threads[0], archived=True)
    async with connected(harbour.standin) as wire:
        await started(harbour, wire)
        world.delete_channel(harbour.channel)
        told = await until_now(harbour, wire)

    assert [(name, data["id"]) for name, data in told] == [("CHANNEL_DELETE", str(harbour.channel.id))]
    assert not any(thread.id in world.channels for thread in threads)
    assert harbour.server.threads == {}


@pytest.mark.usefixtures("redirected")
async def test_discord_py_tells_new_threads_from_those_that_it_was_added_to(harbour: Harbour) -> None:
    world = harbour.standin.world
    secret = world.create_thread(harbour.channel, "secret", owner=harbour.owner, private=True)
    heard: list[tuple[str, int]] = []
    bot = make_bot()

    @bot.listen()
    async def on_thread_create(thread: discord.Thread) -> None:
        heard.append(("created", thread.id))

    @bot.listen()
    async def on_thread_join(thread: discord.Thread) -> None:
        heard.append(("joined", thread.id))

    @bot.listen()
    async def on_thread_remove(thread: discord.Thread) -> None:
        heard.append(("removed", thread.id))

    async with running(harbour.standin, bot, harbour.bot.token):
        fresh = world.create_thread(harbour.channel, "fresh", owner=harbour.owner)
        world.join_thread(secret, harbour.bot.account)
        world.leave_thread(secret, harbour.bot.account)
        await harbour.standin.wait_for(lambda: ("removed", secret.id) in heard)

    # discord.py calls it once for the thread and once for the membership, on Discord too.
    joined = ("joined", secret.id)
    assert heard == [("created", fresh.id), joined, joined, ("removed", secret.id)]
