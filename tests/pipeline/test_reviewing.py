"""Messages of review channels: posted once, drawn as things are, few enough, and patient with Discord."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.domain.edition import EditionState
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    Refused,
    TryLater,
)
from bot.domain.ids import ChannelId, EditionId, FeedId, UserId
from bot.domain.reasons import Reason
from bot.domain.verdict import Hold, VerdictKind
from bot.pipeline import review_drawing
from bot.pipeline.drawing import Drawing, PollRules
from bot.pipeline.review_drawing import ReviewDrawing
from bot.pipeline.reviewing import MOST_CARDS, Reviewing
from bot.storage import clearing, editions, review_messages, reviews, settings, verdicts
from bot.storage.desk_tables import review
from bot.storage.editions import Decision
from bot.storage.tables import delivery, edition
from tests.pipeline.memory_reviews import NONCE_WINDOW, MemoryReviews
from tests.pipeline.newsroom import SERVER, VOTE_SET, an_edition

DESK, OTHER = ChannelId(900), ChannelId(901)
MARA = UserId(7)


class Desk:
    """A server's review channel, its walk, and hands to hold and decide stories."""

    def __init__(self, database, discord, clock):
        self.database, self.discord, self.clock = database, discord, clock
        self.post = MemoryReviews(clock)
        self.restart()

    def restart(self):
        drawing = Drawing(self.database, self.discord, self.clock, PollRules(VOTE_SET))
        self.walk = Reviewing(
            self.database,
            self.post,
            ReviewDrawing(drawing, self.clock),
            self.clock,
            nonce_window=NONCE_WINDOW,
        )

    async def show_in(self, channel_id):
        async with self.database.write() as tx:
            own = await settings.of(tx, SERVER)
            await settings.change(tx, SERVER, replace(own, review_channel_id=channel_id))

    async def hold(self, *names):
        """Let stories wait; return the last one's edition."""
        now = self.clock.now()
        for name in names:
            edition_id = await an_edition(
                self.database, state=EditionState.HELD, key=f"https://news.example/{name}", now=now
            )
            async with self.database.write() as tx:
                await reviews.hold(tx, [(edition_id, SERVER, [Hold(Reason.HELD_UNDATED)])], now=now)
        return edition_id

    async def decide(self, edition_id, state=EditionState.REJECTED):
        now = self.clock.now()
        async with self.database.write() as tx:
            if state is EditionState.CLEARED:
                await clearing.let_out(tx, await editions.get(tx, edition_id), now=now, at=now)
            else:
                await clearing.end(tx, edition_id, state, now=now)
            await verdicts.record(tx, SERVER, edition_id, VerdictKind.REJECTED, at=now, actor_id=MARA)
            await reviews.ask(tx, {edition_id}, at=now)

    async def do(self, *, turns=4):
        for _ in range(turns):
            await self.walk.do_due()

    async def after(self, seconds):
        await self.clock.advance(seconds)
        await self.do()

    async def states(self):
        async with self.database.read() as tx:
            return list(await tx.scalars(select(review.c.state).order_by(review.c.id)))

    async def due(self):
        async with self.database.read() as tx:
            return list(await tx.scalars(select(review.c.due_at).where(review.c.due_at.is_not(None))))

    async def draw_again(self, edition_id):
        async with self.database.write() as tx:
            await reviews.ask(tx, {edition_id}, at=self.clock.now())


@pytest.fixture
async def desk(database, discord, clock):
    desk = Desk(database, discord, clock)
    await an_edition(database, key="https://news.example/first")  # the server
    await desk.show_in(DESK)
    return desk


async def test_a_held_story_is_posted_once_and_then_shows_what_was_decided(desk):
    edition_id = await desk.hold("talks")
    await desk.do()
    desk.restart()
    await desk.do()

    (view,) = desk.post.shown(DESK)
    assert view.asks
    assert view.holds == (Hold(Reason.HELD_UNDATED),)
    assert view.expires_at == desk.clock.now() + timedelta(hours=48)
    assert view.card.poll.vote_set == VOTE_SET

    await desk.decide(edition_id)
    await desk.do()
    (view,) = desk.post.shown()
    assert not view.asks
    assert (view.verdict.actor_id, view.undoable) == (MARA, True)
    assert await desk.states() == ["settled"]
    assert await desk.due() == []


