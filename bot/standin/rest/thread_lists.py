"""Threads that are listed: the active ones of a server, the archived ones of a channel."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.standin import errors, limits, wire
from bot.standin.errors import Refusal
from bot.standin.rest.call import RestCall, Route
from bot.standin.world import permissions
from bot.standin.world.model import POSTS_ONLY, Channel, ChannelKind, Json

_PARENTS = frozenset({ChannelKind.TEXT, ChannelKind.ANNOUNCEMENT, *POSTS_ONLY})


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
    channel = _parent(call, permissions.READ_MESSAGE_HISTORY)
    return _by_time(call, [one for one in _archived(call, channel) if not _is_private(one)])


def archived_private(call: RestCall) -> Any:
    channel = _parent(call, permissions.READ_MESSAGE_HISTORY | permissions.MANAGE_THREADS)
    return _by_time(call, [one for one in _archived(call, channel) if _is_private(one)])


def archived_joined(call: RestCall) -> Any:
    """Private threads of which the caller is a member, by their ids."""
    channel = _parent(call, permissions.READ_MESSAGE_HISTORY)
    limit, before = _limit(call), call.anchor("before")
    found = [
        one
        for one in _archived(call, channel)
        if _is_private(one)
        and one.thread is not None
        and call.account.id in one.thread.members
        and (before is None or one.id < before)
    ]
    found.sort(key=lambda one: one.id, reverse=True)
    return _listed(call, found[:limit], has_more=len(found) > limit)


def _parent(call: RestCall, needed: int) -> Channel:
    channel = call.channel()
    if channel.kind not in _PARENTS:
        raise Refusal(errors.WRONG_CHANNEL_TYPE)
    call.need(channel, needed)
    return channel


def _archived(call: RestCall, channel: Channel) -> list[Channel]:
    call.world.archive_idle(call.world.threads_of(channel))
    return [one for one in call.world.threads_of(channel) if one.thread is not None and one.thread.archived]


def _is_private(thread: Channel) -> bool:
    return thread.kind is ChannelKind.PRIVATE_THREAD


def _by_time(call: RestCall, threads: list[Channel]) -> Json:
    """Those archived before a time, the latest first."""
    limit, before = _limit(call), _time(call, "before")
    found = [
        (one.thread.archived_at, one.id, one)
        for one in threads
        if one.thread is not None and (before is None or one.thread.archived_at < before)
    ]
    found.sort(key=lambda entry: entry[:2], reverse=True)
    return _listed(call, [one for _, _, one in found[:limit]], has_more=len(found) > limit)


def _limit(call: RestCall) -> int:
    return call.number("limit", limits.THREAD_PAGE_DEFAULT, least=2, most=limits.THREAD_PAGE)


def _time(call: RestCall, name: str) -> datetime | None:
    text = call.query.get(name)
    if text is None:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise errors.form_error(name, "DATE_TIME_TYPE_PARSE", "Could not parse the date.") from None
    return when if when.tzinfo is not None else when.replace(tzinfo=UTC)


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


_CHANNEL = "/channels/{channel_id}"
ROUTES = (
    Route("GET", "/guilds/{guild_id}/threads/active", active),
    Route("GET", f"{_CHANNEL}/threads/archived/public", archived_public),
    Route("GET", f"{_CHANNEL}/threads/archived/private", archived_private),
    Route("GET", f"{_CHANNEL}/users/@me/threads/archived/private", archived_joined),
)
