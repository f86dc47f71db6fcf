"""Roles and who stands above whom; members named, silenced, sent away, banned."""

from datetime import UTC, datetime, timedelta

import aiohttp
import discord
import pytest

from bot.standin import limits
from bot.standin.world import permissions, settlement
from bot.standin.world.model import ChannelKind, Emoji, Role
from tests.standin.conftest import Harbour, make_bot
from tests.standin.running import Rest, running

MODERATING = (
    permissions.MANAGE_ROLES
    | permissions.MANAGE_NICKNAMES
    | permissions.MODERATE_MEMBERS
    | permissions.KICK_MEMBERS
    | permissions.BAN_MEMBERS
)


@pytest.fixture(autouse=True)
def own(harbour: Harbour) -> Role:
    """The bot's own role, which may moderate."""
    role = next(role for role in harbour.server.roles.values() if role.managed_by is not None)
    role.permissions |= MODERATING
    harbour.standin.world.update_role(harbour.server, role)
    return role


@pytest.fixture
def base(harbour: Harbour) -> str:
    return f"/guilds/{harbour.server.id}"


async def test_a_new_role_stands_at_the_bottom_and_has_what_everyone_has(
    harbour: Harbour, rest: Rest, base: str, own: Role
) -> None:
    first = await rest("POST", f"{base}/roles", {})
    second = await rest("POST", f"{base}/roles", {"name": "Desk", "hoist": True, "mentionable": True})

    assert (first.body["name"], first.body["permissions"]) == (
        "new role",
        str(harbour.server.everyone.permissions),
    )
    assert (second.body["position"], second.body["hoist"], second.body["mentionable"]) == (1, True, True)
    assert (harbour.server.roles[int(first.body["id"])].position, own.position) == (2, 3)


async def test_a_deleted_role_leaves_no_gap_and_no_overwrite(harbour: Harbour, rest: Rest, base: str) -> None:
    world = harbour.standin.world
    made = (await rest("POST", f"{base}/roles", {"name": "a"})).body
    role = harbour.server.roles[int(made["id"])]
    channel = world.create_channel(harbour.server, "c", overwrites={role: (0, permissions.SEND_MESSAGES)})

    gone = await rest("DELETE", f"{base}/roles/{role.id}")

    assert gone.status == 204
    assert sorted(one.position for one in harbour.server.roles.values()) == [0, 1]
    assert channel.overwrites == {}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": "x" * 101}, 50035),
        ({"color": 0x1000000}, 50035),
        ({"color": -1}, 50035),
        ({"colors": {"primary_color": 0x1000000}}, 50035),
        ({"colors": {"primary_color": 1, "secondary_color": 2}}, 50101),
        ({"icon": "data:image/png;base64,AAAA"}, 50101),
        ({"unicode_emoji": "👍"}, 50101),
        ({"permissions": str(permissions.MANAGE_GUILD)}, 50013),
    ],
)
async def test_a_role_with_a_wrong_field_is_not_made(
    rest: Rest, base: str, body: dict[str, object], code: int
) -> None:
    refused = await rest("POST", f"{base}/roles", body)

    assert refused.code == code


async def test_a_gradient_needs_the_servers_feature(harbour: Harbour, rest: Rest, base: str) -> None:
    harbour.server.features.append("ENHANCED_ROLE_COLORS")
    primary, secondary, tertiary = limits.HOLOGRAPHIC
    three = {"primary_color": primary, "secondary_color": secondary, "tertiary_color": tertiary}

    plain = await rest("POST", f"{base}/roles", {"colors": {"primary_color": 255}})
    two = await rest("POST", f"{base}/roles", {"colors": {"primary_color": 1, "secondary_color": 2}})
    holographic = await rest("POST", f"{base}/roles", {"colors": three})
    other = await rest("POST", f"{base}/roles", {"colors": {**three, "primary_color": 1}})

    assert (plain.body["color"], plain.body["colors"]["secondary_color"]) == (255, None)
    assert two.body["colors"]["secondary_color"] == 2
    assert holographic.body["colors"] == three
    assert other.code == 50035


