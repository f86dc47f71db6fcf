"""Channels of a server: made, changed, moved, deleted."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import errors, limits, wire
from bot.standin.errors import Form, Refusal
from bot.standin.gateway import sight
from bot.standin.rest import audits, forums, overwrites, threads
from bot.standin.rest.call import Reply, RestCall, Route
from bot.standin.rules import channelnames
from bot.standin.world import permissions, snowflakes
from bot.standin.world.audit import Action
from bot.standin.world.model import CONVERTIBLE, POSTS_ONLY, Channel, ChannelKind, Json, Server

_CREATABLE = frozenset({ChannelKind.TEXT, ChannelKind.VOICE, ChannelKind.CATEGORY, *POSTS_ONLY})
# Discord takes a slow mode for announcements and forgets it.
_SLOWED = frozenset({ChannelKind.TEXT, ChannelKind.VOICE, *POSTS_ONLY})


def one(call: RestCall) -> Any:
    return wire.channel(call.channel(), viewer=call.account)


def of_server(call: RestCall) -> Any:
    """Those in the caller's sight: since the 16th of November 2026 a bot is told no more than a person."""
    server = call.server()
    shown = sight.visible(call.world, server, call.account)
    return [wire.channel(channel) for channel in server.channels.values() if channel.id in shown]


def create(call: RestCall) -> Any:
    server, body = call.server(), call.form
    call.need_in_server(server, permissions.MANAGE_CHANNELS)
    kind = _kind(server, body)
    form = Form()
    if not isinstance(body.get("name"), str):
        form.required("name")
    _check(body, kind, form)
    form.check()
    parent = _parent(call, server, body, kind)
    if len(server.channels) >= limits.SERVER_CHANNELS:
        raise Refusal(errors.TOO_MANY_CHANNELS)
    given = overwrites.read(call, server, body)
    overwrites.check(call, server, given, channel=None, parent=parent)
    if body.get("permission_overwrites") is None and parent is not None:
        given = parent.overwrites  # a channel made in a category begins in sync with it
    channel = Channel(
        id=call.world.mint.next(),
        kind=kind,
        name="",
        server=server,
        parent=parent,
        position=len(server.channels),
        overwrites=dict(given),
        tags=[] if kind in POSTS_ONLY else None,
    )
    _apply(call, channel, server, {key: value for key, value in body.items() if value is not None})
    call.world.add_channel(channel)
    audits.record(call, server, Action.CHANNEL_CREATED, channel.id, after=wire.channel(channel))
    return Reply(201, wire.channel(channel))


def _kind(server: Server, body: Json) -> ChannelKind:
    """Announcement channels are for servers with the feature NEWS, which comes with being a community."""
    form = Form()
    kind = body.get("type") or 0
    there = _CREATABLE | {ChannelKind.ANNOUNCEMENT} if "NEWS" in server.features else _CREATABLE
    form.one_of("type", kind, there)
    form.check()
    return ChannelKind(kind)


def _check(body: Json, kind: ChannelKind, form: Form) -> None:
    name = body.get("name")
    if isinstance(name, str):
        form.length("name", channelnames.of_kind(name, kind), 1, limits.CHANNEL_NAME)
    topic = body.get("topic")
    most = limits.FORUM_TOPIC if kind in POSTS_ONLY else limits.CHANNEL_TOPIC
    if isinstance(topic, str) and len(topic) > most:
        form.too_long("topic", most)
    for key in ("rate_limit_per_user", "default_thread_rate_limit_per_user"):
        form.between(key, body.get(key), 0, limits.SLOW_MODE)
    form.between("position", body.get("position"), 0, snowflakes.LARGEST)
    if body.get("default_auto_archive_duration") is not None:
        minutes = body["default_auto_archive_duration"]
        form.one_of("default_auto_archive_duration", minutes, limits.AUTO_ARCHIVE_MINUTES)
    forums.check(body, form)


def _parent(
    call: RestCall, server: Server, body: Json, kind: ChannelKind, *, moved: Channel | None = None
) -> Channel | None:
    """The category that a body names: it is one, has room, and the caller manages it."""
    if body.get("parent_id") is None:
        return None
    parent = server.channels.get(snowflakes.parse(body["parent_id"]) or 0)
    if parent is None:
        raise errors.form_error("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist")
    if parent.kind is not ChannelKind.CATEGORY or kind is ChannelKind.CATEGORY:
        raise errors.form_error("parent_id", "CHANNEL_PARENT_INVALID_TYPE", "Not a category")
    call.need(parent, permissions.MANAGE_CHANNELS)
    if sum(one.parent is parent and one is not moved for one in server.channels.values()) >= (
        limits.CATEGORY_CHANNELS
    ):
        text = f"Maximum number of channels in category reached ({limits.CATEGORY_CHANNELS})"
        raise errors.form_error("parent_id", "CHANNEL_PARENT_MAX_CHANNELS", text)
    return parent


def edit(call: RestCall) -> Any:
    channel = call.channel()
    if channel.server is None:
        raise Refusal(errors.WRONG_FOR_DIRECT)
    if channel.thread is not None:
        threads.edit(call, channel, channel.thread)
    else:
        _edit(call, channel, channel.server)
    return wire.channel(channel, viewer=call.account)


