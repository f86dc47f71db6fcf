"""Options of slash commands on the wire: typed, resolved, checked, completed."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.standin.people.filling import File, NotOffered
from bot.standin.people.person import Person
from bot.standin.people.replies import NoAnswer, PersonRefused
from bot.standin.world.model import ChannelKind
from tests.standin.bare_app import CHOICES, MESSAGE, BareApp, bare_app
from tests.standin.conftest import Harbour
from tests.standin.running import Rest

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x03\x00\x00\x00\x02\x08\x06\x00\x00\x00"


@pytest.fixture
async def app(harbour: Harbour, rest: Rest) -> AsyncIterator[BareApp]:
    async with bare_app(harbour, rest) as app:
        yield app


@pytest.fixture
async def rita(harbour: Harbour) -> AsyncIterator[Person]:
    async with Person(harbour.standin.api_url, harbour.reader.token) as rita:
        yield rita


def command(*options: Any, name: str = "news", **more: Any) -> Any:
    return {"name": name, "description": "x", "options": list(options), **more}


def option(kind: int, name: str = "it", **more: Any) -> Any:
    return {"type": kind, "name": name, "description": "x", **more}


@pytest.mark.parametrize(
    ("kind", "value"), [(STRING, "a"), (INTEGER, -5), (BOOLEAN, False), (NUMBER, 2.5), (NUMBER, 2)]
)
async def test_plain_values_arrive_in_their_own_type(
    app: BareApp, rita: Person, kind: int, value: object
) -> None:
    await app.offer(command(option(kind)))

    async with app.while_asking(rita.command("news", it=value, **app.where)) as asked:
        assert asked.data["options"] == [{"type": kind, "name": "it", "value": value}]
        assert "resolved" not in asked.data


async def test_a_member_is_resolved_with_its_rights_in_the_channel(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    await app.offer(command(option(USER)))

    async with app.while_asking(rita.command("news", it=harbour.owner, **app.where)) as asked:
        key = str(harbour.owner.id)
        assert asked.resolved["users"][key]["username"] == "olena"
        assert "user" not in asked.resolved["members"][key]
        assert not {"deaf", "mute"} & asked.resolved["members"][key].keys()
        assert int(asked.resolved["members"][key]["permissions"]) & 8


async def test_a_channel_is_resolved_in_part_and_a_thread_with_its_state(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    thread = harbour.standin.world.create_thread(harbour.channel, "talk", owner=harbour.owner)
    await app.offer(command(option(CHANNEL), option(CHANNEL, "other")))

    using = rita.command("news", it=harbour.channel, other=thread, **app.where)
    async with app.while_asking(using) as asked:
        channel = asked.resolved["channels"][str(harbour.channel.id)]
        assert channel["name"] == "world"
        assert "permission_overwrites" not in channel
        assert int(channel["permissions"]) & 1024
        assert int(channel["app_permissions"]) & 1024
        assert asked.resolved["channels"][str(thread.id)]["thread_metadata"]["archived"] is False


async def test_roles_and_mentionables_are_resolved(harbour: Harbour, app: BareApp, rita: Person) -> None:
    role = harbour.standin.world.create_role(harbour.server, "Readers")
    await app.offer(command(option(ROLE), option(MENTIONABLE, "either"), option(MENTIONABLE, "everyone")))

    using = rita.command("news", it=role, either=harbour.owner, everyone=harbour.server.id, **app.where)
    async with app.while_asking(using) as asked:
        assert asked.resolved["roles"].keys() == {str(role.id), str(harbour.server.id)}
        assert asked.resolved["users"].keys() == {str(harbour.owner.id)}


async def test_a_file_is_resolved_to_where_its_app_can_have_it(app: BareApp, rita: Person) -> None:
    await app.offer(command(option(ATTACHMENT)))
    picture = File("my ferry?.png", PNG, "application/octet-stream")

    async with app.while_asking(rita.command("news", it=picture, **app.where)) as asked:
        (value,) = [one["value"] for one in asked.data["options"]]
        attachment = asked.resolved["attachments"][value]
        async with aiohttp.ClientSession() as http, http.get(attachment["url"]) as response:
            data = await response.read()

    assert data == PNG
    assert (attachment["content_type"], attachment["size"]) == ("image/png", len(PNG))
    assert (attachment["width"], attachment["height"]) == (3, 2)
    assert attachment["ephemeral"] is True
    assert attachment["filename"] == "my_ferry_.png"
    assert attachment["url"].partition("/ephemeral-attachments/")[1]


@pytest.mark.parametrize(
    ("defined", "given"),
    [
        (option(STRING, required=True), {}),
        (option(STRING), {"it": ""}),
        (option(STRING), {"it": "x" * 6001}),
        (option(STRING, min_length=2), {"it": "x"}),
        (option(STRING, max_length=2), {"it": "xxx"}),
        (option(STRING, choices=[{"name": "a", "value": "a"}]), {"it": "b"}),
        (option(INTEGER), {"it": 1.5}),
        (option(INTEGER), {"it": True}),
        (option(INTEGER), {"it": 2**53}),
        (option(INTEGER, min_value=2), {"it": 1}),
        (option(INTEGER, max_value=2), {"it": 3}),
        (option(NUMBER), {"it": "1"}),
        (option(NUMBER, max_value=0.5), {"it": 0.6}),
        (option(BOOLEAN), {"it": 1}),
        (option(STRING), {"other": "a"}),
        (option(ATTACHMENT), {"it": "a.png"}),
    ],
)
async def test_discords_client_does_not_send_what_does_not_fit(
    app: BareApp, rita: Person, defined: Any, given: dict[str, object]
) -> None:
    await app.offer(command(defined))

    with pytest.raises(NotOffered):
        await rita.command("news", **app.where, **given)


@pytest.mark.parametrize(
    ("defined", "value"),
    [
        (option(STRING, max_length=2), "xxx"),
        (option(INTEGER), "1"),
        (option(INTEGER), 2**60),
        (option(BOOLEAN), 1),
        (option(USER), "5"),
        (option(USER), "nobody"),
        (option(ROLE), "5"),
        (option(CHANNEL), "5"),
        (option(MENTIONABLE), "5"),
        (option(ATTACHMENT), "0"),
        (option(STRING), None),
        (option(STRING), ["a"]),
    ],
)
async def test_what_does_not_fit_never_reaches_the_app(
    harbour: Harbour, app: BareApp, as_reader: Rest, defined: Any, value: object
) -> None:
    (made,) = await app.offer(command(defined))

    answer = await as_reader("POST", "/interactions", used(
        harbour, made, options=[{"type": defined["type"], "name": "it", "value": value}]))  # fmt: skip

    assert (answer.status, answer.code) == (400, 50035)


def used(harbour: Harbour, made: Any, kind: int = 2, **data: Any) -> Any:
    """A use of a command as a client sends it."""
    return {
        "type": kind,
        "application_id": str(harbour.bot.id),
        "channel_id": str(harbour.channel.id),
        "guild_id": str(harbour.server.id),
        "session_id": "x",
        "data": {"id": made["id"], "name": made["name"], "type": made["type"], **data},
    }


async def test_a_channel_of_another_type_or_out_of_sight_cannot_be_chosen(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    world = harbour.standin.world
    hidden = world.create_channel(harbour.server, "desk", overwrites={harbour.server.everyone: (0, 1024)})
    forum = world.create_channel(harbour.server, "forum", kind=ChannelKind.FORUM)
    await app.offer(command(option(CHANNEL, channel_types=[0, 5])))

    for channel in (hidden, forum):
        with pytest.raises(PersonRefused) as refused:
            await rita.command("news", it=channel, **app.where)
        assert refused.value.code == 50035


async def test_subcommands_and_groups_are_named_in_full(harbour: Harbour, app: BareApp, rita: Person) -> None:
    group = option(2, "tags", options=[option(1, "add", options=[option(STRING, required=True)])])
    await app.offer(command(group, option(1, "list")))

    async with app.while_asking(rita.command("news tags add", it="a", **app.where)) as asked:
        assert asked.data["options"] == [
            {"type": 2, "name": "tags", "options": [
                {"type": 1, "name": "add", "options": [{"type": 3, "name": "it", "value": "a"}]}]}
        ]  # fmt: skip
        answered = await asked.answer(MESSAGE, {"content": "ok"}, query="?with_response=true")
    assert answered.body["resource"]["message"]["interaction_metadata"]["name"] == "news tags add"
    for wrong in ("news", "news tags", "news tags drop", "news list more"):
        with pytest.raises(NotOffered):
            await rita.command(wrong, **app.where)


# Files


@pytest.mark.parametrize(
    ("attachments", "values", "files"),
    [
        ([], ["0"], ["0"]),
        ([{"id": "0", "filename": "a.png"}], [], ["0"]),
        ([{"id": "1", "filename": "a.png"}], ["1"], ["0"]),
        ([{"id": "0", "filename": "a.png"}], ["1"], ["0"]),
        ([{"id": "0", "filename": "a.png"}], ["0"], []),
    ],
)
async def test_files_values_and_what_is_said_of_them_must_fit_together(
    harbour: Harbour, app: BareApp, as_reader: Rest, attachments: Any, values: Any, files: Any
) -> None:
    (made,) = await app.offer(command(option(ATTACHMENT)))
    options = [{"type": ATTACHMENT, "name": "it", "value": value} for value in values]
    body = used(harbour, made, options=options, attachments=attachments)

    answer = await as_reader("POST", "/interactions", data=multipart(body, dict.fromkeys(files, b"x")))

    assert answer.status == 400
    assert answer.code in (50035, 50146)


def multipart(body: Any, files: dict[str, bytes]) -> aiohttp.FormData:
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("payload_json", aiohttp.payload.JsonPayload(body), content_type="application/json")
    for number, data in files.items():
        form.add_field(f"files[{number}]", aiohttp.payload.BytesPayload(data), filename="a.png")
    return form


async def test_a_file_that_is_too_large_or_of_another_type_is_refused(app: BareApp, rita: Person) -> None:
    await app.offer(command(option(ATTACHMENT, file_types=["image", ".PDF"])))

    with pytest.raises(PersonRefused) as large:
        await rita.command("news", it=File("a.png", b"x" * (10 * 1024 * 1024 + 1)), **app.where)
    with pytest.raises(PersonRefused) as other:
        await rita.command("news", it=File("a.txt", b"x"), **app.where)
    async with app.while_asking(rita.command("news", it=File("A.pdf", b"x"), **app.where)) as asked:
        names = [one["filename"] for one in asked.resolved["attachments"].values()]

    assert (large.value.status, large.value.code) == (413, 40005)
    assert other.value.code == 50035
    assert names == ["A.pdf"]


# Autocomplete


async def test_what_is_typed_is_told_in_part_and_the_choices_are_shown(app: BareApp, rita: Person) -> None:
    await app.offer(command(option(STRING, required=True), option(INTEGER, "number", autocomplete=True)))

    completing = rita.complete("news", option="number", value="1", **app.where)
    async with app.asking(completing) as (asked, choices):
        assert asked.payload["type"] == 4
        assert asked.data["options"] == [{"type": 4, "name": "number", "value": "1", "focused": True}]
        wrong = await asked.answer(CHOICES, {"choices": [{"name": "One", "value": "1"}]})
        missing = await asked.answer(CHOICES, {})
        message = await asked.say("no")
        await asked.answer(CHOICES, {"choices": [{"name": "One", "value": 1}]})
        shown: Any = await choices
        follow_up = await asked.follow_up("no")

    assert shown == [{"name": "One", "value": 1}]
    assert [one.code for one in (wrong, missing, message)] == [50035] * 3
    assert follow_up.code == 10015


@pytest.mark.parametrize(
    "options",
    [
        [],
        [{"type": 3, "name": "it", "value": "a"}],
        [{"type": 3, "name": "it", "value": "a", "focused": True}],
        [{"type": 4, "name": "number", "value": "a", "focused": True}],
        [{"type": 4, "name": "number", "value": 1, "focused": True}],
        [
            {"type": 4, "name": "number", "value": "1", "focused": True},
            {"type": 3, "name": "it", "value": ""},
        ],
    ],
)
async def test_only_a_focused_option_of_its_app_is_completed(
    harbour: Harbour, app: BareApp, as_reader: Rest, options: Any
) -> None:
    (made,) = await app.offer(command(option(STRING), option(INTEGER, "number", autocomplete=True)))

    answer = await as_reader("POST", "/interactions", used(harbour, made, kind=4, options=options))

    assert (answer.status, answer.code) == (400, 50035)


async def test_a_completion_too_late_fails(harbour: Harbour, app: BareApp, rita: Person) -> None:
    harbour.standin.interactions.answer_seconds = 0.05
    await app.offer(command(option(STRING, autocomplete=True)))

    with pytest.raises(NoAnswer):
        await rita.complete("news", option="it", value="", **app.where)
    late = await (await app.asked()).answer(CHOICES, {"choices": []})

    assert (late.status, late.code) == (404, 10062)


async def test_choices_are_shown_in_a_persons_own_language(harbour: Harbour, app: BareApp) -> None:
    await app.offer(command(option(STRING, autocomplete=True)))
    choice = {"name": "Ferry", "name_localizations": {"de": "Fähre"}, "value": "ferry"}

    async with (
        Person(harbour.standin.api_url, harbour.reader.token, locale="de") as rita,
        app.asking(rita.complete("news", option="it", value="f", **app.where)) as (asked, shown),
    ):
        assert asked.payload["locale"] == "de"
        await asked.answer(CHOICES, {"choices": [choice]})
        choices: Any = await shown

    assert choices == [{"name": "Ferry", "name_localized": "Fähre", "value": "ferry"}]
