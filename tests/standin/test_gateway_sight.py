"""Channels and threads that come into somebody's sight and go out of it."""

from typing import Any

import discord
import hikari
import pytest

from bot.standin.world import permissions
from bot.standin.world.model import Channel, ChannelKind, Overwrite
from tests.standin.bare_gateway import Wire, connected
from tests.standin.conftest import Harbour, make_bot
from tests.standin.running import Rest, running
from tests.standin.test_hikari import make_hikari
from tests.standin.test_hikari import running as running_hikari

VIEW = permissions.VIEW_CHANNEL


def hide(harbour: Harbour, channel: Channel) -> None:
    """Nobody but the owner sees it any more."""
    everyone = harbour.server.everyone
    channel.overwrites = {everyone.id: Overwrite(everyone.id, 0, 0, VIEW)}
    harbour.standin.world.update_channel(channel)


def show(harbour: Harbour, channel: Channel) -> None:
    channel.overwrites = {}
    harbour.standin.world.update_channel(channel)


async def until_now(harbour: Harbour, wire: Wire) -> list[tuple[str, Any]]:
    """All that was told so far."""
    harbour.standin.world.create_role(harbour.server, "now")
    return (await wire.all_until("GUILD_ROLE_CREATE"))[:-1]


def brief(told: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(name, str(data.get("name") or data.get("channel_ids") or "")) for name, data in told]


async def of_bot(harbour: Harbour, wire: Wire, intents: int = 1) -> Any:
    await wire.identify(harbour.bot.token, intents)
    return await wire.until("GUILD_CREATE")


async def of_reader(harbour: Harbour, wire: Wire) -> Any:
    await wire.identify(harbour.reader.token, 0)
    return await wire.until("GUILD_CREATE")


async def test_nobody_hears_of_what_happens_in_a_channel_they_cannot_view(harbour: Harbour) -> None:
    world = harbour.standin.world
    hidden = world.create_channel(harbour.server, "desk")
    hide(harbour, hidden)
    async with connected(harbour.standin) as wire:
        server = await of_reader(harbour, wire)
        world.post(hidden, harbour.owner, "secret")
        world.create_thread(hidden, "talk", owner=harbour.owner)
        world.post(harbour.channel, harbour.owner, "open")
        told = await until_now(harbour, wire)

    assert [channel["name"] for channel in server["channels"]] == ["world"]
    assert [(name, data["content"]) for name, data in told] == [("MESSAGE_CREATE", "open")]


async def test_a_person_sees_channels_come_and_go_with_overwrites(harbour: Harbour) -> None:
    desk = harbour.standin.world.create_channel(harbour.server, "desk")
    async with connected(harbour.standin) as wire:
        await of_reader(harbour, wire)
        hide(harbour, desk)
        desk.topic = "unheard"
        harbour.standin.world.update_channel(desk)
        show(harbour, desk)
        harbour.standin.world.update_channel(desk)
        told = await until_now(harbour, wire)

    assert brief(told) == [
        ("CHANNEL_DELETE", "desk"),
        ("CHANNEL_CREATE", "desk"),
        ("THREAD_LIST_SYNC", str([str(desk.id)])),
        ("CHANNEL_UPDATE", "desk"),
    ]


async def test_a_person_sees_channels_come_and_go_with_a_role(harbour: Harbour) -> None:
    world, server = harbour.standin.world, harbour.server
    role = world.create_role(server, "Editors")
    everyone = server.everyone
    category = world.create_channel(
        server, "Back room", kind=ChannelKind.CATEGORY, overwrites=[Overwrite(everyone.id, 0, 0, VIEW)]
    )
    overwrites = [Overwrite(everyone.id, 0, 0, VIEW), Overwrite(role.id, 0, VIEW, 0)]
    desk = world.create_channel(server, "desk", parent=category, overwrites=overwrites)
    thread = world.create_thread(desk, "talk", owner=harbour.owner)
    world.create_thread(harbour.channel, "elsewhere", owner=harbour.owner)
    world.set_archived(world.create_thread(desk, "old", owner=harbour.owner), archived=True)
    member = server.members[harbour.reader.id]
    async with connected(harbour.standin) as wire, connected(harbour.standin) as of_owner:
        await of_reader(harbour, wire)
        await of_owner.identify(harbour.owner.token, 0)
        await of_owner.until("GUILD_CREATE")
        world.set_member_roles(server, member, [role.id])
        world.set_member_roles(server, member, [])
        told = await until_now(harbour, wire)
        told_to_owner = await until_now(harbour, of_owner)

    assert brief(told) == [
        ("GUILD_MEMBER_UPDATE", ""),
        ("CHANNEL_CREATE", "Back room"),
        ("CHANNEL_CREATE", "desk"),
        ("THREAD_LIST_SYNC", str([str(desk.id)])),
        ("GUILD_MEMBER_UPDATE", ""),
        ("CHANNEL_DELETE", "desk"),
        ("CHANNEL_DELETE", "Back room"),
    ]
    assert [one["id"] for one in told[3][1]["threads"]] == [str(thread.id)]
    assert {name for name, _ in told_to_owner} <= {"GUILD_MEMBER_UPDATE", "GUILD_ROLE_CREATE"}


