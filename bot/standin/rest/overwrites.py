"""Permission overwrites of channels: who may set which, and how a category hands them on."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import errors, limits, wire
from bot.standin.errors import Refusal
from bot.standin.rest import audits
from bot.standin.rest.call import RestCall, Route
from bot.standin.world import permissions, snowflakes
from bot.standin.world.audit import Action
from bot.standin.world.model import Channel, Json, Overwrite, Server

Overwrites = dict[int, Overwrite]


def put(call: RestCall) -> Any:
    channel, server = _target(call)
    target_id = call.id("overwrite_id")
    given = _read(call, server, target_id, call.form)
    check(call, server, {target_id: given}, channel=channel, parent=channel.parent)
    replace(call, channel, {**channel.overwrites, target_id: given})


def delete(call: RestCall) -> Any:
    channel, _ = _target(call)
    target_id = call.id("overwrite_id")
    if target_id not in channel.overwrites:
        raise Refusal(errors.UNKNOWN_OVERWRITE)
    replace(call, channel, {one: kept for one, kept in channel.overwrites.items() if one != target_id})


def _target(call: RestCall) -> tuple[Channel, Server]:
    channel = call.channel()
    if channel.server is None:
        raise Refusal(errors.WRONG_FOR_DIRECT)
    if channel.thread is not None:
        raise Refusal(errors.WRONG_CHANNEL_TYPE)
    call.need(channel, permissions.MANAGE_ROLES)
    return channel, channel.server


def read(call: RestCall, server: Server, body: Json) -> Overwrites:
    """The overwrites of a body, no more than a channel can have."""
    overwrites = {
        one.target_id: one
        for given in body.get("permission_overwrites") or []
        for one in [_read(call, server, snowflakes.parse(given.get("id")) or 0, given)]
    }
    _need_room(overwrites)
    return overwrites


def _need_room(overwrites: Overwrites) -> None:
    if len(overwrites) > limits.OVERWRITES:
        raise Refusal(errors.TOO_MANY_OVERWRITES)


def _read(call: RestCall, server: Server, target_id: int, given: Json) -> Overwrite:
    kind = given.get("type")
    if kind is None:
        kind = 0 if target_id in server.roles else 1
    if target_id not in (server.roles if int(kind) == 0 else call.world.accounts):
        raise Refusal(errors.UNKNOWN_OVERWRITE)
    allow, deny = (int(given.get(side) or 0) & permissions.ALL for side in ("allow", "deny"))
    return Overwrite(target_id, int(kind), allow, deny)


def check(
    call: RestCall, server: Server, given: Overwrites, *, channel: Channel | None, parent: Channel | None
) -> None:
    """Refuse what the caller lacks in the server or in the category, compared with what stands already.

    Manage Roles itself is set by administrators only. One who holds it by an overwrite of this very channel
    may set everything.
    """
    world = call.world
    base = world.rights(server, call.account)
    held = base if parent is None else world.permissions(parent, call.account)
    if base & permissions.ADMINISTRATOR or (channel is not None and _rules_here(call, server, channel)):
        return
    standing = {} if channel is None else channel.overwrites
    for one in given.values():
        known = standing.get(one.target_id) or Overwrite(one.target_id, one.kind, 0, 0)
        changed = (one.allow ^ known.allow) | (one.deny ^ known.deny)
        if changed & ~held or changed & permissions.MANAGE_ROLES:
            raise Refusal(errors.MISSING_PERMISSIONS)


def _rules_here(call: RestCall, server: Server, channel: Channel) -> bool:
    own = {call.account.id, *server.members[call.account.id].roles}
    return any(
        one.target_id in own and one.allow & permissions.MANAGE_ROLES for one in channel.overwrites.values()
    )


def replace(call: RestCall, channel: Channel, new: Overwrites) -> None:
    """Set a channel's overwrites; a category's go to those of its channels that had the same."""
    server, old = channel.server, channel.overwrites
    if server is None:
        return
    _need_room(new)
    synced = [one for one in server.channels.values() if one.parent is channel and one.overwrites == old]
    for one in (channel, *synced):
        one.overwrites = dict(new)
        call.world.update_channel(one)
    for target_id in dict.fromkeys((*old, *new)):
        _audit(call, server, channel, old.get(target_id), new.get(target_id))


def _audit(
    call: RestCall, server: Server, channel: Channel, old: Overwrite | None, new: Overwrite | None
) -> None:
    known = new or old
    if known is None or old == new:
        return
    if old is None:
        action = Action.OVERWRITE_CREATED
    else:
        action = Action.OVERWRITE_DELETED if new is None else Action.OVERWRITE_UPDATED
    options = {"id": str(known.target_id), "type": str(known.kind)}
    if known.kind == 0:
        options["role_name"] = server.roles[known.target_id].name
    before, after = (None if one is None else wire.overwrite(one) for one in (old, new))
    audits.record(call, server, action, channel.id, before=before, after=after, options=options)


ROUTES = (
    Route("PUT", "/channels/{channel_id}/permissions/{overwrite_id}", put),
    Route("DELETE", "/channels/{channel_id}/permissions/{overwrite_id}", delete),
)
