"""What a new message refers to: the message that it answers, or the one that it forwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.standin import errors
from bot.standin.errors import Refusal
from bot.standin.rest.call import RestCall
from bot.standin.world import permissions, snowflakes
from bot.standin.world.model import Channel, Json, Message, MessageFlag, MessageKind

ORDINARY: Final = frozenset(
    {MessageKind.DEFAULT, MessageKind.REPLY, MessageKind.COMMAND, MessageKind.MENU_COMMAND}
)
_REPLY, _FORWARD = 0, 1
_OWN_WORDS: Final = ("content", "embeds", "components", "attachments")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a message becomes by it."""

    kind: MessageKind = MessageKind.DEFAULT
    wire: Json | None = None
    snapshot: Json | None = None

    @property
    def flags(self) -> int:
        """The flags that come with it."""
        return 0 if self.snapshot is None else MessageFlag.HAS_SNAPSHOT


def read(call: RestCall, channel: Channel) -> Reference:
    """The reference of a body; one to nothing where it says none."""
    given = call.form.get("message_reference")
    if not isinstance(given, dict):
        return Reference()
    kind = given.get("type") or _REPLY
    if kind not in (_REPLY, _FORWARD):
        at = ("message_reference", "type")
        raise errors.form_error(at, "BASE_TYPE_CHOICES", "Value must be one of {0, 1}.")
    return _forward(call, given) if kind == _FORWARD else _reply(call, channel, given)


def _reply(call: RestCall, channel: Channel, given: Json) -> Reference:
    message_id = _id(given, "message_id")
    elsewhere = given.get("channel_id") is not None and _id(given, "channel_id") != channel.id
    answered = None if elsewhere else channel.log.get(message_id)
    if answered is None:
        if given.get("fail_if_not_exists") is not False:
            raise errors.form_error("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        return Reference()
    if not call.may(channel, permissions.READ_MESSAGE_HISTORY):
        raise Refusal(errors.REPLY_WITHOUT_HISTORY)
    if answered.kind not in ORDINARY:
        text = "Cannot reply to a system message"
        raise errors.form_error("message_reference", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", text)
    return Reference(MessageKind.REPLY, to(answered))


def _forward(call: RestCall, given: Json) -> Reference:
    message_id, channel_id = _id(given, "message_id"), _id(given, "channel_id")
    source = call.world.channels.get(channel_id)
    if source is None:
        raise Refusal(errors.UNKNOWN_CHANNEL)
    call.need(source, permissions.VIEW_CHANNEL | permissions.READ_MESSAGE_HISTORY)
    message = source.log.get(message_id)
    if message is None:
        raise Refusal(errors.UNKNOWN_MESSAGE)
    if message.kind not in ORDINARY or message.snapshot is not None:
        raise Refusal(errors.WRONG_MESSAGE_TYPE)
    if not call.reads_content(message):
        raise Refusal(errors.FORWARD_UNREAD)
    if call.uploads or any(call.form.get(name) for name in _OWN_WORDS):
        text = "A forward cannot have content of its own"
        raise errors.form_error("message_reference", "MESSAGE_FORWARD_CANNOT_HAVE_CONTENT", text)
    snapshot = call.backend.writer.snapshot(message)
    return Reference(MessageKind.DEFAULT, {**to(message), "type": _FORWARD}, snapshot)


def _id(given: Json, name: str) -> int:
    if given.get(name) is None:
        raise errors.form_error(("message_reference", name), "BASE_TYPE_REQUIRED", "This field is required")
    value = snowflakes.parse(given[name])
    if value is None:
        text = f'Value "{given[name]}" is not snowflake.'
        raise errors.form_error(("message_reference", name), "NUMBER_TYPE_COERCE", text)
    return value


def to(message: Message) -> Json:
    """The reference that points at a message."""
    channel = message.channel
    reference = {"type": _REPLY, "channel_id": str(channel.id), "message_id": str(message.id)}
    return reference if channel.server is None else {**reference, "guild_id": str(channel.server.id)}
