"""Notices about feeds: each is posted once, whatever happens, and says in the end what became of it."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    Refused,
    TryLater,
)
from bot.domain.feed_notice import Cause, NoticeOutcome, NoticeState
from bot.domain.turns import Turns
from bot.pipeline.feed_telling import FeedTelling
from bot.storage import feed_notices, servers
from bot.storage.feed_notices import NewNotice
from tests.builders import a_feed, a_server, a_source
from tests.pipeline.memory_moderators import REVIEW, MemoryModerators

WINDOW = timedelta(seconds=60)
HOUR = 3600.0


@pytest.fixture
def moderators():
    return MemoryModerators()


@pytest.fixture
def telling(database, moderators, clock):
    return FeedTelling(database, moderators, clock, nonce_window=WINDOW)


@pytest.fixture
async def source(database, clock):
    """A source with a notice that is to be posted."""
    server_id = await a_server(database)
    source = await a_source(database, server_id, await a_feed(database))
    async with database.write() as tx:
        assert await feed_notices.add(tx, [NewNotice(server_id, source.id, Cause.ENDED, {})], now=clock.now())
    return source


async def notice_of(database):
    async with database.read() as tx:
        return await feed_notices.get(tx, 1)


async def end(database, clock, source):
    async with database.write() as tx:
        await feed_notices.settle(tx, source.id, NoticeOutcome.REMOVED, now=clock.now(), by=7)


async def later(telling, clock, seconds=HOUR):
    """Do what is due a while later, in as many looks as it takes."""
    await clock.advance(seconds)
    for _ in range(4):
        await telling.tell_due()


async def test_a_notice_is_posted_once_and_drawn_when_it_ends(database, clock, telling, moderators, source):
    await telling.tell_due()
    await later(telling, clock)
    standing = await notice_of(database)
    await end(database, clock, source)
    await later(telling, clock)
    await later(telling, clock)

    assert moderators.sends == 1
    assert (standing.state, standing.channel_id, standing.place.channel_id) == ("standing", REVIEW, REVIEW)
    assert moderators.shown == [NoticeOutcome.REMOVED]
    async with database.read() as tx:
        assert await feed_notices.by_key(tx, source.server_id, standing.key) is not None
        assert await feed_notices.by_key(tx, 99, standing.key) is None


async def test_the_same_cause_is_not_noted_twice(database, clock, source):
    async with database.write() as tx:
        again = [NewNotice(source.server_id, source.id, Cause.ENDED, {})]
        assert await feed_notices.add(tx, again, now=clock.now()) == 0


async def test_a_notice_that_ended_before_it_was_posted_is_not_posted(
    database, clock, telling, moderators, source
):
    await end(database, clock, source)

    await later(telling, clock, 0)

    assert moderators.sends == 0
    assert (await notice_of(database)).state is NoticeState.GONE


async def test_one_that_ends_while_it_is_posted_is_drawn_again(database, clock, telling, moderators, source):
    async def meanwhile():
        moderators.meanwhile = None
        await end(database, clock, source)

    moderators.meanwhile = meanwhile

    await later(telling, clock, 0)
    await later(telling, clock)

    assert moderators.shown == [NoticeOutcome.REMOVED]
    assert moderators.sends == 1


@pytest.mark.parametrize("after", [5.0, HOUR])
async def test_an_answer_that_was_lost_makes_no_second_message(
    database, clock, telling, moderators, source, after
):
    moderators.lost = [OutcomeUnknown(why="broke off")]
    await telling.tell_due()
    if after > WINDOW.total_seconds():
        moderators.forget_nonces()

    await later(telling, clock, after)

    assert len(moderators.messages) == 1
    assert (await notice_of(database)).state is NoticeState.STANDING


async def test_what_was_never_taken_is_posted_after_a_search(database, clock, telling, moderators, source):
    moderators.errors = [OutcomeUnknown(why="no answer")]
    await telling.tell_due()

    await later(telling, clock)

    assert len(moderators.messages) == 1


async def test_a_search_that_fails_is_made_again(database, clock, telling, moderators, source):
    moderators.errors = [OutcomeUnknown(why="no answer"), PermissionMissing(permission="x")]
    await telling.tell_due()
    await later(telling, clock)

    assert moderators.messages == {}
    await later(telling, clock)
    assert len(moderators.messages) == 1


@pytest.mark.parametrize(
    "error",
    [
        TryLater(seconds=60.0),
        DestinationGone(),
        PermissionMissing(permission="Send Messages"),
        RuntimeError("a bug"),
    ],
)
async def test_what_is_in_the_way_is_waited_for(database, clock, telling, moderators, source, error):
    moderators.errors = [error]
    await telling.tell_due()
    assert moderators.messages == {}

    await later(telling, clock, 1)
    await later(telling, clock)

    assert len(moderators.messages) == 1


async def test_where_there_is_no_channel_or_no_server_it_waits(database, clock, telling, moderators, source):
    moderators.channel_ids = []
    await later(telling, clock, 0)
    moderators.away, moderators.channel_ids = True, [REVIEW]
    await later(telling, clock)
    assert moderators.sends == 0
    async with database.write() as tx:
        await servers.leave(tx, source.server_id, now=clock.now())
    moderators.away = False
    await later(telling, clock)
    assert moderators.sends == 0
    async with database.write() as tx:
        await servers.join(tx, source.server_id, "back", now=clock.now())

    await later(telling, clock)

    assert moderators.sends == 1


async def test_a_notice_that_discord_refuses_is_given_up(database, clock, telling, moderators, source):
    moderators.errors = [Refused(discord_code=50035, why="no")]

    await telling.tell_due()
    await later(telling, clock)
    await end(database, clock, source)
    await later(telling, clock)

    assert moderators.sends == 1
    notice = await notice_of(database)
    assert (notice.state, notice.place) == (NoticeState.GONE, None)
    async with database.read() as tx:
        assert await feed_notices.due(tx, now=clock.now(), turns=Turns(9)) == []


@pytest.mark.parametrize(
    ("error", "shown"),
    [(CardGone(), [None]), (DestinationGone(), [None]), (TryLater(seconds=5.0), ["removed"])],
)
async def test_a_message_that_was_deleted_is_left_alone(
    database, clock, telling, moderators, source, error, shown
):
    await telling.tell_due()
    moderators.errors = [error]
    await end(database, clock, source)

    await later(telling, clock)
    await later(telling, clock)

    assert moderators.shown == shown


async def test_a_notice_of_a_server_that_is_erased_is_no_more(database, clock, telling, moderators, source):
    async def erased():
        async with database.write() as tx:
            await servers.leave(tx, source.server_id, now=clock.now())
            await servers.erase(tx, source.server_id, left_before=clock.now() + timedelta(days=1))

    moderators.meanwhile = erased

    await telling.tell_due()
    await telling._do(feed_notices.DueNotice(1, source.server_id))

    assert await notice_of(database) is None


async def test_it_runs_until_cancelled(database, clock, telling, moderators, source):
    running = asyncio.create_task(telling.run())
    await moderators.posted.wait()
    running.cancel()

    assert moderators.sends == 1


async def test_ended_notices_are_forgotten_in_time(database, clock, telling, source):
    await end(database, clock, source)
    async with database.write() as tx:
        await feed_notices.forget_old(tx, before=clock.now())
        assert await feed_notices.get(tx, 1) is not None
        await feed_notices.forget_old(tx, before=clock.now() + timedelta(seconds=1))

    assert await notice_of(database) is None
