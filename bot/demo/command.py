"""`newsclip demo`: the real app, a local Discord and the newsstand, until it is stopped."""

import asyncio
import errno
import itertools
import json
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import typer
from pydantic import SecretStr

from bot.app import App, open_app
from bot.clock import Clock, SystemClock
from bot.config import DiscordSettings, FeedSettings, PollSettings, Settings, StorageSettings
from bot.demo.arrangement import QUICK, QUICK_CHANNEL
from bot.demo.cast import (
    DESK,
    Cast,
    channels_by_name,
    create_cast,
    create_empty_cast,
    find_cast,
    scripted_readers,
)
from bot.demo.content import load_programme
from bot.demo.furnish import Furnisher, OwnFeed, add_own_channels, own_feeds
from bot.demo.keepsake import Keepsake, Kept
from bot.demo.newsstand import Newsstand
from bot.demo.readers import Crowd
from bot.domain.errors import InvalidInput, NewsclipError
from bot.newsroom.starter_tags import load_starter_tags
from bot.standin.server import Settings as StandInSettings
from bot.standin.server import StandIn
from bot.texts.catalogue import Texts

# The first stories come quickly, so that there is something to see; then one can follow, and then read.
_FIRST_PAUSES = (0.1, 0.6, 0.6, 0.6, 3.0)
_PAUSE_SECONDS = 7.0
_TO_FOLLOW, _READING_FACTOR = 8, 4
_SAVE_AFTER_SECONDS = 0.2
_QUICK_POLL = timedelta(minutes=2)
_LIVE_COUNT_SECONDS = 10
# Enough votes for a result in the channel whose polls close while one watches.
_FANS = 12


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """What the person chose; `data` None keeps nothing, port 0 takes any free one.

    empty: a server with nothing in it, for its owner to set up. quick_poll: after how long the polls of one
    channel close, so that one can watch it. pause_seconds: between two stories; later ones take longer.
    """

    port: int = 8020
    data: Path | None = None
    feeds: tuple[str, ...] = ()
    browser: bool = True
    readers: int = 0
    empty: bool = False
    quick_poll: timedelta = _QUICK_POLL
    pause_seconds: float = _PAUSE_SECONDS


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that a demo consists of, opened and not yet running."""

    options: DemoOptions
    standin: StandIn
    cast: Cast
    newsstand: Newsstand
    app: App
    own: tuple[OwnFeed, ...]
    texts: Texts
    clock: Clock
    save: Callable[[], None]


async def run_demo(
    options: DemoOptions, *, say: Callable[[str], None] = typer.echo, clock: Clock | None = None
) -> None:
    """Run until cancelled; `say` gets each line for the person."""
    if sys.stderr.isatty():
        typer.echo(Texts.load().get("demo-starting"), err=True)
    async with open_stage(options, clock or SystemClock()) as stage, asyncio.TaskGroup() as group:
        group.create_task(stage.app.run(), name="app")
        if options.data is not None:
            group.create_task(_keep(stage), name="keep")
        await stage.app.wait_until_ready()
        furnisher = Furnisher(stage.app, stage.cast, stage.clock)
        if not stage.cast.empty:
            await furnisher.tell_moderators_at(DESK)
            await furnisher.add_tags(load_starter_tags())
            await furnisher.add_feeds(stage.newsstand)
        _announce(stage, say)
        group.create_task(_publish(stage, furnisher, say), name="publish")
        for own in stage.own:
            group.create_task(_add_own(stage, furnisher, own, say), name=f"own {own.name}")
        group.create_task(_react(stage), name="readers")


@asynccontextmanager
async def open_stage(options: DemoOptions, clock: Clock) -> AsyncIterator[Stage]:
    """Open everything in the order of need, and close it in the other."""
    texts = Texts.load()
    own = own_feeds(options.feeds)
    if own and options.empty:
        raise InvalidInput("error-demo-empty-feeds")
    async with AsyncExitStack() as stack:
        folder = _folder(options.data, stack)
        standin = await _open_standin(options.port, stack)
        keepsake = Keepsake(folder / "world.kept")
        kept = keepsake.restore(standin.world)
        newsstand = await stack.enter_async_context(_newsstand(options, kept, own, clock))
        cast = find_cast(standin.world) if kept else _new_cast(options, standin, newsstand, texts)
        if options.empty and not cast.empty:
            raise InvalidInput("error-demo-not-empty", path=str(folder))
        add_own_channels(standin.world, cast.server, own, texts)
        saving = _saving(keepsake, standin, newsstand) if options.data is not None else _not_saving
        saving()
        stack.callback(saving)
        app = await stack.enter_async_context(
            open_app(
                _settings(folder, standin, cast, newsstand),
                clock=clock,
                poll_lengths={QUICK: options.quick_poll},
            )
        )
        yield Stage(options, standin, cast, newsstand, app, own, texts, clock, saving)


def _folder(data: Path | None, stack: AsyncExitStack) -> Path:
    if data is None:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsclip-demo-")))
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        raise InvalidInput("error-demo-folder", path=str(data), why=error.strerror or "") from error
    return data.resolve()


async def _open_standin(port: int, stack: AsyncExitStack) -> StandIn:
    try:
        return await stack.enter_async_context(StandIn(StandInSettings(port=port)))
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        raise InvalidInput("error-port-taken", port=str(port), other=str(port % 60_000 + 10)) from error


def _new_cast(options: DemoOptions, standin: StandIn, newsstand: Newsstand, texts: Texts) -> Cast:
    if options.empty:
        welcome = texts.get("demo-welcome-empty", paper=f"{newsstand.base}/")
        return create_empty_cast(standin.world, welcome=welcome)
    return create_cast(standin.world, load_starter_tags(), welcome=texts.get("demo-welcome"))


def _newsstand(options: DemoOptions, kept: Kept | None, own: tuple[OwnFeed, ...], clock: Clock) -> Newsstand:
    """On the port of the last run where there was one: the stories' addresses are what they are known by."""
    beside = options.port + 1 if 0 < options.port < 65_535 else 0
    return Newsstand(
        load_programme(),
        now=clock.now,
        port=kept.port if kept else beside,
        published=kept.published if kept else None,
        own_files={feed.name: feed.path for feed in own if feed.path is not None},
    )


