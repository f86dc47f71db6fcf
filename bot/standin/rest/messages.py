"""Messages: read, write, edit, delete, publish."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from bot.standin import errors, limits
from bot.standin.errors import Form, Refusal
from bot.standin.rest import audits, references
from bot.standin.rest.call import RestCall, Route, need_unarchived
from bot.standin.rules import drafts
from bot.standin.rules.drafts import Draft
from bot.standin.world import changes, permissions, snowflakes
from bot.standin.world.audit import Action
from bot.standin.world.model import (
    POSTS_ONLY,
    Account,
    Channel,
    ChannelKind,
    Json,
    Message,
    MessageFlag,
    MessageKind,
)

_UNDELETABLE: Final = frozenset(
    {
        MessageKind.THREAD_STARTER,
        MessageKind.RECIPIENT_ADDED,
        MessageKind.RECIPIENT_REMOVED,
        MessageKind.RENAMED,
    }
)
_NO_EDIT: Final = frozenset({"flags", "allowed_mentions"})


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
    nonce, now = _nonce(call.form), call.world.clock()
    message = _new_message(call, channel)
    if nonce is not None and call.form.get("enforce_nonce") is True:
        earlier = call.backend.nonces.find(call.account, nonce, now=now)
        if earlier is not None:
            return _again(call, earlier, nonce)
    need_patience(call, channel, now)
    call.world.add_message(message, nonce=nonce)
    wire = call.write(message)
    if nonce is not None:
        call.backend.nonces.remember(call.account, nonce, message, now=now)
        wire["nonce"] = nonce
    return wire


def _need_to_write(call: RestCall, channel: Channel) -> None:
    if channel.kind in POSTS_ONLY or channel.kind is ChannelKind.CATEGORY:
        raise Refusal(errors.NOT_A_TEXT_CHANNEL)
    thread = channel.thread
    call.need(channel, permissions.SEND_MESSAGES if thread is None else permissions.SEND_MESSAGES_IN_THREADS)
    _need_unlocked(call, channel)
    for recipient in channel.recipients:
        if recipient is not call.account:
            _need_to_reach(call, recipient)


def _need_unlocked(call: RestCall, channel: Channel) -> None:
    locked = channel.thread is not None and channel.thread.locked
    if locked and not call.may(channel, permissions.MANAGE_THREADS):
        raise Refusal(errors.THREAD_LOCKED)


def _need_to_reach(call: RestCall, recipient: Account) -> None:
    both_bots = call.account.bot and recipient.bot
    if both_bots or not recipient.accepts_direct_messages:
        raise Refusal(errors.CANNOT_MESSAGE_USER)
    pair = {call.account.id, recipient.id}
    if call.account.bot and not any(pair <= server.members.keys() for server in call.world.servers.values()):
        raise Refusal(errors.NO_MUTUAL_SERVER)


def _nonce(body: Json) -> str | int | None:
    nonce = body.get("nonce")
    if nonce is None:
        return None
    if isinstance(nonce, bool) or not isinstance(nonce, str | int):
        raise errors.form_error("nonce", "UNION_TYPE_CHOICES", "Value must be an integer or a string.")
    if len(str(nonce)) > limits.NONCE:
        raise errors.form_error("nonce", "NONCE_TYPE_TOO_LONG", f"Must be {limits.NONCE} or fewer in length.")
    return nonce


def _again(call: RestCall, earlier: Message, nonce: str | int) -> Any:
    """The message that this nonce already made; 10008 when it was deleted since."""
    if earlier.channel.log.get(earlier.id) is None:
        raise Refusal(errors.UNKNOWN_MESSAGE)
    return {**call.write(earlier), "nonce": nonce}


def need_patience(call: RestCall, channel: Channel, now: float) -> None:
    """Refuse people who wrote too lately for the slow mode of this place."""
    if call.account.bot or call.may(channel, permissions.BYPASS_SLOWMODE):
        return
    wait = call.backend.slow_mode.wait(call.account, channel, now=now)
    if wait > 0:
        raise Refusal(errors.SLOW_MODE, retry_after=wait)
    call.backend.slow_mode.spoke(call.account, channel, now=now)


def _new_message(call: RestCall, channel: Channel) -> Message:
    draft = drafts.read(call.form, call.uploads, call.world, call.account)
    reference = references.read(call, channel)
    if reference.snapshot is None:
        draft.need_something()
    if call.form.get("tts") is True:
        call.need(channel, permissions.SEND_TTS_MESSAGES)
    draft = permitted(call, channel, draft)
    message = Message(
        call.world.mint.next(),
        channel,
        call.account,
        kind=reference.kind,
        flags=reference.flags,
        reference=reference.wire,
        snapshot=reference.snapshot,
        tts=call.form.get("tts") is True,
    )
    draft.put_on(message, call.world)
    return message


def permitted(call: RestCall, channel: Channel, draft: Draft) -> Draft:
    """The draft without embeds where they may not be sent; where it has nothing else, it is refused."""
    if draft.files.new:
        call.need(channel, permissions.ATTACH_FILES)
    if not draft.embeds or call.may(channel, permissions.EMBED_LINKS):
        return draft
    if not (draft.edits or draft.content or draft.components or draft.files.new):
        raise Refusal(errors.MISSING_PERMISSIONS)
    return replace(draft, embeds=[])


def edit(call: RestCall) -> Any:
    channel = call.channel()
    message = call.message(channel)
    need_unarchived(channel)
    _need_unlocked(call, channel)
    if message.author is not call.account:
        return _moderate(call, channel, message)
    if message.kind not in references.ORDINARY:
        raise Refusal(errors.SYSTEM_MESSAGE)
    if message.snapshot is not None:
        raise Refusal(errors.WRONG_MESSAGE_TYPE)
    draft = drafts.read(call.form, call.uploads, call.world, call.account, editing=message)
    draft = permitted(call, channel, draft)
    draft.need_something_left(message)
    draft.put_on(message, call.world)
    said = bool(call.form.keys() - _NO_EDIT) or bool(call.uploads)
    call.world.update_message(message, edited=said)
    return call.write(message)


def _moderate(call: RestCall, channel: Channel, message: Message) -> Any:
    """Of another's message only the flag that hides its embeds can be changed."""
    if set(call.form) - {"flags"}:
        raise Refusal(errors.NOT_THE_AUTHOR)
    _need_to_manage(call, channel)
    hidden = MessageFlag.SUPPRESS_EMBEDS
    message.flags = (message.flags & ~hidden) | (int(call.form.get("flags") or 0) & hidden)
    call.world.update_message(message, edited=False)
    return call.write(message)


