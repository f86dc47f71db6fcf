"""What the page's drawer shows of the bots: their calls, what the gateway told them, waiting faults.

No token is in it, whether of an account or of an interaction.
"""

from __future__ import annotations

import json
import math
from typing import Any, Final

from bot.standin.calls import Call, CallLog
from bot.standin.faults import EventFault, Fault, Faults
from bot.standin.gateway.sessions import Session, Sessions
from bot.standin.interactions import Interactions
from bot.standin.world.model import Account, Json
from bot.standin.world.world import World

_MASK: Final = "•••"
_CALLS: Final = 300
_DISPATCHES: Final = 100
_SECRETS: Final = frozenset({"token", "session_id"})


class Ledger:
    """Reads the log of calls and the sessions as a person may see them."""

    def __init__(
        self, world: World, calls: CallLog, sessions: Sessions, faults: Faults, interactions: Interactions
    ) -> None:
        self._world = world
        self._calls = calls
        self._sessions = sessions
        self._faults = faults
        self._interactions = interactions

    def since(self, number: int) -> Json:
        """The calls after the one of that number, who is connected, and the faults that wait."""
        fresh = [(call, self._bot(call)) for call in self._calls.after(number, bots_only=False)]
        return {
            "calls": [_line(call, bot) for call, bot in fresh if bot is not None][-_CALLS:],
            "online": sorted({str(one.account.id) for one in self._sessions if one.outlet is not None}),
            "faults": [_fault(fault) for fault in self._faults.waiting],
        }

    def call(self, number: int) -> Json | None:
        """One call in whole: what was asked and what was answered."""
        for call in self._calls.after(number - 1, bots_only=False):
            bot = self._bot(call)
            if call.number == number and bot is not None:
                whole = {"query": call.query, "request": call.body, "response": call.response}
                return {**_line(call, bot), "reason": call.reason, **self._masked(whole)}
        return None

    def dispatches(self, seen: dict[str, int]) -> list[Json]:
        """What bots were told after the events seen, by session; the latest of each session only."""
        return [
            {"session": _name(session), "bot": session.account.name, "number": number, "event": event}
            for session in self._sessions
            if session.account.bot
            for number, event in self._told(session, seen.get(_name(session), 0))
        ]

    def _told(self, session: Session, after: int) -> list[tuple[int, Any]]:
        latest = [kept for kept in list(session.kept)[-_DISPATCHES:] if kept[0] > after]
        return [(number, self._masked(json.loads(text))) for number, text in latest]

    def _bot(self, call: Call) -> Account | None:
        """Whose call it was: an interaction is answered without an account, by its own token."""
        if call.account is not None:
            return call.account if call.account.bot else None
        parts = call.path.split("?")[0].split("/")
        if "{webhook_token}" in call.route or "{interaction_token}" in call.route:
            place = parts.index("webhooks" if "webhooks" in parts else "interactions") + 1
            number = int(parts[place]) if parts[place].isdecimal() else 0
            application = self._world.applications.get(number)
            interaction = self._interactions.find(number)
            if application is None and interaction is not None:
                application = interaction.application
            return application.account if application is not None else self._only_bot()
        return self._only_bot()

    def _only_bot(self) -> Account | None:
        """Whoever it was, when there is but one."""
        applications = list(self._world.applications.values())
        return applications[0].account if len(applications) == 1 else None

    def _masked(self, value: Any) -> Any:
        text = json.dumps(_without_secrets(value))
        for token in self._world.by_token:
            text = text.replace(token, _MASK)
        return json.loads(text)


def _line(call: Call, bot: Account) -> Json:
    refused = isinstance(call.response, dict) and call.code is not None
    return {
        "number": call.number,
        "at": call.at,
        "bot": bot.name,
        "method": call.method,
        "path": _path(call),
        "route": call.route,
        "status": call.status,
        "code": call.code,
        "error": call.response.get("message") if refused else None,
        "errors": call.response.get("errors") if isinstance(call.response, dict) else None,
        "fault": call.fault,
    }


def _path(call: Call) -> str:
    """The path, with what stands for a token taken out."""
    path, mark, query = call.path.partition("?")
    parts, names = path.split("/"), call.route.split("/")
    shift = len(parts) - len(names)
    for place, name in enumerate(names):
        if name.endswith("_token}") and 0 <= place + shift < len(parts):
            parts[place + shift] = _MASK
    return "/".join(parts) + mark + query


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _MASK if key in _SECRETS and isinstance(item, str) else _without_secrets(item)
            for key, item in value.items()
        }
    return [_without_secrets(item) for item in value] if isinstance(value, list) else value


def _fault(fault: Fault | EventFault) -> Json:
    what = f"{fault.method} {fault.route}".strip() if isinstance(fault, Fault) else fault.event
    left = None if math.isinf(fault.times) else int(fault.times) - fault.struck
    return {"what": what or "anything", "kind": fault.kind, "left": left}


def _name(session: Session) -> str:
    return session.id[:8]
