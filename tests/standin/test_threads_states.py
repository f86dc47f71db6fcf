"""Threads that are changed, locked, archived and woken, and who may do it; what is listed of them."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import aiohttp
import discord
import pytest

from bot.standin import limits
from bot.standin.clock import ManualClock
from bot.standin.server import Settings, StandIn
from bot.standin.world import permissions
from bot.standin.world.model import Channel, ChannelFlag, ChannelKind, MessageKind
from tests.standin.conftest import Harbour, make_bot, settle
from tests.standin.running import Rest, running


def talk(harbour: Harbour, name: str = "talk", **options: object) -> Channel:
    return harbour.standin.world.create_thread(harbour.channel, name, owner=harbour.bot.account, **options)


def moderate(harbour: Harbour, rights: int = permissions.MANAGE_THREADS) -> None:
    role = next(role for role in harbour.server.roles.values() if role.managed_by is not None)
    role.permissions |= rights
    harbour.standin.world.update_role(harbour.server, role)


@pytest.fixture
async def as_owner(harbour: Harbour) -> AsyncIterator[Rest]:
    async with aiohttp.ClientSession() as http:
        yield Rest(http, harbour.standin.api_url, harbour.owner.token)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"auto_archive_duration": 61}, "auto_archive_duration"),
        ({"rate_limit_per_user": 21601}, "rate_limit_per_user"),
    ],
)
async def test_a_thread_is_not_changed_to_what_it_cannot_be(
    harbour: Harbour, rest: Rest, body: dict[str, object], place: str
) -> None:
    moderate(harbour)

    answer = await rest("PATCH", f"/channels/{talk(harbour).id}", body)

    assert (answer.status, list(answer.body["errors"])) == (400, [place])


@pytest.mark.parametrize("field", [{"locked": True}, {"rate_limit_per_user": 5}, {"flags": 0}])
async def test_who_made_a_thread_names_and_archives_it_but_does_not_moderate_it(
    harbour: Harbour, rest: Rest, field: dict[str, object]
) -> None:
    thread = talk(harbour)

    named = await rest("PATCH", f"/channels/{thread.id}", {"name": "b", "auto_archive_duration": 60})
    refused = await rest("PATCH", f"/channels/{thread.id}", field)
    moderate(harbour)
    allowed = await rest("PATCH", f"/channels/{thread.id}", field)

    assert (named.body["name"], named.body["thread_metadata"]["auto_archive_duration"]) == ("b", 60)
    assert [refused.code, allowed.status] == [50013, 200]


async def test_an_archived_thread_is_woken_before_or_with_a_change(harbour: Harbour, rest: Rest) -> None:
    moderate(harbour)
    thread = talk(harbour)
    path = f"/channels/{thread.id}"
    await rest("PATCH", path, {"archived": True})

    refused = [
        await rest("PATCH", path, body)
        for body in ({"name": "x"}, {"locked": True}, {"archived": True, "name": "x"})
    ]
    again = await rest("PATCH", path, {"archived": True})
    together = await rest("PATCH", path, {"archived": False, "name": "x"})
    closed = await rest("PATCH", path, {"archived": True, "locked": True, "name": "y"})

    assert [answer.code for answer in refused] == [50083] * 3
    assert again.status == 200
    assert (together.body["name"], together.body["thread_metadata"]["archived"]) == ("x", False)
    state = closed.body["thread_metadata"]
    assert (closed.body["name"], state["archived"], state["locked"]) == ("y", True, True)


async def test_a_locked_thread_is_woken_by_moderators_only(
    harbour: Harbour, rest: Rest, as_reader: Rest, as_owner: Rest
) -> None:
    thread = talk(harbour)
    path = f"/channels/{thread.id}"
    await as_owner("PATCH", path, {"locked": True, "archived": True})

    woken = [await ask("PATCH", path, {"archived": False}) for ask in (as_reader, rest)]
    spoken = [await ask("POST", f"{path}/messages", {"content": "x"}) for ask in (as_reader, rest)]
    moderated = await as_owner("PATCH", path, {"archived": False})
    named = await rest("PATCH", path, {"name": "x"})

    assert [answer.code for answer in (*woken, *spoken, named)] == [160005] * 5
    assert not moderated.body["thread_metadata"]["archived"]


async def test_anyone_who_may_write_wakes_a_thread_that_is_not_locked(
    harbour: Harbour, as_reader: Rest
) -> None:
    world, thread = harbour.standin.world, talk(harbour)
    path = f"/channels/{thread.id}"
    world.set_archived(thread, archived=True)

    renamed = await as_reader("PATCH", path, {"archived": False, "name": "mine"})
    woken = await as_reader("PATCH", path, {"archived": False, "locked": False})
    world.set_archived(thread, archived=True)
    harbour.server.everyone.permissions &= ~permissions.SEND_MESSAGES_IN_THREADS
    world.update_role(harbour.server, harbour.server.everyone)
    mute = await as_reader("PATCH", path, {"archived": False})

    assert [renamed.code, mute.code, woken.status] == [50013, 50013, 200]


async def test_a_renamed_thread_says_so_inside(harbour: Harbour, rest: Rest) -> None:
    thread = talk(harbour)

    await rest("PATCH", f"/channels/{thread.id}", {"name": "news"})
    await rest("PATCH", f"/channels/{thread.id}", {"name": "news"})

    assert [(one.kind, one.content) for one in thread.log] == [(MessageKind.RENAMED, "news")]


async def test_a_thread_from_an_older_message_is_announced_in_its_channel() -> None:
    clock = ManualClock()
    async with StandIn(Settings(clock=clock)) as standin:
        harbour = settle(standin)
        fresh = standin.world.post(harbour.channel, harbour.reader, "fresh")
        standin.world.create_thread(harbour.channel, "a", owner=harbour.bot.account, message=fresh)
        old = standin.world.post(harbour.channel, harbour.reader, "old")
        clock.advance(limits.OLDER_SOURCE_SECONDS + 1)
        thread = standin.world.create_thread(harbour.channel, "b", owner=harbour.bot.account, message=old)

    announced = [one for one in harbour.channel.log if one.kind is MessageKind.THREAD_CREATED]
    assert [(one.content, one.author) for one in announced] == [("b", harbour.bot.account)]
    assert announced[0].reference is not None
    assert announced[0].reference["channel_id"] == str(thread.id)


@pytest.mark.parametrize("kind", [MessageKind.PINNED, MessageKind.THREAD_CREATED])
async def test_no_thread_is_made_from_what_discord_itself_says(
    harbour: Harbour, rest: Rest, kind: MessageKind
) -> None:
    told = harbour.standin.world.post(harbour.channel, harbour.reader, kind=kind)

    refused = await rest("POST", f"/channels/{harbour.channel.id}/messages/{told.id}/threads", {"name": "x"})

    assert (refused.status, refused.code) == (400, 50068)


@pytest.mark.parametrize(
    ("kind", "asked", "made"),
    [
        (ChannelKind.TEXT, {"type": 11}, 11),
        (ChannelKind.TEXT, {"type": 12}, 12),
        (ChannelKind.TEXT, {}, 12),
        (ChannelKind.TEXT, {"type": 10}, 50035),
        (ChannelKind.ANNOUNCEMENT, {"type": 10}, 10),
        (ChannelKind.ANNOUNCEMENT, {"type": 11}, 50035),
        (ChannelKind.VOICE, {"type": 11}, 50024),
        (ChannelKind.CATEGORY, {"type": 11}, 50024),
    ],
)
async def test_each_kind_of_channel_has_its_kinds_of_threads(
    harbour: Harbour, rest: Rest, kind: ChannelKind, asked: dict[str, int], made: int
) -> None:
    moderate(harbour, permissions.CREATE_PRIVATE_THREADS)
    channel = harbour.standin.world.create_channel(harbour.server, "c", kind=kind)

    answer = await rest("POST", f"/channels/{channel.id}/threads", {"name": "x", **asked})

    assert answer.body.get("code", answer.body.get("type")) == made


async def test_a_server_has_an_end_of_active_threads(
    harbour: Harbour, rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ACTIVE_THREADS", 2)
    card = harbour.standin.world.post(harbour.channel, harbour.reader, "card")
    first, _ = talk(harbour), talk(harbour)
    forum = harbour.standin.world.create_channel(harbour.server, "f", kind=ChannelKind.FORUM)
    post = {"name": "x", "message": {"content": "x"}}

    full = [
        await rest("POST", f"/channels/{harbour.channel.id}/messages/{card.id}/threads", {"name": "x"}),
        await rest("POST", f"/channels/{harbour.channel.id}/threads", {"name": "x", "type": 11}),
        await rest("POST", f"/channels/{forum.id}/threads", post),
    ]
    await rest("PATCH", f"/channels/{first.id}", {"archived": True})
    made = await rest("POST", f"/channels/{forum.id}/threads", post)
    woken = await rest("PATCH", f"/channels/{first.id}", {"archived": False})

    assert [(answer.status, answer.code) for answer in (*full, woken)] == [(400, 160006)] * 4
    assert made.status == 201


async def test_time_archives_what_is_silent_and_tells_it() -> None:
    clock = ManualClock()
    async with StandIn(Settings(clock=clock)) as standin:
        harbour = settle(standin)
        thread = talk(harbour, auto_archive_minutes=60)
        pinned = talk(harbour, auto_archive_minutes=60)
        pinned.flags |= ChannelFlag.PINNED
        state, of_pinned = thread.thread, pinned.thread
        assert state is not None
        assert of_pinned is not None
        told: list[object] = []
        standin.world.listeners.append(told.append)

        clock.advance(59 * 60)
        standin.world.post(thread, harbour.reader, "still here")
        clock.advance(59 * 60)
        spoken_in = state.archived
        told.clear()
        clock.advance(60)
        silent = state.archived, of_pinned.archived, len(told)
        standin.world.set_archived(thread, archived=False)
        clock.advance(60 * 60)

        assert not spoken_in
        assert silent == (True, False, 1)
        assert state.archived


async def test_threads_that_were_there_before_the_start_are_archived_too() -> None:
    clock = ManualClock()
    standin = StandIn(Settings(clock=clock))
    harbour = settle(standin)
    thread = talk(harbour, auto_archive_minutes=60)
    async with standin:
        clock.advance(3601)

        assert thread.thread is not None
        assert thread.thread.archived
    assert clock.waiting == 0


async def test_archived_threads_come_in_pages_with_the_latest_first() -> None:
    clock = ManualClock()
    async with StandIn(Settings(clock=clock)) as standin, aiohttp.ClientSession() as http:
        harbour = settle(standin)
        rest = Rest(http, standin.api_url, harbour.bot.token)
        threads = [talk(harbour, str(number)) for number in range(5)]
        for thread in threads:
            clock.advance(1)
            standin.world.set_archived(thread, archived=True)
        path = f"/channels/{harbour.channel.id}/threads/archived/public"

        first = await rest("GET", f"{path}?limit=2")
        last_time = first.body["threads"][-1]["thread_metadata"]["archive_timestamp"]
        before = last_time.replace("+00:00", "Z")
        second = await rest("GET", f"{path}?limit=3&before={before}")
        refused = [await rest("GET", f"{path}?{query}") for query in ("limit=1", "limit=101", "before=x")]

    assert [one["name"] for one in first.body["threads"]] == ["4", "3"]
    assert [one["name"] for one in second.body["threads"]] == ["2", "1", "0"]
    assert (first.body["has_more"], second.body["has_more"]) == (True, False)
    assert [member["id"] for member in first.body["members"]] == [str(threads[4].id), str(threads[3].id)]
    assert [answer.code for answer in refused] == [50035] * 3


async def test_lists_of_threads_need_their_rights_and_a_channel_that_has_threads(
    harbour: Harbour, rest: Rest
) -> None:
    base = f"/channels/{harbour.channel.id}"
    category = harbour.standin.world.create_channel(harbour.server, "c", kind=ChannelKind.CATEGORY)

    private = await rest("GET", f"{base}/threads/archived/private")
    wrong = await rest("GET", f"/channels/{category.id}/threads/archived/public")
    for role in harbour.server.roles.values():
        role.permissions &= ~permissions.READ_MESSAGE_HISTORY
    harbour.standin.world.update_role(harbour.server, harbour.server.everyone)
    unread = [
        await rest("GET", f"{base}/{path}")
        for path in ("threads/archived/public", "users/@me/threads/archived/private")
    ]

    assert [private.code, wrong.code, *(answer.code for answer in unread)] == [50013, 50024, 50013, 50013]


async def test_a_deleted_message_can_be_no_source_and_a_thread_no_place_for_threads(
    harbour: Harbour, rest: Rest
) -> None:
    thread = talk(harbour)
    said = harbour.standin.world.post(thread, harbour.reader, "x")

    gone = await rest("POST", f"/channels/{harbour.channel.id}/messages/1/threads", {"name": "x"})
    inside = await rest("POST", f"/channels/{thread.id}/messages/{said.id}/threads", {"name": "x"})

    assert [gone.code, inside.code] == [10008, 50024]


async def test_discord_py_sees_a_thread_through_its_life(harbour: Harbour, redirected: None) -> None:
    moderate(harbour)
    async with running(harbour.standin, make_bot(), harbour.bot.token) as bot:
        channel = bot.get_channel(harbour.channel.id)
        assert isinstance(channel, discord.TextChannel)
        card = await channel.send("card")

        thread = await card.create_thread(name="talk", auto_archive_duration=60, slowmode_delay=5)
        await thread.edit(name="news", locked=True)
        await thread.edit(archived=True)
        archived = [one async for one in channel.archived_threads(before=datetime.now().astimezone())]
        later = [
            one
            async for one in channel.archived_threads(before=datetime.now().astimezone() - timedelta(days=1))
        ]
        woken = await thread.edit(archived=False, locked=False)
        active = await channel.guild.active_threads()
        await thread.delete()

    assert [(one.id, one.name, one.locked) for one in archived] == [(card.id, "news", True)]
    assert later == []
    assert (woken.slowmode_delay, woken.archived) == (5, False)
    assert [one.id for one in active] == [card.id]
