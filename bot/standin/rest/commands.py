"""Application commands: defined by a bot, globally or for one server, and listed for a person."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from collections import Counter
from typing import Any

from bot.standin import changes, definitions, errors, permissions, wire
from bot.standin.errors import Form, Refusal
from bot.standin.model import Account, Application, Channel, Command, Json, Server
from bot.standin.rest.call import Reply, RestCall, Route


def listed(call: RestCall) -> Any:
    return [wire.command(command) for command in _shelf(call).values()]


def replace_all(call: RestCall) -> Any:
    """The bulk overwrite: what is not in the list is gone, what was there before keeps its id."""
    if not isinstance(call.body, list):
        raise errors.form_error("_errors", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    form = Form()
    checked = [definitions.check(one, form, (index,)) for index, one in enumerate(call.body)]
    form.check()
    _check_count(checked)
    shelf = _shelf(call)
    earlier = {command.key: command for command in shelf.values()}
    shelf.clear()
    for definition in checked:
        known = earlier.get((definition["type"], definition["name"]))
        _put(call, shelf, definition, known)
    _changed(call)
    return [wire.command(command) for command in shelf.values()]


def create(call: RestCall) -> Any:
    form = Form()
    definition = definitions.check(call.form, form)
    form.check()
    shelf = _shelf(call)
    known = next((one for one in shelf.values() if one.key == (definition["type"], definition["name"])), None)
    if known is None:
        _check_count([*(one.definition for one in shelf.values()), definition])
    command = _put(call, shelf, definition, known)
    _changed(call)
    return Reply(200 if known is not None else 201, wire.command(command))


def one(call: RestCall) -> Any:
    return wire.command(_command(call))


def edit(call: RestCall) -> Any:
    command = _command(call)
    form = Form()
    definition = definitions.check({**command.definition, **call.form}, form)
    form.check()
    command.definition = definition
    command.version = call.world.mint.next()
    _changed(call)
    return wire.command(command)


def delete(call: RestCall) -> Any:
    command = _command(call)
    del _shelf(call)[command.id]
    _changed(call)


def permissions_of_commands(call: RestCall) -> Any:
    call.application()
    call.server()
    return []


def permissions_of_command(call: RestCall) -> Any:
    call.application()
    raise Refusal(errors.ErrorKind(404, 10066, "Unknown application command permissions"))


def index(call: RestCall) -> Any:
    """The commands of a server that this person may use, as a person's client asks for them."""
    server = call.server()
    applications = [one for one in call.world.applications.values() if one.account.id in server.members]
    usable = [
        command
        for application in applications
        for command in available(application, server)
        if may_use(command, server, call.account)
    ]
    return {
        "applications": [
            {
                "id": str(one.id),
                "name": one.name,
                "bot_id": str(one.account.id),
                "bot": wire.user(one.account),
            }
            for one in applications
        ],
        "application_commands": [wire.command(command) for command in usable],
        "version": str(max((command.version for command in usable), default=0)),
    }


def available(application: Application, server: Server) -> list[Command]:
    """Global and server commands together; a server's own hides a global one of the same name."""
    found = {command.key: command for command in application.commands.values()}
    found |= {command.key: command for command in application.server_commands.get(server.id, {}).values()}
    return list(found.values())


def may_use(command: Command, server: Server, account: Account, channel: Channel | None = None) -> bool:
    member = server.members.get(account.id)
    if member is None:
        return False
    held = (
        permissions.in_server(server, member) if channel is None else permissions.in_channel(channel, member)
    )
    needed = command.definition.get("default_member_permissions")
    if held & permissions.ADMINISTRATOR:
        return True
    if needed == "0":
        return False
    required = int(needed or 0) | permissions.USE_APPLICATION_COMMANDS
    return held & required == required


def _shelf(call: RestCall) -> dict[int, Command]:
    application = call.application()
    if "guild_id" not in call.params:
        return application.commands
    server = call.world.servers.get(call.id("guild_id"))
    if server is None or application.account.id not in server.members:
        raise Refusal(errors.MISSING_ACCESS)
    return application.server_commands.setdefault(server.id, {})


def _command(call: RestCall) -> Command:
    command = _shelf(call).get(call.id("command_id"))
    if command is None:
        raise Refusal(errors.UNKNOWN_COMMAND)
    return command


def _check_count(definitions_: list[Json]) -> None:
    counts = Counter(one["type"] for one in definitions_)
    if any(count > definitions.MOST[kind] for kind, count in counts.items()):
        raise Refusal(errors.TOO_MANY_COMMANDS)
    names = Counter((one["type"], one["name"]) for one in definitions_)
    if any(count > 1 for count in names.values()):
        text = "Application command names must be unique"
        raise errors.form_error("_errors", "APPLICATION_COMMANDS_DUPLICATE_NAME", text)


def _put(call: RestCall, shelf: dict[int, Command], definition: Json, known: Command | None) -> Command:
    application = call.application()
    version = call.world.mint.next()
    if known is not None and known.definition == definition:
        version = known.version
    server_id = call.id("guild_id") if "guild_id" in call.params else None
    command_id = known.id if known is not None else call.world.mint.next()
    command = Command(command_id, application, server_id, version, definition)
    shelf[command.id] = command
    return command


def _changed(call: RestCall) -> None:
    call.world.tell(changes.CommandsChanged(call.application()))


_GLOBAL = "/applications/{application_id}/commands"
_SERVER = "/applications/{application_id}/guilds/{guild_id}/commands"
ROUTES = (
    *(
        route
        for base in (_GLOBAL, _SERVER)
        for route in (
            Route("GET", base, listed),
            Route("PUT", base, replace_all),
            Route("POST", base, create),
            Route("GET", f"{base}/{{command_id}}", one),
            Route("PATCH", f"{base}/{{command_id}}", edit),
            Route("DELETE", f"{base}/{{command_id}}", delete),
        )
    ),
    Route("GET", f"{_SERVER}/permissions", permissions_of_commands),
    Route("GET", f"{_SERVER}/{{command_id}}/permissions", permissions_of_command),
    Route("GET", "/guilds/{guild_id}/application-command-index", index),
)
