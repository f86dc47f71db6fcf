import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.domain.check import Outcome
from bot.domain.edition import EditionState
from bot.domain.errors import FetchFailed, NotAFeed
from bot.domain.feed import Validators
from bot.domain.reasons import Reason
from bot.domain.source import FeedState
from bot.domain.tagging import Policy, RuleKind
from bot.pipeline.intake import Intake, IntakeLimits
from bot.storage import editions, feeds, servers, sources
from bot.storage.tables import decision, delivery, edition, edition_tag, sighting, source, story
from tests.builders import (
    FEED_URL,
    NOON,
    MemoryReader,
    a_feed,
    a_page,
    a_rule,
    a_server,
    a_source,
    a_tag,
    an_item,
)
from tests.manual_clock import ManualClock

OTHER_URL = "https://other.example/feed"


class Desk:
    """An intake over a real database and a reader in memory, with what a test asks of it."""

    def __init__(self, database):
        self.database = database
        self.reader = MemoryReader()
        self.clock = ManualClock(NOON)
        self.wake_delivery = asyncio.Event()
        self.intake = self.an_intake()

    def an_intake(self, **limits):
        return Intake(
            self.database,
            self.reader,
            self.clock,
            wake_delivery=self.wake_delivery,
            limits=IntakeLimits(**limits),
        )

    async def check(self, feed, *, after=60):
        await self.clock.advance(after)
        return await self.intake.check(feed.id)

    async def rows(self, statement):
        async with self.database.read() as tx:
            return [tuple(row) for row in await tx.execute(statement)]

    async def reasons(self, server_id=1):
        """Why each story did or did not come out, by title."""
        decided = (
            select(story.c.title, decision.c.reason).join(story).where(decision.c.server_id == server_id)
        )
        return dict(await self.rows(decided))

    async def feed(self, feed):
        async with self.database.read() as tx:
            return await feeds.get(tx, feed.id)


@pytest.fixture(autouse=True)
def log():
    with capture_logs() as lines:
        yield lines


@pytest.fixture
async def desk(database):
    return Desk(database)


@pytest.fixture
async def server(database):
    return await a_server(database)


@pytest.fixture
async def peace(database, server):
    """The server's tag, which takes every story about talks."""
    return await a_tag(database, server, "Peace", channel=10, rules=[a_rule("about")])


@pytest.fixture
async def feed(desk, server, peace):
    """A feed that the server uses and that was checked once, when it had one item."""
    made = await a_feed(desk.database)
    await a_source(desk.database, server, made)
    desk.reader.publish(an_item("old"))
    await desk.check(made)
    return made


async def test_a_first_check_records_the_backlog_and_posts_nothing(desk, server, peace):
    feed = await a_feed(desk.database)
    await a_source(desk.database, server, feed)
    desk.reader.publish(an_item("one"), an_item("two"))

    report = await desk.check(feed)

    assert (report.outcome, report.new, report.editions) == (Outcome.CHANGED, 2, 0)
    assert await desk.reasons() == {"About one": Reason.BACKLOG, "About two": Reason.BACKLOG}
    assert await desk.rows(select(edition.c.id)) == []
    assert desk.reader.read == []
    assert not desk.wake_delivery.is_set()


async def test_a_first_check_posts_the_newest_where_its_server_asked_for_it(desk, server, peace):
    feed = await a_feed(desk.database)
    await a_source(desk.database, server, feed, post_newest=1)
    early, late = NOON - timedelta(days=2), NOON - timedelta(days=1)
    desk.reader.publish(an_item("one", published_at=early), an_item("two", published_at=late))

    report = await desk.check(feed)

    assert (report.editions, report.deliveries) == (1, 1)
    assert await desk.reasons() == {"About one": Reason.BACKLOG, "About two": Reason.ROUTED}