async def test_a_server_has_250_roles(harbour: Harbour, rest: Rest, base: str) -> None:
    while len(harbour.server.roles) < limits.SERVER_ROLES:
        harbour.standin.world.create_role(harbour.server, "r")

    full = await rest("POST", f"{base}/roles", {})

    assert (full.status, full.code) == (400, 30005)


async def test_a_role_is_changed_from_above_and_only_by_rights_that_one_has(
    harbour: Harbour, rest: Rest, base: str, own: Role
) -> None:
    world = harbour.standin.world
    above = world.create_role(harbour.server, "Editors")
    made = await rest("POST", f"{base}/roles", {"name": "a", "permissions": "0"})
    below = f"{base}/roles/{made.body['id']}"
    holding = harbour.server.roles[int(made.body["id"])]
    holding.permissions = permissions.MANAGE_GUILD

    renamed = await rest("PATCH", below, {"name": "b", "permissions": str(permissions.MANAGE_GUILD)})
    taken = await rest("PATCH", below, {"permissions": "0"})
    higher = await rest("PATCH", f"{base}/roles/{above.id}", {"name": "x"})
    itself = await rest("PATCH", f"{base}/roles/{own.id}", {"name": "x"})
    everyone = await rest("PATCH", f"{base}/roles/{harbour.server.id}", {"name": "all"})
    seeing = {"permissions": str(permissions.VIEW_CHANNEL)}
    quieter = await rest("PATCH", f"{base}/roles/{harbour.server.id}", seeing)
    undeletable = [
        await rest("DELETE", f"{base}/roles/{one}") for one in (harbour.server.id, own.id, above.id, 1)
    ]

    assert (renamed.status, renamed.body["name"]) == (200, "b")
    assert [taken.code, higher.code, itself.code, everyone.code] == [50013, 50013, 50013, 50028]
    assert (quieter.status, harbour.server.everyone.permissions) == (200, permissions.VIEW_CHANNEL)
    assert [answer.code for answer in undeletable] == [50028, 50013, 50013, 10011]


async def test_roles_are_put_in_order_below_ones_own(
    harbour: Harbour, rest: Rest, base: str, own: Role
) -> None:
    world = harbour.standin.world
    made = [(await rest("POST", f"{base}/roles", {"name": name})).body["id"] for name in "cba"]
    above = world.create_role(harbour.server, "Editors")

    moved = await rest("PATCH", f"{base}/roles", [{"id": made[2], "position": 3}])
    beyond = await rest("PATCH", f"{base}/roles", [{"id": made[0], "position": own.position}])
    higher = await rest("PATCH", f"{base}/roles", [{"id": str(above.id), "position": 1}])
    everyone = await rest("PATCH", f"{base}/roles", [{"id": str(harbour.server.id), "position": 1}])
    bottom = await rest("PATCH", f"{base}/roles", [{"id": made[0], "position": 0}])

    names = [role["name"] for role in sorted(moved.body, key=lambda role: role["position"])]
    assert names == ["@everyone", "b", "c", "a", "Newsclip", "Editors"]
    assert [beyond.code, higher.code, everyone.code, bottom.code] == [50013, 50013, 50028, 50028]


async def test_role_members_are_counted(harbour: Harbour, rest: Rest, base: str, own: Role) -> None:
    empty = harbour.standin.world.create_role(harbour.server, "Empty")

    counts = await rest("GET", f"{base}/roles/member-counts")

    assert counts.body == {str(own.id): 1, str(empty.id): 0}


async def test_a_managed_role_is_neither_given_nor_taken(harbour: Harbour, rest: Rest, base: str) -> None:
    world = harbour.standin.world
    other = world.create_application("Other")
    world.install(other, harbour.server)
    foreign = next(role for role in harbour.server.roles.values() if role.managed_by == other.id)
    foreign.position = 0  # so that nothing but its being managed stands in the way
    path = f"{base}/members/{harbour.reader.id}"

    given = await rest("PUT", f"{path}/roles/{foreign.id}")
    set_at_once = await rest("PATCH", path, {"roles": [str(foreign.id)]})
    everyone = await rest("PUT", f"{path}/roles/{harbour.server.id}")

    assert [given.code, set_at_once.code, everyone.code] == [50028, 50028, 50028]


