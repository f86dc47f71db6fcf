"""Who is in a thread: coming, going, adding, taking out."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import errors, limits, wire
from bot.standin.errors import Refusal
from bot.standin.rest.call import RestCall, Route, need_listing, need_unarchived
from bot.standin.world import permissions
from bot.standin.world.model import Account, Channel, ChannelKind, Json, Server, ThreadState


def members(call: RestCall) -> Any:
    """All of them; in pages, and with what they are in the server, when one asks for that."""
    thread, server, state = _thread(call)
    need_listing(call)
    if not call.flag("with_member"):
        return [wire.thread_member(thread, one) for one in state.members]
    limit = call.number("limit", limits.THREAD_MEMBER_PAGE, least=1, most=limits.THREAD_MEMBER_PAGE)
    after = call.anchor("after") or 0
    page = [one for one in sorted(state.members) if one > after][:limit]
    return [_with_member(thread, server, one) for one in page]


def one(call: RestCall) -> Any:
    thread, server, state = _thread(call)
    account = call.member(server, call.id("user_id")).account
    if account.id not in state.members:
        raise Refusal(errors.UNKNOWN_MEMBER)
    if call.flag("with_member"):
        return _with_member(thread, server, account.id)
    return wire.thread_member(thread, account.id)


def _with_member(thread: Channel, server: Server, account_id: int) -> Json:
    written = wire.thread_member(thread, account_id)
    return {**written, "member": wire.member(server.members[account_id])}


def join(call: RestCall) -> Any:
    thread, _, state = _thread(call)
    need_unarchived(thread)
    _let_in(call, thread, state, call.account)


def add(call: RestCall) -> Any:
    thread, server, state = _thread(call)
    call.need(thread, permissions.SEND_MESSAGES_IN_THREADS)
    need_unarchived(thread)
    if not state.invitable and not _leads(call, thread, state):
        raise Refusal(errors.MISSING_PERMISSIONS)
    account = call.member(server, call.id("user_id")).account
    parent = thread.parent or thread
    if not call.world.permissions(parent, account) & permissions.VIEW_CHANNEL:
        raise Refusal(errors.MISSING_ACCESS)
    _let_in(call, thread, state, account)


def _let_in(call: RestCall, thread: Channel, state: ThreadState, account: Account) -> None:
    if account.id not in state.members and len(state.members) >= limits.THREAD_MEMBERS:
        raise Refusal(errors.TOO_MANY_IN_THREAD)
    call.world.join_thread(thread, account, by=call.account)


def leave(call: RestCall) -> Any:
    thread, _, _ = _thread(call)
    need_unarchived(thread)
    call.world.leave_thread(thread, call.account)


def remove(call: RestCall) -> Any:
    thread, server, state = _thread(call)
    if not _leads(call, thread, state):
        raise Refusal(errors.MISSING_PERMISSIONS)
    need_unarchived(thread)
    account = call.member(server, call.id("user_id")).account
    call.world.leave_thread(thread, account, by=call.account)


def _leads(call: RestCall, thread: Channel, state: ThreadState) -> bool:
    """Whether the caller decides who is in it: moderators do, and who made a private one."""
    if call.may(thread, permissions.MANAGE_THREADS):
        return True
    return thread.kind is ChannelKind.PRIVATE_THREAD and state.owner_id == call.account.id


def _thread(call: RestCall) -> tuple[Channel, Server, ThreadState]:
    channel = call.channel()
    if channel.thread is None or channel.server is None:
        raise Refusal(errors.WRONG_CHANNEL_TYPE)
    return channel, channel.server, channel.thread


_MEMBERS = "/channels/{channel_id}/thread-members"
ROUTES = (
    Route("GET", _MEMBERS, members),
    Route("GET", f"{_MEMBERS}/{{user_id}}", one),
    Route("PUT", f"{_MEMBERS}/@me", join),
    Route("DELETE", f"{_MEMBERS}/@me", leave),
    Route("PUT", f"{_MEMBERS}/{{user_id}}", add),
    Route("DELETE", f"{_MEMBERS}/{{user_id}}", remove),
)
