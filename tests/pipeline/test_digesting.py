"""Digests at their hours: what is in them, never one twice, what waits and what is left out."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

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
from bot.domain.ids import ChannelId, MessageId, ServerId, ThreadId, UserId
from bot.domain.quiet import QuietHours
from bot.domain.schedule import Every, Schedule
from bot.domain.subscription import Reach
from bot.pipeline.digesting import Digesting
from bot.storage import closed_doors, digests, discussions, servers, subscriptions, tables, tags
from bot.storage.digests import Digest
from bot.storage.reader_tables import notification, reader
from bot.storage.upsert import insert
from tests.manual_clock import START
from tests.pipeline.memory_discord import Crash
from tests.pipeline.memory_post import NONCE_WINDOW, MemoryPost
from tests.pipeline.newsroom import SERVER, an_edition

READER, CHANNEL, HOME = UserId(77), ChannelId(500), 10
DAILY = Schedule(Every.DAILY, 20 * 60)
UTC_ZONE = ZoneInfo("UTC")
EIGHT = datetime(2026, 11, 22, 20, tzinfo=UTC)
HOURS, DAY = 3600, 24 * 3600


@pytest.fixture
def post(clock):
    return MemoryPost(clock)


@pytest.fixture
def digesting(database, post, clock):
    return Digesting(database, post, clock, nonce_window=NONCE_WINDOW)


@pytest.fixture
async def story(database, clock):
    """A story that came out at noon."""
    return await a_story(database, clock, "first")


async def a_story(database, clock, name, *, channel=HOME, server_id=SERVER):
    """Let a story come out now, with a discussion in which only our first message stands."""
    now = clock.now()
    edition_id = await an_edition(
        database, key=f"https://news.example/{name}", now=now, channels=(channel,), server_id=server_id
    )
    card = MessageId(1000 + edition_id)
    async with database.write() as tx:
        posted = {"state": "done", "message_id": card, "place_id": channel, "posted_at": now}
        of_it = tables.delivery.c.edition_id == edition_id
        await tx.execute(update(tables.delivery).where(of_it).values(posted))
        opening = MessageId(2000 + edition_id)
        await discussions.add(tx, edition_id, server_id, ThreadId(card), now=now, opening=opening)
    return edition_id


async def a_digest(database, *, quiet=None, schedule=DAILY, user_id=READER):
    """Let a reader, or without one a channel, have a digest from a day before noon on."""
    to = {"user_id": user_id} if user_id else {"channel_id": CHANNEL}
    async with database.write() as tx:
        digest = Digest(
            server_id=SERVER,
            schedule=schedule,
            zone=UTC_ZONE,
            due_at=schedule.next_after(START, UTC_ZONE),
            since=START - timedelta(days=1),
            **to,
        )
        if user_id:
            await digests.set_of_reader(tx, digest, None, now=START)
        else:
            await digests.set_of_channel(tx, digest, now=START)
        if quiet:
            table = reader if user_id else tables.server
            await tx.execute(update(table).values(quiet_from=quiet.start, quiet_until=quiet.end))


async def stored(database, user_id=READER):
    async with database.read() as tx:
        if user_id:
            return await digests.of_reader(tx, user_id, SERVER)
        return await digests.of_channel(tx, CHANNEL)


async def until(clock, moment):
    await clock.advance((moment - clock.now()).total_seconds())


def ids(issue):
    return [story.edition_id for story in issue.selection.stories]


@pytest.mark.parametrize("to", [READER, None])
async def test_what_came_since_the_last_one_goes_out_at_its_hour_once(
    database, clock, post, digesting, story, to
):
    await a_digest(database, user_id=to)
    look_again = await digesting.send_due()
    early = list(post.sent)
    await until(clock, EIGHT)
    await digesting.send_due()
    await digesting.send_due()
    second = await a_story(database, clock, "later")
    await clock.advance(DAY)
    await digesting.send_due()

    assert look_again <= clock.now()
    assert early == []
    assert [(who, ids(issue)) for who, issue in post.sent] == [
        (to or CHANNEL, [story]),
        (to or CHANNEL, [second]),
    ]
    assert post.sent[0][1].server_name == "Harbour News"
    assert set(post.sent[0][1].labels.values()) == {"Tag 10"}
    digest = await stored(database, to)
    assert digest.due_at == EIGHT + timedelta(days=2)
    assert digest.intent_at is None


async def test_without_anything_new_nothing_is_sent_and_the_next_one_is_awaited(
    database, clock, post, digesting
):
    async with database.write() as tx:
        await servers.join(tx, SERVER, "Harbour News", now=START)
    await a_digest(database)
    await until(clock, EIGHT)
    await digesting.send_due()

    assert post.sent == []
    assert (await stored(database)).due_at == EIGHT + timedelta(days=1)


async def test_what_nobody_may_see_is_in_none(database, clock, post, digesting, story):
    del story
    await a_digest(database)
    post.hidden = {HOME}
    await until(clock, EIGHT)
    await digesting.send_due()

    assert post.sent == []


async def test_a_reader_gets_the_stories_of_their_tags_and_none_they_were_told_of(
    database, clock, post, digesting, story
):
    other = await a_story(database, clock, "other", channel=20)
    told = await a_story(database, clock, "told")
    await a_digest(database)
    async with database.write() as tx:
        tag = await tags.find(tx, SERVER, f"tag{HOME}")
        await subscriptions.add(tx, SERVER, READER, [tag.id], reach=Reach.DIGEST, now=START)
        row = {"edition_id": told, "user_id": READER, "server_id": SERVER, "not_before": START}
        await tx.execute(insert(tx, notification).values(reach="mention", state="sent", batch_key="b", **row))
    await until(clock, EIGHT)
    await digesting.send_due()

    (_, issue), *_ = post.sent
    assert ids(issue) == [story]
    assert other != story


async def test_what_was_said_counts_without_our_own_words_and_is_left_out_where_nobody_knows(
    database, clock, post, digesting, story
):
    await a_digest(database)
    async with database.write() as tx:
        discussion = await discussions.find(tx, story)
        mention = {"edition_id": story, "server_id": SERVER, "not_before": START, "reach": "mention"}
        mentions = [{**mention, "user_id": each, "state": "sent", "batch_key": "b"} for each in (1, 2)]
        await tx.execute(insert(tx, notification).values(mentions))
    post.said = {discussion.thread_id: 5}
    await until(clock, EIGHT)
    await digesting.send_due()
    post.talk_fails = OutcomeUnknown(why="reset")
    await a_story(database, clock, "later")
    await clock.advance(DAY)
    await digesting.send_due()

    said = [story.said for _, issue in post.sent for story in issue.selection.stories]
    assert said == [3, 0]  # without the opening and one message with both mentions


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


@pytest.mark.parametrize("hours", [11, 13, 13 + 3 * 24])
async def test_after_an_absence_one_is_sent_unless_the_next_one_is_nearer(
    database, clock, post, digesting, story, hours
):
    await a_digest(database)
    await until(clock, EIGHT + timedelta(hours=hours))
    await digesting.send_due()
    at_once = len(post.sent)
    await until(clock, (await stored(database)).due_at)
    await digesting.send_due()

    assert at_once == (1 if hours < 12 else 0)
    expected = [[story]] if hours < 2 * 24 else []  # too long ago for the next one as well
    assert [ids(issue) for _, issue in post.sent] == expected


@pytest.mark.parametrize("to", [READER, None])
async def test_what_is_due_in_quiet_hours_comes_at_their_end(database, clock, post, digesting, story, to):
    await a_digest(database, user_id=to, quiet=QuietHours(19 * 60, 7 * 60))
    await until(clock, EIGHT)
    await digesting.send_due()
    await clock.advance(10 * HOURS)
    await digesting.send_due()
    in_the_night = list(post.sent)
    await clock.advance(1 * HOURS)
    await digesting.send_due()

    assert in_the_night == []
    assert [ids(issue) for _, issue in post.sent] == [[story]]
    assert (await stored(database, to)).due_at == EIGHT + timedelta(days=1)


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


async def test_while_a_server_is_away_paused_or_left_nothing_goes_out(
    database, clock, post, digesting, story
):
    await a_digest(database)
    async with database.write() as tx:
        await servers.pause(tx, SERVER, now=START)
    await until(clock, EIGHT)
    look_again = await digesting.send_due()
    async with database.write() as tx:
        await servers.go_on(tx, SERVER)
        await servers.leave(tx, SERVER, now=clock.now())
    await digesting.send_due()
    async with database.write() as tx:
        await servers.join(tx, SERVER, "Harbour News", now=clock.now())
    post.away = True
    await digesting.send_due()
    unsent = list(post.sent)
    post.away = False
    await clock.advance(60)
    await digesting.send_due()

    assert look_again > EIGHT
    assert unsent == []
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


async def test_a_card_that_was_deleted_is_in_no_digest_and_one_without_card_for_want_of_room_is(
    database, clock, post, digesting, story
):
    waiting = await an_edition(database, key="https://news.example/waiting", now=START)
    crowded = await an_edition(database, key="https://news.example/crowded", now=START)
    await a_digest(database)
    async with database.write() as tx:
        rows = tables.delivery
        await tx.execute(update(rows).where(rows.c.edition_id == story).values(state="removed"))
        over = {"state": "failed", "reason": "over-budget", "not_before": START}
        await tx.execute(update(rows).where(rows.c.edition_id == crowded).values(over))
    await until(clock, EIGHT)
    await digesting.send_due()

    (_, issue), *_ = post.sent
    assert ids(issue) == [crowded]
    assert issue.selection.stories[0].place is None
    assert issue.selection.stories[0].link == "https://news.example/crowded"
    assert waiting != crowded


async def test_many_readers_of_one_server_do_not_keep_another_server_waiting(
    database, clock, post, digesting, story
):
    del story
    for number in range(1, 13):
        await a_digest(database, user_id=UserId(number))
    await a_story(database, clock, "elsewhere", server_id=ServerId(2))
    async with database.write() as tx:
        digest = Digest(
            ServerId(2), DAILY, UTC_ZONE, EIGHT, since=START - timedelta(days=1), user_id=UserId(99)
        )
        await digests.set_of_reader(tx, digest, None, now=START)
    await until(clock, EIGHT)
    await digesting.send_due()
    first = {who for who, _ in post.sent}
    for _ in range(3):
        await digesting.send_due()

    assert 99 in first
    assert len(first) < 13
    assert {who for who, _ in post.sent} == {*range(1, 13), 99}
    assert len(post.sent) == 13
