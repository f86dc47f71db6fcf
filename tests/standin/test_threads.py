"""Threads and forum posts: their ids, their states, their lists."""

import pytest

from bot.standin.server import Settings, StandIn
from bot.standin.world import permissions
from bot.standin.world.model import Channel, ChannelKind, Emoji, ForumTag
from tests.standin.conftest import Harbour, settle
from tests.standin.running import Rest


async def started(harbour: Harbour, rest: Rest) -> Channel:
    message = harbour.standin.world.post(harbour.channel, harbour.bot.account, "card")
    path = f"/channels/{harbour.channel.id}/messages/{message.id}/threads"
    answer = await rest("POST", path, {"name": "talk", "auto_archive_duration": 60})
    assert answer.status == 201, answer.body
    return harbour.server.threads[message.id]


async def test_a_thread_has_its_messages_id_and_there_is_only_one(harbour: Harbour, rest: Rest) -> None:
    thread = await started(harbour, rest)
    card = harbour.channel.log.get(thread.id)

    again = await rest(
        "POST", f"/channels/{harbour.channel.id}/messages/{thread.id}/threads", {"name": "more"}
    )
    read = await rest("GET", f"/channels/{harbour.channel.id}/messages/{thread.id}")
    inside = await rest("GET", f"/channels/{thread.id}/messages")

    assert card is not None
    assert (again.status, again.code) == (400, 160004)
    assert read.body["thread"]["id"] == str(thread.id)
    assert read.body["flags"] & 1 << 5
    assert [message["type"] for message in inside.body] == [21]
    assert inside.body[0]["referenced_message"]["content"] == "card"


@pytest.mark.parametrize(
    "body", [{"name": ""}, {"name": "x" * 101}, {"name": "x", "auto_archive_duration": 61}, {}]
)
async def test_a_thread_needs_a_name_and_a_known_duration(
    harbour: Harbour, rest: Rest, body: dict[str, object]
) -> None:
    message = harbour.standin.world.post(harbour.channel, harbour.bot.account, "card")

    answer = await rest("POST", f"/channels/{harbour.channel.id}/messages/{message.id}/threads", body)

    assert (answer.status, answer.code) == (400, 50035)


