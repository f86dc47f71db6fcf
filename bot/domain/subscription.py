"""What a reader subscribed to in a server, and how its stories reach them.

A subscription says how its tag's stories reach the reader, or leaves that to what they want for all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ServerId, TagId, UserId
from bot.domain.quiet import QuietHours

# As many as a reader can have in one server.
MOST_SUBSCRIPTIONS = 200


class Reach(StrEnum):
    """How a story reaches a reader, the strongest way first."""

    MENTION = "mention"  # in its discussion
    DIRECT = "direct"  # by direct message
    DIGEST = "digest"  # with others, at the reader's hour
    LIST = "list"  # only where they look for it


@dataclass(frozen=True, slots=True)
class Reader:
    """What a reader has chosen in one server.

    reach: of the subscriptions that name none. time_zone: a name; None: the server's. digest_at: minutes
    after midnight. digest_weekday: 0 is Monday.
    """

    user_id: UserId
    server_id: ServerId
    reach: Reach = Reach.MENTION
    time_zone: str | None = None
    quiet: QuietHours | None = None
    digest_every: str | None = None
    digest_at: int | None = None
    digest_weekday: int | None = None
    digest_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A reader's choice of a tag; `reach` None: as they want it for all."""

    tag_id: TagId
    user_id: UserId
    server_id: ServerId
    reach: Reach | None = None


def strongest(ways: Iterable[Reach]) -> Reach:
    """Return the strongest of several ways to reach a reader; of none it is a list alone."""
    return min(ways, key=list(Reach).index, default=Reach.LIST)