def _need_to_manage(call: RestCall, channel: Channel) -> None:
    if channel.server is None:
        raise Refusal(errors.WRONG_FOR_DIRECT)
    call.need(channel, permissions.MANAGE_MESSAGES)


def delete(call: RestCall) -> Any:
    channel = call.channel()
    message = call.message(channel)
    if message.author is not call.account:
        _need_to_manage(call, channel)
    _need_open(channel)
    if message.kind in _UNDELETABLE:
        raise Refusal(errors.SYSTEM_MESSAGE)
    call.world.delete_message(message)
    if message.author is not call.account and channel.server is not None:
        where = {"channel_id": str(channel.id), "count": "1"}
        audits.record(call, channel.server, Action.MESSAGE_DELETED, message.author.id, options=where)


def _need_open(channel: Channel) -> None:
    """In an archived thread messages can be deleted still, unless it is locked too."""
    if channel.thread is not None and channel.thread.locked:
        need_unarchived(channel)


def delete_many(call: RestCall) -> Any:
    channel = call.channel()
    _need_to_manage(call, channel)
    _need_open(channel)
    ids = _ids(call.form)
    # The age of what is not there counts too: an id tells its own.
    oldest = call.world.clock() - limits.BULK_DELETE_AGE_SECONDS
    if any(snowflakes.born(one).timestamp() < oldest for one in ids):
        raise Refusal(errors.MESSAGE_TOO_OLD)
    messages = [message for one in ids if (message := channel.log.get(one)) is not None]
    if any(message.kind in _UNDELETABLE for message in messages):
        raise Refusal(errors.SYSTEM_MESSAGE)
    call.world.delete_messages(channel, messages)
    if channel.server is not None:
        count = {"count": str(len(messages))}
        audits.record(call, channel.server, Action.MESSAGES_DELETED, channel.id, options=count)


def _ids(body: Json) -> list[int]:
    given, form = body.get("messages"), Form()
    if not isinstance(given, list):
        raise errors.form_error("messages", "BASE_TYPE_REQUIRED", "This field is required")
    ids = [snowflakes.parse(one) for one in given]
    for index, one in enumerate(ids):
        if one is None:
            text = f'Value "{given[index]}" is not snowflake.'
            form.wrong(("messages", index), "NUMBER_TYPE_COERCE", text)
        elif one in ids[:index]:
            text = "The set already contains this value"
            form.wrong(("messages", index), "SET_TYPE_ALREADY_CONTAINS_VALUE", text)
    form.check()
    least, most = limits.BULK_DELETE
    if not least <= len(ids) <= most:
        raise Refusal(errors.BULK_DELETE_COUNT)
    return [one for one in ids if one is not None]


def crosspost(call: RestCall) -> Any:
    channel = call.channel()
    if channel.kind is not ChannelKind.ANNOUNCEMENT:
        raise Refusal(errors.WRONG_CHANNEL_TYPE)
    message = call.message(channel)
    others = 0 if message.author is call.account else permissions.MANAGE_MESSAGES
    call.need(channel, permissions.SEND_MESSAGES | others)
    if message.kind not in references.ORDINARY:
        raise Refusal(errors.SYSTEM_MESSAGE)
    if message.flags & MessageFlag.CROSSPOSTED:
        raise Refusal(errors.ALREADY_CROSSPOSTED)
    message.flags |= MessageFlag.CROSSPOSTED
    call.world.update_message(message, edited=False)
    return call.write(message)


def typing(call: RestCall) -> Any:
    channel = call.channel()
    _need_to_write(call, channel)
    call.world.tell(changes.TypingStarted(channel, call.account))


_CHANNEL = "/channels/{channel_id}"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
ROUTES = (
    Route("GET", f"{_CHANNEL}/messages", history),
    Route("POST", f"{_CHANNEL}/messages", create),
    Route("POST", f"{_CHANNEL}/messages/bulk-delete", delete_many),
    Route("GET", _MESSAGE, one),
    Route("PATCH", _MESSAGE, edit),
    Route("DELETE", _MESSAGE, delete),
    Route("POST", f"{_MESSAGE}/crosspost", crosspost),
    Route("POST", f"{_CHANNEL}/typing", typing),
)
