"""Cards that could not be drawn at once, and whose turn it is."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.errors import (
    OutcomeUnknown,
    PermissionMissing,
    TryLater,
)
from bot.domain.ids import ServerId
from bot.pipeline.refreshing import AT_ONCE
from bot.storage.database import Database
from bot.storage.tables import delivery
from tests.patience import PATIENCE
from tests.pipeline.delivering import deliver_all, stopped, until
from tests.pipeline.memory_discord import MemoryDiscord
from tests.pipeline.newsroom import SERVER, an_edition
from tests.pipeline.redrawing import KEY, a_refreshing, asked, correct, draw_all, titles

HOME, POINTER, ELSEWHERE = 10, 20, 30


@pytest.fixture
def refreshing(database, discord, clock):
    return a_refreshing(database, discord, clock)


@pytest.fixture
async def edition_id(database, discord, clock):
    """An edition whose card stands in two channels of a server."""
    edition_id = await an_edition(database, channels=(HOME, POINTER))
    await deliver_all(database, discord, clock)
    discord.calls.clear()
    await clock.advance(60)
    return edition_id


@pytest.mark.parametrize(
    ("trouble", "longest", "tries"),
    [
        (OutcomeUnknown(why="HTTP 500"), 600, 24),
        (PermissionMissing(permission="View Channel"), 12 * 3600, 20),
        (ZeroDivisionError(), 12 * 3600, 20),
    ],
)
async def test_what_may_pass_is_tried_again_later_and_later_until_the_card_shows_what_it_should(
    database, discord, clock, refreshing, edition_id, trouble, longest, tries
):
    await correct(database, clock)
    discord.refusals[HOME] = trouble
    await draw_all(refreshing)
    at_first = discord.calls.count("edit")
    for _ in range(tries):
        [at] = await asked(database)
        await clock.advance((at - clock.now()).total_seconds())
        await draw_all(refreshing)
    in_vain = discord.calls.count("edit")
    discord.refusals.clear()

    await clock.advance(longest)
    await draw_all(refreshing)

    assert (at_first, in_vain) == (2, 2 + tries)
    assert titles(discord, HOME, POINTER) == ["Talks in Vienna"] * 2
    assert await asked(database) == []


async def test_waiting_for_what_discord_forbids_at_the_moment_counts_as_no_failure(
    database, discord, clock, refreshing, edition_id
):
    await correct(database, clock)
    discord.refusals[HOME] = TryLater(seconds=60)
    for _ in range(20):
        await draw_all(refreshing)
        await clock.advance(60)
    discord.refusals[HOME] = OutcomeUnknown(why="HTTP 502")
    await draw_all(refreshing)

    assert await asked(database) == [clock.now() + timedelta(seconds=1)]


async def test_one_server_with_much_to_draw_does_not_delay_another(database, discord, clock, refreshing):
    for number in range(20):
        await an_edition(database, key=f"story {number}")
    await an_edition(database, server_id=ServerId(2), channels=(ELSEWHERE,), key="elsewhere")
    await deliver_all(database, discord, clock)
    discord.calls.clear()
    async with database.write() as tx:
        first = delivery.update().where(delivery.c.server_id == SERVER)
        await tx.execute(first.values(refresh_at=clock.now() - timedelta(hours=1)))
        last = delivery.update().where(delivery.c.server_id == 2)
        await tx.execute(last.values(refresh_at=clock.now()))

    await refreshing.draw_due()

    async with database.read() as tx:
        due = await tx.scalar(select(delivery.c.refresh_at).where(delivery.c.server_id == 2))
    assert due is None
    assert discord.calls.count("edit") < 10


async def test_a_slow_edit_holds_up_no_card_of_another_server(database, clock):
    class Slow(MemoryDiscord):
        async def edit_card(self, place, card):
            if place.channel_id == HOME:
                await asyncio.Event().wait()
            await super().edit_card(place, card)

    discord = Slow(clock)
    await an_edition(database)
    await deliver_all(database, discord, clock)
    await clock.advance(60)
    await correct(database, clock)
    running = asyncio.create_task(a_refreshing(database, discord, clock).run())
    await until(clock, clock.resting)
    await an_edition(database, server_id=ServerId(2), channels=(ELSEWHERE,), key=KEY)
    await deliver_all(database, discord, clock)
    await clock.advance(60)

    await correct(database, clock, "Talks in Rome")
    await clock.advance(60)
    await until(clock, lambda: titles(discord, ELSEWHERE) == ["Talks in Rome"])

    assert titles(discord, HOME) == ["Talks in Geneva"]
    await stopped(running)


async def test_a_card_of_which_nobody_knows_that_it_was_drawn_is_drawn_again_soon(
    database_file, discord, clock
):
    class Troubled(Database):
        trouble = False

        def write(self):
            if self.trouble:
                raise OSError("disk full")
            return super().write()

    database = await Troubled.open(database_file)
    await an_edition(database)
    await deliver_all(database, discord, clock)
    await clock.advance(60)
    await correct(database, clock)

    def fill_the_disk(call):
        database.trouble = discord.calls[call - 1] == "edit"

    discord.after = fill_the_disk
    running = asyncio.create_task(a_refreshing(database, discord, clock).run())
    await until(clock, lambda: database.trouble)
    discord.after = lambda _call: None
    database.trouble = False

    await clock.advance(10)
    await until(clock, lambda: discord.calls.count("edit") == 2)

    async with asyncio.timeout(PATIENCE):
        while await asked(database):  # noqa: ASYNC110 -- nothing is told of what is stored
            await asyncio.sleep(0.001)
    await stopped(running)
    await database.close()


async def test_no_more_cards_are_drawn_at_once_than_there_are_places_for(database, clock):
    answered = asyncio.Event()

    class Slow(MemoryDiscord):
        async def edit_card(self, place, card):
            self.calls.append("begun")
            await answered.wait()
            await super().edit_card(place, card)

    discord = Slow(clock)
    servers = range(2, 14)
    for number in servers:
        await an_edition(database, server_id=ServerId(number), key=f"story {number}", channels=(number,))
    await deliver_all(database, discord, clock)
    async with database.write() as tx:
        await tx.execute(delivery.update().values(refresh_at=clock.now()))
    running = asyncio.create_task(a_refreshing(database, discord, clock).run())
    await until(clock, lambda: discord.calls.count("begun") == AT_ONCE)
    await clock.advance(60)
    begun = discord.calls.count("begun")

    answered.set()
    await until(clock, lambda: discord.calls.count("edit") == len(servers))

    assert begun == AT_ONCE
    await stopped(running)


async def test_trouble_with_the_database_does_not_end_the_drawing(database_file, discord, clock):
    class Troubled(Database):
        trouble = False

        def read(self):
            if self.trouble:
                raise OSError("disk full")
            return super().read()

    database = await Troubled.open(database_file)
    await an_edition(database)
    await deliver_all(database, discord, clock)
    await clock.advance(60)
    await correct(database, clock)
    database.trouble = True
    running = asyncio.create_task(a_refreshing(database, discord, clock).run())
    await until(clock, lambda: True)
    database.trouble = False

    await clock.advance(10)
    await until(clock, lambda: titles(discord, HOME) == ["Talks in Vienna"])

    await stopped(running)
    await database.close()
