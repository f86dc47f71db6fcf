from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.demo.content import load_programme
from bot.demo.newsstand import Newsstand
from bot.domain.address import story_key
from bot.domain.feed import FeedDocument
from bot.feeds.parse import parse_feed

NOON = datetime(2025, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
async def newsstand() -> AsyncIterator[Newsstand]:
    async with Newsstand(load_programme(), now=lambda: NOON) as newsstand:
        yield newsstand


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_its_feeds_are_read_alike_in_all_three_formats(
    newsstand: Newsstand, http: aiohttp.ClientSession
) -> None:
    while newsstand.publish_next():
        pass

    documents = [await _read(http, newsstand.feed_url(feed)) for feed in newsstand.programme.feeds]

    for feed, document in zip(newsstand.programme.feeds, documents, strict=True):
        assert document.title == feed.title
        assert len(document.items) == len(feed.slugs)
        for item in document.items:
            assert item.title
            assert item.link
            assert item.summary
            assert item.published_at
            assert item.categories


async def test_the_same_story_in_two_feeds_has_one_key(
    newsstand: Newsstand, http: aiohttp.ClientSession
) -> None:
    newsstand.publish_next()

    documents = [await _read(http, newsstand.feed_url(feed)) for feed in newsstand.programme.feeds]

    links = [item.link for document in documents for item in document.items if "ferry" in (item.link or "")]
    assert len(set(links)) == 2
    assert len({story_key(link) for link in links if link}) == 1


async def test_a_feed_that_did_not_change_is_not_sent_again(
    newsstand: Newsstand, http: aiohttp.ClientSession
) -> None:
    url = newsstand.feed_url(newsstand.programme.feeds[0])
    async with http.get(url) as first:
        etag = first.headers["ETag"]

    async with http.get(url, headers={"If-None-Match": etag}) as unchanged:
        before = unchanged.status, unchanged.headers["ETag"], await unchanged.read()
    newsstand.publish_next()
    async with http.get(url, headers={"If-None-Match": etag}) as changed:
        after = changed.status, changed.headers["ETag"] != etag

    assert before == (304, etag, b"")
    assert after == (200, True)


async def test_a_story_has_its_page_its_cover_and_its_source(
    newsstand: Newsstand, http: aiohttp.ClientSession
) -> None:
    story = newsstand.publish_next()
    assert story

    async with http.get(f"{newsstand.base}/stories/{story.slug}?utm_source=wire") as response:
        page = await response.text()
    async with http.get(f"{newsstand.base}/covers/{story.slug}.png") as response:
        cover = response.content_type, await response.read()
    async with http.get(f"{newsstand.base}/sources/{story.slug}") as response:
        source = await response.text()

    assert story.title in page
    assert f'Source reference: <a href="{newsstand.base}/sources/{story.slug}"' in page
    assert all(f"#{label}" in page for label in story.hashtags)
    assert cover[0] == "image/png"
    assert cover[1].startswith(b"\x89PNG")
    assert story.source in source


async def test_a_story_that_is_not_out_yet_has_no_page(
    newsstand: Newsstand, http: aiohttp.ClientSession
) -> None:
    async with http.get(f"{newsstand.base}/stories/night-ferry") as response:
        assert response.status == 404


async def test_the_stock_ends(newsstand: Newsstand) -> None:
    sold = [story.slug for story in iter(newsstand.publish_next, None)]

    assert sold == list(newsstand.programme.order)
    assert newsstand.publish_next() is None


async def test_a_port_that_is_taken_is_replaced_by_a_free_one(newsstand: Newsstand) -> None:
    port = int(newsstand.base.rpartition(":")[2])

    async with Newsstand(newsstand.programme, now=lambda: NOON, port=port) as second:
        assert second.base != newsstand.base


async def test_a_file_of_ones_own_is_served_as_a_feed(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    path = tmp_path / "mine.xml"
    path.write_bytes(b"<rss version='2.0'><channel><title>Mine</title></channel></rss>")

    async with (
        Newsstand(load_programme(), now=lambda: NOON, own_files={"mine": path}) as newsstand,
        http.get(newsstand.own_feed_url("mine")) as response,
    ):
        assert await response.read() == path.read_bytes()


@pytest.mark.parametrize("path", ["/", "/feeds/nothing.xml", "/nowhere"])
async def test_another_name_for_its_address_is_refused(
    newsstand: Newsstand, http: aiohttp.ClientSession, path: str
) -> None:
    async with http.get(newsstand.base + path, headers={"Host": "evil.example"}) as response:
        assert response.status == 403


async def _read(http: aiohttp.ClientSession, url: str) -> FeedDocument:
    async with http.get(url) as response:
        return parse_feed(await response.read(), url=url, content_type=response.headers["Content-Type"])
