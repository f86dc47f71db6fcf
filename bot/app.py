"""The composition root: builds every part once, wires them, runs their loops, and closes them in order."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog
from discord.ext import commands

from bot.chat.answers import Answers
from bot.chat.buckets import use_buckets
from bot.chat.cards import CardWriter
from bot.chat.channels import DiscordChannels
from bot.chat.clicks import CardClicks
from bot.chat.client import NewsclipBot
from bot.chat.commands_sync import CommandSync
from bot.chat.digest_desk import DigestDesk
from bot.chat.digest_post import DiscordDigestPost
from bot.chat.digest_text import DigestWriter
from bot.chat.direct import DiscordReaderPost
from bot.chat.doors import Doors
from bot.chat.emojis import DiscordEmojis
from bot.chat.endpoint import Endpoint, use_endpoint
from bot.chat.following_desk import FollowingDesk
from bot.chat.ground import DiscordGround
from bot.chat.import_desk import ImportDesk
from bot.chat.languages import ServerLanguages
from bot.chat.limiter import Limiter
from bot.chat.mentions import MessageWriter, sign_of
from bot.chat.notices import Notices
from bot.chat.pages import Pages
from bot.chat.publisher import DiscordPublisher
from bot.chat.roles import DiscordRoles, hear_of_roles
from bot.chat.settings_panel import SettingsPanel
from bot.chat.setup_desk import SetupDesk
from bot.chat.story_desk import StoryDesk
from bot.chat.subscribing_desk import SubscribingDesk
from bot.chat.tag_desk import TagDesk
from bot.chat.translation import CommandTranslator
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.domain.ids import ChannelId
from bot.domain.server import Shard
from bot.feeds.fetch import FetchLimits
from bot.feeds.reading import OutsideReader
from bot.newsroom.audit import Audit
from bot.newsroom.breaking import Breaking
from bot.newsroom.digests import Digests
from bot.newsroom.discussions import Discussions
from bot.newsroom.feed_entries import FeedEntries
from bot.newsroom.feed_import import FeedImport
from bot.newsroom.finding import Finding
from bot.newsroom.poll_closing import PollClosing
from bot.newsroom.poll_export import PollExport
from bot.newsroom.privacy import Privacy
from bot.newsroom.questions import Questions
from bot.newsroom.results import Results
from bot.newsroom.saved import SavedStories
from bot.newsroom.servers import Servers
from bot.newsroom.settings import HouseSettings
from bot.newsroom.setup import Setup
from bot.newsroom.source_edits import SourceEdits
from bot.newsroom.source_views import SourceViews
from bot.newsroom.sources import Sources
from bot.newsroom.status import Status
from bot.newsroom.stopping import Stopping
from bot.newsroom.subscriptions import Subscriptions
from bot.newsroom.tag_merging import TagMerging
from bot.newsroom.tag_rules import TagRules
from bot.newsroom.tags import Tags
from bot.newsroom.vote_sets import VoteSets, news_vote_set
from bot.pipeline.closing import Closing
from bot.pipeline.delivery import DeliveryRules, DeliveryWalk
from bot.pipeline.digest_making import DigestMaking
from bot.pipeline.digesting import Digesting
from bot.pipeline.discussing import Discussing, DiscussionRules
from bot.pipeline.drawing import Drawing, PollRules
from bot.pipeline.intake import Intake, IntakeLimits
from bot.pipeline.notifying import Notifying, NotifyingRules
from bot.pipeline.ports import FeedReader, ReactionEvent
from bot.pipeline.posting import PostingRules
from bot.pipeline.reconciling import Reconciling
from bot.pipeline.refreshing import Refreshing, RefreshRules
from bot.pipeline.role_keeping import RoleKeeping
from bot.pipeline.voting import Voting, VotingRules
from bot.storage import polls
from bot.storage.database import Database
from bot.storage.keys import VoterKeys
from bot.texts.catalogue import Texts
from cogs.feeds import FeedsCog
from cogs.help import HelpCog
from cogs.news import NewsCog
from cogs.newsroom import NewsroomCog
from cogs.polls import PollsCog
from cogs.privacy import PrivacyCog
from cogs.story import StoryCog
from cogs.tags import TagsCog

_log = structlog.get_logger(__name__)

# Together less than the 10 seconds in which the app stops.
_FINISH_SENDING_SECONDS = 4.0
_DISCONNECT_SECONDS = 3.0
_AFTER_TROUBLE_SECONDS = 10.0


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
    voting: Voting
    reconciling: Reconciling
    closing: Closing
    digesting: Digesting
    notifying: Notifying
    roles: RoleKeeping
    sessions: "Sessions"
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
                tasks.create_task(self._deliver(), name="delivery")
                tasks.create_task(self._refresh(), name="refreshing")
                tasks.create_task(self._close_polls(), name="closing")
                tasks.create_task(self._send_digests(), name="digests")
                tasks.create_task(self._notify(), name="notifying")
                tasks.create_task(self._keep_roles(), name="roles")
        finally:
            await self._disconnect()

    async def wait_until_ready(self) -> None:
        """Wait until the bot is connected, its commands are there, and its servers are known."""
        await self.bot.wait_until_present()

    async def introduce(self) -> tuple[str, str]:
        """Wait until Discord knows the bot; return its name and its invite link."""
        await self.bot.wait_until_logged_in()
        return str(self.bot.user), self.bot.invite_link()

    async def _connect(self) -> None:
        await self.bot.stay_connected(self.settings.discord.token.get_secret_value())

    async def _deliver(self) -> None:
        """Begin when the servers are known: before, nobody could be told what is missing there."""
        await self.bot.wait_until_present()
        await self.delivery.run()

    async def _refresh(self) -> None:
        await self.bot.wait_until_present()
        await self.refreshing.run()

    async def _close_polls(self) -> None:
        await self.bot.wait_until_present()
        await self.closing.run()

    async def _send_digests(self) -> None:
        await self.bot.wait_until_present()
        await self.digesting.run()

    async def _notify(self) -> None:
        await self.bot.wait_until_present()
        await self.notifying.run()

    async def _keep_roles(self) -> None:
        await self.bot.wait_until_present()
        await self.roles.run()

    async def _disconnect(self) -> None:
        await self.publisher.finish(within=_FINISH_SENDING_SECONDS)
        try:
            async with asyncio.timeout(_DISCONNECT_SECONDS):
                await self.bot.close()
        except TimeoutError:
            _log.warning("discord.not_closed_in_time")


class Sessions:
    """Hears what happens on Discord: passes reactions on, and reconciles polls after every new session.

    A post of our own that appears ends the doubt whether it was made.
    """

    def __init__(self, voting: Voting, reconciling: Reconciling, delivery: DeliveryWalk) -> None:
        self._voting = voting
        self._reconciling = reconciling
        self._delivery = delivery
        self._heard = asyncio.Event()
        self._began: set[Shard] = set()
        self._posted_in: set[ChannelId] = set()

    @property
    def is_behind(self) -> bool:
        """Tell whether more reactions came than could be stored."""
        return self._voting.is_behind

    def reacted(self, event: ReactionEvent) -> None:
        """Pass a reaction on."""
        self._voting.on_reaction(event)

    def session_began(self, shard: Shard) -> None:
        """Note that events may have been missed."""
        self._began.add(shard)
        self._heard.set()

    def post_appeared(self, forum_id: ChannelId) -> None:
        """Note that a post of our own was made."""
        self._posted_in.add(forum_id)
        self._heard.set()

    async def run(self) -> None:
        """Act on what was noted until cancelled."""
        while True:
            await self._heard.wait()
            self._heard.clear()
            try:
                await self._act()
            except Exception:  # noqa: BLE001 -- a full disk must not end it; it is tried again
                _log.exception("sessions.not_noted")
                self._heard.set()
                await asyncio.sleep(_AFTER_TROUBLE_SECONDS)

    async def _act(self) -> None:
        while self._posted_in:
            forum_id = next(iter(self._posted_in))
            await self._delivery.post_appeared(forum_id)
            self._posted_in.discard(forum_id)
        while self._began:
            shard = next(iter(self._began))
            self._began.discard(shard)  # before: it may begin once more meanwhile
            try:
                await self._reconciling.doubt_all(shard)
            except Exception:
                self._began.add(shard)
                raise


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
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        database, keys = await _open_storage(settings, stack)
        if reader is None:
            reader = await stack.enter_async_context(_outside_reader(settings))
        yield await _assemble(settings, database, keys, reader, clock, poll_lengths=poll_lengths or {})


async def _open_storage(settings: Settings, stack: AsyncExitStack) -> tuple[Database, VoterKeys]:
    path = settings.storage.path
    database = await Database.open(path)
    stack.push_async_callback(database.close)
    async with database.read() as tx:
        has_votes = await polls.any_voter(tx)
    return database, VoterKeys.beside(path, may_make=not has_votes)


def _outside_reader(settings: Settings) -> OutsideReader:
    feeds = settings.feeds
    return OutsideReader(
        user_agent=feeds.user_agent,
        allowed_hosts=feeds.allowed_hosts,
        limits=FetchLimits(
            body=round(feeds.max_megabytes * 1_000_000), total=timedelta(seconds=feeds.timeout_seconds)
        ),
    )


async def _assemble(
    settings: Settings,
    database: Database,
    keys: VoterKeys,
    reader: FeedReader,
    clock: Clock,
    *,
    poll_lengths: Mapping[str, timedelta],
) -> App:
    texts = Texts.load()
    answers = Answers(texts)
    limiter = Limiter(clock, rate=settings.discord.calls_per_second)
    bot = _bot(settings, answers, clock, limiter, CommandSync(database, CommandTranslator(texts)))
    channels = DiscordChannels(bot)
    languages = ServerLanguages(bot, database)
    notices = Notices(bot, channels, database, languages=languages, texts=texts, clock=clock)
    publisher = DiscordPublisher(bot, CardWriter(texts), languages, notices)
    doubtful = asyncio.Event()
    nonce_window = timedelta(seconds=settings.delivery.nonce_window_seconds)
    drawing = Drawing(database, publisher, clock, _poll_rules(settings, texts, poll_lengths))
    refreshing = Refreshing(database, publisher, clock, drawing, RefreshRules())
    discussing = Discussing(
        database,
        publisher,
        clock,
        DiscussionRules(nonce_window=nonce_window, active=settings.delivery.active_threads),
    )
    delivery = DeliveryWalk(
        database,
        publisher,
        clock,
        _delivery_rules(settings),
        drawing=drawing,
        discussing=discussing,
        wake_reconciling=doubtful,
    )
    servers = Servers(database, clock, resume=delivery.resume, wake_delivery=delivery.wake)
    voting = Voting(database, publisher, keys, clock, _voting_rules(settings))
    reconciling = Reconciling(database, publisher, voting, clock, wake=doubtful)
    closing = Closing(database, publisher, reconciling, clock, nonce_window=nonce_window)
    digest_writer = DigestWriter(texts)
    digest_post = DiscordDigestPost(bot, digest_writer, languages, notices, clock)
    digesting = Digesting(database, digest_post, clock, nonce_window=nonce_window)
    digests = Digests(database, DigestMaking(database, digest_post), channels, clock, wake=digesting.wake)
    post = DiscordReaderPost(bot, MessageWriter(texts), languages, digest_post.seen_by)
    notifying, roles = _telling(
        database, publisher, post, DiscordRoles(bot, languages, texts), clock, nonce_window=nonce_window
    )
    _listen(bot, roles, Doors(answers, bot.panels, Stopping(database, clock, sign=sign_of)))
    intake = _intake(settings, database, reader, clock, wake_delivery=delivery.wake)
    interval = timedelta(minutes=settings.feeds.interval_minutes)
    sources = Sources(database, reader, clock, interval=interval, wake_intake=intake.wake)
    importing = FeedImport(database, clock, interval=interval, wake_intake=intake.wake)
    import_desk = ImportDesk(answers, importing, texts, clock)
    entries = FeedEntries(database, reader, clock, read_pages=settings.feeds.read_pages)
    tags = Tags(database, channels, clock, wake_delivery=delivery.wake)
    vote_sets = VoteSets(database, DiscordEmojis(bot), clock)
    results = Results(database, voting)
    sessions = Sessions(voting, reconciling, delivery)
    finding, saved = Finding(database), SavedStories(database, clock)
    stories = StoryDesk(answers, finding, saved, results, texts, languages=languages)
    subscriptions, questions = Subscriptions(database, clock), Questions(database, clock)
    following = FollowingDesk(subscriptions, questions, answers=answers, panels=bot.panels)
    subscribing = SubscribingDesk(subscriptions, questions, following, answers=answers, panels=bot.panels)
    clicks = CardClicks(
        answers,
        results,
        Discussions(database, discussing, clock),
        texts,
        stories=stories,
        subscribe=subscribing.press_card,
    )
    desk = SetupDesk(
        Setup(database, channels, DiscordGround(bot, channels, languages, texts, clock), clock),
        tags,
        sources,
        answers=answers,
        texts=texts,
        delegations=bot.delegations,
    )
    bot.attach(listener=sessions, servers=servers, clicks=clicks, setup_desk=desk)
    pages = Pages(answers, bot.panels, database, clock)
    house = HouseSettings(
        database,
        channels,
        clock,
        usual_poll=timedelta(days=settings.polls.length_days),
        wake_delivery=delivery.wake,
    )
    panel = SettingsPanel(
        house, answers=answers, served=bot.panels, database=database, texts=texts, clock=clock
    )
    rules = TagRules(database, clock)
    tag_desk = TagDesk(
        answers=answers,
        pages=pages,
        tags=tags,
        merging=TagMerging(database, clock, wake_delivery=delivery.wake),
        rules=rules,
        sources=sources,
        vote_sets=vote_sets,
        channels=channels,
        texts=texts,
    )
    cogs: tuple[commands.Cog, ...] = (
        NewsCog(
            answers=answers,
            digests=digests,
            digest_desk=DigestDesk(answers, bot.panels, digests, digest_writer),
            finding=finding,
            pages=pages,
            subscriptions=subscriptions,
            subscribing=subscribing,
            following=following,
            results=results,
            saved=saved,
            stories=stories,
            texts=texts,
        ),
        NewsroomCog(
            answers=answers,
            status=Status(database, clock),
            servers=servers,
            desk=desk,
            house=house,
            panel=panel,
            audit=Audit(database),
            pages=pages,
            vote_sets=vote_sets,
            channels=channels,
            digests=digests,
            texts=texts,
        ),
        HelpCog(answers=answers, tree=bot.tree),
        FeedsCog(
            answers=answers,
            edits=SourceEdits(
                database,
                entries,
                clock,
                shortest=min(interval, timedelta(minutes=settings.feeds.shortest_interval_minutes)),
                wake_intake=intake.wake,
            ),
            importing=importing,
            import_desk=import_desk,
            pages=pages,
            panels=bot.panels,
            sources=sources,
            tags=tags,
            texts=texts,
            views=SourceViews(database, entries),
        ),
        PrivacyCog(answers=answers, panels=bot.panels, privacy=Privacy(database, keys, clock)),
        TagsCog(
            answers=answers,
            panels=bot.panels,
            desk=tag_desk,
            tags=tags,
            rules=rules,
            vote_sets=vote_sets,
            channels=channels,
        ),
        StoryCog(answers=answers, breaking=Breaking(database, clock, wake=[delivery.wake, notifying.wake])),
        PollsCog(
            answers=answers,
            panels=bot.panels,
            vote_sets=vote_sets,
            closing=PollClosing(database, closing, results, clock),
            export=PollExport(database),
            texts=texts,
            clock=clock,
        ),
    )
    for cog in cogs:
        await bot.add_cog(cog)
    return App(
        settings=settings,
        clock=clock,
        database=database,
        reader=reader,
        bot=bot,
        limiter=limiter,
        servers=servers,
        sources=sources,
        tags=tags,
        results=results,
        publisher=publisher,
        intake=intake,
        delivery=delivery,
        refreshing=refreshing,
        voting=voting,
        reconciling=reconciling,
        closing=closing,
        digesting=digesting,
        notifying=notifying,
        roles=roles,
        sessions=sessions,
        import_desk=import_desk,
    )


def _bot(
    settings: Settings, answers: Answers, clock: Clock, limiter: Limiter, sync: CommandSync
) -> NewsclipBot:
    api_url, gateway_url = settings.discord.api_url, settings.discord.gateway_url
    use_buckets()
    use_endpoint(Endpoint(gateway_url=gateway_url) if api_url is None else Endpoint(api_url, gateway_url))
    return NewsclipBot(
        answers=answers,
        sync=sync,
        clock=clock,
        limiter=limiter,
        keep_gateway=gateway_url is not None,
    )


def _telling(
    database: Database,
    publisher: DiscordPublisher,
    post: DiscordReaderPost,
    in_discord: DiscordRoles,
    clock: Clock,
    *,
    nonce_window: timedelta,
) -> tuple[Notifying, RoleKeeping]:
    """Build what tells readers of stories: the one says to the other when a role is wanted."""
    wanted = asyncio.Event()
    rules = NotifyingRules(nonce_window)
    notifying = Notifying(database, publisher, post, clock, rules, wake_roles=wanted)
    return notifying, RoleKeeping(database, publisher, in_discord, clock, wake=wanted)


def _listen(bot: NewsclipBot, roles: RoleKeeping, doors: Doors) -> None:
    """Let the bot pass on what concerns those whom it tells of stories."""
    hear_of_roles(bot, deleted=roles.deleted, changed=roles.resume)
    bot.add_listener(doors.command_used, "on_app_command_completion")


def _poll_rules(settings: Settings, texts: Texts, lengths: Mapping[str, timedelta]) -> PollRules:
    length = timedelta(days=settings.polls.length_days)
    return PollRules(
        news_vote_set(texts),
        length=length,
        lengths=lengths,
        live_count=settings.polls.live_count_seconds > 0,
        translated={language: news_vote_set(texts, language) for language in texts.languages},
    )


def _voting_rules(settings: Settings) -> VotingRules:
    seconds = settings.polls.live_count_seconds
    return VotingRules(live_count=timedelta(seconds=seconds) if seconds else None)


def _delivery_rules(settings: Settings) -> DeliveryRules:
    return DeliveryRules(
        posting=PostingRules(
            nonce_window=timedelta(seconds=settings.delivery.nonce_window_seconds),
            settling=timedelta(seconds=settings.delivery.settling_seconds),
        ),
        lease=timedelta(seconds=settings.delivery.lease_seconds),
        at_once=settings.delivery.workers,
        longest=timedelta(minutes=settings.delivery.retry_minutes),
        stale=timedelta(hours=settings.delivery.stale_hours),
    )


def _intake(
    settings: Settings, database: Database, reader: FeedReader, clock: Clock, *, wake_delivery: asyncio.Event
) -> Intake:
    limits = IntakeLimits(
        read_pages=settings.feeds.read_pages, interval=timedelta(minutes=settings.feeds.interval_minutes)
    )
    return Intake(database, reader, clock, wake_delivery=wake_delivery, limits=limits)
