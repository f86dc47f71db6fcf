import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot.domain.delivery import DeliveryState, Place
from bot.domain.edition import EditionState
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    PublishError,
    Refused,
    TryLater,
)
from bot.domain.ids import EditionId
from bot.domain.poll import PollState
from bot.domain.reasons import Reason
from bot.pipeline.delivery import DeliveryRules
from bot.storage import claims, deliveries, editions, polls, servers, tables
from bot.storage.database import Database
from bot.storage.editions import Extension
from tests.manual_clock import ManualClock
from tests.patience import PATIENCE
from tests.pipeline.delivering import a_walk, deliver_all, states, until_settled
from tests.pipeline.memory_discord import Crash, MemoryDiscord, nth
from tests.pipeline.newsroom import LONG_AGO, SERVER, VOTE_SET, an_edition

HOME, POINTER = 10, 20
EMOJI = ["👍", "👎", "🤔"]


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def discord(clock):
    return MemoryDiscord(clock)


def assert_delivered_once(discord):
    [home] = discord.cards(HOME)
    [pointer] = discord.cards(POINTER)
    assert home.card.home is None
    assert home.thread
    assert len(discord.cards(home.id)) == 1, "one first message in the discussion"
    assert sorted(home.reactions) == sorted(EMOJI)
    assert pointer.card.home == Place(HOME, home.id)
    assert not pointer.thread


async def test_a_home_gets_card_discussion_and_seeds_and_then_its_pointer_links_to_it(
    database, discord, clock
):
    await an_edition(database, channels=(HOME, POINTER))

    await deliver_all(database, discord, clock)

    assert_delivered_once(discord)
    assert await states(database) == {HOME: ("done", None), POINTER: ("done", None)}
    assert discord.calls[0] == "card"
    assert discord.calls.index("thread") < discord.calls.index("opening") < discord.calls.index("seed")


async def test_the_poll_opens_with_the_home_card_and_closes_after_its_length(database, discord, clock):
    edition_id = await an_edition(database)

    await deliver_all(database, discord, clock)

    async with database.read() as tx:
        poll = await polls.of_edition(tx, edition_id)
    assert poll.message_id == discord.cards(HOME)[0].id
    assert poll.vote_set == VOTE_SET
    assert poll.state is PollState.OPEN
    assert poll.closes_at == clock.now() + timedelta(days=7)


async def test_a_held_edition_waits_until_it_is_cleared(database, discord, clock):
    edition_id = await an_edition(database, state=EditionState.HELD)
    await deliver_all(database, discord, clock)
    assert discord.calls == []

    async with database.write() as tx:
        await editions.set_state(tx, edition_id, EditionState.HELD, EditionState.CLEARED)
    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("done", None)}


async def test_nothing_is_delivered_to_a_server_that_was_left(database, discord, clock):
    await an_edition(database)
    async with database.write() as tx:
        await servers.leave(tx, SERVER, now=clock.now())

    await deliver_all(database, discord, clock)

    assert discord.calls == []


CALLS = 8  # card, thread, opening, three seeds, the pointer's card; one more in recovery at most
DOWNTIMES = [5, 3600]  # within the nonce window, and long after it


@pytest.mark.parametrize("downtime", DOWNTIMES)
@pytest.mark.parametrize("effect", ["before", "after"])
@pytest.mark.parametrize("call", range(1, CALLS))
async def test_a_crash_around_any_call_repeats_and_loses_nothing(
    database, discord, clock, call, effect, downtime
):
    await an_edition(database, channels=(HOME, POINTER))
    setattr(discord, effect, nth(call, Crash()))
    with suppress(BaseExceptionGroup):
        await deliver_all(database, discord, clock)
    setattr(discord, effect, lambda _call: None)

    await clock.advance(downtime)
    await deliver_all(database, discord, clock)

    assert_delivered_once(discord)
    assert await states(database) == {HOME: ("done", None), POINTER: ("done", None)}


