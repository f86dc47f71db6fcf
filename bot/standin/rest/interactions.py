"""A person's side of an interaction: a command, completion, click or filled modal goes to its bot."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import components, definitions, errors, permissions, snowflakes, wire
from bot.standin.errors import Refusal
from bot.standin.interactions import Interaction, InteractionKind
from bot.standin.limits import REQUEST_BYTES
from bot.standin.model import Application, Channel, Command, Json, Message, MessageKind, Server
from bot.standin.rest import commands
from bot.standin.rest.call import RestCall, Route

_REFERENCES = {
    definitions.USER: "users",
    definitions.CHANNEL: "channels",
    definitions.ROLE: "roles",
    definitions.MENTIONABLE: "mentionables",
}
_ENTITY_SELECTS = {
    5: definitions.USER,
    6: definitions.ROLE,
    7: definitions.MENTIONABLE,
    8: definitions.CHANNEL,
}


def start(call: RestCall) -> Any:
    """Check what the person did against what the bot offered, and pass it on."""
    body = call.form
    application = call.world.applications.get(snowflakes.parse(body.get("application_id")) or 0)
    channel = call.world.channels.get(snowflakes.parse(body.get("channel_id")) or 0)
    if application is None:
        raise Refusal(errors.UNKNOWN_APPLICATION)
    if channel is None:
        raise Refusal(errors.UNKNOWN_CHANNEL)
    call.need(channel, 0)
    starters = {
        InteractionKind.COMMAND: _command,
        InteractionKind.COMPONENT: _component,
        InteractionKind.AUTOCOMPLETE: _command,
        InteractionKind.MODAL: _modal,
    }
    starter = starters.get(body.get("type") or 0)
    if starter is None or not isinstance(body.get("data"), dict):
        raise errors.form_error("type", "BASE_TYPE_CHOICES", "Value must be one of {2, 3, 4, 5}.")
    _deliver(call, starter(call, application, channel))


def _open(
    call: RestCall, application: Application, channel: Channel, data: Json, source: Message | None = None
) -> Interaction:
    nonce = call.form.get("nonce")
    return call.backend.interactions.open(
        application,
        call.account,
        channel,
        call.form["type"],
        data,
        nonce=None if nonce is None else str(nonce),
        source=source,
    )


def _command(call: RestCall, application: Application, channel: Channel) -> Interaction:
    given = call.form["data"]
    server = channel.server
    command = _find_command(application, server, snowflakes.parse(given.get("id")) or 0)
    if server is not None and not commands.may_use(command, server, call.account, channel):
        raise Refusal(errors.MISSING_PERMISSIONS)
    complete = call.form["type"] == InteractionKind.COMMAND
    options = given.get("options") or []
    try:
        name, leaves = definitions.check_given(command.definition, options, complete=complete)
    except definitions.WrongOptions as wrong:
        raise errors.form_error(
            ("data", "options"), "APPLICATION_COMMAND_OPTIONS_VALUE_INVALID", str(wrong)
        ) from None
    data: Json = {
        "id": str(command.id),
        "name": command.definition["name"],
        "type": command.definition["type"],
    }
    if options:
        data["options"] = options
    if command.server_id is not None:
        data["guild_id"] = str(command.server_id)
    resolved = _resolve(call, server, [(one["type"], one.get("value")) for one in leaves])
    if data["type"] != definitions.SLASH:
        data["target_id"] = str(given.get("target_id"))
        resolved = _resolve_target(call, channel, data)
    if resolved:
        data["resolved"] = resolved
    interaction = _open(call, application, channel, data)
    interaction.command_name = name
    return interaction


def _find_command(application: Application, server: Server | None, command_id: int) -> Command:
    usable = (
        list(application.commands.values()) if server is None else commands.available(application, server)
    )
    for command in usable:
        if command.id == command_id:
            return command
    raise Refusal(errors.UNKNOWN_COMMAND)


def _resolve(call: RestCall, server: Server | None, values: list[tuple[int, Any]]) -> Json:
    """What the ids among the values stand for, as Discord sends it along."""
    resolved: Json = {}
    for kind, value in values:
        if kind not in _REFERENCES:
            continue
        found = _lookup(call, server, kind, snowflakes.parse(value) or 0)
        if not found:
            raise errors.form_error(("data", "options"), "VALUE_INVALID", f"Unknown value {value}")
        for group, wire_form in found.items():
            resolved.setdefault(group, {})[str(value)] = wire_form
    return resolved


def _lookup(call: RestCall, server: Server | None, kind: int, snowflake: int) -> Json:
    if kind in (definitions.USER, definitions.MENTIONABLE) and snowflake in call.world.accounts:
        found: Json = {"users": wire.user(call.world.accounts[snowflake])}
        member = None if server is None else server.members.get(snowflake)
        if server is not None and member is not None:
            rights = str(permissions.in_server(server, member))
            written = {**wire.member(member, with_user=False), "permissions": rights}
            found["members"] = {key: written[key] for key in written.keys() - {"deaf", "mute"}}
        return found
    if server is None:
        return {}
    if kind in (definitions.ROLE, definitions.MENTIONABLE) and snowflake in server.roles:
        return {"roles": wire.role(server.roles[snowflake])}
    channel = server.channels.get(snowflake) or server.threads.get(snowflake)
    if kind == definitions.CHANNEL and channel is not None:
        rights = str(call.world.permissions(channel, call.account))
        return {"channels": {**wire.channel(channel), "permissions": rights}}
    return {}


def _resolve_target(call: RestCall, channel: Channel, data: Json) -> Json:
    target = snowflakes.parse(data["target_id"]) or 0
    if data["type"] == definitions.USER_MENU:
        return _lookup_many(call, channel.server, target)
    message = channel.log.get(target)
    if message is None:
        raise Refusal(errors.UNKNOWN_MESSAGE)
    # A message command shows the bot its target's content, whatever its intents.
    return {"messages": {str(target): call.backend.writer.message(message, call.account)}}


def _lookup_many(call: RestCall, server: Server | None, target: int) -> Json:
    found = _lookup(call, server, definitions.USER, target)
    if not found:
        raise Refusal(errors.UNKNOWN_USER)
    return {group: {str(target): wire_form} for group, wire_form in found.items()}


def _component(call: RestCall, application: Application, channel: Channel) -> Interaction:
    message_id = snowflakes.parse(call.form.get("message_id")) or 0
    message = channel.log.get(message_id) or call.backend.interactions.private.get(message_id)
    if message is None or (message.private_to not in (None, call.account.id)):
        raise Refusal(errors.UNKNOWN_MESSAGE)
    if message.author is not application.account:
        raise Refusal(errors.UNKNOWN_APPLICATION)
    given = call.form["data"]
    component = next(
        (
            one
            for one in components.walk(message.components)
            if one.get("custom_id") == given.get("custom_id")
        ),
        None,
    )
    if component is None or component["type"] != given.get("component_type") or component.get("disabled"):
        raise errors.form_error(
            ("data", "custom_id"), "COMPONENT_VALIDATION_FAILED", "Component validation failed"
        )
    data: Json = {
        "custom_id": component["custom_id"],
        "component_type": component["type"],
        "id": component.get("id"),
    }
    if component["type"] in components.SELECTS:
        data["values"] = _values(component, given.get("values") or [])
        kind = _ENTITY_SELECTS.get(component["type"])
        if kind is not None:
            data["resolved"] = _resolve(call, channel.server, [(kind, one) for one in data["values"]])
    return _open(call, application, channel, data, message)


def _values(select: Json, values: list[str]) -> list[str]:
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    options = {option["value"] for option in select.get("options") or []}
    known = select["type"] != components.ComponentKind.STRING_SELECT or set(values) <= options
    if not known or not least <= len(values) <= most:
        raise errors.form_error(
            ("data", "values"), "COMPONENT_VALIDATION_FAILED", "Component validation failed"
        )
    return values


def _modal(call: RestCall, application: Application, channel: Channel) -> Interaction:
    given = call.form["data"]
    shown = call.backend.interactions.with_modal(call.account, str(given.get("custom_id")))
    if shown is None or shown.application is not application:
        raise Refusal(errors.UNKNOWN_INTERACTION)
    filled = given.get("components")
    if not isinstance(filled, list):
        raise errors.form_error(("data", "components"), "BASE_TYPE_REQUIRED", "This field is required")
    data: Json = {"custom_id": given["custom_id"], "components": _filled(shown.modal or {}, filled)}
    kinds = [
        (_ENTITY_SELECTS[one["type"]], value)
        for one in components.walk(data["components"])
        if one.get("type") in _ENTITY_SELECTS
        for value in one.get("values") or []
    ]
    if kinds:
        data["resolved"] = _resolve(call, channel.server, kinds)
    interaction = _open(call, application, channel, data, shown.source)
    interaction.parent = metadata(shown)
    shown.modal = None
    return interaction


def _filled(modal: Json, filled: list[Json]) -> list[Json]:
    """What was filled in, with the ids that the modal's components have; required fields must be."""
    offered = {one["custom_id"]: one for one in components.walk(modal["components"]) if one.get("custom_id")}
    seen = set()
    for one in components.walk(filled):
        name = one.get("custom_id")
        if name is None:
            continue
        field = offered.get(name)
        if field is None:
            raise errors.form_error(
                ("data", "components"), "COMPONENT_VALIDATION_FAILED", f"Unknown field {name}"
            )
        seen.add(name)
        one.setdefault("type", field["type"])
        one["id"] = field.get("id")
        _check_text(field, one)
    for top in filled:
        names = [one["custom_id"] for one in components.walk([top]) if one.get("custom_id")]
        top["id"] = _label(modal, names[0]).get("id", 0) if names else 0
    for name, field in offered.items():
        if field.get("required", True) and name not in seen:
            raise errors.form_error(("data", "components"), "BASE_TYPE_REQUIRED", f"{name} is required")
    return filled


