"""The documented limits of servers, channels, threads, roles, members and emojis."""

import base64
from datetime import timedelta
from typing import Any

from bot.standin import errors
from bot.standin.world.model import Overwrite
from tests.standin.limit_table import Row, Scene

CREATE = ("POST", "/guilds/{server}/channels")
CHANNEL = ("PATCH", "/channels/{channel}")
FORUM = ("PATCH", "/channels/{forum}")
THREAD = ("PATCH", "/channels/{thread}")
OPEN = ("POST", "/channels/{channel}/threads")
POST = ("POST", "/channels/{forum}/threads")
SERVER = ("PATCH", "/guilds/{server}")
MEMBER = ("PATCH", "/guilds/{server}/members/{reader}")
ROLES = ("POST", "/guilds/{server}/roles")
EMOJIS = ("POST", "/guilds/{server}/emojis")
PICTURE = "data:image/png;base64,iVBORw0KGgo="


def thread(**changes: Any) -> Any:
    return {"name": "x", "type": 11, **changes}


def picture(size: int) -> str:
    return "data:image/png;base64," + base64.b64encode(b"x" * size).decode()


def channels_but_one(scene: Scene, number: int) -> None:
    while len(scene.harbour.server.channels) < number - 1:
        scene.world.create_channel(scene.harbour.server, "x")


def category_but_one(scene: Scene, number: int) -> None:
    for _ in range(number - 1):
        scene.world.create_channel(scene.harbour.server, "x", parent=scene.category)


def roles_but_one(scene: Scene, number: int) -> None:
    while len(scene.harbour.server.roles) < number - 1:
        scene.world.create_role(scene.harbour.server, "x")


def threads_but_one(scene: Scene, number: int) -> None:
    while len(scene.harbour.server.threads) < number - 1:
        scene.world.create_thread(scene.harbour.channel, "x", owner=scene.harbour.reader)


def in_thread_but_one(scene: Scene, number: int) -> None:
    state = scene.thread.thread
    assert state is not None
    for index in range(number - 1 - len(state.members)):
        state.members[index] = scene.world.now()


def overwrites_but_one(scene: Scene, number: int) -> None:
    overwrites = scene.harbour.channel.overwrites
    for index in range(number - 1 - len(overwrites)):
        overwrites[index] = Overwrite(index, 1, 0, 0)


def emojis_but_one(scene: Scene, number: int) -> None:
    for index in range(number - 1):
        scene.world.create_emoji(scene.harbour.server, f"e{index}")


def timed_out_for(scene: Scene, days: int) -> None:
    now = scene.world.now()
    until = now + timedelta(days=min(days, 28), seconds=max(days - 28, 0))
    scene.names["until"] = until.isoformat()


def pinned_post(scene: Scene, number: int) -> None:
    for _ in range(number - 1):
        post = scene.world.create_thread(scene.forum, "x", owner=scene.harbour.reader)
        post.flags |= 1 << 1


