"""What becomes of messages that tell readers of stories, whatever goes wrong on the way."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.errors import (
    CardGone,
    DestinationGone,
    DoorClosed,
    OutcomeUnknown,
    PermissionMissing,
    ReaderGone,
    Refused,
    ThreadsFull,
    TryLater,
)
from bot.domain.ids import RoleId, TagId, UserId
from bot.domain.subscription import Reach
from bot.domain.tagging import DiscussionMode, TagOptions
from bot.pipeline.notifying import Notifying, NotifyingRules
from bot.storage import closed_doors, discussions, readers, servers, subscriptions, tags
from bot.storage.reader_tables import notification
from bot.storage.tables import delivery
from tests.pipeline.delivering import deliver_all, stopped, until
from tests.pipeline.memory_discord import Crash, nth
from tests.pipeline.memory_readers import MemoryReaders
from tests.pipeline.newsroom import SERVER, an_edition

ANNA, BEN, CLEO, DORA = UserId(5001), UserId(5002), UserId(5003), UserId(5004)
WINDOW = timedelta(seconds=60)
LOST = OutcomeUnknown(why="lost")


class Telling:
    """A story's card with readers, and the walk that tells them; `begin` makes it anew, as a restart does."""

    def __init__(self, database, discord, clock):
        self.database, self.discord, self.clock = database, discord, clock
        self.post = MemoryReaders(discord)
        self.begin()

    def begin(self):
        rules = NotifyingRules(WINDOW)
        self.wake_roles = asyncio.Event()
        self.notifying = Notifying(
            self.database, self.discord, self.post, self.clock, rules, wake_roles=self.wake_roles
        )

    async def subscribe(self, *readers, channel=10, reach=None, made_at=None):
        made_at = made_at or self.clock.now() - timedelta(days=9)
        async with self.database.write() as tx:
            tag = await tags.find(tx, SERVER, f"tag{channel}")
            for reader in readers:
                await subscriptions.add(tx, SERVER, reader, [TagId(tag.id)], reach=reach, now=made_at)

    async def story(self, *, options=None, key="https://news.example/talks"):
        """Let a story's card stand."""
        edition_id = await an_edition(self.database, options=options, key=key)
        await deliver_all(self.database, self.discord, self.clock)
        return edition_id

    async def tell(self, *, times=4):
        """Tell what is due, a process long."""
        with suppress(BaseExceptionGroup, Crash):
            for _ in range(times):
                await self.notifying.tell_due()

    async def rows(self):
        async with self.database.read() as tx:
            rows = await tx.execute(select(notification).order_by(notification.c.user_id))
            return {row.user_id: (row.reach, row.state, row.reason) for row in rows}

    async def is_closed(self, reader):
        async with self.database.read() as tx:
            return await closed_doors.is_closed(tx, reader)


@pytest.fixture
async def telling(database, discord, clock):
    made = Telling(database, discord, clock)
    await made.story()
    await made.subscribe(ANNA)
    await made.subscribe(BEN, reach=Reach.DIRECT)
    return made


async def test_a_mention_names_no_tag_whose_channel_is_hidden_from_some_in_the_discussion(
    database, discord, clock
):
    telling = Telling(database, discord, clock)
    await an_edition(database, channels=(10, 20))
    await deliver_all(database, discord, clock)
    await telling.subscribe(ANNA)
    await telling.subscribe(ANNA, channel=20)
    discord.hidden = {20}

    await telling.tell()

    assert list(telling.post.mentions.values()) == [(ANNA,)]
    assert list(telling.post.named.values()) == [("Tag 10",)]


TOLD = [(ANNA, "mentioned"), (BEN, 1)]


@pytest.mark.parametrize("later", [5, 400], ids=["within the window", "after it"])
@pytest.mark.parametrize("effect", ["before", "after"])
@pytest.mark.parametrize("fault", [Crash(), LOST], ids=["died", "lost"])
async def test_whichever_call_is_cut_off_each_reader_is_told_once(telling, clock, effect, fault, later):
    await telling.tell()
    for number in range(1, 5):
        edition_id = await telling.story(key=f"https://news.example/{number}")
        setattr(telling.discord, effect, nth(len(telling.discord.calls) + number, fault))
        await telling.tell()
        telling.discord.before = telling.discord.after = lambda _call: None

        telling.begin()
        await clock.advance(later)
        await telling.tell()
        await clock.advance(600)
        await telling.tell()

        mentioned = telling.post.mentioned()
        assert len(mentioned) == len(set(mentioned)) == number + 1
        assert telling.post.told().count((BEN, edition_id)) == 1


