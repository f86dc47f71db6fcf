"""What a server's owner lets begin: cards wait in quiet hours, and only so many go out in an hour."""

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.channel import ChannelKind
from bot.domain.delivery import Place
from bot.domain.errors import OutcomeUnknown, PermissionMissing
from bot.domain.quiet import QuietHours
from bot.domain.server import ServerSettings
from bot.storage import breaking, claims, deliveries, editions, polls, servers
from bot.storage import settings as server_settings
from bot.storage.editions import Extension
from bot.storage.tables import delivery
from tests.manual_clock import ManualClock
from tests.pipeline.delivering import a_walk, deliver_all, states, states_of_all, stopped, until_settled
from tests.pipeline.memory_discord import Crash, MemoryDiscord, nth
from tests.pipeline.newsroom import SERVER, an_edition

HOME, POINTER, THIRD = 10, 20, 30
HOUR = 3600
# The clock stands at noon: quiet for two hours from then, and from an hour later on.
NOW_QUIET, SOON_QUIET = QuietHours(12 * 60, 14 * 60), QuietHours(13 * 60, 14 * 60)
WAITS, DONE, OVER = ("queued", "quiet-hours"), ("done", None), ("failed", "over-budget")


async def let(database, **rules):
    async with database.write() as tx:
        await servers.join(tx, SERVER, "Harbour News", now=ManualClock().now())
        await server_settings.change(tx, SERVER, replace(ServerSettings(), **rules))


async def stories(database, clock, *names, channels=(HOME,), **more):
    return [
        await an_edition(database, key=name, channels=channels, now=clock.now(), **more) for name in names
    ]


@asynccontextmanager
async def walking(database, discord, clock):
    """One run of the walk; `settled` waits until it has nothing left to do at this time."""
    walk = a_walk(database, discord, clock)
    running = asyncio.create_task(walk.run())

    async def settled(*, wake=False):
        if wake:
            walk.wake.set()
        await until_settled(database, clock, running)

    try:
        yield settled
    finally:
        await stopped(running)


async def call_breaking(database, edition_id, clock):
    async with database.write() as tx:
        assert await breaking.begin(tx, SERVER, edition_id, now=clock.now())


async def test_cards_wait_until_quiet_hours_end_and_go_out_then(database, discord, clock):
    await let(database, quiet=NOW_QUIET)
    await stories(database, clock, "talks", channels=(HOME, POINTER))
    await deliver_all(database, discord, clock)
    waiting = await states(database)
    await clock.advance(2 * HOUR - 1)
    await deliver_all(database, discord, clock)
    still = discord.calls.copy()

    await clock.advance(1)
    await deliver_all(database, discord, clock)

    assert waiting == {HOME: WAITS, POINTER: ("queued", None)}
    assert still == []
    assert await states(database) == {HOME: DONE, POINTER: DONE}


async def test_quiet_hours_are_those_of_the_servers_time_zone(database, discord, clock):
    await let(database, quiet=QuietHours(13 * 60, 14 * 60), time_zone="Europe/Berlin")
    await stories(database, clock, "talks")

    await deliver_all(database, discord, clock)
    waiting = await states(database)
    await clock.advance(HOUR)
    await deliver_all(database, discord, clock)

    assert waiting == {HOME: WAITS}
    assert await states(database) == {HOME: DONE}


async def test_what_was_begun_before_goes_on_in_quiet_hours(database, discord, clock):
    await let(database, quiet=SOON_QUIET)
    await stories(database, clock, "talks", channels=(HOME, POINTER))
    discord.before = nth(2, PermissionMissing(permission="Create Public Threads"))
    await deliver_all(database, discord, clock)
    await clock.advance(HOUR)

    await deliver_all(database, discord, clock)

    assert (await states(database))[HOME] == DONE
    assert len(discord.cards(HOME)[0].reactions) == 3


