"""How a server's newsroom is doing: its tags and feeds, what stands still and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.delivery import ACTIVE_STATES, DeliveryState
from bot.domain.edition import EditionState
from bot.domain.ids import ChannelId, ServerId
from bot.domain.reasons import Reason
from bot.domain.source import Feed, FeedState
from bot.domain.tagging import Tag
from bot.storage import held, overview, servers, sources, tags
from bot.storage.database import Database
from bot.storage.overview import Standstill

# What went nowhere longer ago than this is of use to nobody.
_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """A server's newsroom at a glance.

    standing: what waits for a person, and what went nowhere lately. over_budget: what lately went to digests
    alone. quiet: what waits for the end of quiet hours. held: how many stories wait for a moderator.
    paused_at: set while nothing goes out. review_channel_id: where moderators are told, if they chose it.
    troubled: its feeds that fail, rest or have ended. under_way: cards that go out by themselves.
    """

    tags: tuple[Tag, ...]
    feeds: tuple[Feed, ...]
    standing: tuple[Standstill, ...]
    over_budget: tuple[Standstill, ...]
    quiet: tuple[Standstill, ...]
    held: int
    under_way: int
    posted: int
    last_posted_at: datetime | None
    paused_at: datetime | None = None
    review_channel_id: ChannelId | None = None

    @property
    def troubled(self) -> tuple[Feed, ...]:
        """Return the feeds that need a look."""
        return tuple(feed for feed in self.feeds if feed.failures or feed.state is not FeedState.ACTIVE)

    @property
    def last_checked_at(self) -> datetime | None:
        """Return when a feed was last read."""
        return max((feed.last_checked_at for feed in self.feeds if feed.last_checked_at), default=None)


class Status:
    """Looks up how a newsroom is doing."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, server_id: ServerId) -> ServerStatus:
        """Return the status of a server."""
        lately = self._clock.now() - _LATELY
        async with self._database.read() as tx:
            server = await servers.get(tx, server_id)
            active = await overview.standstills(tx, server_id, ACTIVE_STATES, editions=EditionState.CLEARED)
            waiting = await overview.standstills(tx, server_id, [DeliveryState.WAITING])
            failed = await overview.standstills(tx, server_id, [DeliveryState.FAILED], since=lately)
            posted, last_posted_at = await overview.posted(tx, server_id)
            return ServerStatus(
                tags=await tags.of_server(tx, server_id),
                feeds=tuple(feed for _, feed in await sources.of_server(tx, server_id)),
                standing=(*waiting, *_with(failed, Reason.OVER_BUDGET, wanted=False)),
                over_budget=tuple(_with(failed, Reason.OVER_BUDGET)),
                quiet=tuple(_with(active, Reason.QUIET_HOURS)),
                held=await held.number(tx, server_id, held.Wanted()),
                under_way=sum(group.count for group in _with(active, Reason.QUIET_HOURS, wanted=False)),
                posted=posted,
                last_posted_at=last_posted_at,
                paused_at=None if server is None else server.paused_at,
                review_channel_id=None if server is None else server.review_channel_id,
            )


def _with(groups: Iterable[Standstill], reason: Reason, *, wanted: bool = True) -> list[Standstill]:
    return [group for group in groups if (group.reason is reason) is wanted]
