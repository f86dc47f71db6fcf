"""Pins: listed in pages, put up and taken down, under their routes of today and those of before."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.standin import errors, limits, wire
from bot.standin.errors import Refusal
from bot.standin.rest import audits, references
from bot.standin.rest.call import RestCall, Route, need_unarchived
from bot.standin.world import permissions
from bot.standin.world.audit import Action
from bot.standin.world.model import Channel, Message, MessageKind


def pins(call: RestCall) -> Any:
    channel = call.channel()
    limit = call.number("limit", limits.PIN_PAGE, least=1, most=limits.PIN_PAGE)
    before = _before(call)
    found = [(at, message) for at, message in _pinned(call, channel) if before is None or at < before]
    items = [{"pinned_at": wire.moment(at), "message": call.write(message)} for at, message in found[:limit]]
    return {"items": items, "has_more": len(found) > limit}


def first_pins(call: RestCall) -> Any:
    return [call.write(message) for _, message in _pinned(call, call.channel())[: limits.PIN_PAGE]]


def _pinned(call: RestCall, channel: Channel) -> list[tuple[datetime, Message]]:
    """What is pinned, latest first; to those who may not read the history nothing is."""
    if not call.may(channel, permissions.READ_MESSAGE_HISTORY):
        return []
    pinned = [(message.pinned_at, message) for message in channel.log if message.pinned_at is not None]
    return sorted(pinned, key=lambda pair: pair[0], reverse=True)


def _before(call: RestCall) -> datetime | None:
    text = call.query.get("before")
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = f"Could not parse {text}. Should be ISO8601."
        raise errors.form_error("before", "DATE_TIME_TYPE_PARSE", message) from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def pin(call: RestCall) -> Any:
    channel = call.channel(permissions.PIN_MESSAGES)
    message = call.message(channel)
    need_unarchived(channel)
    if message.kind not in references.ORDINARY:
        raise Refusal(errors.SYSTEM_MESSAGE)
    if message.pinned_at is not None:
        return
    if sum(other.pinned_at is not None for other in channel.log) >= limits.PINS:
        raise Refusal(errors.TOO_MANY_PINS)
    call.world.set_pinned(message, pinned=True)
    call.world.post(channel, call.account, kind=MessageKind.PINNED, reference=references.to(message))
    _note(call, message, Action.MESSAGE_PINNED)


def unpin(call: RestCall) -> Any:
    channel = call.channel(permissions.PIN_MESSAGES)
    message = call.message(channel)
    need_unarchived(channel)
    if message.pinned_at is not None:
        call.world.set_pinned(message, pinned=False)
        _note(call, message, Action.MESSAGE_UNPINNED)


def _note(call: RestCall, message: Message, action: Action) -> None:
    if message.channel.server is not None:
        where = {"channel_id": str(message.channel.id), "message_id": str(message.id)}
        audits.record(call, message.channel.server, action, message.author.id, options=where)


_CHANNEL = "/channels/{channel_id}"
ROUTES = (
    Route("GET", f"{_CHANNEL}/messages/pins", pins),
    Route("PUT", f"{_CHANNEL}/messages/pins/{{message_id}}", pin),
    Route("DELETE", f"{_CHANNEL}/messages/pins/{{message_id}}", unpin),
    Route("GET", f"{_CHANNEL}/pins", first_pins),
    Route("PUT", f"{_CHANNEL}/pins/{{message_id}}", pin),
    Route("DELETE", f"{_CHANNEL}/pins/{{message_id}}", unpin),
)
