"""Users, applications and the gateway's address: what a client asks first."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import errors, limits, wire
from bot.standin.errors import Form, Refusal
from bot.standin.rest.call import RestCall, Route
from bot.standin.world import permissions, snowflakes
from bot.standin.world.model import Json, Server


def me(call: RestCall) -> Any:
    return wire.own_user(call.account)


def edit_me(call: RestCall) -> Any:
    """Of a bot's profile the name is kept; its pictures go unseen."""
    username = call.form.get("username")
    if username is not None:
        form = Form()
        form.length("username", str(username).strip(), *limits.USERNAME)
        form.check()
        call.account.name = str(username).strip()
        call.world.update_account(call.account)
    return wire.own_user(call.account)


def settings(call: RestCall) -> Any:
    """Of a person's many settings the one that closes their direct messages to members of their servers."""
    return {"default_guilds_restricted": not call.account.accepts_direct_messages}


def edit_settings(call: RestCall) -> Any:
    if isinstance(restricted := call.form.get("default_guilds_restricted"), bool):
        call.account.accepts_direct_messages = not restricted
    return settings(call)


def user(call: RestCall) -> Any:
    account = call.world.accounts.get(call.id("user_id"))
    if account is None:
        raise Refusal(errors.UNKNOWN_USER)
    return wire.user(account)


def my_servers(call: RestCall) -> Any:
    before, after = call.anchor("before"), call.anchor("after") or 0
    limit = call.number("limit", limits.SERVER_PAGE, least=1, most=limits.SERVER_PAGE)
    mine = [
        server
        for server in sorted(call.world.servers.values(), key=lambda server: server.id)
        if call.account.id in server.members and after < server.id and (before is None or server.id < before)
    ]
    page = mine[:limit] if before is None else mine[-limit:]
    return [_partial(call, server) for server in page]


def _partial(call: RestCall, server: Server) -> Json:
    written: Json = {
        "id": str(server.id),
        "name": server.name,
        "icon": None,
        "banner": None,
        "owner": server.owner_id == call.account.id,
        "permissions": str(permissions.in_server(server, server.members[call.account.id])),
        "features": server.features,
    }
    if call.flag("with_counts"):
        written["approximate_member_count"] = len(server.members)
        written["approximate_presence_count"] = len(server.members)
    return written


def leave_server(call: RestCall) -> Any:
    server = call.server()
    if server.owner_id == call.account.id:
        raise Refusal(errors.INVALID_SERVER)
    call.world.leave(server, call.account)


def open_direct(call: RestCall) -> Any:
    given = call.form.get("recipient_id")
    if given is None:
        raise errors.form_error("recipient_id", "BASE_TYPE_REQUIRED", "This field is required")
    recipient_id = snowflakes.parse(given)
    if recipient_id is None:
        raise errors.form_error("recipient_id", "NUMBER_TYPE_COERCE", f'Value "{given}" is not snowflake.')
    recipient = call.world.accounts.get(recipient_id)
    if recipient is None:
        raise Refusal(errors.UNKNOWN_USER)
    if recipient is call.account:
        raise Refusal(errors.INVALID_RECIPIENT)
    return wire.channel(call.world.direct_channel(call.account, recipient), viewer=call.account)


def my_application(call: RestCall) -> Any:
    application = call.world.application_of(call.account)
    if application is None:
        raise Refusal(errors.BOTS_ONLY)
    joined = sum(call.account.id in server.members for server in call.world.servers.values())
    return wire.application(application, joined)


def gateway(call: RestCall) -> Any:
    return {"url": call.backend.gateway_url}


def gateway_for_bot(call: RestCall) -> Any:
    application = call.world.application_of(call.account)
    if application is None:
        raise Refusal(errors.BOTS_ONLY)
    joined = sum(call.account.id in server.members for server in call.world.servers.values())
    return {
        "url": call.backend.gateway_url,
        "shards": 1 + joined // limits.SERVERS_A_SHARD,
        "session_start_limit": call.backend.sessions.starts.limit_of(application),
    }


ROUTES = (
    Route("GET", "/gateway", gateway, open=True),
    Route("GET", "/gateway/bot", gateway_for_bot),
    Route("GET", "/users/@me", me),
    Route("PATCH", "/users/@me", edit_me),
    Route("GET", "/users/@me/settings", settings),
    Route("PATCH", "/users/@me/settings", edit_settings),
    Route("GET", "/users/{user_id}", user),
    Route("GET", "/users/@me/guilds", my_servers),
    Route("DELETE", "/users/@me/guilds/{guild_id}", leave_server),
    Route("POST", "/users/@me/channels", open_direct),
    Route("GET", "/oauth2/applications/@me", my_application),
    Route("GET", "/applications/@me", my_application),
)
