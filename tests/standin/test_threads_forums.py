"""Posts of forum and media channels: their tags, their first message, their pin."""

import discord
import pytest

from bot.standin import limits
from bot.standin.world import permissions
from bot.standin.world.model import Channel, ChannelFlag, ChannelKind, ForumTag
from tests.standin.conftest import Harbour, make_bot
from tests.standin.running import Rest, running

POST = {"name": "Ferry", "message": {"content": "starter"}}


@pytest.fixture(params=[ChannelKind.FORUM, ChannelKind.MEDIA])
def forum(harbour: Harbour, request: pytest.FixtureRequest) -> Channel:
    mint = harbour.standin.world.mint
    tags = [ForumTag(mint.next(), name) for name in ("world", "sport", "sea", "sky", "ice", "art")]
    tags.append(ForumTag(mint.next(), "desk", moderated=True))
    return harbour.standin.world.create_channel(harbour.server, "forum", kind=request.param, tags=tags)


def ids(forum: Channel, *names: str) -> list[str]:
    return [str(tag.id) for tag in forum.tags or [] if tag.name in names]


def moderate(harbour: Harbour) -> None:
    role = next(role for role in harbour.server.roles.values() if role.managed_by is not None)
    role.permissions |= permissions.MANAGE_THREADS
    harbour.standin.world.update_role(harbour.server, role)


async def test_a_post_needs_a_sound_first_message_and_tells_where_it_is_not(
    rest: Rest, forum: Channel
) -> None:
    path = f"/channels/{forum.id}/threads"

    none = await rest("POST", path, {"name": "x"})
    unnamed = await rest("POST", path, {"message": {"content": "x"}})
    empty = await rest("POST", path, {"name": "x", "message": {}})
    long = await rest("POST", path, {"name": "x", "message": {"content": "x" * 2001}})

    assert [list(answer.body["errors"]) for answer in (none, unnamed)] == [["message"], ["name"]]
    assert (empty.status, empty.code) == (400, 50006)
    assert list(long.body["errors"]["message"]) == ["content"]


async def test_a_post_has_one_id_with_its_first_message_and_outlives_it(
    harbour: Harbour, rest: Rest, forum: Channel
) -> None:
    made = await rest("POST", f"/channels/{forum.id}/threads", POST)
    path = f"/channels/{made.body['id']}"
    said = await rest("POST", f"{path}/messages", {"content": "first"})

    counted = await rest("GET", path)
    await rest("DELETE", f"{path}/messages/{made.body['id']}")
    await rest("DELETE", f"{path}/messages/{said.body['id']}")
    emptied = await rest("GET", path)
    inside = await rest("GET", f"{path}/messages")

    assert made.body["type"] == 11
    assert made.body["message"]["id"] == made.body["id"] == str(forum.last_message_id)
    assert [made.body[key] for key in ("message_count", "total_message_sent")] == [0, 0]
    assert [counted.body[key] for key in ("message_count", "total_message_sent")] == [1, 1]
    assert [emptied.body[key] for key in ("message_count", "total_message_sent")] == [0, 1]
    assert inside.body == []


async def test_a_post_takes_at_most_five_tags_of_its_forum(rest: Rest, forum: Channel) -> None:
    path = f"/channels/{forum.id}/threads"
    names = ["world", "sport", "sea", "sky", "ice", "art"]

    five = await rest("POST", path, {**POST, "applied_tags": ids(forum, *names[:5])})
    six = await rest("POST", path, {**POST, "applied_tags": ids(forum, *names)})
    unknown = await rest("POST", path, {**POST, "applied_tags": ["1"]})

    assert len(five.body["applied_tags"]) == limits.POST_TAGS
    assert [list(answer.body["errors"]) for answer in (six, unknown)] == [["applied_tags"]] * 2


async def test_moderated_tags_are_put_on_and_taken_off_by_moderators(
    harbour: Harbour, rest: Rest, forum: Channel
) -> None:
    path = f"/channels/{forum.id}/threads"
    desk, world = ids(forum, "desk"), ids(forum, "world")
    plain = await rest("POST", path, {**POST, "applied_tags": world})
    edit = f"/channels/{plain.body['id']}"

    refused = [
        await rest("POST", path, {**POST, "applied_tags": desk}),
        await rest("PATCH", edit, {"applied_tags": desk}),
    ]
    moderate(harbour)
    put_on = await rest("PATCH", edit, {"applied_tags": desk})
    role = next(role for role in harbour.server.roles.values() if role.managed_by is not None)
    role.permissions &= ~permissions.MANAGE_THREADS
    harbour.standin.world.update_role(harbour.server, role)
    taken_off = await rest("PATCH", edit, {"applied_tags": world})
    beside = await rest("PATCH", edit, {"applied_tags": [*desk, *world]})

    assert [answer.code for answer in (*refused, taken_off)] == [40066, 40066, 40066]
    assert put_on.body["applied_tags"] == desk
    assert beside.body["applied_tags"] == [*desk, *world]


async def test_a_forum_can_require_a_tag(harbour: Harbour, rest: Rest, forum: Channel) -> None:
    forum.flags |= ChannelFlag.REQUIRE_TAG
    path = f"/channels/{forum.id}/threads"

    untagged = await rest("POST", path, POST)
    tagged = await rest("POST", path, {**POST, "applied_tags": ids(forum, "sea")})
    emptied = await rest("PATCH", f"/channels/{tagged.body['id']}", {"applied_tags": []})
    forum.tags = [tag for tag in forum.tags or [] if tag.moderated]
    hopeless = await rest("POST", path, POST)

    assert [untagged.code, emptied.code, hopeless.code] == [40067, 40067, 40066]
    assert tagged.status == 201


