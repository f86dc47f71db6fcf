"""The lesser resources: oneself, servers, roles, pins, bulk deletes, channels changed and moved."""

import pytest

from bot.standin import permissions
from bot.standin.components import check_message, check_modal
from bot.standin.errors import Form, Refusal
from bot.standin.model import ChannelKind
from tests.standin.conftest import Harbour
from tests.standin.running import Rest


def allow_everything(harbour: Harbour) -> None:
    harbour.server.everyone.permissions = permissions.ALL & ~permissions.ADMINISTRATOR
    role = next(role for role in harbour.server.roles.values() if role.managed_by is not None)
    role.permissions = harbour.server.everyone.permissions
    harbour.standin.world.update_role(harbour.server, role)


async def test_a_bot_knows_itself_its_application_and_its_servers(harbour: Harbour, rest: Rest) -> None:
    renamed = await rest("PATCH", "/users/@me", {"username": "Clip"})
    other = await rest("GET", f"/users/{harbour.reader.id}")
    servers = await rest("GET", "/users/@me/guilds")
    application = await rest("GET", "/applications/@me")
    gateway = await rest("GET", "/gateway/bot")
    counted = await rest("GET", f"/guilds/{harbour.server.id}?with_counts=true")
    left = await rest("DELETE", f"/users/@me/guilds/{harbour.server.id}")

    assert (renamed.body["username"], other.body["global_name"]) == ("Clip", "Rita")
    assert [server["name"] for server in servers.body] == ["Harbour News"]
    assert application.body["owner"]["id"] == str(harbour.owner.id)
    assert gateway.body["shards"] == 1
    assert counted.body["approximate_member_count"] == 3
    assert left.status == 204
    assert harbour.bot.id not in harbour.server.members


async def test_people_are_kept_from_what_is_for_bots(as_reader: Rest) -> None:
    answers = [await as_reader("GET", path) for path in ("/gateway/bot", "/applications/@me")]

    assert [answer.code for answer in answers] == [20002, 20002]


async def test_roles_and_members_can_be_changed(harbour: Harbour, rest: Rest) -> None:
    allow_everything(harbour)
    base = f"/guilds/{harbour.server.id}"

    role = (await rest("POST", f"{base}/roles", {"name": "Readers", "mentionable": True})).body
    edited = await rest(
        "PATCH", f"{base}/roles/{role['id']}", {"name": "Subscribers", "color": 255, "permissions": "0"}
    )
    member = await rest("PATCH", f"{base}/members/{harbour.reader.id}", {"roles": [role["id"]], "nick": "R"})
    own = await rest("PATCH", f"{base}/members/@me", {"nick": "Clip"})
    found = await rest("GET", f"{base}/members/search?query=r&limit=5")
    taken = await rest("DELETE", f"{base}/members/{harbour.reader.id}/roles/{role['id']}")
    unknown = await rest("DELETE", f"{base}/members/{harbour.reader.id}/roles/1")
    listed = await rest("GET", f"{base}/roles")
    one = await rest("GET", f"{base}/roles/{role['id']}")
    named = await rest("PATCH", base, {"name": "Harbour"})

    assert (edited.body["name"], edited.body["color"]) == ("Subscribers", 255)
    assert (member.body["roles"], member.body["nick"], own.body["nick"]) == ([role["id"]], "R", "Clip")
    assert [one["user"]["global_name"] for one in found.body] == ["Rita"]
    assert (taken.status, unknown.code) == (204, 10011)
    assert len(listed.body) == 3
    assert one.body["mentionable"]
    assert named.body["name"] == "Harbour"


async def test_channels_can_be_changed_moved_and_deleted(harbour: Harbour, rest: Rest) -> None:
    allow_everything(harbour)
    base = f"/guilds/{harbour.server.id}/channels"
    category = (await rest("POST", base, {"name": "News", "type": 4})).body
    path = f"/channels/{harbour.channel.id}"

    edited = await rest(
        "PATCH",
        path,
        {"topic": "the world", "rate_limit_per_user": 5, "nsfw": True, "parent_id": category["id"]},
    )
    moved = await rest("PATCH", base, [{"id": str(harbour.channel.id), "position": 3, "parent_id": None}])
    wrong = [
        await rest("PATCH", path, {"rate_limit_per_user": 99999}),
        await rest("PATCH", path, {"topic": "x" * 4097}),
        await rest("PATCH", path, {"parent_id": "1"}),
        await rest("POST", base, {"name": "x", "type": 3}),
    ]
    listed = await rest("GET", base)
    deleted = await rest("DELETE", path)
    gone = await rest("GET", path)

    assert (edited.body["topic"], edited.body["parent_id"]) == ("the world", category["id"])
    assert (moved.status, harbour.channel.position, harbour.channel.parent) == (204, 3, None)
    assert [answer.code for answer in wrong] == [50035] * 4
    assert [one["name"] for one in listed.body] == ["world", "News"]
    assert (deleted.body["id"], gone.code) == (str(harbour.channel.id), 10003)


