"""The composition root: has every part built once, runs their loops, and closes them in order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.assembly.commands import Counter
from bot.assembly.discord_side import build_discord_side
from bot.assembly.foundation import lay_foundation
from bot.assembly.sessions import Sessions
from bot.assembly.use_cases import build_use_cases
from bot.assembly.walks import build_walks
from bot.chat.client import NewsclipBot
from bot.chat.import_desk import ImportDesk
from bot.chat.limiter import Limiter
from bot.chat.publisher import DiscordPublisher
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.newsroom.results import Results
from bot.newsroom.servers import Servers
from bot.newsroom.sources import Sources
from bot.newsroom.tags import Tags
from bot.pipeline.clip_telling import ClipTelling
from bot.pipeline.closing import Closing
from bot.pipeline.correcting import Correcting
from bot.pipeline.delivery import DeliveryWalk
from bot.pipeline.digesting import Digesting
from bot.pipeline.expiring import Expiring
from bot.pipeline.feed_telling import FeedTelling
from bot.pipeline.feed_watch import FeedWatch
from bot.pipeline.intake import Intake
from bot.pipeline.notifying import Notifying
from bot.pipeline.noting import Noting
from bot.pipeline.ports import FeedReader
from bot.pipeline.reconciling import Reconciling
from bot.pipeline.refreshing import Refreshing
from bot.pipeline.reviewing import Reviewing
from bot.pipeline.role_keeping import RoleKeeping
from bot.pipeline.voting import Voting
from bot.storage.database import Database

_log = structlog.get_logger(__name__)

# Together less than the 10 seconds in which the app stops.
_FINISH_SENDING_SECONDS = 4.0
_DISCONNECT_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class App:
    """The running bot, part by part; see `run`."""

    settings: Settings
    clock: Clock
    database: Database
    reader: FeedReader
    bot: NewsclipBot
    limiter: Limiter
    servers: Servers
    sources: Sources
    tags: Tags
    results: Results
    publisher: DiscordPublisher
    intake: Intake
    delivery: DeliveryWalk
    refreshing: Refreshing
    correcting: Correcting
    voting: Voting
    reconciling: Reconciling
    closing: Closing
    digesting: Digesting
    notifying: Notifying
    noting: Noting
    feed_watch: FeedWatch
    feed_telling: FeedTelling
    clip_telling: ClipTelling
    reviewing: Reviewing
    roles: RoleKeeping
    expiring: Expiring
    sessions: Sessions
    import_desk: ImportDesk

    async def run(self) -> None:
        """Run every loop until cancelled; what was being sent stays a committed intent.

        Raises ConfigurationError when Discord does not know the token.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.limiter.run(), name="limiter")
                tasks.create_task(self.servers.run(), name="servers")
                tasks.create_task(self.voting.run(), name="voting")
                tasks.create_task(self.voting.taking_back.run(), name="earlier-votes")
                tasks.create_task(self.reconciling.run(), name="reconciling")
                tasks.create_task(self.sessions.run(), name="sessions")
                tasks.create_task(self._connect(), name="discord")
                tasks.create_task(self.intake.run(), name="intake")
                tasks.create_task(self.import_desk.run(), name="imports")
                for name, run in self._in_discord.items():
                    tasks.create_task(self._once_present(run), name=name)
        finally:
            await self._disconnect()

    async def wait_until_ready(self) -> None:
        """Wait until the bot is connected, its commands are there, and its servers are known."""
        await self.bot.wait_until_present()

    async def introduce(self) -> tuple[str, str]:
        """Wait until Discord knows the bot; return its name and its invite link."""
        await self.bot.wait_until_logged_in()
        return str(self.bot.user), self.bot.invite_link()

    @property
    def _in_discord(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """What is done in servers: its loops, by name."""
        return {
            "delivery": self.delivery.run,
            "refreshing": self.refreshing.run,
            "correcting": self.correcting.run,
            "closing": self.closing.run,
            "digests": self.digesting.run,
            "notifying": self.notifying.run,
            "noting": self.noting.run,
            "watching": self.feed_watch.run,
            "telling-of-feeds": self.feed_telling.run,
            "clips": self.clip_telling.run,
            "reviewing": self.reviewing.run,
            "roles": self.roles.run,
            "expiring": self.expiring.run,
        }

    async def _connect(self) -> None:
        await self.bot.stay_connected(self.settings.discord.token.get_secret_value())

    async def _once_present(self, run: Callable[[], Awaitable[None]]) -> None:
        """Begin when the servers are known: before, nobody could be told what is missing there."""
        await self.bot.wait_until_present()
        await run()

    async def _disconnect(self) -> None:
        await self.publisher.finish(within=_FINISH_SENDING_SECONDS)
        try:
            async with asyncio.timeout(_DISCONNECT_SECONDS):
                await self.bot.close()
        except TimeoutError:
            _log.warning("discord.not_closed_in_time")


@asynccontextmanager
async def open_app(
    settings: Settings,
    *,
    clock: Clock | None = None,
    reader: FeedReader | None = None,
    poll_lengths: Mapping[str, timedelta] | None = None,
) -> AsyncIterator[App]:
    """Build everything on the settings' database and Discord; nothing runs before `App.run`.

    poll_lengths: of the polls with vote sets of these keys, instead of the configured one.
    """
    async with AsyncExitStack() as stack:
        ground = await lay_foundation(settings, stack, clock or SystemClock(), reader, poll_lengths or {})
        side = build_discord_side(ground)
        walks = build_walks(ground, side)
        cases = build_use_cases(ground, side, walks)
        sessions = Sessions(walks.voting, walks.reconciling, walks.delivery)
        import_desk = await Counter(ground, side, walks, cases).open(sessions)
        yield App(
            settings=settings,
            clock=ground.clock,
            database=ground.database,
            reader=ground.reader,
            bot=side.bot,
            limiter=side.limiter,
            servers=walks.servers,
            sources=cases.sources,
            tags=cases.tags,
            results=cases.results,
            publisher=side.publisher,
            intake=walks.intake,
            delivery=walks.delivery,
            refreshing=walks.refreshing,
            correcting=walks.correcting,
            voting=walks.voting,
            reconciling=walks.reconciling,
            closing=walks.closing,
            digesting=walks.digesting,
            notifying=walks.notifying,
            noting=walks.noting,
            feed_watch=walks.feed_watch,
            feed_telling=walks.feed_telling,
            clip_telling=walks.clip_telling,
            reviewing=walks.reviewing,
            roles=walks.roles,
            expiring=walks.expiring,
            sessions=sessions,
            import_desk=import_desk,
        )
