"""The lesser resources: oneself, servers, roles, channels changed and moved."""

from bot.standin.world import permissions
from bot.standin.world.model import ChannelKind
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
