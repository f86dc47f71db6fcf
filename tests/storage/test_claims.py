"""Which deliveries are claimed: fairly, the most wanted first, and cheaply however many are due."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from bot.domain.delivery import DeliveryState
from bot.domain.edition import EditionState
from bot.domain.ids import ServerId
from bot.domain.reasons import Reason
from bot.domain.turns import Turns
from bot.storage import claims, deliveries, servers
from bot.storage.tables import delivery
from tests.pipeline.newsroom import LONG_AGO, an_edition

NOW = LONG_AGO + timedelta(hours=1)
LEASE = timedelta(minutes=10)
BUSY, QUIET = ServerId(1), ServerId(2)


async def claim(database, limit=1, now=NOW, turns=None):
    async with database.write() as tx:
        found = await claims.claim(tx, now=now, lease_until=now + LEASE, limit=limit, turns=turns)
    for each in found if turns else ():
        turns.begin(each.server_id)
    return found


async def next_due(database):
    async with database.read() as tx:
        return await claims.next_due(tx)


async def in_state(database, edition_id, state, **values):
    async with database.write() as tx:
        of_it = delivery.c.edition_id == edition_id
        await tx.execute(update(delivery).where(of_it).values(state=state, **values))


async def test_cards_go_before_discussions_before_seeds(database):
    for number, state in enumerate(("seeded", "threaded", "posted", "posting", "queued")):
        edition_id = await an_edition(database, key=state, channels=(10 + number,))
        await in_state(database, edition_id, state)

    order = [(await claim(database))[0].state for _ in range(5)]

    assert [state.value for state in order[:3]] == ["posting", "queued", "posted"]
    assert set(order[3:]) == {DeliveryState.THREADED, DeliveryState.SEEDED}


async def test_what_is_wanted_less_waits_for_a_minute_longer_and_not_for_ever(database):
    await in_state(database, await an_edition(database, key="old"), "posted")
    await an_edition(database, key="new", now=LONG_AGO + timedelta(seconds=61))

    [first] = await claim(database)

    assert first.state is DeliveryState.POSTED


@pytest.mark.parametrize("at_once", [1, 16])
async def test_a_server_with_much_to_do_does_not_delay_the_first_of_another(database, at_once):
    await many(database, BUSY, 1_000)
    turns = Turns(at_once)
    busy = await claim(database, limit=turns.free, turns=turns)
    await an_edition(database, server_id=QUIET, key="quiet", channels=(99,), now=NOW)
    if not turns.free:
        turns.end(BUSY)

    [quiet, *others] = await claim(database, limit=turns.free, turns=turns)

    assert {each.server_id for each in busy} == {BUSY}
    assert quiet.server_id == QUIET
    assert others == []


async def test_every_one_of_many_servers_gets_its_turn(database):
    for number in range(30):
        await an_edition(database, server_id=ServerId(number + 1), key=f"{number}", channels=(number + 1,))
        await an_edition(database, server_id=ServerId(number + 1), key=f"{number}b", channels=(number + 1,))
    turns = Turns(4)
    served = []

    while found := await claim(database, limit=turns.free, turns=turns):
        served += [each.server_id for each in found]
        for each in found:
            turns.end(each.server_id)

    assert sorted(served[:30]) == list(range(1, 31))
    assert sorted(served[30:]) == list(range(1, 31))


async def test_servers_without_anything_to_claim_hide_none_that_has(database):
    for number in range(10):
        held = EditionState.HELD if number < 9 else EditionState.CLEARED
        await an_edition(
            database, server_id=ServerId(number + 1), key=f"{number}", channels=(number,), state=held
        )

    [found] = await claim(database)

    assert found.server_id == ServerId(10)


async def test_a_paused_server_and_one_that_was_left_have_no_turn_until_they_are_back(database):
    await an_edition(database, server_id=BUSY, key="paused", channels=(10,))
    await an_edition(database, server_id=QUIET, key="left", channels=(20,))
    async with database.write() as tx:
        await servers.pause(tx, BUSY, now=NOW)
        await servers.leave(tx, QUIET, now=NOW)
    meanwhile = await claim(database, limit=5), await next_due(database)

    async with database.write() as tx:
        await servers.go_on(tx, BUSY)
        await servers.join(tx, QUIET, "Back again", now=NOW)

    assert meanwhile == ([], None)
    assert {each.server_id for each in await claim(database, limit=5)} == {BUSY, QUIET}


async def test_what_comes_next_is_the_first_that_is_free_or_will_be(database):
    await an_edition(database, key="now")
    await an_edition(database, key="later", now=NOW + timedelta(hours=2))
    assert await next_due(database) == LONG_AGO

    await claim(database)

    assert await next_due(database) == NOW + LEASE
    async with database.write() as tx:
        await claims.release_leases(tx)
        await tx.execute(update(delivery).where(delivery.c.not_before <= NOW).values(state="done"))
    assert await next_due(database) == NOW + timedelta(hours=2)


async def test_a_lease_that_ran_out_is_claimed_by_the_next(database):
    await an_edition(database)
    await claim(database)

    again = await claim(database), await claim(database, now=NOW + LEASE)

    assert [len(found) for found in again] == [0, 1]


async def test_pointers_of_a_home_that_is_put_off_are_put_off_with_it(database):
    await an_edition(database, channels=(10, 20, 30))
    [home] = await claim(database)
    later = NOW + timedelta(hours=1)

    async with database.write() as tx:
        await deliveries.put_off(tx, home, until=later, reason=Reason.RATE_LIMITED)

    async with database.read() as tx:
        assert set(await tx.scalars(select(delivery.c.not_before))) == {later}


async def test_claiming_looks_at_few_rows_however_many_are_due(database):
    await many(database, BUSY, 50_000, pointers=10_000)
    await an_edition(database, server_id=QUIET, key="quiet", channels=(99,), now=NOW)
    turns = Turns(16)

    async with database.write() as tx:
        raw = (await tx.get_raw_connection()).driver_connection
        steps = 0

        def count():
            nonlocal steps
            steps += 1
            return 0

        await raw.set_progress_handler(count, 1_000)
        found = await claims.claim(tx, now=NOW, lease_until=NOW + LEASE, limit=16, turns=turns)
        due_at = await claims.next_due(tx)
        await raw.set_progress_handler(None, 0)

    assert {each.server_id for each in found} == {BUSY, QUIET}
    assert due_at == LONG_AGO
    assert steps < 20, "thousands of steps of SQLite's machine; one look at each row takes hundreds"


async def many(database, server_id, number, *, pointers=0):
    """Store as many homes that are due, and pointers to the first of them."""
    await an_edition(database, server_id=server_id, key="first")
    numbers = "WITH RECURSIVE n(v) AS (SELECT 2 UNION ALL SELECT v + 1 FROM n WHERE v < :number)"
    async with database.write() as tx:
        for statement in (
            """INSERT INTO story
               (id, key, title, hashtags, quotes, related, from_page, first_seen_at, updated_at)
               SELECT v, 'key' || v, 'Talks', '[]', '[]', '[]', 1, first_seen_at, updated_at
               FROM n, story WHERE story.id = 1""",
            """INSERT INTO edition (id, story_id, server_id, state, created_at)
               SELECT v, v, server_id, state, created_at FROM n, edition WHERE edition.id = 1""",
            """INSERT INTO delivery
               (edition_id, server_id, channel_id, home, state, card_key, not_before, created_at)
               SELECT v, server_id, 10, 1, 'queued', hex(randomblob(12)), not_before, created_at
               FROM n, delivery WHERE delivery.id = 1""",
        ):
            await tx.execute(text(f"{numbers} {statement}"), {"number": number})
        if pointers:
            await tx.execute(
                text(
                    """INSERT INTO delivery
                       (edition_id, server_id, channel_id, home, state, card_key, not_before, created_at)
                       SELECT edition_id, server_id, 20, 0, 'queued', hex(randomblob(12)), not_before,
                              created_at
                       FROM delivery WHERE home AND edition_id <= :pointers"""
                ),
                {"pointers": pointers},
            )
