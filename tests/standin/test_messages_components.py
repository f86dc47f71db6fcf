"""What messages and modals may be built of, and how it is given back."""

from typing import Any

import pytest

from bot.standin.errors import Form, Refusal
from bot.standin.rules import components, layouts
from bot.standin.world import permissions
from bot.standin.world.model import MessageFlag
from tests.standin.conftest import Harbour
from tests.standin.running import Rest

V2 = MessageFlag.COMPONENTS_V2
PICTURE = {"url": "https://example.org/a.png"}
TEXT = {"type": 10, "content": "x"}
PRESS = {"type": 2, "style": 1, "label": "x", "custom_id": "a"}
LINK = {"type": 2, "style": 5, "label": "x", "url": "https://example.org"}
PICK = {"type": 3, "custom_id": "a", "options": [{"label": "x", "value": "x"}]}
USERS = [{"id": one, "type": "user"} for one in "56"]
TWO = [{"label": one, "value": one} for one in "xy"]
LENGTH, MISSING, CHOICES = "BASE_TYPE_BAD_LENGTH", "BASE_TYPE_REQUIRED", "BASE_TYPE_CHOICES"
LONG, ADDRESS, SCHEME = "BASE_TYPE_MAX_LENGTH", "URL_TYPE_INVALID_URL", "URL_TYPE_INVALID_SCHEME"
EXCLUSIVE, SKU = "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "BUTTON_COMPONENT_INVALID_SKU"
EMOJI, DEFAULTS = "BUTTON_COMPONENT_INVALID_EMOJI", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES"
TWICE, BOUNDS = "SET_TYPE_ALREADY_CONTAINS_VALUE", "COMPONENT_INVALID_MIN_MAX_VALUES"
NOT_FOUND = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"


def faults(tree: list[Any], *, v2: bool = True) -> Any:
    form = Form()
    layouts.check_message(tree, form, v2=v2, files={"a.png"}, knows_emoji={7}.__contains__)
    try:
        form.check()
    except Refusal as refusal:
        return (refusal.errors or {})["components"]
    return None


def codes(found: Any, place: str) -> list[str]:
    for part in place.split("/") if place else ():
        found = found[part]
    return [fault["code"] for fault in found["_errors"]]


