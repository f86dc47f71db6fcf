"""The loop of intake: which feeds are checked when, and what stops it."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.check import Outcome
from bot.domain.ids import FeedId
from bot.domain.source import next_check
from bot.pipeline.intake import Intake, IntakeLimits
from bot.storage import feeds
from tests.builders import (
    NOON,
    MemoryReader,
    a_feed,
    a_rule,
    a_server,
    a_source,
    a_tag,
    an_item,
)
from tests.manual_clock import ManualClock
from tests.patience import PATIENCE


class SlowReader(MemoryReader):
    """A reader whose answers to some addresses come only when the test lets them."""

    def __init__(self):
        super().__init__()
        self.held = {}
        self.at_once = 0
        self.most_at_once = 0
        self.asked = asyncio.Condition()

    async def check(self, url, validators):
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            answer = await super().check(url, validators)
        finally:
            async with self.asked:
                self.asked.notify_all()
            if url in self.held:
                await self.held[url].wait()
            self.at_once -= 1
        return answer

    async def read_page(self, url):
        if url in self.held:
            self.read.append(url)
            await self.held[url].wait()
        return await super().read_page(url)

    async def until_asked(self, times):
        async with self.asked, asyncio.timeout(PATIENCE):
            await self.asked.wait_for(lambda: len(self.checked) >= times)


@pytest.fixture(autouse=True)
def log():
    with capture_logs() as lines:
        yield lines


@pytest.fixture
def reader():
    return SlowReader()


@pytest.fixture
def clock():
    return ManualClock(NOON)


@pytest.fixture
async def many_feeds(database, reader):
    """Feeds of one server, all due."""

    async def make(number):
        server = await a_server(database)
        made = [await a_feed(database, f"https://news.example/{n}") for n in range(number)]
        for feed in made:
            await a_source(database, server, feed)
            reader.publish(an_item("old"), url=feed.url)
        return made

    return make


@asynccontextmanager
async def running(intake):
    task = asyncio.create_task(intake.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def an_intake(database, reader, clock, **limits):
    return Intake(database, reader, clock, wake_delivery=asyncio.Event(), limits=IntakeLimits(**limits))


async def test_every_due_feed_is_checked_and_no_more_at_once_than_allowed(
    database, reader, clock, many_feeds
):
    await many_feeds(7)
    intake = an_intake(database, reader, clock, checks=3)

    async with running(intake):
        await reader.until_asked(7)

    assert len({url for url, _ in reader.checked}) == 7
    assert reader.most_at_once <= 3


async def test_a_feed_is_checked_again_when_its_time_has_come(database, reader, clock, many_feeds):
    (feed,) = await many_feeds(1)
    intake = an_intake(database, reader, clock)

    async with running(intake):
        await reader.until_asked(1)
        await _until_recorded(database, feed)
        again_at = next_check(feed.url, NOON, timedelta(minutes=15))
        await _until(lambda: clock.resting() == 1)
        while clock.now() < again_at:
            assert len(reader.checked) == 1
            await clock.advance(60)
            await _until(lambda: clock.resting() == 1)
        await reader.until_asked(2)

    assert [url for url, _ in reader.checked] == [feed.url] * 2


async def test_waking_finds_a_feed_that_was_added_meanwhile(database, reader, clock, many_feeds):
    intake = an_intake(database, reader, clock)

    async with running(intake):
        await _until(lambda: clock.resting() == 1)
        await many_feeds(1)
        intake.wake()
        await reader.until_asked(1)


async def test_a_feed_that_hangs_or_crashes_holds_up_no_other(database, reader, clock, many_feeds):
    hanging, crashing, *others = await many_feeds(6)
    reader.held[hanging.url] = asyncio.Event()
    reader.fail(ZeroDivisionError("a bug"), url=crashing.url)
    intake = an_intake(database, reader, clock, checks=2)

    async with running(intake):
        await reader.until_asked(6)
        for feed in others:
            await _until_recorded(database, feed)

    async with database.read() as tx:
        assert (await feeds.get(tx, crashing.id)).failures == 1
        assert (await feeds.get(tx, hanging.id)).last_checked_at is None


async def test_what_a_stopped_run_was_checking_is_checked_by_the_next(database, reader, clock, many_feeds):
    (feed,) = await many_feeds(1)
    reader.held[feed.url] = asyncio.Event()
    async with running(an_intake(database, reader, clock)):
        await reader.until_asked(1)
    reader.held.clear()

    async with running(an_intake(database, reader, clock)):
        await _until_recorded(database, feed)

    assert len(reader.checked) == 2


async def test_asking_for_a_feed_that_is_being_checked_waits_for_that_check(
    database, reader, clock, many_feeds
):
    (feed,) = await many_feeds(1)
    reader.held[feed.url] = asyncio.Event()
    intake = an_intake(database, reader, clock)
    first = asyncio.create_task(intake.check(feed.id))
    await reader.until_asked(1)
    second = asyncio.create_task(intake.check(feed.id))
    await asyncio.sleep(0)
    reader.held[feed.url].set()

    reports = await asyncio.gather(first, second)

    assert reports[0] is reports[1]
    assert len(reader.checked) == 1


async def test_asking_for_a_feed_that_waits_its_turn_begins_it(database, reader, clock, many_feeds):
    first, second = await many_feeds(2)
    reader.held[first.url] = asyncio.Event()
    intake = an_intake(database, reader, clock, checks=1)
    async with running(intake):
        await reader.until_asked(1)

        report = await intake.check(second.id)

    assert report.outcome is Outcome.CHANGED


async def test_asking_for_a_feed_that_is_not_there_is_no_error(database, reader, clock):
    report = await an_intake(database, reader, clock).check(FeedId(404))

    assert report.outcome is Outcome.BUSY


async def test_a_caller_who_gives_up_does_not_stop_the_check(database, reader, clock, many_feeds):
    (feed,) = await many_feeds(1)
    reader.held[feed.url] = asyncio.Event()
    intake = an_intake(database, reader, clock)
    caller = asyncio.create_task(intake.check(feed.id))
    await reader.until_asked(1)

    caller.cancel()
    reader.held[feed.url].set()

    await _until_recorded(database, feed)


async def test_a_lease_that_was_lost_during_the_check_stores_nothing(database, reader, clock, many_feeds):
    (feed,) = await many_feeds(1)
    reader.held[feed.url] = asyncio.Event()
    checking = asyncio.create_task(an_intake(database, reader, clock).check(feed.id))
    await reader.until_asked(1)
    async with database.write() as tx:
        later = NOON + timedelta(hours=1)
        await feeds.claim(tx, feed.id, now=later, lease_until=later + timedelta(hours=1))
    reader.held[feed.url].set()

    report = await checking

    assert report.outcome is Outcome.BUSY
    async with database.read() as tx:
        assert (await feeds.get(tx, feed.id)).first_checked_at is None


async def test_a_feed_is_leased_only_when_its_check_begins(database, reader, clock, many_feeds):
    first, second = await many_feeds(2)
    reader.held[first.url] = asyncio.Event()
    async with running(an_intake(database, reader, clock, checks=1, lease=timedelta(minutes=10))):
        await reader.until_asked(1)
        await _until(lambda: clock.resting() == 1)
        await clock.advance(540)
        reader.held[second.url] = asyncio.Event()
        reader.held[first.url].set()
        await reader.until_asked(2)
        await clock.advance(540)
        reader.held[second.url].set()

        await _until_recorded(database, second)

    assert [url for url, _ in reader.checked] == [first.url, second.url]


async def test_a_feed_whose_pages_never_come_leaves_room_for_the_pages_of_others(
    database, reader, clock, many_feeds
):
    slow, other = await many_feeds(2)
    intake = an_intake(database, reader, clock, pages=4, pages_per_check=3)
    await asyncio.gather(intake.check(slow.id), intake.check(other.id))
    reader.read.clear()
    tarpit = _held_pages(reader, slow, 10)
    reader.publish(an_item("talks"), url=other.url)
    await clock.advance(60)
    checking = asyncio.create_task(intake.check(slow.id))
    await _until(lambda: len(reader.read) == 3)

    report = await intake.check(other.id)

    assert report.new == 1
    assert reader.read[3:] == ["https://news.example/talks"]
    tarpit.set()
    assert (await checking).new == 10


async def test_pages_that_take_too_long_never_cost_the_lease(database, reader, clock, many_feeds):
    (slow,) = await many_feeds(1)
    intake = an_intake(database, reader, clock, pages_per_check=3, lease=timedelta(minutes=10))
    await intake.check(slow.id)
    reader.read.clear()
    tarpit = _held_pages(reader, slow, 10)
    await clock.advance(60)
    checking = asyncio.create_task(intake.check(slow.id))
    await _until(lambda: len(reader.read) == 3)
    await clock.advance(300)

    tarpit.set()

    assert (await checking).new == 10
    assert len(set(reader.read)) == 3


async def test_a_database_in_trouble_does_not_end_the_loop(database, reader, clock, many_feeds):
    await many_feeds(1)
    intake = an_intake(database, reader, clock)
    async with running(intake):
        await reader.until_asked(1)
        await _until(lambda: clock.resting() == 1)
        async with database.write() as tx:
            await tx.exec_driver_sql("ALTER TABLE feed RENAME TO elsewhere")
        await clock.advance(3600)
        await _until(lambda: clock.resting() == 1)
        async with database.write() as tx:
            await tx.exec_driver_sql("ALTER TABLE elsewhere RENAME TO feed")

        await clock.advance(60)
        await reader.until_asked(2)


async def test_a_check_that_cannot_even_record_its_failure_tells_its_caller(
    database, reader, clock, many_feeds
):
    (feed,) = await many_feeds(1)
    reader.held[feed.url] = asyncio.Event()
    checking = asyncio.create_task(an_intake(database, reader, clock).check(feed.id))
    await reader.until_asked(1)
    async with database.write() as tx:
        await tx.exec_driver_sql("ALTER TABLE feed RENAME TO elsewhere")
    reader.held[feed.url].set()

    report = await checking

    assert report.outcome is Outcome.FAILED
    assert report.error.code == "error-internal"


async def test_delivery_is_woken_by_news_alone(database, reader, clock, many_feeds):
    (feed,) = await many_feeds(1)
    await a_tag(database, 1, rules=[a_rule("about")])
    woken = asyncio.Event()
    intake = Intake(database, reader, clock, wake_delivery=woken)
    await intake.check(feed.id)
    assert not woken.is_set()
    reader.publish(an_item("talks"), url=feed.url)
    await clock.advance(60)

    await intake.check(feed.id)

    assert woken.is_set()


def _held_pages(reader, feed, number):
    """New stories whose pages come only when the event is set."""
    items = [an_item(f"slow{n}") for n in range(number)]
    reader.publish(*items, url=feed.url)
    come = asyncio.Event()
    reader.held |= {item.link: come for item in items}
    return come


async def _until(holds):
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - a clock that is slept on rings no bell
            await asyncio.sleep(0.001)


async def _until_recorded(database, feed):
    async with asyncio.timeout(PATIENCE):
        while not await _is_recorded(database, feed):  # noqa: ASYNC110 - neither does a row
            await asyncio.sleep(0.001)


async def _is_recorded(database, feed):
    async with database.read() as tx:
        return (await feeds.get(tx, feed.id)).last_checked_at is not None
