"""What owners do about a feed in trouble, from the message that tells of it."""

import asyncio
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.check import CheckReport, Outcome
from bot.domain.errors import NotFound
from bot.domain.feed_notice import Cause, FeedNotice, NoticeOutcome
from bot.domain.ids import ServerId, UserId
from bot.domain.panel import PanelKey
from bot.domain.source import Feed, Source
from bot.newsroom.source_edits import Edited, Proposal, SourceEdits
from bot.newsroom.source_wishes import SourceWishes
from bot.newsroom.sources import Parting, Sources
from bot.pipeline.intake import Intake
from bot.storage import feed_notices, feeds, sources
from bot.storage.database import Connection, Database

_DOWN = (Cause.FAILING, Cause.ENDED)


@dataclass(frozen=True, slots=True)
class Retried:
    """A feed that was checked just now, and what came of it."""

    feed: Feed
    report: CheckReport


class FeedMending:
    """Checks feeds again, and takes them elsewhere or away, by the key of a notice."""

    def __init__(
        self,
        database: Database,
        intake: Intake,
        edits: SourceEdits,
        followed: Sources,
        clock: Clock,
        *,
        wake: asyncio.Event,
    ) -> None:
        self._database = database
        self._intake = intake
        self._edits = edits
        self._sources = followed
        self._clock = clock
        self._wake = wake

    async def retry(self, server_id: ServerId, actor: UserId, key: PanelKey) -> Retried:
        """Check the feed now, also one that had ended; where it works, the notice is over.

        Raises NotFound where the notice or the feed is no more.
        """
        async with self._database.write() as tx:
            notice, source, feed = await _about(tx, server_id, key)
            await feeds.wake(tx, feed.id, now=self._clock.now())
        report = await self._intake.check(feed.id)
        await self._take_in(notice, source, actor, report)
        return Retried(feed, report)

    async def notice(self, server_id: ServerId, key: PanelKey) -> FeedNotice:
        """Return a notice, also one that ended; raise NotFound."""
        async with self._database.read() as tx:
            found = await feed_notices.by_key(tx, server_id, key)
        if found is None:
            raise NotFound("error-panel-old")
        return found

    async def feed_of(self, server_id: ServerId, key: PanelKey) -> Feed:
        """Return the feed that a notice is about; raise NotFound."""
        async with self._database.read() as tx:
            return (await _about(tx, server_id, key))[2]

    async def move(self, server_id: ServerId, actor: UserId, key: PanelKey, url: str) -> Edited | Proposal:
        """Look at another address for the feed, to be kept; raise InvalidInput, NotFound or a FeedError."""
        feed = await self.feed_of(server_id, key)
        return await self._edits.edit(server_id, actor, str(feed.id), SourceWishes(url=url))

    async def ask_to_remove(self, server_id: ServerId, actor: UserId, key: PanelKey) -> Parting:
        """Ask whether to follow the feed no more; raise NotFound."""
        feed = await self.feed_of(server_id, key)
        return await self._sources.ask_to_remove(server_id, actor, str(feed.id))

    async def _take_in(self, notice: FeedNotice, source: Source, actor: UserId, report: CheckReport) -> None:
        """End the notice where the feed does again what it did not."""
        answered = report.outcome in {Outcome.CHANGED, Outcome.UNCHANGED}
        works = report.new > 0 if notice.cause is Cause.SILENT else notice.cause in _DOWN and answered
        if works:
            async with self._database.write() as tx:
                causes = _DOWN if notice.cause in _DOWN else (notice.cause,)
                await feed_notices.settle(
                    tx, source.id, NoticeOutcome.WORKS, now=self._clock.now(), by=actor, causes=causes
                )
            self._wake.set()


async def _about(tx: Connection, server_id: ServerId, key: PanelKey) -> tuple[FeedNotice, Source, Feed]:
    notice = await feed_notices.by_key(tx, server_id, key)
    if notice is None or notice.ended_at is not None or notice.source_id is None:
        raise NotFound("error-panel-old")
    used = next(
        (each for each in await sources.of_server(tx, server_id) if each[0].id == notice.source_id), None
    )
    if used is None:
        raise NotFound("error-panel-old")
    return notice, *used