def _label(modal: Json, custom_id: str) -> Json:
    """What of the modal's top a field stands in."""
    tops: list[Json] = modal["components"]
    return next(top for top in tops for one in components.walk([top]) if one.get("custom_id") == custom_id)


def _check_text(field: Json, given: Json) -> None:
    if field["type"] != components.ComponentKind.TEXT_INPUT:
        return
    text = str(given.get("value") or "")
    least = field.get("min_length") or (1 if field.get("required", True) else 0)
    if (text or field.get("required", True)) and not least <= len(text) <= (field.get("max_length") or 4000):
        raise errors.form_error(
            ("data", "components"), "BASE_TYPE_BAD_LENGTH", f"{field['custom_id']}: bad length"
        )


def metadata(of: Interaction) -> Json:
    """What a reply says of the interaction that it answers."""
    wire_form: Json = {
        "id": str(of.id),
        "type": of.kind,
        "user": wire.user(of.account),
        "authorizing_integration_owners": _owners(of),
    }
    if of.command_name is not None:
        wire_form["name"] = of.command_name
        wire_form["command_type"] = of.data["type"]
    if of.kind == InteractionKind.COMPONENT and of.source is not None:
        wire_form["interacted_message_id"] = str(of.source.id)
    if of.kind == InteractionKind.MODAL and of.parent is not None:
        wire_form["triggering_interaction_metadata"] = of.parent
    return wire_form


