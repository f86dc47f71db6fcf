"""Buttons, selects and menus on the wire: what the app is told, and what a person cannot do with them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.standin.people.filling import NotOffered
from bot.standin.people.person import Person
from bot.standin.people.replies import PersonRefused
from bot.standin.world import permissions
from tests.standin.bare_app import DEFER_UPDATE, UPDATE, BareApp, bare_app, row
from tests.standin.conftest import Harbour
from tests.standin.running import Rest

OPTIONS = [{"label": word, "value": word} for word in ("a", "b", "c")]
BUTTON = {"type": 2, "style": 1, "label": "More", "custom_id": "it"}


@pytest.fixture
async def app(harbour: Harbour, rest: Rest) -> AsyncIterator[BareApp]:
    async with bare_app(harbour, rest) as app:
        yield app


@pytest.fixture
async def rita(harbour: Harbour) -> AsyncIterator[Person]:
    async with Person(harbour.standin.api_url, harbour.reader.token) as rita:
        yield rita


def select(kind: int = 3, **more: Any) -> Any:
    return {"type": kind, "custom_id": "it", **({"options": OPTIONS} if kind == 3 else {}), **more}


async def test_a_pressed_button_is_told_with_its_message_and_all_about_the_place(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    card = await app.post(content="card", components=[row(BUTTON)])

    async with app.while_asking(rita.click(card["channel_id"], card["id"], "it")) as asked:
        told = asked.payload

    assert told["data"] == {"custom_id": "it", "component_type": 2, "id": 2}
    assert told["message"]["id"] == card["id"]
    assert told["message"]["content"] == "card"
    assert (told["type"], told["version"], told["context"]) == (3, 1, 0)
    assert told["channel"]["name"] == "world"
    assert told["guild"] == {"id": str(harbour.server.id), "locale": "en-US", "features": []}
    assert (told["locale"], told["guild_locale"]) == ("en-US", "en-US")
    assert told["member"]["user"]["id"] == str(harbour.reader.id)
    rights = harbour.standin.world.permissions(harbour.channel, harbour.reader)
    assert told["member"]["permissions"] == told["channel"]["permissions"] == str(rights)
    of_bot = harbour.standin.world.permissions(harbour.channel, harbour.bot.account)
    assert told["app_permissions"] == str(of_bot)
    assert told["authorizing_integration_owners"] == {"0": str(harbour.server.id)}
    assert told["attachment_size_limit"] == 10 * 1024 * 1024
    assert told["entitlements"] == []


@pytest.mark.parametrize(
    ("component", "values"),
    [
        (select(), ["b"]),
        (select(max_values=3), ["a", "c"]),
        (select(min_values=0), []),
        (select(5), ["OWNER"]),
        (select(6), ["SERVER"]),
        (select(7, max_values=2), ["OWNER", "SERVER"]),
        (select(8, channel_types=[0]), ["CHANNEL"]),
    ],
)
async def test_what_is_selected_is_told_and_resolved(
    harbour: Harbour, app: BareApp, rita: Person, component: Any, values: list[str]
) -> None:
    ids = {"OWNER": harbour.owner.id, "SERVER": harbour.server.id, "CHANNEL": harbour.channel.id}
    values = [str(ids.get(value, value)) for value in values]
    card = await app.post(components=[row(component)], content="card")

    async with app.while_asking(rita.click(card["channel_id"], card["id"], "it", values=values)) as asked:
        assert asked.data["values"] == values
        found = {key for group in asked.resolved.values() for key in group}

    assert found == (set() if component["type"] == 3 else set(values))


@pytest.mark.parametrize(
    ("component", "values"),
    [
        (select(), []),
        (select(), ["a", "b"]),
        (select(), ["d"]),
        (select(min_values=2, max_values=3), ["a"]),
        (select(max_values=2), ["a", "a"]),
        (select(disabled=True), ["a"]),
        ({**BUTTON, "disabled": True}, None),
        (BUTTON, ["a"]),
        ({"type": 2, "style": 5, "label": "x", "url": "https://x.example"}, None),
    ],
)
async def test_discords_client_does_not_send_what_a_component_does_not_offer(
    app: BareApp, rita: Person, component: Any, values: list[str] | None
) -> None:
    card = await app.post(components=[row(component)], content="card")

    with pytest.raises(NotOffered):
        await rita.click(card["channel_id"], card["id"], "it", values=values)


@pytest.mark.parametrize(
    ("component", "data"),
    [
        (select(), {"component_type": 3, "values": ["d"]}),
        (select(), {"component_type": 3}),
        (select(), {"component_type": 5, "values": ["a"]}),
        (select(5), {"component_type": 5, "values": ["5"]}),
        (select(6), {"component_type": 6, "values": ["5"]}),
        (select(8, channel_types=[5]), {"component_type": 8, "values": ["CHANNEL"]}),
        (select(disabled=True), {"component_type": 3, "values": ["a"]}),
        (BUTTON, {"component_type": 2, "custom_id": "other"}),
    ],
)
async def test_what_a_component_does_not_offer_never_reaches_its_app(
    harbour: Harbour, app: BareApp, as_reader: Rest, component: Any, data: Any
) -> None:
    card = await app.post(components=[row(component)], content="card")
    if "values" in data:
        channel_id = str(harbour.channel.id)
        data = {**data, "values": [channel_id if one == "CHANNEL" else one for one in data["values"]]}

    answer = await as_reader("POST", "/interactions", clicked(harbour, card, **data))

    assert (answer.status, answer.code) == (400, 50035)


def clicked(harbour: Harbour, card: Any, **data: Any) -> Any:
    return {
        "type": 3,
        "application_id": str(harbour.bot.id),
        "channel_id": str(harbour.channel.id),
        "message_id": card["id"],
        "data": {"custom_id": "it", **data},
    }


async def test_a_button_needs_sight_of_the_channel_but_no_right_to_use_commands(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    world = harbour.standin.world
    card = await app.post(components=[row(BUTTON)], content="card")
    everyone = harbour.server.everyone
    everyone.permissions &= ~(permissions.USE_APPLICATION_COMMANDS | permissions.SEND_MESSAGES)
    world.update_role(harbour.server, everyone)

    async with app.while_asking(rita.click(card["channel_id"], card["id"], "it")):
        pass
    everyone.permissions &= ~permissions.VIEW_CHANNEL
    world.update_role(harbour.server, everyone)
    with pytest.raises(PersonRefused) as refused:
        await rita.click(card["channel_id"], card["id"], "it")

    assert refused.value.code == 50001


async def test_a_deferred_update_changes_the_message_later_and_shows_no_loading(
    app: BareApp, rita: Person
) -> None:
    card = await app.post(components=[row(BUTTON)], content="card")

    async with app.asking(rita.click(card["channel_id"], card["id"], "it")) as (asked, reply):
        deferred = await asked.answer(DEFER_UPDATE, query="?with_response=true")
        await reply
        before = await asked.original()
        changed = await asked.original("PATCH", {"content": "changed"})

    assert deferred.body["interaction"]["response_message_id"] == card["id"]
    assert not deferred.body["interaction"]["response_message_loading"]
    assert "resource" not in deferred.body
    assert (before.body["id"], before.body["content"]) == (card["id"], "card")
    assert (changed.body["content"], changed.body["flags"]) == ("changed", 0)


async def test_the_answer_to_a_button_is_a_reply_to_its_message(app: BareApp, rita: Person) -> None:
    card = await app.post(components=[row(BUTTON)], content="card")

    async with app.asking(rita.click(card["channel_id"], card["id"], "it")) as (asked, reply):
        await asked.say("said")
        said = (await reply).message

    assert said["type"] == 19
    assert said["message_reference"]["message_id"] == card["id"]
    assert said["interaction_metadata"]["interacted_message_id"] == card["id"]


async def test_a_private_message_answers_only_in_the_session_that_was_shown_it(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    await app.offer({"name": "desk", "description": "x"})
    async with Person(harbour.standin.api_url, harbour.reader.token) as again:
        async with app.asking(rita.command("desk", **app.where)) as (asked, reply):
            await asked.say("only you", flags=64, components=[row(BUTTON)])
            private = (await reply).message
        await app.post(content="for all")
        await again.wait_event(lambda _, data: data.get("content") == "for all")
        seen = [data["content"] for name, data in again.events if name == "MESSAGE_CREATE"]
        again.events.append(("MESSAGE_CREATE", private))
        with pytest.raises(PersonRefused) as elsewhere:
            await again.click(harbour.channel.id, private["id"], "it")
    with pytest.raises(PersonRefused) as in_history:
        await rita.request("GET", f"/channels/{harbour.channel.id}/messages/{private['id']}")
    async with app.asking(rita.click(harbour.channel.id, private["id"], "it")) as (asked, reply):
        await asked.answer(UPDATE, {"content": "changed", "components": []})
        changed = await reply

    assert elsewhere.value.code == in_history.value.code == 10008
    assert seen == ["for all"]
    assert (changed.content, changed.private) == ("changed", True)
    assert [one["content"] for one in await rita.history(harbour.channel.id)] == ["for all"]


async def test_another_person_cannot_press_a_private_button(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    await app.offer({"name": "desk", "description": "x"})
    async with app.asking(rita.command("desk", **app.where)) as (asked, reply):
        await asked.say("only you", flags=64, components=[row(BUTTON)])
        private = (await reply).message

    async with Person(harbour.standin.api_url, harbour.owner.token) as olena:
        olena.events.append(("MESSAGE_CREATE", private))
        with pytest.raises(PersonRefused) as refused:
            await olena.click(harbour.channel.id, private["id"], "it")

    assert refused.value.code == 10008


# Menus


async def test_a_user_menu_is_told_whom_it_was_used_on(harbour: Harbour, app: BareApp, rita: Person) -> None:
    await app.offer({"type": 2, "name": "Greet them"})

    async with app.while_asking(rita.menu("Greet them", harbour.owner.id, **app.where)) as asked:
        assert asked.data["target_id"] == str(harbour.owner.id)
        assert asked.resolved["users"].keys() == asked.resolved["members"].keys() == {str(harbour.owner.id)}
        assert "options" not in asked.data


async def test_a_message_menu_is_told_what_was_said_whatever_its_intents(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    said = harbour.standin.world.post(harbour.channel, harbour.owner, "secret")
    await app.offer({"type": 3, "name": "Clip"})

    async with app.asking(rita.menu("Clip", said.id, **app.where)) as (asked, reply):
        assert asked.resolved["messages"][str(said.id)]["content"] == "secret"
        await asked.say("ok")
        answer = (await reply).message

    assert answer["type"] == 23
    assert answer["interaction_metadata"]["target_message_id"] == str(said.id)


@pytest.mark.parametrize(("kind", "code"), [(2, 10013), (3, 10008)])
async def test_a_menu_needs_its_target(app: BareApp, rita: Person, kind: int, code: int) -> None:
    await app.offer({"type": kind, "name": "Clip"})

    with pytest.raises(PersonRefused) as refused:
        await rita.menu("Clip", 5, **app.where)

    assert refused.value.code == code
