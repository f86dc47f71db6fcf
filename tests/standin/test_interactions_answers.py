"""What an app can answer to an interaction, when, how often, and what becomes of it afterwards."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.standin.clock import ManualClock
from bot.standin.people.person import Person
from bot.standin.people.replies import NoAnswer
from bot.standin.server import Settings, StandIn
from tests.standin.bare_app import (
    CHOICES,
    DEFER,
    DEFER_UPDATE,
    FORM,
    MESSAGE,
    UPDATE,
    BareApp,
    bare_app,
    label,
)
from tests.standin.conftest import Harbour, settle
from tests.standin.running import Rest

TEXT = {"type": 10, "content": "hello"}
PRIVATE, LOADING, V2 = 64, 128, 1 << 15


@pytest.fixture
async def app(harbour: Harbour, rest: Rest) -> AsyncIterator[BareApp]:
    async with bare_app(harbour, rest) as app:
        await app.offer({"name": "news", "description": "x"})
        yield app


@pytest.fixture
async def rita(harbour: Harbour) -> AsyncIterator[Person]:
    async with Person(harbour.standin.api_url, harbour.reader.token) as rita:
        yield rita


@pytest.mark.wrong_bodies
@pytest.mark.parametrize(
    "body",
    [
        {"type": 1},
        {"type": 2},
        {"type": DEFER_UPDATE},
        {"type": UPDATE, "data": {"content": "x"}},
        {"type": CHOICES, "data": {"choices": []}},
        {"type": 10},
        {"type": 11},
        {"type": 12},
        {"type": 99},
        {"data": {"content": "x"}},
        {"type": MESSAGE},
        {"type": FORM},
        {"type": FORM, "data": {"custom_id": "x", "title": "x", "components": []}},
        {"type": MESSAGE, "data": {"content": "x" * 2001}},
        {"type": DEFER, "data": {"flags": V2}},
    ],
)
async def test_what_cannot_answer_a_command_is_refused_and_can_be_mended(
    app: BareApp, rita: Person, body: Any
) -> None:
    async with app.asking(rita.command("news", **app.where)) as (asked, reply):
        refused = await app.rest("POST", asked.callback, body)
        await asked.say("mended")
        said = await reply

    assert (refused.status, refused.code) == (400, 50035)
    assert said.content == "mended"


async def test_faults_of_an_answer_are_told_below_its_data(app: BareApp, rita: Person) -> None:
    async with app.asking(rita.command("news", **app.where)) as (asked, _):
        refused = await asked.answer(MESSAGE, {"content": "x" * 2001})
        empty = await asked.answer(MESSAGE, {"content": ""})

    assert refused.body["errors"]["data"]["content"]["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"
    assert empty.code == 50006


async def test_a_receipt_says_what_was_made(app: BareApp, rita: Person) -> None:
    async with app.asking(rita.command("news", **app.where)) as (asked, _):
        said = await asked.answer(MESSAGE, {"content": "x"}, query="?with_response=true")
    async with app.asking(rita.command("news", **app.where)) as (asked, _):
        deferred = await asked.answer(DEFER, {"flags": PRIVATE}, query="?with_response=true")
    async with app.asking(rita.command("news", **app.where)) as (asked, _):
        form = {"custom_id": "x", "title": "x", "components": [label({"type": 23, "custom_id": "y"})]}
        shown = await asked.answer(FORM, form, query="?with_response=true")

    assert said.body["resource"]["type"] == MESSAGE
    assert said.body["interaction"]["response_message_id"] == said.body["resource"]["message"]["id"]
    assert said.body["interaction"]["response_message_ephemeral"] is False
    assert deferred.body["interaction"]["response_message_loading"] is True
    assert deferred.body["interaction"]["response_message_ephemeral"] is True
    assert "resource" not in deferred.body
    assert shown.body.keys() == {"interaction"}


async def test_answers_carry_no_bucket_headers_and_count_towards_no_global_limit() -> None:
    async with StandIn(Settings(rate_limits=True)) as standin, aiohttp.ClientSession() as http:
        harbour = settle(standin)
        rest = Rest(http, standin.api_url, harbour.bot.token)
        async with (
            bare_app(harbour, rest) as app,
            Person(standin.api_url, harbour.reader.token) as rita,
        ):
            await app.offer({"name": "news", "description": "x"})
            statuses = set()
            for _ in range(60):
                async with app.asking(rita.command("news", **app.where)) as (asked, reply):
                    answer = await asked.say("x", flags=PRIVATE)
                    statuses.add(answer.status)
                    await reply

    assert statuses == {204}
    assert not [name for name in answer.headers if name.lower().startswith("x-ratelimit")]


# Later


async def test_a_deferred_answer_waits_is_filled_and_stays_private(app: BareApp, rita: Person) -> None:
    async with app.asking(rita.command("news", **app.where)) as (asked, reply):
        await asked.answer(DEFER, {"flags": PRIVATE})
        waiting = await asked.original()
        nothing = await asked.original("PATCH", {})
        filled = await asked.original("PATCH", {"components": [TEXT], "flags": V2})
        said = await reply

    assert waiting.body["flags"] == PRIVATE | LOADING
    assert nothing.code == 50006
    assert filled.body["flags"] == PRIVATE | V2
    assert (said.text, said.private) == ("hello", True)


async def test_the_first_follow_up_of_a_deferred_answer_fills_it(app: BareApp, rita: Person) -> None:
    async with app.asking(rita.command("news", **app.where)) as (asked, reply):
        await asked.answer(DEFER)
        first = await asked.follow_up("done", flags=PRIVATE)
        second = await asked.follow_up("more", flags=PRIVATE)
        said = await reply

    assert (said.message["id"], said.private) == (first.body["id"], False)
    assert second.body["flags"] == PRIVATE


async def test_follow_ups_are_replies_that_can_be_read_changed_and_deleted(
    app: BareApp, rita: Person
) -> None:
    async with app.asking(rita.command("news", **app.where)) as (asked, _):
        early = await asked.follow_up("early")
        await asked.say("first")
        original = (await asked.original()).body
        more = (await asked.follow_up("more")).body
        path = f"{asked.webhook}/messages/{more['id']}"
        read = await app.rest("GET", path)
        changed = await app.rest("PATCH", path, {"content": "changed"})
        deleted = await app.rest("DELETE", path)
        gone = [await app.rest(method, path, body) for method, body in (
            ("GET", None), ("PATCH", {"content": "x"}), ("DELETE", None))]  # fmt: skip

    assert (early.status, early.code) == (404, 10015)
    assert (more["type"], more["message_reference"]["message_id"]) == (19, original["id"])
    assert more["interaction_metadata"]["original_response_message_id"] == original["id"]
    assert (read.body["content"], changed.body["content"], deleted.status) == ("more", "changed", 204)
    assert changed.body["edited_timestamp"] is not None
    assert [one.code for one in gone] == [10008] * 3


async def test_the_original_is_gone_after_its_deletion_and_follow_ups_go_on(
    app: BareApp, rita: Person
) -> None:
    async with app.asking(rita.command("news", **app.where)) as (asked, reply):
        await asked.say("first", flags=PRIVATE)
        await reply
        deleted = await asked.original("DELETE")
        gone = await asked.original()
        more = await asked.follow_up("more")
        heard = await rita.wait_event(lambda name, _: name == "MESSAGE_DELETE")

    assert (deleted.status, gone.code, more.status) == (204, 10008, 200)
    assert "message_reference" not in more.body
    assert heard[1]["id"]


async def test_after_a_form_there_is_no_original(app: BareApp, rita: Person) -> None:
    async with app.asking(rita.command("news", **app.where)) as (asked, _):
        form = {"custom_id": "x", "title": "x", "components": [label({"type": 23, "custom_id": "y"})]}
        await asked.answer(FORM, form)
        gone = await asked.original("PATCH", {"content": "x"})

    assert gone.code == 10008


async def test_a_private_message_can_be_edited_but_not_made_public(app: BareApp, rita: Person) -> None:
    async with app.asking(rita.command("news", **app.where)) as (asked, reply):
        await asked.say("first", flags=PRIVATE)
        said = await reply
        changed = await asked.original("PATCH", {"content": "changed", "flags": 0})
        heard = await rita.wait_event(lambda name, data: data.get("content") == "changed")

    assert changed.body["flags"] == PRIVATE
    assert heard[1]["id"] == said.message["id"]


async def test_files_come_along_with_answers_follow_ups_and_edits(app: BareApp, rita: Person) -> None:
    async with app.asking(rita.command("news", **app.where)) as (asked, reply):
        await app.rest("POST", asked.callback, data=with_file({"type": MESSAGE, "data": {"flags": PRIVATE}}))
        said = (await reply).message
        private = said["attachments"][0]
        async with aiohttp.ClientSession() as http, http.get(private["url"]) as response:
            content = await response.read()
        more = await app.rest("POST", asked.webhook, data=with_file({"content": "more"}))
        edit = f"{asked.webhook}/messages/@original"
        edited = await app.rest("PATCH", edit, data=with_file({"content": "x", "attachments": [{"id": "0"}]}))

    assert content == b"file"
    assert "/ephemeral-attachments/" in private["url"]
    assert "/attachments/" in more.body["attachments"][0]["url"]
    assert [one["filename"] for one in edited.body["attachments"]] == ["a.txt"]
    assert edited.body["attachments"][0]["id"] != private["id"]


def with_file(body: Any) -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("payload_json", aiohttp.payload.JsonPayload(body), content_type="application/json")
    form.add_field("files[0]", b"file", filename="a.txt", content_type="text/plain")
    return form


async def test_only_those_whom_an_answer_may_name_are_pinged(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    text = f"<@{harbour.owner.id}> <@{harbour.reader.id}>"
    async with app.asking(rita.command("news", **app.where)) as (asked, reply):
        await asked.say(text, allowed_mentions={"users": [str(harbour.reader.id)]})
        said = (await reply).message

    assert [one["id"] for one in said["mentions"]] == [str(harbour.reader.id)]


# Deadlines


async def test_three_seconds_and_a_quarter_of_an_hour_pass_by_the_stand_ins_own_clock() -> None:
    clock = ManualClock()
    async with StandIn(Settings(clock=clock)) as standin, aiohttp.ClientSession() as http:
        harbour = settle(standin)
        rest = Rest(http, standin.api_url, harbour.bot.token)
        async with (
            bare_app(harbour, rest) as app,
            Person(standin.api_url, harbour.reader.token) as rita,
        ):
            await app.offer({"name": "news", "description": "x"})
            async with app.asking(rita.command("news", **app.where)) as (asked, reply):
                clock.advance(3.0)
                late = await asked.say("late")
                with pytest.raises(NoAnswer, match="no answer in time"):
                    await reply
            async with app.asking(rita.command("news", **app.where)) as (asked, reply):
                clock.advance(2.9)
                in_time = await asked.say("in time")
                twice = await asked.say("twice")
                clock.advance(15 * 60 - 3)
                still = await asked.follow_up("still")
                clock.advance(1)
                over = [await asked.follow_up("over"), await asked.original("PATCH", {"content": "x"})]

    assert (late.status, late.code) == (404, 10062)
    assert (in_time.status, twice.code, still.status) == (204, 40060, 200)
    assert [(one.status, one.code) for one in over] == [(401, 50027)] * 2


async def test_a_deferred_answer_that_was_deleted_is_not_filled(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    async with app.asking(rita.command("news", **app.where)) as (asked, _):
        await asked.answer(5)
        (waiting,) = harbour.channel.log
        harbour.standin.world.delete_message(waiting)
        edited = await asked.original("PATCH", {"content": "late"})
        followed = await asked.follow_up("late")

    assert (edited.status, edited.code) == (404, 10008)
    assert [str(one.id) for one in harbour.channel.log] == [followed.body["id"]]


@pytest.mark.parametrize("flags", [0, 64])
async def test_in_a_channel_that_is_gone_nothing_is_answered(
    harbour: Harbour, app: BareApp, rita: Person, flags: int
) -> None:
    world = harbour.standin.world
    channels = [world.create_channel(harbour.server, name) for name in ("first", "second")]
    where = [{"server_id": harbour.server.id, "channel_id": one.id} for one in channels]
    async with app.asking(rita.command("news", **where[0])) as (asked, _):
        world.delete_channel(channels[0])
        early = [await asked.answer(4, {"content": "x", "flags": flags}), await asked.answer(5)]
    async with app.asking(rita.command("news", **where[1])) as (asked, reply):
        await asked.answer(4, {"content": "x", "flags": flags})
        await reply
        world.delete_channel(channels[1])
        follow_up = await asked.follow_up("more")
        late = [await asked.original(), await asked.original("PATCH", {"content": "changed"})]

    assert [(one.status, one.code) for one in (*early, follow_up)] == [(404, 10003)] * 3
    assert [(one.status, one.code) for one in late] == [(404, 10008)] * 2


async def test_an_answer_in_an_archived_thread_cannot_change_what_stands_there(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    world = harbour.standin.world
    thread = world.create_thread(harbour.channel, "talk", owner=harbour.owner)
    where = {"server_id": harbour.server.id, "channel_id": thread.id}
    async with app.asking(rita.command("news", **where)) as (asked, reply):
        await asked.say("first")
        await reply
        world.set_archived(thread, archived=True)
        refused = await asked.original("PATCH", {"content": "changed"})

    assert (refused.status, refused.code) == (400, 50083)
