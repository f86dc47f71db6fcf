"""A card shows the count of its open poll, not too old and not drawn too often."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.poll import VoteOption
from bot.pipeline.drawing import Drawing, PollRules
from bot.pipeline.reconciling import Reconciling, freeze
from bot.pipeline.voting import Voting, VotingRules
from bot.storage import deliveries, polls, tables
from bot.storage.keys import VoterKeys
from tests.manual_clock import ManualClock
from tests.pipeline.memory_discord import MemoryDiscord
from tests.pipeline.newsroom import VOTE_SET
from tests.pipeline.readers import ANNA, BORIS, CLARA, Readers, an_open_poll, marks_of


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def discord(clock):
    return MemoryDiscord(clock)


@pytest.fixture
def keys(tmp_path):
    return VoterKeys.open(tmp_path / "newsclip.key")


@pytest.fixture
def voting(database, discord, keys, clock):
    return Voting(database, discord, keys, clock, VotingRules(live_count=timedelta(seconds=60)))


@pytest.fixture
def readers(discord, voting, clock):
    return Readers(discord, voting, clock)


@pytest.fixture
async def poll_id(database, discord, clock):
    return await an_open_poll(database, discord, clock)


async def drawn_at(database):
    async with database.read() as tx:
        return await tx.scalar(select(tables.delivery.c.refresh_at))


async def test_the_first_of_several_votes_says_when_the_card_is_drawn(
    database, voting, readers, poll_id, clock
):
    first = clock.now()
    for user in (ANNA, BORIS, CLARA):
        readers.react(user, "👍")
        await voting.flush()
        await clock.advance(10)

    assert await drawn_at(database) == first + timedelta(seconds=60)


async def test_an_old_card_is_drawn_less_often(database, voting, readers, poll_id, clock):
    await clock.advance(3_600)
    readers.react(ANNA, "👍")
    await voting.flush()

    assert await drawn_at(database) == clock.now() + timedelta(minutes=10)


async def test_what_changes_no_count_draws_no_card(database, voting, readers, poll_id):
    readers.react(ANNA, "🎉")
    readers.take_back(ANNA, "👍")
    await voting.flush()

    assert await drawn_at(database) is None


async def test_without_a_live_count_no_vote_draws_a_card(database, discord, keys, clock, poll_id):
    voting = Voting(database, discord, keys, clock, VotingRules(live_count=None))
    reconciling = Reconciling(database, discord, voting, clock, wake=asyncio.Event())
    readers = Readers(discord, voting, clock)
    readers.react(ANNA, "👍")
    await voting.flush()
    readers.heard = False
    readers.react(BORIS, "👍")

    await reconciling.reconcile(poll_id)

    assert len(await marks_of(database, poll_id)) == 2
    assert await drawn_at(database) is None


@pytest.mark.parametrize("shown", [True, False])
async def test_a_card_shows_how_its_poll_stands_unless_that_is_switched_off(
    database, discord, voting, readers, clock, poll_id, shown
):
    drawing = Drawing(database, discord, clock, PollRules(VOTE_SET, live_count=shown))
    readers.react(ANNA, "👍")
    await voting.flush()

    async with database.read() as tx:
        poll = await polls.get(tx, poll_id)
        home = await deliveries.home_of(tx, poll.edition_id)
        card = await drawing.card_as_it_stands(tx, home, clock.now())
        async with database.write() as writing:
            await freeze(writing, poll, verified=True, now=clock.now())
    async with database.read() as tx:
        closed = await drawing.card_as_it_stands(tx, home, clock.now())

    assert (card.poll.tally is not None) is shown
    assert closed.poll.tally.voters == 1


async def test_what_a_reconcile_finds_is_drawn_at_once(database, discord, voting, readers, clock, poll_id):
    reconciling = Reconciling(database, discord, voting, clock, wake=asyncio.Event())
    readers.heard = False
    readers.react(ANNA, "👍")

    await reconciling.reconcile(poll_id)

    assert await drawn_at(database) == clock.now()


async def test_marks_of_an_emoji_that_was_replaced_count_no_more(
    database, discord, voting, readers, clock, poll_id
):
    readers.react(ANNA, "👍")
    readers.react(BORIS, "👎")
    await voting.flush()
    async with database.write() as tx:
        await polls.replace_emoji(tx, await polls.get(tx, poll_id), VOTE_SET.options[0], "1️⃣")

    readers.react(CLARA, "👍")
    readers.react(ANNA, "1️⃣")
    _, count = await voting.results(poll_id)

    assert count.counts[0] == (VoteOption("1️⃣", "good news", 1), 1)
    assert [n for _, n in count.counts] == [1, 1, 0]
    assert (count.voters, count.several) == (2, 0)
