"""Who changed what in a server, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.ids import ServerId, UserId

# Stands for whoever wanted to be forgotten, where what they did has to stay known. Nobody has this id.
FORGOTTEN = UserId(0)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change. `actor_id` is None for the bot itself; `action` is a code such as `feed-added`.

    subject: what was changed, in words its people know (a URL, a tag's label). details: plain JSON values.
    """

    server_id: ServerId
    action: str
    subject: str
    at: datetime
    actor_id: UserId | None = None
    details: Mapping[str, object] = field(default_factory=dict)
