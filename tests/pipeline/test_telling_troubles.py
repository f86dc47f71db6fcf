"""What is told in trouble that lasts: of what lacks, of hours that begin meanwhile, of who has left."""

import pytest

from bot.domain.errors import OutcomeUnknown, PermissionMissing, ReaderGone, TryLater
from bot.domain.ids import UserId
from bot.domain.quiet import QuietHours
from bot.domain.subscription import Reach
from bot.pipeline import notifying
from bot.storage import breaking, discussions, readers, subscriptions
from tests.pipeline.newsroom import SERVER
from tests.pipeline.test_telling import ANNA, BEN, Telling


@pytest.fixture
def telling(database, discord, clock):
    return Telling(database, discord, clock)


async def test_what_lacks_in_a_channels_discussions_is_told_once_of_the_channel(telling, clock):
    await telling.story()
    await telling.subscribe(ANNA)
    await telling.tell()
    for number in range(3):
        await clock.advance(60)
        edition_id = await telling.story(key=f"https://news.example/{number}")
        async with telling.database.read() as tx:
            thread = (await discussions.find(tx, edition_id)).thread_id
        telling.post.refusals[thread] = PermissionMissing(permission="Send Messages in Threads")

        await telling.tell()

    about = [fields for _, key, fields in telling.discord.notices if key == "notice-mention-permission"]
    assert about == [{"channel": 10, "permission": "Send Messages in Threads"}]


async def is_quiet(telling, reader, *, in_minutes):
    """Let a reader's quiet hours begin so late, and last for eight hours."""
    now = telling.clock.now()
    start = (now.hour * 60 + now.minute + in_minutes) % 1440
    hours = QuietHours(start, (start + 480) % 1440)
    async with telling.database.write() as tx:
        await readers.set_times(tx, SERVER, reader, time_zone="UTC", quiet=hours, now=now)


@pytest.mark.parametrize("reach", [Reach.DIRECT, Reach.MENTION])
@pytest.mark.parametrize("error", [TryLater(seconds=1800), OutcomeUnknown(why="lost")])
async def test_what_failed_before_quiet_hours_is_told_after_them(telling, clock, reach, error):
    edition_id = await telling.story()
    await telling.subscribe(BEN, reach=reach)
    await is_quiet(telling, BEN, in_minutes=10)
    async with telling.database.read() as tx:
        thread = (await discussions.find(tx, edition_id)).thread_id
    telling.post.refusals = dict.fromkeys([BEN, thread], error)
    await telling.tell()
    telling.post.refusals = {}

    await clock.advance(1900)
    await telling.tell()
    in_quiet = telling.post.told()
    await clock.advance(8 * 3600)
    await telling.tell()

    assert in_quiet == []
    assert len(telling.post.told()) == 1


@pytest.mark.parametrize("reach", [Reach.DIRECT, Reach.MENTION])
async def test_hours_that_are_set_while_it_waits_are_kept_but_by_breaking_news(telling, clock, reach):
    await telling.story()
    await telling.subscribe(BEN, reach=reach)
    await telling.notifying.settle(1)
    await is_quiet(telling, BEN, in_minutes=0)

    await telling.tell()
    in_quiet = telling.post.told()
    async with telling.database.write() as tx:
        await breaking.begin(tx, SERVER, 1, now=clock.now())
    await telling.tell()

    assert in_quiet == []
    assert len(telling.post.told()) == 1


async def test_the_servers_hours_are_kept_too_by_what_waited(telling, clock):
    await telling.story()
    await telling.subscribe(BEN, reach=Reach.DIRECT)
    await telling.notifying.settle(1)
    async with telling.database.write() as tx:
        await tx.exec_driver_sql("UPDATE server SET time_zone = 'UTC', quiet_from = 600, quiet_until = 900")

    await telling.tell()  # at noon
    in_quiet = telling.post.told()
    await clock.advance(3 * 3600)
    await telling.tell()

    assert in_quiet == []
    assert telling.post.told() == [(BEN, 1)]


@pytest.mark.parametrize("reach", [Reach.DIRECT, Reach.MENTION])
async def test_who_left_is_asked_for_once(telling, clock, reach):
    telling.post.open_channels = False
    await telling.story()
    await telling.subscribe(BEN, reach=reach)
    telling.post.gone = {BEN}
    await telling.tell()
    asked = telling.discord.calls.count("member")

    for number in range(3):
        await clock.advance(60)
        await telling.story(key=f"https://news.example/{number}")
        await telling.tell()

    assert (await telling.rows())[BEN] == (reach, "dropped", "member-gone")
    assert telling.discord.calls.count("member") == asked == 1


async def test_in_a_server_that_is_gone_nobody_is_written_to_and_subscriptions_stay(telling):
    await telling.story()
    await telling.subscribe(BEN, reach=Reach.DIRECT)
    await telling.notifying.settle(1)
    telling.post.open_channels, telling.post.no_server = False, {BEN}

    await telling.tell()

    assert (await telling.rows())[BEN] == (Reach.DIRECT, "dropped", "member-gone")
    async with telling.database.read() as tx:
        assert len(await subscriptions.of_reader(tx, SERVER, BEN)) == 1


async def test_who_left_when_a_message_was_sent_is_not_written_to_again(telling):
    await telling.story()
    await telling.subscribe(BEN, reach=Reach.DIRECT)
    telling.post.refusals[BEN] = ReaderGone()

    await telling.tell()

    async with telling.database.read() as tx:
        assert await subscriptions.of_reader(tx, SERVER, BEN) == {}


async def test_what_is_settled_and_forgotten_in_pieces_is_whole_also_when_that_is_cut_off(
    telling, clock, monkeypatch
):
    monkeypatch.setattr(notifying, "_SETTLED_AT_ONCE", 2)
    monkeypatch.setattr(notifying, "_FORGOTTEN_AT_ONCE", 2)
    await telling.story()
    readers_of_it = [UserId(7000 + number) for number in range(5)]
    await telling.subscribe(*readers_of_it)
    async with telling.database.write() as tx:  # after the first piece the disk is full
        await tx.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON notification WHEN NEW.user_id = 7003 "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    await telling.tell(times=1)
    part = await telling.rows()
    async with telling.database.write() as tx:
        await tx.exec_driver_sql("DROP TRIGGER full")
    telling.begin()
    await clock.advance(601)
    await telling.tell()
    whole = telling.post.mentioned()
    await clock.advance(36 * 86400)

    await telling.notifying.sweep()

    assert list(part) == readers_of_it[:2]
    assert sorted(reader for reader, _ in whole) == readers_of_it
    assert await telling.rows() == {}