async def test_a_new_item_becomes_a_story_an_edition_and_its_deliveries(desk, server, feed):
    await a_tag(desk.database, server, "Talks", channel=20, rules=[a_rule("talks")])
    desk.reader.publish(an_item("talks"), an_item("old"))

    report = await desk.check(feed)

    assert (report.new, report.editions, report.deliveries) == (1, 1, 2)
    assert await desk.rows(select(delivery.c.channel_id, delivery.c.home, delivery.c.state)) == [
        (10, True, "queued"),
        (20, False, "queued"),
    ]
    assert await desk.rows(select(edition_tag.c.reason, edition_tag.c.detail)) == [
        (Reason.BY_KEYWORD, "about"),
        (Reason.BY_KEYWORD, "talks"),
    ]
    assert desk.wake_delivery.is_set()


async def test_the_page_of_a_new_story_says_what_it_is_about(desk, server, feed):
    await a_tag(desk.database, server, "Geneva", channel=30)
    desk.reader.publish(an_item("talks"))
    desk.reader.pages["https://news.example/talks"] = a_page(hashtags=("Geneva",), quotes=("We talk.",))

    await desk.check(feed)

    async with desk.database.read() as tx:
        (made,) = await editions.latest(tx, server)
    assert made.story.draft.hashtags == ("Geneva",)
    assert made.story.draft.quotes == ("We talk.",)
    assert [tag.label for tag in made.tags] == ["Peace", "Geneva"]
    assert made.state is EditionState.CLEARED


async def test_a_page_that_cannot_be_read_leaves_the_story_that_its_item_tells(desk, feed, log):
    desk.reader.publish(an_item("talks"))

    report = await desk.check(feed)

    assert desk.reader.read == ["https://news.example/talks"]
    assert report.editions == 1
    (unread,) = (line for line in log if line["event"] == "page.unread")
    assert (unread["feed_id"], unread["item"]) == (feed.id, "guid:talks")


async def test_an_item_that_makes_the_reader_crash_keeps_back_no_other(desk, feed, log):
    desk.intake = desk.an_intake(newest_per_check=1)
    desk.reader.pages["https://news.example/bad"] = ZeroDivisionError("a bug")
    desk.reader.publish(an_item("bad"), an_item("talks", published_at=NOON - timedelta(days=1)))

    first = await desk.check(feed)
    desk.reader.pages.clear()
    second = await desk.check(feed)

    assert (first.outcome, first.new, first.editions) == (Outcome.CHANGED, 1, 0)
    assert (second.new, second.editions) == (1, 1)
    assert [line["item"] for line in log if line["event"] == "item.unreadable"] == ["guid:bad"]


async def test_no_page_is_read_where_the_setting_says_so(desk, feed):
    desk.intake = desk.an_intake(read_pages=False)
    desk.reader.publish(an_item("talks"))

    await desk.check(feed)

    assert desk.reader.read == []


async def test_a_story_that_no_tag_takes_is_recorded_with_the_reason(desk, feed):
    desk.reader.publish(an_item("talks", title="Weather"))

    report = await desk.check(feed)

    assert (report.new, report.editions) == (1, 0)
    assert (await desk.reasons())["Weather"] == Reason.NO_TAG


async def test_a_tag_under_review_holds_the_edition(desk, server, feed):
    await a_tag(desk.database, server, "War", channel=40, rules=[a_rule("talks")], policy=Policy.REVIEW)
    desk.reader.publish(an_item("talks"))

    await desk.check(feed)

    assert await desk.rows(select(edition.c.state)) == [(EditionState.HELD,)]
    assert (await desk.reasons())["About talks"] == Reason.REVIEW


async def test_tags_of_the_source_take_all_its_stories(desk, server):
    harbour = await a_tag(desk.database, server, "Harbour")
    feed = await a_feed(desk.database)
    await a_source(desk.database, server, feed, tags_given=[harbour])
    desk.reader.publish()
    await desk.check(feed)
    desk.reader.publish(an_item("talks", title="Weather"))

    report = await desk.check(feed)

    assert report.editions == 1


async def test_a_rule_on_the_feed_takes_all_its_stories(desk, server, feed):
    await a_tag(desk.database, server, "All", channel=50, rules=[a_rule(str(feed.id), RuleKind.FEED)])
    desk.reader.publish(an_item("talks", title="Weather"))

    await desk.check(feed)

    assert await desk.rows(select(delivery.c.channel_id)) == [(50,)]