class CrashingDatabase(Database):
    """Dies before or after the commit of one writing transaction."""

    number: int
    effect: str

    def write(self):
        self.number -= 1
        inner = super().write()
        if self.number != 0:
            return inner
        return _CrashAtCommit(inner, before=self.effect == "before")


class _CrashAtCommit:
    def __init__(self, inner, *, before):
        self._inner, self._before = inner, before

    async def __aenter__(self):
        return await self._inner.__aenter__()

    async def __aexit__(self, *error):
        if self._before:
            with suppress(Crash):
                await self._inner.__aexit__(Crash, Crash(), None)
        else:
            await self._inner.__aexit__(*error)
        raise Crash


@pytest.mark.parametrize("downtime", DOWNTIMES)
@pytest.mark.parametrize("effect", ["before", "after"])
@pytest.mark.parametrize("commit", range(1, 15))
async def test_a_crash_around_any_commit_repeats_and_loses_nothing(
    database_file, discord, clock, commit, effect, downtime
):
    fragile = await CrashingDatabase.open(database_file)
    fragile.number, fragile.effect = 0, effect
    await an_edition(fragile, channels=(HOME, POINTER))
    fragile.number = commit
    with suppress(BaseExceptionGroup, Crash):
        await deliver_all(fragile, discord, clock)
    await fragile.close()

    await clock.advance(downtime)
    mended = await Database.open(database_file)
    await deliver_all(mended, discord, clock)

    assert_delivered_once(discord)
    assert await states(mended) == {HOME: ("done", None), POINTER: ("done", None)}
    await mended.close()


@pytest.mark.parametrize("effect", ["before", "after"])
@pytest.mark.parametrize("call", range(1, CALLS))
async def test_a_lost_answer_is_tried_again_and_nothing_is_repeated(database, discord, clock, call, effect):
    await an_edition(database, channels=(HOME, POINTER))
    setattr(discord, effect, nth(call, OutcomeUnknown(why="connection reset")))

    await deliver_all(database, discord, clock)
    await clock.advance(2)
    await deliver_all(database, discord, clock)

    assert_delivered_once(discord)


async def test_a_rate_limit_is_a_durable_later(database, discord, clock):
    await an_edition(database)
    discord.before = nth(1, TryLater(seconds=90))

    await deliver_all(database, discord, clock)
    first = await states(database)
    await clock.advance(89)
    await deliver_all(database, discord, clock)
    early = len(discord.calls)
    await clock.advance(1)
    await deliver_all(database, discord, clock)

    assert first == {HOME: ("posting", "rate-limited")}
    assert early == 1
    assert await states(database) == {HOME: ("done", None)}


@pytest.mark.parametrize(
    ("error", "reason", "notice"),
    [
        (PermissionMissing(permission="Send Messages"), "permission-missing", "notice-permission-missing"),
        (DestinationGone(), "channel-gone", "notice-channel-gone"),
    ],
)
async def test_what_a_person_can_mend_waits_and_the_moderators_are_told_once(
    database, discord, clock, error, reason, notice
):
    for story in ("a", "b", "c"):
        await an_edition(database, key=story)
    discord.refusals[HOME] = error

    await deliver_all(database, discord, clock)
    waiting = await states(database)
    discord.refusals.clear()
    await deliver_all(database, discord, clock)

    assert waiting == {HOME: ("waiting", reason)}
    assert [(server, key) for server, key, _ in discord.notices] == [(SERVER, notice)]
    assert await states(database) == {HOME: ("done", None)}
    assert len(discord.cards(HOME)) == 3


