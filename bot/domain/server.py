"""A Discord server that is, or was, one of our newsrooms."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import ChannelId, RoleId, ServerId, VoteSetId
from bot.domain.quiet import QuietHours

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
class ServerSettings:
    """What an owner sets for a whole server.

    language: of what is said to all; None: as the server is set in Discord. review_channel_id: where its
    moderators are told. quiet: no card begins then, unless it is breaking. cards_per_hour: in one channel.
    poll_hours: how long its readers can vote; None: as the operator says. ping_from: so many subscribers are
    pinged by a role. vote_set_id: of tags that name none.
    """

    language: str | None = None
    time_zone: str = "UTC"
    review_channel_id: ChannelId | None = None
    moderator_role_id: RoleId | None = None
    quiet: QuietHours | None = None
    cards_per_hour: int | None = None
    poll_hours: int | None = None
    ping_from: int = 25
    vote_set_id: VoteSetId | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """One of the connections to the gateway: it tells of every `count`-th server, by Discord's numbering."""

    number: int
    count: int
