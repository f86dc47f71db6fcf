"""What a server's filter, trust and pause of a feed do to what the feed brings."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.edition import EditionState
from bot.domain.filtering import parse_filter
from bot.domain.reasons import Reason
from bot.domain.source import SourceChange, Trust
from bot.newsroom.feed_entries import FeedEntries
from bot.newsroom.source_edits import SourceEdits
from bot.newsroom.source_wishes import SourceWishes
from bot.storage import feeds, sources
from bot.storage.tables import decision, delivery, edition, story
from tests.builders import FEED_URL, NOON, a_feed, a_rule, a_server, a_source, a_tag, an_item
from tests.pipeline.test_intake import OTHER_URL, Desk


@pytest.fixture
async def desk(database):
    return Desk(database)


@pytest.fixture
async def server(database):
    return await a_server(database)


async def followed(desk, server, url=FEED_URL, *, filtered=None, trust=Trust.AUTOMATIC, **options):
    """A feed that the server uses so, and that was checked once, when it was empty."""
    made = await a_feed(desk.database, url)
    source = await a_source(desk.database, server, made, **options)
    expression = None if filtered is None else parse_filter(filtered)
    async with desk.database.write() as tx:
        await sources.change(
            tx, source.id, SourceChange(trust=trust, filters=filtered is not None, filter=expression)
        )
    desk.reader.publish(url=url)
    await desk.check(made)
    return made


async def test_a_filter_leaves_stories_out_of_one_server_and_says_why(desk, server):
    other = await a_server(desk.database, 2)
    for each in (server, other):
        await a_tag(desk.database, each, "Peace", channel=each * 10, rules=[a_rule("about")])
    feed = await followed(desk, server, filtered='talks and not "bad weather"')
    await a_source(desk.database, other, feed)
    desk.reader.publish(
        an_item("talks"), an_item("weather", summary="Bad weather; no talks."), an_item("ships")
    )

    await desk.check(feed)

    told = select(decision.c.server_id, decision.c.reason, decision.c.detail).order_by(
        decision.c.story_id, decision.c.server_id
    )
    assert sorted(await desk.rows(told)) == [
        (1, Reason.FILTERED, '"bad weather"'),
        (1, Reason.FILTERED, "not talks"),
        (1, Reason.ROUTED, ""),
        (2, Reason.ROUTED, ""),
        (2, Reason.ROUTED, ""),
        (2, Reason.ROUTED, ""),
    ]
    assert sorted(await desk.rows(select(delivery.c.channel_id))) == [(10,), (20,), (20,), (20,)]


async def test_a_story_that_a_filter_leaves_out_comes_by_a_feed_that_lets_it_pass(desk, server):
    await a_tag(desk.database, server, "Peace", channel=10, rules=[a_rule("about")])
    strict = await followed(desk, server, filtered="ships")
    lax = await followed(desk, server, OTHER_URL)
    desk.reader.publish(an_item("talks"))
    desk.reader.publish(an_item("talks"), url=OTHER_URL)

    left_out = await desk.check(strict)
    passed = await desk.check(lax)

    assert (left_out.editions, passed.editions) == (0, 1)


async def test_a_source_under_review_holds_what_it_brings_and_adds_nothing_to_what_is_out(desk, server):
    await a_tag(desk.database, server, "Peace", channel=10, rules=[a_rule("about")])
    wire = await a_tag(desk.database, server, "Wire", channel=60)
    trusted = await followed(desk, server)
    doubted = await followed(desk, server, OTHER_URL, trust=Trust.REVIEW, tags_given=[wire])
    desk.reader.publish(an_item("talks"))
    desk.reader.publish(an_item("talks"), an_item("ships"), url=OTHER_URL)
    await desk.check(trusted)

    await desk.check(doubted)

    assert await desk.rows(select(edition.c.state).order_by(edition.c.id)) == [
        (EditionState.CLEARED,),
        (EditionState.HELD,),
    ]
    assert (await desk.reasons())["About ships"] == Reason.REVIEW
    out = select(delivery.c.channel_id).join(edition, edition.c.id == delivery.c.edition_id)
    assert await desk.rows(out.where(edition.c.state == EditionState.CLEARED)) == [(10,)]


async def test_a_held_story_takes_the_tags_of_a_source_under_review(desk, server):
    wire = await a_tag(desk.database, server, "Wire", channel=60)
    dock = await a_tag(desk.database, server, "Dock", channel=70)
    first = await followed(desk, server, trust=Trust.REVIEW, tags_given=[wire])
    second = await followed(desk, server, OTHER_URL, trust=Trust.REVIEW, tags_given=[dock])
    desk.reader.publish(an_item("talks"))
    desk.reader.publish(an_item("talks"), url=OTHER_URL)
    await desk.check(first)

    await desk.check(second)

    assert await desk.rows(select(edition.c.state)) == [(EditionState.HELD,)]
    assert sorted(await desk.rows(select(delivery.c.channel_id))) == [(60,), (70,)]


async def test_a_feed_that_all_its_servers_paused_rests_until_one_resumes(desk, server):
    await a_tag(desk.database, server, "Peace", channel=10, rules=[a_rule("about")])
    feed = await followed(desk, server)
    async with desk.database.write() as tx:
        (source,) = await sources.of_feed(tx, feed.id)
        assert await sources.pause(tx, source.id)
        assert not await sources.pause(tx, source.id)
        resting = await feeds.next_due(tx)
        taking = await sources.of_feed(tx, feed.id)
    await desk.clock.advance(600)
    desk.reader.publish(an_item("missed"))
    async with desk.database.write() as tx:
        assert await sources.resume(tx, source.id, now=desk.clock.now())
        assert not await sources.resume(tx, source.id, now=desk.clock.now())

    await desk.check(feed)
    desk.reader.publish(an_item("missed"), an_item("next"))
    await desk.check(feed)

    assert (resting, taking) == (None, [])
    assert await desk.reasons() == {"About missed": Reason.BACKLOG, "About next": Reason.ROUTED}


async def test_what_others_keep_reading_is_not_brought_to_a_server_that_paused(desk, server):
    other = await a_server(desk.database, 2)
    for each in (server, other):
        await a_tag(desk.database, each, "Peace", channel=each * 10, rules=[a_rule("about")])
    feed = await followed(desk, server)
    await a_source(desk.database, other, feed)
    async with desk.database.write() as tx:
        found = await sources.get(tx, server, feed.id)
        await sources.pause(tx, found[0].id)
    desk.reader.publish(an_item("talks"))

    await desk.check(feed)

    assert await desk.reasons(1) == {}
    assert await desk.reasons(2) == {"About talks": Reason.ROUTED}


async def test_a_moved_source_takes_its_history_along_and_leaves_the_feed_to_others(desk, server):
    other = await a_server(desk.database, 2)
    feed = await a_feed(desk.database)
    await a_source(desk.database, server, feed, post_newest=1)
    await a_source(desk.database, other, feed)
    await a_tag(desk.database, server, "Peace", channel=10, rules=[a_rule(str(feed.id), "feed")])
    desk.reader.publish(an_item("talks"), an_item("old", published_at=NOON - timedelta(days=1)))
    await desk.check(feed)
    async with desk.database.write() as tx:
        used = (await sources.get(tx, server, feed.id))[0]
        to = await feeds.add(tx, OTHER_URL, title="Moved", now=NOON)
        await feeds.copy_history(tx, feed.id, to.id)
        await sources.move(tx, used, to)
    risen = an_item("old", published_at=NOON)
    desk.reader.publish(risen, an_item("talks"), an_item("next"), url=OTHER_URL)

    report = await desk.check(to)

    assert report.new == 1
    assert await desk.reasons(1) == {
        "About talks": Reason.ROUTED,
        "About old": Reason.BACKLOG,
        "About next": Reason.ROUTED,
    }
    moved = select(decision.c.feed_id).where(decision.c.server_id == server)
    assert set(await desk.rows(moved)) == {(to.id,)}
    assert len(await desk.rows(select(delivery.c.id))) == 2
    async with desk.database.read() as tx:
        assert await sources.used_elsewhere(tx, feed.id, server)
        assert not await sources.used_elsewhere(tx, to.id, server)


async def test_a_feed_that_moves_to_one_of_other_servers_changes_nothing_for_them(desk, server):
    other = await a_server(desk.database, 2)
    for each in (server, other):
        await a_tag(desk.database, each, "Peace", channel=each * 10, rules=[a_rule("about")])
    mine = await followed(desk, server)
    theirs = await followed(desk, other, OTHER_URL)
    desk.reader.publish(an_item("talks"))
    await desk.check(mine)
    items = [an_item("talks"), an_item("missed")]
    desk.reader.publish(*items, url=OTHER_URL)
    edits = SourceEdits(
        desk.database,
        FeedEntries(desk.database, desk.reader, desk.clock, read_pages=False),
        desk.clock,
        shortest=timedelta(minutes=1),
        wake_intake=lambda: None,
    )

    proposal = await edits.edit(server, 7, mine.url, SourceWishes(url=OTHER_URL))
    await edits.keep(server, 7, proposal.panel)
    await desk.check(theirs)

    async with desk.database.read() as tx:
        assert await feeds.get(tx, mine.id) is None
        assert (await sources.get(tx, server, theirs.id))[0].feed_id == theirs.id
    assert await desk.reasons(1) == {"About talks": Reason.ROUTED, "About missed": Reason.ROUTED}
    assert await desk.reasons(2) == {"About talks": Reason.ROUTED, "About missed": Reason.ROUTED}
    assert sorted(await desk.rows(select(delivery.c.channel_id))) == [(10,), (10,), (20,), (20,)]
    assert {feed_id for (feed_id,) in await desk.rows(select(story.c.feed_id))} == {theirs.id}
