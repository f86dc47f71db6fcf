"""Who a client says that it is: its identify, read strictly, each fault with the close code it deserves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeGuard

from bot.standin import limits
from bot.standin.gateway.connection import CloseCode, GatewayClosed
from bot.standin.gateway.intents import Intent
from bot.standin.world.model import Application, Json

_STATUSES: Final = frozenset({"online", "dnd", "idle", "invisible", "offline"})
_ACTIVITY_KINDS: Final = range(6)


@dataclass(frozen=True, slots=True)
class Identity:
    """What an identify says; `given` holds the rest, which depends on whose it is."""

    token: str
    large_threshold: int
    compress: bool
    given: Json


def read_identity(data: Any) -> Identity:
    """The parts of an identify that can be judged without knowing whose it is."""
    if not isinstance(data, dict) or not isinstance(data.get("properties"), dict):
        raise GatewayClosed(CloseCode.DECODE_ERROR)
    token = data.get("token")
    compress = data.get("compress", False)
    large = data.get("large_threshold", limits.LARGE_THRESHOLD[0])
    if not isinstance(token, str) or not isinstance(compress, bool) or not is_number(large):
        raise GatewayClosed(CloseCode.DECODE_ERROR)
    if not limits.LARGE_THRESHOLD[0] <= large <= limits.LARGE_THRESHOLD[1]:
        raise GatewayClosed(CloseCode.DECODE_ERROR)
    if data.get("presence") is not None:
        check_presence(data["presence"])
    return Identity(token, large, compress, data)


def read_intents(identity: Identity, application: Application | None) -> int:
    """What this client may hear of what it asks for; a person hears everything."""
    if application is None:
        return Intent.ALL
    intents = identity.given.get("intents")
    if not is_number(intents) or intents < 0 or intents & ~Intent.ALL:
        raise GatewayClosed(CloseCode.INVALID_INTENTS)
    if intents & Intent.PRIVILEGED & ~application.privileged_intents:
        raise GatewayClosed(CloseCode.DISALLOWED_INTENTS)
    return intents


def read_shard(identity: Identity, application: Application | None) -> tuple[int, int] | None:
    """The shard that a bot says it is, of how many; people have none."""
    shard = identity.given.get("shard")
    if shard is None or application is None:
        return None
    if not isinstance(shard, list) or len(shard) != 2 or not all(map(is_number, shard)):
        raise GatewayClosed(CloseCode.INVALID_SHARD)
    if not 0 <= shard[0] < shard[1]:
        raise GatewayClosed(CloseCode.INVALID_SHARD)
    return shard[0], shard[1]


def check_presence(data: Any) -> None:
    """Refuse a presence that Discord could not read; nobody here is shown one."""
    if not isinstance(data, dict) or data.get("status", "online") not in _STATUSES:
        raise GatewayClosed(CloseCode.DECODE_ERROR)
    since, activities = data.get("since"), data.get("activities", [])
    if not isinstance(activities, list) or not all(map(_is_activity, activities)):
        raise GatewayClosed(CloseCode.DECODE_ERROR)
    if not isinstance(data.get("afk", False), bool) or not (since is None or is_number(since)):
        raise GatewayClosed(CloseCode.DECODE_ERROR)


def _is_activity(given: Any) -> bool:
    return (
        isinstance(given, dict)
        and isinstance(given.get("name"), str)
        and given.get("type", 0) in _ACTIVITY_KINDS
    )


def is_number(value: Any) -> TypeGuard[int]:
    """Whether JSON said a whole number, of which true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)
