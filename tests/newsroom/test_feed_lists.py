"""What is kept of a list of feeds, and what one feed is seen to be, without Discord."""

from datetime import timedelta

import pytest
from sqlalchemy import or_, update

from bot.chat.feed_list_text import report, state_lines
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


async def imported(importing, server, *urls):
    """Return the question that a list was, once it is followed."""
    plan = await importing.look(server, OWNER, "f.opml", a_list(*urls))
    await importing.follow(server, OWNER, plan.panel, by_folders=False)
    return plan.panel


async def test_only_what_was_asked_about_and_still_fails_is_dropped(database, server, importing):
    urls = [f"https://site{number}.example/feed" for number in range(5)]
    panel = await imported(importing, server, *urls)
    of_first, of_second = table.c.url == urls[0], table.c.url == urls[1]
    async with database.write() as tx:
        await tx.execute(update(table).values(first_checked_at=NOON))
        await tx.execute(update(table).where(or_(of_first, of_second)).values(failures=1))
    asked = await importing.ask_to_drop(server, OWNER, panel)
    async with database.write() as tx:  # all fail for a moment, but for the second
        await tx.execute(update(table).values(failures=1))
        await tx.execute(update(table).where(of_second).values(failures=0))

    after, dropped = await importing.drop_broken(server, OWNER, panel)
    _, again = await importing.drop_broken(server, OWNER, panel)

    assert [feed.url for feed in asked.broken] == urls[:2]
    assert (dropped, after.gone, again) == (1, (urls[0],), 0)
    async with database.read() as tx:
        assert [url for _, _, url in await sources.names(tx, server)] == urls[1:]


async def test_a_feed_that_leads_to_another_of_the_list_is_no_feed_that_went(database, server, importing):
    panel = await imported(importing, server, *URLS)
    first, second = [await feed_of(database, url) for url in URLS]
    third = await a_feed(database, "https://c.example/feed")
    await a_source(database, server, third)
    async with database.write() as tx:
        await tx.execute(update(table).values(first_checked_at=NOON))
        await feeds.move(tx, first.id, second.url)

    led_to_second = await importing.state(server, OWNER, panel)
    async with database.write() as tx:
        await feeds.move(tx, second.id, third.url)
    led_to_third = await importing.state(server, OWNER, panel)
    async with database.write() as tx:
        await sources.remove(tx, server, third.id)
    gone = await importing.state(server, OWNER, panel)

    assert [feed.url for feed in led_to_second.well] == [second.url]
    assert [(url, feed.url) for url, feed in led_to_second.moved] == [(first.url, second.url)]
    assert [(url, feed.url) for url, feed in led_to_third.moved] == [(url, third.url) for url in URLS]
    assert (led_to_second.gone, led_to_third.gone, gone.gone) == ((), (), tuple(URLS))
    assert {state.count for state in (led_to_second, led_to_third, gone)} == {2}
    said = "\n".join(state_lines(led_to_second, Texts.load(), "en-US"))
    assert "One leads to a feed that is followed already" in said
    told = report(led_to_second, Texts.load(), "en-US").decode()
    assert f"Lead to feeds that are followed already: 1\n{first.url}\n    {second.url}" in told


async def feed_of(database, url):
    async with database.read() as tx:
        return await feeds.find(tx, url)


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

    view = await SourceViews(database, entries).show(server, feed.url, lambda _channel: True)
    lines = view_lines(view, Texts.load(), "en-US")

    assert (
        "Checked every minute, because another server wants that; this one asks for every 60 minutes" in lines
    )