async def test_a_pointer_that_comes_in_quiet_hours_waits_though_its_home_stands(database, discord, clock):
    await let(database, quiet=SOON_QUIET)
    [edition_id] = await stories(database, clock, "talks")
    await deliver_all(database, discord, clock)
    await clock.advance(HOUR)
    async with database.write() as tx:
        await editions.extend(tx, [Extension(edition_id, SERVER, (), (POINTER,))], now=clock.now())
    await deliver_all(database, discord, clock)
    waiting = await states(database)

    await clock.advance(HOUR)
    await deliver_all(database, discord, clock)

    assert waiting == {HOME: DONE, POINTER: WAITS}
    assert discord.cards(POINTER)[0].card.home == Place(HOME, discord.cards(HOME)[0].id)


@pytest.mark.parametrize("kind", [ChannelKind.TEXT, ChannelKind.FORUM])
@pytest.mark.parametrize("made", [True, False])
async def test_a_card_in_doubt_is_searched_for_in_quiet_hours_and_not_posted_anew_then(
    database, discord, clock, kind, made
):
    discord.kinds[HOME] = kind
    await let(database, quiet=SOON_QUIET)
    await stories(database, clock, "talks", kinds=discord.kinds)
    await clock.advance(HOUR - 30)
    setattr(discord, "after" if made else "before", nth(1, OutcomeUnknown(why="HTTP 502")))
    await deliver_all(database, discord, clock)
    for _ in range(10):
        await clock.advance(60)
        await deliver_all(database, discord, clock)
    meanwhile = len(discord.cards(HOME))

    await clock.advance(HOUR)
    await deliver_all(database, discord, clock)

    assert meanwhile == made
    assert len(discord.cards(HOME)) == 1
    assert await states(database) == {HOME: DONE}


async def test_a_breaking_story_goes_out_in_quiet_hours_also_when_it_waited_already(database, discord, clock):
    await let(database, quiet=NOW_QUIET)
    waited, other = await stories(database, clock, "talks", "other", channels=(HOME, POINTER))
    await deliver_all(database, discord, clock)

    await call_breaking(database, waited, clock)
    await deliver_all(database, discord, clock)

    assert len(discord.cards(HOME)) == len(discord.cards(POINTER)) == 1
    assert discord.cards(HOME)[0].card.edition.id == waited
    async with database.read() as tx:
        rows = list(await tx.execute(select(delivery.c.state, delivery.c.reason)))
    assert sorted(rows, key=str) == sorted([DONE, DONE, WAITS, ("queued", None)], key=str)
    async with database.read() as tx:
        assert await polls.of_edition(tx, other) is None


async def test_a_story_that_becomes_breaking_as_its_card_is_held_back_is_not_kept_waiting(
    database, discord, clock
):
    await let(database, quiet=NOW_QUIET)
    [edition_id] = await stories(database, clock, "talks")
    async with database.write() as tx:
        [held] = await claims.claim(
            tx, now=clock.now(), lease_until=clock.now() + timedelta(minutes=1), limit=1
        )

    await call_breaking(database, edition_id, clock)
    async with database.write() as tx:
        await deliveries.let_go(tx, held)
    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: DONE}


async def test_a_channel_that_is_mended_in_quiet_hours_has_its_stories_when_they_end(
    database, discord, clock
):
    discord.refusals[HOME] = PermissionMissing(permission="Send Messages")
    await let(database, quiet=SOON_QUIET)
    await stories(database, clock, "one", "two", "three")
    await deliver_all(database, discord, clock)
    await clock.advance(HOUR)
    discord.refusals.clear()
    async with walking(database, discord, clock) as settled:  # its start lets one try for all
        await settled()
        waiting = await states_of_all(database)
        await clock.advance(HOUR)
        await settled()

    assert waiting.count(WAITS) == 1
    assert len(discord.cards(HOME)) == 3


