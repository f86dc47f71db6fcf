"""Who is mentioned: what `allowed_mentions` may say, whom a message names then, and who is really pinged."""

from __future__ import annotations

import re
from typing import Any, Final

from bot.standin import limits
from bot.standin.errors import Form
from bot.standin.rules import components
from bot.standin.world import permissions, snowflakes
from bot.standin.world.model import Account, Json, Mentions, Message, MessageKind, Server
from bot.standin.world.world import World

_KINDS: Final = ("roles", "users", "everyone")
_USER, _ROLE, _EVERYONE = (
    re.compile(r"<@!?(\d{1,20})>"),
    re.compile(r"<@&(\d{1,20})>"),
    re.compile(r"@(?:everyone|here)"),
)
# What stands in code is shown as it is written, and mentions nobody.
_CODE: Final = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)


def check(body: Json, form: Form) -> Json | None:
    """What a body allows, None where it says nothing; what is wrong with it is noted in the form."""
    allowed = body.get("allowed_mentions")
    if not isinstance(allowed, dict):
        return None
    parse = allowed.get("parse") or []
    for index, kind in enumerate(parse):
        if kind not in _KINDS:
            text = f"Value must be one of {_KINDS}."
            form.wrong(("allowed_mentions", "parse", index), "BASE_TYPE_CHOICES", text)
    _once(parse, "parse", form)
    for key in ("users", "roles"):
        _ids(allowed.get(key) or [], key, form)
        if allowed.get(key) and key in parse:
            text = f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.'
            form.wrong("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", text)
    return allowed


def _ids(ids: list[Any], key: str, form: Form) -> None:
    if len(ids) > limits.ALLOWED_MENTIONS:
        form.too_long(("allowed_mentions", key), limits.ALLOWED_MENTIONS)
    for index, one in enumerate(ids):
        if snowflakes.parse(one) is None:
            text = f'Value "{one}" is not snowflake.'
            form.wrong(("allowed_mentions", key, index), "NUMBER_TYPE_COERCE", text)
    _once(ids, key, form)


def _once(values: list[Any], key: str, form: Form) -> None:
    if len({str(one) for one in values}) < len(values):
        text = "The set already contains this value"
        form.wrong(("allowed_mentions", key), "SET_TYPE_ALREADY_CONTAINS_VALUE", text)


def of(message: Message, allowed: Json | None, world: World) -> Mentions:
    """Whom a message mentions: what its text names, where allowed, and what its author has the right to."""
    # Of what is sent by a webhook, answers to interactions too, Discord only parses users by default.
    allowed = _DEFAULT_OF_WEBHOOKS if allowed is None and message.application_id is not None else allowed
    text = _text(message)
    mentions = Mentions(users=_users(text, message, allowed, world))
    server = message.channel.server
    if server is None:
        return mentions
    loud = bool(world.permissions(message.channel, message.author) & permissions.MENTION_EVERYONE)
    if _EVERYONE.search(text) and _parses(allowed, "everyone"):
        mentions.everyone = loud
    for role_id in dict.fromkeys(int(found) for found in _ROLE.findall(text)):
        role = server.roles.get(role_id)
        if role is not None and _names(allowed, "roles", role_id) and (role.mentionable or loud):
            mentions.roles.append(role_id)
    return mentions


_DEFAULT_OF_WEBHOOKS: Final[Json] = {"parse": ["users"], "replied_user": True}


def _text(message: Message) -> str:
    shown = (
        str(one.get("content") or "")
        for one in components.walk(message.components)
        if one["type"] == components.ComponentKind.TEXT
    )
    return "\n".join(_CODE.sub("", text) for text in (message.content, *shown))


def _users(text: str, message: Message, allowed: Json | None, world: World) -> list[Account]:
    named = dict.fromkeys(int(found) for found in _USER.findall(text))
    accounts = [world.accounts[one] for one in named if one in world.accounts]
    mentioned = [one for one in accounts if _names(allowed, "users", one.id)]
    answered = _answered(message) if allowed is None or allowed.get("replied_user") else None
    return mentioned if answered is None or answered in mentioned else [*mentioned, answered]


def _answered(message: Message) -> Account | None:
    """Whose message is replied to."""
    if message.kind is not MessageKind.REPLY or message.reference is None:
        return None
    replied_to = message.channel.log.get(int(message.reference["message_id"]))
    return None if replied_to is None else replied_to.author


def _parses(allowed: Json | None, kind: str) -> bool:
    return allowed is None or kind in (allowed.get("parse") or [])


def _names(allowed: Json | None, kind: str, snowflake: int) -> bool:
    if _parses(allowed, kind) or allowed is None:
        return True
    return str(snowflake) in {str(one) for one in allowed.get(kind) or []}


def pinged(message: Message, world: World) -> frozenset[int]:
    """Whom the mentions of a message reach: of those named, the others who can see its channel."""
    server, mentions = message.channel.server, message.mentions
    named = {account.id for account in mentions.users}
    if server is not None:
        named |= _of_server(server, mentions)
    if message.private_to is not None:
        named &= {message.private_to}
    return frozenset(
        one
        for one in named - {message.author.id}
        if world.permissions(message.channel, world.accounts[one]) & permissions.VIEW_CHANNEL
    )


def _of_server(server: Server, mentions: Mentions) -> set[int]:
    if mentions.everyone:
        return set(server.members)
    wanted = set(mentions.roles)
    return {one for one, member in server.members.items() if member.roles & wanted or server.id in wanted}