@pytest.mark.parametrize(
    ("component", "place", "code"),
    [
        ({**PRESS, "style": 9}, "style", CHOICES),
        ({"type": 2, "label": "x", "custom_id": "a"}, "style", CHOICES),
        ({"type": 2, "style": 1, "custom_id": "a"}, "", "BUTTON_COMPONENT_MISSING_LABEL"),
        ({**PRESS, "label": "x" * 81}, "label", LONG),
        ({**PRESS, "emoji": {"name": "nothing"}}, "emoji/name", EMOJI),
        ({**PRESS, "emoji": {"name": "gone", "id": "8"}}, "emoji/name", EMOJI),
        ({**PRESS, "custom_id": None}, "custom_id", MISSING),
        ({**PRESS, "custom_id": ""}, "custom_id", LENGTH),
        ({**PRESS, "custom_id": "x" * 101}, "custom_id", LENGTH),
        ({**PRESS, "url": "https://example.org"}, "", EXCLUSIVE),
        ({**PRESS, "sku_id": "5"}, "sku_id", SKU),
        ({"type": 2, "style": 6, "sku_id": "5"}, "sku_id", SKU),
        ({**LINK, "url": "https://example.org/" + "x" * 512}, "url", LONG),
        ({**LINK, "url": "javascript:alert(1)"}, "url", ADDRESS),
        ({**LINK, "url": "ftp://example.org"}, "url", SCHEME),
        ({**LINK, "url": "https://a b"}, "url", ADDRESS),
        ({**LINK, "url": "https://printer/story"}, "url", ADDRESS),
        ({**LINK, "url": "http://localhost:8000"}, "url", ADDRESS),
        ({**LINK, "url": "https://two_words.example.org/story"}, "url", ADDRESS),
        ({**LINK, "url": "https://example.org:99999/"}, "url", ADDRESS),
        ({**LINK, "url": None}, "url", ADDRESS),
        ({**LINK, "custom_id": "a"}, "", EXCLUSIVE),
        ({**PICK, "options": []}, "options", LENGTH),
        ({**PICK, "options": [{"label": str(n), "value": str(n)} for n in range(26)]}, "options", LENGTH),
        ({**PICK, "options": None}, "options", MISSING),
        ({**PICK, "options": [{"label": "x", "value": "x" * 101}]}, "options/0/value", LENGTH),
        ({**PICK, "options": [{"label": "x" * 101, "value": "x"}]}, "options/0/label", LENGTH),
        ({**PICK, "options": [{**TWO[0], "description": "x" * 101}]}, "options/0/description", LONG),
        ({**PICK, "options": [{**TWO[0], "emoji": {"name": "no"}}]}, "options/0/emoji/name", EMOJI),
        ({**PICK, "options": [TWO[0]] * 2}, "options/1/value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"),
        ({**PICK, "options": TWO, "max_values": 3}, "options", LENGTH),
        ({**PICK, "options": [{**one, "default": True} for one in TWO]}, "options", DEFAULTS),
        ({**PICK, "min_values": 26}, "min_values", "NUMBER_TYPE_MAX"),
        ({**PICK, "max_values": 0}, "max_values", "NUMBER_TYPE_MIN"),
        ({**PICK, "options": TWO, "min_values": 2}, "min_values", BOUNDS),
        ({**PICK, "placeholder": "x" * 151}, "placeholder", LONG),
        ({"type": 5, "custom_id": "a", "placeholder": "x" * 151}, "placeholder", LONG),
        ({"type": 5, "custom_id": "a", "default_values": [{"id": "5", "type": "role"}]},
         "default_values/0/type", CHOICES),
        ({"type": 6, "custom_id": "a", "default_values": [{"id": "5", "type": "user"}]},
         "default_values/0/type", CHOICES),
        ({"type": 7, "custom_id": "a", "default_values": [{"id": "5", "type": "channel"}]},
         "default_values/0/type", CHOICES),
        ({"type": 8, "custom_id": "a", "default_values": [{"id": "x", "type": "channel"}]},
         "default_values/0/id", "NUMBER_TYPE_COERCE"),
        ({"type": 8, "custom_id": "a", "default_values": [{"id": "5", "type": "channel"}] * 2,
          "max_values": 2}, "default_values", TWICE),
        ({"type": 5, "custom_id": "a", "default_values": USERS},
         "default_values", DEFAULTS),
        ({"type": 4, "custom_id": "a", "style": 1}, "type", "UNION_TYPE_CHOICES"),
        (TEXT, "type", "UNION_TYPE_CHOICES"),
        ({**PRESS, "id": 1 << 31}, "id", "NUMBER_TYPE_MAX"),
        ({**PRESS, "id": -1}, "id", "NUMBER_TYPE_MIN"),
        ({**PRESS, "id": "five"}, "id", "NUMBER_TYPE_COERCE"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("v2", [True, False])
def test_what_stands_in_a_row_has_rules(component: Any, place: str, code: str, v2: bool) -> None:
    found = faults([{"type": 1, "components": [component]}], v2=v2)

    assert found is not None
    assert code in codes(found["0"]["components"]["0"], place)


@pytest.mark.parametrize(
    "component",
    [
        {**PRESS, "emoji": {"name": "ferry", "id": "7"}},
        {**PRESS, "label": None, "emoji": {"name": "👍"}},
        {**PRESS, "disabled": True},
        {**LINK, "url": "discord://-/channels/1/2", "disabled": True},
        {**PICK, "options": [{**one, "default": True} for one in TWO], "max_values": 2, "min_values": 0},
        {"type": 5, "custom_id": "a", "default_values": [{"id": "5", "type": "user"}]},
        {"type": 6, "custom_id": "a", "default_values": [{"id": "5", "type": "role"}], "max_values": 25},
        {"type": 7, "custom_id": "a", "max_values": 2,
         "default_values": [{"id": "5", "type": "user"}, {"id": "6", "type": "role"}]},
        {"type": 8, "custom_id": "a", "channel_types": [0, 5], "disabled": True},
    ],
)  # fmt: skip
def test_every_kind_of_control_can_be_sent(component: Any) -> None:
    assert faults([{"type": 1, "components": [component]}]) is None


@pytest.mark.parametrize(
    ("component", "place", "code"),
    [
        ({"type": 12, "items": []}, "items", LENGTH),
        ({"type": 12, "items": [{"media": PICTURE}] * 11}, "items", LENGTH),
        ({"type": 12, "items": [{"media": PICTURE, "description": "x" * 1025}]},
         "items/0/description", LENGTH),
        ({"type": 12, "items": [{"media": {"url": "nothing"}}]}, "items/0/media/url", ADDRESS),
        ({"type": 12, "items": [{"media": {"url": "https://e.org/" + "x" * 2048}}]},
         "items/0/media/url", LONG),
        ({"type": 12, "items": [{}]}, "items/0/media", MISSING),
        ({"type": 13, "file": PICTURE}, "file/url", SCHEME),
        ({"type": 13, "file": {"url": "attachment://b.png"}}, "file/url", NOT_FOUND),
        ({"type": 14, "spacing": 3}, "spacing", CHOICES),
        ({"type": 17, "components": []}, "components", LENGTH),
        ({"type": 17, "components": [TEXT], "accent_color": 1 << 24}, "accent_color", "NUMBER_TYPE_MAX"),
        ({"type": 17, "components": [TEXT], "accent_color": -1}, "accent_color", "NUMBER_TYPE_MIN"),
        ({"type": 17, "components": [{"type": 17, "components": [TEXT]}]},
         "components/0/type", "UNION_TYPE_CHOICES"),
        ({"type": 9, "components": [TEXT] * 4, "accessory": PRESS}, "components", LENGTH),
        ({"type": 9, "components": [TEXT], "accessory": PICK}, "accessory/type", "UNION_TYPE_CHOICES"),
        ({"type": 9, "components": [TEXT]}, "accessory", MISSING),
        ({"type": 10, "content": ""}, "content", LENGTH),
        ({"type": 11, "media": PICTURE}, "type", "UNION_TYPE_CHOICES"),
        ({"type": 1, "components": "none"}, "components", "LIST_TYPE_CONVERT"),
        ({"type": 1, "components": []}, "components", LENGTH),
        ({"type": 1, "components": [PICK, {**PICK, "custom_id": "b"}]}, "components", LENGTH),
    ],
)  # fmt: skip
def test_layouts_have_rules(component: Any, place: str, code: str) -> None:
    found = faults([component])

    assert found is not None
    assert code in codes(found["0"], place)


def test_ids_and_names_are_given_once() -> None:
    same_ids = faults([{**TEXT, "id": 3}, {**TEXT, "id": 3}])
    same_names = faults([{"type": 1, "components": [PRESS]}, {"type": 1, "components": [PICK]}])
    no_ids = faults([{**TEXT, "id": 0}, {**TEXT, "id": 0}])

    assert codes(same_ids, "") == ["COMPONENT_ID_DUPLICATED"]
    assert codes(same_names, "1/components/0/custom_id") == ["COMPONENT_CUSTOM_ID_DUPLICATED"]
    assert no_ids is None


def test_only_known_fields_come_back_with_their_defaults() -> None:
    given = {"type": 17, "any": 1, "components": [{**TEXT, "label": "x"}, {"type": 14}], "accent_color": None}

    [container] = components.given_back([given])

    assert container == {
        "type": 17,
        "id": 1,
        "accent_color": None,
        "spoiler": False,
        "components": [
            {"type": 10, "id": 2, "content": "x"},
            {"type": 14, "id": 3, "divider": True, "spacing": 1},
        ],
    }


def field(inner: Any, **more: str) -> Any:
    return {"type": 18, "label": "Why", "component": inner, **more}


def modal(*fields: Any, **more: Any) -> Any:
    return {"title": "x", "custom_id": "m", "components": list(fields), **more}


WRITE = {"type": 4, "custom_id": "a", "style": 1}


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (modal(field(WRITE), title="x" * 46), "title"),
        (modal(field(WRITE), custom_id=""), "custom_id"),
        (modal(), "components"),
        (modal(*[field({**WRITE, "custom_id": str(n)}) for n in range(6)]), "components"),
        (modal(field(PRESS)), "components/0/component/type"),
        (modal(field({**WRITE, "style": 3})), "components/0/component/style"),
        (modal(field({**WRITE, "max_length": 4001})), "components/0/component/max_length"),
        (modal(field({**WRITE, "max_length": 0})), "components/0/component/max_length"),
        (modal(field({**WRITE, "min_length": 5, "max_length": 4})), "components/0/component/min_length"),
        (modal(field({**WRITE, "value": "x" * 4001})), "components/0/component/value"),
        (modal(field({**WRITE, "placeholder": "x" * 101})), "components/0/component/placeholder"),
        (modal(field(WRITE, label="x" * 46)), "components/0/label"),
        (modal(field(WRITE, description="x" * 101)), "components/0/description"),
        (modal({"type": 18, "label": "x"}), "components/0/component"),
        (modal(field({**PICK, "min_values": 0})), "components/0/component/min_values"),
        (modal(field({**PICK, "disabled": True})), "components/0/component/disabled"),
        (modal(field({"type": 19, "custom_id": "a", "max_values": 11})), "components/0/component/max_values"),
        (modal(field({"type": 21, "custom_id": "a", "options": TWO[:1]})), "components/0/component/options"),
        (modal(field({"type": 22, "custom_id": "a", "options": TWO * 6})), "components/0/component/options"),
        (modal(field({"type": 23})), "components/0/component/custom_id"),
    ],
)
def test_modals_have_rules(given: Any, place: str) -> None:
    form = Form()

    layouts.check_modal(given, form, knows_emoji=set().__contains__)

    with pytest.raises(Refusal) as refused:
        form.check()
    assert codes((refused.value.errors or {})["data"], place)


def test_every_kind_of_field_can_be_asked_for() -> None:
    form = Form()
    fields = [
        {**WRITE, "required": False, "min_length": 0},
        {**PICK, "custom_id": "b", "required": False, "min_values": 0},
        {"type": 19, "custom_id": "c", "min_values": 0, "max_values": 10, "required": False},
        {"type": 21, "custom_id": "d", "options": TWO},
        {"type": 22, "custom_id": "e", "options": [{**one, "default": True} for one in TWO]},
    ]

    layouts.check_modal(modal(*map(field, fields)), form, knows_emoji=set().__contains__)

    form.check()


async def test_only_an_emoji_of_a_server_that_the_bot_is_in_can_stand_on_a_button(
    harbour: Harbour, rest: Rest
) -> None:
    own = harbour.standin.world.create_emoji(harbour.server, "ferry")
    path = f"/channels/{harbour.channel.id}/messages"
    known = {**PRESS, "emoji": {"id": str(own.id), "name": "ferry"}}
    gone = {**PRESS, "emoji": {"id": str(own.id + 1), "name": "ferry"}}
    elsewhere = harbour.standin.world.create_server("Elsewhere", owner=harbour.owner)
    foreign = harbour.standin.world.create_emoji(elsewhere, "train")
    unseen = {**PRESS, "emoji": {"id": str(foreign.id), "name": "train"}}

    sent = await rest("POST", path, {"components": [{"type": 1, "components": [known]}]})
    refused = [
        await rest("POST", path, {"components": [{"type": 1, "components": [one]}]}) for one in (gone, unseen)
    ]

    assert sent.body["components"][0]["components"][0]["emoji"] == {"id": str(own.id), "name": "ferry"}
    assert [one.faults_at("components/0/components/0/emoji/name") for one in refused] == [[EMOJI]] * 2


async def test_a_message_becomes_one_of_components_only_when_its_words_are_taken_away(
    harbour: Harbour, rest: Rest
) -> None:
    path = f"/channels/{harbour.channel.id}/messages"
    sent = await rest("POST", path, {"content": "x", "embeds": [{"title": "y"}]})
    one = f"{path}/{sent.body['id']}"
    new = {"flags": V2, "components": [TEXT]}

    kept = await rest("PATCH", one, new)
    emptied = await rest("PATCH", one, {**new, "content": None, "embeds": []})
    back = await rest("PATCH", one, {"flags": 0, "components": [TEXT]})

    legacy = ["MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"]
    assert (kept.faults_at("content"), kept.faults_at("embeds")) == (legacy, legacy)
    assert (emptied.body["content"], emptied.body["embeds"]) == ("", [])
    assert emptied.body["flags"] & V2
    assert back.body["flags"] & V2


async def test_a_layout_needs_no_right_to_embed_links(harbour: Harbour, rest: Rest) -> None:
    for role in harbour.server.roles.values():
        role.permissions &= ~permissions.EMBED_LINKS
        harbour.standin.world.update_role(harbour.server, role)

    sent = await rest("POST", f"/channels/{harbour.channel.id}/messages", {"flags": V2, "components": [TEXT]})

    assert sent.body["components"][0]["content"] == "x"
