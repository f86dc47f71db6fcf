"""The first walk: a feed that is due becomes items, stories, editions and deliveries.

    due feed ─► its items ─► new, edited ─► admitted to servers ─► their pages ─┐
                                                                                ▼
    deliveries ◄── editions ◄── tags and routes ◄── stories ◄── drafts of stories
    └───────────────── one transaction ────────────────┘

Everything is read before anything is written: a crash anywhere only repeats the check, and no transaction is
open during a network call.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.admission import Admission, admit, admitted_keys, wants_newest
from bot.domain.check import CheckReport, Outcome
from bot.domain.drafting import draft_story
from bot.domain.errors import FeedError, FetchFailed, NewsclipError
from bot.domain.feed import FeedChanged, FeedDocument, FeedUnchanged, Item, Page, Validators
from bot.domain.ids import FeedId, StoryId
from bot.domain.sighting import (
    Sighting,
    Sorted,
    fingerprint,
    first_of_each_key,
    item_hash,
    newest_first,
    sort_items,
)
from bot.domain.source import Failure, Feed, Source, next_check, next_try, shortest_interval
from bot.domain.tagging import StoryText
from bot.pipeline.amending import amend
from bot.pipeline.bringing import Brought, bring_to_servers
from bot.pipeline.ports import FeedReader
from bot.storage import feed_notices, feeds, sources, stories
from bot.storage.database import Connection, Database
from bot.storage.stories import Reading

_IDLE = timedelta(minutes=1)
_AFTER_TROUBLE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """How much intake does at once.

    pages: read at once by all checks, of which one check holds no more than pages_per_check.
    newest_per_check: stories that one check may post in a server; older ones are only recorded.
    lease: longer than the slowest check takes, after which others may; pages have its first half.
    """

    checks: int = 16
    pages: int = 8
    pages_per_check: int = 3
    newest_per_check: int = 20
    read_pages: bool = True
    interval: timedelta = timedelta(minutes=15)
    lease: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A leased feed, and the moment that counts as the time of its check."""

    feed: Feed
    at: datetime
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class _News:
    """What a changed feed brings, read and drafted: all that the transaction needs."""

    claim: _Claim
    answer: FeedChanged
    items: Sorted
    known: Mapping[str, StoryId]
    admissions: Sequence[Admission]
    readings: Mapping[str, Reading] = field(default_factory=dict)


