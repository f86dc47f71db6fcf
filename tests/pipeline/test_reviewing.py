"""Messages of review channels: posted once, drawn as things are, few enough, and patient with Discord."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.domain.errors import (
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    Refused,
    TryLater,
)
from bot.domain.ids import EditionId
from bot.domain.reasons import Reason
from bot.domain.review import ReviewKind
from bot.domain.verdict import Hold
from bot.pipeline.reviewing import MOST_CARDS
from bot.storage import clearing, editions, review_messages, reviews
from bot.storage.desk_tables import review
from bot.storage.tables import edition
from tests.pipeline.newsroom import SERVER, VOTE_SET
from tests.pipeline.review_desk import DESK, MARA, OTHER


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


async def test_a_deleted_message_is_never_posted_again(desk):
    edition_id = await desk.hold("talks")
    await desk.do()
    desk.post.messages.clear()
    await desk.draw_again(edition_id)
    await desk.do()
    await desk.draw_again(edition_id)
    await desk.after(90)

    assert await desk.states() == ["gone"]
    assert desk.post.messages == {}
    assert await desk.due() == []


async def test_the_record_of_a_decision_that_went_with_its_channel_is_not_posted_again(desk):
    edition_id = await desk.hold("talks")
    await desk.do()
    await desk.decide(edition_id)
    desk.post.failing = [DestinationGone()]
    desk.post.messages.clear()
    await desk.do()
    await desk.after(90)

    assert await desk.states() == ["settled"]
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
        taken = await review_messages.take_due(tx, SERVER, now=now, room={ReviewKind.HELD: 1}, limit=1)
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


async def test_a_message_whose_story_went_with_its_server_is_nothing(desk, database):
    edition_id = await desk.hold("talks")
    await desk.do()
    async with database.read() as tx:
        key = await tx.scalar(select(review.c.card_key).where(review.c.message_id == 1000))
        known = await review_messages.by_key(tx, SERVER, key)
    drawing = desk.walk._drawing
    async with database.write() as tx:
        await tx.execute(delete(edition).where(edition.c.id == edition_id))
    async with database.read() as tx:
        assert await drawing.of_message(tx, known) is None
        assert await drawing.of_message(tx, replace(known, kind=ReviewKind.CHANGE)) is None
        assert await drawing.of_message(tx, replace(known, edition_id=None)) is None
