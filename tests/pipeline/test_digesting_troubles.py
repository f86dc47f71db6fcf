"""Digests that went wrong: never one twice, and none lost that was certainly not sent."""

from datetime import timedelta

import pytest

from bot.domain.errors import (
    DestinationGone,
    DoorClosed,
    OutcomeUnknown,
    PermissionMissing,
    ReaderGone,
    Refused,
    ThreadsFull,
    TryLater,
)
from bot.pipeline.digesting import Digesting
from bot.storage import closed_doors, digests
from tests.manual_clock import START
from tests.pipeline.digests_due import (
    DAY,
    EIGHT,
    HOME,
    HOURS,
    READER,
    a_digest,
    a_story,
    ids,
    stored,
    until,
)
from tests.pipeline.memory_discord import Crash
from tests.pipeline.memory_post import NONCE_WINDOW


@pytest.mark.parametrize("to", [READER, None])
@pytest.mark.parametrize("seconds", [30, 61])
async def test_a_digest_whose_answer_was_lost_is_never_sent_twice(
    database, clock, post, digesting, story, to, seconds
):
    del story
    await a_digest(database, user_id=to)
    post.lost = [OutcomeUnknown(why="reset")]
    await until(clock, EIGHT)
    await digesting.send_due()
    in_doubt = await stored(database, to)
    again = Digesting(database, post, clock, nonce_window=NONCE_WINDOW)  # a restart
    await clock.advance(seconds)
    await again.send_due()

    assert in_doubt.intent_at == EIGHT
    assert len(post.sent) == 1
    digest = await stored(database, to)
    assert digest.due_at == EIGHT + timedelta(days=1)
    assert digest.intent_at is None
    assert digest.since > START


@pytest.mark.parametrize("to", [READER, None])
async def test_one_that_never_arrived_is_sent_as_soon_as_that_is_certain(
    database, clock, post, digesting, story, to
):
    await a_digest(database, user_id=to)
    post.failing = [OutcomeUnknown(why="reset")]
    post.unsearched = [OutcomeUnknown(why="reset"), TryLater(seconds=1)]
    await until(clock, EIGHT)
    await digesting.send_due()
    for _ in range(5):
        await clock.advance(61)
        await digesting.send_due()

    assert [ids(issue) for _, issue in post.sent] == [[story]]
    assert (await stored(database, to)).due_at == EIGHT + timedelta(days=1)


@pytest.mark.parametrize("never", [PermissionMissing(permission="Read Message History"), None])
async def test_where_it_can_not_be_searched_for_it_is_taken_for_sent(
    database, clock, post, digesting, story, never
):
    del story
    await a_digest(database)
    post.failing = [OutcomeUnknown(why="reset")]
    post.unsearched = [never or OutcomeUnknown(why="away for half a day")]
    await until(clock, EIGHT)
    await digesting.send_due()
    await clock.advance(61 if never else 13 * HOURS)
    await digesting.send_due()

    assert post.sent == []
    assert (await stored(database)).due_at == EIGHT + timedelta(days=1)


async def test_a_digest_that_died_before_it_was_sent_goes_out_after_a_quick_restart(
    database, clock, post, digesting, story
):
    await a_digest(database)
    post.failing = [Crash()]
    await until(clock, EIGHT)
    with pytest.raises(BaseExceptionGroup):
        await digesting.send_due()
    again = Digesting(database, post, clock, nonce_window=NONCE_WINDOW)
    await clock.advance(20)
    await again.send_due()

    assert [ids(issue) for _, issue in post.sent] == [[story]]


async def test_one_that_vanished_while_in_doubt_is_done_with(database, clock, post, digesting, story):
    del story
    await a_digest(database)
    post.failing = [OutcomeUnknown(why="reset")]
    await until(clock, EIGHT)
    await digesting.send_due()
    post.hidden = {HOME}
    await clock.advance(10)
    await digesting.send_due()

    assert post.sent == []
    assert (await stored(database)).due_at == EIGHT + timedelta(days=1)


@pytest.mark.parametrize("error", [TryLater(seconds=90), ThreadsFull()])
async def test_what_was_certainly_not_sent_is_sent_later_with_what_came_meanwhile(
    database, clock, post, digesting, story, error
):
    await a_digest(database)
    post.failing = [error]
    await until(clock, EIGHT)
    await digesting.send_due()
    put_off = await stored(database)
    too_early = await digesting.send_due()
    meanwhile = await a_story(database, clock, "meanwhile")
    await clock.advance(700)
    await digesting.send_due()

    assert put_off.intent_at is None
    assert put_off.due_at == EIGHT
    assert too_early > EIGHT
    assert sorted(ids(post.sent[0][1])) == sorted([story, meanwhile])
    assert len(post.sent) == 1


