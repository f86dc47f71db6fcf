"""The newsstand: a server on loopback with feeds, story pages and covers, which publishes while it runs."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.demo.content import NewsstandFeed, NewsstandStory, Programme
from bot.demo.cover import draw_cover
from bot.demo.pages import FEED_TYPES, front_page, source_page, story_page
from bot.demo.syndication import Entry, render_feed

_MOST_RELATED = 3
_BACKLOG_AGE = timedelta(hours=3)


class Newsstand:
    """An async context manager: it serves from entry to exit.

    published: slug → when it came out; taken up where another run left it, so that dates stay.
    """

    def __init__(
        self,
        programme: Programme,
        *,
        now: Callable[[], datetime],
        port: int = 0,
        published: Mapping[str, datetime] | None = None,
        own_files: Mapping[str, Path] | None = None,
    ) -> None:
        """`own_files`: feeds of the person's own, by the name they are served under."""
        self.programme = programme
        self.published = dict(published or self._backlog(programme, now()))
        self.base = ""
        self._now = now
        self._port = port
        self._own_files = dict(own_files or {})
        self._covers: dict[str, bytes] = {}
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Bind the port, or any free one if it is taken."""
        app = web.Application(middlewares=[_loopback_only])
        app.add_routes(
            [
                web.get("/", self._front),
                web.get("/pages.css", self._style),
                web.get("/feeds/{file}", self._feed),
                web.get("/own/{name}", self._own),
                web.get("/stories/{slug}", self._story),
                web.get("/sources/{slug}", self._source),
                web.get("/covers/{slug}.png", self._cover),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        self.base = f"http://127.0.0.1:{await self._bind(self._runner)}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving."""
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def host(self) -> str:
        """Return "host:port", as the configuration names allowed hosts."""
        return self.base.removeprefix("http://")

    @property
    def port(self) -> int:
        """Return the port that it got."""
        return int(self.base.rpartition(":")[2])

    def feed_url(self, feed: NewsstandFeed) -> str:
        """Return the address of one of its feeds."""
        return self.base + feed.path

    def own_feed_url(self, name: str) -> str:
        """Return the address under which a file of the person's is served."""
        return f"{self.base}/own/{name}"

    def publish_next(self) -> NewsstandStory | None:
        """Put the next story of the programme on sale; None when the stock is sold."""
        slug = next((slug for slug in self.programme.order if slug not in self.published), None)
        if slug is None:
            return None
        self.published[slug] = self._now().replace(microsecond=0)
        return self.programme.stories[slug]

    def feeds_of(self, story: NewsstandStory) -> tuple[NewsstandFeed, ...]:
        """Return the feeds that carry a story."""
        return tuple(feed for feed in self.programme.feeds if story.slug in feed.slugs)

    def feeds_with_news(self, story: NewsstandStory) -> tuple[NewsstandFeed, ...]:
        """Return the feeds that have changed with a story's publication: its own, and those it corrects."""
        corrected = {each.slug for each in self.programme.corrections if each.after == story.slug}
        slugs = {story.slug, *corrected}
        return tuple(feed for feed in self.programme.feeds if slugs & feed.slugs)

    def story(self, slug: str) -> NewsstandStory:
        """Return a story as it is told now."""
        told = self.programme.stories[slug]
        for correction in self.programme.corrections:
            if correction.slug == slug and correction.after in self.published:
                told = replace(told, title=correction.title)
        return told

    async def _bind(self, runner: web.AppRunner) -> int:
        try:
            await web.TCPSite(runner, "127.0.0.1", self._port).start()
        except OSError:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
        port: int = runner.addresses[0][1]
        return port

    async def _front(self, _: web.Request) -> web.Response:
        newest_first = sorted(self.published, key=self._order, reverse=True)
        stories = map(self.story, newest_first)
        return _page(front_page(stories, self.programme.feeds, base=self.base))

    async def _style(self, _: web.Request) -> web.Response:
        style = files("bot.demo").joinpath("pages.css").read_text(encoding="utf-8")
        return web.Response(text=style, content_type="text/css")

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        feed = next((feed for feed in self.programme.feeds if feed.path == request.path), None)
        if feed is None:
            raise web.HTTPNotFound
        body = render_feed(feed, self._entries(feed), base=self.base)
        return _answer(request, body, FEED_TYPES[feed.format])

    async def _own(self, request: web.Request) -> web.StreamResponse:
        path = self._own_files.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        try:
            body = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            raise web.HTTPNotFound from error
        return _answer(request, body, "application/json" if path.suffix == ".json" else "application/xml")

    async def _story(self, request: web.Request) -> web.Response:
        story = self._known(request)
        related = self._related(story)
        outlet = self.feeds_of(story)[0].title
        published_at = self.published[story.slug]
        return _page(story_page(story, related, base=self.base, published_at=published_at, outlet=outlet))

    async def _source(self, request: web.Request) -> web.Response:
        return _page(source_page(self._known(request), base=self.base))

    async def _cover(self, request: web.Request) -> web.Response:
        story = self._known(request)
        if story.slug not in self._covers:
            self._covers[story.slug] = await asyncio.to_thread(draw_cover, story.slug, story.category)
        caching = {"Cache-Control": "max-age=86400"}
        return web.Response(body=self._covers[story.slug], content_type="image/png", headers=caching)

    def _related(self, story: NewsstandStory) -> list[NewsstandStory]:
        """What its author named, then more of its category; only what is out."""
        out = [self.story(slug) for slug in sorted(self.published, key=self._order, reverse=True)]
        named = [other for other in out if other.slug in story.related]
        kin = [other for other in out if other.category == story.category and other not in named]
        return [other for other in (*named, *kin) if other.slug != story.slug][:_MOST_RELATED]

    def _known(self, request: web.Request) -> NewsstandStory:
        slug = request.match_info["slug"]
        if slug not in self.published or slug not in self.programme.stories:
            raise web.HTTPNotFound
        return self.story(slug)

    def _entries(self, feed: NewsstandFeed) -> list[Entry]:
        slugs = sorted(feed.slugs & self.published.keys(), key=self._order, reverse=True)
        return [
            Entry(
                story=self.story(slug),
                address=f"{self.base}/stories/{slug}?utm_source={feed.name}&utm_medium=feed",
                cover=f"{self.base}/covers/{slug}.png",
                published_at=self.published[slug],
            )
            for slug in slugs
        ]

    def _order(self, slug: str) -> tuple[datetime, str]:
        return self.published[slug], slug

    @staticmethod
    def _backlog(programme: Programme, now: datetime) -> dict[str, datetime]:
        start = now.replace(microsecond=0) - _BACKLOG_AGE
        return {slug: start + timedelta(minutes=25 * n) for n, slug in enumerate(programme.backlog)}


@web.middleware
async def _loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse another name for our address: a foreign page reached us through its own DNS."""
    if request.host.partition(":")[0] not in ("127.0.0.1", "localhost"):
        raise web.HTTPForbidden(text="loopback only")
    return await handler(request)


def _page(html: str) -> web.Response:
    return web.Response(text=html, content_type="text/html")


def _answer(request: web.Request, body: bytes, content_type: str) -> web.Response:
    """The body, or 304 where the reader has it already."""
    etag = hashlib.blake2b(body, digest_size=12).hexdigest()
    known = request.if_none_match or ()
    if any(tag.value in {etag, "*"} for tag in known):
        response = web.Response(status=304)
    else:
        response = web.Response(body=body, content_type=content_type, charset="utf-8")
    response.etag = etag
    return response