async def test_a_post_needs_the_right_to_write_and_no_right_to_make_threads(
    harbour: Harbour, rest: Rest, forum: Channel
) -> None:
    world, everyone = harbour.standin.world, harbour.server.everyone
    path = f"/channels/{forum.id}/threads"
    embedded = {"name": "x", "message": {"content": "x", "embeds": [{"title": "t"}]}}
    role = next(role for role in harbour.server.roles.values() if role.managed_by is not None)

    def deny(rights: int) -> None:
        role.permissions &= ~rights
        everyone.permissions &= ~rights
        world.update_role(harbour.server, role)

    deny(permissions.CREATE_PUBLIC_THREADS | permissions.EMBED_LINKS)
    made = await rest("POST", path, embedded)
    deny(permissions.SEND_MESSAGES)
    refused = await rest("POST", path, POST)
    talked = await rest("POST", f"/channels/{made.body['id']}/messages", {"content": "x"})

    assert (made.status, made.body["message"]["embeds"]) == (201, [])
    assert (refused.status, refused.code) == (403, 50013)
    assert talked.status == 200


async def test_a_post_begins_with_its_forums_defaults(harbour: Harbour, rest: Rest, forum: Channel) -> None:
    forum.default_auto_archive_minutes = 60
    forum.default_thread_slow_mode = 10

    plain = await rest("POST", f"/channels/{forum.id}/threads", POST)
    own = await rest(
        "POST",
        f"/channels/{forum.id}/threads",
        {**POST, "auto_archive_duration": 4320, "rate_limit_per_user": 0},
    )

    assert plain.body["rate_limit_per_user"] == 10
    assert plain.body["thread_metadata"]["auto_archive_duration"] == 60
    assert own.body["rate_limit_per_user"] == 0
    assert own.body["thread_metadata"]["auto_archive_duration"] == 4320


@pytest.mark.wrong_bodies
async def test_a_slow_mode_in_digits_is_a_number(rest: Rest, as_reader: Rest, forum: Channel) -> None:
    made = await rest("POST", f"/channels/{forum.id}/threads", {**POST, "rate_limit_per_user": "5"})

    said = [
        await as_reader("POST", f"/channels/{made.body['id']}/messages", {"content": "x"}) for _ in range(2)
    ]

    assert made.body["rate_limit_per_user"] == 5
    assert [answer.status for answer in said] == [200, 429]


async def test_one_post_is_pinned_until_it_is_archived(harbour: Harbour, rest: Rest, forum: Channel) -> None:
    moderate(harbour)
    posts = [(await rest("POST", f"/channels/{forum.id}/threads", POST)).body["id"] for _ in range(2)]
    talk = await rest("POST", f"/channels/{harbour.channel.id}/threads", {"name": "t", "type": 11})
    pin = {"flags": int(ChannelFlag.PINNED)}

    first = await rest("PATCH", f"/channels/{posts[0]}", pin)
    second = await rest("PATCH", f"/channels/{posts[1]}", pin)
    elsewhere = await rest("PATCH", f"/channels/{talk.body['id']}", pin)
    harbour.standin.world.archive_idle(harbour.server.threads.values())
    archived = await rest("PATCH", f"/channels/{posts[0]}", {"archived": True})
    after = await rest("PATCH", f"/channels/{posts[1]}", pin)

    assert [first.body["flags"], archived.body["flags"], after.body["flags"]] == [2, 0, 2]
    assert [second.code, elsewhere.code] == [30047, 50024]


async def test_nothing_is_said_in_a_forum_itself(rest: Rest, forum: Channel) -> None:
    said = await rest("POST", f"/channels/{forum.id}/messages", {"content": "x"})
    made = await rest("POST", f"/channels/{forum.id}/messages/1/threads", {"name": "x"})

    assert [said.code, made.code] == [50008, 50024]


async def test_people_wait_between_two_posts_where_slow_mode_is_on(
    harbour: Harbour, rest: Rest, as_reader: Rest, forum: Channel
) -> None:
    forum.slow_mode = 60
    path = f"/channels/{forum.id}/threads"

    answers = [await ask("POST", path, POST) for ask in (as_reader, as_reader, rest, rest)]

    assert [answer.status for answer in answers] == [201, 429, 201, 201]
    assert answers[1].code == 20016


async def test_discord_py_posts_with_tags_and_a_view(harbour: Harbour, redirected: None) -> None:
    tag = ForumTag(harbour.standin.world.mint.next(), "world")
    made = harbour.standin.world.create_channel(harbour.server, "forum", kind=ChannelKind.FORUM, tags=[tag])
    layout = discord.ui.LayoutView()
    layout.add_item(discord.ui.TextDisplay("hello"))
    async with running(harbour.standin, make_bot(), harbour.bot.token) as bot:
        forum = bot.get_channel(made.id)
        assert isinstance(forum, discord.ForumChannel)

        post = await forum.create_thread(name="Ferry", view=layout, applied_tags=[forum.available_tags[0]])
        await post.thread.edit(name="The ferry", archived=True)
        archived = [thread async for thread in forum.archived_threads()]

    assert post.message.id == post.thread.id
    assert [(thread.name, thread.applied_tags[0].name) for thread in archived] == [("The ferry", "world")]
