"""Who is in a thread; private threads, which only those inside and moderators see."""

import discord
import pytest

from bot.standin import limits
from bot.standin.world import permissions
from bot.standin.world.model import Account, Channel, MessageKind
from tests.standin.conftest import Harbour, make_bot
from tests.standin.running import Rest, running


def private(harbour: Harbour, owner: Account, *, invitable: bool = True) -> Channel:
    return harbour.standin.world.create_thread(
        harbour.channel, "secret", owner=owner, private=True, invitable=invitable
    )


@pytest.fixture
def stranger(harbour: Harbour) -> Account:
    account = harbour.standin.world.create_account("Stranger")
    harbour.standin.world.join(harbour.server, account)
    return account


async def test_a_private_thread_is_unseen_until_one_is_let_in(
    harbour: Harbour, rest: Rest, as_reader: Rest, stranger: Account
) -> None:
    world = harbour.standin.world
    thread = private(harbour, stranger)
    path, active = f"/channels/{thread.id}", f"/guilds/{harbour.server.id}/threads/active"

    unseen = [
        await rest("GET", path),
        await rest("PUT", f"{path}/thread-members/@me"),
        await rest("POST", f"{path}/messages", {"content": "x"}),
    ]
    none = await rest("GET", active)
    world.join_thread(thread, harbour.bot.account)
    seen = await rest("GET", path)
    listed = await rest("GET", active)
    world.leave_thread(thread, harbour.bot.account)
    again = await rest("GET", path)

    assert [answer.code for answer in (*unseen, again)] == [50001] * 4
    assert (none.body["threads"], [one["id"] for one in listed.body["threads"]]) == ([], [str(thread.id)])
    assert seen.body["thread_metadata"]["invitable"]
    assert seen.body["member"]["user_id"] == str(harbour.bot.id)


async def test_moderators_see_every_private_thread(harbour: Harbour, rest: Rest, stranger: Account) -> None:
    thread = private(harbour, stranger)
    role = next(role for role in harbour.server.roles.values() if role.managed_by is not None)
    role.permissions |= permissions.MANAGE_THREADS
    harbour.standin.world.update_role(harbour.server, role)
    harbour.standin.world.set_archived(thread, archived=True)
    archived = f"/channels/{harbour.channel.id}"

    seen = await rest("GET", f"/channels/{thread.id}")
    listed = await rest("GET", f"{archived}/threads/archived/private")
    public = await rest("GET", f"{archived}/threads/archived/public")
    joined = await rest("GET", f"{archived}/users/@me/threads/archived/private")

    assert seen.status == 200
    assert [len(answer.body["threads"]) for answer in (listed, public, joined)] == [1, 0, 0]


async def test_ones_own_archived_private_threads_come_by_id(harbour: Harbour, rest: Rest) -> None:
    threads = [private(harbour, harbour.bot.account) for _ in range(4)]
    for thread in reversed(threads):
        harbour.standin.world.set_archived(thread, archived=True)
    path = f"/channels/{harbour.channel.id}/users/@me/threads/archived/private"

    first = await rest("GET", f"{path}?limit=2")
    second = await rest("GET", f"{path}?limit=2&before={threads[2].id}")

    ids = [str(thread.id) for thread in threads]
    assert [one["id"] for one in first.body["threads"]] == [ids[3], ids[2]]
    assert [one["id"] for one in second.body["threads"]] == [ids[1], ids[0]]
    assert (first.body["has_more"], second.body["has_more"]) == (True, False)


async def test_adding_and_taking_out_is_announced_and_asks_for_rights(
    harbour: Harbour, rest: Rest, as_reader: Rest, stranger: Account
) -> None:
    world = harbour.standin.world
    thread = private(harbour, harbour.bot.account, invitable=False)
    members = f"/channels/{thread.id}/thread-members"
    hidden = {stranger: (0, permissions.VIEW_CHANNEL)}
    outside = world.create_channel(harbour.server, "closed", overwrites=hidden)
    elsewhere = world.create_thread(outside, "t", owner=harbour.bot.account)

    await rest("PUT", f"{members}/{harbour.reader.id}")
    uninvited = await as_reader("PUT", f"{members}/{stranger.id}")
    unable = await as_reader("DELETE", f"{members}/{harbour.bot.id}")
    blind = await rest("PUT", f"/channels/{elsewhere.id}/thread-members/{stranger.id}")
    unknown = await rest("PUT", f"{members}/1")
    taken_out = await rest("DELETE", f"{members}/{harbour.reader.id}")
    unseen = await as_reader("GET", f"/channels/{thread.id}")

    told = [(one.kind, one.author, one.mentions.users) for one in thread.log]
    assert told == [
        (MessageKind.RECIPIENT_ADDED, harbour.bot.account, [harbour.reader]),
        (MessageKind.RECIPIENT_REMOVED, harbour.bot.account, [harbour.reader]),
    ]
    assert [answer.code for answer in (uninvited, unable, blind, unknown, unseen)] == [
        50013,
        50013,
        50001,
        10013,
        50001,
    ]
    assert taken_out.status == 204


