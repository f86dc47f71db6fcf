"""Builders of data for tests: a call names what matters there, the rest is filled in."""

from datetime import UTC, datetime, timedelta

from bot.domain.errors import FeedError
from bot.domain.feed import FeedChanged, FeedDocument, FeedUnchanged, Item, Page, Validators
from bot.domain.ids import ChannelId, FeedId, ServerId, SourceId, TagId
from bot.domain.source import Feed, FeedState, Source
from bot.domain.story import StoryDraft
from bot.domain.tagging import Policy, Rule, RuleKind, Tag, tag_key
from bot.storage import feeds, servers, sources, tags
from bot.storage.database import Database

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FEED_URL = "https://news.example/feed"


def an_item(name="talks", **changes):
    values = {
        "key": f"guid:{name}",
        "title": f"About {name}",
        "link": f"https://news.example/{name}",
        "published_at": NOON - timedelta(hours=1),
        "summary": f"What is known of {name}.",
    }
    return Item(**values | changes)


def a_document(*items, **changes):
    return FeedDocument(**{"title": "Harbour News", "items": items} | changes)


def a_page(url="https://news.example/talks", **changes):
    return Page(**{"url": url, "title": "About talks", "hashtags": ("Peace",)} | changes)


def a_draft(name="talks", **changes):
    values = {
        "key": f"url:news.example/{name}",
        "title": f"About {name}",
        "link": f"https://news.example/{name}",
        "lead": f"What is known of {name}.",
    }
    return StoryDraft(**values | changes)


def a_rule(value, kind=RuleKind.KEYWORD):
    return Rule(kind, value)


def a_tag_value(label="Peace", **changes):
    """A tag as the rules see it, of no database."""
    values = {"id": TagId(1), "server_id": ServerId(1), "key": tag_key(label), "label": label}
    return Tag(**values | {"channel_id": ChannelId(10)} | changes)


def a_feed_value(**changes):
    """A feed as the rules see it, of no database: checked before."""
    values = {
        "id": FeedId(1),
        "url": FEED_URL,
        "title": "Harbour News",
        "state": FeedState.ACTIVE,
        "validators": Validators(),
        "next_check_at": NOON,
        "first_checked_at": NOON - timedelta(days=2),
        "last_checked_at": NOON - timedelta(hours=1),
    }
    return Feed(**values | changes)


def a_source_value(**changes):
    """A source as the rules see it, of no database: older than the feed's last check."""
    values = {
        "id": SourceId(1),
        "server_id": ServerId(1),
        "feed_id": FeedId(1),
        "added_at": NOON - timedelta(days=1),
        "interval": timedelta(minutes=15),
    }
    return Source(**values | changes)


async def a_server(database: Database, number=1, *, name="Harbour News", now=NOON):
    async with database.write() as tx:
        await servers.join(tx, ServerId(number), name, now=now)
    return ServerId(number)


async def a_tag(
    database: Database,
    server_id,
    label="Peace",
    *,
    channel=10,
    rules=(),
    synonyms=(),
    policy=Policy.AUTOMATIC,
    now=NOON,
):
    async with database.write() as tx:
        return await tags.add(
            tx,
            server_id,
            key=tag_key(label),
            label=label,
            channel_id=ChannelId(channel),
            rules=rules,
            synonyms=synonyms,
            policy=policy,
            now=now,
        )


async def a_feed(database: Database, url=FEED_URL, *, title="Harbour News", now=NOON):
    async with database.write() as tx:
        return await feeds.add(tx, url, title=title, now=now)


async def a_source(
    database: Database, server_id, feed, *, minutes=15, post_newest=0, tags_given=(), now=NOON
):
    async with database.write() as tx:
        return await sources.add(
            tx,
            server_id,
            feed,
            interval=timedelta(minutes=minutes),
            post_newest=post_newest,
            tags=[tag.id for tag in tags_given],
            now=now,
        )


class MemoryReader:
    """The outside as a test says: documents, pages and errors by URL. Counts what was asked."""

    def __init__(self):
        self.answers = {}
        self.pages = {}
        self.checked = []
        self.read = []

    def publish(self, *items, url=FEED_URL, **changes):
        """Let a feed have these items from now on; `moved_to` and the like go to the answer."""
        self.answers[url] = FeedChanged(a_document(*items), **{"validators": Validators('"v"')} | changes)

    def rest(self, url=FEED_URL, **changes):
        """Let a feed answer that nothing changed."""
        self.answers[url] = FeedUnchanged(**{"validators": Validators('"v"')} | changes)

    def fail(self, error, url=FEED_URL):
        self.answers[url] = error

    async def check(self, url, validators):
        self.checked.append((url, validators))
        return _given(self.answers[url])

    async def read_page(self, url):
        self.read.append(url)
        return _given(self.pages.get(url) or FeedError(url=url))


def _given(answer):
    if isinstance(answer, Exception):
        raise answer
    return answer