async def test_members_are_moderated_from_above_only(
    harbour: Harbour, rest: Rest, base: str, own: Role
) -> None:
    world = harbour.standin.world
    editor = world.create_account("Edda")
    world.join(harbour.server, editor, roles=[world.create_role(harbour.server, "Editors")])
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    bodies = [{"nick": "x"}, {"communication_disabled_until": soon}]

    above = [await rest("PATCH", f"{base}/members/{editor.id}", body) for body in bodies]
    owner = [await rest("PATCH", f"{base}/members/{harbour.owner.id}", body) for body in bodies]
    sent = [await rest("DELETE", f"{base}/members/{one.id}") for one in (editor, harbour.owner)]
    banned = [await rest("PUT", f"{base}/bans/{one.id}", {}) for one in (editor, harbour.owner)]
    own.permissions &= ~MODERATING
    world.update_role(harbour.server, own)
    without = [await rest("PATCH", f"{base}/members/{harbour.reader.id}", body) for body in bodies]

    assert {answer.code for answer in (*above, *owner, *sent, *banned, *without)} == {50013}


async def test_an_owner_can_neither_leave_nor_send_themselves_away(harbour: Harbour, base: str) -> None:
    async with aiohttp.ClientSession() as http:
        as_owner = Rest(http, harbour.standin.api_url, harbour.owner.token)
        left = await as_owner("DELETE", f"/users/@me{base}")
        kicked = await as_owner("DELETE", f"{base}/members/{harbour.owner.id}")
        banned = await as_owner("PUT", f"{base}/bans/{harbour.owner.id}", {})

    assert [answer.code for answer in (left, kicked, banned)] == [50055, 50013, 50013]
    assert harbour.owner.id in harbour.server.members


async def test_a_member_is_changed_wholly_or_not_at_all(harbour: Harbour, rest: Rest, base: str) -> None:
    above = harbour.standin.world.create_role(harbour.server, "Editors")
    path = f"{base}/members/{harbour.reader.id}"

    refused = await rest("PATCH", path, {"nick": "R", "roles": [str(above.id)]})
    long = await rest("PATCH", path, {"nick": "x" * 33})
    voice = await rest("PATCH", path, {"mute": True})
    unknown = await rest("PATCH", path, {"roles": ["1"]})

    assert [refused.code, long.code, voice.code, unknown.code] == [50013, 50035, 40032, 10011]
    assert harbour.server.members[harbour.reader.id].nick is None


async def test_a_timed_out_member_only_reads_until_the_time_is_up(
    harbour: Harbour, rest: Rest, as_reader: Rest, base: str
) -> None:
    world = harbour.standin.world
    path, channel = f"{base}/members/{harbour.reader.id}", f"/channels/{harbour.channel.id}/messages"
    until = datetime.now(UTC) + timedelta(hours=1)
    too_long = datetime.now(UTC) + timedelta(days=29)

    await rest("PUT", f"/applications/{harbour.bot.id}/commands", [{"name": "a", "description": "b"}])

    silenced = await rest("PATCH", path, {"communication_disabled_until": until.isoformat()})
    spoken = await as_reader("POST", channel, {"content": "x"})
    read = await as_reader("GET", channel)
    card = world.post(harbour.channel, harbour.bot.account, "card")
    world.react(card, harbour.bot.account, Emoji("👍"))
    voted = await as_reader("PUT", f"{channel}/{card.id}/reactions/%F0%9F%91%8D/@me")
    offered = await as_reader("GET", f"{base}/application-command-index?channel_id={harbour.channel.id}")
    beyond = await rest("PATCH", path, {"communication_disabled_until": too_long.isoformat()})
    nonsense = await rest("PATCH", path, {"communication_disabled_until": "tomorrow"})
    world.time_out(harbour.server, harbour.reader, until=datetime.now(UTC) - timedelta(seconds=1))
    again = await as_reader("POST", channel, {"content": "x"})

    assert datetime.fromisoformat(silenced.body["communication_disabled_until"]) == until
    assert (spoken.status, spoken.code, read.status, again.status) == (403, 50013, 200, 200)
    assert (voted.status, voted.code, offered.body["application_commands"]) == (403, 50013, [])
    assert [beyond.code, nonsense.code] == [50035, 50035]


