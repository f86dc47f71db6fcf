"""Running the delivery walk in a test until nothing is left to do at this time."""

import asyncio
from contextlib import suppress

from sqlalchemy import func, select

from bot.pipeline.delivery import DeliveryRules, DeliveryWalk
from bot.pipeline.discussing import Discussing, DiscussionRules
from bot.pipeline.drawing import Drawing, PollRules
from bot.pipeline.gathering import Gathering
from bot.pipeline.reconciling import Reconciling
from bot.pipeline.voting import Voting, VotingRules
from bot.storage import claims, tables
from bot.storage.keys import LENGTH, VoterKeys
from tests.patience import PATIENCE
from tests.pipeline.newsroom import VOTE_SET

RULES = DeliveryRules()
ASKS = PollRules(VOTE_SET)


async def deliver_all(database, discord, clock, rules=RULES, **more):
    """Run the walk until nothing is left to do at this time, or until it dies."""
    walk = a_walk(database, discord, clock, rules, **more)
    running = asyncio.create_task(walk.run())
    try:
        await until_settled(database, clock, running)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def a_walk(database, discord, clock, rules=RULES, *, most_active=900, voting=None, asks=ASKS):
    voting = voting or Voting(database, discord, VoterKeys(bytes(LENGTH)), clock, VotingRules())
    return DeliveryWalk(
        database,
        discord,
        clock,
        rules,
        drawing=Drawing(database, discord, clock, asks),
        discussing=Discussing(database, discord, clock, DiscussionRules(active=most_active)),
        gathering=a_gathering(database, discord, clock, voting),
        wake_reconciling=asyncio.Event(),
    )


def a_gathering(database, discord, clock, voting):
    reconciling = Reconciling(database, discord, voting, clock, wake=asyncio.Event())
    return Gathering(database, voting, reconciling)


async def until_settled(database, clock, running):
    """Wait until the walk rests, holds no lease, and nothing is due; or until it dies."""
    running.add_done_callback(lambda _: clock.rested.set())
    async with asyncio.timeout(PATIENCE):
        while not running.done():
            clock.rested.clear()
            if clock.resting() and await _nothing_to_do(database, clock):
                return
            await clock.rested.wait()


async def _nothing_to_do(database, clock):
    leased = tables.delivery.c.lease_until.is_not(None)
    async with database.read() as tx:
        held = await tx.scalar(select(func.count()).where(leased))
        due = await claims.next_due(tx)
    return clock.resting() and not held and (due is None or due > clock.now())


async def states(database):
    async with database.read() as tx:
        rows = await tx.execute(select(tables.delivery).order_by(tables.delivery.c.channel_id))
        return {row.channel_id: (row.state, row.reason) for row in rows}


async def states_of_all(database):
    async with database.read() as tx:
        rows = await tx.execute(select(tables.delivery.c.state, tables.delivery.c.reason))
        return sorted((row.state, row.reason) for row in rows)


async def until(clock, condition):
    """Wait until the condition holds and the walk rests."""
    async with asyncio.timeout(PATIENCE):
        while not (condition() and clock.resting()):  # noqa: ASYNC110 -- nothing is told of conditions
            await asyncio.sleep(0.001)


async def stopped(running):
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
