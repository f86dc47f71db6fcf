"""How an app defines commands: what Discord takes, what it keeps, and how it refuses the rest."""

from typing import Any

import pytest

from tests.standin.conftest import Harbour
from tests.standin.limited import limited_standin
from tests.standin.running import Rest

STRING, INTEGER, BOOLEAN, CHANNEL, NUMBER, ATTACHMENT = 3, 4, 5, 7, 10, 11
ENDINGS = [f".a{number}" for number in range(11)]


def command(name: str = "news", **more: Any) -> Any:
    return {"type": 1, "name": name, "description": "x", **more}


def option(kind: int = STRING, name: str = "it", **more: Any) -> Any:
    return {"type": kind, "name": name, "description": "x", **more}


def choice(value: object, name: str = "a") -> Any:
    return {"name": name, "value": value}


@pytest.fixture
def path(harbour: Harbour) -> str:
    return f"/applications/{harbour.bot.id}/commands"


@pytest.mark.parametrize("name", ["новини", "ข่าวดี", "समाचार", "日本", "a-b_c'd", "x" * 32])
async def test_names_are_of_any_script(rest: Rest, path: str, name: str) -> None:
    answer = await rest("POST", path, command(name, options=[option(name=name)]))

    assert (answer.status, answer.body["name"]) == (201, name)


@pytest.mark.wrong_bodies
@pytest.mark.parametrize(
    ("body", "at"),
    [
        (command("News"), "name"),
        (command("ne ws"), "name"),
        (command("ne.ws"), "name"),
        (command(""), "name"),
        ({"type": 1, "name": "news"}, "description"),
        ({"type": 4, "name": "launch"}, "type"),
        ({"type": 3, "name": "Clip", "description": "x"}, "description"),
        ({"type": 2, "name": "Greet", "options": [option()]}, "options"),
        ({"type": 2, "name": " "}, "name"),
        (command(options=[option(), option()]), "options.1.name"),
        (command(options=[option(), option(1, "add")]), "options"),
        (command(options=[option(2, "tags", options=[option()])]), "options.0.options.0.type"),
        (command(options=[option(1, "add", options=[option(1, "b")])]), "options.0.options.0.type"),
        (command(options=[option(2, "a", options=[option(2, "b")])]), "options.0.options.0.type"),
        (command(options=[option(12)]), "options.0.type"),
        (command(options=[option(), option(name="b", required=True)]), "options.1.required"),
        (command(options=[option(choices=[choice("a")], autocomplete=True)]), "options.0.autocomplete"),
        (command(options=[option(BOOLEAN, autocomplete=True)]), "options.0.choices"),
        (command(options=[option(CHANNEL, choices=[choice("a")])]), "options.0.choices"),
        (command(options=[option(choices=[choice(1)])]), "options.0.choices.0.value"),
        (command(options=[option(INTEGER, choices=[choice("1")])]), "options.0.choices.0.value"),
        (command(options=[option(INTEGER, choices=[choice(1.5)])]), "options.0.choices.0.value"),
        (command(options=[option(INTEGER, choices=[choice(2**53)])]), "options.0.choices.0.value"),
        (command(options=[option(choices=[choice("a"), choice("b")])]), "options.0.choices.1.name"),
        (command(options=[option(choices=[{"name": "a"}])]), "options.0.choices.0.value"),
        (command(options=[option(min_value=1)]), "options.0.min_value"),
        (command(options=[option(INTEGER, min_value=1.5)]), "options.0.min_value"),
        (command(options=[option(INTEGER, min_value=2, max_value=1)]), "options.0.min_value"),
        (command(options=[option(INTEGER, min_length=1)]), "options.0.min_length"),
        (command(options=[option(max_length=0)]), "options.0.max_length"),
        (command(options=[option(max_length=6001)]), "options.0.max_length"),
        (command(options=[option(min_length=3, max_length=2)]), "options.0.min_length"),
        (command(options=[option(channel_types=[0])]), "options.0.channel_types"),
        (command(options=[option(CHANNEL, channel_types=[99])]), "options.0.channel_types.0"),
        (command(options=[option(file_types=["image"])]), "options.0.file_types"),
        (command(options=[option(ATTACHMENT, file_types=["pdf"])]), "options.0.file_types.0"),
        (command(options=[option(ATTACHMENT, file_types=ENDINGS)]), "options.0.file_types"),
        (command(default_member_permissions="all"), "default_member_permissions"),
        (command(contexts=[3]), "contexts.0"),
        (command(contexts=[]), "contexts"),
        (command(contexts=[0, 0]), "contexts"),
        (command(integration_types=[2]), "integration_types.0"),
        (command(name_localizations={"xx": "a"}), "name_localizations.xx"),
        (command(name_localizations={"de": "Zwei Worte"}), "name_localizations.de"),
        (command(description_localizations={"de": "x" * 101}), "description_localizations.de"),
        (
            command(options=[option(name_localizations={"de": "b"}), option(name="b")]),
            "options.0.name_localizations.de",
        ),
        (
            command(
                options=[
                    option(name_localizations={"de": "c"}),
                    option(name="b", name_localizations={"de": "c"}),
                ]
            ),
            "options.1.name_localizations.de",
        ),
    ],
)  # fmt: skip
async def test_a_definition_that_is_wrong_is_refused_where_it_is_wrong(
    harbour: Harbour, rest: Rest, path: str, body: Any, at: str
) -> None:
    answer = await rest("POST", path, body)

    place = answer.body.get("errors", {})
    for part in at.split("."):
        place = place.get(part, {})
    assert (answer.status, answer.code) == (400, 50035)
    assert "_errors" in place, answer.body
    assert harbour.bot.commands == {}


