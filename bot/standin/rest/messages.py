"""Messages: read, write, edit, delete, pin, publish."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import changes, drafts, errors, limits, permissions, snowflakes
from bot.standin.errors import Refusal
from bot.standin.model import POSTS_ONLY, Channel, ChannelKind, Json, Message, MessageFlag, MessageKind
from bot.standin.rest.call import RestCall, Route, need_unarchived

_EDITABLE = frozenset({MessageKind.DEFAULT, MessageKind.REPLY, MessageKind.COMMAND, MessageKind.MENU_COMMAND})


def history(call: RestCall) -> Any:
    channel = call.channel()
    limit = call.number("limit", limits.HISTORY_PAGE_DEFAULT, least=1, most=limits.HISTORY_PAGE)
    if not call.may(channel, permissions.READ_MESSAGE_HISTORY):
        return []
    return [call.write(message) for message in _page(call, channel, limit)]


def _page(call: RestCall, channel: Channel, limit: int) -> list[Message]:
    around, before, after = call.anchor("around"), call.anchor("before"), call.anchor("after")
    if around is not None:
        return channel.log.around(around, limit)
    if before is not None:
        return channel.log.before(before, limit)
    if after is not None:
        return channel.log.after(after, limit)
    return channel.log.latest(limit)


def one(call: RestCall) -> Any:
    channel = call.channel(permissions.READ_MESSAGE_HISTORY)
    return call.write(call.message(channel))


def create(call: RestCall) -> Any:
    channel = call.channel()
    _need_to_write(call, channel)
    nonce = _nonce(call.form)
    if nonce is not None and call.form.get("enforce_nonce") is True:
        earlier = call.backend.nonces.find(call.account, channel, nonce, now=call.world.clock())
        if earlier is not None:
            return _again(call, channel, earlier, nonce)
    message = _new_message(call, channel)
    call.world.add_message(message, nonce=nonce)
    wire = call.write(message)
    if nonce is not None:
        call.backend.nonces.remember(call.account, nonce, message, now=call.world.clock())
        wire["nonce"] = nonce
    return wire


def _need_to_write(call: RestCall, channel: Channel) -> None:
    if channel.kind in POSTS_ONLY or channel.kind is ChannelKind.CATEGORY:
        raise Refusal(errors.NOT_A_TEXT_CHANNEL)
    thread = channel.thread
    call.need(channel, permissions.SEND_MESSAGES if thread is None else permissions.SEND_MESSAGES_IN_THREADS)
    if thread is not None and thread.locked and not call.may(channel, permissions.MANAGE_THREADS):
        raise Refusal(errors.THREAD_LOCKED)
    for recipient in channel.recipients:
        if recipient is not call.account and not recipient.accepts_direct_messages:
            raise Refusal(errors.CANNOT_MESSAGE_USER)


def _nonce(body: Json) -> str | int | None:
    nonce = body.get("nonce")
    if nonce is None:
        return None
    if isinstance(nonce, bool) or not isinstance(nonce, str | int):
        raise errors.form_error("nonce", "UNION_TYPE_CHOICES", "Value must be an integer or a string.")
    if len(str(nonce)) > limits.NONCE:
        raise errors.form_error("nonce", "NONCE_TYPE_TOO_LONG", f"Must be {limits.NONCE} or fewer in length.")
    return nonce


def _again(call: RestCall, channel: Channel, earlier: Message, nonce: str | int) -> Any:
    """The message that this nonce already made; 10008 when it was deleted since."""
    if channel.log.get(earlier.id) is None:
        raise Refusal(errors.UNKNOWN_MESSAGE)
    return {**call.write(earlier), "nonce": nonce}


def _new_message(call: RestCall, channel: Channel) -> Message:
    draft = drafts.read(call.form, call.uploads)
    draft.need_something(call.uploads)
    if call.uploads:
        call.need(channel, permissions.ATTACH_FILES)
    reference = _reference(call, channel)
    message = Message(
        call.world.mint.next(),
        channel,
        call.account,
        kind=MessageKind.DEFAULT if reference is None else MessageKind.REPLY,
        reference=reference,
        tts=bool(call.form.get("tts")),
    )
    draft.put_on(message, call.world, call.uploads)
    if not call.may(channel, permissions.EMBED_LINKS):
        message.embeds = []
    return message


def _reference(call: RestCall, channel: Channel) -> Json | None:
    given = call.form.get("message_reference")
    if not isinstance(given, dict):
        return None
    replied_to = snowflakes.parse(given.get("message_id")) or 0
    if channel.log.get(replied_to) is None:
        if given.get("fail_if_not_exists", True):
            raise errors.form_error("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        return None
    call.need(channel, permissions.READ_MESSAGE_HISTORY)
    reference = {"type": 0, "channel_id": str(channel.id), "message_id": str(replied_to)}
    return reference if channel.server is None else {**reference, "guild_id": str(channel.server.id)}


def edit(call: RestCall) -> Any:
    channel = call.channel()
    message = call.message(channel)
    need_unarchived(channel)
    if message.author is not call.account:
        return _moderate(call, channel, message)
    if message.kind not in _EDITABLE:
        raise Refusal(errors.SYSTEM_MESSAGE)
    draft = drafts.read(call.form, call.uploads, editing=message)
    draft.put_on(message, call.world, call.uploads)
    call.world.update_message(message)
    return call.write(message)


def _moderate(call: RestCall, channel: Channel, message: Message) -> Any:
    """Of another's message only the flag that hides its embeds can be changed."""
    if set(call.form) - {"flags"}:
        raise Refusal(errors.NOT_THE_AUTHOR)
    call.need(channel, permissions.MANAGE_MESSAGES)
    hidden = MessageFlag.SUPPRESS_EMBEDS
    message.flags = (message.flags & ~hidden) | (int(call.form.get("flags") or 0) & hidden)
    call.world.update_message(message, edited=False)
    return call.write(message)


