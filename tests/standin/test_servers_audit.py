"""The audit log, and a server's own emojis."""

import base64

import discord
import pytest

from bot.standin import limits
from bot.standin.clock import ManualClock
from bot.standin.server import Settings, StandIn
from bot.standin.world import permissions
from bot.standin.world.audit import Action
from bot.standin.world.model import Role
from tests.standin.conftest import Harbour, make_bot, settle
from tests.standin.running import Rest, running

GUILDS_MODERATION_EXPRESSIONS = 1 | 1 << 2 | 1 << 3
PICTURE = "data:image/png;base64," + base64.b64encode(b"\x89PNG").decode()
MOVING = PICTURE.replace("png", "gif")


@pytest.fixture(autouse=True)
def own(harbour: Harbour) -> Role:
    """The bot's own role, which may all that concerns these tests."""
    role = next(role for role in harbour.server.roles.values() if role.managed_by is not None)
    role.permissions |= (
        permissions.VIEW_AUDIT_LOG
        | permissions.MANAGE_CHANNELS
        | permissions.MANAGE_GUILD
        | permissions.MANAGE_ROLES
        | permissions.CREATE_GUILD_EXPRESSIONS
    )
    harbour.standin.world.update_role(harbour.server, role)
    return role


@pytest.fixture
def base(harbour: Harbour) -> str:
    return f"/guilds/{harbour.server.id}"


async def test_what_is_done_is_noted_with_its_reason_and_its_changes(
    harbour: Harbour, rest: Rest, base: str
) -> None:
    channel, why = f"/channels/{harbour.channel.id}", {"X-Audit-Log-Reason": "t%C3%BCr%20zu"}
    await rest("PATCH", channel, {"topic": "news"}, headers=why)
    await rest("PUT", f"{channel}/permissions/{harbour.server.id}", {"type": 0, "deny": "64"})
    await rest("DELETE", f"{channel}/permissions/{harbour.server.id}")
    await rest("PATCH", base, {"name": "Harbour", "description": "x"})
    thread = await rest("POST", f"{channel}/threads", {"name": "t", "type": 11})
    await rest("PATCH", f"/channels/{thread.body['id']}", {"archived": True})

    log = (await rest("GET", f"{base}/audit-logs")).body

    entries = log["audit_log_entries"][::-1]
    assert [entry["action_type"] for entry in entries] == [11, 13, 15, 1, 110, 111]
    assert entries[0]["reason"] == "tür zu"
    assert entries[0]["changes"] == [{"key": "topic", "new_value": "news"}]
    assert entries[1]["options"] == {"id": str(harbour.server.id), "type": "0", "role_name": "@everyone"}
    assert {change["key"] for change in entries[3]["changes"]} == {"name", "description"}
    assert entries[5]["changes"] == [{"key": "archived", "old_value": False, "new_value": True}]
    assert {entry["user_id"] for entry in entries} == {str(harbour.bot.id)}
    assert [user["id"] for user in log["users"]] == [str(harbour.bot.id)]
    assert [one["id"] for one in log["threads"]] == [thread.body["id"]]


async def test_the_log_is_read_in_pages_and_by_who_did_what(harbour: Harbour, rest: Rest, base: str) -> None:
    world = harbour.standin.world
    for number in range(4):
        world.audit(harbour.server, harbour.owner, Action.ROLE_CREATED, number)
    world.audit(harbour.server, harbour.bot.account, Action.CHANNEL_CREATED, 3)
    ids = [str(entry.id) for entry in harbour.server.audit_log]

    async def read(query: str) -> list[str]:
        answer = await rest("GET", f"{base}/audit-logs?{query}")
        return [entry["id"] for entry in answer.body["audit_log_entries"]]

    assert await read("") == ids[::-1]
    assert await read("limit=2") == [ids[4], ids[3]]
    assert await read(f"before={ids[2]}") == [ids[1], ids[0]]
    assert await read(f"after={ids[1]}&limit=2") == [ids[2], ids[3]]
    assert await read("after=0") == ids
    assert await read(f"user_id={harbour.owner.id}&limit=1") == [ids[3]]
    assert await read("action_type=10") == [ids[4]]
    assert await read("target_id=3") == [ids[4], ids[3]]


async def test_the_log_is_for_those_who_may_view_it(
    harbour: Harbour, rest: Rest, as_reader: Rest, base: str
) -> None:
    foreign = await as_reader("GET", f"{base}/audit-logs")
    wrong = await rest("GET", f"{base}/audit-logs?limit=101")

    assert [foreign.code, wrong.code] == [50013, 50035]


async def test_a_reason_has_512_characters(harbour: Harbour, rest: Rest, base: str) -> None:
    path = f"/channels/{harbour.channel.id}"

    fits = await rest("PATCH", path, {"topic": "a"}, headers={"X-Audit-Log-Reason": "x" * 512})
    long = await rest("PATCH", path, {"topic": "b"}, headers={"X-Audit-Log-Reason": "x" * 513})

    assert (fits.status, long.status, long.code) == (200, 400, 50035)
    assert harbour.channel.topic == "a"


