"""What people decide, by whichever command or button: one of each, shared by those that offer it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.assembly.discord_side import DiscordSide
from bot.assembly.foundation import Foundation
from bot.assembly.walks import Walks
from bot.chat.desk_actions import DeskActions
from bot.chat.emojis import DiscordEmojis
from bot.chat.ending_desk import EndingDesk
from bot.chat.pages import Pages
from bot.chat.why_desk import WhyDesk
from bot.newsroom.clipping import Clipping
from bot.newsroom.desk import Desk
from bot.newsroom.digests import Digests
from bot.newsroom.edition_edits import REVERTED, EditionEdits
from bot.newsroom.edition_merging import EditionMerging
from bot.newsroom.feed_entries import FeedEntries
from bot.newsroom.feed_import import FeedImport
from bot.newsroom.finding import Finding
from bot.newsroom.moving import Moving
from bot.newsroom.questions import Questions
from bot.newsroom.results import Results
from bot.newsroom.saved import SavedStories
from bot.newsroom.sources import Sources
from bot.newsroom.story_choice import StoryChoice
from bot.newsroom.subscriptions import Subscriptions
from bot.newsroom.tag_rules import TagRules
from bot.newsroom.tags import Tags
from bot.newsroom.vote_sets import VoteSets
from bot.newsroom.why import Why
from bot.newsroom.withdrawing import Withdrawing
from bot.pipeline.digest_making import DigestMaking


@dataclass(frozen=True, slots=True)
class UseCases:
    """The use cases that more than one command needs, and the pages that long answers are turned in."""

    sources: Sources
    importing: FeedImport
    entries: FeedEntries
    tags: Tags
    rules: TagRules
    vote_sets: VoteSets
    results: Results
    finding: Finding
    saved: SavedStories
    subscriptions: Subscriptions
    questions: Questions
    digests: Digests
    pages: Pages
    why: WhyDesk
    choice: StoryChoice
    edits: EditionEdits
    desk: Desk
    clipping: Clipping
    desk_actions: DeskActions
    merging: EditionMerging
    moving: Moving
    ending: EndingDesk


def build_use_cases(ground: Foundation, side: DiscordSide, walks: Walks) -> UseCases:
    """Build them on the walks that they wake."""
    database, reader, clock = ground.database, ground.reader, ground.clock
    making, questions = DigestMaking(database, side.digest_post), Questions(database, clock)
    edits = EditionEdits(database, clock, walks.drawing, wake=[walks.delivery.wake, walks.correcting.wake])
    desk = Desk(
        database,
        clock,
        wake=[
            walks.delivery.wake,
            walks.reviewing.wake,
            walks.noting.wake,
            walks.correcting.wake,
            walks.clip_telling.wake,
        ],
        grace=timedelta(seconds=ground.settings.desk.undo_seconds),
        reverts=dict.fromkeys(REVERTED, edits.revert),
    )
    choice = StoryChoice(database, clock)
    wake = [walks.noting.wake, walks.delivery.wake, walks.clip_telling.wake]
    merging = EditionMerging(database, walks.gathering, choice, clock, wake=wake)
    moving = Moving(database, walks.gathering, clock, wake=wake)
    withdrawing = Withdrawing(database, clock, wake=wake)
    return UseCases(
        sources=Sources(
            database,
            reader,
            clock,
            interval=ground.interval,
            shortest=ground.shortest_interval,
            wake_intake=walks.intake.wake,
        ),
        importing=FeedImport(database, clock, interval=ground.interval, wake_intake=walks.intake.wake),
        entries=FeedEntries(database, reader, clock, read_pages=ground.settings.feeds.read_pages),
        tags=Tags(database, side.channels, clock, wake_delivery=walks.delivery.wake),
        rules=TagRules(database, clock),
        vote_sets=VoteSets(database, DiscordEmojis(side.bot), clock, texts=ground.texts),
        results=Results(database, walks.voting),
        finding=Finding(database),
        saved=SavedStories(database, clock),
        subscriptions=Subscriptions(database, clock),
        questions=questions,
        digests=Digests(database, making, side.channels, clock, wake=walks.digesting.wake),
        pages=Pages(side.answers, side.bot.panels, questions),
        why=WhyDesk(Why(database), answers=side.answers, texts=ground.texts),
        choice=choice,
        edits=edits,
        desk=desk,
        clipping=Clipping(database, reader, clock, wake=[walks.delivery.wake, walks.reviewing.wake]),
        desk_actions=DeskActions(
            side.answers,
            database,
            clock,
            drawing=walks.review_drawing,
            writer=side.review_writer,
            languages=side.languages,
        ),
        merging=merging,
        moving=moving,
        ending=EndingDesk(withdrawing, merging, moving, answers=side.answers, panels=side.bot.panels),
    )
