"""A person's side of an interaction: a command, completion, click or filled modal goes to its bot."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import errors, wire
from bot.standin.errors import Refusal
from bot.standin.interactions import Interaction, InteractionKind
from bot.standin.limits import ATTACHMENT_BYTES
from bot.standin.rest.call import RestCall, Route, need_unarchived
from bot.standin.rest.resolved import Resolver
from bot.standin.rules import components, definitions, submissions
from bot.standin.rules.submissions import WrongInput
from bot.standin.world import permissions, snowflakes, usage
from bot.standin.world.model import Application, Channel, Command, Json, Message, MessageKind

_OUTDATED = "This command is outdated, please try again in a few minutes"
# What a bot may always do in a direct conversation with it, as interactions say it.
_DIRECT_RIGHTS = (
    permissions.ATTACH_FILES
    | permissions.EMBED_LINKS
    | permissions.MENTION_EVERYONE
    | permissions.USE_EXTERNAL_EMOJIS
)


def start(call: RestCall) -> Any:
    """Check what the person did against what the bot offered, and pass it on."""
    body = call.form
    if call.account.bot:
        raise Refusal(errors.NOT_FOR_BOTS)
    application = call.world.applications.get(snowflakes.parse(body.get("application_id")) or 0)
    if application is None:
        raise Refusal(errors.UNKNOWN_APPLICATION)
    channel = _channel(call, application)
    starters = {
        InteractionKind.COMMAND: _command,
        InteractionKind.COMPONENT: _component,
        InteractionKind.AUTOCOMPLETE: _command,
        InteractionKind.MODAL: _modal,
    }
    starter = starters.get(body.get("type") or 0)
    if starter is None or not isinstance(body.get("data"), dict):
        raise errors.form_error("type", "BASE_TYPE_CHOICES", "Value must be one of {2, 3, 4, 5}.")
    try:
        interaction = starter(call, application, channel)
    except WrongInput as wrong:
        raise errors.form_error("data", "INTERACTION_DATA_INVALID", str(wrong)) from None
    _deliver(call, interaction)


def _channel(call: RestCall, application: Application) -> Channel:
    """Where it happens: seen by the person, not archived, and with the application in it."""
    channel = call.world.channels.get(snowflakes.parse(call.form.get("channel_id")) or 0)
    if channel is None:
        raise Refusal(errors.UNKNOWN_CHANNEL)
    call.need(channel, 0)
    present = (
        application.account in channel.recipients
        if channel.server is None
        else application.account.id in channel.server.members
    )
    if not present:
        raise Refusal(errors.UNKNOWN_APPLICATION)
    if channel.thread is not None:
        call.world.archive_idle((channel,))
        need_unarchived(channel)
    return channel


def _open(
    call: RestCall,
    application: Application,
    channel: Channel,
    data: Json,
    *,
    source: Message | None = None,
    opened_by: Interaction | None = None,
) -> Interaction:
    nonce = call.form.get("nonce")
    interaction = call.backend.interactions.open(
        application,
        call.account,
        channel,
        call.form["type"],
        data,
        nonce=None if nonce is None else str(nonce),
        source=source,
        opened_by=opened_by,
    )
    interaction.session_id = _session_id(call)
    interaction.locale = call.locale
    return interaction


def _session_id(call: RestCall) -> str | None:
    """The gateway session that it came from: what only this person may see goes there."""
    session = call.backend.sessions.get(str(call.form.get("session_id")))
    return session.id if session is not None and session.account is call.account else None


def _command(call: RestCall, application: Application, channel: Channel) -> Interaction:
    given = call.form["data"]
    command = _find_command(call, application, channel)
    kind = command.definition["type"]
    complete = call.form["type"] == InteractionKind.COMMAND
    if not complete and kind != definitions.SLASH:
        raise WrongInput("only slash commands are completed")
    name, options, filled = submissions.command(
        command.definition, given.get("options") or [], complete=complete
    )
    resolver = Resolver(call, channel)
    data: Json = {"id": str(command.id), "name": command.definition["name"], "type": kind}
    if command.server_id is not None:
        data["guild_id"] = str(command.server_id)
    if complete:
        for option, one in filled:
            resolver.option(option, one)
    if options:
        data["options"] = options
    if kind != definitions.SLASH:
        data["target_id"] = str(given.get("target_id"))
        _resolve_target(resolver, channel, data)
    if resolver.finish():
        data["resolved"] = resolver.found
    interaction = _open(call, application, channel, data)
    interaction.command_name = name
    return interaction


def _find_command(call: RestCall, application: Application, channel: Channel) -> Command:
    given, server = call.form["data"], channel.server
    command_id = snowflakes.parse(given.get("id")) or 0
    command = next((one for one in usage.available(application, server) if one.id == command_id), None)
    if command is None:
        raise Refusal(errors.UNKNOWN_COMMAND)
    if server is None:
        allowed = usage.may_use_directly(command, call.world, call.account)
    else:
        writing = (
            permissions.SEND_MESSAGES if channel.thread is None else permissions.SEND_MESSAGES_IN_THREADS
        )
        usable = usage.may_use(command, call.world, call.account, server, channel)
        allowed = usable and call.may(channel, writing)
    if not allowed:
        raise Refusal(errors.MISSING_PERMISSIONS)
    if given.get("version") not in (None, str(command.version)):
        raise errors.form_error("data", "INTERACTION_APPLICATION_COMMAND_INVALID_VERSION", _OUTDATED)
    return command


def _resolve_target(resolver: Resolver, channel: Channel, data: Json) -> None:
    if data["type"] == definitions.USER_MENU:
        resolver.user(data["target_id"])
        return
    message = channel.log.get(snowflakes.parse(data["target_id"]) or 0)
    if message is None:
        raise Refusal(errors.UNKNOWN_MESSAGE)
    resolver.message(message)


def _component(call: RestCall, application: Application, channel: Channel) -> Interaction:
    message = _clicked(call, channel)
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
    resolver = Resolver(call, channel)
    if component["type"] in components.SELECTS:
        data["values"] = submissions.selected(component, given.get("values") or [])
        resolver.field(component, data)
    if resolver.finish():
        data["resolved"] = resolver.found
    return _open(call, application, channel, data, source=message)


def _clicked(call: RestCall, channel: Channel) -> Message:
    """The message of a component; a private one only in the session that was shown it."""
    message_id = snowflakes.parse(call.form.get("message_id")) or 0
    message = channel.log.get(message_id)
    if message is not None:
        return message
    private = call.backend.interactions.private.get(message_id)
    if private is None or private.private_to != call.account.id or private.channel is not channel:
        raise Refusal(errors.UNKNOWN_MESSAGE)
    if private.session_id not in (None, _session_id(call)):
        raise Refusal(errors.UNKNOWN_MESSAGE)
    return private


def _modal(call: RestCall, application: Application, channel: Channel) -> Interaction:
    given = call.form["data"]
    shown = call.backend.interactions.with_modal(
        call.account, str(given.get("custom_id")), snowflakes.parse(given.get("id"))
    )
    if shown is None or shown.application is not application or shown.channel is not channel:
        raise Refusal(errors.UNKNOWN_INTERACTION)
    if not isinstance(given.get("components"), list):
        raise errors.form_error(("data", "components"), "BASE_TYPE_REQUIRED", "This field is required")
    asked = (shown.modal or {})["components"]
    tree = submissions.modal(asked, given["components"])
    resolver = Resolver(call, channel)
    for field, filled in submissions.fields(tree, asked):
        resolver.field(field, filled)
    data: Json = {"custom_id": given["custom_id"], "components": tree}
    if resolver.finish():
        data["resolved"] = resolver.found
    return _open(call, application, channel, data, source=shown.source, opened_by=shown)


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
        if of.data["type"] == definitions.USER_MENU:
            wire_form["target_user"] = of.data["resolved"]["users"][of.data["target_id"]]
        elif of.data["type"] == definitions.MESSAGE_MENU:
            wire_form["target_message_id"] = of.data["target_id"]
    if of.kind == InteractionKind.COMPONENT and of.source is not None:
        wire_form["interacted_message_id"] = str(of.source.id)
    if of.kind == InteractionKind.MODAL and of.opened_by is not None:
        wire_form["triggering_interaction_metadata"] = metadata(of.opened_by)
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
    sessions.send(interaction.account, "INTERACTION_CREATE", accepted, session_id=interaction.session_id)

    def late(of: Interaction) -> None:
        failed = {"id": str(of.id), "nonce": of.nonce, "reason_code": 2}
        sessions.send(of.account, "INTERACTION_FAILURE", failed, session_id=of.session_id)

    call.backend.interactions.expect_answer(interaction, late)
    payload = _payload(call, interaction)
    sessions.send(
        interaction.application.account, "INTERACTION_CREATE", payload, server=interaction.channel.server
    )


def _payload(call: RestCall, of: Interaction) -> Json:
    channel, world = of.channel, call.world
    bot = of.application.account
    server = channel.server
    app_permissions = _DIRECT_RIGHTS if server is None else world.permissions(channel, bot)
    rights = str(world.permissions(channel, of.account))
    payload: Json = {
        "id": str(of.id),
        "application_id": str(of.application.id),
        "type": of.kind,
        "data": of.data,
        "token": of.token,
        "version": 1,
        "channel_id": str(channel.id),
        "channel": {**_partial(channel), "permissions": rights},
        "app_permissions": str(app_permissions),
        "locale": of.locale,
        "entitlements": [],
        "authorizing_integration_owners": _owners(of),
        "context": usage.IN_DIRECT if server is None else usage.IN_SERVER,
        "attachment_size_limit": ATTACHMENT_BYTES,
    }
    if of.source is not None:
        payload["message"] = call.backend.writer.message(of.source, bot)
    if server is None:
        return {**payload, "user": wire.user(of.account)}
    locale = wire.server(server)["preferred_locale"]
    payload["guild_id"] = str(server.id)
    payload["guild"] = {"id": str(server.id), "locale": locale, "features": server.features}
    payload["guild_locale"] = locale
    payload["member"] = {**wire.member(server.members[of.account.id]), "permissions": rights}
    return payload


def _partial(channel: Channel) -> Json:
    written = wire.channel(channel)
    written.pop("permission_overwrites", None)
    return written


ROUTES = (Route("POST", "/interactions", start),)