async def test_checking_again_makes_nothing_twice(desk, feed):
    desk.reader.publish(an_item("talks"), an_item("old"))
    await desk.check(feed)

    report = await desk.check(feed)

    assert (report.outcome, report.new, report.edited, report.deliveries) == (Outcome.CHANGED, 0, 0, 0)
    assert len(await desk.rows(select(edition.c.id))) == 1


async def test_an_edited_title_updates_the_story_and_makes_no_new_one(desk, feed):
    desk.reader.publish(an_item("talks"))
    await desk.check(feed)
    desk.reader.publish(an_item("talks", title="About talks, corrected", link="https://news.example/moved"))

    report = await desk.check(feed)

    assert (report.new, report.edited, report.editions) == (0, 1, 0)
    titles = await desk.rows(select(story.c.title, story.c.link))
    assert ("About talks, corrected", "https://news.example/moved") in titles
    assert len(titles) == 2


@pytest.mark.parametrize(
    ("edit", "seen"),
    [
        ({"title": "About talks, corrected"}, True),
        ({"summary": "They talk again."}, True),
        ({"image_url": "https://news.example/first.png"}, True),
        ({"published_at": NOON}, False),
        ({"link": "https://news.example/moved"}, False),
        ({}, False),
    ],
    ids=["title", "lead", "picture", "date", "link", "nothing"],
)
async def test_an_edit_that_its_readers_see_draws_the_card_again_and_no_other(desk, feed, edit, seen):
    desk.reader.publish(an_item("talks"), an_item("talks of others"))
    await desk.check(feed)
    async with desk.database.write() as tx:
        await tx.execute(delivery.update().values(message_id=delivery.c.id, state="done"))
    desk.reader.publish(an_item("talks", **edit), an_item("talks of others"))

    await desk.check(feed)

    asked = select(story.c.key, story.c.corrected_at, delivery.c.refresh_at).select_from(
        story.join(edition).join(delivery)
    )
    now = desk.clock.now()
    [one, other] = sorted(await desk.rows(asked.where(story.c.title.startswith("About talks"))))
    assert one[1:] == ((now, now) if seen else (None, None))
    assert other[1:] == (None, None)


async def test_a_picture_taken_away_is_seen_too(desk, feed):
    desk.reader.publish(an_item("talks", image_url="https://news.example/first.png"))
    await desk.check(feed)
    desk.reader.publish(an_item("talks"))

    await desk.check(feed)

    assert (desk.clock.now(),) in await desk.rows(select(story.c.corrected_at))


async def test_a_bumped_date_updates_the_story_and_makes_no_new_one(desk, feed):
    desk.reader.publish(an_item("talks"))
    desk.reader.pages["https://news.example/talks"] = a_page(lead="The page's own words. " * 8)
    await desk.check(feed)
    desk.reader.publish(an_item("talks", published_at=NOON, summary="Short."))

    report = await desk.check(feed)

    assert (report.new, report.edited) == (0, 1)
    ((date, lead),) = await desk.rows(
        select(story.c.published_at, story.c.lead).where(story.c.title == "About talks")
    )
    assert date == NOON
    assert lead.startswith("The page's own words.")
    assert len(desk.reader.read) == 1


async def test_an_edited_title_of_a_story_with_a_page_reads_the_page_again(desk, feed):
    desk.reader.pages["https://news.example/talks"] = a_page()
    desk.reader.publish(an_item("talks"))
    await desk.check(feed)
    desk.reader.pages["https://news.example/talks"] = a_page(quotes=("Added later.",))
    desk.reader.publish(an_item("talks", title="About talks, corrected"))

    await desk.check(feed)

    assert (["Added later."],) in await desk.rows(select(story.c.quotes))


