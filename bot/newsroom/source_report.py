"""What a server's feeds are worth to it: what they brought, what became of it, and what that advises."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.domain.errors import PublishError
from bot.domain.ids import EditionId, FeedId, ServerId, ThreadId
from bot.domain.source_report import Advice, FeedFigures, advise
from bot.newsroom.feed_names import named_feed
from bot.storage import digest_stories, source_report
from bot.storage.database import Database
from bot.storage.source_report import FeedThread

_log = structlog.get_logger(__name__)

# Returns how many messages stand in threads of a server, as of the last minutes; may raise a PublishError.
MessagesIn = Callable[[ServerId, Collection[ThreadId]], Awaitable[Mapping[ThreadId, int]]]


@dataclass(frozen=True, slots=True)
class Reported:
    """A feed's figures and what they advise."""

    figures: FeedFigures
    advice: Advice | None


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, the feed first that posted most."""

    days: int
    feeds: tuple[Reported, ...]


class SourceReport:
    """Reports on the feeds of a server."""

    def __init__(self, database: Database, clock: Clock, *, messages_in: MessagesIn) -> None:
        self._database = database
        self._clock = clock
        self._messages_in = messages_in

    async def of(self, server_id: ServerId, *, days: int, typed: str | None = None) -> Report:
        """Report on all feeds, or on the one that was named; raise NotFound."""
        now, over = self._clock.now(), timedelta(days=days)
        since = now - over
        async with self._database.read() as tx:
            feed_id = None if typed is None else (await named_feed(tx, server_id, typed)).id
            found = await source_report.figures(tx, server_id, since=since, feed_id=feed_id)
            threads = await source_report.threads(tx, server_id, since=since, feed_id=feed_id)
            ours = await digest_stories.own_messages(tx, [each.edition_id for each in threads])
        said = await self._said(server_id, threads, ours)
        whole = (
            replace(each, messages=None if said is None else said.get(each.feed_id, 0)) for each in found
        )
        reported = [Reported(each, advise(each, now=now, over=over)) for each in whole]
        order = sorted(reported, key=lambda each: (-each.figures.posted, -each.figures.brought))
        return Report(days, tuple(order))

    async def _said(
        self, server_id: ServerId, threads: Sequence[FeedThread], ours: Mapping[EditionId, int]
    ) -> Mapping[FeedId, int] | None:
        """Return how much people wrote in the discussions of each feed; None where Discord does not say."""
        if not threads:
            return None
        try:
            counts = await self._messages_in(server_id, [each.thread_id for each in threads])
        except PublishError as error:
            _log.info("report.messages_unknown", server=server_id, why=str(error))
            return None
        found: dict[FeedId, int] = defaultdict(int)
        for each in threads:
            found[each.feed_id] += max(0, counts.get(each.thread_id, 0) - ours.get(each.edition_id, 0))
        return found