def delete(call: RestCall) -> Any:
    channel = call.channel()
    message = call.message(channel)
    if message.author is not call.account:
        call.need(channel, permissions.MANAGE_MESSAGES)
    need_unarchived(channel)
    if message.kind is MessageKind.THREAD_STARTER:
        raise Refusal(errors.SYSTEM_MESSAGE)
    call.world.delete_message(message)


def delete_many(call: RestCall) -> Any:
    channel = call.channel(permissions.MANAGE_MESSAGES)
    ids = {snowflakes.parse(one) for one in call.form.get("messages") or []}
    least, most = limits.BULK_DELETE
    if not least <= len(ids) <= most:
        raise Refusal(errors.BULK_DELETE_COUNT)
    messages = [message for one in ids if one is not None and (message := channel.log.get(one)) is not None]
    oldest = call.world.clock() - limits.BULK_DELETE_AGE_SECONDS
    if any(message.created_at.timestamp() < oldest for message in messages):
        raise Refusal(errors.MESSAGE_TOO_OLD)
    call.world.delete_messages(channel, messages)


def crosspost(call: RestCall) -> Any:
    channel = call.channel()
    message = call.message(channel)
    if channel.kind is not ChannelKind.ANNOUNCEMENT:
        raise Refusal(errors.WRONG_CHANNEL_TYPE)
    own = message.author is call.account
    call.need(channel, permissions.SEND_MESSAGES if own else permissions.MANAGE_MESSAGES)
    if message.flags & MessageFlag.CROSSPOSTED:
        raise Refusal(errors.ALREADY_CROSSPOSTED)
    message.flags |= MessageFlag.CROSSPOSTED
    call.world.update_message(message, edited=False)
    return call.write(message)


def typing(call: RestCall) -> Any:
    channel = call.channel()
    _need_to_write(call, channel)
    call.world.tell(changes.TypingStarted(channel, call.account))


def pins(call: RestCall) -> Any:
    channel = call.channel()
    limit = call.number("limit", 50, least=1, most=50)
    readable = channel.log if call.may(channel, permissions.READ_MESSAGE_HISTORY) else ()
    pinned = [message for message in readable if message.pinned_at is not None]
    pinned.sort(key=lambda message: message.pinned_at or message.created_at, reverse=True)
    items = [
        {"pinned_at": message.pinned_at.isoformat(timespec="microseconds"), "message": call.write(message)}
        for message in pinned[:limit]
        if message.pinned_at is not None
    ]
    return {"items": items, "has_more": len(pinned) > limit}


def pin(call: RestCall) -> Any:
    channel = call.channel(permissions.PIN_MESSAGES)
    message = call.message(channel)
    need_unarchived(channel)
    if message.pinned_at is not None:
        return
    if sum(other.pinned_at is not None for other in channel.log) >= limits.PINS:
        raise Refusal(errors.TOO_MANY_PINS)
    call.world.set_pinned(message, pinned=True)


def unpin(call: RestCall) -> Any:
    channel = call.channel(permissions.PIN_MESSAGES)
    call.world.set_pinned(call.message(channel), pinned=False)


_CHANNEL = "/channels/{channel_id}"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
ROUTES = (
    Route("GET", f"{_CHANNEL}/messages", history),
    Route("POST", f"{_CHANNEL}/messages", create),
    Route("POST", f"{_CHANNEL}/messages/bulk-delete", delete_many),
    Route("GET", f"{_CHANNEL}/messages/pins", pins),
    Route("PUT", f"{_CHANNEL}/messages/pins/{{message_id}}", pin),
    Route("DELETE", f"{_CHANNEL}/messages/pins/{{message_id}}", unpin),
    Route("GET", _MESSAGE, one),
    Route("PATCH", _MESSAGE, edit),
    Route("DELETE", _MESSAGE, delete),
    Route("POST", f"{_MESSAGE}/crosspost", crosspost),
    Route("POST", f"{_CHANNEL}/typing", typing),
)
