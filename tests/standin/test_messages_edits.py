"""Edits, deletes and publishing: whose, what of it, when no more."""

import aiohttp
import pytest

from bot.standin.server import Settings, StandIn
from bot.standin.world import permissions, snowflakes
from bot.standin.world.model import ChannelKind, Message, MessageFlag, MessageKind
from tests.standin.conftest import Harbour, settle
from tests.standin.running import Rest


def path(message: Message) -> str:
    return f"/channels/{message.channel.id}/messages/{message.id}"


def allow(harbour: Harbour, added: int) -> None:
    harbour.server.everyone.permissions |= added
    harbour.standin.world.update_role(harbour.server, harbour.server.everyone)


def mine(harbour: Harbour, kind: MessageKind = MessageKind.DEFAULT) -> Message:
    return harbour.standin.world.post(harbour.channel, harbour.bot.account, "x", kind=kind)


async def test_an_edit_that_changes_nothing_said_leaves_no_mark(harbour: Harbour, rest: Rest) -> None:
    message = mine(harbour)

    flags = await rest("PATCH", path(message), {"flags": MessageFlag.SUPPRESS_EMBEDS})
    words = await rest("PATCH", path(message), {"content": "y"})

    assert flags.body["edited_timestamp"] is None
    assert words.body["edited_timestamp"].endswith("+00:00")


async def test_an_edit_sets_only_the_flags_that_it_may(harbour: Harbour, rest: Rest) -> None:
    message = mine(harbour)

    answer = await rest("PATCH", path(message), {"flags": MessageFlag.SILENT | MessageFlag.CROSSPOSTED})

    assert answer.body["flags"] == 0


async def test_an_edit_cannot_take_everything_away(harbour: Harbour, rest: Rest) -> None:
    message = mine(harbour)

    emptied = await rest("PATCH", path(message), {"content": ""})
    replaced = await rest("PATCH", path(message), {"content": None, "embeds": [{"title": "x"}]})

    assert (emptied.status, emptied.code) == (400, 50006)
    assert (replaced.body["content"], replaced.body["embeds"][0]["title"]) == ("", "x")


async def test_of_anothers_message_only_embeds_can_be_hidden(harbour: Harbour, rest: Rest) -> None:
    theirs = harbour.standin.world.post(harbour.channel, harbour.reader, "x")
    hide = {"flags": MessageFlag.SUPPRESS_EMBEDS}

    refused = await rest("PATCH", path(theirs), hide)
    allow(harbour, permissions.MANAGE_MESSAGES)
    hidden = await rest("PATCH", path(theirs), hide)
    changed = await rest("PATCH", path(theirs), {**hide, "content": "y"})
    shown = await rest("PATCH", path(theirs), {"flags": 0})

    assert [refused.code, changed.code] == [50013, 50005]
    assert (hidden.body["flags"], hidden.body["edited_timestamp"]) == (MessageFlag.SUPPRESS_EMBEDS, None)
    assert shown.body["flags"] == 0


@pytest.mark.parametrize("kind", [MessageKind.THREAD_CREATED, MessageKind.PINNED, MessageKind.THREAD_STARTER])
async def test_a_system_message_is_not_edited_pinned_or_answered(
    harbour: Harbour, rest: Rest, kind: MessageKind
) -> None:
    allow(harbour, permissions.PIN_MESSAGES)
    message = mine(harbour, kind)
    reply = {"content": "x", "message_reference": {"message_id": str(message.id)}}

    edited = await rest("PATCH", path(message), {"content": "y"})
    pinned = await rest("PUT", f"/channels/{harbour.channel.id}/messages/pins/{message.id}")
    answered = await rest("POST", f"/channels/{harbour.channel.id}/messages", reply)

    assert [(one.status, one.code) for one in (edited, pinned)] == [(403, 50021)] * 2
    assert answered.faults_at("message_reference") == ["REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE"]


async def test_some_system_messages_stay(harbour: Harbour, rest: Rest) -> None:
    starter, told = mine(harbour, MessageKind.THREAD_STARTER), mine(harbour, MessageKind.THREAD_CREATED)

    stays = await rest("DELETE", path(starter))
    goes = await rest("DELETE", path(told))

    assert (stays.status, stays.code) == (403, 50021)
    assert goes.status == 204