def _settings(folder: Path, standin: StandIn, cast: Cast, newsstand: Newsstand) -> Settings:
    return Settings(
        discord=DiscordSettings(
            token=SecretStr(cast.application.token),
            api_url=standin.api_url,
            gateway_url=standin.gateway_url,
        ),
        storage=StorageSettings(path=folder / "newsclip.db"),
        feeds=FeedSettings(allowed_hosts=(newsstand.host,), interval_minutes=1),
        polls=PollSettings(live_count_seconds=_LIVE_COUNT_SECONDS),
    )


def _saving(keepsake: Keepsake, standin: StandIn, newsstand: Newsstand) -> Callable[[], None]:
    return lambda: keepsake.save(standin.world, Kept(newsstand.port, newsstand.published))


def _not_saving() -> None:
    """A demo without a folder keeps nothing."""


def _announce(stage: Stage, say: Callable[[str], None]) -> None:
    """Write the addresses down before the line that others wait for."""
    data = stage.options.data
    if data is not None:
        path = data.resolve() / "demo.json"
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(_addresses(stage), indent=2) + "\n", encoding="utf-8")
        draft.replace(path)
    say(stage.texts.get("demo-ready", url=stage.standin.page_url))
    say(stage.texts.get("demo-hint-empty" if stage.cast.empty else "demo-hint"))
    if data is not None:
        say(stage.texts.get("demo-kept", folder=str(data)))
    if stage.options.browser:
        asyncio.get_running_loop().run_in_executor(None, webbrowser.open, stage.standin.page_url)


def _addresses(stage: Stage) -> dict[str, object]:
    return {
        "page": stage.standin.page_url,
        "api": stage.standin.api_url,
        "gateway": stage.standin.gateway_url,
        "server_id": str(stage.cast.server.id),
        "bot_token": stage.cast.application.token,
        "owner_token": stage.cast.owner.token,
        "moderator_token": stage.cast.moderator.token,
        "reader_tokens": [reader.token for reader in stage.cast.readers],
    }


async def _publish(stage: Stage, furnisher: Furnisher, say: Callable[[str], None]) -> None:
    """Let stories come out one by one, and the app look at once, as if the newsstand had pushed them.

    As long as nobody follows it or there is no tag it waits, so that a new owner misses nothing.
    """
    for feed_id in (await furnisher.followed(stage.newsstand)).values():
        await stage.app.intake.check(feed_id)
    usual = stage.options.pause_seconds
    for pause in _pauses(usual):
        await asyncio.sleep(pause)
        while not (feed_ids := await furnisher.followed(stage.newsstand)):  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(min(usual, 1.0))
        story = stage.newsstand.publish_next()
        if story is None:
            break
        stage.save()
        for feed in stage.newsstand.feeds_with_news(story):
            if feed.name in feed_ids:
                await stage.app.intake.check(feed_ids[feed.name])
    _tell_sold_out(stage, say)


def _pauses(usual: float) -> Iterator[float]:
    yield from (min(first, usual) for first in _FIRST_PAUSES)
    yield from itertools.repeat(usual, _TO_FOLLOW)
    yield from itertools.repeat(usual * _READING_FACTOR)


def _tell_sold_out(stage: Stage, say: Callable[[str], None]) -> None:
    """Say it on the terminal, and once in the server, where one wonders why nothing comes any more."""
    say(stage.texts.get("demo-sold-out"))
    world, welcome = stage.standin.world, channels_by_name(stage.cast.server).get(stage.cast.welcome)
    text = stage.texts.get("demo-sold-out-there")
    if welcome is not None and all(message.content != text for message in welcome.log):
        world.post(welcome, stage.cast.owner, text)


async def _add_own(stage: Stage, furnisher: Furnisher, own: OwnFeed, say: Callable[[str], None]) -> None:
    """Add a feed of the person's, or say why not; the demo goes on without it."""
    url = own.target if own.path is None else stage.newsstand.own_feed_url(own.name)
    try:
        channel = await furnisher.add_own_feed(own, url)
    except NewsclipError as error:
        say(stage.texts.get("demo-own-feed-failed", target=own.target, why=stage.texts.error(error)))
        return
    say(stage.texts.get("demo-own-feed", target=own.target, channel=channel.name))


async def _react(stage: Stage) -> None:
    """Let as many readers react as were asked for, and without any a few where a poll closes soon."""
    world, cast = stage.standin.world, stage.cast
    readers = stage.options.readers
    if cast.empty and not readers:
        return
    accounts = scripted_readers(world, cast.server, max(readers, _FANS))
    quick = channels_by_name(cast.server).get(QUICK_CHANNEL)
    crowd = Crowd(
        world,
        stage.standin.api_url,
        accounts,
        bot=cast.application.account,
        now=stage.clock.now,
        closing={quick.id: stage.options.quick_poll} if quick else {},
        only=None if readers else quick,
    )
    await crowd.run()


async def _keep(stage: Stage) -> None:
    """Save the world soon after each change, so that a killed demo loses next to nothing."""
    changed = asyncio.Event()
    stage.standin.world.listeners.append(lambda _: changed.set())
    while True:
        await changed.wait()
        await asyncio.sleep(_SAVE_AFTER_SECONDS)
        changed.clear()
        stage.save()