async def test_the_same_story_from_two_feeds_is_one_story_and_one_edition(desk, server, feed):
    other = await a_feed(desk.database, OTHER_URL)
    await a_source(desk.database, server, other)
    desk.reader.publish(url=OTHER_URL)
    await desk.check(other)
    desk.reader.publish(an_item("talks"))
    desk.reader.publish(
        an_item("copy", link="https://www.news.example/talks?utm_source=rss", title="About talks"),
        url=OTHER_URL,
    )
    await desk.check(feed)

    report = await desk.check(other)

    assert (report.new, report.editions, report.deliveries) == (1, 0, 0)
    async with desk.database.read() as tx:
        (made,) = await editions.latest(tx, server)
        decided = await editions.decisions_of(tx, made.story.id, server)
    assert [each.reason for each in decided] == [Reason.ROUTED, Reason.DUPLICATE]


async def test_a_second_feed_adds_pointers_for_tags_that_only_it_brings(desk, server, feed):
    wire = await a_tag(desk.database, server, "Wire", channel=60)
    slow = await a_tag(desk.database, server, "Slow", channel=70, policy=Policy.REVIEW)
    other = await a_feed(desk.database, OTHER_URL)
    await a_source(desk.database, server, other, tags_given=[wire, slow])
    desk.reader.publish(url=OTHER_URL)
    await desk.check(other)
    desk.reader.publish(an_item("talks"))
    desk.reader.publish(an_item("talks"), url=OTHER_URL)
    await desk.check(feed)

    report = await desk.check(other)

    assert (report.editions, report.deliveries) == (0, 1)
    assert await desk.rows(select(delivery.c.channel_id, delivery.c.home)) == [(10, True), (60, False)]


async def test_backlog_is_not_posted_when_another_feed_brings_it_later(desk, server, feed):
    other = await a_feed(desk.database, OTHER_URL)
    await a_source(desk.database, server, other)
    desk.reader.publish(url=OTHER_URL)
    await desk.check(other)
    desk.reader.publish(an_item("old"), url=OTHER_URL)

    report = await desk.check(other)

    assert (report.new, report.editions) == (1, 0)
    assert (await desk.reasons())["About old"] == Reason.BACKLOG


async def test_a_source_added_later_gets_only_what_is_sighted_after_it(desk, feed):
    desk.reader.publish(an_item("talks"))
    await desk.check(feed)
    second = await a_server(desk.database, 2)
    await a_tag(desk.database, second, "Peace", channel=90, rules=[a_rule("about")])
    await desk.clock.advance(60)
    await a_source(desk.database, second, feed, now=desk.clock.now())
    desk.reader.publish(an_item("news"), an_item("talks"))

    await desk.check(feed)

    assert await desk.reasons(second) == {"About news": Reason.ROUTED}
    assert (await desk.reasons())["About news"] == Reason.ROUTED


async def test_a_source_added_later_gets_the_newest_story_that_it_asked_for(desk, feed):
    desk.reader.publish(an_item("talks"))
    await desk.check(feed)
    second = await a_server(desk.database, 2)
    await a_tag(desk.database, second, "Peace", channel=90, rules=[a_rule("about")])
    await desk.clock.advance(60)
    await a_source(desk.database, second, feed, post_newest=1, now=desk.clock.now())

    first = await desk.check(feed)
    again = await desk.check(feed)

    assert (first.editions, again.editions) == (1, 0)
    assert await desk.reasons(second) == {"About talks": Reason.ROUTED}
    assert [validators for _, validators in desk.reader.checked[-2:]] == [Validators(), Validators('"v"')]


async def test_what_stood_in_a_feed_before_a_server_added_it_is_its_backlog_from_every_feed(desk, feed):
    desk.reader.publish(an_item("talks"))
    await desk.check(feed)
    second = await a_server(desk.database, 2)
    await a_tag(desk.database, second, "Peace", channel=90, rules=[a_rule("about")])
    other = await a_feed(desk.database, OTHER_URL)
    await desk.clock.advance(60)
    for used in (feed, other):
        await a_source(desk.database, second, used, now=desk.clock.now())
    desk.reader.publish(url=OTHER_URL)
    await desk.check(other)
    desk.reader.publish(an_item("talks"), url=OTHER_URL)

    await desk.check(other)

    assert await desk.reasons(second) == {"About talks": Reason.BACKLOG}