ROWS = (
    Row("CHANNEL_NAME", 100, *CREATE, lambda n: {"name": "x" * n}, "name"),
    Row("CHANNEL_NAME", 1, *CREATE, lambda n: {"name": "x" * n}, "name", outside=0),
    Row("CHANNEL_NAME", 100, *CHANNEL, lambda n: {"name": "x" * n}, "name"),
    Row("CHANNEL_NAME", 100, *OPEN, lambda n: thread(name="x" * n), "name"),
    Row("CHANNEL_NAME", 100, *POST, lambda n: {"name": "x" * n, "message": {"content": "x"}}, "name"),
    Row("CHANNEL_TOPIC", 1024, *CHANNEL, lambda n: {"topic": "x" * n}, "topic"),
    Row("FORUM_TOPIC", 4096, *FORUM, lambda n: {"topic": "x" * n}, "topic"),
    Row("SLOW_MODE", 21600, *CHANNEL, lambda n: {"rate_limit_per_user": n}, "rate_limit_per_user"),
    Row("SLOW_MODE", 21600, *THREAD, lambda n: {"rate_limit_per_user": n}, "rate_limit_per_user"),
    *(
        Row(
            "AUTO_ARCHIVE_MINUTES",
            minutes,
            *OPEN,
            lambda n: thread(auto_archive_duration=n),
            "auto_archive_duration",
        )
        for minutes in (60, 1440, 4320, 10080)
    ),
    Row(
        "FORUM_TAGS",
        20,
        *FORUM,
        lambda n: {"available_tags": [{"name": str(i)} for i in range(n)]},
        "available_tags",
    ),
    Row(
        "FORUM_TAG_NAME",
        20,
        *FORUM,
        lambda n: {"available_tags": [{"name": "x" * n}]},
        "available_tags.0.name",
    ),
    Row(
        "POST_TAGS",
        5,
        *POST,
        lambda n: {"name": "x", "message": {"content": "x"}, "applied_tags": ["{tag}"] * n},
        "applied_tags",
    ),
    Row(
        "PINNED_POSTS",
        1,
        "PATCH",
        "/channels/{post}",
        lambda _n: {"flags": 1 << 1},
        error=errors.TOO_MANY_PINNED_POSTS,
        before=pinned_post,
    ),
    Row(
        "THREAD_PAGE",
        100,
        "GET",
        "/channels/{channel}/threads/archived/public",
        lambda n: {"limit": n},
        "limit",
    ),
    Row(
        "THREAD_MEMBER_PAGE",
        100,
        "GET",
        "/channels/{thread}/thread-members",
        lambda n: {"limit": n, "with_member": "true"},
        "limit",
    ),
    Row(
        "THREAD_MEMBERS",
        1000,
        "PUT",
        "/channels/{thread}/thread-members/{reader}",
        error=errors.TOO_MANY_IN_THREAD,
        before=in_thread_but_one,
    ),
    Row(
        "OVERWRITES",
        1000,
        "PUT",
        "/channels/{channel}/permissions/{reader}",
        lambda _n: {"type": 1, "allow": "0", "deny": "0"},
        error=errors.TOO_MANY_OVERWRITES,
        before=overwrites_but_one,
    ),
    Row(
        "ACTIVE_THREADS",
        1000,
        *OPEN,
        lambda _n: thread(),
        error=errors.TOO_MANY_THREADS,
        before=threads_but_one,
    ),
    Row(
        "SERVER_CHANNELS",
        500,
        *CREATE,
        lambda _n: {"name": "x"},
        error=errors.TOO_MANY_CHANNELS,
        before=channels_but_one,
    ),
    Row(
        "CATEGORY_CHANNELS",
        50,
        *CREATE,
        lambda _n: {"name": "x", "parent_id": "{category}"},
        "parent_id",
        before=category_but_one,
    ),
    Row(
        "SERVER_ROLES",
        250,
        *ROLES,
        lambda _n: {"name": "x"},
        error=errors.TOO_MANY_ROLES,
        before=roles_but_one,
    ),
    Row("ROLE_NAME", 100, *ROLES, lambda n: {"name": "x" * n}, "name"),
    Row("COLOR", 0xFFFFFF, *ROLES, lambda n: {"name": "x", "color": n}, "color"),
    Row("SERVER_NAME", 2, *SERVER, lambda n: {"name": "x" * n}, "name", outside=1),
    Row("SERVER_NAME", 100, *SERVER, lambda n: {"name": "x" * n}, "name"),
    Row("SERVER_DESCRIPTION", 300, *SERVER, lambda n: {"description": "x" * n}, "description"),
    Row("NICK", 32, *MEMBER, lambda n: {"nick": "x" * n}, "nick"),
    Row(
        "TIME_OUT_DAYS",
        28,
        *MEMBER,
        lambda _n: {"communication_disabled_until": "{until}"},
        "communication_disabled_until",
        before=timed_out_for,
    ),
    Row("MEMBER_PAGE", 1000, "GET", "/guilds/{server}/members", lambda n: {"limit": n}, "limit"),
    Row(
        "SEARCH_WORDS",
        100,
        "GET",
        "/guilds/{server}/members/search",
        lambda n: {"query": "x" * n},
        "query",
    ),
    Row("BAN_PAGE", 1000, "GET", "/guilds/{server}/bans", lambda n: {"limit": n}, "limit"),
    Row(
        "BAN_DELETE_DAYS",
        7,
        "PUT",
        "/guilds/{server}/bans/{reader}",
        lambda n: {"delete_message_days": n},
        "delete_message_days",
    ),
    Row("EMOJI_NAME", 2, *EMOJIS, lambda n: {"name": "x" * n, "image": PICTURE}, "name", outside=1),
    Row("EMOJI_NAME", 32, *EMOJIS, lambda n: {"name": "x" * n, "image": PICTURE}, "name"),
    Row("EMOJI_BYTES", 256 * 1024, *EMOJIS, lambda n: {"name": "xx", "image": picture(n)}, "image"),
    Row(
        "EMOJIS",
        50,
        *EMOJIS,
        lambda _n: {"name": "xx", "image": PICTURE},
        error=errors.TOO_MANY_EMOJIS,
        before=emojis_but_one,
    ),
    Row("AUDIT_PAGE", 100, "GET", "/guilds/{server}/audit-logs", lambda n: {"limit": n}, "limit"),
    Row("USERNAME", 2, "PATCH", "/users/@me", lambda n: {"username": "x" * n}, "username", outside=1),
    Row("USERNAME", 32, "PATCH", "/users/@me", lambda n: {"username": "x" * n}, "username"),
    Row("SERVER_PAGE", 200, "GET", "/users/@me/guilds", lambda n: {"limit": n}, "limit"),
)
