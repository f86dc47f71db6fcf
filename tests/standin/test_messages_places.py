"""Where one may write: kinds of channels, slow mode, direct messages; and what is never taken."""

from typing import Any

import aiohttp
import pytest

from bot.standin.server import Settings, StandIn
from bot.standin.world import permissions
from bot.standin.world.model import ChannelKind, MessageFlag
from tests.standin.conftest import Harbour, settle
from tests.standin.running import Rest


def path(harbour: Harbour) -> str:
    return f"/channels/{harbour.channel.id}/messages"


@pytest.mark.parametrize("kind", [ChannelKind.FORUM, ChannelKind.MEDIA, ChannelKind.CATEGORY])
async def test_some_channels_hold_no_messages(harbour: Harbour, rest: Rest, kind: ChannelKind) -> None:
    channel = harbour.standin.world.create_channel(harbour.server, "x", kind=kind)

    answer = await rest("POST", f"/channels/{channel.id}/messages", {"content": "x"})

    assert (answer.status, answer.code) == (400, 50008)


async def test_writing_wakes_a_thread_unless_it_is_locked(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    thread = world.create_thread(harbour.channel, "talk", owner=harbour.owner)
    world.set_archived(thread, archived=True)

    woken = await rest("POST", f"/channels/{thread.id}/messages", {"content": "x"})
    assert thread.thread is not None
    thread.thread.locked = True
    locked = await rest("POST", f"/channels/{thread.id}/messages", {"content": "x"})

    assert woken.status == 200
    assert thread.thread.archived is False
    assert (locked.status, locked.code) == (403, 160005)


async def test_slow_mode_binds_people_but_neither_bots_nor_those_who_may_pass() -> None:
    now = [1_800_000_000.0]
    async with StandIn(Settings(clock=lambda: now[0])) as standin, aiohttp.ClientSession() as http:
        harbour = settle(standin)
        harbour.channel.slow_mode = 10
        rita, bot, owner = (
            Rest(http, standin.api_url, one.token)
            for one in (harbour.reader, harbour.bot.account, harbour.owner)
        )
        said = {"content": "x"}

        first = await rita("POST", path(harbour), said)
        await rita("DELETE", f"{path(harbour)}/{first.body['id']}")
        now[0] += 4
        second = await rita("POST", path(harbour), said)
        others = [(await one("POST", path(harbour), said)).status for one in (bot, bot, owner, owner)]
        now[0] += 6
        third = await rita("POST", path(harbour), said)
        harbour.server.everyone.permissions |= permissions.BYPASS_SLOWMODE
        standin.world.update_role(harbour.server, harbour.server.everyone)
        fourth = await rita("POST", path(harbour), said)

    assert (second.status, second.code, second.body["retry_after"]) == (429, 20016, 6.0)
    assert others == [200] * 4
    assert [first.status, third.status, fourth.status] == [200, 200, 200]


@pytest.mark.wrong_bodies
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"content": "x", "sticker_ids": ["5"]}, 400, 50081),
        ({"content": "x", "flags": MessageFlag.VOICE}, 403, 50173),
        ({"content": "x", "poll": {"question": {"text": "?"}}}, 400, 50035),
        ({"content": "x", "shared_client_theme": {"colors": []}}, 400, 50035),
        ({"sticker_ids": []}, 400, 50006),
        ({"flags": 1 << 15, "content": "x", "components": [{"type": 10, "content": "x"}], "poll": {"x": 1}},
         400, 50035),
    ],
)  # fmt: skip
async def test_what_is_not_here_is_refused_clearly(
    harbour: Harbour, rest: Rest, body: Any, status: int, code: int
) -> None:
    answer = await rest("POST", path(harbour), body)

    assert (answer.status, answer.code) == (status, code)
    assert len(harbour.channel.log) == 0


@pytest.mark.wrong_bodies
async def test_fields_that_nobody_knows_are_ignored_and_mistyped_ones_refused(
    harbour: Harbour, rest: Rest
) -> None:
    unknown = await rest(
        "POST", path(harbour), {"content": "x", "whatever": [1], "embeds": [{"title": "x", "y": 1}]}
    )
    mistyped = await rest("POST", path(harbour), {"content": "x", "tts": "loud", "flags": True})

    assert unknown.body["embeds"] == [{"type": "rich", "title": "x"}]
    assert (mistyped.faults_at("tts"), mistyped.faults_at("flags")) == (
        ["BOOLEAN_TYPE_CONVERT"],
        ["NUMBER_TYPE_COERCE"],
    )


async def test_flags_of_a_message_that_a_bot_may_not_set_are_left_out(harbour: Harbour, rest: Rest) -> None:
    answer = await rest("POST", path(harbour), {"content": "x", "flags": (1 << 13) - 1})

    assert answer.body["flags"] == MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SILENT