@pytest.mark.parametrize("change", ["update", "delete"])
async def test_a_changed_or_deleted_role_changes_what_is_seen(harbour: Harbour, change: str) -> None:
    world, server = harbour.standin.world, harbour.server
    role = world.create_role(server, "Editors", permissions=permissions.ADMINISTRATOR)
    hide(harbour, harbour.channel)
    world.set_member_roles(server, server.members[harbour.reader.id], [role.id])
    async with connected(harbour.standin) as wire:
        await of_reader(harbour, wire)
        if change == "delete":
            world.delete_role(server, role)
        else:
            role.permissions = 0
            world.update_role(server, role)
        told = await until_now(harbour, wire)

    assert [name for name, _ in told] == [f"GUILD_ROLE_{change.upper()}", "CHANNEL_DELETE"]


async def test_a_person_hears_of_a_channel_made_or_deleted_only_when_they_see_it(harbour: Harbour) -> None:
    world, server = harbour.standin.world, harbour.server
    async with connected(harbour.standin) as wire:
        await of_reader(harbour, wire)
        for overwrites in ([], [Overwrite(server.everyone.id, 0, 0, VIEW)]):
            channel = world.create_channel(server, "desk", overwrites=overwrites)
            world.delete_channel(channel)
        told = await until_now(harbour, wire)

    assert brief(told) == [("CHANNEL_CREATE", "desk"), ("CHANNEL_DELETE", "desk")]


async def test_a_bot_is_told_of_a_hidden_channel_by_its_place_alone(harbour: Harbour) -> None:
    world = harbour.standin.world
    forum = world.create_channel(harbour.server, "stories", kind=ChannelKind.FORUM, topic="Secret")
    hide(harbour, forum)
    async with connected(harbour.standin) as wire:
        server = await of_bot(harbour, wire)
        harbour.standin.world.update_channel(forum)
        world.delete_channel(forum)
        told = await until_now(harbour, wire)

    told_at_start = server["channels"][1]
    assert [(name, data["name"]) for name, data in told] == [
        ("CHANNEL_UPDATE", "___hidden___"),
        ("CHANNEL_DELETE", "___hidden___"),
    ]
    assert told_at_start == told[0][1] == told[1][1]
    assert (told_at_start["id"], told_at_start["type"]) == (str(forum.id), 15)
    assert told_at_start["flags"] == 1 << 17
    assert told_at_start["topic"] is None
    assert told_at_start["permission_overwrites"] == [
        {"id": str(harbour.server.id), "type": 0, "allow": "0", "deny": "1024"}
    ]


async def test_over_rest_a_bot_lists_only_the_channels_that_it_sees(harbour: Harbour, rest: Rest) -> None:
    world, server = harbour.standin.world, harbour.server
    category = world.create_channel(server, "Back room", kind=ChannelKind.CATEGORY)
    desk = world.create_channel(server, "desk", parent=category)
    hide(harbour, category)
    lists = []
    for change in (hide, show):
        change(harbour, desk)
        lists.append([one["name"] for one in (await rest("GET", f"/guilds/{server.id}/channels")).body])

    assert lists == [["world"], ["world", "Back room", "desk"]]


