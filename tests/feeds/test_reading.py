import gzip
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.domain.errors import FetchFailed, NotAFeed, NotFound, TooLarge, Unreadable
from bot.domain.feed import FeedChanged, FeedDocument, FeedUnchanged, Page, Validators
from bot.feeds.reading import OutsideReader
from tests.feeds.outside import Outside
from tests.feeds.samples import needs_samples, sample_feeds

FEED = (
    "<rss version='2.0'><channel><title>The Example</title>"
    "<item><title>Ferry</title><link>/f</link></item></channel></rss>"
)
PARAGRAPH = "<p>After two winters in dock the ferry sails again for all.</p>"
PAGE = f"<html><body><article><h1>Ferry</h1>{PARAGRAPH * 5}"


@pytest.fixture
async def reader(outside: Outside) -> AsyncIterator[OutsideReader]:
    async with OutsideReader(user_agent="Newsclip/1.0", allowed_hosts=[outside.host]) as reader:
        yield reader


async def test_the_first_check_reads_the_feed(outside, reader):
    url = outside.says("/feed", FEED, ETag='"1"', Cache_Control="max-age=60")

    found = await reader.check(url, Validators())

    assert isinstance(found, FeedChanged)
    assert found.document.title == "The Example"
    assert [item.link for item in found.document.items] == [outside.url("/f")]
    assert found.validators.etag == '"1"'
    assert (found.moved_to, found.retry_after) == (None, timedelta(minutes=1))


async def test_a_feed_that_says_unchanged_is_unchanged(outside, reader):
    def answer(request: web.Request) -> web.Response:
        known = request.headers.get("If-None-Match") == '"1"'
        return web.Response(status=304) if known else web.Response(text=FEED, headers={"ETag": '"1"'})

    outside.answers["/feed"] = answer
    first = await reader.check(outside.url("/feed"), Validators())

    second = await reader.check(outside.url("/feed"), first.validators)

    assert second == FeedUnchanged(first.validators)


async def test_the_same_body_is_unchanged_without_a_word_of_the_server(outside, reader):
    url = outside.says("/feed", FEED)
    first = await reader.check(url, Validators())

    second = await reader.check(url, first.validators)
    outside.says("/feed", FEED.replace("Ferry", "Ship"))
    third = await reader.check(url, second.validators)

    assert isinstance(second, FeedUnchanged)
    assert isinstance(third, FeedChanged)
    assert third.document.items[0].title == "Ship"


async def test_a_feed_that_moved_tells_where(outside, reader):
    outside.says("/feed", FEED)
    url = outside.says("/old", status=301, Location="/feed")

    first = await reader.check(url, Validators())
    second = await reader.check(url, first.validators)

    assert (first.moved_to, second.moved_to) == (outside.url("/feed"), outside.url("/feed"))


async def test_relative_links_are_resolved_against_where_the_feed_was_found(outside, reader):
    outside.says("/new/feed", FEED.replace("/f<", "f<"))

    found = await reader.check(outside.says("/old", status=302, Location="/new/feed"), Validators())

    assert isinstance(found, FeedChanged)
    assert found.document.items[0].link == outside.url("/new/f")


async def test_a_page_instead_of_a_feed_says_so(outside, reader):
    with pytest.raises(NotAFeed) as refused:
        await reader.check(outside.says("/feed", PAGE, Content_Type="application/rss+xml"), Validators())

    assert refused.value.looks_like == "html"


async def test_a_page_is_read(outside, reader):
    found = await reader.read_page(outside.says("/page", PAGE, Content_Type="text/html"))

    assert isinstance(found, Page)
    assert (found.title, found.url) == ("Ferry", outside.url("/page"))


async def test_a_page_that_is_gone_is_a_failure(outside, reader):
    with pytest.raises(FetchFailed) as failed:
        await reader.read_page(outside.says("/page", status=410))

    assert failed.value.gone


async def test_a_feed_that_takes_the_parser_too_long_stops_no_other(outside):
    slow = FEED.replace("</channel>", "<item><title>x</title></item>" * 100_000 + "</channel>")
    reader = OutsideReader(user_agent="x", allowed_hosts=[outside.host], patience=timedelta(seconds=0.6))

    async with reader:
        with pytest.raises(Unreadable):
            await reader.check(outside.says("/slow", slow), Validators())

        async with OutsideReader(user_agent="x", allowed_hosts=[outside.host]) as patient:
            assert isinstance(await patient.check(outside.says("/feed", FEED), Validators()), FeedChanged)


async def test_20000_items_arrive(outside, reader):
    items = "".join(f"<item><title>Story {n}</title><guid>{n}</guid></item>" for n in range(20_000))
    body = gzip.compress(FEED.replace("</channel>", f"{items}</channel>").encode())

    found = await reader.check(outside.says("/feed", body, Content_Encoding="gzip"), Validators())

    assert isinstance(found, FeedChanged)
    assert len(found.document.items) == 20_001


async def test_an_address_may_be_a_feed_or_a_page(outside, reader):
    feed = await reader.read_any(outside.says("/feed", FEED))
    page = await reader.read_any(outside.says("/page", PAGE))

    assert isinstance(feed, FeedDocument)
    assert isinstance(page, Page)


async def test_a_file_may_be_a_feed_or_a_page(reader, tmp_path: Path):
    (tmp_path / "feed.xml").write_text(FEED)
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "page.txt").write_text("Ferry\n\nIt sails again. It does.\n")

    feed = await reader.read_file(tmp_path / "feed.xml")
    page = await reader.read_file(tmp_path / "page.html")
    text = await reader.read_file(tmp_path / "page.txt")

    assert isinstance(feed, FeedDocument)
    assert isinstance(page, Page)
    assert isinstance(text, Page)
    assert (page.title, text.title, text.lead) == ("Ferry", "Ferry", "It sails again. It does.")


async def test_a_file_that_is_not_there_or_too_large_says_so(reader, tmp_path: Path):
    (tmp_path / "large").write_bytes(b"x" * (5 * 1024 * 1024 + 1))

    with pytest.raises(NotFound):
        await reader.read_file(tmp_path / "nothing")
    with pytest.raises(NotFound):
        await reader.read_file(tmp_path)
    with pytest.raises(TooLarge):
        await reader.read_file(tmp_path / "large")


@needs_samples
async def test_the_sample_feeds_come_through_a_check(outside, reader):
    for path in sample_feeds():
        found = await reader.check(outside.says(f"/{path.name}", path.read_bytes()), Validators())

        assert isinstance(found, FeedChanged)
        assert found.document.items