def _edit(call: RestCall, channel: Channel, server: Server) -> None:
    body = call.form
    call.need(channel, permissions.MANAGE_CHANNELS)
    kind = _converted(server, channel, body)
    form = Form()
    _check(body, kind, form)
    form.check()
    parent = channel.parent
    if "parent_id" in body:
        parent = _parent(call, server, body, kind, moved=channel)
    given = None
    if body.get("permission_overwrites") is not None:
        call.need(channel, permissions.MANAGE_ROLES)
        given = overwrites.read(call, server, body)
        overwrites.check(call, server, given, channel=channel, parent=parent)
    before = wire.channel(channel)
    _apply(call, channel, server, body)
    channel.kind, channel.parent = kind, parent
    after = wire.channel(channel)
    if after != before:
        audits.record(call, server, Action.CHANNEL_UPDATED, channel.id, before=before, after=after)
    if given is not None:
        overwrites.replace(call, channel, given)
    else:
        call.world.update_channel(channel)


def _converted(server: Server, channel: Channel, body: Json) -> ChannelKind:
    """Only text and announcement channels become one another, and only with the feature NEWS."""
    wanted = body.get("type")
    if wanted is None:
        return channel.kind
    convertible = channel.kind in CONVERTIBLE and "NEWS" in server.features
    form = Form()
    form.one_of("type", wanted, CONVERTIBLE if convertible else {channel.kind})
    form.check()
    return ChannelKind(wanted)


def _apply(call: RestCall, channel: Channel, server: Server, body: Json) -> None:
    """Write on a channel what a checked body says and its kind has."""
    kind = channel.kind
    forums.apply(call, channel, server, body)
    if body.get("name") is not None:
        channel.name = channelnames.of_kind(body["name"], kind)
    if body.get("position") is not None:
        channel.position = int(body["position"])
    if kind is ChannelKind.CATEGORY:
        return
    if "topic" in body and kind is not ChannelKind.VOICE:
        channel.topic = body["topic"] or None
    if "nsfw" in body:
        channel.nsfw = bool(body["nsfw"])
    if "rate_limit_per_user" in body and kind in _SLOWED:
        channel.slow_mode = int(body["rate_limit_per_user"] or 0)
    if "default_thread_rate_limit_per_user" in body:
        channel.default_thread_slow_mode = int(body["default_thread_rate_limit_per_user"] or 0)
    if "default_auto_archive_duration" in body:
        channel.default_auto_archive_minutes = body["default_auto_archive_duration"]


def delete(call: RestCall) -> Any:
    channel = call.channel()
    written = wire.channel(channel, viewer=call.account)
    if channel.server is None:
        return written
    thread = channel.thread is not None
    call.need(channel, permissions.MANAGE_THREADS if thread else permissions.MANAGE_CHANNELS)
    action = Action.THREAD_DELETED if thread else Action.CHANNEL_DELETED
    audits.record(call, channel.server, action, channel.id, before=wire.channel(channel))
    call.world.delete_channel(channel)
    return written


def move(call: RestCall) -> Any:
    server = call.server()
    if not isinstance(call.body, list):
        raise errors.form_error("_errors", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    entries = [(_entry(server, given), given) for given in call.body]
    moved = [given for channel, given in entries if _changes_parent(channel, given)]
    if len(moved) > 1:
        raise Refusal(errors.ONE_PARENT_AT_A_TIME)
    for channel, given in entries:
        _need_to_move(call, server, channel, given)
    parents = [
        _parent(call, server, given, channel.kind, moved=channel) if "parent_id" in given else channel.parent
        for channel, given in entries
    ]
    for (channel, given), parent in zip(entries, parents, strict=True):
        _move(call, server, channel, given, parent)


def _entry(server: Server, given: Json) -> Channel:
    channel = server.channels.get(snowflakes.parse(given.get("id")) or 0)
    if channel is None:
        raise Refusal(errors.UNKNOWN_CHANNEL)
    return channel


def _changes_parent(channel: Channel, given: Json) -> bool:
    there = None if channel.parent is None else channel.parent.id
    return "parent_id" in given and snowflakes.parse(given["parent_id"]) != there


def _need_to_move(call: RestCall, server: Server, channel: Channel, given: Json) -> None:
    """Channels that one can't view may be put in order, but not be moved into another category."""
    if _changes_parent(channel, given):
        call.need(channel, permissions.MANAGE_CHANNELS)
        if given.get("parent_id") is None:
            call.need_in_server(server, permissions.MANAGE_CHANNELS)
    elif channel.parent is None or not call.may(channel.parent, permissions.MANAGE_CHANNELS):
        call.need_in_server(server, permissions.MANAGE_CHANNELS)
    if given.get("lock_permissions"):
        call.need(channel, permissions.MANAGE_ROLES)


def _move(call: RestCall, server: Server, channel: Channel, given: Json, parent: Channel | None) -> None:
    before = wire.channel(channel)
    if given.get("position") is not None:
        channel.position = int(given["position"])
    changed = channel.parent is not parent
    channel.parent = parent
    after = wire.channel(channel)
    if after != before:
        audits.record(call, server, Action.CHANNEL_UPDATED, channel.id, before=before, after=after)
    if given.get("lock_permissions") and changed and parent is not None:
        overwrites.replace(call, channel, parent.overwrites)
    else:
        call.world.update_channel(channel)


ROUTES = (
    Route("GET", "/channels/{channel_id}", one),
    Route("PATCH", "/channels/{channel_id}", edit),
    Route("DELETE", "/channels/{channel_id}", delete),
    Route("GET", "/guilds/{guild_id}/channels", of_server),
    Route("POST", "/guilds/{guild_id}/channels", create),
    Route("PATCH", "/guilds/{guild_id}/channels", move),
)
