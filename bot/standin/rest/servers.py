"""Servers: what one is, and what can be changed of it."""
# ruff: noqa: D103 - a handler does what its route says: see ROUTES

from __future__ import annotations

from typing import Any

from bot.standin import limits, wire
from bot.standin.errors import Form
from bot.standin.rest import audits
from bot.standin.rest.call import RestCall, Route
from bot.standin.world import changes, permissions
from bot.standin.world.audit import Action


def one(call: RestCall) -> Any:
    server = call.server()
    written = wire.server(server)
    if call.flag("with_counts"):
        written |= {
            "approximate_member_count": len(server.members),
            "approximate_presence_count": len(server.members),
        }
    return written


def preview(call: RestCall) -> Any:
    server = call.server()
    written = wire.server(server)
    kept = ("id", "name", "icon", "description", "splash", "discovery_splash", "home_header", "features")
    return {key: written[key] for key in (*kept, "emojis", "stickers")} | {
        "approximate_member_count": len(server.members),
        "approximate_presence_count": len(server.members),
    }


def edit(call: RestCall) -> Any:
    """Its name and description; the rest of a server's settings mean nothing here and stay."""
    server, body = call.server(), call.form
    call.need_in_server(server, permissions.MANAGE_GUILD)
    form = Form()
    if isinstance(body.get("name"), str):
        form.length("name", body["name"].strip(), *limits.SERVER_NAME)
    if isinstance(body.get("description"), str):
        form.length("description", body["description"], 0, limits.SERVER_DESCRIPTION)
    form.check()
    before = wire.server(server)
    server.name = (body.get("name") or server.name).strip()
    if "description" in body:
        server.description = body["description"] or None
    audits.record(call, server, Action.SERVER_UPDATED, server.id, before=before, after=wire.server(server))
    call.world.tell(changes.ServerUpdated(server))
    return wire.server(server)


_SERVER = "/guilds/{guild_id}"
ROUTES = (
    Route("GET", _SERVER, one),
    Route("PATCH", _SERVER, edit),
    Route("GET", f"{_SERVER}/preview", preview),
)
