"""The commands, and what the buttons of cards and panels do: for readers, for owners, for moderators."""

from dataclasses import dataclass
from datetime import timedelta

from discord.ext import commands

from bot.assembly.discord_side import DiscordSide
from bot.assembly.foundation import Foundation
from bot.assembly.sessions import Sessions
from bot.assembly.use_cases import UseCases
from bot.assembly.walks import Walks
from bot.chat.clicks import CardClicks
from bot.chat.clip_desk import ClipDesk
from bot.chat.desk_decisions import DeskDecisions
from bot.chat.desk_rules_panel import DeskRulesPanel
from bot.chat.digest_desk import DigestDesk
from bot.chat.doors import Doors
from bot.chat.edit_forms import EditForms
from bot.chat.ending_buttons import EndingButtons
from bot.chat.feed_notices import FeedNoticeDesk
from bot.chat.following_desk import FollowingDesk
from bot.chat.ground import DiscordGround
from bot.chat.import_desk import ImportDesk
from bot.chat.mentions import sign_of
from bot.chat.moderate_panel import ModeratePanel
from bot.chat.next_desk import NextDesk
from bot.chat.queue_desk import QueueDesk
from bot.chat.roles import hear_of_roles
from bot.chat.settings_panel import SettingsPanel
from bot.chat.setup_desk import SetupDesk
from bot.chat.story_desk import StoryDesk
from bot.chat.subscribing_desk import SubscribingDesk
from bot.chat.tag_desk import TagDesk
from bot.chat.verdict_desk import VerdictDesk
from bot.domain.panel import PanelKind
from bot.newsroom.audit import Audit
from bot.newsroom.batches import Batches
from bot.newsroom.breaking import Breaking
from bot.newsroom.desk_rules import DeskRules
from bot.newsroom.discussions import Discussions
from bot.newsroom.feed_mending import FeedMending
from bot.newsroom.history import History
from bot.newsroom.poll_closing import PollClosing
from bot.newsroom.poll_export import PollExport
from bot.newsroom.privacy import Privacy
from bot.newsroom.queue import Queue
from bot.newsroom.settings import HouseSettings
from bot.newsroom.setup import Setup
from bot.newsroom.source_edits import SourceEdits
from bot.newsroom.source_report import SourceReport
from bot.newsroom.source_views import SourceViews
from bot.newsroom.status import Status
from bot.newsroom.stopping import Stopping
from bot.newsroom.tag_merging import TagMerging
from bot.newsroom.verdict_audit import VerdictAudit
from cogs.clip import ClipCog
from cogs.desk import DeskCog
from cogs.feeds import FeedsCog
from cogs.help import HelpCog
from cogs.news import NewsCog
from cogs.newsroom import NewsroomCog
from cogs.polls import PollsCog
from cogs.privacy import PrivacyCog
from cogs.story import StoryCog
from cogs.tags import TagsCog


