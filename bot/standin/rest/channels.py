"""Channels of a server: made, changed, moved, deleted, with their overwrites; threads are changed here."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import emoji, errors, limits, permissions, snowflakes, wire
from bot.standin.errors import Form, Refusal
from bot.standin.model import POSTS_ONLY, Channel, ChannelKind, ForumTag, Json, Overwrite, Server
from bot.standin.rest.call import Reply, RestCall, Route
from bot.standin.rest.threads import check_archive_minutes, checked_tags

_CREATABLE = frozenset(
    {
        ChannelKind.TEXT,
        ChannelKind.VOICE,
        ChannelKind.CATEGORY,
        ChannelKind.ANNOUNCEMENT,
        ChannelKind.FORUM,
        ChannelKind.MEDIA,
    }
)


def one(call: RestCall) -> Any:
    return wire.channel(call.channel(), viewer=call.account)


def of_server(call: RestCall) -> Any:
    server = call.server()
    return [
        wire.channel(channel)
        for channel in server.channels.values()
        if call.account.bot or call.may(channel, permissions.VIEW_CHANNEL)
    ]


def create(call: RestCall) -> Any:
    server = call.server()
    call.need_in_server(server, permissions.MANAGE_CHANNELS)
    form = Form()
    kind = call.form.get("type") or 0
    if kind not in _CREATABLE:
        form.wrong("type", "BASE_TYPE_CHOICES", "Value is not a type of channel that can be made.")
    if not isinstance(call.form.get("name"), str):
        form.required("name")
    _check(call.form, form)
    form.check()
    parent = _parent(server, call.form)
    if len(server.channels) >= limits.SERVER_CHANNELS:
        raise Refusal(errors.TOO_MANY_CHANNELS)
    channel = call.world.create_channel(
        server,
        _channel_name(call.form["name"], ChannelKind(kind)),
        kind=ChannelKind(kind),
        overwrites=_overwrites(call, server),
        parent=parent,
        topic=call.form.get("topic"),
        tags=_tags(call, []),
    )
    _apply_common(channel, call.form)
    return Reply(201, wire.channel(channel))


def _channel_name(name: str, kind: ChannelKind) -> str:
    """Text channels are named in lower case with dashes, whatever was asked."""
    if kind in (ChannelKind.TEXT, ChannelKind.ANNOUNCEMENT, *POSTS_ONLY):
        return "-".join(name.strip().lower().split())
    return name.strip()


def _check(body: Json, form: Form) -> None:
    name = body.get("name")
    if isinstance(name, str):
        form.length("name", name.strip(), 1, limits.CHANNEL_NAME)
    topic = body.get("topic")
    if isinstance(topic, str) and len(topic) > limits.FORUM_TOPIC:
        form.too_long("topic", limits.FORUM_TOPIC)
    slow = body.get("rate_limit_per_user")
    if isinstance(slow, int) and not 0 <= slow <= limits.SLOW_MODE:
        text = f"int value should be less than or equal to {limits.SLOW_MODE}."
        form.wrong("rate_limit_per_user", "NUMBER_TYPE_MAX", text)
    tags = body.get("available_tags") or []
    if len(tags) > limits.FORUM_TAGS:
        form.too_long("available_tags", limits.FORUM_TAGS)
    for index, tag in enumerate(tags):
        form.length(("available_tags", index, "name"), str(tag.get("name") or ""), 1, limits.FORUM_TAG_NAME)
    check_archive_minutes(body, form)


def _parent(server: Server, body: Json) -> Channel | None:
    if body.get("parent_id") is None:
        return None
    parent = server.channels.get(snowflakes.parse(body["parent_id"]) or 0)
    if parent is None or parent.kind is not ChannelKind.CATEGORY:
        raise errors.form_error("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist")
    if sum(channel.parent is parent for channel in server.channels.values()) >= limits.CATEGORY_CHANNELS:
        text = f"Maximum number of channels in category reached ({limits.CATEGORY_CHANNELS})"
        raise errors.form_error("parent_id", "CHANNEL_PARENT_MAX_CHANNELS", text)
    return parent


def _overwrites(call: RestCall, server: Server) -> list[Overwrite]:
    return [
        _overwrite(call, server, snowflakes.parse(one.get("id")) or 0, one)
        for one in call.form.get("permission_overwrites") or []
    ]


def _overwrite(call: RestCall, server: Server, target_id: int, given: Json) -> Overwrite:
    """An overwrite that gives nothing which the caller lacks."""
    kind = int(given.get("type") or 0)
    if (kind == 0 and target_id not in server.roles) or (kind == 1 and target_id not in call.world.accounts):
        raise Refusal(errors.UNKNOWN_OVERWRITE)
    allow, deny = int(given.get("allow") or 0), int(given.get("deny") or 0)
    held = permissions.in_server(server, server.members[call.account.id])
    if (allow | deny) & ~held:
        raise Refusal(errors.MISSING_PERMISSIONS)
    return Overwrite(target_id, kind, allow, deny)


def _tags(call: RestCall, known: list[ForumTag]) -> list[ForumTag]:
    by_id = {tag.id: tag for tag in known}
    tags = []
    for given in call.form.get("available_tags") or []:
        tag = by_id.get(snowflakes.parse(given.get("id")) or 0) or ForumTag(call.world.mint.next(), "")
        tag.name = given["name"]
        tag.moderated = bool(given.get("moderated"))
        tag.emoji_id = snowflakes.parse(given.get("emoji_id"))
        tag.emoji_name = given.get("emoji_name")
        if tag.emoji_name is not None and not emoji.is_unicode(tag.emoji_name):
            raise Refusal(errors.UNKNOWN_EMOJI)
        tags.append(tag)
    return tags


def _apply_common(channel: Channel, body: Json) -> None:
    channel.nsfw = bool(body.get("nsfw", channel.nsfw))
    channel.position = int(body.get("position") or channel.position)
    channel.slow_mode = (
        int(body.get("rate_limit_per_user") or 0) if "rate_limit_per_user" in body else channel.slow_mode
    )
    if "default_auto_archive_duration" in body:
        channel.default_auto_archive_minutes = body["default_auto_archive_duration"]
    if "default_reaction_emoji" in body:
        channel.default_reaction = body["default_reaction_emoji"]
    if "flags" in body:
        channel.flags = int(body["flags"] or 0)


def edit(call: RestCall) -> Any:
    channel = call.channel()
    form = Form()
    _check(call.form, form)
    form.check()
    if channel.server is None:
        raise Refusal(errors.WRONG_FOR_DIRECT)
    if channel.thread is not None:
        _edit_thread(call, channel)
    else:
        _edit_channel(call, channel, channel.server)
    call.world.update_channel(channel)
    return wire.channel(channel, viewer=call.account)


def _edit_channel(call: RestCall, channel: Channel, server: Server) -> None:
    body = call.form
    call.need(channel, permissions.MANAGE_CHANNELS)
    if "permission_overwrites" in body:
        call.need(channel, permissions.MANAGE_ROLES)
        channel.overwrites = {one.target_id: one for one in _overwrites(call, server)}
    if "available_tags" in body:
        channel.tags = _tags(call, channel.tags or [])
    if "parent_id" in body:
        channel.parent = _parent(server, body)
    if isinstance(body.get("name"), str):
        channel.name = _channel_name(body["name"], channel.kind)
    if "topic" in body:
        channel.topic = body["topic"]
    _apply_common(channel, body)


def _edit_thread(call: RestCall, thread: Channel) -> None:
    state, body = thread.thread, call.form
    if state is None:
        return
    moderator = call.may(thread, permissions.MANAGE_THREADS)
    owner = state.owner_id == call.account.id
    _need_thread_right(call, thread, moderator=moderator, owner=owner)
    if state.archived and body.get("archived") is not False and set(body) - {"archived", "locked"}:
        raise Refusal(errors.ARCHIVED_THREAD)
    if "locked" in body:
        state.locked = bool(body["locked"])
    if "archived" in body and bool(body["archived"]) != state.archived:
        state.archived = bool(body["archived"])
        state.archived_at = state.active_at = call.world.now()
    if isinstance(body.get("name"), str):
        thread.name = body["name"].strip()
    if body.get("auto_archive_duration"):
        state.auto_archive_minutes = int(body["auto_archive_duration"])
    if "applied_tags" in body and thread.parent is not None:
        wanted = [snowflakes.parse(one) for one in body["applied_tags"] or []]
        state.applied_tags = checked_tags(call, thread.parent, wanted)
    if "rate_limit_per_user" in body:
        thread.slow_mode = int(body["rate_limit_per_user"] or 0)
    if "flags" in body:
        thread.flags = int(body["flags"] or 0)


def _need_thread_right(call: RestCall, thread: Channel, *, moderator: bool, owner: bool) -> None:
    """Moderators may all; the owner all but lock and slow down; others only wake one that is not locked."""
    body, state = call.form, thread.thread
    if moderator or state is None:
        return
    if set(body) & {"locked", "rate_limit_per_user", "flags"} and _changes_moderation(body, thread):
        raise Refusal(errors.MISSING_PERMISSIONS)
    if state.locked:
        raise Refusal(errors.THREAD_LOCKED)
    if owner:
        return
    wakes = set(body) <= {"archived"} and body.get("archived") is False
    if not (wakes and call.may(thread, permissions.SEND_MESSAGES_IN_THREADS)):
        raise Refusal(errors.MISSING_PERMISSIONS)


def _changes_moderation(body: Json, thread: Channel) -> bool:
    state = thread.thread
    return (
        (state is not None and "locked" in body and bool(body["locked"]) != state.locked)
        or ("rate_limit_per_user" in body and int(body["rate_limit_per_user"] or 0) != thread.slow_mode)
        or ("flags" in body and int(body["flags"] or 0) != thread.flags)
    )


def delete(call: RestCall) -> Any:
    channel = call.channel()
    if channel.server is None:
        return wire.channel(channel, viewer=call.account)
    thread = channel.thread is not None
    call.need(channel, permissions.MANAGE_THREADS if thread else permissions.MANAGE_CHANNELS)
    written = wire.channel(channel, viewer=call.account)
    call.world.delete_channel(channel)
    return written


def move(call: RestCall) -> Any:
    server = call.server()
    call.need_in_server(server, permissions.MANAGE_CHANNELS)
    if not isinstance(call.body, list):
        raise errors.form_error("_errors", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    for given in call.body:
        channel = server.channels.get(snowflakes.parse(given.get("id")) or 0)
        if channel is None:
            raise Refusal(errors.UNKNOWN_CHANNEL)
        if given.get("position") is not None:
            channel.position = int(given["position"])
        if "parent_id" in given:
            channel.parent = _parent(server, given)
        call.world.update_channel(channel)


def put_overwrite(call: RestCall) -> Any:
    channel = call.channel(permissions.MANAGE_ROLES)
    if channel.server is None or channel.thread is not None:
        raise Refusal(errors.WRONG_CHANNEL_TYPE)
    target_id = call.id("overwrite_id")
    channel.overwrites[target_id] = _overwrite(call, channel.server, target_id, call.form)
    call.world.update_channel(channel)


def delete_overwrite(call: RestCall) -> Any:
    channel = call.channel(permissions.MANAGE_ROLES)
    if channel.overwrites.pop(call.id("overwrite_id"), None) is None:
        raise Refusal(errors.UNKNOWN_OVERWRITE)
    call.world.update_channel(channel)


ROUTES = (
    Route("GET", "/channels/{channel_id}", one),
    Route("PATCH", "/channels/{channel_id}", edit),
    Route("DELETE", "/channels/{channel_id}", delete),
    Route("PUT", "/channels/{channel_id}/permissions/{overwrite_id}", put_overwrite),
    Route("DELETE", "/channels/{channel_id}/permissions/{overwrite_id}", delete_overwrite),
    Route("GET", "/guilds/{guild_id}/channels", of_server),
    Route("POST", "/guilds/{guild_id}/channels", create),
    Route("PATCH", "/guilds/{guild_id}/channels", move),
)
