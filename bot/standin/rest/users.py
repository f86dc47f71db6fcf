"""Users, applications and the gateway's address: what a client asks first."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import errors, limits, permissions, snowflakes, wire
from bot.standin.errors import Refusal
from bot.standin.rest.call import RestCall, Route


def me(call: RestCall) -> Any:
    return wire.own_user(call.account)


def edit_me(call: RestCall) -> Any:
    username = call.form.get("username")
    if isinstance(username, str) and username:
        call.account.name = username
    return wire.own_user(call.account)


def user(call: RestCall) -> Any:
    account = call.world.accounts.get(call.id("user_id"))
    if account is None:
        raise Refusal(errors.UNKNOWN_USER)
    return wire.user(account)


def my_servers(call: RestCall) -> Any:
    after = call.anchor("after") or 0
    limit = call.number("limit", 200, least=1, most=200)
    mine = [
        server
        for server in sorted(call.world.servers.values(), key=lambda server: server.id)
        if server.id > after and call.account.id in server.members
    ]
    return [
        {
            "id": str(server.id),
            "name": server.name,
            "icon": None,
            "banner": None,
            "owner": server.owner_id == call.account.id,
            "permissions": str(permissions.in_server(server, server.members[call.account.id])),
            "features": server.features,
        }
        for server in mine[:limit]
    ]


def leave_server(call: RestCall) -> Any:
    call.world.leave(call.server(), call.account)


def open_direct(call: RestCall) -> Any:
    recipient = call.world.accounts.get(snowflakes.parse(call.form.get("recipient_id")) or 0)
    if recipient is None or recipient is call.account:
        raise Refusal(errors.UNKNOWN_USER)
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
    if not call.account.bot:
        raise Refusal(errors.BOTS_ONLY)
    joined = sum(call.account.id in server.members for server in call.world.servers.values())
    return {
        "url": call.backend.gateway_url,
        "shards": 1 + joined // limits.SERVERS_A_SHARD,
        "session_start_limit": {
            "total": limits.IDENTIFIES_A_DAY,
            "remaining": limits.IDENTIFIES_A_DAY,
            "reset_after": 0,
            "max_concurrency": 1,
        },
    }


ROUTES = (
    Route("GET", "/gateway", gateway, open=True),
    Route("GET", "/gateway/bot", gateway_for_bot),
    Route("GET", "/users/@me", me),
    Route("PATCH", "/users/@me", edit_me),
    Route("GET", "/users/{user_id}", user),
    Route("GET", "/users/@me/guilds", my_servers),
    Route("DELETE", "/users/@me/guilds/{guild_id}", leave_server),
    Route("POST", "/users/@me/channels", open_direct),
    Route("GET", "/oauth2/applications/@me", my_application),
    Route("GET", "/applications/@me", my_application),
)