async def test_an_archived_thread_takes_words_but_nothing_else(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    thread = await started(harbour, rest)
    said = world.post(thread, harbour.bot.account, "said")
    world.set_archived(thread, archived=True)

    refused = [
        await rest("PATCH", f"/channels/{thread.id}/messages/{said.id}", {"content": "x"}),
        await rest("PUT", f"/channels/{thread.id}/messages/{said.id}/reactions/%F0%9F%91%8D/@me"),
    ]
    spoken = await rest("POST", f"/channels/{thread.id}/messages", {"content": "awake"})

    assert [answer.code for answer in refused] == [50083, 50083]
    assert spoken.status == 200
    assert thread.thread is not None
    assert not thread.thread.archived


async def test_a_locked_thread_is_for_moderators(harbour: Harbour, rest: Rest) -> None:
    thread = await started(harbour, rest)
    assert thread.thread is not None

    forbidden = await rest("PATCH", f"/channels/{thread.id}", {"locked": True})
    thread.thread.locked = True
    spoken = await rest("POST", f"/channels/{thread.id}/messages", {"content": "x"})

    assert forbidden.code == 50013
    assert (spoken.status, spoken.code) == (403, 160005)


async def test_the_owner_archives_and_wakes_a_thread(harbour: Harbour, rest: Rest, as_reader: Rest) -> None:
    thread = await started(harbour, rest)

    foreign = await as_reader("PATCH", f"/channels/{thread.id}", {"archived": True})
    archived = await rest("PATCH", f"/channels/{thread.id}", {"archived": True})
    active = await rest("GET", f"/guilds/{harbour.server.id}/threads/active")
    listed = await rest("GET", f"/channels/{harbour.channel.id}/threads/archived/public")
    woken = await as_reader("PATCH", f"/channels/{thread.id}", {"archived": False})

    assert foreign.code == 50013
    assert archived.body["thread_metadata"]["archived"]
    assert active.body["threads"] == []
    assert [one["id"] for one in listed.body["threads"]] == [str(thread.id)]
    assert not woken.body["thread_metadata"]["archived"]


async def test_a_silent_thread_archives_itself() -> None:
    now = [1_800_000_000.0]
    async with StandIn(Settings(clock=lambda: now[0])) as standin:
        harbour = settle(standin)
        message = standin.world.post(harbour.channel, harbour.bot.account, "card")
        thread = standin.world.create_thread(
            harbour.channel, "talk", owner=harbour.bot.account, message=message, auto_archive_minutes=60
        )

        now[0] += 3599
        standin.world.archive_idle([thread])
        before = thread.thread.archived if thread.thread else None
        now[0] += 2
        standin.world.archive_idle([thread])

    assert thread.thread is not None
    assert (before, thread.thread.archived) == (False, True)


async def test_a_forum_takes_posts_with_its_own_tags(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    tags = [ForumTag(world.mint.next(), "world"), ForumTag(world.mint.next(), "desk", moderated=True)]
    forum = world.create_channel(harbour.server, "forum", kind=ChannelKind.FORUM, tags=tags)
    path = f"/channels/{forum.id}/threads"
    body = {"name": "Ferry", "message": {"content": "starter"}}

    post = await rest("POST", path, {**body, "applied_tags": [str(tags[0].id)]})
    unknown = await rest("POST", path, {**body, "applied_tags": ["1"]})
    moderated = await rest("POST", path, {**body, "applied_tags": [str(tags[1].id)]})
    forum.flags |= 1 << 4
    untagged = await rest("POST", path, body)

    assert post.body["id"] == post.body["message"]["id"] == post.body["message"]["channel_id"]
    assert post.body["applied_tags"] == [str(tags[0].id)]
    assert [unknown.code, moderated.code, untagged.code] == [50035, 40066, 40067]


async def test_a_thread_needs_its_own_right_to_write(harbour: Harbour, rest: Rest) -> None:
    thread = await started(harbour, rest)
    denied = permissions.SEND_MESSAGES_IN_THREADS | permissions.CREATE_PUBLIC_THREADS
    everyone = harbour.server.everyone
    everyone.permissions &= ~denied
    for role in harbour.server.roles.values():
        role.permissions &= ~denied
    harbour.standin.world.update_role(harbour.server, everyone)

    spoken = await rest("POST", f"/channels/{thread.id}/messages", {"content": "x"})
    other = harbour.standin.world.post(harbour.channel, harbour.bot.account, "card")
    made = await rest("POST", f"/channels/{harbour.channel.id}/messages/{other.id}/threads", {"name": "x"})

    assert [spoken.code, made.code] == [50013, 50013]


async def test_a_deleted_card_leaves_its_thread_and_a_deleted_channel_takes_all(
    harbour: Harbour, rest: Rest
) -> None:
    world = harbour.standin.world
    thread = await started(harbour, rest)
    card = harbour.channel.log.get(thread.id)
    assert card is not None

    world.delete_message(card)
    kept = await rest("GET", f"/channels/{thread.id}")
    world.react(world.post(harbour.channel, harbour.reader, "x"), harbour.reader, Emoji("👍"))
    world.delete_channel(harbour.channel)
    gone = await rest("GET", f"/channels/{thread.id}")

    assert kept.status == 200
    assert (gone.status, gone.code) == (404, 10003)


async def test_a_deleted_thread_leaves_its_card(harbour: Harbour, rest: Rest) -> None:
    thread = await started(harbour, rest)
    everyone = harbour.server.everyone
    everyone.permissions |= permissions.MANAGE_THREADS
    harbour.standin.world.update_role(harbour.server, everyone)

    deleted = await rest("DELETE", f"/channels/{thread.id}")
    spoken = await rest("POST", f"/channels/{thread.id}/messages", {"content": "x"})
    read = await rest("GET", f"/channels/{thread.id}")
    active = await rest("GET", f"/guilds/{harbour.server.id}/threads/active")
    card = await rest("GET", f"/channels/{harbour.channel.id}/messages/{thread.id}")

    assert deleted.body["id"] == str(thread.id)
    assert [(one.status, one.code) for one in (spoken, read)] == [(404, 10003)] * 2
    assert active.body["threads"] == []
    assert card.body["content"] == "card"
    assert "thread" not in card.body


async def test_members_of_a_thread_come_and_go(harbour: Harbour, rest: Rest) -> None:
    thread = await started(harbour, rest)
    harbour.bot.privileged_intents = 1 << 1

    await rest("PUT", f"/channels/{thread.id}/thread-members/{harbour.reader.id}")
    both = await rest("GET", f"/channels/{thread.id}/thread-members")
    await rest("DELETE", f"/channels/{thread.id}/thread-members/@me")
    one = await rest("GET", f"/channels/{thread.id}/thread-members")

    assert {member["user_id"] for member in both.body} == {str(harbour.reader.id), str(harbour.bot.id)}
    assert [member["user_id"] for member in one.body] == [str(harbour.reader.id)]