async def test_entries_are_kept_for_45_days() -> None:
    clock = ManualClock()
    async with StandIn(Settings(clock=clock)) as standin:
        harbour = settle(standin)
        standin.world.audit(harbour.server, harbour.owner, Action.ROLE_CREATED, 1)
        clock.advance(limits.AUDIT_DAYS * 86400 + 1)
        standin.world.audit(harbour.server, harbour.owner, Action.ROLE_CREATED, 2)

    assert [entry.target_id for entry in harbour.server.audit_log] == [2]


async def test_emojis_are_made_renamed_and_deleted(
    harbour: Harbour, rest: Rest, base: str, own: Role
) -> None:
    world = harbour.standin.world
    foreign = world.create_emoji(harbour.server, "boat", maker=harbour.owner)
    path = f"{base}/emojis"

    made = await rest("POST", path, {"name": "train", "image": MOVING})
    renamed = await rest("PATCH", f"{path}/{made.body['id']}", {"name": "tram"})
    read = await rest("GET", f"{path}/{made.body['id']}")
    listed = await rest("GET", path)
    not_mine = [
        await rest("PATCH", f"{path}/{foreign.id}", {"name": "ship"}),
        await rest("DELETE", f"{path}/{foreign.id}"),
    ]
    deleted = await rest("DELETE", f"{path}/{made.body['id']}")
    gone = await rest("GET", f"{path}/{made.body['id']}")
    own.permissions |= permissions.MANAGE_GUILD_EXPRESSIONS
    world.update_role(harbour.server, own)
    managed = await rest("DELETE", f"{path}/{foreign.id}")

    assert (made.status, made.body["animated"], made.body["user"]["id"]) == (201, True, str(harbour.bot.id))
    assert [renamed.body["name"], read.body["name"]] == ["tram", "tram"]
    assert [one["name"] for one in listed.body] == ["boat", "tram"]
    assert [answer.code for answer in not_mine] == [50013, 50013]
    assert [deleted.status, managed.status, gone.status, gone.code] == [204, 204, 404, 10014]
    assert harbour.server.emojis == {}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"name": "x", "image": PICTURE}, "name"),
        ({"name": "x" * 33, "image": PICTURE}, "name"),
        ({"name": "a-b", "image": PICTURE}, "name"),
        ({"image": PICTURE}, "name"),
        ({"name": "boat"}, "image"),
        ({"name": "boat", "image": "https://x.example/a.png"}, "image"),
        ({"name": "boat", "image": "data:image/png;base64,?"}, "image"),
        ({"name": "boat", "image": f"data:image/png;base64,{'AAAA' * (256 * 1024 // 3 + 1)}"}, "image"),
    ],
)
async def test_an_emoji_has_a_name_and_a_small_picture(
    rest: Rest, base: str, body: dict[str, str], place: str
) -> None:
    refused = await rest("POST", f"{base}/emojis", body)

    assert (refused.code, list(refused.body["errors"])) == (50035, [place])


@pytest.mark.parametrize(("picture", "code"), [(PICTURE, 30008), (MOVING, 30018)])
async def test_a_server_has_fifty_emojis_of_each_kind(
    harbour: Harbour, rest: Rest, base: str, picture: str, code: int
) -> None:
    for number in range(limits.EMOJIS):
        harbour.standin.world.create_emoji(harbour.server, f"e{number}", animated=picture == MOVING)

    full = await rest("POST", f"{base}/emojis", {"name": "more", "image": picture})

    assert (full.status, full.code) == (400, code)


async def test_emojis_need_the_right_to_make_them(harbour: Harbour, as_reader: Rest, base: str) -> None:
    refused = await as_reader("POST", f"{base}/emojis", {"name": "boat", "image": PICTURE})

    assert (refused.status, refused.code) == (403, 50013)


async def test_discord_py_hears_of_emojis_bans_and_entries(
    harbour: Harbour, redirected: None, own: Role
) -> None:
    world = harbour.standin.world
    bot = make_bot(GUILDS_MODERATION_EXPRESSIONS)
    heard: list[object] = []

    @bot.event
    async def on_audit_log_entry_create(entry: discord.AuditLogEntry) -> None:
        heard.append((entry.action.name, entry.reason))

    @bot.event
    async def on_member_ban(guild: discord.Guild, user: discord.User) -> None:
        heard.append(("banned", user.id))

    async with running(harbour.standin, bot, harbour.bot.token):
        guild = bot.get_guild(harbour.server.id)
        assert guild is not None
        made = await guild.create_custom_emoji(name="boat", image=b"\x89PNG\r\n\x1a\n", reason="for polls")
        await harbour.standin.wait_for(lambda: guild.get_emoji(made.id) is not None and heard)
        world.ban(harbour.server, harbour.reader)
        await harbour.standin.wait_for(lambda: len(heard) == 2)
        own.permissions &= ~permissions.VIEW_AUDIT_LOG
        world.update_role(harbour.server, own)
        world.audit(harbour.server, harbour.owner, Action.ROLE_CREATED, 1)
        await made.delete()
        await harbour.standin.wait_for(lambda: guild.get_emoji(made.id) is None)

    assert heard == [("emoji_create", "for polls"), ("banned", harbour.reader.id)]


async def test_a_preview_and_a_server_with_a_short_name(harbour: Harbour, rest: Rest, base: str) -> None:
    preview = await rest("GET", f"{base}/preview")
    short = await rest("PATCH", base, {"name": "x"})

    assert (preview.body["name"], preview.body["approximate_member_count"]) == ("Harbour News", 3)
    assert short.code == 50035