async def test_a_mended_permission_lets_waiting_deliveries_go_on_at_once(database, discord, clock):
    await an_edition(database)
    discord.refusals[HOME] = PermissionMissing(permission="Send Messages")
    walk = a_walk(database, discord, clock)
    running = asyncio.create_task(walk.run())
    await until_settled(database, clock, running)
    assert await states(database) == {HOME: ("waiting", "permission-missing")}

    discord.refusals.clear()
    await walk.resume(SERVER)
    await until_settled(database, clock, running)

    assert await states(database) == {HOME: ("done", None)}
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_the_next_destination_becomes_the_home_when_the_home_cannot_be_posted(database, discord, clock):
    await an_edition(database, channels=(HOME, POINTER))
    discord.refusals[HOME] = DestinationGone()

    await deliver_all(database, discord, clock)

    [card] = discord.cards(POINTER)
    assert card.card.home is None
    assert card.thread
    assert sorted(card.reactions) == sorted(EMOJI)
    assert await states(database) == {HOME: ("waiting", "channel-gone"), POINTER: ("done", None)}


async def test_a_refused_story_is_set_apart_and_the_next_goes_out(database, discord, clock):
    await an_edition(database, key="poison")
    await an_edition(database, key="good")
    discord.before = nth(1, Refused(discord_code=50035, why="Invalid Form Body"))

    await deliver_all(database, discord, clock)

    async with database.read() as tx:
        rows = (await tx.execute(select(tables.delivery.c.state, tables.delivery.c.detail))).all()
    assert sorted(rows) == [("done", ""), ("failed", "Invalid Form Body")]


async def test_a_card_deleted_on_the_way_is_never_posted_again(database, discord, clock):
    edition_id = await an_edition(database)
    discord.before = nth(2, CardGone())

    await deliver_all(database, discord, clock)
    await clock.advance(3600)
    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("removed", "card-deleted")}
    assert discord.calls.count("card") == 1
    async with database.read() as tx:
        assert (await polls.of_edition(tx, edition_id)).state is PollState.ORPHANED


async def test_a_fault_of_ours_stops_one_delivery_and_not_for_ever(database, discord, clock):
    await an_edition(database, key="a")
    await an_edition(database, key="b")
    discord.before = nth(1, ZeroDivisionError())

    await deliver_all(database, discord, clock)
    after_the_fault = await states_of_all(database)
    await clock.advance(1)
    await deliver_all(database, discord, clock)

    assert after_the_fault == [("done", None), ("posting", Reason.INTERNAL)]
    assert await states_of_all(database) == [("done", None), ("done", None)]


async def test_a_delivery_that_never_gets_an_answer_fails_in_the_end_with_the_cause(database, discord, clock):
    await an_edition(database)
    discord.refusals[HOME] = OutcomeUnknown(why="no route to host")

    for _ in range(20):
        await deliver_all(database, discord, clock)
        await clock.advance(600)

    assert await states(database) == {HOME: ("failed", "no-answer")}


async def test_leases_of_a_run_that_died_do_not_hold_anything_up(database, discord, clock):
    await an_edition(database)
    async with database.write() as tx:
        await tx.execute(tables.delivery.update().values(lease_until=clock.now() + timedelta(hours=1)))

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("done", None)}


async def test_more_deliveries_than_go_at_once_all_go(database, discord, clock):
    for number in range(30):
        await an_edition(database, key=f"story {number}")

    await deliver_all(database, discord, clock, DeliveryRules(at_once=3))

    assert len(discord.cards(HOME)) == 30
    assert set(await states_of_all(database)) == {(DeliveryState.DONE, None)}


async def states_of_all(database):
    async with database.read() as tx:
        rows = await tx.execute(select(tables.delivery.c.state, tables.delivery.c.reason))
        return sorted((row.state, row.reason) for row in rows)


async def test_a_card_deleted_in_a_pointers_channel_leaves_the_home_alone(database, discord, clock):
    edition_id = await an_edition(database, channels=(HOME, POINTER))
    discord.refusals[POINTER] = CardGone()

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("done", None), POINTER: ("removed", "card-deleted")}
    async with database.read() as tx:
        assert (await polls.of_edition(tx, edition_id)).state is PollState.OPEN