class Intake:
    """Checks feeds and stores what they bring. `wake_delivery` is set when deliveries were committed."""

    def __init__(
        self,
        database: Database,
        reader: FeedReader,
        clock: Clock,
        *,
        wake_delivery: asyncio.Event,
        limits: IntakeLimits | None = None,
    ) -> None:
        self._database = database
        self._reader = reader
        self._clock = clock
        self._wake_delivery = wake_delivery
        self._limits = limits or IntakeLimits()
        self._pages = asyncio.Semaphore(self._limits.pages)
        self._running: dict[FeedId, asyncio.Task[CheckReport]] = {}
        self._wake = asyncio.Event()
        self.in_trouble = asyncio.Event()  # a check failed, or the first after such did not
        self._log = structlog.get_logger(__name__)

    def wake(self) -> None:
        """Look for due feeds now: one was added, or its time was changed."""
        self._wake.set()

    async def run(self) -> None:
        """Check feeds whenever they are due, until cancelled."""
        async with self._database.write() as tx:
            await feeds.release_leases(tx)
        try:
            while True:
                await self._clock.sleep_until(await self._look(), wake=self._wake)
        finally:
            await self._stop()

    async def check(self, feed_id: FeedId) -> CheckReport:
        """Check one feed now, due or not; when it is being checked already, wait for that."""
        running = self._running.get(feed_id)
        if running is None:
            claim = await self._claim(feed_id)
            if claim is None:
                return CheckReport(feed_id, Outcome.BUSY)
            running = self._start(claim)
        return await asyncio.shield(running)

    # The loop.

    async def _look(self) -> datetime:
        """Start the checks that are due and for which there is room; return when to look again."""
        try:
            return await self._start_due()
        except Exception:  # noqa: BLE001 - the top of the loop: a full disk must not end it
            self._log.exception("intake.look_failed")
            return self._clock.now() + _AFTER_TROUBLE

    async def _start_due(self) -> datetime:
        now = self._clock.now()
        room = self._limits.checks - len(self._running)
        if room > 0 and await self._is_due(now):
            # No more than begin now: a lease that waits for its check would run out during it.
            until = now + self._limits.lease
            async with self._database.write() as tx:
                due = await feeds.claim_due(tx, now=now, lease_until=until, limit=room)
            for feed in due:
                self._start(_Claim(feed, now, until))
        if len(self._running) >= self._limits.checks:
            return now + _IDLE  # a finished check wakes the loop
        async with self._database.read() as tx:
            return min(await feeds.next_due(tx) or now + _IDLE, now + _IDLE)

    async def _is_due(self, now: datetime) -> bool:
        """Ask a reader first: mostly there is nothing, and the writer is left alone."""
        async with self._database.read() as tx:
            at = await feeds.next_due(tx)
        return at is not None and at <= now

    async def _claim(self, feed_id: FeedId) -> _Claim | None:
        now = self._clock.now()
        until = now + self._limits.lease
        async with self._database.write() as tx:
            feed = await feeds.claim(tx, feed_id, now=now, lease_until=until)
        return None if feed is None else _Claim(feed, now, until)

    def _start(self, claim: _Claim) -> asyncio.Task[CheckReport]:
        feed_id = claim.feed.id
        task = asyncio.create_task(self._guarded(claim), name=f"check of feed {feed_id}")
        self._running[feed_id] = task

        def finished(_task: asyncio.Task[CheckReport]) -> None:
            del self._running[feed_id]
            self._wake.set()

        task.add_done_callback(finished)
        return task

    async def _stop(self) -> None:
        """Cancel the checks: nothing of them is written, and the next start checks those feeds again."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    # One check.

    async def _guarded(self, claim: _Claim) -> CheckReport:
        """Check a feed so that nothing it does can stop the others."""
        log = self._log.bind(feed_id=claim.feed.id, url=claim.feed.url)
        try:
            try:
                report = await self._check(claim)
            except FeedError as error:
                report = await self._record_failure(claim, error)
            except feeds.LostClaim:
                report = CheckReport(claim.feed.id, Outcome.BUSY)
            except Exception:
                log.exception("feed.check_crashed")
                report = await self._record_failure(claim, NewsclipError())
        except Exception as error:
            log.exception("feed.check_not_recorded")
            return CheckReport(claim.feed.id, Outcome.FAILED, error=NewsclipError(why=str(error)))
        _log_report(log, report)
        if report.deliveries:
            self._wake_delivery.set()
        if claim.feed.failures or report.outcome is Outcome.FAILED:
            self.in_trouble.set()
        return report

    async def _check(self, claim: _Claim) -> CheckReport:
        """Read the feed and all that it leads to, then store it."""
        feed = claim.feed
        async with self._database.read() as tx:
            used_by = await sources.of_feed(tx, feed.id)
        answer = await self._reader.check(feed.url, _validators(feed, used_by))
        if isinstance(answer, FeedUnchanged):
            async with self._database.write() as tx:
                await self._record_answer(tx, claim, answer)
            return CheckReport(feed.id, Outcome.UNCHANGED)
        news = await self._read_news(claim, answer, used_by)
        async with self._database.write() as tx:
            report = await _store(tx, news)
            await self._record_answer(tx, claim, answer)
        return report

    async def _read_news(self, claim: _Claim, answer: FeedChanged, used_by: Sequence[Source]) -> _News:
        """Find out what is new, who gets it, and what its pages say."""
        items = first_of_each_key(answer.document.items)
        async with self._database.read() as tx:
            seen = await stories.sightings(tx, claim.feed.id, [item_hash(item) for item in items])
            followed = await stories.read_from_pages(
                tx, claim.feed.id, [sighting.story_id for sighting in seen.values()]
            )
        found = sort_items(items, seen)
        known = {item.key: seen[item_hash(item)].story_id for item in items if item_hash(item) in seen}
        admissions = [
            admit(
                source,
                claim.feed,
                items=items,
                new=found.new,
                checked_at=claim.at,
                most=self._limits.newest_per_check,
            )
            for source in used_by
        ]
        admitted = admitted_keys(admissions)
        stale = {item.key for item in found.edited if known[item.key] in followed}
        drafted = {item.key for item in (*found.new, *found.edited, *found.touched)} | admitted
        readings = await self._read_stories(
            [item for item in items if item.key in drafted],
            with_page=admitted | stale,
            document=answer.document,
            claim=claim,
        )
        return _News(claim, answer, found.only(readings), known, admissions, readings)

    async def _read_stories(
        self,
        items: Sequence[Item],
        *,
        with_page: frozenset[str] | set[str],
        document: FeedDocument,
        claim: _Claim,
    ) -> dict[str, Reading]:
        feed = claim.feed
        slots = asyncio.Semaphore(self._limits.pages_per_check)

        async def read(item: Item) -> Reading | None:
            try:
                page = await self._read_page(item, claim, slots) if item.key in with_page else None
                draft = draft_story(item, page, feed_title=document.title, feed_url=feed.url)
            except Exception:  # noqa: BLE001 - the top of the items: one must not keep back the others for ever
                self._log.exception("item.unreadable", feed_id=feed.id, item=item.key)
                return None
            return Reading(draft, from_page=page is not None)

        async with asyncio.TaskGroup() as group:
            tasks = {item.key: group.create_task(read(item)) for item in items}
        return {key: reading for key, task in tasks.items() if (reading := task.result()) is not None}

    async def _read_page(self, item: Item, claim: _Claim, slots: asyncio.Semaphore) -> Page | None:
        """Read the story's own page; None where there is none to be had: the item says enough."""
        if item.link is None or not self._limits.read_pages:
            return None
        async with slots, self._pages:
            try:
                if self._clock.now() >= claim.at + self._limits.lease / 2:
                    raise FetchFailed(url=item.link, why="the pages before it took too long")
                return await self._reader.read_page(item.link)
            except FeedError as error:
                self._log.info("page.unread", feed_id=claim.feed.id, item=item.key, error=str(error))
                return None

    async def _record_answer(
        self, tx: Connection, claim: _Claim, answer: FeedChanged | FeedUnchanged
    ) -> None:
        feed = claim.feed
        document = answer.document if isinstance(answer, FeedChanged) else None
        used_by = await sources.of_feed(tx, feed.id)
        interval = shortest_interval(used_by, default=self._limits.interval)
        again_at = next_check(feed.url, claim.at, interval, retry_after=answer.retry_after)
        came_late = any(source.added_at > claim.at for source in used_by)
        await feeds.record_answer(
            tx,
            feed.id,
            lease_until=claim.lease_until,
            checked_at=claim.at,
            next_check_at=claim.at if came_late else again_at,
            validators=answer.validators,
            changed=document is not None,
            title=document.title if document else None,
            site_url=document.site_url if document else None,
        )
        if answer.moved_to is not None and answer.moved_to != feed.url:
            await feeds.move(tx, feed.id, answer.moved_to)
            await feed_notices.feed_moved(tx, used_by, old=feed.url, url=answer.moved_to, now=claim.at)
            self.in_trouble.set()
            self._log.info("feed.moved", feed_id=feed.id, url=feed.url, to=answer.moved_to)

    async def _record_failure(self, claim: _Claim, error: NewsclipError) -> CheckReport:
        feed = claim.feed
        failed = error if isinstance(error, FetchFailed) else None
        async with self._database.write() as tx:
            interval = shortest_interval(await sources.of_feed(tx, feed.id), default=self._limits.interval)
            await feeds.record_failure(
                tx,
                feed.id,
                Failure.of(error),
                lease_until=claim.lease_until,
                next_check_at=next_try(
                    feed.url,
                    claim.at,
                    interval,
                    failures=feed.failures + 1,
                    retry_after=failed.retry_after if failed else None,
                ),
                ended=failed is not None and failed.gone,
            )
        return CheckReport(feed.id, Outcome.FAILED, error=error)


