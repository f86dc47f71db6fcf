"""From a feed on a web server, through the parsers, to a card: nothing between them is a fake."""

import pytest
from aiohttp import web

from bot.config import FeedSettings
from bot.storage import feeds
from tests.cogs.asking import an_owner
from tests.newsroom_running import text_of

ITEM = """<item><guid>{name}</guid><title>{title}</title><link>{base}/{name}</link>
<description>What is known of {name}.</description><category>{category}</category>
<pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour News</title><link>{base}/</link>
<description>News</description>{items}</channel></rss>"""
PAGE = "<html><head><title>Talks</title></head><body><h1>Talks</h1><p>They met.</p></body></html>"


class Site:
    """A site with a feed and pages, on loopback."""

    def __init__(self):
        self.items = []
        self.base = ""

    def publish(self, name, title, category):
        self.items.insert(0, ITEM.format(name=name, title=title, category=category, base=self.base))

    async def feed(self, _request):
        body = FEED.format(base=self.base, items="".join(self.items))
        return web.Response(text=body, content_type="application/rss+xml")

    async def page(self, _request):
        return web.Response(text=PAGE, content_type="text/html")


@pytest.fixture
async def site():
    site = Site()
    application = web.Application()
    application.router.add_get("/feed.xml", site.feed)
    application.router.add_get("/{name}", site.page)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield site
    await runner.cleanup()


async def test_an_owner_adds_tag_and_feed_and_the_next_story_arrives(newsroom, site):
    site.publish("old", "Old news", "Harbour")
    await newsroom.stop()
    newsroom.reader = None
    await newsroom.start(feeds=FeedSettings(allowed_hosts=("127.0.0.1",)))

    async with an_owner(newsroom) as owner:
        tagged = await owner.use("tags add", name="Harbour", channel=str(newsroom.world.id))
        looked = await owner.use("feeds add", url=f"{site.base}/feed.xml")
        added = await owner.press(looked, "Keep it")
    (source,) = await newsroom.app.sources.list(newsroom.server.id)
    await newsroom.until(
        lambda tx: feeds.get(tx, source.feed.id), lambda found: found.first_checked_at is not None
    )
    site.publish("talks", "Talks @everyone &amp; *more*", "Harbour")
    await newsroom.app.intake.check(source.feed.id)

    card = await newsroom.finished_card()
    assert "Stories about **Harbour** go to" in tagged.text
    assert "Now following **Harbour News**. It holds one story" in added.text
    assert "Talks @\u200beveryone & \\*more\\*" in text_of(card.components)
    assert not card.mentions.everyone
    assert len(newsroom.cards(newsroom.world)) == 1
