"""Earlier votes of a reader are taken away where the bot may, so that Discord shows what is counted."""

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest

from bot.domain.errors import OutcomeUnknown, PermissionMissing
from bot.domain.poll import PollMode
from bot.pipeline.reconciling import Reconciling
from bot.pipeline.voting import Voting, VotingRules
from bot.storage.keys import VoterKeys
from tests.manual_clock import ManualClock
from tests.patience import PATIENCE
from tests.pipeline.memory_discord import MemoryDiscord
from tests.pipeline.newsroom import VOTE_SET
from tests.pipeline.readers import ANNA, BORIS, CARD, CHANNEL, Readers, an_open_poll, marks_of


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def discord(clock):
    return MemoryDiscord(clock)


@pytest.fixture
def voting(database, discord, clock, tmp_path):
    return Voting(database, discord, VoterKeys.open(tmp_path / "newsclip.key"), clock, VotingRules())


@pytest.fixture
def reconciling(database, discord, voting, clock):
    return Reconciling(database, discord, voting, clock, wake=asyncio.Event())


@pytest.fixture
def readers(discord, voting, clock):
    return Readers(discord, voting, clock)


@pytest.fixture
async def poll_id(database, discord, clock):
    return await an_open_poll(database, discord, clock)


@asynccontextmanager
async def taking_back(voting):
    """Let the loop run inside."""
    running = asyncio.create_task(voting.taking_back.run())
    try:
        yield running
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def until(told):
    async with asyncio.timeout(PATIENCE):
        while not told():  # noqa: ASYNC110 -- what is looked at tells of no change
            await asyncio.sleep(0.001)


async def until_idle(clock):
    """Wait until the loop has done all that was noted: only then it waits for the clock."""
    async with asyncio.timeout(PATIENCE):
        while not clock.resting():
            clock.rested.clear()
            await clock.rested.wait()


def shown(discord, user):
    return [
        e for e, listed in discord.messages[CARD].reactions.items() if user in {r.user_id for r in listed}
    ]


def asked(discord):
    return discord.calls.count("take back")


async def test_a_newer_vote_takes_the_earlier_one_away(database, voting, discord, readers, poll_id):
    readers.react(ANNA, "👍")
    await voting.flush()
    async with taking_back(voting):
        readers.react(ANNA, "👎")
        readers.react(BORIS, "👍")
        await voting.flush()
        await until(lambda: shown(discord, ANNA) == ["👎"])

    assert shown(discord, BORIS) == ["👍"]
    assert asked(discord) == 1


async def test_that_discord_tells_of_what_was_taken_away_changes_no_count(
    database, voting, discord, readers, poll_id
):
    readers.react(ANNA, "👍")
    readers.react(ANNA, "👎")
    async with taking_back(voting):
        await voting.flush()
        await until(lambda: shown(discord, ANNA) == ["👎"])
    readers.take_back(ANNA, "👍")  # the gateway's event, which follows

    _, count = await voting.results(poll_id)

    assert [n for _, n in count.counts] == [0, 1, 0]
    assert (count.several, len(await marks_of(database, poll_id))) == (0, 1)


async def test_in_a_multiple_choice_poll_nothing_is_taken_away(
    database, voting, reconciling, discord, readers, clock
):
    poll_id = await an_open_poll(database, discord, clock, replace(VOTE_SET, mode=PollMode.MULTI))
    async with taking_back(voting):
        readers.react(ANNA, "👍")
        readers.react(ANNA, "👎")
        await voting.flush()
        await reconciling.reconcile(poll_id)
        await until_idle(clock)

    _, count = await voting.results(poll_id)
    assert ([n for _, n in count.counts], count.voters) == ([1, 1, 0], 1)
    assert asked(discord) == 0


async def test_where_it_may_not_the_latest_vote_counts_and_it_is_tried_again_after_an_hour(
    database, voting, discord, readers, poll_id, clock
):
    discord.refusals[CHANNEL] = PermissionMissing(permission="Manage Messages")
    async with taking_back(voting):
        for emoji in ("👍", "👎", "🤔"):
            readers.react(ANNA, emoji)
            await voting.flush()
        await until_idle(clock)
        first = asked(discord)
        await clock.advance(3_599)
        readers.react(BORIS, "👍")
        readers.react(BORIS, "👎")
        await voting.flush()
        await until_idle(clock)
        within = asked(discord)
        await clock.advance(2)
        discord.refusals.clear()
        readers.react(BORIS, "🤔")
        await voting.flush()
        await until(lambda: shown(discord, BORIS) == ["🤔"])

    _, count = await voting.results(poll_id)
    assert (first, within) == (1, 1)
    assert [n for _, n in count.counts] == [0, 0, 2]
    assert count.several == 2


async def test_a_mark_of_which_the_reader_thought_again_stays(
    database, voting, discord, readers, poll_id, clock
):
    readers.react(ANNA, "👍")
    readers.react(ANNA, "👎")
    await voting.flush()
    readers.take_back(ANNA, "👎")

    async with taking_back(voting):
        await until_idle(clock)

    assert shown(discord, ANNA) == ["👍"]
    assert asked(discord) == 0


async def test_at_a_closed_poll_nothing_is_taken_away(
    database, voting, reconciling, discord, readers, poll_id, clock
):
    readers.react(ANNA, "👍")
    readers.react(ANNA, "👎")
    await voting.flush()
    await reconciling.reconcile(poll_id, close=True)

    async with taking_back(voting):
        await until_idle(clock)

    assert asked(discord) == 0


async def test_a_reconcile_takes_away_what_does_not_count_where_that_is_known(
    database, voting, reconciling, discord, readers, poll_id, clock
):
    readers.react(ANNA, "👍")
    await voting.flush()
    readers.heard = False
    readers.react(ANNA, "👎")  # nobody knows which was last, but one was counted already
    readers.react(BORIS, "👍")
    readers.react(BORIS, "👎")  # nobody knows anything

    async with taking_back(voting):
        await reconciling.reconcile(poll_id)
        await until(lambda: shown(discord, ANNA) == ["👍"])
        await until_idle(clock)

    assert shown(discord, BORIS) == ["👍", "👎"]


async def test_what_goes_wrong_once_does_not_end_it(database, voting, discord, readers, poll_id):
    answers = iter([OutcomeUnknown(why="HTTP 500"), ZeroDivisionError("a bug of ours")])
    discord.before = lambda _call: next(answers, None)
    async with taking_back(voting):
        for user in (ANNA, BORIS):
            readers.react(user, "👍")
            readers.react(user, "👎")
        await voting.flush()
        await until(lambda: asked(discord) == 2)
        readers.react(ANNA, "🤔")
        await voting.flush()
        await until(lambda: "👎" not in shown(discord, ANNA))

    _, count = await voting.results(poll_id)
    assert [n for _, n in count.counts] == [0, 1, 1]


async def test_a_poll_that_is_gone_has_nothing_to_take_back(
    database, voting, discord, readers, poll_id, clock
):
    readers.react(ANNA, "👍")
    readers.react(ANNA, "👎")
    await voting.flush()
    async with database.write() as tx:
        await tx.exec_driver_sql("DELETE FROM server")

    async with taking_back(voting):
        await until_idle(clock)

    assert asked(discord) == 0
