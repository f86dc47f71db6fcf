"""Threads: from a message, on their own, as posts of a forum; their members and their lists."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.standin import drafts, errors, limits, permissions, snowflakes, wire
from bot.standin.errors import Form, Refusal
from bot.standin.model import POSTS_ONLY, Channel, ChannelKind, Json, Message, MessageFlag
from bot.standin.rest.call import Reply, RestCall, Route, need_unarchived

_PRIVATE = 12


def create_from_message(call: RestCall) -> Any:
    channel = call.channel(permissions.CREATE_PUBLIC_THREADS)
    message = call.message(channel)
    if channel.kind not in (ChannelKind.TEXT, ChannelKind.ANNOUNCEMENT):
        raise Refusal(errors.WRONG_CHANNEL_TYPE)
    _check_form(call.form)
    if message.flags & MessageFlag.HAS_THREAD or message.id in call.world.channels:
        raise Refusal(errors.THREAD_EXISTS)
    _need_room(channel)
    thread = call.world.create_thread(
        channel,
        call.form["name"],
        owner=call.account,
        message=message,
        auto_archive_minutes=call.form.get("auto_archive_duration"),
    )
    return Reply(201, wire.thread(thread, viewer=call.account))


def create(call: RestCall) -> Any:
    channel = call.channel()
    if channel.kind in POSTS_ONLY:
        return Reply(201, _create_post(call, channel))
    if channel.kind not in (ChannelKind.TEXT, ChannelKind.ANNOUNCEMENT):
        raise Refusal(errors.WRONG_CHANNEL_TYPE)
    # Discord makes it private when the type is not given, and says that this will change.
    private = call.form.get("type", _PRIVATE) == _PRIVATE
    call.need(channel, permissions.CREATE_PRIVATE_THREADS if private else permissions.CREATE_PUBLIC_THREADS)
    _check_form(call.form)
    _need_room(channel)
    thread = call.world.create_thread(
        channel,
        call.form["name"],
        owner=call.account,
        private=private,
        auto_archive_minutes=call.form.get("auto_archive_duration"),
    )
    return Reply(201, wire.thread(thread, viewer=call.account))


def _create_post(call: RestCall, forum: Channel) -> Json:
    call.need(forum, permissions.SEND_MESSAGES)
    _check_form(call.form)
    starter = call.form.get("message")
    if not isinstance(starter, dict):
        raise errors.form_error("message", "BASE_TYPE_REQUIRED", "This field is required")
    tags = _applied_tags(call, forum)
    draft = drafts.read(starter, call.uploads)
    draft.need_something(call.uploads)
    _need_room(forum)
    thread = call.world.create_thread(
        forum,
        call.form["name"],
        owner=call.account,
        auto_archive_minutes=call.form.get("auto_archive_duration"),
        applied_tags=tags,
    )
    message = Message(thread.id, thread, call.account)
    draft.put_on(message, call.world, call.uploads)
    call.world.add_message(message)
    return {**wire.thread(thread, viewer=call.account), "message": call.write(message)}


def _applied_tags(call: RestCall, forum: Channel) -> list[int]:
    wanted = [snowflakes.parse(one) for one in call.form.get("applied_tags") or []]
    if not wanted and forum.flags & 1 << 4:
        raise Refusal(errors.TAG_REQUIRED)
    return checked_tags(call, forum, wanted)


def checked_tags(call: RestCall, forum: Channel, wanted: list[int | None]) -> list[int]:
    """Tags of this forum, few enough, and none that only moderators may apply."""
    if len(wanted) > limits.POST_TAGS:
        form = Form()
        form.too_long("applied_tags", limits.POST_TAGS)
        form.check()
    available = {tag.id: tag for tag in forum.tags or []}
    for tag_id in wanted:
        if tag_id not in available:
            raise errors.form_error("applied_tags", "INVALID_TAG", f"Unknown tag {tag_id}")
        if available[tag_id].moderated and not call.may(forum, permissions.MANAGE_THREADS):
            raise Refusal(errors.TAG_FOR_MODERATORS)
    return [tag_id for tag_id in wanted if tag_id is not None]


def _check_form(body: Json) -> None:
    form = Form()
    name = body.get("name")
    if not isinstance(name, str):
        form.required("name")
    else:
        form.length("name", name.strip(), 1, limits.CHANNEL_NAME)
    check_archive_minutes(body, form)
    form.check()


def check_archive_minutes(body: Json, form: Form) -> None:
    minutes = body.get("auto_archive_duration")
    if minutes is not None and minutes not in limits.AUTO_ARCHIVE_MINUTES:
        choices = ", ".join(str(one) for one in limits.AUTO_ARCHIVE_MINUTES)
        form.wrong("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of {{{choices}}}.")


def _need_room(channel: Channel) -> None:
    if channel.server is None:
        return
    active = sum(
        one.thread is not None and not one.thread.archived for one in channel.server.threads.values()
    )
    if active >= limits.ACTIVE_THREADS:
        raise Refusal(errors.TOO_MANY_THREADS)


def active(call: RestCall) -> Any:
    server = call.server()
    call.world.archive_idle(server.threads.values())
    threads = [
        one
        for one in server.threads.values()
        if one.thread is not None and not one.thread.archived and call.may(one, permissions.VIEW_CHANNEL)
    ]
    threads.sort(key=lambda one: one.id, reverse=True)
    return _listed(call, threads, has_more=False)


def archived_public(call: RestCall) -> Any:
    return _archived(call, private=False)


def archived_private(call: RestCall) -> Any:
    return _archived(call, private=True)


def _archived(call: RestCall, *, private: bool) -> Any:
    channel = call.channel(permissions.READ_MESSAGE_HISTORY | (permissions.MANAGE_THREADS if private else 0))
    limit = call.number("limit", limits.THREAD_PAGE, least=2, most=limits.THREAD_PAGE)
    before = _time(call, "before")
    call.world.archive_idle(call.world.threads_of(channel))
    found = [
        (one.thread.archived_at, one)
        for one in call.world.threads_of(channel)
        if one.thread is not None
        and one.thread.archived
        and (one.kind is ChannelKind.PRIVATE_THREAD) is private
        and (before is None or one.thread.archived_at < before)
    ]
    found.sort(key=lambda pair: pair[0], reverse=True)
    return _listed(call, [one for _, one in found[:limit]], has_more=len(found) > limit)


def _time(call: RestCall, name: str) -> datetime | None:
    text = call.query.get(name)
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise errors.form_error(name, "DATE_TIME_TYPE_PARSE", "Could not parse the date.") from None


def _listed(call: RestCall, threads: list[Channel], *, has_more: bool) -> Json:
    return {
        "threads": [wire.thread(one, viewer=call.account) for one in threads],
        "members": [
            wire.thread_member(one, call.account.id)
            for one in threads
            if one.thread is not None and call.account.id in one.thread.members
        ],
        "has_more": has_more,
    }


def members(call: RestCall) -> Any:
    thread = _thread(call)
    return [] if thread.thread is None else [wire.thread_member(thread, one) for one in thread.thread.members]


def join(call: RestCall) -> Any:
    thread = _thread(call)
    need_unarchived(thread)
    call.world.join_thread(thread, call.account)


def leave(call: RestCall) -> Any:
    thread = _thread(call)
    need_unarchived(thread)
    call.world.leave_thread(thread, call.account)


def add(call: RestCall) -> Any:
    thread = _thread(call)
    call.need(thread, permissions.SEND_MESSAGES_IN_THREADS)
    need_unarchived(thread)
    if thread.server is not None:
        call.world.join_thread(thread, call.member(thread.server, call.id("user_id")).account)


def remove(call: RestCall) -> Any:
    thread = _thread(call)
    call.need(thread, permissions.MANAGE_THREADS)
    need_unarchived(thread)
    if thread.server is not None:
        call.world.leave_thread(thread, call.member(thread.server, call.id("user_id")).account)


def _thread(call: RestCall) -> Channel:
    channel = call.channel()
    if channel.thread is None:
        raise Refusal(errors.WRONG_CHANNEL_TYPE)
    return channel


_CHANNEL = "/channels/{channel_id}"
ROUTES = (
    Route("POST", f"{_CHANNEL}/messages/{{message_id}}/threads", create_from_message),
    Route("POST", f"{_CHANNEL}/threads", create),
    Route("GET", "/guilds/{guild_id}/threads/active", active),
    Route("GET", f"{_CHANNEL}/threads/archived/public", archived_public),
    Route("GET", f"{_CHANNEL}/threads/archived/private", archived_private),
    Route("GET", f"{_CHANNEL}/thread-members", members),
    Route("PUT", f"{_CHANNEL}/thread-members/@me", join),
    Route("DELETE", f"{_CHANNEL}/thread-members/@me", leave),
    Route("PUT", f"{_CHANNEL}/thread-members/{{user_id}}", add),
    Route("DELETE", f"{_CHANNEL}/thread-members/{{user_id}}", remove),
)
