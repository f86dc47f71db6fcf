"""Who stands above whom: roles are handled, and members moderated, only from above."""

from __future__ import annotations

from bot.standin import errors
from bot.standin.errors import Refusal
from bot.standin.rest.call import RestCall
from bot.standin.world import permissions
from bot.standin.world.model import Member, Role, Server

_NOBODY = (-1, 0)


def need_above_role(call: RestCall, server: Server, role: Role) -> None:
    """Refuse one who does not manage roles, or stands no higher than the role."""
    own = call.need_in_server(server, permissions.MANAGE_ROLES)
    if server.owner_id != call.account.id and role.rank >= top(server, own):
        raise Refusal(errors.MISSING_PERMISSIONS)


def need_above_member(call: RestCall, server: Server, target: Member, needed: int) -> None:
    """Refuse one who lacks a right, or stands no higher than the member; the owner is above all others."""
    own = call.need_in_server(server, needed)
    if server.owner_id == target.account.id:
        raise Refusal(errors.MISSING_PERMISSIONS)
    if server.owner_id != call.account.id and top(server, target) >= top(server, own):
        raise Refusal(errors.MISSING_PERMISSIONS)


def top(server: Server, member: Member) -> tuple[int, int]:
    """The rank of a member's highest role."""
    return max((server.roles[role_id].rank for role_id in member.roles), default=_NOBODY)


def role_of(server: Server, role_id: int | None) -> Role:
    """A role by its id, or 10011."""
    role = server.roles.get(role_id or 0)
    if role is None:
        raise Refusal(errors.UNKNOWN_ROLE)
    return role
