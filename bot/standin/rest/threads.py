"""Threads: made from a message, on their own, as posts of a forum; and changed."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import errors, limits, wire
from bot.standin.errors import Form, Refusal
from bot.standin.rest import audits, forums
from bot.standin.rest.call import Reply, RestCall, Route
from bot.standin.rest.messages import need_patience, permitted
from bot.standin.rules import drafts
from bot.standin.world import permissions
from bot.standin.world.audit import Action
from bot.standin.world.model import (
    POSTS_ONLY,
    Channel,
    ChannelFlag,
    ChannelKind,
    Json,
    Message,
    MessageFlag,
    MessageKind,
    Server,
    ThreadState,
)

_WITH_THREADS = frozenset({ChannelKind.TEXT, ChannelKind.ANNOUNCEMENT})
# Which kinds of thread a channel can have without a message; Discord makes it private when none is named.
_KINDS = {
    ChannelKind.TEXT: (ChannelKind.PUBLIC_THREAD, ChannelKind.PRIVATE_THREAD),
    ChannelKind.ANNOUNCEMENT: (ChannelKind.ANNOUNCEMENT_THREAD,),
}
_SAID_BY_PEOPLE = frozenset(
    {MessageKind.DEFAULT, MessageKind.REPLY, MessageKind.COMMAND, MessageKind.MENU_COMMAND}
)
_FOR_MODERATORS = frozenset({"locked", "rate_limit_per_user", "flags"})


def create_from_message(call: RestCall) -> Any:
    channel = call.channel(permissions.CREATE_PUBLIC_THREADS)
    if channel.kind not in _WITH_THREADS:
        raise Refusal(errors.WRONG_CHANNEL_TYPE)
    message = call.message(channel)
    _check(call.form)
    if message.flags & MessageFlag.HAS_THREAD or message.id in call.world.channels:
        raise Refusal(errors.THREAD_EXISTS)
    if message.kind not in _SAID_BY_PEOPLE or message.flags & MessageFlag.PRIVATE:
        raise Refusal(errors.WRONG_MESSAGE_TYPE)
    need_room(channel.server)
    return _created(call, _create(call, channel, message=message))


def create(call: RestCall) -> Any:
    channel = call.channel()
    if channel.kind in POSTS_ONLY:
        return _create_post(call, channel)
    kinds = _KINDS.get(channel.kind)
    if kinds is None:
        raise Refusal(errors.WRONG_CHANNEL_TYPE)
    kind = call.form.get("type") or ChannelKind.PRIVATE_THREAD
    private = kind == ChannelKind.PRIVATE_THREAD
    call.need(channel, permissions.CREATE_PRIVATE_THREADS if private else permissions.CREATE_PUBLIC_THREADS)
    form = Form()
    form.one_of("type", kind, kinds)
    _check(call.form, form)
    need_room(channel.server)
    return _created(call, _create(call, channel, private=private))


def _created(call: RestCall, thread: Channel, **beside: Json) -> Reply:
    if thread.server is not None:
        after = wire.thread(thread)
        audits.record(call, thread.server, Action.THREAD_CREATED, thread.id, after=after)
    return Reply(201, wire.thread(thread, viewer=call.account) | beside)


def _create(call: RestCall, parent: Channel, **how: Any) -> Channel:
    body = call.form
    slow_mode = body.get("rate_limit_per_user")
    return call.world.create_thread(
        parent,
        body["name"].strip(),
        owner=call.account,
        invitable=body.get("invitable") is not False,
        auto_archive_minutes=body.get("auto_archive_duration"),
        slow_mode=None if slow_mode is None else int(slow_mode),
        **how,
    )


def _create_post(call: RestCall, forum: Channel) -> Reply:
    """A post needs the right to write, not the one to make threads."""
    call.need(forum, permissions.SEND_MESSAGES)
    form = Form()
    starter = call.form.get("message")
    if not isinstance(starter, dict):
        form.required("message")
        starter = {}
    _check(call.form, form)
    draft = permitted(call, forum, _draft(call, starter))
    tags = forums.applied(call, forum, call.form, before=[])
    need_room(forum.server)
    need_patience(call, forum, call.world.clock())
    thread = _create(call, forum, applied_tags=tags)
    message = Message(thread.id, thread, call.account)
    draft.put_on(message, call.world)
    call.world.add_message(message)
    return _created(call, thread, message=call.write(message))


def _draft(call: RestCall, starter: Json) -> drafts.Draft:
    """The first message of a post; what is wrong with it is told below `message`."""
    try:
        draft = drafts.read(starter, call.uploads, call.world, call.account)
    except Refusal as refusal:
        if refusal.errors is None:
            raise
        raise Refusal(refusal.kind, errors={"message": refusal.errors}) from None
    draft.need_something()
    return draft


def _check(body: Json, form: Form | None = None) -> None:
    form = form or Form()
    name = body.get("name")
    if not isinstance(name, str):
        form.required("name")
    _check_given(body, form)


def _check_given(body: Json, form: Form) -> None:
    """Refuse what a new thread or a changed one can't have."""
    if isinstance(body.get("name"), str):
        form.length("name", body["name"].strip(), 1, limits.CHANNEL_NAME)
    if body.get("auto_archive_duration") is not None:
        minutes = body["auto_archive_duration"]
        form.one_of("auto_archive_duration", minutes, limits.AUTO_ARCHIVE_MINUTES)
    form.between("rate_limit_per_user", body.get("rate_limit_per_user"), 0, limits.SLOW_MODE)
    form.check()


