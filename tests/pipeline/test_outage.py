"""A server that Discord can't reach: its deliveries and cards wait, whatever they were at, and go on."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.channel import ChannelKind
from bot.domain.delivery import DeliveryState
from bot.domain.errors import OutcomeUnknown
from bot.domain.ids import ServerId
from bot.domain.tagging import TagOptions
from bot.pipeline.drawing import Drawing, PollRules
from bot.pipeline.refreshing import Refreshing
from bot.storage import overview, refreshes
from bot.storage.tables import delivery
from tests.manual_clock import ManualClock
from tests.pipeline.delivering import a_walk, deliver_all, states, until_settled
from tests.pipeline.memory_discord import MemoryDiscord, nth
from tests.pipeline.newsroom import SERVER, VOTE_SET, an_edition
from tests.pipeline.test_delivery import stopped

HOME, POINTER = 10, 20
AWAY = "server-away"


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def discord(clock):
    return Reached(clock)


class Reached(MemoryDiscord):
    """Of a server that is away it knows no channel, as discord.py."""

    def kind(self, channel_id):
        return None if SERVER in self.away else super().kind(channel_id)


async def test_nothing_is_sent_told_or_passed_on_and_all_goes_out_once_it_is_back(database, discord, clock):
    await an_edition(database, channels=(HOME, POINTER))
    discord.away.add(SERVER)
    walk = a_walk(database, discord, clock)
    running = asyncio.create_task(walk.run())
    await until_settled(database, clock, running)
    meanwhile = await states(database), list(discord.calls), list(discord.notices)

    discord.away.clear()
    await walk.resume(SERVER)
    await until_settled(database, clock, running)

    assert meanwhile == ({HOME: ("queued", AWAY), POINTER: ("queued", None)}, [], [])
    assert await states(database) == {HOME: ("done", None), POINTER: ("done", None)}
    assert discord.cards(POINTER)[0].card.home.message_id == discord.cards(HOME)[0].id
    await stopped(running)


async def test_what_nobody_hears_of_goes_out_a_little_later(database, discord, clock):
    await an_edition(database)
    discord.away.add(SERVER)
    await deliver_all(database, discord, clock)
    discord.away.clear()

    await clock.advance(600)
    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("done", None)}


@pytest.mark.parametrize("kind", list(ChannelKind))
async def test_a_card_in_doubt_stays_in_doubt_and_is_not_posted_again(database, discord, clock, kind):
    discord.kinds[HOME] = kind
    await an_edition(database)
    discord.after = nth(1, OutcomeUnknown(why="HTTP 502"))
    await deliver_all(database, discord, clock)
    discord.away.add(SERVER)
    await clock.advance(3600)
    await deliver_all(database, discord, clock)
    discord.away.clear()

    await a_walk(database, discord, clock).resume(SERVER)
    await deliver_all(database, discord, clock)

    assert len(discord.cards(HOME)) == 1
    assert await states(database) == {HOME: ("done", None)}


async def test_what_is_begun_is_passed_on_afterwards(database, clock):
    class Leaving(Reached):
        async def seed(self, place, emoji):
            await super().seed(place, emoji)
            self.away.add(SERVER)

    discord = Leaving(clock)
    discord.kinds[HOME] = ChannelKind.ANNOUNCEMENT
    await an_edition(database, kinds=discord.kinds, options=TagOptions(crosspost=True))
    await deliver_all(database, discord, clock)
    begun = await states(database)
    discord.away.clear()

    await a_walk(database, discord, clock).resume(SERVER)
    await deliver_all(database, discord, clock)

    assert begun == {HOME: ("seeded", AWAY)}
    assert discord.cards(HOME)[0].crossposted


async def test_other_servers_go_on_and_only_what_waits_for_it_is_woken(database, discord, clock):
    other = ServerId(2)
    await an_edition(database)
    await an_edition(database, server_id=other, key="other", channels=(POINTER,))
    discord.away.add(other)
    await deliver_all(database, discord, clock)

    woken = [await resumed(database, discord, clock, each) for each in (SERVER, other)]

    assert await states(database) == {HOME: ("done", None), POINTER: ("queued", AWAY)}
    assert woken == [False, True]


async def test_what_was_just_approved_keeps_its_time_to_be_taken_back(database, discord, clock):
    await an_edition(database)
    later = clock.now() + timedelta(seconds=30)
    async with database.write() as tx:
        await tx.execute(delivery.update().values(not_before=later))

    woken = await resumed(database, discord, clock, SERVER)

    async with database.read() as tx:
        assert await tx.scalar(select(delivery.c.not_before)) == later
    assert not woken


async def resumed(database, discord, clock, server_id):
    walk = a_walk(database, discord, clock)
    await walk.resume(server_id)
    return walk.wake.is_set()


@pytest.mark.parametrize("state", [DeliveryState.QUEUED, DeliveryState.SEEDED])
async def test_a_server_with_something_put_off_is_known_to_wait(database, state):
    await an_edition(database)
    async with database.write() as tx:
        await tx.execute(delivery.update().values(state=state, reason=AWAY))

    async with database.read() as tx:
        assert await overview.servers_in_which_something_waits(tx) == {SERVER}


async def test_a_card_is_drawn_again_when_its_server_is_back(database, discord, clock):
    edition_id = await an_edition(database)
    await deliver_all(database, discord, clock)
    await clock.advance(60)
    async with database.write() as tx:
        await refreshes.ask(tx, {edition_id}, at=clock.now())
    discord.away.add(SERVER)
    drawing = Drawing(database, discord, clock, PollRules(VOTE_SET))
    refreshing = Refreshing(database, discord, clock, drawing)
    await refreshing.draw_due()
    meanwhile = discord.calls.count("edit")
    discord.away.clear()

    await clock.advance(60)
    await refreshing.draw_due()

    assert (meanwhile, discord.calls.count("edit")) == (0, 1)
    async with database.read() as tx:
        assert await tx.scalar(select(delivery.c.refresh_at)) is None
