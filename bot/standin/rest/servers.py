"""Servers with their members, roles and emojis."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import changes, errors, limits, permissions, snowflakes, wire
from bot.standin.errors import Form, Refusal
from bot.standin.model import Json, Member, Role, Server
from bot.standin.rest.call import RestCall, Route


def one(call: RestCall) -> Any:
    server = call.server()
    written = wire.server(server)
    if call.flag("with_counts"):
        written |= {
            "approximate_member_count": len(server.members),
            "approximate_presence_count": len(server.members),
        }
    return written


def edit(call: RestCall) -> Any:
    server = call.server()
    call.need_in_server(server, permissions.MANAGE_GUILD)
    if isinstance(call.form.get("name"), str):
        server.name = call.form["name"]
    call.world.tell(changes.ServerUpdated(server))
    return wire.server(server)


def members(call: RestCall) -> Any:
    """Without the members intent switched on, Discord does not list members."""
    server = call.server()
    application = call.world.application_of(call.account)
    if application is not None and not application.privileged_intents & 1 << 1:
        raise Refusal(errors.MISSING_ACCESS)
    limit = call.number("limit", 1, least=1, most=limits.MEMBER_PAGE)
    after = call.anchor("after") or 0
    found = sorted(server.members.values(), key=lambda member: member.account.id)
    return [wire.member(member) for member in found if member.account.id > after][:limit]


def search_members(call: RestCall) -> Any:
    server = call.server()
    limit = call.number("limit", 1, least=1, most=limits.MEMBER_PAGE)
    start = call.query.get("query", "").lower()
    found = [
        member
        for member in server.members.values()
        if member.account.name.lower().startswith(start) or (member.nick or "").lower().startswith(start)
    ]
    return [wire.member(member) for member in found[:limit]]


def member(call: RestCall) -> Any:
    return wire.member(call.member(call.server(), call.id("user_id")))


def edit_me(call: RestCall) -> Any:
    server = call.server()
    own = call.need_in_server(server, permissions.CHANGE_NICKNAME)
    if "nick" in call.form:
        own.nick = call.form["nick"] or None
    call.world.tell(changes.MemberUpdated(server, own))
    return wire.member(own)


def edit_member(call: RestCall) -> Any:
    server = call.server()
    target = call.member(server, call.id("user_id"))
    if "roles" in call.form:
        wanted = {snowflakes.parse(role_id) or 0 for role_id in call.form["roles"] or []}
        for role_id in wanted ^ target.roles:
            _need_over(call, server, _role(server, role_id))
        call.world.set_member_roles(server, target, wanted)
    if "nick" in call.form:
        call.need_in_server(server, permissions.MANAGE_NICKNAMES)
        target.nick = call.form["nick"] or None
        call.world.tell(changes.MemberUpdated(server, target))
    return wire.member(target)


def give_role(call: RestCall) -> Any:
    server, target, role = _member_and_role(call)
    if role.id not in target.roles:
        call.world.set_member_roles(server, target, {*target.roles, role.id})


def take_role(call: RestCall) -> Any:
    server, target, role = _member_and_role(call)
    if role.id in target.roles:
        call.world.set_member_roles(server, target, target.roles - {role.id})


def _member_and_role(call: RestCall) -> tuple[Server, Member, Role]:
    server = call.server()
    target = call.member(server, call.id("user_id"))
    role = _role(server, call.id("role_id"))
    _need_over(call, server, role)
    if role.managed_by is not None or role is server.everyone:
        raise Refusal(errors.INVALID_ROLE)
    return server, target, role


def _need_over(call: RestCall, server: Server, role: Role) -> None:
    """Roles are given by those who manage roles and stand above the role."""
    own = call.need_in_server(server, permissions.MANAGE_ROLES)
    if server.owner_id == call.account.id:
        return
    top = max((server.roles[role_id].position for role_id in own.roles), default=0)
    if role.position >= top:
        raise Refusal(errors.MISSING_PERMISSIONS)


def _role(server: Server, role_id: int) -> Role:
    role = server.roles.get(role_id)
    if role is None:
        raise Refusal(errors.UNKNOWN_ROLE)
    return role


def roles(call: RestCall) -> Any:
    return [wire.role(role) for role in call.server().roles.values()]


def role(call: RestCall) -> Any:
    return wire.role(_role(call.server(), call.id("role_id")))


def create_role(call: RestCall) -> Any:
    server = call.server()
    own = call.need_in_server(server, permissions.MANAGE_ROLES)
    _check_role(call.form)
    if len(server.roles) >= limits.SERVER_ROLES:
        raise Refusal(errors.TOO_MANY_ROLES)
    given = call.form.get("permissions")
    allowed = int(given) if given is not None else server.everyone.permissions
    if allowed & ~permissions.in_server(server, own):
        raise Refusal(errors.MISSING_PERMISSIONS)
    made = call.world.create_role(
        server,
        call.form.get("name") or "new role",
        permissions=allowed,
        mentionable=bool(call.form.get("mentionable")),
        color=_color(call.form),
    )
    made.hoist = bool(call.form.get("hoist"))
    # A new role stands at the bottom, just above everyone, so that whoever made it can give it.
    for other in server.roles.values():
        if other is not made and other is not server.everyone:
            other.position += 1
    made.position = 1
    return wire.role(made)


def edit_role(call: RestCall) -> Any:
    server = call.server()
    changed = _role(server, call.id("role_id"))
    _need_over(call, server, changed)
    _check_role(call.form)
    if "permissions" in call.form:
        changed.permissions = int(call.form["permissions"] or 0)
    changed.name = call.form.get("name") or changed.name
    changed.mentionable = bool(call.form.get("mentionable", changed.mentionable))
    changed.hoist = bool(call.form.get("hoist", changed.hoist))
    if "color" in call.form or "colors" in call.form:
        changed.color = _color(call.form)
    call.world.update_role(server, changed)
    return wire.role(changed)


def delete_role(call: RestCall) -> Any:
    server = call.server()
    gone = _role(server, call.id("role_id"))
    _need_over(call, server, gone)
    if gone.managed_by is not None or gone is server.everyone:
        raise Refusal(errors.INVALID_ROLE)
    call.world.delete_role(server, gone)


def _check_role(body: Json) -> None:
    form = Form()
    if isinstance(body.get("name"), str) and len(body["name"]) > limits.ROLE_NAME:
        form.too_long("name", limits.ROLE_NAME)
    form.check()


def _color(body: Json) -> int:
    colors = body.get("colors")
    primary = colors.get("primary_color") if isinstance(colors, dict) else None
    return int(primary or body.get("color") or 0)


def emojis(call: RestCall) -> Any:
    return [wire.custom_emoji(emoji) for emoji in call.server().emojis.values()]


_SERVER = "/guilds/{guild_id}"
ROUTES = (
    Route("GET", _SERVER, one),
    Route("PATCH", _SERVER, edit),
    Route("GET", f"{_SERVER}/members", members),
    Route("GET", f"{_SERVER}/members/search", search_members),
    Route("PATCH", f"{_SERVER}/members/@me", edit_me),
    Route("GET", f"{_SERVER}/members/{{user_id}}", member),
    Route("PATCH", f"{_SERVER}/members/{{user_id}}", edit_member),
    Route("PUT", f"{_SERVER}/members/{{user_id}}/roles/{{role_id}}", give_role),
    Route("DELETE", f"{_SERVER}/members/{{user_id}}/roles/{{role_id}}", take_role),
    Route("GET", f"{_SERVER}/roles", roles),
    Route("POST", f"{_SERVER}/roles", create_role),
    Route("GET", f"{_SERVER}/roles/{{role_id}}", role),
    Route("PATCH", f"{_SERVER}/roles/{{role_id}}", edit_role),
    Route("DELETE", f"{_SERVER}/roles/{{role_id}}", delete_role),
    Route("GET", f"{_SERVER}/emojis", emojis),
)
