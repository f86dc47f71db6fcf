"""A bot's side of an interaction: the first answer, then follow-ups, edits and deletes by its token."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from functools import partial
from typing import Any

from bot.standin import errors, limits
from bot.standin.errors import Form, Refusal
from bot.standin.interactions import Interaction, InteractionKind
from bot.standin.rest import references
from bot.standin.rest.call import Reply, RestCall, Route, need_unarchived
from bot.standin.rest.interactions import metadata, reply_kind
from bot.standin.rules import components, definitions, drafts, emoji, layouts, localizations
from bot.standin.rules.drafts import Draft
from bot.standin.world import changes
from bot.standin.world.model import Json, Message, MessageFlag, MessageKind

_PONG, _MESSAGE, _DEFER, _DEFER_UPDATE, _UPDATE, _CHOICES, _MODAL = 1, 4, 5, 6, 7, 8, 9


def answer(call: RestCall) -> Any:
    interaction = call.backend.interactions.to_answer(
        call.id("interaction_id"), call.params["interaction_token"]
    )
    kind = call.form.get("type")
    if kind is None:
        raise errors.form_error("type", "BASE_TYPE_REQUIRED", "This field is required")
    answers = {
        _MESSAGE: _with_message,
        _DEFER: _defer,
        _DEFER_UPDATE: _defer_update,
        _UPDATE: _update,
        _CHOICES: _choices,
        _MODAL: _modal,
    }
    if kind not in answers or not _fits(interaction, kind):
        raise errors.form_error("type", "BASE_TYPE_CHOICES", f"{kind} is no answer to this interaction.")
    data = call.form.get("data")
    if data is None and kind in (_MESSAGE, _CHOICES, _MODAL):
        raise errors.form_error("data", "BASE_TYPE_REQUIRED", "This field is required")
    message = answers[kind](call, interaction, data or {})
    call.backend.interactions.acknowledge(interaction)
    _tell_success(call, interaction, kind)
    if not call.flag("with_response"):
        return None
    return Reply(200, _receipt(call, interaction, kind, message))


def _fits(interaction: Interaction, kind: int) -> bool:
    """Whether this kind of answer can be given; there is nothing to buy or to launch here."""
    if interaction.kind == InteractionKind.AUTOCOMPLETE:
        return kind == _CHOICES
    if kind in (_DEFER_UPDATE, _UPDATE):
        return interaction.source is not None
    return kind != _CHOICES and not (kind == _MODAL and interaction.kind == InteractionKind.MODAL)


def _tell_success(call: RestCall, interaction: Interaction, kind: int) -> None:
    if interaction.opened_by is not None:
        # Until its bot answers, a person can send a form again.
        interaction.opened_by.modal = None
    if kind == _CHOICES:
        return
    payload = {"id": str(interaction.id), "nonce": interaction.nonce}
    call.backend.sessions.send(
        interaction.account, "INTERACTION_SUCCESS", payload, session_id=interaction.session_id
    )


def _receipt(call: RestCall, interaction: Interaction, kind: int, message: Message | None) -> Json:
    receipt: Json = {
        "interaction": {
            "id": str(interaction.id),
            "type": interaction.kind,
            "response_message_loading": kind == _DEFER,
            "response_message_ephemeral": message is not None and message.private_to is not None,
        }
    }
    if message is None:
        return receipt
    receipt["interaction"]["response_message_id"] = str(message.id)
    if kind not in (_MESSAGE, _UPDATE):
        return receipt
    written = call.backend.writer.message(message, interaction.application.account)
    receipt["resource"] = {"type": kind, "message": written}
    return receipt


def _with_message(call: RestCall, interaction: Interaction, data: Json) -> Message:
    draft = _draft(call, interaction, data)
    draft.need_something()
    message = _post(call, interaction, draft)
    interaction.original = message
    return message


def _draft(call: RestCall, of: Interaction, data: Json, editing: Message | None = None) -> Draft:
    """The draft of an answer, whose faults are told below its `data`."""
    try:
        return drafts.read(data, call.uploads, call.world, of.application.account, editing=editing)
    except Refusal as refusal:
        if refusal.errors is None:
            raise
        raise Refusal(refusal.kind, errors={"data": refusal.errors}) from None


def _defer(call: RestCall, interaction: Interaction, data: Json) -> Message:
    flags = int(data.get("flags") or 0)
    if flags & ~MessageFlag.PRIVATE:
        text = "Only EPHEMERAL can be set on a deferred response."
        raise errors.form_error(("data", "flags"), "INTERACTION_DEFERRED_FLAGS_INVALID", text)
    message = _blank(call, interaction, flags | MessageFlag.LOADING)
    _show(call, interaction, message)
    interaction.original = message
    return message


def _defer_update(call: RestCall, interaction: Interaction, data: Json) -> Message | None:
    del call, data
    interaction.original = interaction.source
    return interaction.source


def _update(call: RestCall, interaction: Interaction, data: Json) -> Message:
    message = interaction.source
    if message is None:
        raise Refusal(errors.UNKNOWN_MESSAGE)
    _need_editable(call, message)
    _draft(call, interaction, data, message).put_on(message, call.world)
    call.world.update_message(message)
    interaction.original = message
    return message


def _need_editable(call: RestCall, message: Message) -> None:
    """Refuse an edit of what is gone, or of what stands in an archived thread."""
    if _is_gone(call, message):
        raise Refusal(errors.UNKNOWN_MESSAGE)
    if message.private_to is not None:
        return
    if message.channel.thread is not None:
        call.world.archive_idle((message.channel,))
        need_unarchived(message.channel)


def _is_gone(call: RestCall, message: Message) -> bool:
    """Whether a message was deleted, or its channel with it."""
    if message.channel.id not in call.world.channels:
        return True
    return message.private_to is None and message.channel.log.get(message.id) is None


def _choices(call: RestCall, interaction: Interaction, data: Json) -> None:
    choices = data.get("choices")
    if choices is None:
        raise errors.form_error(("data", "choices"), "BASE_TYPE_REQUIRED", "This field is required")
    form = Form()
    if len(choices) > limits.AUTOCOMPLETE_CHOICES:
        form.too_long(("data", "choices"), limits.AUTOCOMPLETE_CHOICES)
    kind = _focused(interaction.data["options"])["type"]
    for index, choice in enumerate(choices):
        definitions.check_choice(choice, kind, ("data", "choices", index), form)
    form.check()
    shown = [localizations.localized(choice, interaction.locale) for choice in choices]
    call.backend.sessions.send(
        interaction.account,
        "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE",
        {"choices": shown, "nonce": interaction.nonce},
        session_id=interaction.session_id,
    )


def _focused(options: list[Json]) -> Json:
    """The option that was being typed, below subcommands too."""
    for option in options:
        if option.get("focused"):
            return option
    return _focused(options[0]["options"])


def _modal(call: RestCall, interaction: Interaction, data: Json) -> None:
    form = Form()
    author = interaction.application.account
    layouts.check_modal(data, form, knows_emoji=partial(emoji.knows, call.world, author))
    form.check()
    interaction.modal = {**data, "components": components.given_back(data["components"], in_modal=True)}
    application = interaction.application
    payload = {
        "id": str(interaction.id),
        "nonce": interaction.nonce,
        "channel_id": str(interaction.channel.id),
        "title": data["title"],
        "custom_id": data["custom_id"],
        "components": interaction.modal["components"],
        "application": {"id": str(application.id), "name": application.name},
    }
    call.backend.sessions.send(
        interaction.account, "INTERACTION_MODAL_CREATE", payload, session_id=interaction.session_id
    )


def _blank(call: RestCall, interaction: Interaction, flags: int) -> Message:
    private = bool(flags & MessageFlag.PRIVATE)
    message = Message(
        call.world.mint.next(),
        interaction.channel,
        interaction.application.account,
        kind=reply_kind(interaction),
        flags=flags,
        application_id=interaction.application.id,
        interaction=metadata(interaction),
        private_to=interaction.account.id if private else None,
        session_id=interaction.session_id if private else None,
    )
    if interaction.source is not None and message.interaction is not None:
        message.reference = references.to(interaction.source)
    return message


def _post(call: RestCall, interaction: Interaction, draft: Draft) -> Message:
    message = _blank(call, interaction, draft.flags & MessageFlag.PRIVATE)
    draft.put_on(message, call.world)
    _show(call, interaction, message)
    return message


def _show(call: RestCall, interaction: Interaction, message: Message) -> None:
    """A private message goes to its reader alone and is never part of the channel."""
    if message.channel.id not in call.world.channels:
        raise Refusal(errors.UNKNOWN_CHANNEL)
    interaction.messages[message.id] = message
    if message.private_to is None:
        call.world.add_message(message)
        return
    call.backend.interactions.keep_private(message)
    call.world.tell(changes.MessageCreated(message))


def follow_up(call: RestCall) -> Any:
    interaction = _of_token(call)
    draft = drafts.read(call.form, call.uploads, call.world, interaction.application.account)
    draft.need_something()
    original = interaction.original
    if original is not None and original.flags & MessageFlag.LOADING and not _is_gone(call, original):
        # The first follow-up of a deferred answer takes its place, and its privacy.
        return _write(call, interaction, _fill(call, original, draft))
    message = _blank(call, interaction, draft.flags & MessageFlag.PRIVATE)
    if message.interaction is not None and original is not None:
        # What follows an answer stands below it as a reply.
        message.kind, message.reference = MessageKind.REPLY, references.to(original)
        message.interaction["original_response_message_id"] = str(original.id)
    draft.put_on(message, call.world)
    _show(call, interaction, message)
    return _write(call, interaction, message)


def _fill(call: RestCall, message: Message, draft: Draft) -> Message:
    private = message.flags & MessageFlag.PRIVATE
    draft.put_on(message, call.world)
    message.flags = (message.flags & ~(MessageFlag.LOADING | MessageFlag.PRIVATE)) | private
    call.world.update_message(message, edited=False)
    return message


def read(call: RestCall) -> Any:
    interaction = _of_token(call)
    return _write(call, interaction, _target(call, interaction))


def edit(call: RestCall) -> Any:
    interaction = _of_token(call)
    message = _target(call, interaction)
    _need_editable(call, message)
    author = interaction.application.account
    draft = drafts.read(call.form, call.uploads, call.world, author, editing=message)
    if message.flags & MessageFlag.LOADING:
        draft.need_something()
        return _write(call, interaction, _fill(call, message, draft))
    draft.put_on(message, call.world)
    call.world.update_message(message)
    return _write(call, interaction, message)


def delete(call: RestCall) -> Any:
    interaction = _of_token(call)
    message = _target(call, interaction)
    interaction.messages.pop(message.id, None)
    call.backend.interactions.private.pop(message.id, None)
    if interaction.original is message:
        interaction.original = None
    if message.private_to is None:
        call.world.delete_message(message)
    else:
        call.world.tell(changes.MessageDeleted(message))


def _of_token(call: RestCall) -> Interaction:
    return call.backend.interactions.of_token(call.id("webhook_id"), call.params["webhook_token"])


def _target(call: RestCall, interaction: Interaction) -> Message:
    if call.params["message_id"] == "@original":
        message = interaction.original
    else:
        message = interaction.messages.get(call.id("message_id"))
    if message is None or _is_gone(call, message):
        raise Refusal(errors.UNKNOWN_MESSAGE)
    return message


def _write(call: RestCall, interaction: Interaction, message: Message) -> Json:
    return call.backend.writer.message(message, interaction.application.account)


_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
ROUTES = (
    Route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", answer, open=True),
    Route("POST", _WEBHOOK, follow_up, open=True),
    Route("GET", f"{_WEBHOOK}/messages/{{message_id}}", read, open=True),
    Route("PATCH", f"{_WEBHOOK}/messages/{{message_id}}", edit, open=True),
    Route("DELETE", f"{_WEBHOOK}/messages/{{message_id}}", delete, open=True),
)