async def test_a_flood_posts_the_newest_and_records_the_rest(desk, feed):
    desk.intake = desk.an_intake(newest_per_check=2)
    dated = [an_item(str(n), published_at=NOON - timedelta(hours=n)) for n in range(5)]
    desk.reader.publish(*dated)

    report = await desk.check(feed)

    assert (report.new, report.editions) == (5, 2)
    assert len(desk.reader.read) == 2
    reasons = await desk.reasons()
    assert [reasons[item.title] for item in dated] == ["routed"] * 2 + ["flood"] * 3
    assert await desk.rows(select(story.c.title).join(edition).order_by(edition.c.id)) == [
        ("About 1",),
        ("About 0",),
    ]


async def test_a_story_twice_in_a_feed_is_posted_once(desk, feed):
    desk.reader.publish(
        an_item("a", link="https://news.example/x"), an_item("b", link="https://news.example/x")
    )

    report = await desk.check(feed)

    assert (report.new, report.editions) == (2, 1)


async def test_a_story_that_goes_out_is_no_flood_because_it_stands_in_the_feed_twice(desk, feed):
    desk.intake = desk.an_intake(newest_per_check=1)
    desk.reader.publish(
        an_item("a", link="https://news.example/x"), an_item("b", link="https://news.example/x")
    )

    await desk.check(feed)

    assert (await desk.reasons())["About a"] == Reason.ROUTED


async def test_a_feed_whose_ids_change_repeats_nothing(desk, feed):
    desk.reader.publish(an_item("talks"), an_item("old"))
    await desk.check(feed)
    desk.reader.publish(an_item("talks", key="guid:t2"), an_item("old", key="guid:o2"))

    report = await desk.check(feed)

    assert (report.new, report.editions) == (2, 0)


async def test_an_unchanged_feed_is_due_again_after_its_shortest_interval(desk, feed):
    second = await a_server(desk.database, 2)
    await a_source(desk.database, second, feed, minutes=5)
    desk.reader.rest(validators=Validators('"w"'))

    report = await desk.check(feed)

    kept = await desk.feed(feed)
    assert report.outcome is Outcome.UNCHANGED
    assert kept.validators == Validators('"w"')
    assert timedelta(minutes=2) < kept.next_check_at - desk.clock.now() < timedelta(minutes=8)


async def test_a_feed_that_a_server_added_while_it_was_being_checked_is_due_again_at_once(desk, feed):
    second = await a_server(desk.database, 2)
    check = desk.reader.check

    async def meanwhile(url, validators):
        await a_source(desk.database, second, feed, now=desk.clock.now() + timedelta(seconds=1))
        return await check(url, validators)

    desk.reader.check = meanwhile

    await desk.check(feed)

    assert (await desk.feed(feed)).next_check_at <= desk.clock.now()


async def test_a_failing_feed_is_tried_later_and_later_and_says_why(desk, feed):
    desk.reader.fail(NotAFeed(url=FEED_URL, looks_like="html"))

    waits = []
    for _ in range(3):
        report = await desk.check(feed)
        kept = await desk.feed(feed)
        waits.append(kept.next_check_at - desk.clock.now())

    assert report.outcome is Outcome.FAILED
    assert waits == sorted(waits)
    assert waits[2] > 2 * waits[0]
    assert (kept.failures, kept.state) == (3, FeedState.ACTIVE)
    assert kept.last_error.code == "error-not-a-feed"
    assert kept.last_error.fields["looks_like"] == "html"


async def test_an_answer_ends_the_failures(desk, feed):
    desk.reader.fail(NotAFeed(url=FEED_URL, looks_like="html"))
    await desk.check(feed)
    desk.reader.rest()

    await desk.check(feed)

    kept = await desk.feed(feed)
    assert (kept.failures, kept.last_error) == (0, None)


async def test_a_feed_that_says_when_to_come_back_is_left_alone_until_then(desk, feed):
    desk.reader.fail(FetchFailed(url=FEED_URL, why="busy", status=503, retry_after=timedelta(hours=5)))

    await desk.check(feed)

    kept = await desk.feed(feed)
    assert kept.next_check_at == desk.clock.now() + timedelta(hours=5)


