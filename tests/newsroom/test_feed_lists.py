"""What is kept of a list of feeds, and what one feed is seen to be, without Discord."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.chat.feed_text import view_lines
from bot.domain.errors import InvalidInput
from bot.domain.ids import UserId
from bot.domain.opml import ListedFeed, sort_list
from bot.newsroom.feed_entries import FeedEntries
from bot.newsroom.feed_import import FeedImport
from bot.newsroom.source_views import SourceViews
from bot.storage import audits, feeds, sources
from bot.storage.tables import feed as table
from bot.texts.catalogue import Texts
from tests.builders import NOON, MemoryReader, a_feed, a_server, a_source, a_tag
from tests.manual_clock import ManualClock

OWNER = UserId(7)
URLS = ["https://a.example/feed", "https://b.example/feed"]


@pytest.fixture
async def server(database):
    return await a_server(database)


@pytest.fixture
def importing(database):
    return FeedImport(database, ManualClock(NOON), interval=timedelta(minutes=15), wake_intake=lambda: None)


def a_list(*urls, folder="World"):
    return sort_list(ListedFeed(url, "A feed", None, (folder,)) for url in urls)


async def test_a_list_is_followed_once_however_often_it_is_pressed(database, server, importing):
    plan = await importing.look(server, OWNER, "f.opml", a_list(*URLS))

    first = await importing.follow(server, OWNER, plan.panel, by_folders=True)
    second = await importing.follow(server, OWNER, plan.panel, by_folders=True)

    assert first == second
    assert [feed.url for feed in first.waiting] == URLS
    async with database.read() as tx:
        assert len(await audits.latest(tx, server)) == 1


async def test_a_folder_is_a_tag_by_its_name_or_a_synonym_of_it(database, server, importing):
    tag = await a_tag(database, server, "World News", synonyms=["abroad"])
    plan = await importing.look(server, OWNER, "f.opml", a_list(URLS[0], folder="Abroad"))

    await importing.follow(server, OWNER, plan.panel, by_folders=True)

    async with database.read() as tx:
        ((source, _),) = await sources.of_server(tx, server)
    assert source.tags == {tag.id}


async def test_a_feed_that_another_server_lets_rest_is_read_for_who_imports_it(database, server, importing):
    other = await a_server(database, 2)
    feed = await a_feed(database, URLS[0])
    theirs = await a_source(database, other, feed)
    async with database.write() as tx:
        await sources.pause(tx, theirs.id)
        await tx.execute(update(table).values(next_check_at=NOON + timedelta(days=1), state="ended"))
    plan = await importing.look(server, OWNER, "f.opml", a_list(URLS[0]))

    await importing.follow(server, OWNER, plan.panel, by_folders=False)

    async with database.read() as tx:
        assert await feeds.next_due(tx) == NOON


async def test_an_import_is_another_ones_to_nobody_else(server, importing):
    plan = await importing.look(server, OWNER, "f.opml", a_list(*URLS))

    with pytest.raises(InvalidInput, match="error-panel-of-another"):
        await importing.follow(server, UserId(8), plan.panel, by_folders=True)


async def test_a_server_learns_that_another_wants_its_feed_read_more_often(database, server):
    other = await a_server(database, 2)
    feed = await a_feed(database)
    await a_source(database, server, feed, minutes=60)
    await a_source(database, other, feed, minutes=1)
    entries = FeedEntries(database, MemoryReader(), ManualClock(NOON), read_pages=False)

    view = await SourceViews(database, entries).show(server, feed.url)
    lines = view_lines(view, Texts.load(), "en-US")

    assert (
        "Checked every minute, because another server wants that; this one asks for every 60 minutes" in lines
    )
