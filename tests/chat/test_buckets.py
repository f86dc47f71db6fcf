"""What is left of a window is used, and what is used up is not tried."""

import asyncio
from types import SimpleNamespace

import discord
import pytest

from bot.chat.buckets import Bucket
from bot.chat.limiter import Lane, Limiter
from bot.clock import SystemClock
from bot.domain.ids import ServerId

LONGEST = 30.0


def told(bucket, *, limit, remaining, reset_after):
    """Discord's answer to a call says how it stands."""
    headers = {
        "X-Ratelimit-Limit": str(limit),
        "X-Ratelimit-Remaining": str(remaining),
        "X-Ratelimit-Reset-After": str(reset_after),
    }
    bucket.update(SimpleNamespace(headers=headers))


async def test_what_is_left_of_a_long_window_is_used():
    bucket = Bucket(LONGEST)

    for remaining in (2, 1, 0):
        async with bucket:
            told(bucket, limit=3, remaining=remaining, reset_after=3600)

    with pytest.raises(discord.RateLimited) as refused:
        await bucket.acquire()
    assert 3590 < refused.value.retry_after <= 3600


async def test_calls_at_once_use_a_long_window_up_and_the_others_are_told_at_once():
    bucket = Bucket(LONGEST)
    left = iter((2, 1, 0))

    async def call():
        async with bucket:
            await asyncio.sleep(0)
            told(bucket, limit=3, remaining=next(left), reset_after=3600)

    async with asyncio.timeout(1):
        ended = await asyncio.gather(*(call() for _ in range(5)), return_exceptions=True)

    assert [type(each) for each in ended].count(type(None)) == 3
    assert [type(each) for each in ended].count(discord.RateLimited) == 2


async def test_a_short_window_is_waited_for():
    bucket = Bucket(LONGEST)
    started = asyncio.get_running_loop().time()
    async with bucket:
        told(bucket, limit=1, remaining=0, reset_after=0.05)

    await bucket.acquire()

    assert asyncio.get_running_loop().time() - started >= 0.04


async def test_a_long_window_that_has_ended_begins_anew():
    bucket = Bucket(0.01)
    async with bucket:
        told(bucket, limit=1, remaining=0, reset_after=0.05)
    with pytest.raises(discord.RateLimited):
        await bucket.acquire()

    async with asyncio.timeout(1):
        while not bucket.is_expired():  # noqa: ASYNC110 -- nobody tells when time has passed
            await asyncio.sleep(0)

    await bucket.acquire()

    assert bucket.remaining == 0


async def test_who_gives_up_while_waiting_leaves_the_slot_to_the_next():
    bucket = Bucket(LONGEST)
    await bucket.acquire()
    first, second = asyncio.create_task(bucket.acquire()), asyncio.create_task(bucket.acquire())
    await asyncio.sleep(0)

    first.cancel()
    await asyncio.wait([first])
    await bucket.__aexit__(None, None, None)

    async with asyncio.timeout(1):
        await second


async def test_a_call_that_waits_for_its_window_lets_others_have_its_slot(limiter):
    bucket = Bucket(LONGEST)
    told(bucket, limit=1, remaining=0, reset_after=0.05)
    slot = await limiter.slot(Lane.SEED, ServerId(1))
    waiting = asyncio.create_task(call(bucket, slot))

    async with asyncio.timeout(0.5):
        await limiter.slot(Lane.SEED, ServerId(2))

    assert not waiting.done()
    async with asyncio.timeout(2):
        await waiting


async def test_who_gives_up_while_waiting_for_another_slot_leaves_the_call_to_others(limiter):
    bucket = Bucket(LONGEST)
    told(bucket, limit=1, remaining=0, reset_after=0.05)
    slot = await limiter.slot(Lane.SEED, ServerId(1))
    waiting = asyncio.create_task(call(bucket, slot))
    await asyncio.sleep(0)
    limiter.hold(60)
    async with asyncio.timeout(1):
        while not bucket.outgoing:  # noqa: ASYNC110 -- discord.py's, and tells nobody
            await asyncio.sleep(0)

    waiting.cancel()

    await asyncio.wait([waiting])
    async with asyncio.timeout(1):
        await bucket.acquire()


async def call(bucket, slot):
    with slot.taken():
        await bucket.acquire()


@pytest.fixture
async def limiter():
    made = Limiter(SystemClock(), rate=1)
    giving = asyncio.create_task(made.run())
    yield made
    giving.cancel()
    await asyncio.wait([giving])
