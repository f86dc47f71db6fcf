"""Eight real feeds read as feedparser reads them; where we differ on purpose, a test says why."""

import html
import re
from calendar import timegm
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from bot.domain.address import web_address
from bot.domain.feed import Item
from bot.feeds.parse import parse_feed
from tests.feeds.samples import needs_samples, sample_feeds

pytestmark = needs_samples
FEED_URL = "https://feeds.example.com/feed.xml"


def ours(path: Path) -> list[Item]:
    return list(parse_feed(path.read_bytes(), url=FEED_URL, content_type="").items)


def theirs(path: Path) -> list[Any]:
    return list(feedparser.parse(path.read_bytes(), sanitize_html=False).entries)


def moment(parsed: Any) -> datetime | None:
    return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None


def identity(item: Item) -> tuple[object, ...]:
    return item.key, item.title, item.link, item.published_at or item.updated_at, item.categories


def plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


@pytest.fixture(params=sample_feeds(), ids=lambda path: path.name)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_no_entry_is_lost(path):
    assert len(ours(path)) == len(theirs(path)) > 0


def test_titles_are_the_same_without_markup(path):
    assert [item.title for item in ours(path)] == [plain(entry.title) for entry in theirs(path)]


def test_links_are_the_same(path):
    assert [item.link for item in ours(path)] == [web_address(entry.link, FEED_URL) for entry in theirs(path)]


def test_dates_are_the_same(path):
    found = [item.published_at or item.updated_at for item in ours(path)]

    assert found == [
        moment(entry.get("published_parsed") or entry.get("updated_parsed")) for entry in theirs(path)
    ]
    assert all(found)


def test_keys_tell_all_entries_apart_and_do_not_change(path):
    keys = [item.key for item in ours(path)]

    assert len(set(keys)) == len(keys)
    assert keys == [item.key for item in ours(path)]


def test_the_other_parser_reads_the_same(path):
    based = re.sub(
        rb"<(item|entry)\b", rb'<\1 xml:base="https://feeds.example.com/feed.xml"', path.read_bytes()
    )

    slowly = parse_feed(based, url=FEED_URL, content_type="").items

    assert [identity(item) for item in ours(path)] == [identity(item) for item in slowly]


def test_keys_come_from_the_guid_or_else_the_link(path):
    assert all(item.key.startswith(("guid:", "link:")) for item in ours(path))


def test_categories_are_the_same_but_for_repetitions_and_joined_ones(path):
    for item, entry in zip(ours(path), theirs(path), strict=True):
        terms = [plain(tag.term) for tag in entry.get("tags", [])]
        if path.name.startswith("mercopress"):  # one element holds them all: nobody tags by the whole list
            terms = [term for joined in terms for term in joined.split(", ")]
        once = {term.casefold(): term for term in reversed(terms)}
        assert {category.casefold() for category in item.categories} == set(once)
        assert len(item.categories) == len(once)


def test_texts_have_no_markup_left(path):
    for item in ours(path):
        for text in (item.title, item.summary, item.text, item.author):
            assert not re.search(r"</?(?:p|a|img|div|br|b|i)\b[^>]*>|&(?:amp|#\d+|nbsp);", text)


def test_the_feed_says_its_name_and_site(path):
    document = parse_feed(path.read_bytes(), url=FEED_URL, content_type="")
    reference = feedparser.parse(path.read_bytes()).feed

    assert document.title == plain(reference.title)
    assert document.site_url == reference.link
    assert document.language == reference.language
