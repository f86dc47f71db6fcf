"""Who may use which command of an application in a server: set by people under its integrations."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import errors, wire
from bot.standin.errors import Refusal
from bot.standin.rest.call import RestCall, Route
from bot.standin.world import permissions, usage
from bot.standin.world.model import Application, Command, Server


def of_all(call: RestCall) -> Any:
    application, server = _integration(call)
    targets = application.command_rules.get(server.id, {})
    return [wire.command_rules(application, server, target) for target, rules in targets.items() if rules]


def of_one(call: RestCall) -> Any:
    application, server = _integration(call)
    target = call.id("command_id")
    _ruled_command(application, server, target)
    if not application.command_rules.get(server.id, {}).get(target):
        raise Refusal(errors.UNKNOWN_COMMAND_PERMISSIONS)
    return wire.command_rules(application, server, target)


def change(call: RestCall) -> Any:
    """Only people set these; a bot would need a token that a person lent it."""
    if call.account.bot:
        raise Refusal(errors.NOT_FOR_BOTS)
    application, server = _integration(call)
    call.need_in_server(server, permissions.MANAGE_GUILD | permissions.MANAGE_ROLES)
    target = call.id("command_id")
    command = _ruled_command(application, server, target)
    if command is not None and not usage.may_use(command, call.world, call.account, server):
        raise Refusal(errors.MISSING_PERMISSIONS)
    rules = usage.read_rules(call.form.get("permissions"), server)
    usage.set_rules(call.world, application, server, target, rules)
    return wire.command_rules(application, server, target)


def _integration(call: RestCall) -> tuple[Application, Server]:
    """An application in a server, for its own bot or for those who manage the server."""
    application = call.world.applications.get(call.id("application_id"))
    if application is None:
        raise Refusal(errors.UNKNOWN_APPLICATION)
    if call.account.bot:
        call.application()
    server = call.world.servers.get(call.id("guild_id"))
    if server is None or not {application.account.id, call.account.id} <= server.members.keys():
        raise Refusal(errors.MISSING_ACCESS)
    if not call.account.bot:
        call.need_in_server(server, permissions.MANAGE_GUILD)
    return application, server


def _ruled_command(application: Application, server: Server, target: int) -> Command | None:
    """The command of this id; None for the application itself, which stands for all of them."""
    if target == application.id:
        return None
    for command in usage.available(application, server):
        if command.id == target:
            return command
    raise Refusal(errors.UNKNOWN_COMMAND)


_RULES = "/applications/{application_id}/guilds/{guild_id}/commands"
ROUTES = (
    Route("GET", f"{_RULES}/permissions", of_all),
    Route("GET", f"{_RULES}/{{command_id}}/permissions", of_one),
    Route("PUT", f"{_RULES}/{{command_id}}/permissions", change),
)