async def test_it_is_settled_once_and_not_for_what_is_old_or_gone(telling, clock):
    await telling.subscribe(DORA, made_at=telling.clock.now() + timedelta(seconds=1))  # after it was posted
    first = await telling.notifying.tell_due()
    await telling.tell()
    await telling.subscribe(CLEO)
    await telling.notifying.settle(1)
    await telling.tell()
    assert telling.post.told() == TOLD

    old = await telling.story(key="https://news.example/old")
    await clock.advance(3 * 86400)
    gone = await telling.story(key="https://news.example/gone")
    async with telling.database.write() as tx:
        await tx.execute(delivery.update().where(delivery.c.edition_id == gone).values(state="removed"))
    await telling.tell()

    assert first <= clock.now()
    assert telling.post.told() == TOLD
    assert old != gone


@pytest.mark.parametrize(
    ("error", "rows"),
    [
        (CardGone(), ("mention", "sent", None)),
        (DestinationGone(), ("direct", "sent", None)),
        (PermissionMissing(permission="Send Messages in Threads"), ("direct", "sent", None)),
        (Refused(discord_code=160005, why="locked"), ("direct", "sent", None)),
        (TryLater(seconds=30), ("mention", "queued", "rate-limited")),
        (LOST, ("mention", "sending", "no-answer")),
        (ThreadsFull(), ("mention", "queued", "internal")),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_what_discord_says_of_a_mention(telling, error, rows):
    async with telling.database.read() as tx:
        thread = (await discussions.find(tx, 1)).thread_id
    telling.post.refusals[thread] = error

    await telling.tell()

    assert (await telling.rows())[ANNA] == rows
    assert bool(telling.discord.notices) == isinstance(error, PermissionMissing)
    if rows[1] in {"queued", "sending"}:
        telling.post.refusals.clear()
        await telling.clock.advance(40)
        await telling.tell()
        assert telling.post.told() == TOLD


async def test_of_a_mention_in_doubt_nobody_is_written_to(telling):
    async with telling.database.read() as tx:
        thread = (await discussions.find(tx, 1)).thread_id
    telling.post.refusals[thread] = LOST
    await telling.tell()
    telling.post.refusals[thread] = DestinationGone()
    await telling.clock.advance(5)
    await telling.tell()

    assert (await telling.rows())[ANNA] == ("mention", "dropped", "no-answer")


@pytest.mark.parametrize(
    ("error", "rows"),
    [
        (CardGone(), ("direct", "sent", None)),
        (DoorClosed(), ("direct", "dropped", "door-closed")),
        (ReaderGone(), ("direct", "dropped", "member-gone")),
        (DestinationGone(), ("direct", "dropped", "member-gone")),
        (Refused(discord_code=1, why="no"), ("direct", "dropped", "refused")),
        (PermissionMissing(permission="View Channel"), ("direct", "dropped", "refused")),
        (TryLater(seconds=30), ("direct", "queued", "rate-limited")),
        (LOST, ("direct", "sending", "no-answer")),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_what_discord_says_of_a_direct_message(telling, error, rows):
    telling.post.refusals[BEN] = error

    await telling.tell()

    assert (await telling.rows())[BEN] == rows
    assert await telling.is_closed(BEN) == isinstance(error, DoorClosed)


async def test_who_may_not_see_the_card_is_told_in_no_way(telling):
    telling.post.open_channels = False
    telling.post.hidden = {(ANNA, 10), (BEN, 10)}
    await telling.subscribe(CLEO)
    telling.post.gone = {CLEO}

    await telling.tell()

    assert await telling.rows() == {
        ANNA: ("mention", "dropped", "hidden"),
        BEN: ("direct", "dropped", "hidden"),
        CLEO: ("mention", "dropped", "member-gone"),
    }


async def test_what_a_reader_may_not_see_any_more_is_not_sent_to_them_again(telling):
    telling.discord.after = lambda _call: LOST if telling.discord.calls[-1] == "letter" else None
    telling.discord.before = lambda _call: LOST if telling.discord.calls[-1] == "letter" else None
    await telling.tell()
    telling.post.hidden = {(BEN, 10)}
    await telling.clock.advance(100)
    await telling.tell()

    assert (await telling.rows())[BEN] == ("direct", "dropped", "hidden")


async def test_whoever_unsubscribes_or_leaves_while_it_waits_is_not_told(telling):
    await telling.subscribe(CLEO, reach=Reach.DIRECT)
    await telling.subscribe(DORA)
    await telling.notifying.settle(1)
    telling.post.gone = {CLEO}
    async with telling.database.write() as tx:
        for reader in (ANNA, BEN):
            await subscriptions.remove(tx, SERVER, reader, [TagId(1)])
        await readers.set_reach(tx, SERVER, DORA, Reach.LIST, now=telling.clock.now())

    await telling.tell()

    assert await telling.rows() == {
        ANNA: ("mention", "dropped", "unsubscribed"),
        BEN: ("direct", "dropped", "unsubscribed"),
        CLEO: ("direct", "dropped", "member-gone"),
        DORA: ("mention", "dropped", "unsubscribed"),
    }


async def test_of_a_card_that_was_deleted_nobody_is_told(telling):
    telling.discord.before = lambda _call: LOST if telling.discord.calls[-1] == "letter" else None
    await telling.subscribe(CLEO, reach=Reach.DIRECT)
    await telling.notifying.settle(1)
    async with telling.database.write() as tx:
        await tx.execute(notification.update().where(notification.c.user_id == CLEO).values(attempts=0))
    await telling.notifying._telling.write(SERVER, BEN)
    async with telling.database.write() as tx:
        await tx.execute(delivery.update().values(state="removed"))
    telling.discord.before = lambda _call: None
    await telling.clock.advance(100)
    for reader in (BEN, CLEO):
        await telling.notifying._telling.write(SERVER, reader)
    await telling.tell()

    assert {row[1:] for row in (await telling.rows()).values()} == {("dropped", "card-deleted")}


async def test_a_discussion_that_went_while_it_waited_is_made_up_for(telling):
    await telling.notifying.settle(1)
    async with telling.database.write() as tx:
        await tx.exec_driver_sql("DELETE FROM discussion")

    await telling.tell()

    assert telling.post.told() == [(ANNA, 1), (BEN, 1)]


async def test_a_closed_door_is_not_knocked_at(telling):
    await telling.notifying.settle(1)
    async with telling.database.write() as tx:
        await closed_doors.close(tx, BEN, now=telling.clock.now())

    await telling.tell()

    assert (await telling.rows())[BEN] == ("direct", "dropped", "door-closed")
    assert "letter" not in telling.discord.calls


async def test_eleven_stories_are_two_messages_and_one_opens_the_door(database, discord, clock):
    telling = Telling(database, discord, clock)
    for number in range(11):
        await telling.story(key=f"https://news.example/{number}")
    await telling.subscribe(BEN, reach=Reach.DIRECT)
    for number in range(1, 12):
        await telling.notifying.settle(number)

    await telling.tell()

    assert sorted(len(letter.stories) for letter in telling.post.letters.values()) == [1, 10]


async def test_a_server_that_is_away_is_told_when_it_is_back(telling):
    telling.discord.away = {SERVER}
    await telling.tell()
    assert await telling.rows() == {}
    telling.discord.away = set()
    await telling.clock.advance(61)
    await telling.notifying.settle(1)
    telling.discord.away = {SERVER}
    await telling.tell()
    telling.discord.away = set()
    await telling.clock.advance(61)

    await telling.tell()

    assert telling.post.told() == TOLD


async def test_in_a_paused_server_nobody_is_told_until_it_goes_on(telling):
    async with telling.database.write() as tx:
        await servers.pause(tx, SERVER, now=telling.clock.now())
    await telling.tell()
    assert await telling.rows() == {}
    await telling.notifying.settle(1)
    await telling.tell()
    assert telling.post.told() == []
    async with telling.database.write() as tx:
        await servers.go_on(tx, SERVER)

    await telling.tell()

    assert telling.post.told() == TOLD


async def test_what_can_not_be_asked_or_fails_is_put_off(telling):
    await telling.notifying.settle(1)
    telling.discord.before = lambda _call: TryLater(seconds=20)
    await telling.tell()
    assert telling.post.told() == []
    telling.discord.before = lambda _call: RuntimeError("a bug")
    await telling.clock.advance(21)
    await telling.tell()
    telling.discord.before = lambda _call: None
    await telling.clock.advance(601)

    await telling.tell()

    assert telling.post.told() == TOLD


async def test_what_waited_for_days_is_dropped_and_what_is_long_settled_forgotten(telling):
    await telling.notifying.settle(1)
    await telling.clock.advance(2.1 * 86400)
    await telling.notifying.sweep()
    assert {row[1:] for row in (await telling.rows()).values()} == {("dropped", "stale")}
    await telling.clock.advance(36 * 86400)

    await telling.notifying.sweep()

    assert await telling.rows() == {}


async def test_where_no_discussion_is_opened_readers_are_written_to(database, discord, clock):
    telling = Telling(database, discord, clock)
    await telling.story(options=TagOptions(discussion=DiscussionMode.NEVER))
    await telling.subscribe(ANNA)

    await telling.tell()

    assert telling.post.told() == [(ANNA, 1)]


async def test_a_message_that_is_missing_after_all_is_sent(telling):
    telling.discord.before = lambda _call: (
        LOST if telling.discord.calls[-1] in {"letter", "mention"} else None
    )
    await telling.tell()
    telling.discord.before = lambda _call: None
    await telling.clock.advance(100)

    await telling.tell()

    assert telling.post.told() == TOLD
    assert "find" in telling.discord.calls


async def test_a_message_that_was_sent_after_all_is_found(telling):
    telling.discord.after = lambda _call: LOST if telling.discord.calls[-1] in {"letter", "mention"} else None
    await telling.tell()
    telling.discord.after = lambda _call: None
    await telling.clock.advance(400)  # longer than Discord knows a nonce
    await telling.tell()

    assert telling.post.told() == TOLD
    assert telling.discord.calls.count("find") == 2
    assert {row[1] for row in (await telling.rows()).values()} == {"sent"}


async def test_who_sees_a_hidden_channel_is_mentioned_in_it(telling):
    telling.post.open_channels = False
    await telling.subscribe(CLEO)
    await telling.notifying.settle(1)
    async with telling.database.write() as tx:
        await subscriptions.remove(tx, SERVER, CLEO, [TagId(1)])

    await telling.tell()

    assert telling.post.told() == TOLD


async def test_a_role_that_is_not_pinged_is_told_to_moderators(database, discord, clock):
    telling = Telling(database, discord, clock)
    role = RoleId(77)
    discord.silent_roles = {role}
    await an_edition(database)
    async with database.write() as tx:
        await tx.exec_driver_sql("UPDATE tag SET role_id = 77")
        await tx.exec_driver_sql("UPDATE server SET ping_from = 1")
    await deliver_all(database, discord, clock)
    await telling.subscribe(ANNA)

    await telling.tell()

    assert [(key, fields) for _, key, fields in discord.notices] == [
        ("notice-role-not-pinged", {"channel": 10})
    ]
    assert not telling.wake_roles.is_set()  # its owner chose a role


async def test_a_tag_with_subscribers_enough_wants_a_role(telling):
    async with telling.database.write() as tx:
        await tx.exec_driver_sql("UPDATE server SET ping_from = 1")

    await telling.notifying.settle(1)

    assert telling.wake_roles.is_set()


async def test_the_loop_tells_and_sweeps_until_it_is_cancelled(telling, clock):
    async with telling.database.write() as tx:  # a trigger that fails like a full disk
        await tx.exec_driver_sql(
            "CREATE TRIGGER full BEFORE DELETE ON notification BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        await tx.exec_driver_sql(
            "INSERT INTO notification (edition_id, user_id, server_id, reach, state, not_before, settled_at) "
            "VALUES (1, 9, 1, 'mention', 'sent', '2020-01-01 00:00:00', '2020-01-01 00:00:00')"
        )
    running = asyncio.create_task(telling.notifying.run())
    await until(clock, lambda: telling.post.told() == TOLD)
    async with telling.database.write() as tx:
        await tx.exec_driver_sql("DROP TRIGGER full")
    await clock.advance(11)
    await until(clock, lambda: True)
    async with asyncio.timeout(30):
        while UserId(9) in await telling.rows():  # noqa: ASYNC110 -- nothing is told of rows
            await asyncio.sleep(0.001)
    await stopped(running)