@dataclass(frozen=True, slots=True)
class Counter:
    """What the bot says and hears over the counter: what a command is made of."""

    ground: Foundation
    side: DiscordSide
    walks: Walks
    cases: UseCases

    async def open(self, sessions: Sessions) -> ImportDesk:
        """Give the bot its commands and its ears; return the desk that tells how imports go on."""
        side, cases, texts = self.side, self.cases, self.ground.texts
        stories = StoryDesk(
            side.answers, cases.finding, cases.saved, cases.results, texts, languages=side.languages
        )
        following = FollowingDesk(
            cases.subscriptions, cases.questions, answers=side.answers, panels=side.bot.panels
        )
        subscribing = SubscribingDesk(
            cases.subscriptions, cases.questions, following, answers=side.answers, panels=side.bot.panels
        )
        setup_desk = self._setup_desk()
        self._listen(sessions, setup_desk, self._clicks(stories, subscribing))
        import_desk = ImportDesk(side.answers, cases.importing, texts, self.ground.clock)
        cogs: tuple[commands.Cog, ...] = (
            self._news(stories, following, subscribing),
            self._newsroom(setup_desk),
            HelpCog(answers=side.answers, tree=side.bot.tree, texts=texts),
            self._feeds(import_desk),
            self._privacy(),
            self._tags(),
            self._desk(),
            self._story(),
            self._polls(),
            self._clip(),
        )
        for cog in cogs:
            await side.bot.add_cog(cog)
        return import_desk

    def _listen(self, sessions: Sessions, setup_desk: SetupDesk, clicks: CardClicks) -> None:
        bot, ground = self.side.bot, self.ground
        bot.attach(
            listener=sessions,
            servers=self.walks.servers,
            clicks=clicks,
            setup_desk=setup_desk,
            desk=self.cases.desk_actions,
        )
        roles = self.walks.roles
        hear_of_roles(bot, deleted=roles.deleted, changed=roles.resume, seen=roles.seen)
        doors = Doors(self.side.answers, bot.panels, Stopping(ground.database, ground.clock, sign=sign_of))
        bot.add_listener(doors.command_used, "on_app_command_completion")
        for event in ("on_app_command_completion", "on_pressed"):
            bot.add_listener(self.side.of_readers.hear, event)

    def _clicks(self, stories: StoryDesk, subscribing: SubscribingDesk) -> CardClicks:
        ground = self.ground
        return CardClicks(
            self.side.answers,
            self.cases.results,
            Discussions(ground.database, self.walks.discussing, ground.clock),
            ground.texts,
            stories=stories,
            subscribe=subscribing.press_card,
        )

    def _setup_desk(self) -> SetupDesk:
        ground, side = self.ground, self.side
        discord = DiscordGround(side.bot, side.channels, side.languages, ground.texts, ground.clock)
        return SetupDesk(
            Setup(ground.database, side.channels, discord, ground.clock),
            self.cases.tags,
            self.cases.sources,
            answers=side.answers,
            texts=ground.texts,
            delegations=side.bot.delegations,
        )

    def _news(self, stories: StoryDesk, following: FollowingDesk, subscribing: SubscribingDesk) -> NewsCog:
        side, cases = self.side, self.cases
        return NewsCog(
            answers=side.answers,
            digests=cases.digests,
            digest_desk=DigestDesk(side.answers, side.bot.panels, cases.digests, side.digest_writer),
            finding=cases.finding,
            pages=cases.pages,
            subscriptions=cases.subscriptions,
            subscribing=subscribing,
            following=following,
            results=cases.results,
            saved=cases.saved,
            stories=stories,
            texts=self.ground.texts,
        )

    def _newsroom(self, setup_desk: SetupDesk) -> NewsroomCog:
        ground, side, cases = self.ground, self.side, self.cases
        house = HouseSettings(
            ground.database,
            side.channels,
            ground.clock,
            usual_poll=timedelta(days=ground.settings.polls.length_days),
            wake_delivery=self.walks.delivery.wake,
        )
        panel = SettingsPanel(
            house,
            answers=side.answers,
            served=side.bot.panels,
            questions=cases.questions,
            texts=ground.texts,
            clock=ground.clock,
        )
        return NewsroomCog(
            answers=side.answers,
            status=Status(ground.database, ground.clock),
            servers=self.walks.servers,
            desk=setup_desk,
            house=house,
            panel=panel,
            audit=Audit(ground.database),
            pages=cases.pages,
            vote_sets=cases.vote_sets,
            channels=side.channels,
            digests=cases.digests,
            texts=ground.texts,
        )

    def _feeds(self, import_desk: ImportDesk) -> FeedsCog:
        ground, cases = self.ground, self.cases
        edits = SourceEdits(
            ground.database,
            cases.entries,
            ground.clock,
            shortest=ground.shortest_interval,
            wake_intake=self.walks.intake.wake,
        )
        mending = FeedMending(
            ground.database,
            self.walks.intake,
            edits,
            cases.sources,
            ground.clock,
            wake=self.walks.feed_telling.wake,
        )
        desk = FeedNoticeDesk(mending, answers=self.side.answers, texts=ground.texts)
        self.side.bot.panels.serve(desk, PanelKind.FEED_NOTICE)
        return FeedsCog(
            answers=self.side.answers,
            edits=edits,
            importing=cases.importing,
            import_desk=import_desk,
            pages=cases.pages,
            panels=self.side.bot.panels,
            questions=cases.questions,
            report=SourceReport(ground.database, ground.clock, messages_in=self.side.digest_post.messages_in),
            sources=cases.sources,
            tags=cases.tags,
            texts=ground.texts,
            views=SourceViews(ground.database, cases.entries),
        )

    def _clip(self) -> ClipCog:
        side, cases = self.side, self.cases
        desk = ClipDesk(cases.clipping, cases.questions, answers=side.answers, panels=side.bot.panels)
        return ClipCog(answers=side.answers, desk=desk, tree=side.bot.tree)

    def _privacy(self) -> PrivacyCog:
        ground, side = self.ground, self.side
        privacy = Privacy(ground.database, ground.keys, ground.clock, seen_by=side.digest_post.seen_by)
        return PrivacyCog(answers=side.answers, panels=side.bot.panels, privacy=privacy)

    def _tags(self) -> TagsCog:
        ground, side, cases = self.ground, self.side, self.cases
        desk = TagDesk(
            answers=side.answers,
            pages=cases.pages,
            tags=cases.tags,
            merging=TagMerging(ground.database, ground.clock, wake_delivery=self.walks.delivery.wake),
            rules=cases.rules,
            sources=cases.sources,
            vote_sets=cases.vote_sets,
            channels=side.channels,
            texts=ground.texts,
        )
        return TagsCog(
            answers=side.answers,
            panels=side.bot.panels,
            desk=desk,
            tags=cases.tags,
            rules=cases.rules,
            vote_sets=cases.vote_sets,
            channels=side.channels,
        )

    def _desk(self) -> DeskCog:
        ground, side, cases = self.ground, self.side, self.cases
        queue = Queue(ground.database, cases.desk, self.walks.review_drawing)
        one_by_one = NextDesk(
            queue,
            cases.desk,
            actions=cases.desk_actions,
            answers=side.answers,
            served=side.bot.panels,
            questions=cases.questions,
            texts=ground.texts,
            writer=side.review_writer,
        )
        queue_desk = QueueDesk(
            queue,
            answers=side.answers,
            served=side.bot.panels,
            questions=cases.questions,
            texts=ground.texts,
            one_by_one=one_by_one,
        )
        cases.desk_actions.serve_queue("queue", queue_desk.open)
        cases.desk_actions.serve_queue("next", queue_desk.next)
        DeskDecisions(
            cases.desk_actions,
            cases.desk,
            cases.edits,
            cases.merging,
            answers=side.answers,
            ending=cases.ending,
        )
        EndingButtons(cases.desk_actions, cases.ending, cases.moving, cases.edits, answers=side.answers)
        rules = DeskRules(ground.database, ground.clock)
        return DeskCog(
            answers=side.answers,
            queue=queue,
            queue_desk=queue_desk,
            rules=rules,
            rules_panel=DeskRulesPanel(
                rules, answers=side.answers, served=side.bot.panels, questions=cases.questions
            ),
            verdicts=self._verdicts(),
        )

    def _verdicts(self) -> VerdictDesk:
        ground, cases = self.ground, self.cases
        return VerdictDesk(
            VerdictAudit(ground.database),
            History(ground.database),
            cases.choice,
            cases.desk,
            Batches(ground.database, cases.desk),
            answers=self.side.answers,
            pages=cases.pages,
            texts=ground.texts,
        )

    def _story(self) -> StoryCog:
        wake = [self.walks.delivery.wake, self.walks.notifying.wake]
        side, cases = self.side, self.cases
        forms = EditForms(
            cases.edits,
            actions=cases.desk_actions,
            answers=side.answers,
            served=side.bot.panels,
            questions=cases.questions,
        )
        cases.desk_actions.serve("why", cases.why.pressed)
        return StoryCog(
            answers=side.answers,
            breaking=Breaking(self.ground.database, self.ground.clock, cases.choice, wake=wake),
            choice=cases.choice,
            forms=forms,
            panel=ModeratePanel(
                cases.edits,
                forms,
                actions=cases.desk_actions,
                answers=side.answers,
                questions=cases.questions,
            ),
            tree=side.bot.tree,
            why=cases.why,
            ending=cases.ending,
            moving=cases.moving,
        )

    def _polls(self) -> PollsCog:
        ground, cases = self.ground, self.cases
        return PollsCog(
            answers=self.side.answers,
            panels=self.side.bot.panels,
            vote_sets=cases.vote_sets,
            closing=PollClosing(ground.database, self.walks.closing, cases.results, ground.clock),
            export=PollExport(ground.database),
            pages=cases.pages,
            texts=ground.texts,
            clock=ground.clock,
        )