async def test_a_forums_tags_keep_their_ids(harbour: Harbour, rest: Rest) -> None:
    allow_everything(harbour)
    forum = harbour.standin.world.create_channel(harbour.server, "stories", kind=ChannelKind.FORUM)
    path = f"/channels/{forum.id}"

    first = await rest("PATCH", path, {"available_tags": [{"name": "world", "emoji_name": "🌍"}]})
    tag = first.body["available_tags"][0]
    second = await rest("PATCH", path, {"available_tags": [tag, {"name": "sport"}]})
    wrong = await rest("PATCH", path, {"available_tags": [{"name": "x", "emoji_name": "nothing"}]})
    long = await rest("PATCH", path, {"available_tags": [{"name": "x" * 21}]})

    assert [one["name"] for one in second.body["available_tags"]] == ["world", "sport"]
    assert second.body["available_tags"][0]["id"] == tag["id"]
    assert [wrong.code, long.code] == [10014, 50035]


async def test_messages_are_pinned_and_deleted_together(harbour: Harbour, rest: Rest) -> None:
    allow_everything(harbour)
    messages = [
        harbour.standin.world.post(harbour.channel, harbour.reader, str(number)) for number in range(3)
    ]
    path = f"/channels/{harbour.channel.id}/messages"
    ids = [str(message.id) for message in messages]

    await rest("PUT", f"{path}/pins/{ids[0]}")
    pinned = await rest("GET", f"{path}/pins")
    await rest("DELETE", f"{path}/pins/{ids[0]}")
    unpinned = await rest("GET", f"{path}/pins")
    hidden = await rest("PATCH", f"{path}/{ids[2]}", {"flags": 4})
    too_few = await rest("POST", f"{path}/bulk-delete", {"messages": ids[:1]})
    deleted = await rest("POST", f"{path}/bulk-delete", {"messages": ids[:2]})
    typed = await rest("POST", f"/channels/{harbour.channel.id}/typing")

    assert [item["message"]["id"] for item in pinned.body["items"]] == ids[:1]
    assert unpinned.body["items"] == []
    assert hidden.body["flags"] == 4
    assert (too_few.code, deleted.status, typed.status) == (50016, 204, 204)
    assert [message.id for message in harbour.channel.log] == [messages[2].id]


async def test_replies_need_the_message_that_they_answer(harbour: Harbour, rest: Rest) -> None:
    asked = harbour.standin.world.post(harbour.channel, harbour.reader, "why?")
    path = f"/channels/{harbour.channel.id}/messages"

    reply = await rest("POST", path, {"content": "so", "message_reference": {"message_id": str(asked.id)}})
    lost = await rest("POST", path, {"content": "so", "message_reference": {"message_id": "1"}})
    anyway = await rest(
        "POST", path, {"content": "so", "message_reference": {"message_id": "1", "fail_if_not_exists": False}}
    )

    assert (reply.body["type"], reply.body["referenced_message"]["id"]) == (19, str(asked.id))
    assert (lost.code, anyway.body["type"]) == (50035, 0)


async def test_one_command_can_be_made_read_changed_and_deleted(harbour: Harbour, rest: Rest) -> None:
    base = f"/applications/{harbour.bot.id}/commands"
    made = await rest("POST", base, {"name": "help", "description": "Help"})
    again = await rest("POST", base, {"name": "help", "description": "More help"})
    path = f"{base}/{made.body['id']}"

    edited = await rest("PATCH", path, {"description": "All help"})
    read = await rest("GET", path)
    deleted = await rest("DELETE", path)
    gone = await rest("GET", path)
    foreign = await rest("GET", "/applications/1/commands")
    allowed = await rest(
        "GET", f"/applications/{harbour.bot.id}/guilds/{harbour.server.id}/commands/permissions"
    )

    assert (made.status, again.status, again.body["id"]) == (201, 200, made.body["id"])
    assert edited.body["version"] != made.body["version"]
    assert read.body["description"] == "All help"
    assert (deleted.status, gone.code, foreign.code, allowed.body) == (204, 10063, 10002, [])