def _validators(feed: Feed, used_by: Iterable[Source]) -> Validators:
    """What makes the request conditional; nothing when a new server asked for older stories."""
    asked = any(wants_newest(source, feed) for source in used_by)
    return Validators() if asked else feed.validators


async def _store(tx: Connection, news: _News) -> CheckReport:
    """Store what a check found, from stories to deliveries."""
    feed_id, now = news.claim.feed.id, news.claim.at
    new = {item.key: news.readings[item.key] for item in news.items.new}
    ids = await stories.add(tx, list(new.values()), feed_id=feed_id, now=now)
    story_ids = {**news.known, **{key: ids[reading.draft.key] for key, reading in new.items()}}
    read = {ids[each.draft.key]: each for each in reversed(new.values())}  # the first of a key counts
    fuller = await stories.follow(tx, read, feed_id=feed_id)
    edited = {news.known[key]: reading for key, reading in news.readings.items() if key in news.known}
    await amend(tx, {**fuller, **edited}, feed_id=feed_id, now=now)
    seen = {
        item_hash(item): Sighting(story_ids[item.key], fingerprint(item))
        for item in (*news.items.new, *news.items.edited, *news.items.touched)
    }
    brought = {
        item.key: Brought(
            story_ids[item.key], StoryText(news.readings[item.key].draft), asked=item.key in news.known
        )
        for item in reversed(newest_first(news.answer.document.items, now=now))
        if item.key in news.readings
    }
    made, deliveries = await bring_to_servers(tx, brought, await _still_used(tx, news), now=now)
    await stories.record_sightings(tx, feed_id, seen, now=now)
    return CheckReport(
        feed_id, Outcome.CHANGED, new=len(new), edited=len(edited), editions=made, deliveries=deliveries
    )


async def _still_used(tx: Connection, news: _News) -> list[Admission]:
    """Leave out servers that gave the feed up while it was being read."""
    using = {source.id for source in await sources.of_feed(tx, news.claim.feed.id)}
    return [admission for admission in news.admissions if admission.source.id in using]


def _log_report(log: structlog.stdlib.BoundLogger, report: CheckReport) -> None:
    if report.outcome is Outcome.FAILED:
        log.warning("feed.check_failed", error=str(report.error))
    elif report.new or report.edited:
        log.info(
            "feed.checked", new=report.new, edited=report.edited, editions=report.editions,
            deliveries=report.deliveries,
        )  # fmt: skip
    else:
        log.debug("feed.checked", outcome=report.outcome)
