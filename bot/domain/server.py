"""A Discord server that is, or was, one of our newsrooms."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import ChannelId, ServerId

# For how long the data of a server that sent the bot away waits for its return.
KEPT_AFTER_LEAVING = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Server:
    """A server.

    left_at: set while the bot is not in it: its feeds rest, its data waits to be erased.
    paused_at: set while nothing is to go out there. review_channel_id: where its moderators are told.
    """

    id: ServerId
    name: str
    joined_at: datetime
    left_at: datetime | None = None
    paused_at: datetime | None = None
    review_channel_id: ChannelId | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """One of the connections to the gateway: it tells of every `count`-th server, by Discord's numbering."""

    number: int
    count: int
