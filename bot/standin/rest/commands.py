"""Application commands: defined by a bot, globally or for one server, and listed for a person."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from bot.standin import errors, limits, wire
from bot.standin.errors import Form, Refusal
from bot.standin.rest.call import Reply, RestCall, Route
from bot.standin.rules import definitions
from bot.standin.world import changes, snowflakes, usage
from bot.standin.world.model import Application, Command, Json, Server

_DAY = 86_400.0


def listed(call: RestCall) -> Any:
    locale = None if call.flag("with_localizations") else call.locale
    return [wire.command(command, locale=locale) for command in _shelf(call).values()]


def replace_all(call: RestCall) -> Any:
    """The bulk overwrite: what is not in the list is gone, what was there before keeps its id."""
    if not isinstance(call.body, list):
        raise errors.form_error("_errors", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    form = Form()
    checked = [definitions.check(one, form, (index,)) for index, one in enumerate(call.body)]
    form.check()
    _check_count(checked)
    shelf = _shelf(call)
    known = [_known(shelf, definition) for definition in checked]
    _count_created(call, sum(one is None for one in known))
    earlier = dict(shelf)
    shelf.clear()
    for definition, before in zip(checked, known, strict=True):
        _put(call, shelf, definition, before)
    for command in earlier.values():
        if shelf.get(command.id) is None or shelf[command.id].key != command.key:
            _forget_rules(command)
    _changed(call)
    return [wire.command(command) for command in shelf.values()]


def _known(shelf: dict[int, Command], definition: Json) -> Command | None:
    """The command that a definition is of: by its id if that is said, else by type and name."""
    named = shelf.get(snowflakes.parse(definition.get("id")) or 0)
    if named is not None and named.definition["type"] == definition["type"]:
        return named
    key = (definition["type"], definition["name"])
    return next((one for one in shelf.values() if one.key == key), None)


def create(call: RestCall) -> Any:
    form = Form()
    definition = definitions.check(call.form, form)
    form.check()
    shelf = _shelf(call)
    known = _known(shelf, {**definition, "id": None})
    if known is None:
        _check_count([*(one.definition for one in shelf.values()), definition])
        _count_created(call, 1)
    command = _put(call, shelf, definition, known)
    _changed(call)
    return Reply(200 if known is not None else 201, wire.command(command))


def one(call: RestCall) -> Any:
    return wire.command(_command(call))


def edit(call: RestCall) -> Any:
    """What is given overwrites what was there; a command's type stays."""
    command = _command(call)
    form = Form()
    given = {key: value for key, value in call.form.items() if key != "type"}
    definition = definitions.check({**command.definition, **given}, form)
    form.check()
    key = (definition["type"], definition["name"])
    if any(other.key == key for other in _shelf(call).values() if other is not command):
        raise Refusal(errors.COMMAND_NAME_TAKEN)
    if key != command.key:
        _forget_rules(command)
    if definition != command.definition:
        command.definition = definition
        command.version = call.world.mint.next()
        _changed(call)
    return wire.command(command)


def delete(call: RestCall) -> Any:
    command = _command(call)
    del _shelf(call)[command.id]
    _forget_rules(command)
    _changed(call)


def index(call: RestCall) -> Any:
    """The commands of a server that this person may use, as a person's client asks for them.

    With a `channel_id` those that may be used in that channel.
    """
    server = call.server()
    asked = call.anchor("channel_id")
    channel = None if asked is None else call.world.channels.get(asked)
    if asked is not None and (channel is None or channel.server is not server):
        raise Refusal(errors.UNKNOWN_CHANNEL)
    applications = [one for one in call.world.applications.values() if one.account.id in server.members]
    usable = [
        command
        for application in applications
        for command in usage.available(application, server)
        if usage.may_use(command, call.world, call.account, server, channel)
    ]
    return _index(call, applications, usable)


def direct_index(call: RestCall) -> Any:
    """The commands of a direct conversation: those of the application that is in it."""
    channel = call.channel()
    applications = [one for one in call.world.applications.values() if one.account in channel.recipients]
    usable = [
        command
        for application in applications
        for command in usage.available(application, None)
        if usage.may_use_directly(command, call.world, call.account)
    ]
    return _index(call, applications, usable)


def _index(call: RestCall, applications: Iterable[Application], usable: list[Command]) -> Json:
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
        "application_commands": [wire.command(command, locale=call.locale) for command in usable],
        "version": str(max((command.version for command in usable), default=0)),
    }


def _shelf(call: RestCall) -> dict[int, Command]:
    application = call.application()
    server = _server(call, application)
    if server is None:
        return application.commands
    return application.server_commands.setdefault(server.id, {})


def _server(call: RestCall, application: Application) -> Server | None:
    if "guild_id" not in call.params:
        return None
    server = call.world.servers.get(call.id("guild_id"))
    if server is None or application.account.id not in server.members:
        raise Refusal(errors.MISSING_ACCESS)
    return server


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


def _count_created(call: RestCall, new: int) -> None:
    """At most so many new ones a day, for each server and for the global ones."""
    server_id = call.id("guild_id") if "guild_id" in call.params else 0
    created = call.application().commands_created.setdefault(server_id, [])
    now = call.world.clock()
    created[:] = [at for at in created if at > now - _DAY]
    if len(created) + new > limits.COMMANDS_A_DAY:
        wait = created[0] + _DAY - now if created else _DAY
        raise Refusal(errors.TOO_MANY_COMMANDS_TODAY, retry_after=wait)
    created.extend([now] * new)


def _put(call: RestCall, shelf: dict[int, Command], definition: Json, known: Command | None) -> Command:
    definition.pop("id", None)
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
    application = call.application()
    call.world.tell(changes.CommandsChanged(application, _server(call, application)))


def _forget_rules(command: Command) -> None:
    for of_server in command.application.command_rules.values():
        of_server.pop(command.id, None)


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
    Route("GET", "/guilds/{guild_id}/application-command-index", index),
    Route("GET", "/channels/{channel_id}/application-command-index", direct_index),
)
