"""What works by itself: intake, delivery, votes, digests, and telling readers."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from bot.assembly.discord_side import DiscordSide
from bot.assembly.foundation import Foundation
from bot.domain.ids import ServerId
from bot.newsroom.servers import Servers
from bot.newsroom.vote_sets import news_vote_set
from bot.pipeline.clip_telling import ClipTelling
from bot.pipeline.closing import Closing
from bot.pipeline.correcting import Correcting
from bot.pipeline.delivery import DeliveryRules, DeliveryWalk
from bot.pipeline.digesting import Digesting
from bot.pipeline.discussing import Discussing, DiscussionRules
from bot.pipeline.drawing import Drawing, PollRules
from bot.pipeline.expiring import Expiring
from bot.pipeline.feed_telling import FeedTelling
from bot.pipeline.feed_watch import FeedWatch
from bot.pipeline.gathering import Gathering
from bot.pipeline.intake import Intake, IntakeLimits
from bot.pipeline.notifying import Notifying, NotifyingRules
from bot.pipeline.noting import Noting
from bot.pipeline.posting import PostingRules
from bot.pipeline.reconciling import Reconciling
from bot.pipeline.refreshing import Refreshing
from bot.pipeline.review_drawing import ReviewDrawing
from bot.pipeline.reviewing import Reviewing
from bot.pipeline.role_keeping import RoleKeeping
from bot.pipeline.voting import Voting, VotingRules


@dataclass(frozen=True, slots=True)
class Walks:
    """Every walk; whoever runs them is `bot.app`."""

    intake: Intake
    delivery: DeliveryWalk
    drawing: Drawing
    discussing: Discussing
    correcting: Correcting
    refreshing: Refreshing
    voting: Voting
    reconciling: Reconciling
    gathering: Gathering
    closing: Closing
    digesting: Digesting
    notifying: Notifying
    noting: Noting
    feed_watch: FeedWatch
    feed_telling: FeedTelling
    clip_telling: ClipTelling
    review_drawing: ReviewDrawing
    reviewing: Reviewing
    roles: RoleKeeping
    expiring: Expiring
    servers: Servers


def build_walks(ground: Foundation, side: DiscordSide) -> Walks:
    """Build every walk and let them wake each other."""
    database, clock, publisher, nonce_window = (
        ground.database,
        ground.clock,
        side.publisher,
        ground.nonce_window,
    )
    doubtful, role_wanted = asyncio.Event(), asyncio.Event()
    drawing = Drawing(database, publisher, clock, _poll_rules(ground))
    rules = DiscussionRules(nonce_window=nonce_window, active=ground.settings.delivery.active_threads)
    discussing = Discussing(database, publisher, clock, rules)
    voting = Voting(database, publisher, ground.keys, clock, _voting_rules(ground))
    reconciling = Reconciling(database, publisher, voting, clock, wake=doubtful)
    gathering = Gathering(database, voting, reconciling)
    delivery = DeliveryWalk(
        database,
        publisher,
        clock,
        _delivery_rules(ground),
        drawing=drawing,
        discussing=discussing,
        gathering=gathering,
        wake_reconciling=doubtful,
    )
    review_drawing = ReviewDrawing(drawing, clock)
    reviewing = Reviewing(database, side.review_post, review_drawing, clock, nonce_window=nonce_window)

    async def resume(server_id: ServerId) -> None:
        await delivery.resume(server_id)
        reviewing.mended(server_id)

    feed_telling = FeedTelling(database, side.feed_notices, clock, nonce_window=nonce_window)
    intake = _intake(ground, wake_delivery=delivery.wake)
    return Walks(
        intake=intake,
        delivery=delivery,
        drawing=drawing,
        discussing=discussing,
        correcting=Correcting(database, publisher, side.corrector, clock),
        refreshing=Refreshing(database, publisher, clock, drawing),
        voting=voting,
        reconciling=reconciling,
        gathering=gathering,
        closing=Closing(database, publisher, reconciling, clock, nonce_window=nonce_window),
        digesting=Digesting(database, side.digest_post, clock, nonce_window=nonce_window),
        notifying=Notifying(
            database, publisher, side.reader_post, clock, NotifyingRules(nonce_window), wake_roles=role_wanted
        ),
        feed_watch=FeedWatch(database, clock, wake=intake.in_trouble, wake_telling=feed_telling.wake),
        feed_telling=feed_telling,
        noting=Noting(database, publisher, clock, nonce_window=nonce_window),
        clip_telling=ClipTelling(
            database,
            side.clip_post,
            clock,
            nonce_window=nonce_window,
            grace=timedelta(seconds=ground.settings.desk.undo_seconds),
        ),
        review_drawing=review_drawing,
        reviewing=reviewing,
        roles=RoleKeeping(database, publisher, side.roles, clock, wake=role_wanted),
        expiring=Expiring(database, publisher, clock),
        servers=Servers(database, clock, resume=resume, wake_delivery=delivery.wake),
    )


def _poll_rules(ground: Foundation) -> PollRules:
    polls, texts = ground.settings.polls, ground.texts
    return PollRules(
        news_vote_set(texts),
        length=timedelta(days=polls.length_days),
        lengths=ground.poll_lengths,
        live_count=polls.live_count_seconds > 0,
        translated={language: news_vote_set(texts, language) for language in texts.languages},
    )


def _voting_rules(ground: Foundation) -> VotingRules:
    seconds = ground.settings.polls.live_count_seconds
    return VotingRules(live_count=timedelta(seconds=seconds) if seconds else None)


def _delivery_rules(ground: Foundation) -> DeliveryRules:
    delivery = ground.settings.delivery
    return DeliveryRules(
        posting=PostingRules(
            nonce_window=ground.nonce_window,
            settling=timedelta(seconds=delivery.settling_seconds),
        ),
        lease=timedelta(seconds=delivery.lease_seconds),
        at_once=delivery.workers,
        longest=timedelta(minutes=delivery.retry_minutes),
        stale=timedelta(hours=delivery.stale_hours),
    )


def _intake(ground: Foundation, *, wake_delivery: asyncio.Event) -> Intake:
    limits = IntakeLimits(read_pages=ground.settings.feeds.read_pages, interval=ground.interval)
    return Intake(ground.database, ground.reader, ground.clock, wake_delivery=wake_delivery, limits=limits)
