import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import NotAFeed, Unreadable
from bot.domain.feed import FeedDocument, Item, NamedFeed, Page, RelatedStory, Section
from bot.feeds.wire import HEADER, frame, pack, unpack

NOON = datetime(2025, 11, 24, 12, 0, 0, 5, tzinfo=UTC)
FEED = FeedDocument(
    title="Tëst 👍",
    items=(
        Item(
            key="guid:1",
            title="a",
            link="https://a.com/",
            published_at=NOON,
            categories=("x", "y"),
            author="z",
        ),
        Item(key="guid:2", title="", updated_at=NOON),
    ),
    ttl=timedelta(minutes=15),
    hub_url="https://hub.example.com/",
)
PAGE = Page(
    url="https://a.com/",
    title="t",
    hashtags=("a",),
    published_at=NOON,
    sections=(Section("h", "one\ntwo"),),
    quotes=("q",),
    question="Why?",
    related=(RelatedStory("r", "https://a.com/r"), RelatedStory("s")),
    dropped=("d",),
)


def crossed(outcome):
    sent = frame(pack(outcome), b"body")
    size, body = HEADER.unpack(sent[: HEADER.size])
    assert sent[HEADER.size + size :] == b"body"
    assert body == 4
    return unpack(json.loads(sent[HEADER.size : HEADER.size + size]))


@pytest.mark.parametrize("outcome", [FEED, FeedDocument("", ()), PAGE, Page(url="")])
def test_what_was_read_arrives_as_it_was(outcome):
    assert crossed(outcome) == outcome


def test_what_went_wrong_arrives_as_it_was():
    named = NamedFeed("https://a.com/f", "News")
    with pytest.raises(NotAFeed) as no_feed:
        crossed(NotAFeed(url="https://a.com/", looks_like="html", feeds=(named,)))
    with pytest.raises(Unreadable) as unreadable:
        crossed(Unreadable(url="https://a.com/", why="too hard"))

    assert (no_feed.value.looks_like, no_feed.value.feeds) == ("html", (named,))
    assert (unreadable.value.url, unreadable.value.why) == ("https://a.com/", "too hard")


def test_half_a_character_does_not_stop_the_rest():
    assert crossed(FeedDocument(title="a\ud800b", items=())).title == "a?b"
