"""From the beginning of a feed's check to the story's card, its discussion and the last seeded reaction."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import App, open_app
from bot.chat.permissions import all_permissions
from bot.config import DiscordSettings, FeedSettings, Settings, StorageSettings
from bot.demo.content import Programme, load_programme
from bot.demo.newsstand import Newsstand
from bot.domain.ids import ChannelId, FeedId, ServerId, UserId
from bot.newsroom.vote_sets import news_vote_set
from bot.process import spare_what_stays
from bot.standin.server import StandIn
from bot.standin.world.model import Channel, ChannelKind
from bot.standin.world.settlement import settle
from bot.storage import feeds, sources
from bot.texts.catalogue import Texts
from tests.bench.figure import Figure

_STORIES = 40
_NOT_COUNTED = 5  # the first start the workers and fill caches


async def measure() -> list[Figure]:
    """Publish one story after the other; Discord and the newsstand share the bot's process and event loop."""
    programme = _programme()
    async with (
        StandIn() as standin,
        Newsstand(programme, now=lambda: datetime.now(UTC)) as newsstand,
    ):
        rights = all_permissions().value
        made = settle(standin.world, channels={"news": ChannelKind.TEXT}, permissions=rights)
        server, owner, bot, channel = made.server, made.owner, made.bot, made.channels["news"]
        with tempfile.TemporaryDirectory() as folder:
            settings = _settings(standin, newsstand, bot.token, Path(folder))
            async with open_app(settings) as app, running(app):
                feed_id = await _add_feed(app, newsstand, ServerId(server.id), UserId(owner.id), channel)
                await app.intake.check(feed_id)
                seconds = [await _once(standin, app, newsstand, feed_id, channel) for _ in programme.order]
    return _figures(seconds[_NOT_COUNTED:])


@asynccontextmanager
async def running(app: App) -> AsyncIterator[None]:
    running = asyncio.create_task(app.run())
    try:
        await app.wait_until_ready()
        spare_what_stays()
        yield
    finally:
        running.cancel()
        await asyncio.wait({running})


def _programme() -> Programme:
    """One feed with as many stories as are wanted, made of the demo's."""
    shipped = load_programme()
    originals = list(shipped.stories.values())
    stories = [
        replace(originals[n % len(originals)], slug=f"story-{n}", related=()) for n in range(_STORIES + 1)
    ]
    slugs = tuple(story.slug for story in stories)
    feed = replace(shipped.feeds[0], slugs=frozenset(slugs))
    return Programme({story.slug: story for story in stories}, (feed,), slugs[:1], slugs[1:], ())


def _settings(standin: StandIn, newsstand: Newsstand, token: str, folder: Path) -> Settings:
    return Settings(
        discord=DiscordSettings(
            token=SecretStr(token), api_url=standin.api_url, gateway_url=standin.gateway_url
        ),
        storage=StorageSettings(path=folder / "newsclip.db"),
        feeds=FeedSettings(allowed_hosts=(newsstand.host,)),
    )


async def _add_feed(
    app: App, newsstand: Newsstand, server_id: ServerId, owner_id: UserId, channel: Channel
) -> FeedId:
    tag = await app.tags.add(server_id, owner_id, name="All", channel_id=ChannelId(channel.id))
    (feed,) = newsstand.programme.feeds
    now = datetime.now(UTC)
    async with app.database.write() as tx:
        added = await feeds.add(tx, newsstand.feed_url(feed), title=feed.title, now=now)
        await sources.add(tx, server_id, added, interval=timedelta(hours=1), now=now, tags=[tag.id])
    return added.id


async def _once(standin: StandIn, app: App, newsstand: Newsstand, feed_id: FeedId, channel: Channel) -> float:
    seeds = len(news_vote_set(Texts.load()).options)
    before = len(channel.log)
    newsstand.publish_next()

    def complete() -> bool:
        cards = channel.log.latest(1)
        if len(channel.log) == before or len(cards[0].reactions) < seeds:
            return False
        return standin.world.thread_of(cards[0]) is not None

    started = time.perf_counter()
    checking = asyncio.create_task(app.intake.check(feed_id))
    await standin.wait_for(complete, timeout=10)
    seconds = time.perf_counter() - started
    await checking
    return seconds


def _figures(seconds: list[float]) -> list[Figure]:
    ordered = sorted(milliseconds for each in seconds if (milliseconds := each * 1000))
    slow = ordered[int(len(ordered) * 0.95)]
    note = f"median of {len(ordered)}, 95 % within {slow:.0f} ms; page read, card, discussion, seeds"
    return [Figure("item_to_seeded", statistics.median(ordered), "ms", target=300.0, note=note)]
