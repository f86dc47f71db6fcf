"""Digests at their hours: what is in them, what waits and what is left out."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain.errors import (
    OutcomeUnknown,
)
from bot.domain.ids import ServerId, UserId
from bot.domain.quiet import QuietHours
from bot.domain.subscription import Reach
from bot.storage import digests, discussions, servers, subscriptions, tables, tags
from bot.storage.digests import Digest
from bot.storage.reader_tables import notification
from bot.storage.upsert import insert
from tests.manual_clock import START
from tests.pipeline.digests_due import (
    CHANNEL,
    DAILY,
    DAY,
    EIGHT,
    HOME,
    HOURS,
    READER,
    UTC_ZONE,
    a_digest,
    a_story,
    ids,
    posted,
    stored,
    until,
)
from tests.pipeline.newsroom import SERVER, an_edition


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


async def test_a_story_of_the_last_moment_is_in_the_next_one_and_in_no_other(
    database, clock, post, digesting, story
):
    await a_digest(database)
    await until(clock, EIGHT - timedelta(seconds=5))
    late = await a_story(database, clock, "late")
    for _ in range(3):
        await digesting.send_due()
        await until(clock, (await stored(database)).due_at)
    await digesting.send_due()

    assert [ids(issue) for _, issue in post.sent] == [[story], [late]]


@pytest.mark.parametrize("days", [3, 8])
async def test_what_waited_some_days_to_come_out_is_new_and_what_waited_longer_is_not(
    database, clock, post, digesting, story, days
):
    await a_digest(database)
    async with database.write() as tx:
        long_ago = START - timedelta(days=1 + days)
        await tx.execute(update(tables.edition).values(created_at=long_ago))
    await until(clock, EIGHT)
    await digesting.send_due()

    assert [ids(issue) for _, issue in post.sent] == ([[story]] if days == 3 else [])


async def test_what_nobody_may_see_is_in_none(database, clock, post, digesting, story):
    del story
    await a_digest(database)
    post.hidden = {HOME}
    await until(clock, EIGHT)
    await digesting.send_due()

    assert post.sent == []


@pytest.mark.parametrize("to", [READER, None])
async def test_a_digest_of_all_tags_names_none_whose_channel_is_hidden(database, clock, post, digesting, to):
    await a_story(database, clock, "the first tag of the server", channel=20)
    story = await an_edition(database, channels=(HOME, 20), now=clock.now())
    await posted(database, story, clock.now())
    await a_digest(database, user_id=to)
    post.hidden = {20}
    await until(clock, EIGHT)
    await digesting.send_due()

    [(_, issue)] = post.sent
    assert ids(issue) == [story]
    assert list(issue.labels.values()) == ["Tag 10"]


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


async def test_of_many_servers_so_many_are_served_at_once_and_the_others_next(
    database, clock, post, digesting
):
    for number in range(1, 11):
        await a_story(database, clock, f"of-{number}", server_id=ServerId(number))
        async with database.write() as tx:
            digest = Digest(ServerId(number), DAILY, UTC_ZONE, EIGHT, START - timedelta(days=1), READER)
            await digests.set_of_reader(tx, digest, None, now=START)
    await until(clock, EIGHT)
    await digesting.send_due()
    first = len(post.sent)
    await digesting.send_due()

    assert first == 8
    assert len(post.sent) == 10
