"""The audit log: what handlers note in it, and how it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.standin import limits, wire
from bot.standin.rest.call import RestCall, Route
from bot.standin.world import permissions
from bot.standin.world.audit import Action, AuditEntry, differences
from bot.standin.world.model import Json, Server


def record(
    call: RestCall,
    server: Server,
    action: Action,
    target_id: int | None,
    *,
    before: Json | None = None,
    after: Json | None = None,
    options: Mapping[str, str] | None = None,
) -> None:
    """Note what the caller did, with its reason and what differs between two written objects."""
    call.world.audit(
        server,
        call.account,
        action,
        target_id,
        reason=call.reason,
        differences=differences(before or {}, after or {}),
        options=options,
    )


def audit_log(call: RestCall) -> Any:
    """Newest first, unless one asks for what came after an entry."""
    server = call.server()
    call.need_in_server(server, permissions.VIEW_AUDIT_LOG)
    limit = call.number("limit", limits.AUDIT_PAGE_DEFAULT, least=1, most=limits.AUDIT_PAGE)
    before, after = call.anchor("before"), call.anchor("after")
    wanted = {"actor_id": call.anchor("user_id"), "target_id": call.anchor("target_id")}
    kind = call.number("action_type", 0, least=0, most=1000)
    found = [
        entry
        for entry in server.audit_log
        if (not kind or entry.action == kind)
        and all(value is None or getattr(entry, name) == value for name, value in wanted.items())
        and (before is None or entry.id < before)
        and (after is None or entry.id > after)
    ]
    return _written(call, server, found[:limit] if after is not None else found[::-1][:limit])


def _written(call: RestCall, server: Server, entries: list[AuditEntry]) -> Json:
    """The entries with the people and threads that they speak of."""
    named = dict.fromkeys(one for entry in entries for one in (entry.actor_id, entry.target_id))
    accounts = [account for one in named if (account := call.world.accounts.get(one or 0)) is not None]
    threads = [thread for one in named if (thread := server.threads.get(one or 0)) is not None]
    return {
        "audit_log_entries": [wire.audit_entry(entry) for entry in entries],
        "users": [wire.user(account) for account in accounts],
        "threads": [wire.thread(thread) for thread in threads],
        "application_commands": [],
        "auto_moderation_rules": [],
        "guild_scheduled_events": [],
        "integrations": [],
        "webhooks": [],
    }


ROUTES = (Route("GET", "/guilds/{guild_id}/audit-logs", audit_log),)
