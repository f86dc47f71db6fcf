"""How a poll ends: on time or late, compared with Discord, once, and told."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.errors import CardGone, OutcomeUnknown, PermissionMissing
from bot.domain.ids import ChannelId, UserId
from bot.domain.poll import PollState, Tally
from bot.pipeline.closing import Closing
from bot.pipeline.drawing import Drawing, PollRules
from bot.pipeline.ports import ReactionEvent, Reactor
from bot.pipeline.reconciling import Reconciling
from bot.pipeline.voting import Voting, VotingRules
from bot.storage import deliveries, poll_tables, polls, tables
from bot.storage.keys import VoterKeys
from tests.manual_clock import ManualClock
from tests.patience import PATIENCE
from tests.pipeline.delivering import deliver_all
from tests.pipeline.memory_discord import Crash, MemoryDiscord, nth
from tests.pipeline.newsroom import VOTE_SET, an_edition

HOME = 10
WEEK = timedelta(days=7).total_seconds()


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def discord(clock):
    return MemoryDiscord(clock)


@pytest.fixture
def voting(database, discord, clock, tmp_path):
    keys = VoterKeys.open(tmp_path / "newsclip.key")
    return Voting(database, discord, keys, clock, VotingRules())


@pytest.fixture
def closing(database, discord, voting, clock):
    reconciling = Reconciling(database, discord, voting, clock, wake=asyncio.Event())
    return Closing(database, discord, reconciling, clock, nonce_window=timedelta(seconds=60))


@pytest.fixture
async def edition_id(database, discord, clock):
    edition_id = await an_edition(database)
    await deliver_all(database, discord, clock)
    return edition_id


def card(discord):
    return discord.cards(HOME)[0]


def votes(discord, number, emoji="👍"):
    """Let readers vote while nobody listens."""
    card(discord).reactions[emoji] = [
        Reactor(UserId(1000 + n), bot=False, burst=False) for n in range(number)
    ]


async def close_all(closing, clock, *, seconds=5):
    for _ in range(seconds):
        await closing.close_due()
        await clock.advance(1)


async def poll_row(database):
    async with database.read() as tx:
        return (await tx.execute(select(poll_tables.poll))).one()


def results(discord):
    return [message for message in discord.messages.values() if message.result is not None]


async def test_a_poll_closes_with_the_votes_that_discord_lists_and_says_so(
    database, discord, clock, closing, edition_id
):
    votes(discord, 6)
    await clock.advance(WEEK)

    await close_all(closing, clock)

    row = await poll_row(database)
    async with database.read() as tx:
        poll = await polls.of_edition(tx, edition_id)
        count = await polls.tally_of(tx, poll)
        refresh_at = await tx.scalar(select(tables.delivery.c.refresh_at))
    assert (row.state, row.verified, row.voters) == (PollState.CLOSED, True, 6)
    assert [n for _, n in count.counts] == [6, 0, 0]
    assert [message.result.tally for message in results(discord)] == [count]
    assert results(discord)[0].channel_id == card(discord).id
    assert refresh_at is not None


async def test_it_closes_only_when_its_time_is_over(database, discord, clock, closing, edition_id):
    await clock.advance(WEEK - 10)

    await close_all(closing, clock)

    assert (await poll_row(database)).state == PollState.OPEN


async def test_it_closes_as_well_when_the_bot_was_away_at_that_time(
    database, discord, clock, closing, edition_id
):
    await clock.advance(WEEK + 3 * 86_400)
    votes(discord, 6)

    await close_all(closing, clock)

    row = await poll_row(database)
    assert (row.state, row.verified, row.voters) == (PollState.CLOSED, True, 6)
    assert len(results(discord)) == 1


async def test_what_another_has_closed_meanwhile_is_left_alone(database, discord, clock, closing, edition_id):
    votes(discord, 4)
    poll_id = (await poll_row(database)).id
    await closing.close(poll_id)
    closed = await poll_row(database)

    await closing._put_off(poll_id)  # as after a listing that broke off just before
    await clock.advance(WEEK)

    assert await poll_row(database) == closed
    assert await closing.close_due() > clock.now()


async def test_a_poll_that_is_closed_can_not_be_closed_with_another_count(
    database, discord, clock, closing, edition_id
):
    votes(discord, 6)
    await clock.advance(WEEK)
    await close_all(closing, clock)
    before = await poll_row(database)

    async with database.write() as tx:
        poll = await polls.of_edition(tx, edition_id)
        none = Tally(tuple((option, 0) for option in poll.vote_set.options), voters=0)
        await polls.close(tx, poll, none, verified=False, now=clock.now(), result_intent_at=None)

    assert await poll_row(database) == before


async def test_a_result_of_few_votes_is_not_told_in_the_discussion(
    database, discord, clock, closing, edition_id
):
    votes(discord, 4)
    await clock.advance(WEEK)

    await close_all(closing, clock)

    assert (await poll_row(database)).state == PollState.CLOSED
    assert results(discord) == []


async def test_a_closed_count_never_changes(database, discord, clock, closing, voting, edition_id):
    votes(discord, 5)
    await clock.advance(WEEK)
    await close_all(closing, clock)
    async with database.read() as tx:
        before = await polls.tally_of(tx, await polls.of_edition(tx, edition_id))

    voting.on_reaction(
        ReactionEvent(
            ChannelId(HOME), card(discord).id, UserId(7), "👎", added=True, burst=False, at=clock.now()
        )
    )
    await voting.flush()
    votes(discord, 9)
    await close_all(closing, clock)

    async with database.read() as tx:
        assert await polls.tally_of(tx, await polls.of_edition(tx, edition_id)) == before
    assert len(results(discord)) == 1


async def test_a_poll_whose_card_is_gone_keeps_its_last_count(database, discord, clock, closing, edition_id):
    await clock.advance(WEEK)
    discord.refusals[HOME] = CardGone()

    await close_all(closing, clock)

    row = await poll_row(database)
    assert (row.state, row.close_at) == (PollState.ORPHANED, None)


async def test_a_poll_that_discord_does_not_list_is_tried_again_and_closes_unverified_after_a_day(
    database, discord, clock, closing, edition_id
):
    await clock.advance(WEEK)
    discord.refusals[HOME] = OutcomeUnknown(why="HTTP 500")
    await close_all(closing, clock)
    assert (await poll_row(database)).state == PollState.OPEN
    assert (await poll_row(database)).close_attempts > 1

    await clock.advance(86_400)
    await close_all(closing, clock)

    row = await poll_row(database)
    assert (row.state, row.verified) == (PollState.CLOSED, False)
    async with database.read() as tx:
        assert not (await polls.of_edition(tx, edition_id)).verified


async def test_a_result_that_is_not_verified_says_so_where_it_is_told_and_on_the_card(
    database, discord, clock, closing, voting, edition_id
):
    for number in range(5):
        user, at = UserId(1000 + number), clock.now()
        voting.on_reaction(
            ReactionEvent(ChannelId(HOME), card(discord).id, user, "👎", added=True, burst=False, at=at)
        )
    await voting.flush()
    await clock.advance(WEEK)
    discord.refusals[HOME] = OutcomeUnknown(why="HTTP 500")
    await close_all(closing, clock)
    await clock.advance(86_400)

    await close_all(closing, clock)

    async with database.read() as tx:
        home = await deliveries.home_of(tx, edition_id)
        drawing = Drawing(database, discord, clock, PollRules(VOTE_SET))
        drawn = await drawing.card_as_it_stands(tx, home, clock.now())
    told = results(discord)[0].result
    assert (told.tally.voters, told.verified) == (5, False)
    assert (drawn.poll.tally.voters, drawn.poll.verified) == (5, False)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("call", range(1, 6))
@pytest.mark.parametrize("away", [30, 600])  # within and after the time in which Discord knows a nonce
async def test_a_closing_that_dies_at_any_call_is_done_once(
    database, discord, clock, closing, edition_id, moment, call, away
):
    votes(discord, 5)
    await clock.advance(WEEK)
    setattr(discord, moment, nth(len(discord.calls) + call, Crash()))
    try:
        await close_all(closing, clock)
    except BaseExceptionGroup:
        discord.before = discord.after = lambda _call: None

    await clock.advance(away)
    await close_all(closing, clock)

    assert (await poll_row(database)).state == PollState.CLOSED
    assert len(results(discord)) == 1
    assert (await poll_row(database)).result_message_id == results(discord)[0].id


async def test_a_result_that_may_not_be_written_is_given_up(database, discord, clock, closing, edition_id):
    votes(discord, 5)
    await clock.advance(WEEK)
    discord.refusals[card(discord).id] = PermissionMissing(permission="Send Messages in Threads")

    await close_all(closing, clock)

    row = await poll_row(database)
    assert (row.state, row.close_at, row.result_message_id) == (PollState.CLOSED, None, None)


async def test_the_loop_closes_what_is_due(database, discord, clock, closing, edition_id):
    await clock.advance(WEEK)
    running = asyncio.create_task(closing.run())
    try:
        async with asyncio.timeout(PATIENCE):
            while (await poll_row(database)).state != PollState.CLOSED:
                await clock.advance(1)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_trouble_with_the_database_does_not_end_the_closing(discord, voting, clock):
    class Broken:
        def read(self):
            raise OSError("disk full")

    reconciling = Reconciling(Broken(), discord, voting, clock, wake=asyncio.Event())
    closing = Closing(Broken(), discord, reconciling, clock, nonce_window=timedelta(seconds=60))

    assert await closing.close_due() == clock.now() + timedelta(seconds=10)


async def test_a_poll_that_is_erased_while_it_closes_is_let_go(database, discord, clock, closing, edition_id):
    poll_id = (await poll_row(database)).id
    discord.refusals[HOME] = OutcomeUnknown(why="HTTP 500")
    async with database.write() as tx:
        await tx.exec_driver_sql("DELETE FROM poll")

    await closing._put_off(poll_id)
    await closing._tell(poll_id)

    assert results(discord) == []


async def test_a_result_whose_discussion_is_gone_from_the_database_is_not_told(
    database, discord, clock, closing, edition_id
):
    votes(discord, 5)
    await clock.advance(WEEK)
    await closing.close((await poll_row(database)).id)
    async with database.write() as tx:
        await tx.exec_driver_sql("DELETE FROM discussion")

    await close_all(closing, clock)

    assert results(discord) == []


async def test_a_closing_that_goes_wrong_keeps_back_no_other(database, discord, clock, closing):
    for number in range(10):
        await an_edition(database, key=f"https://news.example/{number}")
    await deliver_all(database, discord, clock)
    broken = {message.id for message in discord.cards(HOME)[:8]}
    list_all = discord.reactors

    async def reactors(place, emoji, counted=None):
        if place.message_id in broken:
            raise KeyError("id")
        async for each in list_all(place, emoji, counted):
            yield each

    discord.reactors = reactors
    await clock.advance(WEEK)

    await close_all(closing, clock, seconds=3)

    async with database.read() as tx:
        rows = (await tx.execute(select(poll_tables.poll))).all()
    assert {row.message_id for row in rows if row.state == PollState.OPEN} == broken
    assert all(row.close_attempts for row in rows if row.state == PollState.OPEN)


async def test_what_can_not_be_told_is_not_tried_for_ever(database, discord, clock, closing, edition_id):
    votes(discord, 5)
    await clock.advance(WEEK)
    await closing.close((await poll_row(database)).id)
    async with database.write() as tx:
        await tx.exec_driver_sql("DELETE FROM discussion")

    await closing.close_due()

    assert (await poll_row(database)).close_at is None
    assert await closing.close_due() > clock.now()


async def test_a_result_that_goes_wrong_is_told_later(database, discord, clock, closing, edition_id):
    votes(discord, 5)
    await clock.advance(WEEK)
    await closing.close((await poll_row(database)).id)
    discord.before = nth(len(discord.calls) + 1, KeyError("id"))

    await closing.close_due()
    before, put_off = results(discord), (await poll_row(database)).close_at > clock.now()
    await clock.advance(60)
    await close_all(closing, clock)

    assert before == []
    assert put_off
    assert len(results(discord)) == 1


async def test_a_result_that_found_no_answer_is_told_later(database, discord, clock, closing, edition_id):
    votes(discord, 5)
    await clock.advance(WEEK)
    discord.refusals[card(discord).id] = OutcomeUnknown(why="HTTP 500")
    await close_all(closing, clock)
    untold = results(discord)
    discord.refusals.clear()

    await close_all(closing, clock, seconds=10)

    assert untold == []
    assert len(results(discord)) == 1