async def test_administrators_and_owners_are_not_timed_out(harbour: Harbour, rest: Rest, base: str) -> None:
    world = harbour.standin.world
    role = harbour.server.roles[int((await rest("POST", f"{base}/roles", {})).body["id"])]
    role.permissions = permissions.ADMINISTRATOR
    world.set_member_roles(harbour.server, harbour.server.members[harbour.reader.id], {role.id})
    until = datetime.now(UTC) + timedelta(hours=1)

    refused = await rest(
        "PATCH",
        f"{base}/members/{harbour.reader.id}",
        {"communication_disabled_until": until.isoformat()},
    )
    world.time_out(harbour.server, harbour.reader, until=until)

    assert (refused.status, refused.code) == (403, 50013)
    assert world.permissions(harbour.channel, harbour.reader) == permissions.ALL


async def test_ones_own_nick_needs_its_own_right(harbour: Harbour, rest: Rest, base: str) -> None:
    named = await rest("PATCH", f"{base}/members/@me", {"nick": "Clip"})
    by_id = await rest("PATCH", f"{base}/members/{harbour.bot.id}", {"nick": "Clipper"})
    harbour.server.everyone.permissions &= ~permissions.CHANGE_NICKNAME
    harbour.standin.world.update_role(harbour.server, harbour.server.everyone)
    refused = await rest("PATCH", f"{base}/members/@me", {"nick": "x"})
    cleared = await rest("PATCH", f"{base}/members/@me", {})

    assert [named.body["nick"], by_id.body["nick"], cleared.body["nick"]] == ["Clip", "Clipper", "Clipper"]
    assert refused.code == 50013


async def test_the_kicked_and_the_banned_are_gone_and_bans_are_lifted(
    harbour: Harbour, rest: Rest, base: str
) -> None:
    world = harbour.standin.world
    said = world.post(harbour.channel, harbour.reader, "spam")
    stranger = world.create_account("Stranger")

    banned = await rest(
        "PUT",
        f"{base}/bans/{harbour.reader.id}",
        {"delete_message_seconds": 60},
        headers={"X-Audit-Log-Reason": "spam%20again"},
    )
    ahead = await rest("PUT", f"{base}/bans/{stranger.id}", {})
    one = await rest("GET", f"{base}/bans/{harbour.reader.id}")
    listed = await rest("GET", f"{base}/bans?limit=1")
    rest_of_them = await rest("GET", f"{base}/bans?after={harbour.reader.id}")
    before = await rest("GET", f"{base}/bans?before={stranger.id}")
    lifted = await rest("DELETE", f"{base}/bans/{harbour.reader.id}", {})
    none = await rest("DELETE", f"{base}/bans/{harbour.reader.id}", {})
    nobody = await rest("PUT", f"{base}/bans/1", {})
    wrong = await rest("PUT", f"{base}/bans/{stranger.id}", {"delete_message_seconds": 604_801})
    world.join(harbour.server, harbour.reader)
    kicked = await rest("DELETE", f"{base}/members/{harbour.reader.id}")
    absent = await rest("DELETE", f"{base}/members/{harbour.reader.id}")

    assert [banned.status, ahead.status, lifted.status, kicked.status] == [204] * 4
    assert (one.body["reason"], one.body["user"]["id"]) == ("spam again", str(harbour.reader.id))
    assert [[entry["user"]["id"] for entry in page.body] for page in (listed, rest_of_them, before)] == [
        [str(harbour.reader.id)],
        [str(stranger.id)],
        [str(harbour.reader.id)],
    ]
    assert harbour.channel.log.get(said.id) is None
    assert [none.code, nobody.code, wrong.code, absent.code] == [10026, 10013, 50035, 10007]


