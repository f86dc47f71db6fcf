"""The documented errors that a bot or a person can meet, each with a request that meets it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.standin.world import permissions
from bot.standin.world.model import ChannelFlag, MessageFlag, MessageKind, Overwrite
from tests.standin.limit_table import Scene
from tests.standin.limits_of_servers import PICTURE

SEND = ("POST", "/channels/{channel}/messages")
DIRECT = ("POST", "/channels/{direct}/messages")
THUMB = "/channels/{channel}/messages/{message}/reactions/%F0%9F%91%8D/@me"
POST = ("POST", "/channels/{forum}/threads")
RULES = "/applications/{application}/guilds/{server}/commands/{application}/permissions"
ANIMATED = PICTURE.replace("png", "gif")


@dataclass(frozen=True)
class Meet:
    """An error by its name, and who meets it how, at the last of so many times.

    `before` furnishes the scene, and may name things in it; what is made by the requests of `first` is named
    made0, made1 and so on.
    """

    error: str
    method: str
    path: str
    body: Any = None
    by: str = "bot"
    before: Callable[[Scene], None] | None = None
    raw: str | None = None
    times: int = 1
    first: tuple[tuple[str, str, Any], ...] = ()


def hide(scene: Scene) -> None:
    everyone = scene.harbour.server.everyone
    hidden = Overwrite(everyone.id, 0, 0, permissions.VIEW_CHANNEL)
    scene.harbour.channel.overwrites[everyone.id] = hidden


def forget_history(scene: Scene) -> None:
    scene.harbour.server.everyone.permissions &= ~permissions.READ_MESSAGE_HISTORY


def stranger(scene: Scene) -> None:
    scene.names["stranger"] = scene.world.create_account("Stranger").id


def refuses_messages(scene: Scene) -> None:
    scene.harbour.reader.accepts_direct_messages = False


def leaves(scene: Scene) -> None:
    scene.world.leave(scene.harbour.server, scene.harbour.reader)


def slow(scene: Scene) -> None:
    scene.harbour.channel.slow_mode = 60


def crossposted(scene: Scene) -> None:
    message = scene.world.post(scene.announcement, scene.harbour.bot.account, "x")
    message.flags |= MessageFlag.CROSSPOSTED
    scene.names["published"] = message.id


def acknowledged(scene: Scene) -> None:
    made = scene.interaction(acknowledged=True)
    scene.names["answered"] = f"/interactions/{made.id}/{made.token}/callback"


def moderated_tag(scene: Scene) -> None:
    assert scene.forum.tags
    scene.forum.tags[0].moderated = True


def tag_needed(scene: Scene) -> None:
    scene.forum.flags |= ChannelFlag.REQUIRE_TAG


def system_message(scene: Scene) -> None:
    made = scene.world.post(
        scene.harbour.channel, scene.harbour.bot.account, "x", kind=MessageKind.THREAD_STARTER
    )
    scene.names["system"] = made.id


def managed_role(scene: Scene) -> None:
    roles = scene.harbour.server.roles.values()
    own = next(role for role in roles if role.managed_by == scene.harbour.bot.id)
    other = scene.world.create_application("Other")
    scene.world.install(other, scene.harbour.server)
    scene.names["managed"] = next(role.id for role in roles if role.managed_by == other.id)
    own.position = 99


def archived(scene: Scene) -> None:
    message = scene.world.post(scene.thread, scene.harbour.bot.account, "x")
    scene.names["put_away"] = message.id
    scene.world.set_archived(scene.thread, archived=True)


def locked(scene: Scene) -> None:
    assert scene.thread.thread is not None
    scene.thread.thread.locked = True


def thread_of_message(scene: Scene) -> None:
    scene.world.create_thread(
        scene.harbour.channel, "x", owner=scene.harbour.bot.account, message=scene.message
    )


def full_of_animated(scene: Scene) -> None:
    for index in range(50):
        scene.world.create_emoji(scene.harbour.server, f"e{index}", animated=True)


def without_content(scene: Scene) -> None:
    scene.harbour.bot.privileged_intents = 0


def owns_a_server(scene: Scene) -> None:
    scene.names["own"] = scene.world.create_server("Own", owner=scene.harbour.bot.account).id


def forward(message: str) -> Any:
    return {"message_reference": {"type": 1, "channel_id": "{channel}", "message_id": message}}


def reply() -> Any:
    return {"content": "x", "message_reference": {"message_id": "{message}"}}


def post(**changes: Any) -> Any:
    return {"name": "x", "message": {"content": "x"}, **changes}


MEETINGS = (
    Meet("UNAUTHORIZED", "GET", "/users/@me", by="nobody"),
    Meet("NOT_FOUND", "GET", "/nothing"),
    Meet("METHOD_NOT_ALLOWED", "DELETE", "/users/@me"),
    Meet("UNKNOWN_APPLICATION", "GET", "/applications/1/commands"),
    Meet("UNKNOWN_CHANNEL", "GET", "/channels/1"),
    Meet("UNKNOWN_GUILD", "GET", "/guilds/1"),
    Meet("UNKNOWN_MEMBER", "GET", "/guilds/{server}/members/{stranger}", before=stranger),
    Meet("UNKNOWN_MESSAGE", "GET", "/channels/{channel}/messages/1"),
    Meet("UNKNOWN_OVERWRITE", "DELETE", "/channels/{channel}/permissions/1"),
    Meet("UNKNOWN_ROLE", "GET", "/guilds/{server}/roles/1"),
    Meet("UNKNOWN_USER", "GET", "/users/1"),
    Meet("UNKNOWN_EMOJI", "PUT", "/channels/{channel}/messages/{message}/reactions/x/@me"),
    Meet("UNKNOWN_SERVER_EMOJI", "GET", "/guilds/{server}/emojis/1"),
    Meet("UNKNOWN_WEBHOOK", "POST", "/webhooks/{application}/x", {"content": "x"}),
    Meet("UNKNOWN_BAN", "GET", "/guilds/{server}/bans/{reader}"),
    Meet("UNKNOWN_INTERACTION", "POST", "/interactions/1/x/callback", {"type": 5}),
    Meet("UNKNOWN_COMMAND", "GET", "/applications/{application}/commands/1"),
    Meet("UNKNOWN_COMMAND_PERMISSIONS", "GET", RULES),
    Meet("NOT_FOR_BOTS", "PUT", RULES, {"permissions": []}),
    Meet("BOTS_ONLY", "GET", "/gateway/bot", by="reader"),
    Meet("SLOW_MODE", *SEND, {"content": "x"}, by="reader", before=slow, times=2),
    Meet(
        "TOO_MANY_ANIMATED_EMOJIS",
        "POST",
        "/guilds/{server}/emojis",
        {"name": "xx", "image": ANIMATED},
        before=full_of_animated,
    ),
    Meet(
        "ONE_PARENT_AT_A_TIME",
        "PATCH",
        "/guilds/{server}/channels",
        [{"id": "{channel}", "parent_id": "{category}"}, {"id": "{forum}", "parent_id": "{category}"}],
    ),
    Meet(
        "COMMAND_NAME_TAKEN",
        "PATCH",
        "/applications/{application}/commands/{made0}",
        {"name": "c1"},
        first=tuple(
            ("POST", "/applications/{application}/commands", {"name": name, "description": "x"})
            for name in ("c0", "c1")
        ),
    ),
    Meet("NOT_IN_VOICE", "PATCH", "/guilds/{server}/members/{reader}", {"mute": True}),
    Meet(
        "ALREADY_CROSSPOSTED",
        "POST",
        "/channels/{announcement}/messages/{published}/crosspost",
        before=crossposted,
    ),
    Meet("ALREADY_ACKNOWLEDGED", "POST", "{answered}", {"type": 5}, before=acknowledged),
    Meet(
        "TAG_NAMES_REPEAT", "PATCH", "/channels/{forum}", {"available_tags": [{"name": "x"}, {"name": "x"}]}
    ),
    Meet("TAG_FOR_MODERATORS", *POST, post(applied_tags=["{tag}"]), by="reader", before=moderated_tag),
    Meet("TAG_REQUIRED", *POST, post(), before=tag_needed),
    Meet("MISSING_ACCESS", *SEND, {"content": "x"}, by="reader", before=hide),
    Meet("WRONG_FOR_DIRECT", "PATCH", "/channels/{direct}", {"name": "x"}),
    Meet("NOT_THE_AUTHOR", "PATCH", "/channels/{channel}/messages/{other}", {"content": "x"}),
    Meet("EMPTY_MESSAGE", *SEND, {"content": ""}),
    Meet("CANNOT_MESSAGE_USER", *DIRECT, {"content": "x"}, before=refuses_messages),
    Meet("NO_MUTUAL_SERVER", *DIRECT, {"content": "x"}, before=leaves),
    Meet("NOT_A_TEXT_CHANNEL", "POST", "/channels/{forum}/messages", {"content": "x"}),
    Meet("MISSING_PERMISSIONS", "DELETE", "/channels/{channel}/messages/{message}", by="reader"),
    Meet("SYSTEM_MESSAGE", "PATCH", "/channels/{channel}/messages/{system}", {}, before=system_message),
    Meet("WRONG_CHANNEL_TYPE", "POST", "/channels/{channel}/messages/{message}/crosspost"),
    Meet("INVALID_ROLE", "PUT", "/guilds/{server}/members/{reader}/roles/{managed}", before=managed_role),
    Meet("INVALID_RECIPIENT", "POST", "/users/@me/channels", {"recipient_id": "{application}"}),
    Meet("INVALID_SERVER", "DELETE", "/users/@me/guilds/{own}", before=owns_a_server),
    Meet("WRONG_MESSAGE_TYPE", *SEND, forward("{system}"), before=system_message),
    Meet("INVALID_STICKER", *SEND, {"sticker_ids": ["1"]}),
    Meet(
        "ARCHIVED_THREAD",
        "PATCH",
        "/channels/{thread}/messages/{put_away}",
        {"content": "x"},
        before=archived,
    ),
    Meet(
        "NEEDS_BOOSTS",
        "POST",
        "/guilds/{server}/roles",
        {"name": "x", "colors": {"primary_color": 1, "secondary_color": 2, "tertiary_color": None}},
    ),
    Meet("INVALID_JSON", *SEND, raw='{"content":'),
    Meet("UPLOAD_NOT_FOUND", *SEND, {"content": "x", "attachments": [{"id": "5"}]}),
    Meet("NO_VOICE_MESSAGES", *SEND, {"flags": 1 << 13}),
    Meet("NO_BURST", "PUT", THUMB + "?type=1"),
    Meet("REPLY_WITHOUT_HISTORY", *SEND, reply(), by="reader", before=forget_history),
    Meet(
        "THREAD_EXISTS",
        "POST",
        "/channels/{channel}/messages/{message}/threads",
        {"name": "x"},
        before=thread_of_message,
    ),
    Meet(
        "THREAD_LOCKED", "POST", "/channels/{thread}/messages", {"content": "x"}, by="reader", before=locked
    ),
    Meet("FORWARD_UNREAD", *SEND, forward("{other}"), before=without_content),
)
