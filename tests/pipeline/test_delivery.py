"""The walk of deliveries: home, then pointers, each in its turn and once."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.delivery import DeliveryState, Place
from bot.domain.edition import EditionState
from bot.domain.ids import EditionId, ServerId
from bot.domain.poll import PollState
from bot.domain.reasons import Reason
from bot.domain.turns import Turns
from bot.pipeline.delivery import DeliveryRules
from bot.storage import claims, deliveries, due_polls, editions, polls, servers
from bot.storage.database import Database
from bot.storage.tables import delivery
from tests.patience import PATIENCE
from tests.pipeline.delivering import (
    a_walk,
    deliver_all,
    states,
    states_of_all,
    stopped,
    until,
    until_settled,
)
from tests.pipeline.dying import HOME, POINTER
from tests.pipeline.memory_discord import Crash, MemoryDiscord, nth
from tests.pipeline.newsroom import LONG_AGO, SERVER, VOTE_SET, an_edition
from tests.pipeline.readers import EMOJI


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


async def test_more_deliveries_than_go_at_once_all_go(database, discord, clock):
    for number in range(30):
        await an_edition(database, key=f"story {number}")

    await deliver_all(database, discord, clock, DeliveryRules(at_once=3))

    assert len(discord.cards(HOME)) == 30
    assert set(await states_of_all(database)) == {(DeliveryState.DONE, None)}


async def test_when_every_place_is_taken_the_next_waits_until_one_is_ready(database, clock):
    answered = asyncio.Event()

    class Slow(MemoryDiscord):
        async def post_card(self, channel_id, card, *, nonce):
            self.calls.append("begun")
            await answered.wait()
            return await super().post_card(channel_id, card, nonce=nonce)

    discord = Slow(clock)
    for number in (1, 2, 3):
        await an_edition(database, server_id=ServerId(number), key=f"story {number}", channels=(number,))
    walk = a_walk(database, discord, clock, DeliveryRules(at_once=2))
    running = asyncio.create_task(walk.run())
    await until(clock, lambda: len(discord.calls) == 2)
    walk.wake.set()
    await until(clock, lambda: not walk.wake.is_set())
    meanwhile = list(discord.calls)

    answered.set()
    await until_settled(database, clock, running)

    assert meanwhile == ["begun", "begun"]
    assert await states_of_all(database) == [("done", None)] * 3
    await stopped(running)


async def test_cards_of_a_channel_stand_in_the_order_of_their_stories(database, discord, clock):
    for number in range(12):
        await an_edition(database, key=f"story {number}", now=LONG_AGO + timedelta(minutes=number))

    await deliver_all(database, discord, clock)

    in_order = [message.card.edition.story.draft.key for message in discord.cards(HOME)]
    assert in_order == [f"story {number}" for number in range(12)]


@pytest.mark.parametrize("servers", [1, 8])
async def test_channels_that_do_not_answer_hold_up_no_other_server(database, clock, servers):
    class Slow(MemoryDiscord):
        async def post_card(self, channel_id, card, *, nonce):
            if channel_id != POINTER:
                await asyncio.Event().wait()
            return await super().post_card(channel_id, card, nonce=nonce)

    discord = Slow(clock)
    for number in range(40):
        busy = ServerId(100 + number % servers)
        await an_edition(database, server_id=busy, key=f"busy {number}", channels=(busy,))
    walk = a_walk(database, discord, clock)
    running = asyncio.create_task(walk.run())
    await until(clock, lambda: not walk.wake.is_set())

    await an_edition(database, server_id=ServerId(999), key="quiet", channels=(POINTER,))
    walk.wake.set()

    async with asyncio.timeout(PATIENCE):
        while not discord.cards(POINTER):  # noqa: ASYNC110 -- nothing is told of what comes to Discord
            await asyncio.sleep(0.001)
    assert {message.channel_id for message in discord.messages.values() if message.card} == {POINTER}
    await stopped(running)


async def test_leases_of_a_run_that_died_do_not_hold_anything_up(database, discord, clock):
    await an_edition(database)
    async with database.write() as tx:
        await tx.execute(delivery.update().values(lease_until=clock.now() + timedelta(hours=1)))

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("done", None)}


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


async def test_a_claim_lost_on_the_way_is_logged_and_the_walk_goes_on(database, clock):
    await an_edition(database, key="lost")

    class Meddling(MemoryDiscord):
        async def post_card(self, channel_id, card, *, nonce):
            async with database.write() as tx:
                await tx.execute(delivery.update().values(state="removed", lease_until=None))
            return await super().post_card(channel_id, card, nonce=nonce)

    with capture_logs() as lines:
        running = asyncio.create_task(a_walk(database, Meddling(clock), clock).run())
        await until(clock, lambda: "delivery.claim_lost" in [line["event"] for line in lines])

    assert await states(database) == {HOME: ("removed", None)}
    await stopped(running)


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
        [due] = await due_polls.to_reconcile(tx, now=clock.now(), turns=Turns(5))
    assert due.poll_id == poll.id
    await stopped(running)


async def test_a_delivery_without_its_edition_is_no_delivery(database, discord, clock):
    await an_edition(database)
    walk = a_walk(database, discord, clock)
    async with database.write() as tx:
        [claimed] = await claims.claim(
            tx, now=clock.now(), lease_until=clock.now() + timedelta(minutes=1), limit=1
        )

    await walk.deliver(replace(claimed, edition_id=EditionId(99)))

    assert await states(database) == {HOME: ("queued", "internal")}


async def test_a_row_that_contradicts_itself_is_a_fault_of_ours_and_stops_nothing_else(
    database, discord, clock
):
    await an_edition(database, key="broken")
    async with database.write() as tx:
        await tx.execute(delivery.update().values(state="posted"))
    await an_edition(database, key="good")

    await deliver_all(database, discord, clock)

    assert await states_of_all(database) == [("done", None), ("posted", Reason.INTERNAL)]


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