def reply_kind(of: Interaction) -> MessageKind:
    if of.kind == InteractionKind.COMMAND:
        return MessageKind.COMMAND if of.data["type"] == definitions.SLASH else MessageKind.MENU_COMMAND
    return MessageKind.DEFAULT if of.source is None else MessageKind.REPLY


def _owners(of: Interaction) -> Json:
    return {"0": "0" if of.channel.server is None else str(of.channel.server.id)}


def _deliver(call: RestCall, interaction: Interaction) -> None:
    """Tell the person that it was accepted, and the bot what to answer within three seconds."""
    sessions = call.backend.sessions
    accepted = {"id": str(interaction.id), "nonce": interaction.nonce}
    sessions.send(interaction.account, "INTERACTION_CREATE", accepted)

    def late(of: Interaction) -> None:
        payload = {"id": str(of.id), "nonce": of.nonce, "reason": "no answer in time"}
        sessions.send(of.account, "INTERACTION_FAILURE", payload)

    call.backend.interactions.expect_answer(interaction, late)
    payload = _payload(call, interaction)
    sessions.send(
        interaction.application.account, "INTERACTION_CREATE", payload, server=interaction.channel.server
    )


def _payload(call: RestCall, of: Interaction) -> Json:
    channel, world = of.channel, call.world
    bot = of.application.account
    payload: Json = {
        "id": str(of.id),
        "application_id": str(of.application.id),
        "type": of.kind,
        "data": of.data,
        "token": of.token,
        "version": 1,
        "channel_id": str(channel.id),
        "channel": {**wire.channel(channel), "permissions": str(world.permissions(channel, of.account))},
        "app_permissions": str(world.permissions(channel, bot)),
        "locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": _owners(of),
        "context": 0 if channel.server is not None else 1,
        "attachment_size_limit": REQUEST_BYTES,
    }
    if of.source is not None:
        payload["message"] = call.backend.writer.message(of.source, bot)
    server = channel.server
    if server is None:
        return {**payload, "user": wire.user(of.account)}
    rights = str(world.permissions(channel, of.account))
    payload["guild_id"] = str(server.id)
    payload["guild"] = {"id": str(server.id), "locale": "en-US", "features": server.features}
    payload["guild_locale"] = "en-US"
    payload["member"] = {**wire.member(server.members[of.account.id]), "permissions": rights}
    return payload


ROUTES = (Route("POST", "/interactions", start),)
