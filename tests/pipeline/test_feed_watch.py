"""Who is to be told of a feed in trouble, and when it is over."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.feed_notice import Cause, NoticeOutcome, NoticeState
from bot.domain.sighting import Sighting
from bot.domain.source import Failure
from bot.domain.turns import Turns
from bot.pipeline.feed_watch import FeedWatch
from bot.storage import feed_notices, feeds, servers, sources, stories
from bot.storage.stories import Reading
from tests.builders import a_draft, a_feed, a_server, a_source

DAY = timedelta(days=1)
LOST = Failure("error-fetch", {"url": "https://n.example", "why": "no answer"})


@pytest.fixture
def watch(database, clock):
    return FeedWatch(database, clock, wake=asyncio.Event(), wake_telling=asyncio.Event())


@pytest.fixture
async def feed(database, clock):
    """A feed that two servers use, for a year."""
    feed = await a_feed(database, now=clock.now() - 365 * DAY)
    for number in (1, 2):
        server_id = await a_server(database, number)
        await a_source(database, server_id, feed, now=clock.now() - 365 * DAY)
    return feed


async def check(database, clock, feed, *, fails=False, ended=False):
    """Let a check of the feed come to an end now."""
    now = clock.now()
    async with database.write() as tx:
        claimed = await feeds.claim(tx, feed.id, now=now, lease_until=now + DAY)
        if fails or ended:
            await feeds.record_failure(
                tx, feed.id, LOST, lease_until=now + DAY, next_check_at=now, ended=ended
            )
        else:
            await feeds.record_answer(
                tx,
                feed.id,
                lease_until=now + DAY,
                checked_at=now,
                next_check_at=now,
                validators=claimed.validators,
                changed=True,
            )


async def bring(database, clock, feed, name):
    """Let the feed bring a story now."""
    now = clock.now()
    async with database.write() as tx:
        ids = await stories.add(tx, [Reading(a_draft(name), from_page=False)], feed_id=feed.id, now=now)
        (story_id,) = ids.values()
        seen = {name.encode().ljust(16): Sighting(story_id, b"12345678")}
        await stories.record_sightings(tx, feed.id, seen, now=now)


async def told(database, clock):
    """All notices that are due."""
    async with database.read() as tx:
        found = await feed_notices.due(tx, now=clock.now(), turns=Turns(50, share=50))
        return [await feed_notices.get(tx, each.key) for each in found]


async def shown(database, clock):
    """All notices are shown now: none is due."""
    async with database.write() as tx:
        for notice in await told(database, clock):
            await feed_notices.drawn(tx, notice)


async def test_the_fifth_failure_in_a_row_is_told_in_each_server_once(database, clock, watch, feed):
    for _ in range(4):
        await check(database, clock, feed, fails=True)
    await watch.look()
    before = await told(database, clock)
    await check(database, clock, feed, fails=True)

    await watch.look()
    await check(database, clock, feed, fails=True)
    await watch.look()

    assert before == []
    notices = await told(database, clock)
    assert [(each.server_id, each.cause) for each in notices] == [(1, Cause.FAILING), (2, Cause.FAILING)]
    assert notices[0].fields["error"]["code"] == "error-fetch"
    assert notices[0].fields["failures"] == 5


async def test_what_works_again_is_over_and_told_anew_when_it_fails_anew(database, clock, watch, feed):
    for _ in range(5):
        await check(database, clock, feed, fails=True)
    await watch.look()
    await clock.advance(60)
    await check(database, clock, feed)
    await watch.look()
    over = await told(database, clock)
    await shown(database, clock)
    for _ in range(5):
        await check(database, clock, feed, fails=True)
    await watch.look()

    assert [each.outcome for each in over] == [NoticeOutcome.WORKS] * 2
    assert [each.outcome for each in await told(database, clock)] == [None] * 2


async def test_of_feeds_that_nearly_all_fail_at_once_nobody_is_told_but_of_those_that_ended(
    database, clock, watch, feed
):
    await check(database, clock, feed, ended=True)
    others = [await a_feed(database, f"https://n{number}.example/feed") for number in range(10)]
    for other in others:
        await a_source(database, 1, other)
    for other in others[:6]:
        for _ in range(5):
            await check(database, clock, other, fails=True)
    await watch.look()
    during = await told(database, clock)
    for other in others[:5]:
        await check(database, clock, other)
    await watch.look()

    assert {each.cause for each in during} == {Cause.ENDED}
    assert [each.cause for each in await told(database, clock)].count(Cause.FAILING) == 1


async def test_a_feed_that_ended_is_told_at_once(database, clock, watch, feed):
    await check(database, clock, feed, ended=True)

    await watch.look()

    assert {each.cause for each in await told(database, clock)} == {Cause.ENDED}


async def test_of_many_feeds_that_are_down_at_once_one_message_tells_and_later_ones_wait_a_day(
    database, clock, watch
):
    server_id = await a_server(database)
    dead = await several(database, server_id, 30)
    await clock.advance(1)
    for each in dead[:28]:
        await check(database, clock, each, ended=True)
    await watch.look()
    [first] = await told(database, clock)
    await watch.look()
    await check(database, clock, dead[28], ended=True)
    await check(database, clock, dead[29], ended=True)
    await watch.look()
    singly = (await told(database, clock))[1:]
    await shown(database, clock)
    more = await several(database, server_id, 2, begin=30)
    for each in more:
        await check(database, clock, each, ended=True)
    await watch.look()
    same_day = await told(database, clock)
    await clock.advance(DAY.total_seconds())
    await watch.look()

    assert (first.cause, first.source_id, first.fields["count"]) == (Cause.SEVERAL, None, 28)
    assert [each["cause"] for each in first.fields["feeds"]] == [Cause.ENDED] * 25
    assert [each.cause for each in singly] == [Cause.ENDED] * 2
    assert same_day == []
    assert [each.cause for each in await told(database, clock)] == [Cause.ENDED] * 2


async def test_one_of_several_is_a_notice_of_its_own_that_ends_without_a_message(database, clock, watch):
    server_id = await a_server(database)
    dead = await several(database, server_id, 4)
    for each in dead:
        await check(database, clock, each, ended=True)
    await watch.look()
    [message] = await told(database, clock)
    keys = [each["key"] for each in message.fields["feeds"]]
    async with database.write() as tx:
        await feed_notices.drawn(tx, message)
        await sources.remove(tx, server_id, dead[0].id)
    await clock.advance(60)

    await watch.look()

    async with database.read() as tx:
        notices = [await feed_notices.by_key(tx, server_id, key) for key in keys]
    assert [each.outcome for each in notices] == [NoticeOutcome.REMOVED, None, None, None]
    assert {(each.cause, each.state) for each in notices} == {(Cause.ENDED, NoticeState.GONE)}
    assert Cause.SEVERAL not in {each.cause for each in await told(database, clock)}
    async with database.write() as tx:
        await feed_notices.add_together(tx, [], now=clock.now())
        await feed_notices.forget_old(tx, before=clock.now())
        assert await feed_notices.get(tx, message.id) is None


async def several(database, server_id, number, *, begin=0):
    found = []
    for each in range(begin, begin + number):
        found.append(await a_feed(database, f"https://n{each}.example/feed"))
        await a_source(database, server_id, found[-1])
    return found


async def test_servers_that_take_no_stories_of_it_are_not_told(database, clock, watch, feed):
    async with database.write() as tx:
        used, _ = await sources.get(tx, 1, feed.id)
        await sources.pause(tx, used.id)
        await servers.leave(tx, 2, now=clock.now())
    await check(database, clock, feed, ended=True)

    await watch.look()

    assert await told(database, clock) == []


async def test_what_is_followed_no_more_is_over(database, clock, watch, feed):
    await check(database, clock, feed, ended=True)
    await watch.look()
    async with database.write() as tx:
        await sources.remove(tx, 1, feed.id)

    await watch.look()

    assert {each.server_id: each.outcome for each in await told(database, clock)} == {
        1: NoticeOutcome.REMOVED,
        2: None,
    }


async def test_a_feed_that_brings_nothing_for_long_is_silent_until_it_brings_something(
    database, clock, watch, feed
):
    for day in range(6):
        await bring(database, clock, feed, f"story{day}")
        await clock.advance(DAY.total_seconds())
    last = clock.now() - DAY
    late = await a_server(database, 3)
    quiet = []
    for _ in range(11):
        await check(database, clock, feed)
        await watch.look()
        quiet.append(len(await told(database, clock)))
        if len(quiet) == 8:
            await a_source(database, late, feed, now=clock.now())
        await clock.advance(DAY.total_seconds())
    silent = await told(database, clock)
    await bring(database, clock, feed, "again")
    await check(database, clock, feed)
    await watch.look()

    assert quiet == [0] * 10 + [2]
    assert [(each.server_id, each.cause) for each in silent] == [(1, Cause.SILENT), (2, Cause.SILENT)]
    assert silent[0].fields["last"] == int(last.timestamp())
    assert silent[0].fields["pause"] == DAY.total_seconds()
    assert [each.outcome for each in await told(database, clock)] == [NoticeOutcome.WORKS] * 2


async def test_a_feed_of_few_stories_or_one_that_fails_is_not_silent(database, clock, watch, feed):
    await bring(database, clock, feed, "only")
    await clock.advance(100 * DAY.total_seconds())
    await check(database, clock, feed)

    await watch.look()

    assert await told(database, clock) == []


async def test_it_is_looked_again_when_a_check_says_so_and_after_a_fault(database, clock, feed):
    wake, wake_telling = asyncio.Event(), asyncio.Event()
    watch = FeedWatch(database, clock, wake=wake, wake_telling=wake_telling)
    async with database.write() as tx:
        await tx.execute(text("ALTER TABLE feed_notice RENAME TO hidden"))
    running = asyncio.create_task(watch.run())
    await clock.rested.wait()
    in_vain = wake_telling.is_set()
    async with database.write() as tx:
        await tx.execute(text("ALTER TABLE hidden RENAME TO feed_notice"))

    await clock.advance(30)
    await wake_telling.wait()
    await check(database, clock, feed, ended=True)
    wake_telling.clear()
    wake.set()
    await wake_telling.wait()
    running.cancel()

    assert not in_vain
    assert len(await told(database, clock)) == 2