async def test_an_archived_thread_only_lets_messages_be_deleted(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    thread = world.create_thread(harbour.channel, "talk", owner=harbour.owner)
    first, second = (world.post(thread, harbour.bot.account, text) for text in "ab")
    world.set_archived(thread, archived=True)

    edited = await rest("PATCH", path(first), {"content": "y"})
    deleted = await rest("DELETE", path(first))
    assert thread.thread is not None
    thread.thread.locked = True
    locked = await rest("DELETE", path(second))
    world.set_archived(thread, archived=False)
    of_locked = await rest("PATCH", path(second), {"content": "y"})
    active = await rest("DELETE", path(second))

    assert [edited.code, locked.code, of_locked.code] == [50083, 50083, 160005]
    assert [deleted.status, active.status] == [204, 204]


async def test_many_are_deleted_by_strict_rules(harbour: Harbour, rest: Rest) -> None:
    messages = [mine(harbour) for _ in range(3)]
    ids = [str(message.id) for message in messages]
    many = f"/channels/{harbour.channel.id}/messages/bulk-delete"
    direct = harbour.standin.world.direct_channel(harbour.bot.account, harbour.reader)
    missing = str(messages[2].id + 1)

    denied = await rest("POST", many, {"messages": ids})
    allow(harbour, permissions.MANAGE_MESSAGES)
    few = await rest("POST", many, {"messages": ids[:1]})
    lots = await rest("POST", many, {"messages": [str(messages[0].id + n) for n in range(101)]})
    twice = await rest("POST", many, {"messages": [ids[0], ids[0]]})
    in_direct = await rest("POST", f"/channels/{direct.id}/messages/bulk-delete", {"messages": ids})
    nothing = await rest("POST", many, {})
    done = await rest("POST", many, {"messages": [ids[0], missing]})

    assert [denied.code, few.code, lots.code, twice.code] == [50013, 50016, 50016, 50035]
    assert twice.faults_at("messages/1") == ["SET_TYPE_ALREADY_CONTAINS_VALUE"]
    assert (in_direct.code, nothing.code, done.status) == (50003, 50035, 204)
    assert [str(message.id) for message in harbour.channel.log] == ids[1:]


async def test_what_is_older_than_two_weeks_is_not_deleted_in_bulk() -> None:
    now = [1_800_000_000.0]
    async with StandIn(Settings(clock=lambda: now[0])) as standin, aiohttp.ClientSession() as http:
        harbour = settle(standin)
        allow(harbour, permissions.MANAGE_MESSAGES)
        rest = Rest(http, standin.api_url, harbour.bot.token)
        old = mine(harbour)
        now[0] += 14 * 86400 - 1
        young = mine(harbour)
        many = f"/channels/{harbour.channel.id}/messages/bulk-delete"
        now[0] += 2
        refused = await rest("POST", many, {"messages": [str(old.id), str(young.id)]})
        unknown = await rest("POST", many, {"messages": [str(old.id - 1), str(young.id)]})
        now[0] -= 2
        deleted = await rest("POST", many, {"messages": [str(old.id), str(young.id)]})

    assert [refused.code, unknown.code] == [50034, 50034]
    assert deleted.status == 204
    assert snowflakes.born(old.id) < snowflakes.born(young.id)


async def test_publishing_has_its_rules(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    news = world.create_channel(harbour.server, "news", kind=ChannelKind.ANNOUNCEMENT)
    own, theirs = world.post(news, harbour.bot.account, "own"), world.post(news, harbour.reader, "theirs")
    told = world.post(news, harbour.bot.account, kind=MessageKind.PINNED)
    elsewhere = mine(harbour)

    async def publish(message: Message) -> tuple[int, int]:
        answer = await rest("POST", f"{path(message)}/crosspost")
        return answer.status, answer.body["flags"] if answer.status == 200 else answer.code

    outcomes = [await publish(one) for one in (own, own, theirs, told, elsewhere)]
    allow(harbour, permissions.MANAGE_MESSAGES)
    managed = await publish(theirs)
    edited = await rest("PATCH", path(own), {"content": "later"})

    assert outcomes == [(200, 1), (400, 40033), (403, 50013), (403, 50021), (400, 50024)]
    assert managed == (200, MessageFlag.CROSSPOSTED)
    assert edited.body["flags"] == MessageFlag.CROSSPOSTED