async def test_the_record_says_what_the_source_did_lately_and_whether_something_went_out(desk, database):
    edition_id = await desk.hold("talks")
    async with database.write() as tx:
        story = (await editions.get(tx, edition_id)).story
        feed_id = FeedId(2)
        await editions.decide(tx, [Decision(story.id, SERVER, feed_id, Reason.REVIEW, desk.clock.now())])
    await desk.do()
    assert (desk.post.shown()[0].source.name, desk.post.shown()[0].source.held) == ("News", 1)

    await desk.decide(edition_id, EditionState.CLEARED)
    await desk.do()
    assert desk.post.shown()[0].undoable
    async with database.write() as tx:
        its = delivery.c.edition_id == edition_id
        await tx.execute(update(delivery).where(its).values(message_id=5, place_id=10, state="done"))
    await desk.draw_again(edition_id)
    await desk.do()
    view = desk.post.shown()[0]
    assert (view.undoable, [place.message_id for place in view.places]) == (False, [5])
    assert view.source.posted == 1


async def test_the_record_of_a_feed_with_much_is_counted_once_a_minute(desk, database, monkeypatch):
    monkeypatch.setattr(review_drawing, "_MUCH", 1)
    edition_id = await desk.hold("talks")
    async with database.write() as tx:
        story = (await editions.get(tx, edition_id)).story
        brought = Decision(story.id, SERVER, FeedId(2), Reason.REVIEW, desk.clock.now())
        await editions.decide(tx, [brought])
    await desk.do()

    await desk.decide(edition_id)
    await desk.do()
    assert desk.post.shown()[0].source.rejected == 0
    await desk.clock.advance(61)
    await desk.draw_again(edition_id)
    await desk.do()
    assert desk.post.shown()[0].source.rejected == 1


async def test_a_story_without_a_delivery_or_words_of_its_own_is_shown_all_the_same(desk, database):
    edition_id = await desk.hold("talks")
    async with database.write() as tx:
        await tx.execute(delete(delivery).where(delivery.c.edition_id == edition_id))
    await desk.do()

    assert desk.post.shown()[0].card.poll is None


async def test_more_than_ten_are_told_by_one_message_that_is_not_drawn_too_often(desk):
    await desk.hold(*(f"n{number}" for number in range(MOST_CARDS + 3)))
    await desk.do()
    queue = desk.post.shown()[-1]
    assert (len(desk.post.messages), queue.waiting) == (MOST_CARDS + 1, 3)

    last = await desk.hold("later", "latest")
    await desk.do()
    assert desk.post.shown()[-1].waiting == 3  # it was drawn a moment ago
    await desk.after(3)
    assert desk.post.shown()[-1].waiting == 5

    edits = desk.post.edits
    await desk.draw_again(EditionId(last - 1))
    await desk.after(3)
    assert desk.post.edits == edits  # it says so already
    await desk.decide(last)
    await desk.after(3)
    assert desk.post.shown()[-1].waiting == 4
    assert len(desk.post.messages) == MOST_CARDS + 1


async def test_when_all_in_the_queue_are_decided_it_says_so_and_the_next_burst_has_a_message_of_its_own(desk):
    last = await desk.hold(*(f"n{number}" for number in range(MOST_CARDS + 1)))
    await desk.do()
    await desk.decide(last)
    await desk.after(3)
    assert not desk.post.shown()[-1].asks

    await desk.hold("later")
    await desk.do()
    assert [view.waiting for view in desk.post.shown()[MOST_CARDS:]] == [0, 1]


async def test_what_was_decided_in_the_queue_and_taken_back_waits_there_again(desk, database):
    last = await desk.hold(*(f"n{number}" for number in range(MOST_CARDS + 1)))
    await desk.do()
    await desk.decide(last)
    await desk.do()
    await desk.draw_again(last)  # decided, and without a message
    await desk.do()
    assert await desk.states() == ["standing"] * MOST_CARDS + ["settled", "standing"]

    async with database.write() as tx:
        await clearing.hold_again(tx, await editions.get(tx, last), now=desk.clock.now())
        await reviews.ask(tx, {last}, at=desk.clock.now())
    await desk.after(3)

    assert desk.post.shown()[-1].waiting == 1


async def test_a_queue_message_says_where_the_channel_went(desk):
    last = await desk.hold(*(f"n{number}" for number in range(MOST_CARDS + 2)))
    await desk.do()
    await desk.show_in(OTHER)
    await desk.decide(last)
    await desk.after(3)
    await desk.after(3)

    assert desk.post.shown(DESK)[-1].moved_to == OTHER
    assert [view.waiting for view in desk.post.shown(OTHER)] == [1]


async def test_without_a_channel_it_is_told_once_and_records_are_drawn_all_the_same(desk):
    first = await desk.hold("talks")
    await desk.do()
    await desk.show_in(None)
    waiting = await desk.hold("tea")
    await desk.decide(first)
    await desk.do()
    assert not desk.post.shown()[0].asks
    assert desk.post.notices == [("notice-review-no-channel", {})]

    await desk.decide(waiting)
    await desk.after(60)
    await desk.show_in(OTHER)
    await desk.do()
    assert desk.post.shown(OTHER) == []
    assert len(desk.post.notices) == 1


