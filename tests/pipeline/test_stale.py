"""What could not go out until it was no news any more."""

import asyncio

import pytest

from bot.domain.channel import ChannelKind
from bot.domain.edition import EditionState
from bot.domain.errors import OutcomeUnknown, PermissionMissing
from bot.domain.ids import ServerId
from bot.storage import claims, servers
from tests.pipeline.delivering import RULES, a_walk, deliver_all, states, stopped, until_settled
from tests.pipeline.memory_discord import nth
from tests.pipeline.newsroom import SERVER, an_edition

HOME, POINTER = 10, 20
DAY = 24 * 3600


@pytest.fixture
async def running(database, discord, clock):
    """The walk, until the test is over."""
    running = asyncio.create_task(a_walk(database, discord, clock).run())
    yield running
    await stopped(running)


async def test_a_server_that_comes_back_after_weeks_gets_no_old_news(database, discord, clock):
    await an_edition(database, channels=(HOME, POINTER), now=clock.now())
    async with database.write() as tx:
        await servers.leave(tx, SERVER, now=clock.now())
    await clock.advance(20 * DAY)
    async with database.write() as tx:
        await servers.join(tx, SERVER, "Harbour News", now=clock.now())
    await an_edition(database, key="new", now=clock.now())

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("done", None), POINTER: ("failed", "stale")}
    assert len(discord.cards(HOME)) == 1


async def test_old_news_is_not_posted_in_the_hour_before_all_that_waits_is_looked_through(
    database, discord, clock
):
    await an_edition(database, now=clock.now())
    await clock.advance(2 * DAY + 1)
    async with database.write() as tx:
        [late] = await claims.claim(tx, now=clock.now(), lease_until=clock.now() + RULES.lease, limit=1)

    await a_walk(database, discord, clock).deliver(late)

    assert await states(database) == {HOME: ("failed", "stale")}
    assert discord.calls == []


async def test_what_waits_for_mending_is_given_up_while_it_waits(database, discord, clock, running):
    await an_edition(database, channels=(HOME, POINTER), now=clock.now())
    discord.refusals[HOME] = PermissionMissing(permission="Send Messages")
    discord.refusals[POINTER] = PermissionMissing(permission="Send Messages")
    await until_settled(database, clock, running)
    waiting = await states(database)

    await clock.advance(2 * DAY + 3600)
    await until_settled(database, clock, running)

    assert waiting == {HOME: ("waiting", "permission-missing"), POINTER: ("waiting", "permission-missing")}
    assert await states(database) == {HOME: ("failed", "stale"), POINTER: ("failed", "stale")}


async def test_a_story_that_a_moderator_has_still_to_see_is_not_given_up(database, discord, clock):
    await an_edition(database, state=EditionState.HELD, now=clock.now())
    await clock.advance(20 * DAY)

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("queued", None)}


async def test_what_is_on_the_way_elsewhere_is_left_alone(database, discord, clock):
    await an_edition(database, server_id=ServerId(2), now=clock.now())
    async with database.write() as tx:
        await claims.claim(tx, now=clock.now(), lease_until=clock.now(), limit=1)
    await clock.advance(DAY)

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("done", None)}


@pytest.mark.parametrize("kind", [ChannelKind.TEXT, ChannelKind.FORUM])
@pytest.mark.parametrize(("made", "ends"), [(True, "done"), (False, "failed")])
async def test_what_may_have_been_posted_is_searched_for_however_old_and_not_posted_late(
    database, discord, clock, kind, made, ends
):
    discord.kinds[HOME] = kind
    await an_edition(database, now=clock.now(), kinds=discord.kinds)
    setattr(discord, "after" if made else "before", nth(1, OutcomeUnknown(why="HTTP 502")))
    await deliver_all(database, discord, clock)
    await clock.advance(3 * DAY)

    for _ in range(3):
        await deliver_all(database, discord, clock)
        await clock.advance(60)

    assert (await states(database))[HOME][0] == ends
    assert len(discord.cards(HOME)) == made