async def test_to_speak_aloud_takes_a_right(harbour: Harbour, rest: Rest) -> None:
    aloud = await rest("POST", path(harbour), {"content": "x", "tts": True})
    for role in harbour.server.roles.values():
        role.permissions &= ~permissions.SEND_TTS_MESSAGES
        harbour.standin.world.update_role(harbour.server, role)
    refused = await rest("POST", path(harbour), {"content": "x", "tts": True})

    assert aloud.body["tts"] is True
    assert (refused.status, refused.code) == (403, 50013)


async def test_a_nonce_is_its_authors_in_every_channel(harbour: Harbour, rest: Rest, as_reader: Rest) -> None:
    other = harbour.standin.world.create_channel(harbour.server, "other")
    body = {"content": "x", "nonce": "7", "enforce_nonce": True}

    first = await rest("POST", path(harbour), body)
    elsewhere = await rest("POST", f"/channels/{other.id}/messages", {**body, "nonce": 7})
    by_another = await as_reader("POST", path(harbour), body)

    assert elsewhere.body["id"] == first.body["id"] != by_another.body["id"]
    assert len(other.log) == 0


async def test_a_conversation_is_opened_once(harbour: Harbour, rest: Rest, as_reader: Rest) -> None:
    first = await rest("POST", "/users/@me/channels", {"recipient_id": str(harbour.reader.id)})
    again = await rest("POST", "/users/@me/channels", {"recipient_id": str(harbour.reader.id)})
    back = await as_reader("POST", "/users/@me/channels", {"recipient_id": str(harbour.bot.id)})

    assert first.body["id"] == again.body["id"] == back.body["id"]
    assert [one["id"] for one in first.body["recipients"]] == [str(harbour.reader.id)]


@pytest.mark.parametrize(
    ("recipient", "status", "code"),
    [("1", 404, 10013), ("{bot}", 400, 50033), ("nobody", 400, 50035), (None, 400, 50035)],
)
async def test_a_conversation_needs_another(
    harbour: Harbour, rest: Rest, recipient: str | None, status: int, code: int
) -> None:
    given = str(harbour.bot.id) if recipient == "{bot}" else recipient

    answer = await rest("POST", "/users/@me/channels", {} if given is None else {"recipient_id": given})

    assert (answer.status, answer.code) == (status, code)


async def test_a_bot_reaches_people_of_its_servers_alone(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    stranger, robot = world.create_account("Stranger"), world.create_application("Robot")
    world.install(robot, harbour.server)
    people = (stranger, robot.account, harbour.reader)
    channels = [world.direct_channel(harbour.bot.account, one) for one in people]

    answers = [await rest("POST", f"/channels/{one.id}/messages", {"content": "x"}) for one in channels]
    harbour.reader.accepts_direct_messages = False
    closed = await rest("POST", f"/channels/{channels[2].id}/messages", {"content": "x"})

    assert [(one.status, one.body.get("code")) for one in answers] == [
        (403, 50278),
        (403, 50007),
        (200, None),
    ]
    assert (closed.status, closed.code) == (403, 50007)


async def test_in_a_conversation_nobody_manages_the_other(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    direct = world.direct_channel(harbour.bot.account, harbour.reader)
    theirs = world.post(direct, harbour.reader, "x")
    one = f"/channels/{direct.id}/messages/{theirs.id}"

    deleted = await rest("DELETE", one)
    cleared = await rest("DELETE", f"{one}/reactions")
    hidden = await rest("PATCH", one, {"flags": 4})

    assert [(answer.status, answer.code) for answer in (deleted, cleared, hidden)] == [(403, 50003)] * 3


async def test_ones_servers_come_in_pages(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    more = [world.create_server(name, owner=harbour.owner) for name in "abc"]
    for server in more:
        world.install(harbour.bot, server)
    ids = [str(server.id) for server in (harbour.server, *more)]

    async def page(query: str) -> list[str]:
        return [server["id"] for server in (await rest("GET", f"/users/@me/guilds?{query}")).body]

    counted = await rest("GET", "/users/@me/guilds?limit=1&with_counts=true")
    assert await page("limit=2") == ids[:2]
    assert await page(f"limit=2&after={ids[1]}") == ids[2:]
    assert await page(f"limit=2&before={ids[3]}") == ids[1:3]
    assert counted.body[0]["approximate_member_count"] == 3
    assert (await rest("GET", "/users/@me/guilds?limit=201")).code == 50035


async def test_an_owner_cannot_leave(harbour: Harbour, rest: Rest) -> None:
    own = harbour.standin.world.create_server("own", owner=harbour.bot.account)

    answer = await rest("DELETE", f"/users/@me/guilds/{own.id}")

    assert (answer.status, answer.code) == (400, 50055)
