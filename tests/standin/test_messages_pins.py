"""Pins: who may, how many, how they are listed, what is told of them."""

from urllib.parse import quote

import aiohttp

from bot.standin import limits
from bot.standin.server import Settings, StandIn
from bot.standin.world import permissions
from bot.standin.world.audit import Action
from bot.standin.world.model import Message, MessageKind
from tests.standin.conftest import Harbour, settle
from tests.standin.running import Rest


def allow(harbour: Harbour, added: int) -> None:
    harbour.server.everyone.permissions |= added
    harbour.standin.world.update_role(harbour.server, harbour.server.everyone)


def posted(harbour: Harbour, count: int) -> list[Message]:
    return [harbour.standin.world.post(harbour.channel, harbour.reader, str(n)) for n in range(count)]


async def test_a_pin_is_announced_with_its_message_and_noted(harbour: Harbour, rest: Rest) -> None:
    allow(harbour, permissions.PIN_MESSAGES)
    [message] = posted(harbour, 1)
    pin = f"/channels/{harbour.channel.id}/messages/pins/{message.id}"

    first = await rest("PUT", pin, headers={"X-Audit-Log-Reason": "worth%20it"})
    await rest("PUT", pin)
    history = await rest("GET", f"/channels/{harbour.channel.id}/messages?limit=1")
    removed = await rest("DELETE", pin)
    await rest("DELETE", pin)

    [told] = history.body
    noted = [(entry.action, entry.reason) for entry in harbour.server.audit_log]
    assert (first.status, removed.status) == (204, 204)
    assert told["type"] == MessageKind.PINNED
    assert told["message_reference"]["message_id"] == str(message.id)
    assert told["author"]["id"] == str(harbour.bot.id)
    assert len(harbour.channel.log) == 2
    assert noted[-2:] == [(Action.MESSAGE_PINNED, "worth it"), (Action.MESSAGE_UNPINNED, None)]


async def test_to_pin_takes_a_right_of_its_own(harbour: Harbour, rest: Rest) -> None:
    allow(harbour, permissions.MANAGE_MESSAGES)
    [message] = posted(harbour, 1)

    answers = [
        await rest(method, f"/channels/{harbour.channel.id}/{pins}/{message.id}")
        for method in ("PUT", "DELETE")
        for pins in ("messages/pins", "pins")
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(403, 50013)] * 4


async def test_a_channel_has_room_for_so_many_pins(harbour: Harbour, rest: Rest) -> None:
    allow(harbour, permissions.PIN_MESSAGES)
    *messages, one_more = posted(harbour, limits.PINS + 1)
    for message in messages:
        harbour.standin.world.set_pinned(message, pinned=True)

    answer = await rest("PUT", f"/channels/{harbour.channel.id}/messages/pins/{one_more.id}")

    assert (answer.status, answer.code) == (400, 30003)


async def test_pins_are_listed_latest_first_in_pages_and_as_they_were_once() -> None:
    now = [1_800_000_000.0]
    async with StandIn(Settings(clock=lambda: now[0])) as standin, aiohttp.ClientSession() as http:
        harbour = settle(standin)
        rest = Rest(http, standin.api_url, harbour.bot.token)
        messages = posted(harbour, 3)
        for message in reversed(messages):
            now[0] += 1
            standin.world.set_pinned(message, pinned=True)
        path = f"/channels/{harbour.channel.id}/messages/pins"

        first = await rest("GET", f"{path}?limit=2")
        second = await rest("GET", f"{path}?before={quote(first.body['items'][-1]['pinned_at'])}")
        wrong = await rest("GET", f"{path}?before=soon")
        old = await rest("GET", f"/channels/{harbour.channel.id}/pins")

    assert [item["message"]["id"] for item in first.body["items"]] == [str(one.id) for one in messages[:2]]
    assert [item["message"]["id"] for item in second.body["items"]] == [str(messages[2].id)]
    assert (first.body["has_more"], second.body["has_more"]) == (True, False)
    assert wrong.faults_at("before") == ["DATE_TIME_TYPE_PARSE"]
    assert [message["id"] for message in old.body] == [str(message.id) for message in messages]
