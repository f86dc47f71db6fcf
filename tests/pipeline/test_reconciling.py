"""Comparing polls with Discord: what comes meanwhile, what fails, and whose turn it is."""

import asyncio

import pytest

from bot.domain.poll import PollState
from bot.pipeline.reconciling import Reconciling
from bot.pipeline.voting import Voting, VotingRules
from bot.storage import polls
from bot.storage.keys import VoterKeys
from tests.manual_clock import ManualClock
from tests.patience import PATIENCE
from tests.pipeline.memory_discord import MemoryDiscord
from tests.pipeline.readers import ANNA, BORIS, CLARA, Readers, an_open_poll, marks_of


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def discord(clock):
    return MemoryDiscord(clock)


@pytest.fixture
def voting(database, discord, clock):
    return Voting(database, discord, VoterKeys(b"k" * 32), clock, VotingRules())


@pytest.fixture
def reconciling(database, discord, voting, clock):
    return Reconciling(database, discord, voting, clock, wake=asyncio.Event())


@pytest.fixture
def readers(discord, voting, clock):
    return Readers(discord, voting, clock)


@pytest.fixture
async def poll_id(database, discord, clock):
    return await an_open_poll(database, discord, clock)


async def found(database, poll_id):
    async with database.read() as tx:
        poll = await polls.get(tx, poll_id)
        return poll.state, await polls.tally_of(tx, poll)


async def waits_to_write(voting):
    async with asyncio.timeout(PATIENCE):
        while not voting.storing.locked():  # noqa: ASYNC110 -- nobody tells of waiting
            await asyncio.sleep(0.001)


@pytest.mark.parametrize("close", [False, True])
async def test_votes_that_come_while_others_write_are_counted(
    database, voting, reconciling, readers, poll_id, close
):
    readers.heard = False
    readers.react(ANNA, "👍")
    readers.react(CLARA, "🤔")
    readers.heard = True
    async with database.write():
        comparing = asyncio.create_task(reconciling.reconcile(poll_id, close=close))
        await waits_to_write(voting)
        readers.react(ANNA, "👍", burst=True)
        readers.react(BORIS, "👎")
        readers.take_back(CLARA, "🤔")
    await comparing
    await voting.flush()

    state, count = await found(database, poll_id)

    assert state is (PollState.CLOSED if close else PollState.OPEN)
    assert [n for _, n in count.counts] == [1, 1, 0]


async def test_a_vote_that_comes_a_second_way_while_it_is_listed_does_not_hide_the_first(
    database, discord, voting, reconciling, readers, poll_id
):
    readers.heard = False
    readers.react(ANNA, "👍", burst=True)
    readers.heard = True
    discord.on_listing = lambda: readers.react(ANNA, "👍")

    await reconciling.reconcile(poll_id)
    await voting.flush()

    assert len(await marks_of(database, poll_id)) == 2


async def test_what_was_told_of_a_card_is_kept_when_it_can_not_be_written(database, voting, readers, poll_id):
    readers.react(ANNA, "👍")
    with pytest.raises(OSError, match="disk full"):
        async with voting.up_to_now(readers.discord.cards(10)[0].id):
            raise OSError("disk full")

    await voting.flush()

    assert len(await marks_of(database, poll_id)) == 1