async def test_who_made_a_public_thread_takes_nobody_out(harbour: Harbour, rest: Rest) -> None:
    thread = harbour.standin.world.create_thread(harbour.channel, "t", owner=harbour.bot.account)
    harbour.standin.world.join_thread(thread, harbour.reader)

    refused = await rest("DELETE", f"/channels/{thread.id}/thread-members/{harbour.reader.id}")

    assert refused.code == 50013


async def test_nobody_comes_or_goes_in_an_archived_thread(harbour: Harbour, rest: Rest) -> None:
    thread = harbour.standin.world.create_thread(harbour.channel, "t", owner=harbour.bot.account)
    harbour.standin.world.set_archived(thread, archived=True)
    members = f"/channels/{thread.id}/thread-members"

    answers = [
        await rest("PUT", f"{members}/@me"),
        await rest("DELETE", f"{members}/@me"),
        await rest("PUT", f"{members}/{harbour.reader.id}"),
        await rest("PUT", f"/channels/{harbour.channel.id}/thread-members/@me"),
    ]

    assert [answer.code for answer in answers] == [50083, 50083, 50083, 50024]


async def test_a_thread_has_an_end_of_members(
    harbour: Harbour, rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = harbour.standin.world.create_thread(harbour.channel, "t", owner=harbour.bot.account)
    monkeypatch.setattr(limits, "THREAD_MEMBERS", 1)

    full = await rest("PUT", f"/channels/{thread.id}/thread-members/{harbour.reader.id}")
    there = await rest("PUT", f"/channels/{thread.id}/thread-members/@me")

    assert [full.code, there.status] == [30033, 204]


async def test_members_are_listed_with_the_intent_and_in_pages_with_their_roles(
    harbour: Harbour, rest: Rest, stranger: Account
) -> None:
    world = harbour.standin.world
    thread = world.create_thread(harbour.channel, "t", owner=harbour.bot.account)
    world.join_thread(thread, harbour.reader)
    members = f"/channels/{thread.id}/thread-members"

    refused = await rest("GET", members)
    harbour.bot.privileged_intents = 1 << 1
    plain = await rest("GET", members)
    first = await rest("GET", f"{members}?with_member=true&limit=1")
    second = await rest("GET", f"{members}?with_member=true&limit=1&after={first.body[0]['user_id']}")
    one = await rest("GET", f"{members}/{harbour.reader.id}?with_member=true")
    absent = [await rest("GET", f"{members}/{who}") for who in (stranger.id, 1)]

    assert refused.code == 50001
    assert len(plain.body) == 2
    paged = [int(page.body[0]["user_id"]) for page in (first, second)]
    assert paged == sorted((harbour.reader.id, harbour.bot.id))
    assert one.body["member"]["user"]["global_name"] == "Rita"
    assert [answer.code for answer in absent] == [10007, 10013]


async def test_who_speaks_or_is_named_in_a_thread_joins_it(
    harbour: Harbour, rest: Rest, as_reader: Rest, stranger: Account
) -> None:
    world = harbour.standin.world
    thread = world.create_thread(harbour.channel, "t", owner=harbour.bot.account)
    path = f"/channels/{thread.id}/messages"

    await as_reader("POST", path, {"content": "hi"})
    quiet = {"content": f"<@{stranger.id}>", "allowed_mentions": {"parse": []}}
    await rest("POST", path, quiet)
    unnamed = stranger.id in (thread.thread.members if thread.thread else ())
    await rest("POST", path, {"content": f"<@{stranger.id}>"})

    assert thread.thread is not None
    assert not unnamed
    assert set(thread.thread.members) == {harbour.bot.id, harbour.reader.id, stranger.id}


async def test_who_leaves_the_server_leaves_its_threads(harbour: Harbour) -> None:
    world = harbour.standin.world
    thread = world.create_thread(harbour.channel, "t", owner=harbour.reader)

    world.leave(harbour.server, harbour.reader)

    assert thread.thread is not None
    assert thread.thread.members == {}


async def test_discord_py_is_told_when_it_is_let_in_and_taken_out(harbour: Harbour, redirected: None) -> None:
    world, thread = harbour.standin.world, private(harbour, harbour.reader)
    bot, left = make_bot(), []

    @bot.event
    async def on_thread_remove(gone: discord.Thread) -> None:
        left.append(gone.id)

    async with running(harbour.standin, bot, harbour.bot.token):
        guild = bot.get_guild(harbour.server.id)
        assert guild is not None
        unknown = guild.get_thread(thread.id)

        world.join_thread(thread, harbour.bot.account, by=harbour.reader)
        await harbour.standin.wait_for(lambda: guild.get_thread(thread.id) is not None)
        world.leave_thread(thread, harbour.bot.account, by=harbour.reader)

        assert await harbour.standin.wait_for(lambda: left) == [thread.id]
        assert unknown is None