async def test_members_are_searched_by_the_beginning_of_their_names(
    harbour: Harbour, rest: Rest, base: str
) -> None:
    found = await rest("GET", f"{base}/members/search?query=OL&limit=5")
    none = await rest("GET", f"{base}/members/search?query=lena&limit=5")
    refused = [await rest("GET", f"{base}/members/search{query}") for query in ("", "?query=x&limit=1001")]

    assert [one["user"]["global_name"] for one in found.body] == ["Olena"]
    assert none.body == []
    assert [answer.code for answer in refused] == [50035, 50035]


async def test_members_are_listed_in_pages_with_the_intent(harbour: Harbour, rest: Rest, base: str) -> None:
    harbour.bot.privileged_intents = 1 << 1

    first = await rest("GET", f"{base}/members")
    second = await rest("GET", f"{base}/members?limit=1000&after={first.body[0]['user']['id']}")

    assert len(first.body) == 1
    assert len(second.body) == 2


async def test_discord_py_moderates_with_reasons(harbour: Harbour, redirected: None, own: Role) -> None:
    own.permissions |= permissions.VIEW_AUDIT_LOG
    harbour.standin.world.update_role(harbour.server, own)
    async with running(harbour.standin, make_bot(), harbour.bot.token) as bot:
        guild = bot.get_guild(harbour.server.id)
        assert guild is not None
        reader = await guild.fetch_member(harbour.reader.id)

        role = await guild.create_role(name="Readers", colour=discord.Colour.red(), reason="für alle")
        await reader.add_roles(role)
        await reader.timeout(timedelta(minutes=5), reason="calm down")
        await reader.edit(nick="Rita R.")
        await guild.edit_role_positions({role: 1})
        await guild.ban(reader, reason="enough")
        bans = [entry async for entry in guild.bans()]
        await guild.unban(reader)
        told = [entry async for entry in guild.audit_logs(limit=20, oldest_first=True)]

    assert [(entry.user.id, entry.reason) for entry in bans] == [(reader.id, "enough")]
    assert [(entry.action.name, entry.reason) for entry in told] == [
        ("role_create", "für alle"),
        ("member_role_update", None),
        ("member_update", "calm down"),
        ("member_update", None),
        ("ban", "enough"),
        ("unban", None),
    ]
    assert told[1].after.roles == [role]
    assert told[3].after.nick == "Rita R."


async def test_a_bot_that_is_invited_again_has_the_new_rights_in_the_old_role(
    harbour: Harbour, own: Role
) -> None:
    harbour.standin.world.install(harbour.bot, harbour.server, permissions=permissions.VIEW_CHANNEL)

    assert own.permissions == permissions.VIEW_CHANNEL
    assert len(harbour.server.roles) == 2


def test_a_server_with_its_people_channels_and_bot_is_made_in_one_call(harbour: Harbour) -> None:
    world = harbour.standin.world

    made = settlement.settle(
        world,
        "Second City",
        owner=harbour.owner,
        bot=harbour.bot,
        permissions=permissions.SEND_MESSAGES,
        roles={"Desk": permissions.MANAGE_MESSAGES},
        members={"Ada": (), "Milo": ("Desk",)},
        channels={"news": ChannelKind.ANNOUNCEMENT, "posts": ChannelKind.FORUM},
    )
    made.remove_bot()
    gone = made.bot.id in made.server.members
    made.return_bot()

    assert made.owner is harbour.owner
    assert world.rights(made.server, made.members["Milo"]) & permissions.MANAGE_MESSAGES
    assert [account.role for account in made.members.values()] == ["reader", "moderator"]
    assert [channel.kind for channel in made.channels.values()] == [
        ChannelKind.ANNOUNCEMENT,
        ChannelKind.FORUM,
    ]
    assert not gone
    assert world.permissions(made.channels["news"], made.bot.account) & permissions.SEND_MESSAGES
