"""A server's own emojis: made, renamed, deleted."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

import base64
import binascii
import re
from typing import Any, Final

from bot.standin import errors, limits, wire
from bot.standin.errors import Form, Refusal
from bot.standin.rest import audits
from bot.standin.rest.call import Reply, RestCall, Route
from bot.standin.world import permissions, snowflakes
from bot.standin.world.audit import Action
from bot.standin.world.model import CustomEmoji, Json, Server

_NAME: Final = re.compile(r"\w+", re.ASCII)
_IMAGE: Final = re.compile(r"data:image/(?:png|jpeg|webp|avif|(gif));base64,(.+)", re.DOTALL)


def emojis(call: RestCall) -> Any:
    server = call.server()
    return [_written(call, server, emoji) for emoji in server.emojis.values()]


def one(call: RestCall) -> Any:
    server = call.server()
    return _written(call, server, _emoji(call, server))


def create(call: RestCall) -> Any:
    server = call.server()
    call.need_in_server(server, permissions.CREATE_GUILD_EXPRESSIONS)
    form = Form()
    for key in ("name", "image"):
        if not isinstance(call.form.get(key), str):
            form.required(key)
    _check(call.form, form)
    animated = _is_animated(call.form["image"])
    if sum(emoji.animated is animated for emoji in server.emojis.values()) >= limits.EMOJIS:
        raise Refusal(errors.TOO_MANY_ANIMATED_EMOJIS if animated else errors.TOO_MANY_EMOJIS)
    emoji = call.world.create_emoji(
        server,
        call.form["name"],
        animated=animated,
        maker=call.account,
        roles=_roles(server, call.form),
    )
    audits.record(call, server, Action.EMOJI_CREATED, emoji.id, after={"name": emoji.name})
    return Reply(201, _written(call, server, emoji))


def edit(call: RestCall) -> Any:
    server, emoji = _own(call)
    _check(call.form, Form())
    before = {"name": emoji.name}
    emoji.name = call.form.get("name") or emoji.name
    if "roles" in call.form:
        emoji.roles = _roles(server, call.form)
    after = {"name": emoji.name}
    audits.record(call, server, Action.EMOJI_UPDATED, emoji.id, before=before, after=after)
    call.world.update_emoji(server, emoji)
    return _written(call, server, emoji)


def delete(call: RestCall) -> Any:
    server, emoji = _own(call)
    audits.record(call, server, Action.EMOJI_DELETED, emoji.id, before={"name": emoji.name})
    call.world.delete_emoji(server, emoji)


def _own(call: RestCall) -> tuple[Server, CustomEmoji]:
    """The emoji of the path, which the caller made or may manage."""
    server = call.server()
    emoji = _emoji(call, server)
    rights = call.world.rights(server, call.account)
    makes = rights & permissions.CREATE_GUILD_EXPRESSIONS and emoji.maker is call.account
    if not makes and not rights & permissions.MANAGE_GUILD_EXPRESSIONS:
        raise Refusal(errors.MISSING_PERMISSIONS)
    return server, emoji


def _emoji(call: RestCall, server: Server) -> CustomEmoji:
    emoji = server.emojis.get(call.id("emoji_id"))
    if emoji is None:
        raise Refusal(errors.UNKNOWN_SERVER_EMOJI)
    return emoji


def _check(body: Json, form: Form) -> None:
    name = body.get("name")
    if isinstance(name, str):
        form.length("name", name, *limits.EMOJI_NAME)
        if not _NAME.fullmatch(name):
            form.wrong("name", "STRING_TYPE_REGEX", "String value did not match validation regex.")
    form.check()


def _is_animated(address: str) -> bool:
    """What kind of picture a data address holds; 50035 when it holds none, or too big a one."""
    found = _IMAGE.fullmatch(address)
    try:
        content = base64.b64decode(found[2], validate=True) if found is not None else b""
    except binascii.Error:
        content = b""
    if found is None or not content:
        raise errors.form_error("image", "IMAGE_INVALID", "Invalid image data")
    if len(content) > limits.EMOJI_BYTES:
        text = f"File cannot be larger than {limits.EMOJI_BYTES / 1024} kb."
        raise errors.form_error("image", "BINARY_TYPE_MAX_SIZE", text)
    return found[1] is not None


def _roles(server: Server, body: Json) -> tuple[int, ...]:
    wanted = [snowflakes.parse(one) or 0 for one in body.get("roles") or []]
    if any(one not in server.roles for one in wanted):
        raise Refusal(errors.UNKNOWN_ROLE)
    return tuple(wanted)


def _written(call: RestCall, server: Server, emoji: CustomEmoji) -> Json:
    expressions = permissions.CREATE_GUILD_EXPRESSIONS | permissions.MANAGE_GUILD_EXPRESSIONS
    return wire.custom_emoji(emoji, with_maker=bool(call.world.rights(server, call.account) & expressions))


_EMOJIS = "/guilds/{guild_id}/emojis"
ROUTES = (
    Route("GET", _EMOJIS, emojis),
    Route("POST", _EMOJIS, create),
    Route("GET", f"{_EMOJIS}/{{emoji_id}}", one),
    Route("PATCH", f"{_EMOJIS}/{{emoji_id}}", edit),
    Route("DELETE", f"{_EMOJIS}/{{emoji_id}}", delete),
)