async def test_a_home_without_the_permission_for_threads_keeps_its_poll_and_its_place(
    database, discord, clock
):
    edition_id = await an_edition(database, channels=(HOME, POINTER))
    discord.before = nth(2, PermissionMissing(permission="Create Public Threads"))

    await deliver_all(database, discord, clock)

    assert (await states(database))[HOME] == ("waiting", "permission-missing")
    assert discord.cards(POINTER)[0].card.home == Place(HOME, discord.cards(HOME)[0].id)
    async with database.read() as tx:
        assert (await polls.of_edition(tx, edition_id)).state is PollState.OPEN


async def test_a_failure_that_nobody_foresaw_is_tried_again_too(database, discord, clock):
    await an_edition(database)
    discord.before = nth(1, PublishError())

    await deliver_all(database, discord, clock)
    await clock.advance(1)
    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("done", None)}


async def test_a_row_that_contradicts_itself_is_a_fault_of_ours_and_stops_nothing_else(
    database, discord, clock
):
    await an_edition(database, key="broken")
    async with database.write() as tx:
        await tx.execute(tables.delivery.update().values(state="posted"))
    await an_edition(database, key="good")

    await deliver_all(database, discord, clock)

    assert await states_of_all(database) == [("done", None), ("posted", Reason.INTERNAL)]


async def test_a_delivery_that_somebody_else_moved_on_is_let_go(database, discord, clock):
    await an_edition(database)
    walk = a_walk(database, discord, clock)
    async with database.write() as tx:
        [claimed] = await claims.claim(
            tx, now=clock.now(), lease_until=clock.now() + timedelta(minutes=1), limit=1
        )
        await deliveries.move(tx, claimed, DeliveryState.POSTING, intent_at=clock.now())

    with pytest.raises(deliveries.LostClaim):
        await walk.deliver(claimed)

    assert discord.calls == []


async def test_a_delivery_without_its_edition_is_no_delivery(database, discord, clock):
    await an_edition(database)
    walk = a_walk(database, discord, clock)
    async with database.write() as tx:
        [claimed] = await claims.claim(
            tx, now=clock.now(), lease_until=clock.now() + timedelta(minutes=1), limit=1
        )

    await walk.deliver(replace(claimed, edition_id=EditionId(99)))

    assert await states(database) == {HOME: ("queued", "internal")}


async def test_what_goes_wrong_while_telling_the_moderators_stops_no_delivery(database, discord, clock):
    await an_edition(database, key="a", channels=(HOME,))
    await an_edition(database, key="b", channels=(POINTER,))
    discord.refusals[HOME] = DestinationGone()
    discord.notify = None  # whatever breaks there

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("waiting", "channel-gone"), POINTER: ("done", None)}


async def test_a_change_where_nothing_waits_wakes_nobody(database, discord, clock):
    walk = a_walk(database, discord, clock)

    await walk.resume(SERVER)

    assert not walk.wake.is_set()


async def test_a_claim_lost_on_the_way_is_logged_and_the_walk_goes_on(database, clock):
    await an_edition(database, key="lost")

    class Meddling(MemoryDiscord):
        async def post_card(self, channel_id, card, *, nonce):
            async with database.write() as tx:
                await tx.execute(tables.delivery.update().values(state="removed", lease_until=None))
            return await super().post_card(channel_id, card, nonce=nonce)

    with capture_logs() as lines:
        running = asyncio.create_task(a_walk(database, Meddling(clock), clock).run())
        await until(clock, lambda: "delivery.claim_lost" in [line["event"] for line in lines])

    assert await states(database) == {HOME: ("removed", None)}
    await stopped(running)


async def test_cards_of_a_channel_stand_in_the_order_of_their_stories(database, discord, clock):
    for number in range(12):
        await an_edition(database, key=f"story {number}", now=LONG_AGO + timedelta(minutes=number))

    await deliver_all(database, discord, clock)

    in_order = [message.card.edition.story.draft.key for message in discord.cards(HOME)]
    assert in_order == [f"story {number}" for number in range(12)]


