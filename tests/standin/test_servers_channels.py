"""Channels: what can be made, changed and put in order, and by whom."""

import discord
import pytest

from bot.standin import limits
from bot.standin.world import permissions
from bot.standin.world.model import Channel, ChannelKind, Overwrite
from tests.standin.conftest import Harbour, make_bot
from tests.standin.running import Rest, running

RIGHTS = permissions.MANAGE_CHANNELS | permissions.MANAGE_ROLES


@pytest.fixture(autouse=True)
def _may(harbour: Harbour) -> None:
    role = next(role for role in harbour.server.roles.values() if role.managed_by is not None)
    role.permissions |= RIGHTS
    harbour.standin.world.update_role(harbour.server, role)


def category(harbour: Harbour, name: str = "News", *, denied: int = 0) -> Channel:
    return harbour.standin.world.create_channel(
        harbour.server,
        name,
        kind=ChannelKind.CATEGORY,
        overwrites={harbour.server.everyone: (0, denied)} if denied else {},
    )


@pytest.mark.parametrize(
    ("kind", "name", "called"),
    [
        (0, "World  News!", "world-news"),
        (15, "Q & A (old)", "q-a-old"),
        (0, "Été_2", "été_2"),
        (4, " The News! ", "The News!"),
        (2, "Voice Room", "Voice Room"),
    ],
)
async def test_text_channels_are_named_in_lower_case_with_dashes(
    harbour: Harbour, rest: Rest, kind: int, name: str, called: str
) -> None:
    made = await rest("POST", f"/guilds/{harbour.server.id}/channels", {"name": name, "type": kind})

    assert (made.status, made.body["name"]) == (201, called)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"name": "!!!"}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x", "type": 3}, "type"),
        ({"name": "x", "type": 5}, "type"),
        ({"name": "x", "topic": "x" * 1025}, "topic"),
        ({"name": "x", "type": 15, "topic": "x" * 4097}, "topic"),
        ({"name": "x", "rate_limit_per_user": 21601}, "rate_limit_per_user"),
        ({"name": "x", "rate_limit_per_user": -1}, "rate_limit_per_user"),
        ({"name": "x", "default_thread_rate_limit_per_user": 21601}, "default_thread_rate_limit_per_user"),
        ({"name": "x", "default_auto_archive_duration": 61}, "default_auto_archive_duration"),
        ({"name": "x", "position": -1}, "position"),
        ({"name": "x", "parent_id": "1"}, "parent_id"),
        ({"name": "x", "type": 15, "default_sort_order": 2}, "default_sort_order"),
        ({"name": "x", "type": 15, "default_forum_layout": 3}, "default_forum_layout"),
        ({"name": "x", "type": 15, "available_tags": [{"name": "t"}] * 21}, "available_tags"),
        ({"name": "x", "type": 15, "default_reaction_emoji": {}}, "default_reaction_emoji"),
        (
            {"name": "x", "type": 15, "available_tags": [{"name": "t", "emoji_name": "👍", "emoji_id": "1"}]},
            "available_tags",
        ),
    ],
)
async def test_a_channel_with_a_wrong_field_is_not_made(
    harbour: Harbour, rest: Rest, body: dict[str, object], place: str
) -> None:
    answer = await rest("POST", f"/guilds/{harbour.server.id}/channels", body)

    assert (answer.status, answer.code) == (400, 50035)
    assert list(answer.body["errors"]) == [place]


async def test_a_forum_keeps_all_its_own_fields(harbour: Harbour, rest: Rest) -> None:
    body = {
        "name": "stories",
        "type": 15,
        "topic": "x" * 4096,
        "nsfw": True,
        "rate_limit_per_user": 5,
        "default_thread_rate_limit_per_user": 10,
        "default_auto_archive_duration": 4320,
        "default_reaction_emoji": {"emoji_name": "👍"},
        "default_sort_order": 1,
        "default_forum_layout": 2,
        "available_tags": [{"name": "world", "moderated": True, "emoji_name": "🌍"}, {"name": "sport"}],
    }

    made = await rest("POST", f"/guilds/{harbour.server.id}/channels", body)
    flagged = await rest("PATCH", f"/channels/{made.body['id']}", {"flags": (1 << 4) | (1 << 20)})
    reset = await rest(
        "PATCH", f"/channels/{made.body['id']}", {"default_reaction_emoji": None, "default_sort_order": None}
    )

    kept = {key: made.body[key] for key in body if key not in ("available_tags", "default_reaction_emoji")}
    assert kept == {key: value for key, value in body.items() if key in kept}
    assert made.body["default_reaction_emoji"] == {"emoji_id": None, "emoji_name": "👍"}
    assert [(tag["name"], tag["moderated"]) for tag in made.body["available_tags"]] == [
        ("world", True),
        ("sport", False),
    ]
    assert flagged.body["flags"] == 1 << 4
    assert (reset.body["default_reaction_emoji"], reset.body["default_sort_order"]) == (None, None)