async def test_nothing_waits_where_all_was_decided_before_there_was_a_channel(desk):
    await desk.show_in(None)
    await desk.decide(await desk.hold("talks"))
    await desk.do()

    assert desk.post.notices == []


@pytest.mark.parametrize(
    ("error", "notice"),
    [
        (DestinationGone(), "notice-review-channel-gone"),
        (PermissionMissing(permission="Send Messages"), "notice-review-permission"),
    ],
)
async def test_a_shut_channel_is_told_and_tried_again_when_it_is_mended(desk, error, notice):
    desk.post.failing = [error]
    await desk.hold("talks", "tea")
    await desk.do()
    assert [key for key, _ in desk.post.notices] == [notice]
    assert desk.post.messages == {}

    desk.walk.mended(SERVER)
    await desk.do()
    assert len(desk.post.shown(DESK)) == 2


async def test_a_shut_channel_is_tried_again_after_a_while_and_another_one_at_once(desk):
    desk.post.failing = [DestinationGone(), DestinationGone()]
    await desk.hold("talks")
    await desk.do()
    await desk.after(61)
    assert desk.post.messages == {}

    await desk.show_in(OTHER)
    await desk.do()
    assert len(desk.post.shown(OTHER)) == 1


async def test_a_server_that_is_away_is_left_alone(desk):
    desk.post.away = True
    await desk.hold("talks")
    await desk.do()
    assert desk.post.messages == {}

    desk.post.away = False
    await desk.after(61)
    assert len(desk.post.messages) == 1


async def test_a_slow_discord_is_waited_for(desk):
    desk.post.failing = [TryLater(seconds=30)]
    edition_id = await desk.hold("talks")
    await desk.do()
    assert desk.post.messages == {}
    await desk.after(31)
    assert len(desk.post.messages) == 1

    desk.post.failing = [TryLater(seconds=30)]
    await desk.decide(edition_id)
    await desk.do()
    assert desk.post.shown()[0].asks
    await desk.after(31)
    assert not desk.post.shown()[0].asks


async def test_a_lost_answer_is_asked_for_with_the_same_nonce_and_drawn_as_things_are(desk):
    desk.post.lost = [OutcomeUnknown(why="502")]
    edition_id = await desk.hold("talks")
    await desk.do()
    await desk.decide(edition_id)
    await desk.after(6)

    (view,) = desk.post.shown()
    assert (view.asks, desk.post.searches) == (False, 0)
    assert await desk.states() == ["settled"]


async def test_a_message_that_may_have_been_posted_waits_for_a_slow_discord(desk):
    desk.post.failing = [OutcomeUnknown(why="502"), TryLater(seconds=10)]
    await desk.hold("talks")
    await desk.do()
    await desk.after(6)
    assert await desk.states() == ["posting"]
    await desk.after(11)
    assert len(desk.post.messages) == 1


@pytest.mark.parametrize("lost", [True, False])
async def test_after_a_while_a_message_is_searched_for_and_posted_only_where_it_is_not(desk, lost):
    error = OutcomeUnknown(why="502")
    if lost:
        desk.post.lost = [error]
    else:
        desk.post.failing = [error]
    await desk.hold("talks")
    await desk.do()
    desk.restart()
    desk.post.unsearched = [TryLater(seconds=1), PermissionMissing(permission="Read Message History")]
    await desk.after(90)
    await desk.after(61)
    await desk.after(61)

    assert len(desk.post.messages) == 1
    assert await desk.states() == ["standing"]
    assert [key for key, _ in desk.post.notices] == ["notice-review-permission"]


async def test_what_was_begun_in_a_channel_that_is_gone_is_posted_in_another(desk):
    desk.post.failing = [OutcomeUnknown(why="502")]
    await desk.hold("talks")
    await desk.do()
    await desk.show_in(OTHER)
    desk.post.unsearched = [DestinationGone()]
    await desk.after(90)

    assert len(desk.post.shown(OTHER)) == 1


async def test_a_message_that_discord_refuses_leaves_its_story_to_the_queue(desk):
    desk.post.failing = [Refused(discord_code=50035, why="too long")]
    await desk.hold("talks")
    await desk.do()

    (queue,) = desk.post.shown()
    assert queue.waiting == 1
    assert await desk.states() == ["gone", "standing"]


async def test_a_queue_message_that_discord_refuses_is_not_made_again(desk):
    await desk.hold(*(f"n{number}" for number in range(MOST_CARDS)))
    await desk.do()
    await desk.hold("more")
    desk.post.failing = [Refused(discord_code=50035, why="too long")]
    await desk.do()

    assert len(desk.post.messages) == MOST_CARDS
    assert await desk.due() == []


