from datetime import timedelta

import pytest

from bot.domain.errors import AlreadyThere
from bot.domain.feed import Validators
from bot.domain.source import Failure, FeedState
from bot.storage import feeds, servers, sources
from tests.builders import NOON, a_feed, a_server, a_source, a_tag

LATER = NOON + timedelta(minutes=5)


@pytest.fixture
async def server(database):
    return await a_server(database)


@pytest.fixture
async def feed(database, server):
    made = await a_feed(database)
    await a_source(database, server, made)
    return made


async def claimed(database, *, now=NOON, lease_until=LATER, limit=10):
    async with database.write() as tx:
        return [each.id for each in await feeds.claim_due(tx, now=now, lease_until=lease_until, limit=limit)]


async def test_an_address_has_one_feed(database, feed):
    async with database.write() as tx:
        again = await feeds.add(tx, feed.url, title="Another title", now=LATER)
        found = await feeds.find(tx, feed.url)
        nothing = await feeds.find(tx, "https://elsewhere.example/")

    assert (again.id, again.title) == (feed.id, "Harbour News")
    assert found.id == feed.id
    assert nothing is None


async def test_a_claimed_feed_is_free_again_when_its_lease_is_over(database, feed):
    first = await claimed(database)
    second = await claimed(database, now=NOON + timedelta(minutes=4))
    third = await claimed(database, now=LATER)

    assert (first, second, third) == ([feed.id], [], [feed.id])


async def test_the_longest_waiting_are_claimed_first_up_to_the_limit(database, server):
    made = []
    for minutes in (1, 3, 2):
        due = await a_feed(database, f"https://news.example/{minutes}")
        await a_source(database, server, due, now=NOON - timedelta(minutes=minutes))
        made.append(due.id)

    assert await claimed(database, limit=2) == [made[1], made[2]]


async def test_a_feed_is_due_only_while_a_server_that_we_are_in_uses_it(database, server, feed):
    await a_feed(database, "https://unused.example/feed")
    async with database.write() as tx:
        await servers.leave(tx, server, now=NOON)
        alone = await feeds.next_due(tx)
    gone = await claimed(database)
    async with database.write() as tx:
        await servers.join(tx, server, "Harbour News", now=NOON)

    assert (alone, gone) == (None, [])
    assert await claimed(database) == [feed.id]


async def test_the_next_due_time_waits_for_a_lease(database, feed):
    async with database.read() as tx:
        before = await feeds.next_due(tx)
    await claimed(database)
    async with database.write() as tx:
        leased = await feeds.next_due(tx)
        await feeds.release_leases(tx)
        released = await feeds.next_due(tx)

    assert (before, leased, released) == (NOON, LATER, NOON)


async def test_an_answer_frees_the_feed_and_remembers_what_it_said(database, feed):
    await claimed(database)
    said = Validators("etag", "Sun, 22 Nov 2026 12:00:00 GMT", "f" * 64)

    async with database.write() as tx:
        await feeds.record_answer(
            tx,
            feed.id,
            lease_until=LATER,
            checked_at=NOON,
            next_check_at=LATER,
            validators=said,
            changed=True,
            title="New title",
            site_url="https://news.example/",
        )
        kept = await feeds.get(tx, feed.id)

    assert kept.validators == said
    assert (kept.title, kept.site_url) == ("New title", "https://news.example/")
    assert (kept.first_checked_at, kept.last_checked_at, kept.last_changed_at) == (NOON, NOON, NOON)
    assert await claimed(database, now=LATER) == [feed.id]


async def test_the_first_check_stays_the_first(database, feed):
    for now in (NOON, LATER):
        until = now + timedelta(minutes=1)
        async with database.write() as tx:
            await feeds.claim(tx, feed.id, now=now, lease_until=until)
            await feeds.record_answer(
                tx,
                feed.id,
                lease_until=until,
                checked_at=now,
                next_check_at=until,
                validators=Validators(),
                changed=True,
            )

    async with database.read() as tx:
        kept = await feeds.get(tx, feed.id)
    assert (kept.first_checked_at, kept.last_changed_at, kept.title) == (NOON, LATER, "Harbour News")


async def test_an_outcome_without_the_lease_is_refused(database, feed):
    failure = Failure("error-fetch-failed", {"why": "no answer"})

    async with database.write() as tx:
        with pytest.raises(feeds.LostClaim):
            await feeds.record_failure(
                tx, feed.id, failure, lease_until=LATER, next_check_at=LATER, ended=False
            )


async def test_a_failure_is_counted_and_kept_with_its_fields(database, feed):
    failure = Failure("error-fetch-failed", {"why": "no answer", "status": 0})
    await claimed(database)

    async with database.write() as tx:
        await feeds.record_failure(tx, feed.id, failure, lease_until=LATER, next_check_at=LATER, ended=True)
        kept = await feeds.get(tx, feed.id)

    assert (kept.failures, kept.last_error, kept.state) == (1, failure, FeedState.ENDED)


async def test_a_server_uses_a_feed_once(database, server, feed):
    with pytest.raises(AlreadyThere) as caught:
        await a_source(database, server, feed)

    assert caught.value.code == "error-source-already-there"


async def test_adding_a_feed_that_had_ended_gives_it_another_chance(database, feed):
    await claimed(database)
    async with database.write() as tx:
        await feeds.record_failure(
            tx, feed.id, Failure("x", {}), lease_until=LATER, next_check_at=LATER, ended=True
        )

    await a_source(database, await a_server(database, 2), feed)

    assert await claimed(database) == [feed.id]


async def test_the_sources_of_a_server_come_with_their_feeds_and_tags(database, server, feed):
    tag = await a_tag(database, server)
    other = await a_feed(database, "https://other.example/feed", title="Other")
    await a_source(database, server, other, minutes=30, post_newest=2, tags_given=[tag])

    async with database.read() as tx:
        found = await sources.of_server(tx, server)

    assert [of.title for _, of in found] == ["Harbour News", "Other"]
    second = found[1][0]
    assert (second.interval, second.post_newest) == (timedelta(minutes=30), 2)
    assert second.tags == {tag.id}


async def test_a_feed_goes_with_its_last_server(database, server, feed):
    second = await a_server(database, 2)
    await a_source(database, second, feed)

    async with database.write() as tx:
        first_gone = await sources.remove(tx, server, feed.id)
        kept = await feeds.get(tx, feed.id)
        await sources.remove(tx, second, feed.id)
        gone = await feeds.get(tx, feed.id)
        never = await sources.remove(tx, second, feed.id)

    assert (first_gone, never) == (True, False)
    assert kept is not None
    assert gone is None
