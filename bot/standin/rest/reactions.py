"""Reactions: put, taken away, listed in pages."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import errors, limits, wire
from bot.standin.errors import Refusal
from bot.standin.rest.call import RestCall, Route, need_unarchived
from bot.standin.rules import emoji
from bot.standin.world import permissions
from bot.standin.world.model import Channel, Emoji, Message


def put_mine(call: RestCall) -> Any:
    channel, message = _target(call, permissions.READ_MESSAGE_HISTORY)
    wanted = _emoji(call, message)
    need_unarchived(channel)
    burst = call.number("type", 0, least=0, most=1) == 1
    if burst and call.account.bot:
        raise Refusal(errors.NO_BURST)
    if channel.server is not None and call.world.is_silenced(channel.server, call.account):
        raise Refusal(errors.MISSING_PERMISSIONS)  # also with an emoji that is there, which takes no right
    if wanted.key not in message.reactions:
        call.need(channel, permissions.ADD_REACTIONS | _elsewhere(channel, wanted))
        if len(message.reactions) >= limits.REACTIONS:
            raise Refusal(errors.TOO_MANY_REACTIONS)
    call.world.react(message, call.account, wanted, burst=burst)


def _elsewhere(channel: Channel, wanted: Emoji) -> int:
    """The right that it takes to bring another server's emoji here."""
    own = channel.server is not None and wanted.id in channel.server.emojis
    return 0 if wanted.id is None or own else permissions.USE_EXTERNAL_EMOJIS


def delete_mine(call: RestCall) -> Any:
    channel, message = _target(call)
    wanted = _emoji(call, message)
    need_unarchived(channel)
    call.world.unreact(message, call.account, wanted)


def delete_of(call: RestCall) -> Any:
    channel, message = _managed(call)
    wanted = _emoji(call, message)
    need_unarchived(channel)
    account = call.world.accounts.get(call.id("user_id"))
    if account is None:
        raise Refusal(errors.UNKNOWN_USER)
    call.world.unreact(message, account, wanted)


def delete_emoji(call: RestCall) -> Any:
    channel, message = _managed(call)
    wanted = _emoji(call, message)
    need_unarchived(channel)
    if wanted.key in message.reactions:
        call.world.clear_reactions(message, wanted)


def delete_all(call: RestCall) -> Any:
    channel, message = _managed(call)
    need_unarchived(channel)
    call.world.clear_reactions(message)


def _managed(call: RestCall) -> tuple[Channel, Message]:
    channel = call.channel()
    if channel.server is None:
        raise Refusal(errors.WRONG_FOR_DIRECT)
    return _target(call, permissions.MANAGE_MESSAGES)


def reactors(call: RestCall) -> Any:
    _, message = _target(call, permissions.READ_MESSAGE_HISTORY)
    limit = call.number("limit", limits.REACTION_PAGE_DEFAULT, least=1, most=limits.REACTION_PAGE)
    kind = call.number("type", 0, least=0, most=1)
    after = call.anchor("after") or 0
    reaction = message.reactions.get(_emoji(call, message).key)
    if reaction is None:
        return []
    accounts = sorted(reaction.of(kind).values(), key=lambda account: account.id)
    return [wire.user(account) for account in accounts if account.id > after][:limit]


def _target(call: RestCall, needed: int = 0) -> tuple[Channel, Message]:
    channel = call.channel(needed)
    return channel, call.message(channel)


def _emoji(call: RestCall, message: Message) -> Emoji:
    """The emoji of the path; a server's own must be known to the caller or stand on the message already."""
    wanted = emoji.parse(call.params["emoji"])
    if wanted is None:
        raise Refusal(errors.UNKNOWN_EMOJI)
    if wanted.id is None or wanted.key in message.reactions:
        return wanted
    known = emoji.known(call.world, call.account, wanted.id)
    if known is None:
        raise Refusal(errors.UNKNOWN_EMOJI)
    return Emoji(known.name, known.id, animated=known.animated)


_REACTIONS = "/channels/{channel_id}/messages/{message_id}/reactions"
ROUTES = (
    Route("DELETE", _REACTIONS, delete_all),
    Route("GET", f"{_REACTIONS}/{{emoji}}", reactors),
    Route("DELETE", f"{_REACTIONS}/{{emoji}}", delete_emoji),
    Route("PUT", f"{_REACTIONS}/{{emoji}}/@me", put_mine),
    Route("DELETE", f"{_REACTIONS}/{{emoji}}/@me", delete_mine),
    Route("DELETE", f"{_REACTIONS}/{{emoji}}/{{user_id}}", delete_of),
)