def need_room(server: Server | None) -> None:
    """Refuse one more active thread than a server can have."""
    threads = () if server is None else server.threads.values()
    if sum(one.thread is not None and not one.thread.archived for one in threads) >= limits.ACTIVE_THREADS:
        raise Refusal(errors.TOO_MANY_THREADS)


def edit(call: RestCall, thread: Channel, state: ThreadState) -> None:
    """Change a thread: the handler of channels comes here with those that are threads."""
    body = {
        key: value for key, value in call.form.items() if value is not None or key == "rate_limit_per_user"
    }
    _check_given(body, Form())
    _need_right(call, thread, state, body)
    if state.archived and body.get("archived") is not False and body.keys() - {"archived"}:
        raise Refusal(errors.ARCHIVED_THREAD)
    if state.archived and body.get("archived") is False:
        need_room(thread.server)
    forum = thread.parent if thread.parent is not None and thread.parent.kind in POSTS_ONLY else None
    tags = state.applied_tags
    if forum is not None and "applied_tags" in body:
        tags = forums.applied(call, forum, body, before=tags)
    elif body.get("applied_tags"):
        raise Refusal(errors.WRONG_CHANNEL_TYPE)
    flags = _flags(call, thread, forum, body)
    before = wire.thread(thread)
    if body.get("archived") is False:
        call.world.mark_archived(thread, state, archived=False)
    state.applied_tags, thread.flags = tags, flags
    _apply(call, thread, state, body)
    if body.get("archived") is True:
        call.world.mark_archived(thread, state, archived=True)
    _tell(call, thread, before)


def _need_right(call: RestCall, thread: Channel, state: ThreadState, body: Json) -> None:
    """Moderators may all; the owner all but lock, slow down and pin; others only wake one not locked."""
    if call.may(thread, permissions.MANAGE_THREADS):
        return
    asked = set(body)
    if body.get("locked") is False and not state.locked:
        asked.discard("locked")
    if asked & _FOR_MODERATORS:
        raise Refusal(errors.MISSING_PERMISSIONS)
    if state.locked:
        raise Refusal(errors.THREAD_LOCKED)
    wakes = asked == {"archived"} and body["archived"] is False
    if wakes:
        call.need(thread, permissions.SEND_MESSAGES_IN_THREADS)
    elif state.owner_id != call.account.id:
        raise Refusal(errors.MISSING_PERMISSIONS)


def _flags(call: RestCall, thread: Channel, forum: Channel | None, body: Json) -> int:
    """The flags that a body wants; a forum has one pinned post at a time."""
    if "flags" not in body:
        return thread.flags
    pinned = int(body["flags"]) & ChannelFlag.PINNED
    if forum is None and pinned:
        raise Refusal(errors.WRONG_CHANNEL_TYPE)
    others = [] if forum is None else [one for one in call.world.threads_of(forum) if one is not thread]
    if pinned and sum(bool(one.flags & ChannelFlag.PINNED) for one in others) >= limits.PINNED_POSTS:
        raise Refusal(errors.TOO_MANY_PINNED_POSTS)
    return (thread.flags & ~ChannelFlag.PINNED) | pinned


def _apply(call: RestCall, thread: Channel, state: ThreadState, body: Json) -> None:
    state.locked = bool(body.get("locked", state.locked))
    if "name" in body:
        call.world.rename_thread(thread, body["name"].strip(), by=call.account)
    if "auto_archive_duration" in body:
        state.auto_archive_minutes = int(body["auto_archive_duration"])
        state.archived_at = state.active_at = call.world.now()
    if "rate_limit_per_user" in body:
        thread.slow_mode = int(body["rate_limit_per_user"] or 0)
    if "invitable" in body and thread.kind is ChannelKind.PRIVATE_THREAD:
        state.invitable = bool(body["invitable"])


def _tell(call: RestCall, thread: Channel, before: Json) -> None:
    after = wire.thread(thread)
    if after != before and thread.server is not None:
        was, is_now = (_flat(one) for one in (before, after))
        audits.record(call, thread.server, Action.THREAD_UPDATED, thread.id, before=was, after=is_now)
    call.world.update_channel(thread)


def _flat(written: Json) -> Json:
    """The audit log names what is in `thread_metadata` beside the rest."""
    return {**written, **written["thread_metadata"], "thread_metadata": None, "archive_timestamp": None}


_CHANNEL = "/channels/{channel_id}"
ROUTES = (
    Route("POST", f"{_CHANNEL}/messages/{{message_id}}/threads", create_from_message),
    Route("POST", f"{_CHANNEL}/threads", create),
)
