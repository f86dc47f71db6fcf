"""What choosing a digest changes, and what it leaves as it was."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, UserId
from bot.domain.schedule import Choice, Every
from bot.newsroom.digests import MOST_IN_SERVER, Digests
from bot.newsroom.subscriptions import Subscriptions
from bot.pipeline.digest_making import DigestMaking
from bot.storage import audits, closed_doors
from tests.builders import a_server
from tests.manual_clock import START, ManualClock
from tests.pipeline.memory_post import MemoryPost

RAVI, OLENA, NEWS = UserId(77), UserId(78), ChannelId(500)
DAILY_AT_EIGHT = Choice(every=Every.DAILY, at=20 * 60)
EIGHT = datetime(2026, 11, 22, 20, tzinfo=UTC)


class OpenChannels:
    """Channels that take every message."""

    def missing_to_write(self, channel_id):
        del channel_id
        return ()


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def wake():
    return asyncio.Event()


@pytest.fixture
def chooser(database, clock, wake):
    making = DigestMaking(database, MemoryPost(clock))
    return Digests(database, making, OpenChannels(), clock, wake=wake)


@pytest.fixture
async def server(database):
    return await a_server(database, now=START)


async def test_the_first_one_covers_a_whole_period_and_a_change_loses_nothing(chooser, clock, wake, server):
    first = await chooser.choose(server, RAVI, DAILY_AT_EIGHT)
    await clock.advance(3600)
    changed = await chooser.choose(server, RAVI, Choice(weekday=4), zone_name="kyiv")

    assert wake.is_set()
    assert first.next_at == EIGHT
    assert first.digest.since == EIGHT - timedelta(days=1)
    assert changed.digest.since == first.digest.since
    assert changed.next_at == datetime(2026, 11, 27, 18, tzinfo=UTC)
    assert await chooser.of_reader(server, RAVI) == changed


async def test_a_reader_who_moves_has_it_at_their_new_hour(chooser, database, clock, server):
    subscriptions = Subscriptions(database, clock)
    await chooser.choose(server, RAVI, DAILY_AT_EIGHT)
    await subscriptions.set_times(server, RAVI, hours="19-21", zone="Europe/Kyiv")
    chosen = await chooser.of_reader(server, RAVI)

    assert chosen.digest.own_zone
    assert chosen.digest.due_at == EIGHT - timedelta(hours=2)
    assert chosen.next_at == EIGHT - timedelta(hours=1)  # at the end of their quiet hours


async def test_who_wants_a_digest_wants_to_be_written_to(chooser, database, server):
    async with database.write() as tx:
        await closed_doors.close(tx, RAVI, now=START)
    await chooser.choose(server, RAVI, DAILY_AT_EIGHT)
    async with database.write() as tx:
        opened = not await closed_doors.is_closed(tx, RAVI)
        await closed_doors.close(tx, RAVI, now=START)
    shut = await chooser.of_reader(server, RAVI)
    again = await chooser.try_again(server, RAVI)

    assert opened
    assert shut.shut
    assert not again.shut


async def test_another_servers_channel_and_digest_are_left_alone(chooser, database, server):
    other = await a_server(database, 2, now=START)
    await chooser.choose_for_channel(server, OLENA, NEWS, DAILY_AT_EIGHT)
    stopped = await chooser.stop_for_channel(other, OLENA, NEWS)

    assert not stopped
    assert [each.digest.channel_id for each in await chooser.of_server(server)] == [NEWS]
    assert await chooser.of_server(other) == []


async def test_who_set_and_ended_a_channels_digest_is_told_in_the_audit(chooser, database, server):
    await chooser.choose_for_channel(server, OLENA, NEWS, DAILY_AT_EIGHT)
    await chooser.stop_for_channel(server, OLENA, NEWS)
    async with database.read() as tx:
        entries = await audits.latest(tx, server)

    assert sorted(entry.action for entry in entries) == ["digest-removed", "digest-set"]
    assert {entry.actor_id for entry in entries} == {OLENA}
    assert {entry.details["channel"] for entry in entries} == {NEWS}


async def test_a_server_has_a_digest_in_so_many_channels_and_no_more(chooser, server):
    for number in range(MOST_IN_SERVER):
        await chooser.choose_for_channel(server, OLENA, ChannelId(number + 1), DAILY_AT_EIGHT)
    await chooser.choose_for_channel(server, OLENA, ChannelId(1), Choice(at=0))  # one that there is

    with pytest.raises(InvalidInput) as full:
        await chooser.choose_for_channel(server, OLENA, NEWS, DAILY_AT_EIGHT)
    assert full.value.code == "error-digests-full"
    assert len(await chooser.of_server(server)) == MOST_IN_SERVER


async def test_what_is_refused_changes_nothing(chooser, server):
    with pytest.raises(InvalidInput):
        await chooser.choose(server, RAVI, Choice(every=Every.DAILY, weekday=1))
    with pytest.raises(InvalidInput):
        await chooser.choose(server, RAVI, DAILY_AT_EIGHT, zone_name="Mars")

    assert await chooser.of_reader(server, RAVI) is None
    assert not await chooser.stop(server, RAVI)
