"""Who may use which command, and where: default permissions, the server's own rules, age limits, contexts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from bot.standin import errors, limits
from bot.standin.errors import Form
from bot.standin.world import changes, permissions, snowflakes
from bot.standin.world.model import Account, Application, Channel, Command, CommandRule, Member, Server
from bot.standin.world.world import World

ROLE, USER, CHANNEL = 1, 2, 3
IN_SERVER, IN_DIRECT = 0, 1
_SERVER_INSTALL: Final = 0


def available(application: Application, server: Server | None) -> list[Command]:
    """Global and server commands together; a server's own hides a global one of the same name."""
    context = IN_DIRECT if server is None else IN_SERVER
    found = {
        command.key: command for command in application.commands.values() if context in contexts(command)
    }
    if server is not None:
        found |= {one.key: one for one in application.server_commands.get(server.id, {}).values()}
    return list(found.values())


def contexts(command: Command) -> frozenset[int]:
    """Where a global command can be used; only apps that are installed in servers exist here."""
    definition = command.definition
    if _SERVER_INSTALL not in (definition.get("integration_types") or [_SERVER_INSTALL]):
        return frozenset()
    given = definition.get("contexts")
    if given is not None:
        return frozenset(given)
    return frozenset({IN_SERVER} if definition.get("dm_permission") is False else {IN_SERVER, IN_DIRECT})


def may_use(
    command: Command, world: World, account: Account, server: Server, channel: Channel | None = None
) -> bool:
    """Whether a member may use a command in a channel of a server, or somewhere in it."""
    member = server.members.get(account.id)
    if member is None:
        return False
    held = world.rights(server, account) if channel is None else world.permissions(channel, account)
    if channel is not None and command.definition.get("nsfw") and not _is_age_restricted(channel):
        return False
    if held & permissions.ADMINISTRATOR:
        return True
    if not held & permissions.USE_APPLICATION_COMMANDS:
        return False
    rules = _rules(command, server)
    if channel is not None and not _open_here(rules, server, channel):
        return False
    ruled = _ruled(rules, server, member)
    return _by_default(command, held) if ruled is None else ruled


def may_use_directly(command: Command, world: World, account: Account) -> bool:
    """Whether a command can be used in a direct conversation: only with an app that shares a server."""
    bot = command.application.account.id
    shared = any(bot in one.members and account.id in one.members for one in world.servers.values())
    # An age-restricted one would need a setting that is off for everybody here.
    return shared and not command.definition.get("nsfw")


def _rules(command: Command, server: Server) -> list[CommandRule]:
    """A command's own rules stand in the place of those for the whole application."""
    of_server = command.application.command_rules.get(server.id, {})
    return of_server.get(command.id) or of_server.get(command.application.id, [])


def _open_here(rules: Iterable[CommandRule], server: Server, channel: Channel) -> bool:
    """A rule for the channel, or the one for all channels; a thread follows its parent."""
    ruling = channel.parent if channel.thread is not None and channel.parent is not None else channel
    said = {rule.target_id: rule.allowed for rule in rules if rule.kind == CHANNEL}
    return said.get(ruling.id, said.get(server.id - 1, True))


def _ruled(rules: Iterable[CommandRule], server: Server, member: Member) -> bool | None:
    """What the rules say of a member: its own first, then its roles', then everybody's."""
    users = {rule.target_id: rule.allowed for rule in rules if rule.kind == USER}
    if member.account.id in users:
        return users[member.account.id]
    roles = {rule.target_id: rule.allowed for rule in rules if rule.kind == ROLE}
    own = [allowed for role_id, allowed in roles.items() if role_id in member.roles]
    if own:
        return any(own)
    return roles.get(server.id)


def _by_default(command: Command, held: int) -> bool:
    needed = command.definition.get("default_member_permissions")
    if needed is None:
        return True
    # A command that needs nothing at all is for administrators alone.
    return int(needed) != 0 and held & int(needed) == int(needed)


def _is_age_restricted(channel: Channel) -> bool:
    ruling = channel.parent if channel.thread is not None and channel.parent is not None else channel
    return ruling.nsfw


def set_rules(
    world: World, application: Application, server: Server, target_id: int, rules: Iterable[CommandRule]
) -> None:
    """Say who may use a command in a server, as its owner does under Integrations.

    The target is a command's id, or the application's for all commands that have no rules of their own.
    """
    application.command_rules.setdefault(server.id, {})[target_id] = list(rules)
    world.tell(changes.CommandRulesChanged(application, server, target_id))


def read_rules(given: object, server: Server) -> list[CommandRule]:
    """The rules that a body lists, each for a role, member or channel of the server."""
    form = Form()
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise errors.form_error("permissions", "BASE_TYPE_REQUIRED", "This field is required")
    if len(given) > limits.COMMAND_RULES:
        form.too_long("permissions", limits.COMMAND_RULES)
    rules: dict[tuple[int, int], CommandRule] = {}
    for index, one in enumerate(given):
        target, kind = snowflakes.parse(one.get("id")) or 0, one.get("type")
        at = ("permissions", index)
        form.one_of((*at, "type"), kind, _HOLDERS)
        if kind in _HOLDERS and not _HOLDERS[kind](server, target):
            form.wrong((*at, "id"), "APPLICATION_COMMAND_PERMISSIONS_INVALID_ID", "Nothing here has this id")
        if not isinstance(one.get("permission"), bool):
            form.wrong((*at, "permission"), "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
        if (kind, target) in rules:
            form.wrong((*at, "id"), "APPLICATION_COMMAND_PERMISSIONS_DUPLICATE_ID", "This id is there twice")
        rules[kind, target] = CommandRule(target, kind, bool(one.get("permission")))
    form.check()
    return list(rules.values())


# Everybody has the server's id, all channels the one before it.
_HOLDERS: Final[dict[int, Callable[[Server, int], bool]]] = {
    ROLE: lambda server, target: target in server.roles,
    USER: lambda server, target: target in server.members,
    CHANNEL: lambda server, target: target == server.id - 1 or target in server.channels,
}
