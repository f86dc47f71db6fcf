"""A Discord server that is, or was, one of our newsrooms."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ServerId


@dataclass(frozen=True, slots=True)
class Server:
    """A server. `left_at` is set while the bot is not in it: its feeds rest, its data waits to be erased."""

    id: ServerId
    name: str
    joined_at: datetime
    left_at: datetime | None = None
