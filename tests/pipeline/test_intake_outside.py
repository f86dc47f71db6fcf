"""Intake over the real reader and real HTTP: what stands in the way of a mock is found here."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.check import Outcome
from bot.domain.source import FeedState
from bot.feeds.reading import OutsideReader
from bot.pipeline.intake import Intake
from bot.storage import editions, feeds
from tests.builders import NOON, a_feed, a_server, a_source, a_tag
from tests.feeds.outside import an_outside
from tests.manual_clock import ManualClock

_FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Harbour News</title><link>{site}/</link><description>News</description>
{items}</channel></rss>"""
_ITEM = (
    "<item><title>About {name}</title><link>{site}/{name}</link><guid>{name}</guid>"
    "<category>Peace</category><description>What is known of {name}.</description></item>"
)
_PAGE = (
    '<html><head><meta property="og:title" content="About talks">'
    "</head><body><article><h1>About talks</h1><p>{text}</p></article></body></html>"
)


@pytest.fixture
async def outside():
    async with an_outside() as outside:
        yield outside


@pytest.fixture
async def reader(outside):
    async with OutsideReader(user_agent="Newsclip test", allowed_hosts=[outside.host]) as reader:
        yield reader


@pytest.fixture
def clock():
    return ManualClock(NOON)


@pytest.fixture
def intake(database, reader, clock):
    return Intake(database, reader, clock, wake_delivery=asyncio.Event())


@pytest.fixture
async def feed(database, outside):
    server = await a_server(database)
    await a_tag(database, server, "Peace")
    made = await a_feed(database, publish(outside, "old"))
    await a_source(database, server, made)
    return made


def publish(outside, *names):
    items = "".join(_ITEM.format(name=name, site=outside.url("")) for name in names)
    return outside.says(
        "/feed", _FEED.format(site=outside.url(""), items=items), Content_Type="application/rss+xml"
    )


async def test_a_story_comes_out_of_a_real_feed_and_its_page(database, intake, clock, outside, feed):
    outside.says("/talks", _PAGE.format(text="They talk in Geneva. " * 20), Content_Type="text/html")
    first = await intake.check(feed.id)
    await clock.advance(900)
    unchanged = await intake.check(feed.id)
    publish(outside, "talks", "old")
    await clock.advance(900)

    second = await intake.check(feed.id)

    assert (first.new, first.editions) == (1, 0)
    assert unchanged.outcome is Outcome.UNCHANGED
    assert (second.new, second.editions, second.deliveries) == (1, 1, 1)
    async with database.read() as tx:
        (made,) = await editions.latest(tx, 1)
    assert made.story.draft.title == "About talks"
    assert made.story.draft.link == outside.url("/talks")
    assert made.story.draft.lead.startswith("They talk in Geneva.")


async def test_a_page_that_is_not_there_leaves_the_story_of_the_item(database, intake, clock, outside, feed):
    outside.says("/talks", "Not here", status=404)
    await intake.check(feed.id)
    publish(outside, "talks", "old")
    await clock.advance(900)

    report = await intake.check(feed.id)

    assert report.editions == 1


async def test_a_page_in_place_of_a_feed_says_so(database, intake, outside, feed):
    outside.says("/feed", _PAGE.format(text="No feed."), Content_Type="text/html")

    report = await intake.check(feed.id)

    assert report.error.code == "error-not-a-feed"
    async with database.read() as tx:
        kept = await feeds.get(tx, feed.id)
    assert kept.last_error.fields["looks_like"] == "html"


async def test_a_feed_that_is_gone_for_good_is_ended(database, intake, outside, feed):
    outside.says("/feed", "Gone", status=410)

    await intake.check(feed.id)

    async with database.read() as tx:
        assert (await feeds.get(tx, feed.id)).state is FeedState.ENDED


async def test_a_busy_server_is_left_alone_as_long_as_it_asks(database, intake, clock, outside, feed):
    outside.says("/feed", "Later", status=503, Retry_After="7200")

    await intake.check(feed.id)

    async with database.read() as tx:
        assert (await feeds.get(tx, feed.id)).next_check_at == clock.now() + timedelta(hours=2)


async def test_a_feed_that_moved_for_good_is_followed(database, intake, outside, feed):
    publish(outside, "old")
    moved = outside.says("/new", _FEED.format(site=outside.url(""), items=""))
    outside.says("/feed", status=301, Location=moved)

    await intake.check(feed.id)

    async with database.read() as tx:
        assert (await feeds.get(tx, feed.id)).url == moved