@pytest.mark.parametrize("gone", [CardGone(), DestinationGone()])
async def test_a_deleted_message_is_never_posted_again(desk, gone):
    edition_id = await desk.hold("talks")
    await desk.do()
    desk.post.messages.clear()
    desk.post.failing = [gone]
    await desk.draw_again(edition_id)
    await desk.do()
    await desk.draw_again(edition_id)
    await desk.after(90)

    assert await desk.states() == ["gone"]
    assert desk.post.messages == {}
    assert await desk.due() == []


async def test_a_message_that_can_t_be_drawn_is_tried_again_or_left(desk):
    edition_id = await desk.hold("talks")
    await desk.do()
    desk.post.failing = [OutcomeUnknown(why="502"), PermissionMissing(permission="View Channel")]
    await desk.decide(edition_id)
    for _ in range(3):
        await desk.after(5)
    assert not desk.post.shown()[0].asks

    desk.post.failing = [Refused(discord_code=50035, why="too long")]
    await desk.draw_again(edition_id)
    await desk.do()
    assert await desk.due() == []


async def test_what_is_decided_while_a_message_is_drawn_is_drawn_too(desk):
    edition_id = await desk.hold("talks")
    await desk.do()
    await desk.draw_again(edition_id)
    desk.post.meanwhile = lambda: desk.decide(edition_id)
    await desk.do()

    assert not desk.post.shown()[0].asks
    assert desk.post.edits == 2


async def test_what_an_earlier_run_had_taken_is_done_by_the_next(desk, database):
    await desk.hold("talks")
    async with database.write() as tx:
        now = desk.clock.now()
        taken = await review_messages.take_due(
            tx, SERVER, now=now, room={review_messages.ReviewKind.HELD: 1}, limit=1
        )
    assert len(taken) == 1
    desk.restart()
    await desk.do()

    assert len(desk.post.messages) == 1


async def test_a_bug_keeps_back_one_message_only(desk):
    desk.post.failing = [RuntimeError("a bug")]
    await desk.hold("talks", "tea")
    await desk.do()
    assert len(desk.post.messages) == 1

    await desk.after(601)
    assert len(desk.post.messages) == 2


async def test_what_is_decided_or_gone_before_it_is_posted_is_not(desk, database):
    first, second = await desk.hold("talks"), await desk.hold("tea")
    async with database.write() as tx:
        await tx.execute(update(edition).where(edition.c.id == first).values(state="cleared"))
        await tx.execute(update(review).where(review.c.edition_id == first).values(kind="change"))
    desk.post.lost = [OutcomeUnknown(why="502")]
    await desk.do()
    assert len(desk.post.messages) == 1
    async with database.write() as tx:
        await tx.execute(update(review).where(review.c.edition_id == second).values(edition_id=None))
    await desk.after(6)
    await desk.after(90)

    assert len(desk.post.messages) == 1


async def test_what_a_source_changed_is_asked_about_until_it_is_decided(desk, database):
    edition_id = await desk.hold("talks")
    await desk.decide(edition_id, EditionState.CLEARED)
    await desk.do()
    async with database.write() as tx:
        await tx.execute(update(edition).where(edition.c.id == edition_id).values(title="Talks, edited"))
        await reviews.want(tx, [(edition_id, SERVER)], now=desk.clock.now(), kind=reviews.CHANGE)
    await desk.do()
    change = desk.post.shown()[-1]
    assert [(each.name, each.here, each.source) for each in change.changes] == [
        ("title", "Talks, edited", "Talks in Geneva")
    ]
    assert change.asks

    async with database.write() as tx:
        now = desk.clock.now()
        await verdicts.record(tx, SERVER, edition_id, VerdictKind.KEPT, at=now, actor_id=MARA)
        await reviews.ask(tx, {edition_id}, at=now)
    await desk.do()
    assert not desk.post.shown()[-1].asks
    assert desk.post.shown()[-1].verdict.kind is VerdictKind.KEPT


async def test_a_message_whose_story_went_with_its_server_is_nothing(desk, database):
    edition_id = await desk.hold("talks")
    await desk.do()
    async with database.read() as tx:
        known = await review_messages.by_message(tx, SERVER, 1000)
    drawing = desk.walk._drawing
    async with database.write() as tx:
        await tx.execute(delete(edition).where(edition.c.id == edition_id))
    async with database.read() as tx:
        assert await drawing.of_message(tx, known) is None
        assert await drawing.of_message(tx, replace(known, kind=review_messages.ReviewKind.CHANGE)) is None
        assert await drawing.of_message(tx, replace(known, edition_id=None)) is None