THIRD = 30


async def test_a_channel_that_is_mended_gets_the_story_although_its_home_still_waits(
    database, discord, clock
):
    await an_edition(database, channels=(HOME, POINTER))
    discord.refusals[HOME] = discord.refusals[POINTER] = PermissionMissing(permission="Send Messages")
    await deliver_all(database, discord, clock)
    del discord.refusals[POINTER]

    await deliver_all(database, discord, clock)

    [card] = discord.cards(POINTER)
    assert card.card.home is None
    assert card.thread
    assert await states(database) == {HOME: ("waiting", "permission-missing"), POINTER: ("done", None)}


async def test_only_one_of_several_pointers_takes_the_place_of_a_home_that_waits(database, discord, clock):
    await an_edition(database, channels=(HOME, POINTER, THIRD))
    discord.refusals[HOME] = DestinationGone()

    await deliver_all(database, discord, clock)

    [first], [second] = discord.cards(POINTER), discord.cards(THIRD)
    assert {first.card.home, second.card.home} in (
        {Place(POINTER, first.id), None},
        {Place(THIRD, second.id), None},
    )
    assert {first.thread, second.thread} == {True, False}


async def test_a_home_that_is_mended_after_another_took_its_place_becomes_a_pointer(database, discord, clock):
    await an_edition(database, channels=(HOME, POINTER))
    discord.refusals[HOME] = DestinationGone()
    await deliver_all(database, discord, clock)
    discord.refusals.clear()

    await deliver_all(database, discord, clock)

    [late] = discord.cards(HOME)
    assert late.card.home == Place(POINTER, discord.cards(POINTER)[0].id)
    assert not late.thread


async def test_a_pointer_that_comes_after_its_home_failed_takes_its_place(database, discord, clock):
    edition_id = await an_edition(database, channels=(HOME,))
    discord.before = nth(1, Refused(discord_code=50035, why="Invalid Form Body"))
    await deliver_all(database, discord, clock)

    async with database.write() as tx:
        await editions.extend(tx, [Extension(edition_id, SERVER, (), (POINTER,))], now=clock.now())
    await deliver_all(database, discord, clock)

    [card] = discord.cards(POINTER)
    assert card.thread
    assert await states(database) == {HOME: ("failed", "refused"), POINTER: ("done", None)}


async def test_a_home_that_may_have_been_sent_is_not_passed_by(database, discord, clock):
    await an_edition(database, channels=(HOME, POINTER))
    discord.after = nth(1, OutcomeUnknown(why="connection reset"))
    await deliver_all(database, discord, clock)
    discord.refusals[HOME] = PermissionMissing(permission="Read Message History")
    await clock.advance(3600)

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("waiting", "permission-missing"), POINTER: ("queued", None)}
    assert len(discord.cards(HOME)) == 1


async def test_a_card_deleted_before_it_was_recorded_is_posted_nowhere_else(database, discord, clock):
    await an_edition(database, channels=(HOME, POINTER))
    discord.before = nth(1, CardGone())

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("removed", "card-deleted"), POINTER: ("removed", "card-deleted")}
    assert discord.cards(POINTER) == []


async def test_one_of_those_that_wait_tries_whether_a_channel_is_mended(database, discord, clock):
    for number in range(10):
        await an_edition(database, key=f"story {number}")
    discord.refusals[HOME] = PermissionMissing(permission="Send Messages")
    await deliver_all(database, discord, clock)
    discord.calls.clear()

    await deliver_all(database, discord, clock)
    in_vain = list(discord.calls)
    discord.refusals.clear()
    await deliver_all(database, discord, clock)

    assert in_vain == ["card"]
    assert len(discord.cards(HOME)) == 10
    assert set(await states_of_all(database)) == {("done", None)}


