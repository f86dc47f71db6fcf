"""Members: found, given roles and names, silenced, sent away, banned."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.standin import errors, limits, wire
from bot.standin.errors import Form, Refusal
from bot.standin.rest import audits
from bot.standin.rest.call import RestCall, Route, need_listing
from bot.standin.rest.hierarchy import need_above_member, need_above_role, role_of
from bot.standin.world import permissions, snowflakes
from bot.standin.world.audit import Action
from bot.standin.world.model import Account, Ban, Json, Member, Role, Server

_OF_VOICE = ("mute", "deaf", "channel_id")


def members(call: RestCall) -> Any:
    """Without the members intent switched on, Discord does not list members."""
    server = call.server()
    need_listing(call)
    limit = call.number("limit", 1, least=1, most=limits.MEMBER_PAGE)
    after = call.anchor("after") or 0
    found = sorted(server.members.values(), key=lambda member: member.account.id)
    return [wire.member(member) for member in found if member.account.id > after][:limit]


def search(call: RestCall) -> Any:
    server = call.server()
    limit = call.number("limit", 1, least=1, most=limits.MEMBER_PAGE)
    start = call.query.get("query", "")
    form = Form()
    form.length("query", start, *limits.SEARCH_WORDS)
    form.check()
    found = [
        member
        for member in server.members.values()
        if member.account.name.lower().startswith(start.lower())
        or (member.nick or "").lower().startswith(start.lower())
    ]
    return [wire.member(member) for member in found[:limit]]


def one(call: RestCall) -> Any:
    return wire.member(call.member(call.server(), call.id("user_id")))


def edit_me(call: RestCall) -> Any:
    server = call.server()
    own = server.members[call.account.id]
    if "nick" in call.form:
        call.need_in_server(server, permissions.CHANGE_NICKNAME)
        _check_nick(call.form)
        before = wire.member(own)
        own.nick = call.form["nick"] or None
        _changed(call, server, own, before)
    return wire.member(own)


def edit(call: RestCall) -> Any:
    """Every right is asked for before anything is changed."""
    server, body = call.server(), call.form
    target = call.member(server, call.id("user_id"))
    if any(body.get(key) is not None for key in _OF_VOICE):
        raise Refusal(errors.NOT_IN_VOICE)
    _check_nick(body)
    until = _time_out(call, body)
    if "communication_disabled_until" in body:
        need_above_member(call, server, target, permissions.MODERATE_MEMBERS)
        if until is not None and call.world.rights(server, target.account) & permissions.ADMINISTRATOR:
            raise Refusal(errors.MISSING_PERMISSIONS)
    if "nick" in body:
        if target.account is call.account:
            call.need_in_server(server, permissions.CHANGE_NICKNAME)
        else:
            need_above_member(call, server, target, permissions.MANAGE_NICKNAMES)
    roles = _wanted_roles(call, server, target, body)
    before = wire.member(target)
    if "nick" in body:
        target.nick = body["nick"] or None
    if "communication_disabled_until" in body:
        target.timed_out_until = until
    _set_roles(call, server, target, roles)
    _changed(call, server, target, before)
    return wire.member(target)


def _check_nick(body: Json) -> None:
    form = Form()
    if isinstance(body.get("nick"), str):
        form.length("nick", body["nick"], 0, limits.NICK)
    form.check()


def _time_out(call: RestCall, body: Json) -> datetime | None:
    text = body.get("communication_disabled_until")
    if text is None:
        return None
    try:
        until = datetime.fromisoformat(str(text))
    except ValueError:
        place = "communication_disabled_until"
        raise errors.form_error(place, "DATE_TIME_TYPE_PARSE", "Could not parse the date.") from None
    until = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
    if until > call.world.now() + timedelta(days=limits.TIME_OUT_DAYS):
        text = f"Cannot be more than {limits.TIME_OUT_DAYS} days in the future."
        raise errors.form_error("communication_disabled_until", "TIMEOUT_TOO_LONG", text)
    return until


def _wanted_roles(call: RestCall, server: Server, target: Member, body: Json) -> set[int]:
    if body.get("roles") is None:
        return target.roles
    wanted = {role_of(server, snowflakes.parse(one)).id for one in body["roles"]} - {server.everyone.id}
    call.need_in_server(server, permissions.MANAGE_ROLES)
    for role_id in wanted ^ target.roles:
        _need_givable(call, server, server.roles[role_id])
    return wanted


def _need_givable(call: RestCall, server: Server, role: Role) -> None:
    need_above_role(call, server, role)
    if role.managed_by is not None or role is server.everyone:
        raise Refusal(errors.INVALID_ROLE)


def _set_roles(call: RestCall, server: Server, target: Member, wanted: set[int]) -> None:
    """Note each side of the change as the audit log does, and make it."""
    sides = {"$add": wanted - target.roles, "$remove": target.roles - wanted}
    moved = {key: _named(server, roles) for key, roles in sides.items() if roles}
    if moved:
        action = Action.MEMBER_ROLES_UPDATED
        audits.record(call, server, action, target.account.id, after=moved)
        call.world.set_member_roles(server, target, wanted)


def _named(server: Server, roles: set[int]) -> list[Json]:
    return [{"id": str(role_id), "name": server.roles[role_id].name} for role_id in sorted(roles)]


def _changed(call: RestCall, server: Server, member: Member, before: Json) -> None:
    """Tell what else was changed of a member; its roles are noted on their own."""
    after = {**wire.member(member), "roles": before["roles"]}
    if after != before:
        audits.record(call, server, Action.MEMBER_UPDATED, member.account.id, before=before, after=after)
        call.world.update_member(server, member)


def give_role(call: RestCall) -> Any:
    server, target, role = _member_and_role(call)
    _set_roles(call, server, target, target.roles | {role.id})


def take_role(call: RestCall) -> Any:
    server, target, role = _member_and_role(call)
    _set_roles(call, server, target, target.roles - {role.id})


def _member_and_role(call: RestCall) -> tuple[Server, Member, Role]:
    server = call.server()
    target = call.member(server, call.id("user_id"))
    role = role_of(server, call.id("role_id"))
    _need_givable(call, server, role)
    return server, target, role


def kick(call: RestCall) -> Any:
    server = call.server()
    target = call.member(server, call.id("user_id"))
    need_above_member(call, server, target, permissions.KICK_MEMBERS)
    audits.record(call, server, Action.MEMBER_KICKED, target.account.id)
    call.world.leave(server, target.account)


def bans(call: RestCall) -> Any:
    """By the ids of those who are banned; `before` wins over `after`."""
    server = call.server()
    call.need_in_server(server, permissions.BAN_MEMBERS)
    limit = call.number("limit", limits.BAN_PAGE, least=1, most=limits.BAN_PAGE)
    before, after = call.anchor("before"), call.anchor("after") or 0
    found = sorted(server.bans)
    if before is not None:
        page = [one for one in found if one < before][-limit:]
    else:
        page = [one for one in found if one > after][:limit]
    return [_ban(server.bans[one]) for one in page]


def ban_of(call: RestCall) -> Any:
    server = call.server()
    call.need_in_server(server, permissions.BAN_MEMBERS)
    return _ban(_known_ban(server, call.id("user_id")))


def _known_ban(server: Server, account_id: int) -> Ban:
    known = server.bans.get(account_id)
    if known is None:
        raise Refusal(errors.UNKNOWN_BAN)
    return known


def _ban(of: Ban) -> Json:
    return {"user": wire.user(of.account), "reason": of.reason}


def ban(call: RestCall) -> Any:
    server = call.server()
    call.need_in_server(server, permissions.BAN_MEMBERS)
    account = call.world.accounts.get(call.id("user_id"))
    if account is None:
        raise Refusal(errors.UNKNOWN_USER)
    member = server.members.get(account.id)
    if member is not None:
        need_above_member(call, server, member, permissions.BAN_MEMBERS)
    seconds = _seconds_to_delete(call)
    if account.id not in server.bans:
        audits.record(call, server, Action.MEMBER_BANNED, account.id)
        call.world.ban(server, account, reason=call.reason)
        _delete_latest(call, server, account, seconds)


def _seconds_to_delete(call: RestCall) -> int:
    """How far back to delete; discord.py says it in the query."""
    days = call.form.get("delete_message_days") or 0
    most = limits.BAN_DELETE_DAYS * 86400
    asked = call.number("delete_message_seconds", days * 86400, least=0, most=most)
    seconds = call.form.get("delete_message_seconds")
    form = Form()
    form.between("delete_message_days", days, 0, limits.BAN_DELETE_DAYS)
    form.between("delete_message_seconds", seconds, 0, most)
    form.check()
    return asked if seconds is None else int(seconds)


def _delete_latest(call: RestCall, server: Server, account: Account, seconds: int) -> None:
    oldest = call.world.clock() - seconds
    for channel in (*server.channels.values(), *server.threads.values()) if seconds else ():
        own = [one for one in channel.log if one.author is account and one.created_at.timestamp() >= oldest]
        if own:
            call.world.delete_messages(channel, own)


def unban(call: RestCall) -> Any:
    server = call.server()
    call.need_in_server(server, permissions.BAN_MEMBERS)
    known = _known_ban(server, call.id("user_id"))
    audits.record(call, server, Action.BAN_LIFTED, known.account.id)
    call.world.unban(server, known.account)


_MEMBERS = "/guilds/{guild_id}/members"
_BANS = "/guilds/{guild_id}/bans"
ROUTES = (
    Route("GET", _MEMBERS, members),
    Route("GET", f"{_MEMBERS}/search", search),
    Route("PATCH", f"{_MEMBERS}/@me", edit_me),
    Route("GET", f"{_MEMBERS}/{{user_id}}", one),
    Route("PATCH", f"{_MEMBERS}/{{user_id}}", edit),
    Route("DELETE", f"{_MEMBERS}/{{user_id}}", kick),
    Route("PUT", f"{_MEMBERS}/{{user_id}}/roles/{{role_id}}", give_role),
    Route("DELETE", f"{_MEMBERS}/{{user_id}}/roles/{{role_id}}", take_role),
    Route("GET", _BANS, bans),
    Route("GET", f"{_BANS}/{{user_id}}", ban_of),
    Route("PUT", f"{_BANS}/{{user_id}}", ban),
    Route("DELETE", f"{_BANS}/{{user_id}}", unban),
)
