"""Roles: made, changed, put in order, deleted."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import errors, limits, wire
from bot.standin.errors import Form, Refusal
from bot.standin.rest import audits
from bot.standin.rest.call import RestCall, Route
from bot.standin.rest.hierarchy import need_above_role, role_of, top
from bot.standin.world import permissions, snowflakes
from bot.standin.world.audit import Action
from bot.standin.world.model import Json, Role, Server

# What makes everyone everyone can't be changed.
_NOT_OF_EVERYONE = frozenset({"name", "color", "colors", "hoist", "mentionable", "icon", "unicode_emoji"})


def roles(call: RestCall) -> Any:
    return [wire.role(role) for role in call.server().roles.values()]


def one(call: RestCall) -> Any:
    return wire.role(role_of(call.server(), call.id("role_id")))


def member_counts(call: RestCall) -> Any:
    server = call.server()
    counts = {str(role.id): 0 for role in server.roles.values() if role is not server.everyone}
    for member in server.members.values():
        for role_id in member.roles:
            counts[str(role_id)] += 1
    return counts


def create(call: RestCall) -> Any:
    server, body = call.server(), call.form
    call.need_in_server(server, permissions.MANAGE_ROLES)
    _check(server, body)
    if len(server.roles) >= limits.SERVER_ROLES:
        raise Refusal(errors.TOO_MANY_ROLES)
    given = body.get("permissions")
    allowed = server.everyone.permissions if given is None else int(given) & permissions.ALL
    if given is not None:
        _need_held(call, server, allowed)
    color, second, third = _colors(body) or (0, None, None)
    # It stands just above everyone, so that whoever made it can give it.
    made = call.world.create_role(
        server,
        body.get("name") or "new role",
        permissions=allowed,
        mentionable=bool(body.get("mentionable")),
        hoist=bool(body.get("hoist")),
        color=color,
        gradient=(second, third),
        lowest=True,
    )
    audits.record(call, server, Action.ROLE_CREATED, made.id, after=wire.role(made))
    return wire.role(made)


def edit(call: RestCall) -> Any:
    server, body = call.server(), call.form
    role = role_of(server, call.id("role_id"))
    need_above_role(call, server, role)
    _check(server, body)
    if role is server.everyone and any(body.get(key) is not None for key in _NOT_OF_EVERYONE):
        raise Refusal(errors.INVALID_ROLE)
    before = wire.role(role)
    if body.get("permissions") is not None:
        allowed = int(body["permissions"]) & permissions.ALL
        _need_held(call, server, allowed ^ role.permissions)
        role.permissions = allowed
    role.name = body.get("name") or role.name
    role.mentionable = bool(body.get("mentionable", role.mentionable))
    role.hoist = bool(body.get("hoist", role.hoist))
    role.color, role.second_color, role.third_color = _colors(body) or role.colors
    audits.record(call, server, Action.ROLE_UPDATED, role.id, before=before, after=wire.role(role))
    call.world.update_role(server, role)
    return wire.role(role)


def _need_held(call: RestCall, server: Server, wanted: int) -> None:
    """Nobody gives, or takes, a right that they lack."""
    if wanted & ~call.world.rights(server, call.account):
        raise Refusal(errors.MISSING_PERMISSIONS)


def _check(server: Server, body: Json) -> None:
    form = Form()
    if isinstance(body.get("name"), str):
        form.length("name", body["name"], 1, limits.ROLE_NAME)
    form.between("color", body.get("color"), 0, limits.COLOR)
    colors = body.get("colors") or {}
    for key, value in colors.items():
        form.between(("colors", key), value, 0, limits.COLOR)
    if colors.get("tertiary_color") is not None and tuple(colors.values()) != limits.HOLOGRAPHIC:
        form.wrong("colors", "ROLE_COLORS_NOT_HOLOGRAPHIC", "Three colors are the holographic ones.")
    form.check()
    gradient = any(colors.get(key) is not None for key in ("secondary_color", "tertiary_color"))
    icon = any(body.get(key) is not None for key in ("icon", "unicode_emoji"))
    if (gradient and "ENHANCED_ROLE_COLORS" not in server.features) or icon:
        raise Refusal(errors.NEEDS_BOOSTS)


def _colors(body: Json) -> tuple[int, int | None, int | None] | None:
    """The three colors that a body gives, if it gives any; `colors` wins over the older `color`."""
    colors = body.get("colors")
    if colors is not None:
        return (
            int(colors.get("primary_color") or 0),
            colors.get("secondary_color"),
            colors.get("tertiary_color"),
        )
    return None if body.get("color") is None else (int(body["color"]), None, None)


def move(call: RestCall) -> Any:
    """Give roles other places, all of them below one's own highest."""
    server = call.server()
    own = call.need_in_server(server, permissions.MANAGE_ROLES)
    if not isinstance(call.body, list):
        raise errors.form_error("_errors", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    ceiling = len(server.roles) + 1 if server.owner_id == call.account.id else top(server, own)[0]
    wanted: dict[Role, int] = {}
    for given in call.body:
        role = role_of(server, snowflakes.parse(given.get("id")))
        position = role.position if given.get("position") is None else int(given["position"])
        if role is server.everyone or position < 1:
            raise Refusal(errors.INVALID_ROLE)
        need_above_role(call, server, role)
        if position >= ceiling and position != role.position:
            raise Refusal(errors.MISSING_PERMISSIONS)
        wanted[role] = position
    _put_in_order(call, server, wanted)
    return [wire.role(role) for role in server.roles.values()]


def _put_in_order(call: RestCall, server: Server, wanted: dict[Role, int]) -> None:
    """Those moved take their places, the others keep their order around them."""
    others = sorted((one for one in server.roles.values() if one not in wanted), key=lambda one: one.rank)
    for role, position in sorted(wanted.items(), key=lambda pair: (pair[1], -pair[0].id)):
        others.insert(position, role)
    for position, role in enumerate(others):
        if role.position != position:
            before = wire.role(role)
            role.position = position
            audits.record(call, server, Action.ROLE_UPDATED, role.id, before=before, after=wire.role(role))
            call.world.update_role(server, role)


def delete(call: RestCall) -> Any:
    server = call.server()
    role = role_of(server, call.id("role_id"))
    need_above_role(call, server, role)
    if role.managed_by is not None or role is server.everyone:
        raise Refusal(errors.INVALID_ROLE)
    audits.record(call, server, Action.ROLE_DELETED, role.id, before=wire.role(role))
    call.world.delete_role(server, role)


_ROLES = "/guilds/{guild_id}/roles"
ROUTES = (
    Route("GET", _ROLES, roles),
    Route("POST", _ROLES, create),
    Route("PATCH", _ROLES, move),
    Route("GET", f"{_ROLES}/member-counts", member_counts),
    Route("GET", f"{_ROLES}/{{role_id}}", one),
    Route("PATCH", f"{_ROLES}/{{role_id}}", edit),
    Route("DELETE", f"{_ROLES}/{{role_id}}", delete),
)