async def test_what_is_more_than_a_channels_cards_of_an_hour_goes_nowhere(database, discord, clock):
    await let(database, cards_per_hour=2)
    await stories(database, clock, "one", "two", "three", "four")
    await deliver_all(database, discord, clock)
    await clock.advance(HOUR - 1)
    await stories(database, clock, "five")
    await deliver_all(database, discord, clock)
    within = await states_of_all(database)

    await clock.advance(1)
    await stories(database, clock, "six")
    await deliver_all(database, discord, clock)

    assert within == [DONE, DONE, OVER, OVER, OVER]
    assert [card.card.edition.story.draft.key for card in discord.cards(HOME)] == ["one", "two", "six"]


async def test_each_channel_has_cards_of_its_own_pointers_too(database, discord, clock):
    await let(database, cards_per_hour=1)
    await stories(database, clock, "here")
    await stories(database, clock, "there", channels=(POINTER, THIRD))
    await stories(database, clock, "both", channels=(HOME, THIRD))

    await deliver_all(database, discord, clock)

    assert [len(discord.cards(channel)) for channel in (HOME, POINTER, THIRD)] == [1, 1, 1]
    assert await states_of_all(database) == [DONE, DONE, DONE, OVER, OVER]


async def test_another_channel_becomes_the_home_of_what_is_too_much_for_its_own(database, discord, clock):
    await let(database, cards_per_hour=1)
    await stories(database, clock, "first")
    [edition_id] = await stories(database, clock, "second", channels=(HOME, POINTER, THIRD))

    await deliver_all(database, discord, clock)

    [home], [other] = discord.cards(POINTER), discord.cards(THIRD)
    homes = {home.card.home, other.card.home} - {None}
    assert homes in ({Place(POINTER, home.id)}, {Place(THIRD, other.id)})
    async with database.read() as tx:
        assert (await polls.of_edition(tx, edition_id)).channel_id in {POINTER, THIRD}


async def test_pointers_that_waited_with_a_home_do_not_wait_on_when_it_is_too_much(database, discord, clock):
    await let(database, cards_per_hour=1, quiet=NOW_QUIET)
    [first] = await stories(database, clock, "first")
    await stories(database, clock, "second", channels=(HOME, POINTER))
    await deliver_all(database, discord, clock)
    await call_breaking(database, first, clock)
    await deliver_all(database, discord, clock)
    async with database.write() as tx:
        await server_settings.change(tx, SERVER, ServerSettings(cards_per_hour=1))
        await deliveries.end_quiet(tx, SERVER, now=clock.now())

    await deliver_all(database, discord, clock)

    assert len(discord.cards(HOME)) == len(discord.cards(POINTER)) == 1
    assert discord.cards(POINTER)[0].thread


async def test_breaking_news_goes_out_beyond_the_number_and_counts_for_it(database, discord, clock):
    await let(database, cards_per_hour=1)
    await stories(database, clock, "one")
    [urgent] = await stories(database, clock, "urgent")
    await call_breaking(database, urgent, clock)
    await deliver_all(database, discord, clock)
    await clock.advance(HOUR - 1)
    await stories(database, clock, "late")

    await deliver_all(database, discord, clock)

    assert len(discord.cards(HOME)) == 2
    assert await states_of_all(database) == [DONE, DONE, OVER]


async def test_a_card_that_may_have_been_posted_takes_its_place_until_that_is_known(database, discord, clock):
    await let(database, cards_per_hour=1)
    await stories(database, clock, "lost")
    discord.after = nth(1, OutcomeUnknown(why="HTTP 502"))
    discord.before = lambda call: None if call == 1 else OutcomeUnknown(why="HTTP 502")
    await deliver_all(database, discord, clock)
    await clock.advance(2 * HOUR)
    await stories(database, clock, "next")
    await deliver_all(database, discord, clock)
    in_doubt = await states_of_all(database)

    discord.before = lambda _call: None
    await clock.advance(HOUR)
    await deliver_all(database, discord, clock)

    assert OVER in in_doubt
    assert len(discord.cards(HOME)) == 1