async def test_a_feed_that_is_gone_is_ended_and_checked_no_more(desk, feed):
    desk.reader.fail(FetchFailed(url=FEED_URL, why="gone", status=410))

    await desk.check(feed)

    kept = await desk.feed(feed)
    async with desk.database.write() as tx:
        far = desk.clock.now() + timedelta(days=9)
        due = await feeds.claim_due(tx, now=far, lease_until=far, limit=5)
    assert kept.state is FeedState.ENDED
    assert due == []


async def test_a_feed_that_moved_for_good_has_its_new_address(desk, feed):
    desk.reader.publish(an_item("talks"), moved_to="https://news.example/new")

    await desk.check(feed)

    kept = await desk.feed(feed)
    assert kept.url == "https://news.example/new"


async def test_a_feed_that_moved_to_a_known_one_becomes_that_one(desk, server, feed):
    second = await a_server(desk.database, 2)
    both = await a_server(desk.database, 3)
    other = await a_feed(desk.database, OTHER_URL)
    rule = a_rule(str(feed.id), RuleKind.FEED)
    tag = await a_tag(desk.database, both, "All", channel=50, rules=[rule])
    await a_source(desk.database, second, other)
    await a_source(desk.database, both, other)
    await a_source(desk.database, both, feed, tags_given=[tag])
    desk.reader.publish(an_item("talks"), moved_to=OTHER_URL)

    await desk.check(feed)

    assert await desk.feed(feed) is None
    async with desk.database.read() as tx:
        used_by = await sources.of_feed(tx, other.id)
    assert {each.server_id for each in used_by} == {server, second, both}
    assert [each.tags for each in used_by if each.server_id == both] == [{tag.id}]
    assert set(await desk.rows(select(sighting.c.feed_id))) == {(other.id,)}


async def test_a_crash_in_one_check_is_a_failure_of_that_feed_and_logged_with_its_id(desk, feed, log):
    desk.reader.fail(ZeroDivisionError("a bug"))

    report = await desk.check(feed)

    kept = await desk.feed(feed)
    assert report.outcome is Outcome.FAILED
    assert kept.last_error.code == "error-internal"
    assert kept.next_check_at > desk.clock.now()
    assert [line["feed_id"] for line in log if line["event"] == "feed.check_crashed"] == [feed.id]


async def test_a_failed_transaction_leaves_nothing_of_the_check(desk, feed):
    desk.reader.publish(an_item("talks", title=None))  # no title: the database refuses the story

    await desk.check(feed)

    assert len(await desk.rows(select(story.c.id))) == 1
    assert len(await desk.rows(select(sighting.c.item_hash))) == 1


async def test_a_feed_under_a_lease_is_not_checked(desk, feed):
    async with desk.database.write() as tx:
        now = desk.clock.now()
        await feeds.claim(tx, feed.id, now=now, lease_until=now + timedelta(hours=1))

    report = await desk.check(feed)

    assert report.outcome is Outcome.BUSY


async def test_a_server_that_was_left_gets_nothing(desk, server, feed):
    async with desk.database.write() as tx:
        await servers.leave(tx, server, now=desk.clock.now())
    desk.reader.publish(an_item("talks"))

    report = await desk.check(feed)

    assert report.editions == 0


async def test_a_source_removed_during_the_check_gets_nothing(desk, server, feed):
    second = await a_server(desk.database, 2)
    await a_source(desk.database, second, feed)
    asked, go_on = asyncio.Event(), asyncio.Event()
    read_page = desk.reader.read_page

    async def slowly(url):
        asked.set()
        await go_on.wait()
        return await read_page(url)

    desk.reader.read_page = slowly
    desk.reader.publish(an_item("talks"))
    checking = asyncio.create_task(desk.check(feed))
    await asked.wait()
    async with desk.database.write() as tx:
        await sources.remove(tx, server, feed.id)
    go_on.set()

    report = await checking

    assert (report.new, report.editions) == (1, 0)
    assert await desk.rows(select(source.c.server_id)) == [(second,)]