async def test_a_bot_that_gains_sight_is_told_of_the_channel_its_category_and_its_threads(
    harbour: Harbour,
) -> None:
    world, server = harbour.standin.world, harbour.server
    category = world.create_channel(server, "Back room", kind=ChannelKind.CATEGORY)
    desk = world.create_channel(server, "desk", parent=category)
    thread = world.create_thread(desk, "talk", owner=harbour.bot.account)
    hide(harbour, category)
    hide(harbour, desk)
    async with connected(harbour.standin) as wire:
        await of_bot(harbour, wire)
        show(harbour, desk)
        by_overwrite = await until_now(harbour, wire)
        hide(harbour, desk)
        lost = await until_now(harbour, wire)
        role = next(role for role in server.roles.values() if role.managed_by == harbour.bot.id)
        role.permissions |= permissions.ADMINISTRATOR
        world.update_role(server, role)
        by_role = await until_now(harbour, wire)
        role.permissions &= ~permissions.ADMINISTRATOR
        world.update_role(server, role)
        lost_by_role = await until_now(harbour, wire)

    synced = ("THREAD_LIST_SYNC", str([str(desk.id)]))
    assert brief(by_overwrite) == [("CHANNEL_UPDATE", "desk"), ("CHANNEL_UPDATE", "Back room"), synced]
    assert [one["id"] for one in by_overwrite[2][1]["threads"]] == [str(thread.id)]
    assert [one["user_id"] for one in by_overwrite[2][1]["members"]] == [str(harbour.bot.id)]
    assert brief(lost) == [("CHANNEL_UPDATE", "___hidden___")]
    assert [name for name, _ in by_role] == [
        "GUILD_ROLE_UPDATE",
        "CHANNEL_UPDATE",
        "CHANNEL_UPDATE",
        synced[0],
    ]
    assert [name for name, _ in lost_by_role] == ["GUILD_ROLE_UPDATE"]


async def test_a_category_is_seen_for_the_sake_of_a_channel_in_it(harbour: Harbour) -> None:
    world, server = harbour.standin.world, harbour.server
    category = world.create_channel(server, "Back room", kind=ChannelKind.CATEGORY)
    hide(harbour, category)
    async with connected(harbour.standin) as wire:
        before = await of_reader(harbour, wire)
        open_door = world.create_channel(server, "open", parent=category)
        world.delete_channel(open_door)
        told = await until_now(harbour, wire)

    assert [channel["name"] for channel in before["channels"]] == ["world"]
    assert brief(told) == [
        ("CHANNEL_CREATE", "open"),
        ("CHANNEL_CREATE", "Back room"),
        ("CHANNEL_DELETE", "open"),
        ("CHANNEL_DELETE", "Back room"),
    ]


@pytest.mark.usefixtures("redirected")
async def test_discord_py_follows_a_channel_out_of_sight_and_back(harbour: Harbour) -> None:
    world = harbour.standin.world
    thread = world.create_thread(harbour.channel, "talk", owner=harbour.owner)
    bot = make_bot()
    async with running(harbour.standin, bot, harbour.bot.token):
        guild = bot.get_guild(harbour.server.id)
        assert guild is not None
        channel = guild.get_channel(harbour.channel.id)
        assert isinstance(channel, discord.TextChannel)
        hide(harbour, harbour.channel)
        await harbour.standin.wait_for(lambda: channel.name == "___hidden___")
        allowed_when_hidden = channel.permissions_for(guild.me)
        world.create_thread(harbour.channel, "meanwhile", owner=harbour.owner)
        show(harbour, harbour.channel)
        await harbour.standin.wait_for(lambda: channel.name == "world" and len(guild.threads) == 2)
        names = {one.name for one in guild.threads}

    assert not allowed_when_hidden.view_channel
    assert names == {thread.name, "meanwhile"}


async def test_hikari_takes_hidden_channels_as_they_are_meant(harbour: Harbour) -> None:
    world = harbour.standin.world
    hidden = [
        world.create_channel(harbour.server, "desk", kind=kind)
        for kind in (ChannelKind.TEXT, ChannelKind.FORUM, ChannelKind.CATEGORY, ChannelKind.ANNOUNCEMENT)
    ]
    for channel in hidden:
        hide(harbour, channel)
    async with running_hikari(make_hikari(harbour)) as bot:
        await harbour.standin.wait_for(lambda: bot.cache.get_guild(harbour.server.id))
        show(harbour, hidden[0])
        known = bot.cache.get_guild_channel(hidden[1].id)
        await harbour.standin.wait_for(lambda: _name(bot, hidden[0]) == "desk")

    assert known is not None
    assert known.name == "___hidden___"


def _name(bot: hikari.GatewayBot, channel: Channel) -> str | None:
    known = bot.cache.get_guild_channel(channel.id)
    return None if known is None else known.name