async def test_only_the_longest_language_counts_towards_the_8000_characters(rest: Rest, path: str) -> None:
    choices = [choice("x" * 100, f"{n:050}") for n in range(25)]
    languages = {"de": "y" * 60, "fr": "z" * 100}
    options = [option(name=f"o{n}", choices=choices) for n in range(2)]
    many = {**option(name="last"), "description_localizations": languages}

    fits = await rest("POST", path, command(options=[*options, many]))
    longer = [{**one, "name_localizations": {"de": "y" * 100}} for one in choices]
    refused = await rest("POST", path, command(options=[{**one, "choices": longer} for one in options]))

    assert fits.status == 201
    assert refused.code == 50035


async def test_a_command_is_made_once_and_then_overwritten(rest: Rest, path: str) -> None:
    made = await rest("POST", path, command())
    same = await rest("POST", path, command())
    changed = await rest("POST", path, command(description="y"))
    menu = await rest("POST", path, {"type": 3, "name": "news"})

    assert [one.status for one in (made, same, changed, menu)] == [201, 200, 200, 201]
    assert made.body["id"] == same.body["id"] == changed.body["id"] != menu.body["id"]
    assert made.body["version"] == same.body["version"] != changed.body["version"]


async def test_the_bulk_overwrite_keeps_ids_by_name_and_type_and_the_order_given(
    rest: Rest, path: str
) -> None:
    first = (await rest("PUT", path, [command("a"), command("b"), {"type": 2, "name": "a"}])).body

    second = (await rest("PUT", path, [command("c"), {"type": 2, "name": "a"}, command("a")])).body
    renamed = (await rest("PUT", path, [{**command("d"), "id": second[2]["id"]}])).body
    listed = (await rest("GET", path)).body

    assert [one["name"] for one in second] == ["c", "a", "a"]
    assert [second[1]["id"], second[2]["id"]] == [first[2]["id"], first[0]["id"]]
    assert (renamed[0]["id"], renamed[0]["name"]) == (second[2]["id"], "d")
    assert [one["id"] for one in listed] == [second[2]["id"]]


async def test_an_edit_changes_what_it_names_and_nothing_else(rest: Rest, path: str) -> None:
    made = (await rest("POST", path, command(options=[option()]))).body
    await rest("POST", path, command("other"))
    own = f"{path}/{made['id']}"

    changed = await rest("PATCH", own, {"description": "y", "default_member_permissions": "32"})
    emptied = await rest("PATCH", own, {"options": [], "default_member_permissions": None})
    taken = await rest("PATCH", own, {"name": "other"})
    read = await rest("GET", own)

    assert changed.body["options"] == made["options"]
    assert (changed.body["description"], changed.body["default_member_permissions"]) == ("y", "32")
    assert "options" not in emptied.body
    assert (taken.status, taken.code) == (400, 40041)
    assert read.body == emptied.body


async def test_a_command_that_is_gone_is_unknown(harbour: Harbour, rest: Rest, path: str) -> None:
    made = (await rest("POST", path, command())).body
    own = f"{path}/{made['id']}"

    deleted = await rest("DELETE", own)
    again = [await rest("DELETE", own), await rest("GET", own), await rest("PATCH", own, {})]
    of_another = await rest("GET", f"/applications/{harbour.bot.id + 1}/commands")
    elsewhere = await rest("GET", f"/applications/{harbour.bot.id}/guilds/5/commands")

    assert deleted.status == 204
    assert [(one.status, one.code) for one in again] == [(404, 10063)] * 3
    assert (of_another.status, of_another.code) == (404, 10002)
    assert (elsewhere.status, elsewhere.code) == (403, 50001)


async def test_texts_come_in_all_languages_when_asked_and_else_in_ones_own(rest: Rest, path: str) -> None:
    localized = {
        "name_localizations": {"de": "neu", "en-US": "news"},
        "description_localizations": {"de": "y"},
    }
    made = (await rest("POST", path, command(**localized, options=[option(**localized)]))).body

    everything = (await rest("GET", f"{path}?with_localizations=true")).body[0]
    own = (await rest("GET", path, headers={"X-Discord-Locale": "de"})).body[0]
    default = (await rest("GET", path)).body[0]

    assert made["name_localizations"] == {"de": "neu"}
    assert everything == made
    assert (own["name_localized"], own["description_localized"]) == ("neu", "y")
    assert own["options"][0]["name_localized"] == "neu"
    assert "name_localizations" not in own
    assert not {"name_localized", "name_localizations"} & default.keys()


async def test_what_discord_does_not_know_is_not_kept(rest: Rest, path: str) -> None:
    made = await rest("POST", path, command(dm_permission=False, nsfw=True, options=[option(required=True)]))

    assert made.body["dm_permission"] is False
    assert made.body["nsfw"] is True
    assert made.body["options"] == [option(required=True)]


async def test_two_hundred_new_commands_a_day_are_enough() -> None:
    async with limited_standin() as limited:
        rest, path = limited.rest, f"/applications/{limited.harbour.bot.id}/commands"
        for number in range(2):
            batch = [command(f"c{number}-{index}") for index in range(100)]
            assert (await rest("PUT", path, batch)).status == 200

        known = await rest("PUT", path, batch)
        more = await rest("PUT", path, [*batch[1:], command("new")])
        limited.clock.advance(86_401)
        next_day = await rest("PUT", path, [*batch[1:], command("new")])

    assert known.status == 200
    assert (more.status, more.code) == (429, 30034)
    assert more.body["retry_after"] > 0
    assert next_day.status == 200
