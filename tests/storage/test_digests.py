"""Digests move with the clocks they are meant on, and those of others stay."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update

from bot.domain.ids import ChannelId, ServerId, UserId
from bot.domain.schedule import Every, Schedule
from bot.domain.turns import Turns
from bot.storage import digests, tables
from bot.storage.digests import Digest
from tests.builders import NOON, a_server

SERVER, OTHER = ServerId(1), ServerId(2)
RAVI, MINA = UserId(77), UserId(78)
CHANNEL = ChannelId(500)
KYIV = ZoneInfo("Europe/Kyiv")
EIGHT = Schedule(Every.DAILY, 20 * 60)


async def a_digest(database, *, server_id=SERVER, user_id=None, zone=None):
    digest = Digest(
        server_id=server_id,
        schedule=EIGHT,
        zone=zone or ZoneInfo("UTC"),
        due_at=EIGHT.next_after(NOON, zone or ZoneInfo("UTC")),
        since=NOON,
        user_id=user_id,
        channel_id=CHANNEL,
    )
    async with database.write() as tx:
        if user_id is None:
            await digests.set_of_channel(tx, digest, now=NOON)
        else:
            await digests.set_of_reader(tx, digest, zone and zone.key, now=NOON)


async def in_zone(database, name):
    async with database.write() as tx:
        await tx.execute(update(tables.server).where(tables.server.c.id == SERVER).values(time_zone=name))
        await digests.reschedule(tx, SERVER, now=NOON)


async def hours(database):
    """Return at which hour, in UTC, each digest is due."""
    async with database.read() as tx:
        ravi, mina = [await digests.of_reader(tx, each, SERVER) for each in (RAVI, MINA)]
        elsewhere = await digests.of_reader(tx, RAVI, OTHER)
        channel = await digests.of_channel(tx, CHANNEL)
    return [each.due_at.hour for each in (ravi, mina, elsewhere, channel)]


async def four_digests(database):
    await a_server(database)
    await a_server(database, 2)
    await a_digest(database, user_id=RAVI)
    await a_digest(database, user_id=MINA, zone=KYIV)
    await a_digest(database, user_id=RAVI, server_id=OTHER)
    await a_digest(database)


async def test_another_time_zone_of_a_server_moves_its_digests_but_no_readers_own_hours(database):
    await four_digests(database)
    before = await hours(database)
    await in_zone(database, "Europe/Kyiv")

    assert before == [20, 18, 20, 20]
    assert await hours(database) == [18, 18, 20, 18]


async def test_another_time_zone_of_a_reader_moves_their_digest_alone(database):
    await four_digests(database)
    async with database.write() as tx:
        mine = tables.metadata.tables["reader"]
        of_ravi = (mine.c.user_id == RAVI) & (mine.c.server_id == SERVER)
        await tx.execute(update(mine).where(of_ravi).values(time_zone="Asia/Tokyo"))
        await digests.reschedule(tx, SERVER, user_id=RAVI, now=NOON)

    assert await hours(database) == [11, 18, 20, 20]


async def test_what_is_due_already_is_not_put_off_by_another_time_zone(database):
    await four_digests(database)
    later = datetime(2026, 11, 22, 21, tzinfo=UTC)
    async with database.write() as tx:
        await digests.reschedule(tx, SERVER, now=later)
        due = await digests.of_channel(tx, CHANNEL)

    assert due.due_at == later - timedelta(hours=1)


async def test_a_zone_that_this_machine_does_not_know_is_universal_time(database):
    await four_digests(database)
    await in_zone(database, "Mars/Olympus")

    assert await hours(database) == [20, 18, 20, 20]


async def test_the_next_one_is_looked_for_where_anything_goes_out(database):
    await four_digests(database)
    async with database.write() as tx:
        first = await digests.next_due(tx, after=NOON)
        await tx.execute(update(tables.server).values(paused_at=NOON))
        none = await digests.next_due(tx, after=NOON)

    assert first == datetime(2026, 11, 22, 18, tzinfo=UTC)
    assert none is None


class Counted:
    """A transaction that counts what it is asked."""

    def __init__(self, tx):
        self._tx = tx
        self.asked = 0

    async def execute(self, *args):
        self.asked += 1
        return await self._tx.execute(*args)

    async def scalars(self, *args):
        self.asked += 1
        return await self._tx.scalars(*args)


async def test_only_as_many_servers_are_asked_as_there_are_places(database):
    for number in range(1, 31):
        await a_server(database, number)
        await a_digest(database, user_id=RAVI, server_id=ServerId(number))
    later, turns = NOON + timedelta(days=1), Turns(4)
    put_off = {(number, int(RAVI)) for number in range(1, 11)}

    async with database.read() as tx:
        counted = Counted(tx)
        found = await digests.due(counted, now=later, turns=turns)
        beyond = await digests.due(tx, now=later, turns=turns, besides=put_off)

    assert [each.server_id for each in found] == [1, 2, 3, 4]
    assert counted.asked <= 2 + turns.free
    assert [each.server_id for each in beyond] == [
        11,
        12,
        13,
        14,
    ]  # these don't wait for who can't be sent to