async def test_a_card_that_waits_in_doubt_takes_its_place_for_an_hour(database, discord, clock):
    await let(database, cards_per_hour=1)
    await stories(database, clock, "lost")
    discord.after = nth(1, OutcomeUnknown(why="HTTP 502"))
    async with walking(database, discord, clock) as settled:
        await settled()
        discord.refusals[HOME] = PermissionMissing(permission="Read Message History")
        await clock.advance(120)
        await settled()
        in_doubt = await states_of_all(database)
        await stories(database, clock, "next")
        await settled(wake=True)
        within = await states_of_all(database)
        await clock.advance(HOUR)
        await stories(database, clock, "later")
        await settled(wake=True)

    assert in_doubt == [("waiting", "permission-missing")]
    assert within == [OVER, ("waiting", "permission-missing")]
    assert (await states_of_all(database)).count(OVER) == 1


async def test_a_card_that_was_refused_takes_no_place(database, discord, clock):
    await let(database, cards_per_hour=1)
    discord.refusals[HOME] = PermissionMissing(permission="Send Messages")
    await stories(database, clock, "one")
    await deliver_all(database, discord, clock)
    discord.refusals.clear()
    await stories(database, clock, "two")

    await deliver_all(database, discord, clock)

    assert len(discord.cards(HOME)) == 1
    assert await states_of_all(database) == [DONE, OVER]


async def test_all_that_waits_in_a_channel_is_settled_when_the_one_that_tries_is_too_much(
    database, discord, clock
):
    discord.refusals[HOME] = PermissionMissing(permission="Send Messages")
    await stories(database, clock, "one", "two", "three")
    await deliver_all(database, discord, clock)
    discord.refusals.clear()
    await let(database, cards_per_hour=1)
    await stories(database, clock, "zero")
    await clock.advance(1)  # it goes before the one that is let try

    await deliver_all(database, discord, clock)

    assert len(discord.cards(HOME)) == 1
    assert await states_of_all(database) == [DONE, OVER, OVER, OVER]


steps = st.lists(
    st.tuples(
        st.sampled_from(["story", "story", "story", "wait", "lose", "die", "answer lost"]),
        st.integers(1, 40 * 60),
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(  # the call that is to die comes only after the last step
    steps=[("lose", 1), ("story", 1), ("story", 1), ("die", 1)], limit=1, kind=ChannelKind.FORUM
)
@given(steps=steps, limit=st.integers(1, 3), kind=st.sampled_from([ChannelKind.TEXT, ChannelKind.FORUM]))
async def test_no_hour_has_more_cards_than_its_number_whatever_is_lost_and_however_often_it_dies(
    database, steps, limit, kind
):
    async with database.write() as tx:
        for name in ("server", "feed", "story"):
            await tx.exec_driver_sql(f"DELETE FROM {name}")
    clock = ManualClock()
    discord = MemoryDiscord(clock)
    discord.kinds = {HOME: kind}
    await let(database, cards_per_hour=limit)
    for number, (step, seconds) in enumerate(steps):
        next_call = len(discord.calls) + 1
        match step:
            case "story":
                await stories(
                    database, clock, *(f"{number}-{each}" for each in range(2)), kinds=discord.kinds
                )
            case "wait":
                await clock.advance(seconds)
            case "lose":
                discord.before = nth(next_call, OutcomeUnknown(why="HTTP 502"))
            case "answer lost":
                discord.after = nth(next_call, OutcomeUnknown(why="HTTP 502"))
            case "die":
                discord.after = nth(next_call, Crash())
        with suppress(BaseExceptionGroup):  # it died
            await deliver_all(database, discord, clock)
        await clock.advance(1)
    discord.before = discord.after = lambda _call: None  # what no call has met any more
    for _ in range(6):
        await clock.advance(60)
        await deliver_all(database, discord, clock)

    posted = sorted(card.at for card in discord.cards(HOME))
    assert all(later - earlier >= HOUR for earlier, later in zip(posted, posted[limit:], strict=False))
    assert posted or not any(step == "story" for step, _ in steps)
    over = {state for state, _ in await states_of_all(database)}
    assert over <= {"done", "failed"}