async def test_a_forum_refuses_tags_that_repeat_or_have_emojis_of_others(
    harbour: Harbour, rest: Rest
) -> None:
    world = harbour.standin.world
    forum = world.create_channel(harbour.server, "forum", kind=ChannelKind.FORUM)
    own = world.create_emoji(harbour.server, "boat")
    foreign = world.create_emoji(world.create_server("Other", owner=harbour.owner), "train")
    path = f"/channels/{forum.id}"

    twice = await rest("PATCH", path, {"available_tags": [{"name": "a"}, {"name": "a"}]})
    others = await rest("PATCH", path, {"available_tags": [{"name": "a", "emoji_id": str(foreign.id)}]})
    of_others = {"default_reaction_emoji": {"emoji_id": str(foreign.id)}}
    reaction = await rest("PATCH", path, {"available_tags": [{"name": "a"}], **of_others})
    left = (await rest("GET", path)).body
    good = await rest("PATCH", path, {"available_tags": [{"name": "a", "emoji_id": str(own.id)}]})

    assert [twice.code, others.code, reaction.code] == [40061, 10014, 10014]
    assert (left["available_tags"], left["default_reaction_emoji"]) == ([], None)
    assert good.body["available_tags"][0]["emoji_id"] == str(own.id)


async def test_a_tag_that_is_taken_away_leaves_its_posts(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    forum = world.create_channel(harbour.server, "forum", kind=ChannelKind.FORUM)
    path = f"/channels/{forum.id}"
    tags = (await rest("PATCH", path, {"available_tags": [{"name": "a"}, {"name": "b"}]})).body[
        "available_tags"
    ]
    ids = [tag["id"] for tag in tags]
    post = {"name": "p", "message": {"content": "x"}, "applied_tags": ids}
    made = await rest("POST", f"{path}/threads", post)

    await rest("PATCH", path, {"available_tags": [tags[1]]})

    read = await rest("GET", f"/channels/{made.body['id']}")
    assert (made.body["applied_tags"], read.body["applied_tags"]) == (ids, ids[1:])


async def test_text_and_announcement_channels_become_one_another_in_a_community(
    harbour: Harbour, rest: Rest
) -> None:
    path = f"/channels/{harbour.channel.id}"
    plain = await rest("PATCH", path, {"type": 5})
    harbour.server.features.append("NEWS")
    converted = await rest("PATCH", path, {"type": 5})
    back = await rest("PATCH", path, {"type": 0})
    forum = await rest("PATCH", path, {"type": 15})
    made = await rest("POST", f"/guilds/{harbour.server.id}/channels", {"name": "x", "type": 5})

    assert [plain.code, forum.code] == [50035, 50035]
    assert [converted.body["type"], back.body["type"], made.body["type"]] == [5, 0, 5]


async def test_a_category_holds_fifty_channels(harbour: Harbour, rest: Rest) -> None:
    world, parent = harbour.standin.world, category(harbour)
    for number in range(limits.CATEGORY_CHANNELS):
        inside = world.create_channel(harbour.server, f"c{number}", parent=parent)
    path = f"/guilds/{harbour.server.id}/channels"

    made = await rest("POST", path, {"name": "x", "parent_id": str(parent.id)})
    moved = await rest("PATCH", path, [{"id": str(harbour.channel.id), "parent_id": str(parent.id)}])
    stayed = await rest("PATCH", f"/channels/{inside.id}", {"parent_id": str(parent.id)})
    nested = await rest("POST", path, {"name": "x", "type": 4, "parent_id": str(parent.id)})

    told = [answer.body["errors"]["parent_id"]["_errors"][0]["code"] for answer in (made, moved, nested)]
    assert told == ["CHANNEL_PARENT_MAX_CHANNELS"] * 2 + ["CHANNEL_PARENT_INVALID_TYPE"]
    assert stayed.status == 200


async def test_a_channel_begins_in_sync_with_its_category_and_follows_it_until_changed(
    harbour: Harbour, rest: Rest
) -> None:
    parent = category(harbour, denied=permissions.SEND_MESSAGES)
    path = f"/guilds/{harbour.server.id}/channels"
    everyone = harbour.server.everyone.id

    made = await rest("POST", path, {"name": "a", "parent_id": str(parent.id)})
    own = await rest("POST", path, {"name": "b", "parent_id": str(parent.id), "permission_overwrites": []})
    overwrite = {"type": 0, "deny": str(permissions.ADD_REACTIONS)}
    await rest("PUT", f"/channels/{parent.id}/permissions/{everyone}", overwrite)
    followed = await rest("GET", f"/channels/{made.body['id']}")
    kept = await rest("GET", f"/channels/{own.body['id']}")

    assert made.body["permission_overwrites"][0]["deny"] == str(permissions.SEND_MESSAGES)
    assert followed.body["permission_overwrites"][0]["deny"] == str(permissions.ADD_REACTIONS)
    assert (own.body["permission_overwrites"], kept.body["permission_overwrites"]) == ([], [])


async def test_a_deleted_category_leaves_its_channels_and_tells_of_each(
    harbour: Harbour, redirected: None
) -> None:
    world, parent = harbour.standin.world, category(harbour)
    inside = world.create_channel(harbour.server, "inside", parent=parent)
    async with running(harbour.standin, make_bot(), harbour.bot.token) as bot:
        guild = bot.get_guild(harbour.server.id)
        assert guild is not None
        found = guild.get_channel(parent.id)
        assert found is not None

        await found.delete(reason="no news")

        await harbour.standin.wait_for(lambda: guild.get_channel(parent.id) is None)
        child = guild.get_channel(inside.id)
        assert child is not None
        assert child.category_id is None


async def test_moving_asks_for_each_entrys_own_right(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    first, second = category(harbour, "a"), category(harbour, "b")
    hidden = {harbour.server.everyone: (0, permissions.VIEW_CHANNEL)}
    closed = world.create_channel(harbour.server, "closed", overwrites=hidden)
    open_one = world.create_channel(harbour.server, "open")
    path = f"/guilds/{harbour.server.id}/channels"

    ordered = await rest("PATCH", path, [{"id": str(closed.id), "position": 9}])
    unseen = await rest("PATCH", path, [{"id": str(closed.id), "parent_id": str(first.id)}])
    two = [{"id": str(one.id), "parent_id": str(first.id)} for one in (harbour.channel, open_one)]
    both = await rest("PATCH", path, two)
    unknown = await rest("PATCH", path, [{"id": "1", "position": 1}])
    world.create_channel(harbour.server, "c", parent=second)
    second.overwrites[harbour.server.id] = Overwrite(harbour.server.id, 0, 0, permissions.ADD_REACTIONS)
    locked = [{"id": str(open_one.id), "parent_id": str(second.id), "lock_permissions": True}]
    synced = await rest("PATCH", path, locked)

    assert (ordered.status, closed.position) == (204, 9)
    assert (unseen.status, unseen.code) == (403, 50001)
    assert (both.status, both.code, harbour.channel.parent) == (400, 40009, None)
    assert unknown.code == 10003
    assert (synced.status, open_one.overwrites) == (204, second.overwrites)


async def test_an_overwrite_gives_nothing_that_its_maker_lacks(harbour: Harbour, rest: Rest) -> None:
    everyone, world = harbour.server.id, harbour.standin.world
    path = f"/guilds/{harbour.server.id}/channels"

    def body(**bits: int) -> dict[str, object]:
        sides = {side: str(value) for side, value in bits.items()}
        return {"name": "x", "permission_overwrites": [{"id": str(everyone), "type": 0, **sides}]}

    own = await rest("POST", path, body(deny=permissions.SEND_MESSAGES))
    lacking = await rest("POST", path, body(allow=permissions.MANAGE_GUILD))
    ruling = await rest("POST", path, body(allow=permissions.MANAGE_ROLES))
    standing = Overwrite(everyone, 0, permissions.MANAGE_GUILD, 0)
    channel = world.create_channel(harbour.server, "set", overwrites=[standing])
    kept = [{"id": str(everyone), "type": 0, "allow": str(permissions.MANAGE_GUILD), "deny": "0"}]
    again = await rest("PATCH", f"/channels/{channel.id}", {"permission_overwrites": kept})
    channel.overwrites[harbour.bot.id] = Overwrite(harbour.bot.id, 1, permissions.MANAGE_ROLES, 0)
    world.update_channel(channel)
    by_own = await rest(
        "PUT",
        f"/channels/{channel.id}/permissions/{everyone}",
        {"type": 0, "allow": str(permissions.MANAGE_GUILD | permissions.MANAGE_ROLES)},
    )
    nobody = await rest("PUT", f"/channels/{channel.id}/permissions/1", {"type": 1})

    assert own.status == 201
    assert [lacking.code, ruling.code, nobody.code] == [50013, 50013, 10009]
    assert [again.status, by_own.status] == [200, 204]


async def test_overwrites_need_manage_roles_and_have_an_end(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    many = {number: Overwrite(number, 1, 0, 0) for number in range(1, limits.OVERWRITES + 1)}
    harbour.channel.overwrites = many
    path = f"/channels/{harbour.channel.id}"

    accounts = [world.create_account(f"a{number}") for number in range(limits.OVERWRITES + 1)]
    too_many = {
        "name": "other",
        "permission_overwrites": [{"id": str(one.id), "type": 1} for one in accounts],
    }

    full = await rest("PUT", f"{path}/permissions/{harbour.server.id}", {"type": 0})
    changed = await rest("PATCH", path, too_many)
    made = await rest("POST", f"/guilds/{harbour.server.id}/channels", too_many)
    assert harbour.channel.name == "world"
    role = next(role for role in harbour.server.roles.values() if role.managed_by is not None)
    role.permissions &= ~permissions.MANAGE_ROLES
    world.update_role(harbour.server, role)
    put = await rest("PUT", f"{path}/permissions/{harbour.server.id}", {"type": 0})
    patched = await rest("PATCH", path, {"permission_overwrites": []})

    assert [(one.status, one.code) for one in (full, changed, made)] == [(400, 30060)] * 3
    assert [put.code, patched.code] == [50013, 50013]


async def test_what_is_missing_or_not_seen_is_told_apart(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    hidden = {harbour.server.everyone: (0, permissions.VIEW_CHANNEL)}
    closed = world.create_channel(harbour.server, "closed", overwrites=hidden)
    direct = world.direct_channel(harbour.bot.account, harbour.reader)

    answers = [
        await rest("PATCH", "/channels/1", {"name": "x"}),
        await rest("PATCH", f"/channels/{closed.id}", {"name": "x"}),
        await rest("DELETE", f"/channels/{closed.id}"),
        await rest("PATCH", f"/channels/{direct.id}", {"name": "x"}),
        await rest("PUT", f"/channels/{direct.id}/permissions/1", {"type": 1}),
    ]

    assert [answer.code for answer in answers] == [10003, 50001, 50001, 50003, 50003]


async def test_discord_py_makes_and_changes_channels_of_every_kind(
    harbour: Harbour, redirected: None
) -> None:
    harbour.server.features += ["COMMUNITY", "NEWS"]
    async with running(harbour.standin, make_bot(), harbour.bot.token) as bot:
        guild = bot.get_guild(harbour.server.id)
        assert guild is not None

        parent = await guild.create_category("Desk")
        text = await guild.create_text_channel("World", category=parent, topic="x", slowmode_delay=5)
        news = await guild.create_text_channel("News", news=True)
        voice = await guild.create_voice_channel("Room")
        forum = await guild.create_forum(
            "Stories",
            available_tags=[discord.ForumTag(name="world", emoji="🌍", moderated=True)],
            default_sort_order=discord.ForumOrderType.creation_date,
            default_reaction_emoji="👍",
        )
        await forum.edit(require_tag=True, default_layout=discord.ForumLayoutType.gallery_view)
        await text.edit(name="The World", sync_permissions=True)
        await text.set_permissions(guild.default_role, send_messages=False)
        await news.move(beginning=True)
        fetched = {channel.id: channel for channel in await guild.fetch_channels()}

    assert isinstance(fetched[forum.id], discord.ForumChannel)
    assert fetched[forum.id].available_tags[0].moderated
    assert fetched[forum.id].flags.require_tag
    assert fetched[text.id].name == "the-world"
    assert fetched[text.id].overwrites_for(guild.default_role).send_messages is False
    assert fetched[news.id].is_news()
    assert isinstance(fetched[voice.id], discord.VoiceChannel)
    assert fetched[parent.id].type is discord.ChannelType.category