async def test_a_rate_limit_after_a_lost_answer_leaves_the_doubt(database, clock, post, digesting, story):
    del story
    await a_digest(database)
    post.lost, post.failing = [OutcomeUnknown(why="reset")], []
    await until(clock, EIGHT)
    await digesting.send_due()
    post.failing = [TryLater(seconds=120)]
    await clock.advance(10)
    await digesting.send_due()
    await clock.advance(180)
    await digesting.send_due()

    assert len(post.sent) == 1
    assert (await stored(database)).due_at == EIGHT + timedelta(days=1)


@pytest.mark.parametrize("error", [TryLater(seconds=5), OutcomeUnknown(why="reset")])
async def test_where_nobody_knows_yet_who_sees_what_it_waits(database, clock, post, digesting, story, error):
    await a_digest(database)
    post.unseen = [error]
    await until(clock, EIGHT)
    await digesting.send_due()
    waiting = list(post.sent)
    await clock.advance(10)
    await digesting.send_due()

    assert waiting == []
    assert [ids(issue) for _, issue in post.sent] == [[story]]


async def test_a_closed_door_is_knocked_at_once_and_when_it_opens_nothing_is_lost(
    database, clock, post, digesting, story
):
    await a_digest(database)
    post.failing = [DoorClosed()]
    await until(clock, EIGHT)
    await digesting.send_due()
    async with database.read() as tx:
        untold = await closed_doors.untold(tx, READER)
    knocked = post.asked
    await clock.advance(DAY)
    await digesting.send_due()
    not_again = post.asked == knocked
    later = await a_story(database, clock, "later")
    async with database.write() as tx:
        await closed_doors.open(tx, READER)
    await clock.advance(DAY)
    await digesting.send_due()

    assert untold
    assert not_again
    assert [ids(issue) for _, issue in post.sent] == [[later]]  # the first is older than two days
    assert story != later


async def test_one_that_came_through_opens_the_door(database, clock, post, digesting, story):
    del story
    await a_digest(database)
    post.lost = [OutcomeUnknown(why="reset")]
    await until(clock, EIGHT)
    await digesting.send_due()
    async with database.write() as tx:
        await closed_doors.close(tx, READER, now=clock.now())  # of another message, meanwhile
    await clock.advance(10)
    await digesting.send_due()

    async with database.read() as tx:
        assert not await closed_doors.is_closed(tx, READER)


async def test_who_left_the_server_has_no_digest_of_it_any_more(database, clock, post, digesting, story):
    del story
    await a_digest(database)
    post.unseen = [ReaderGone()]
    await until(clock, EIGHT)
    await digesting.send_due()

    assert post.sent == []
    assert await stored(database) is None


@pytest.mark.parametrize(
    ("error", "notice", "left"),
    [
        (DestinationGone(), "notice-digest-channel-gone", False),
        (PermissionMissing(permission="Send Messages"), "notice-digest-permission", True),
        (Refused(discord_code=1, why="no"), None, True),
    ],
)
async def test_a_channel_that_takes_none_is_told_of_with_the_fix(
    database, clock, post, digesting, story, error, notice, left
):
    await a_digest(database, user_id=None)
    post.failing = [error]
    await until(clock, EIGHT)
    await digesting.send_due()
    digest = await stored(database, None)
    await clock.advance(DAY)
    await digesting.send_due()

    assert [key for key, _ in post.notices] == ([notice] if notice else [])
    assert (digest is not None) is left
    mended = [[story]] if isinstance(error, PermissionMissing) else []
    assert [ids(issue) for _, issue in post.sent] == mended


async def test_a_reader_whom_no_message_reaches_for_another_reason_is_tried_the_next_time(
    database, clock, post, digesting, story
):
    await a_digest(database)
    post.failing = [DestinationGone()]
    await until(clock, EIGHT)
    await digesting.send_due()
    await clock.advance(DAY)
    await digesting.send_due()

    assert [ids(issue) for _, issue in post.sent] == [[story]]


async def test_a_digest_that_is_stopped_as_it_is_made_is_not_sent(database, clock, post, digesting, story):
    del story
    await a_digest(database)

    async def seen_by(server_id, user_id, channels):
        async with database.write() as tx:
            await digests.stop_of_reader(tx, user_id, server_id)
        return frozenset(channels)

    post.seen_by = seen_by
    await until(clock, EIGHT)
    await digesting.send_due()

    assert post.sent == []
    assert await stored(database) is None


async def test_a_fault_of_ours_keeps_back_one_digest_and_for_a_while(database, clock, post, digesting, story):
    await a_digest(database)
    await a_digest(database, user_id=None)
    post.unseen = [ValueError("a bug")]
    await until(clock, EIGHT)
    await digesting.send_due()
    others = [who for who, _ in post.sent]
    await clock.advance(600)
    await digesting.send_due()

    assert len(others) == 1
    assert sorted(ids(issue) for _, issue in post.sent) == [[story], [story]]
