"""Forms (modals) on the wire: every kind of field, what may be left open, files, who may send them when."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.standin.people.filling import File, NotOffered
from bot.standin.people.person import Person
from bot.standin.people.replies import NoAnswer, PersonRefused
from bot.standin.world.model import ChannelKind
from tests.standin.bare_app import FORM, UPDATE, BareApp, bare_app, label, row
from tests.standin.conftest import Harbour
from tests.standin.running import Rest

OPTIONS = [{"label": word, "value": word} for word in ("a", "b", "c")]
TEXT, FILES, RADIO, BOXES, BOX = 4, 19, 21, 22, 23


@pytest.fixture
async def app(harbour: Harbour, rest: Rest) -> AsyncIterator[BareApp]:
    async with bare_app(harbour, rest) as app:
        yield app


@pytest.fixture
async def rita(harbour: Harbour) -> AsyncIterator[Person]:
    async with Person(harbour.standin.api_url, harbour.reader.token) as rita:
        yield rita


def field(kind: int, **more: Any) -> Any:
    style = {"style": 1} if kind == TEXT else {}
    return {"type": kind, "custom_id": "it", **style, **more}


@pytest.mark.parametrize(
    ("component", "value", "sent"),
    [
        (field(TEXT), "why", {"value": "why"}),
        (field(TEXT, required=False), "", {"value": ""}),
        (field(3, options=OPTIONS), ["b"], {"values": ["b"]}),
        (field(3, options=OPTIONS, min_values=0, max_values=3, required=False), [], {"values": []}),
        (field(RADIO, options=OPTIONS), "b", {"value": "b"}),
        (field(RADIO, options=OPTIONS, required=False), None, {"value": None}),
        (field(BOXES, options=OPTIONS), ["a", "c"], {"values": ["a", "c"]}),
        (field(BOXES, options=OPTIONS, required=False, min_values=0), [], {"values": []}),
        (field(BOX), True, {"value": True}),
        (field(BOX), False, {"value": False}),
        (field(FILES, required=False, min_values=0), [], {"values": []}),
    ],
)
async def test_each_kind_of_field_is_sent_under_its_label(
    app: BareApp, rita: Person, component: Any, value: object, sent: Any
) -> None:
    shown = await app.form(rita, label(component))
    asking = rita.submit(shown, app.harbour.channel.id, it=value)
    async with app.while_asking(asking) as asked:
        (answer,) = asked.data["components"]

    assert answer == {
        "type": 18,
        "id": 1,
        "component": {"type": component["type"], "id": 2, "custom_id": "it", **sent},
    }
    assert (asked.payload["type"], asked.data["custom_id"]) == (5, "form")


async def test_texts_and_rows_stand_in_a_form_in_their_order(app: BareApp, rita: Person) -> None:
    text = {"type": 10, "content": "Please say why"}
    old = row(field(TEXT, label="Why", value="because"))

    shown = await app.form(rita, text, old)
    async with app.while_asking(rita.submit(shown, app.harbour.channel.id)) as asked:
        given = asked.data["components"]

    assert [one["type"] for one in given] == [10, 1]
    assert given[1]["components"][0]["value"] == "because"


async def test_what_a_field_holds_beforehand_is_sent_unless_changed(app: BareApp, rita: Person) -> None:
    marked = [{**one, "default": one["value"] == "b"} for one in OPTIONS]
    fields = (
        label({**field(3, options=marked), "custom_id": "select"}),
        label({**field(RADIO, options=marked), "custom_id": "radio"}),
        label({**field(BOXES, options=marked), "custom_id": "boxes"}),
        label({**field(BOX, default=True), "custom_id": "box"}),
    )

    shown = await app.form(rita, *fields)
    async with app.while_asking(rita.submit(shown, app.harbour.channel.id, box=False)) as asked:
        given = [one["component"] for one in asked.data["components"]]

    assert [one.get("values", one.get("value")) for one in given] == [["b"], "b", ["b"], False]


async def test_what_selects_of_a_form_name_is_resolved(harbour: Harbour, app: BareApp, rita: Person) -> None:
    role = harbour.standin.world.create_role(harbour.server, "Readers")
    chosen = {"user": harbour.owner, "role": role, "either": harbour.owner, "channel": harbour.channel}
    kinds = {"user": 5, "role": 6, "either": 7, "channel": 8}
    fields = [label({"type": kind, "custom_id": name}) for name, kind in kinds.items()]

    shown = await app.form(rita, *fields)
    async with app.while_asking(rita.submit(shown, harbour.channel.id, **chosen)) as asked:
        resolved = asked.resolved

    assert resolved["users"].keys() == resolved["members"].keys() == {str(harbour.owner.id)}
    assert resolved["roles"].keys() == {str(role.id)}
    assert resolved["channels"].keys() == {str(harbour.channel.id)}


async def test_files_of_a_form_can_be_had_by_its_app(app: BareApp, rita: Person) -> None:
    files = [File("one.txt", b"1", "text/plain"), File("../two.pdf", b"2")]

    shown = await app.form(rita, label(field(FILES, max_values=2)))
    async with app.while_asking(rita.submit(shown, app.harbour.channel.id, it=files)) as asked:
        values = asked.data["components"][0]["component"]["values"]
        attachments = [asked.resolved["attachments"][value] for value in values]
        contents = [await content(one["url"]) for one in attachments]

    assert contents == [b"1", b"2"]
    assert [one["filename"] for one in attachments] == ["one.txt", "two.pdf"]
    assert attachments[1]["content_type"] == "application/pdf"


async def content(url: str) -> bytes:
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        assert response.status == 200
        return await response.read()


@pytest.mark.parametrize(
    ("component", "values"),
    [
        (field(TEXT), {"it": ""}),
        (field(TEXT, min_length=3), {"it": "ab"}),
        (field(TEXT, required=False, min_length=3), {"it": "ab"}),
        (field(TEXT, max_length=1), {"it": "ab"}),
        (field(TEXT), {"it": "x" * 4001}),
        (field(TEXT), {"it": "x", "other": "y"}),
        (field(3, options=OPTIONS), {"it": ["d"]}),
        (field(3, options=OPTIONS), {"it": ["a", "b"]}),
        (field(3, options=OPTIONS, max_values=3), {"it": ["a", "a"]}),
        (field(3, options=OPTIONS), {}),
        (field(5, max_values=1), {"it": ["1", "2"]}),
        (field(RADIO, options=OPTIONS), {}),
        (field(RADIO, options=OPTIONS), {"it": "d"}),
        (field(BOXES, options=OPTIONS, min_values=2), {"it": ["a"]}),
        (field(BOXES, options=OPTIONS, max_values=1), {"it": ["a", "b"]}),
        (field(BOX), {"it": "yes"}),
        (field(FILES), {}),
        (field(FILES), {"it": "a.png"}),
        (field(FILES), {"it": [File("a"), File("b")]}),
        (field(FILES, min_values=2, max_values=3), {"it": [File("a")]}),
    ],
)
async def test_discords_client_keeps_a_form_open_until_it_is_filled_in_well(
    app: BareApp, rita: Person, component: Any, values: dict[str, object]
) -> None:
    shown = await app.form(rita, label(component))
    with pytest.raises(NotOffered):
        await rita.submit(shown, app.harbour.channel.id, **values)


@pytest.mark.parametrize(
    ("component", "filled"),
    [
        (field(TEXT), []),
        (field(TEXT), [field(TEXT, value="")]),
        (field(TEXT), [field(TEXT, value=5)]),
        (field(TEXT), [field(3, values=["a"])]),
        (field(TEXT), [field(TEXT, value="a"), field(TEXT, value="b")]),
        (field(TEXT), [field(TEXT, value="a"), {"type": 4, "custom_id": "other", "value": "b"}]),
        (field(3, options=OPTIONS), [field(3, values=["d"])]),
        (field(3, options=OPTIONS), [field(3, values=[])]),
        (field(5), [field(5, values=["5"])]),
        (field(8, channel_types=[5]), [field(8, values=["CHANNEL"])]),
        (field(RADIO, options=OPTIONS), [field(RADIO, value=None)]),
        (field(BOX), [field(BOX, value="on")]),
        (field(FILES), [field(FILES, values=["0"])]),
    ],
)
async def test_what_a_form_does_not_ask_for_never_reaches_its_app(
    app: BareApp, rita: Person, as_reader: Rest, component: Any, filled: list[Any]
) -> None:
    harbour = app.harbour
    for one in filled:
        one["values"] = [str(harbour.channel.id) if v == "CHANNEL" else v for v in one["values"]] if (
            "values" in one) else None  # fmt: skip
    await app.form(rita, label(component))
    answer = await as_reader("POST", "/interactions", {
        "type": 5, "application_id": str(harbour.bot.id), "channel_id": str(harbour.channel.id),
        "data": {"custom_id": "form", "components": [label(
            {key: value for key, value in one.items() if value is not None or key == "value"})
            for one in filled]}})  # fmt: skip

    assert answer.status == 400
    assert answer.code in (50035, 50146)


async def test_a_form_answers_no_form_and_a_second_one_is_told_apart(app: BareApp, rita: Person) -> None:
    first = await app.form(rita, label(field(TEXT)), title="First")
    await app.form(rita, label(field(TEXT, required=False)), title="Second")
    with pytest.raises(NotOffered):
        await rita.submit(first, app.harbour.channel.id)
    async with app.asking(rita.submit(first, app.harbour.channel.id, it="x")) as (asked, reply):
        form = {"custom_id": "again", "title": "x", "components": [label(field(TEXT))]}
        refused = await asked.answer(FORM, form)
        await asked.say("ok")
        said = await reply

    assert (refused.status, refused.code) == (400, 50035)
    trigger = said.message["interaction_metadata"]["triggering_interaction_metadata"]
    assert (trigger["id"], trigger["name"]) == (first.modal["id"], "form")


async def test_a_form_can_be_sent_again_until_its_app_answers(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    shown = await app.form(rita, label(field(TEXT)))
    harbour.standin.interactions.answer_seconds = 0.05
    with pytest.raises(NoAnswer):
        await rita.submit(shown, harbour.channel.id, it="x")
    await app.asked()
    harbour.standin.interactions.answer_seconds = 3.0
    async with app.while_asking(rita.submit(shown, harbour.channel.id, it="x")):
        pass
    with pytest.raises(PersonRefused) as closed:
        await rita.submit(shown, harbour.channel.id, it="x")

    assert closed.value.code == 10062


async def test_only_a_form_of_a_button_can_change_the_message_it_came_from(
    app: BareApp, rita: Person
) -> None:
    button = {"type": 2, "style": 1, "label": "More", "custom_id": "more"}
    message = await app.post(content="card", components=[row(button)])
    form = {"custom_id": "form", "title": "x", "components": [label(field(TEXT))]}

    of_command = await app.form(rita, label(field(TEXT)))
    async with app.asking(rita.submit(of_command, message["channel_id"], it="x")) as (asked, _):
        refused = await asked.answer(UPDATE, {"content": "changed"})
        await asked.say("ok")
    async with app.asking(rita.click(message["channel_id"], message["id"], "more")) as (asked, opened):
        await asked.answer(FORM, form)
        of_button = await opened
    async with app.asking(rita.submit(of_button, message["channel_id"], it="x")) as (asked, _):
        shown = asked.payload["message"]["id"]
        changed = await asked.answer(UPDATE, {"content": "changed"}, query="?with_response=true")

    assert refused.code == 50035
    assert shown == message["id"]
    assert changed.body["resource"]["message"]["content"] == "changed"


async def test_a_forum_can_be_chosen_where_its_type_is_asked_for(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    forum = harbour.standin.world.create_channel(harbour.server, "forum", kind=ChannelKind.FORUM)

    shown = await app.form(rita, label(field(8, channel_types=[15])))
    async with app.while_asking(rita.submit(shown, harbour.channel.id, it=forum)) as asked:
        assert asked.resolved["channels"][str(forum.id)]["type"] == 15