URL = {"url": "https://example.org/a.png"}


@pytest.mark.parametrize(
    ("component", "place"),
    [
        ({"type": 2, "style": 9, "label": "x", "custom_id": "a"}, "style"),
        ({"type": 2, "style": 1, "custom_id": "a"}, "_errors"),
        ({"type": 2, "style": 1, "label": "x" * 81, "custom_id": "a"}, "label"),
        ({"type": 2, "style": 1, "emoji": {"name": "nothing"}, "custom_id": "a"}, "emoji"),
        ({"type": 2, "style": 5, "label": "x", "url": "https://example.org/" + "x" * 512}, "url"),
        ({"type": 2, "style": 5, "label": "x", "url": "javascript:alert(1)"}, "url"),
        ({"type": 2, "style": 5, "label": "x", "url": "https://example.org", "custom_id": "a"}, "_errors"),
        ({"type": 2, "style": 1, "label": "x"}, "custom_id"),
        ({"type": 3, "custom_id": "a", "options": []}, "options"),
        ({"type": 3, "custom_id": "a", "options": [{"label": "x", "value": "x"}] * 26}, "options"),
        ({"type": 3, "custom_id": "a", "options": [{"label": "x", "value": "x" * 101}]}, "options"),
        ({"type": 5, "custom_id": "a", "placeholder": "x" * 151}, "placeholder"),
    ],
)
def test_what_stands_in_a_row_has_rules(component: dict[str, object], place: str) -> None:
    form = Form()

    check_message([{"type": 1, "components": [component]}], form, v2=True)

    with pytest.raises(Refusal) as refused:
        form.check()
    assert refused.value.errors is not None
    assert place in refused.value.errors["components"]["0"]["components"]["0"]


@pytest.mark.parametrize(
    "component",
    [
        {"type": 12, "items": []},
        {"type": 12, "items": [{"media": URL, "description": "x" * 1025}]},
        {"type": 12, "items": [{"media": {"url": "nothing"}}]},
        {"type": 13, "file": {"url": "nothing"}},
        {"type": 17, "components": []},
        {"type": 17, "components": [{"type": 10, "content": "x"}], "accent_color": 1 << 24},
        {
            "type": 9,
            "components": [{"type": 10, "content": "x"}] * 4,
            "accessory": {"type": 11, "media": URL},
        },
        {"type": 10, "content": ""},
        {"type": 1, "components": "none"},
    ],
)
def test_layouts_have_rules(component: dict[str, object]) -> None:
    form = Form()

    check_message([component], form, v2=True)

    with pytest.raises(Refusal):
        form.check()


def label(inner: dict[str, object], **more: str) -> dict[str, object]:
    return {"type": 18, "label": "Why", "component": inner, **more}


@pytest.mark.parametrize(
    "modal",
    [
        {"title": "x" * 46, "custom_id": "m", "components": [label({"type": 4, "custom_id": "a"})]},
        {"title": "x", "custom_id": "", "components": [label({"type": 4, "custom_id": "a"})]},
        {"title": "x", "custom_id": "m", "components": []},
        {"title": "x", "custom_id": "m", "components": [label({"type": 4, "custom_id": "a"})] * 6},
        {"title": "x", "custom_id": "m", "components": [label({"type": 2, "custom_id": "a"})]},
        {
            "title": "x",
            "custom_id": "m",
            "components": [label({"type": 4, "custom_id": "a", "max_length": 4001})],
        },
        {
            "title": "x",
            "custom_id": "m",
            "components": [label({"type": 4, "custom_id": "a"}, label="x" * 46)],
        },
        {
            "title": "x",
            "custom_id": "m",
            "components": [label({"type": 4, "custom_id": "a"}, description="x" * 101)],
        },
        {"title": "x", "custom_id": "m", "components": [{"type": 18, "label": "x"}]},
    ],
)
def test_modals_have_rules(modal: dict[str, object]) -> None:
    form = Form()

    check_modal(modal, form)

    with pytest.raises(Refusal):
        form.check()
