"""What every part stands on: the settings, the clock, the database, the outside's feeds, the texts."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.config import Settings
from bot.feeds.fetch import FetchLimits
from bot.feeds.reading import OutsideReader
from bot.pipeline.ports import FeedReader
from bot.storage import polls
from bot.storage.database import Database
from bot.storage.keys import VoterKeys
from bot.texts.catalogue import Texts


@dataclass(frozen=True, slots=True)
class Foundation:
    """What every part stands on.

    poll_lengths: of the polls with vote sets of these keys, instead of the configured one.
    """

    settings: Settings
    clock: Clock
    database: Database
    keys: VoterKeys
    reader: FeedReader
    texts: Texts
    poll_lengths: Mapping[str, timedelta]

    @property
    def interval(self) -> timedelta:
        """How often feeds are checked of which nobody says otherwise."""
        return timedelta(minutes=self.settings.feeds.interval_minutes)

    @property
    def shortest_interval(self) -> timedelta:
        """How often a server can have a feed checked at most."""
        return min(self.interval, timedelta(minutes=self.settings.feeds.shortest_interval_minutes))

    @property
    def nonce_window(self) -> timedelta:
        """For how long Discord takes the same nonce for the same message."""
        return timedelta(seconds=self.settings.delivery.nonce_window_seconds)


async def lay_foundation(
    settings: Settings,
    stack: AsyncExitStack,
    clock: Clock,
    reader: FeedReader | None,
    poll_lengths: Mapping[str, timedelta],
) -> Foundation:
    """Open the database, and the reader of the outside where none is given; the stack closes both."""
    path = settings.storage.path
    database = await Database.open(path)
    stack.push_async_callback(database.close)
    async with database.read() as tx:
        has_votes = await polls.any_voter(tx)
    keys = VoterKeys.beside(path, may_make=not has_votes)
    if reader is None:
        reader = await stack.enter_async_context(_outside_reader(settings))
    return Foundation(settings, clock, database, keys, reader, Texts.load(), poll_lengths)


def _outside_reader(settings: Settings) -> OutsideReader:
    feeds = settings.feeds
    return OutsideReader(
        user_agent=feeds.user_agent,
        allowed_hosts=feeds.allowed_hosts,
        limits=FetchLimits(
            body=round(feeds.max_megabytes * 1_000_000), total=timedelta(seconds=feeds.timeout_seconds)
        ),
    )