async def test_a_discussion_that_somebody_deleted_does_not_stop_the_poll(database, discord, clock):
    await an_edition(database)
    discord.before = nth(3, DestinationGone())

    await deliver_all(database, discord, clock)

    [card] = discord.cards(HOME)
    assert sorted(card.reactions) == sorted(EMOJI)
    assert await states(database) == {HOME: ("done", None)}
    assert discord.notices == []


async def test_readers_can_vote_where_no_discussion_can_be_opened(database, discord, clock):
    await an_edition(database)
    discord.before = nth(2, PermissionMissing(permission="Create Public Threads"))

    await deliver_all(database, discord, clock)

    [card] = discord.cards(HOME)
    assert sorted(card.reactions) == sorted(EMOJI)
    assert await states(database) == {HOME: ("waiting", "permission-missing")}


async def test_a_limit_for_everybody_lets_nobody_through_until_it_is_over(database, discord, clock):
    await an_edition(database, key="a")
    discord.before = nth(1, TryLater(seconds=60, shared=True))
    walk = a_walk(database, discord, clock)
    running = asyncio.create_task(walk.run())
    await until(clock, lambda: discord.calls)
    await an_edition(database, key="b")
    walk.wake.set()
    await until(clock, lambda: not walk.wake.is_set())
    async with database.read() as tx:
        leased = await tx.scalar(select(func.count()).where(tables.delivery.c.lease_until.is_not(None)))
    meanwhile = await states_of_all(database)

    await clock.advance(60)
    await until_settled(database, clock, running)

    assert (leased, meanwhile) == (0, [("posting", "rate-limited"), ("queued", None)])
    assert await states_of_all(database) == [("done", None), ("done", None)]
    await stopped(running)


async def test_trouble_with_the_database_does_not_end_the_deliveries(database_file, discord, clock):
    class Troubled(Database):
        trouble = 1

        def write(self):
            self.trouble -= 1
            if self.trouble == 0:
                raise OSError("disk full")
            return super().write()

    database = await Troubled.open(database_file)
    database.trouble = 0
    await an_edition(database)
    database.trouble = 1
    running = asyncio.create_task(a_walk(database, discord, clock).run())
    await until(clock, lambda: database.trouble <= 0)

    await clock.advance(10)
    await until_settled(database, clock, running)

    assert await states(database) == {HOME: ("done", None)}
    await stopped(running)
    await database.close()


async def test_whoever_lost_the_lease_changes_nothing_any_more(database, clock):
    await an_edition(database)
    now = clock.now()
    async with database.write() as tx:
        [late] = await claims.claim(tx, now=now, lease_until=now + timedelta(seconds=1), limit=1)
        now += timedelta(seconds=2)
        [held] = await claims.claim(tx, now=now, lease_until=now + timedelta(minutes=1), limit=1)

    with pytest.raises(deliveries.LostClaim):
        async with database.write() as tx:
            await deliveries.put_off(tx, replace(late, attempts=1), until=now, reason=Reason.NO_ANSWER)

    async with database.write() as tx:
        await deliveries.move(tx, held, DeliveryState.POSTING, intent_at=now)


async def test_a_card_found_again_has_its_poll_reconciled(database, discord, clock):
    edition_id = await an_edition(database)
    discord.after = nth(1, Crash())
    with suppress(BaseExceptionGroup):
        await deliver_all(database, discord, clock)
    await clock.advance(3600)
    walk = a_walk(database, discord, clock)
    running = asyncio.create_task(walk.run())
    await until_settled(database, clock, running)

    async with database.read() as tx:
        poll = await polls.of_edition(tx, edition_id)
        assert await polls.to_reconcile(tx, now=clock.now(), limit=5) == [poll.id]
    await stopped(running)


async def until(clock, condition):
    """Wait until the condition holds and the walk rests."""
    async with asyncio.timeout(PATIENCE):
        while not (condition() and clock.resting()):
            await asyncio.to_thread(bool)  # a turn for everybody else


async def stopped(running):
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
