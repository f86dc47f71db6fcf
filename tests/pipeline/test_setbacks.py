"""What becomes of a delivery that could not get on."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.channel import ChannelKind
from bot.domain.delivery import Place
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    PublishError,
    Refused,
    TryLater,
)
from bot.domain.ids import ChannelId
from bot.domain.poll import PollState
from bot.domain.reasons import Reason
from bot.pipeline.delivery import DeliveryRules
from bot.storage import polls, redirections, tags
from bot.storage.tables import delivery
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
from tests.pipeline.memory_discord import nth
from tests.pipeline.newsroom import SERVER, an_edition
from tests.pipeline.redrawing import a_refreshing, draw_all


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
        leased = await tx.scalar(select(func.count()).where(delivery.c.lease_until.is_not(None)))
    meanwhile = await states_of_all(database)

    await clock.advance(60)
    await until_settled(database, clock, running)

    assert (leased, meanwhile) == (0, [("posting", "rate-limited"), ("queued", None)])
    assert await states_of_all(database) == [("done", None), ("done", None)]
    await stopped(running)


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


@pytest.mark.parametrize(
    ("channels", "left"),
    [
        ((HOME,), {POINTER: ("done", None)}),
        ((HOME, POINTER), {HOME: ("removed", "tag-moved"), POINTER: ("done", None)}),
    ],
)
async def test_a_card_that_is_refused_goes_where_its_tag_has_moved_while_it_was_on_its_way(
    database, discord, clock, channels, left
):
    await an_edition(database, channels=channels)
    discord.before = nth(1, TryLater(seconds=30))
    await deliver_all(database, discord, clock)
    async with database.write() as tx:
        moved = await tags.find(tx, SERVER, f"tag{HOME}")
        gone_along = await redirections.redirect(tx, moved, ChannelId(POINTER), now=clock.now())
        await tags.set_channel(tx, moved.id, ChannelId(POINTER), moved.kind)

    discord.refusals[HOME] = PermissionMissing(permission="Send Messages")
    await clock.advance(30)
    await deliver_all(database, discord, clock)

    assert gone_along == 0
    assert await states(database) == left
    assert len(discord.cards(POINTER)) == 1
    assert discord.notices == []


async def test_a_card_that_is_refused_and_whose_tag_was_removed_meanwhile_waits(database, discord, clock):
    await an_edition(database)
    discord.before = nth(1, TryLater(seconds=30))
    await deliver_all(database, discord, clock)
    async with database.write() as tx:
        await tags.remove(tx, (await tags.find(tx, SERVER, f"tag{HOME}")).id)

    discord.refusals[HOME] = PermissionMissing(permission="Send Messages")
    await clock.advance(30)
    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("waiting", "permission-missing")}


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
    await stopped(running)


async def test_a_change_where_nothing_waits_wakes_nobody(database, discord, clock):
    walk = a_walk(database, discord, clock)

    await walk.resume(SERVER)

    assert not walk.wake.is_set()


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


async def test_what_goes_wrong_while_telling_the_moderators_stops_no_delivery(database, discord, clock):
    await an_edition(database, key="a", channels=(HOME,))
    await an_edition(database, key="b", channels=(POINTER,))
    discord.refusals[HOME] = DestinationGone()
    discord.notify = None  # whatever breaks there

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("waiting", "channel-gone"), POINTER: ("done", None)}


async def test_a_refused_story_is_set_apart_and_the_next_goes_out(database, discord, clock):
    await an_edition(database, key="poison")
    await an_edition(database, key="good")
    discord.before = nth(1, Refused(discord_code=50035, why="Invalid Form Body"))

    await deliver_all(database, discord, clock)

    async with database.read() as tx:
        rows = (await tx.execute(select(delivery.c.state, delivery.c.detail))).all()
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


async def test_a_card_deleted_in_a_pointers_channel_leaves_the_home_alone(database, discord, clock):
    edition_id = await an_edition(database, channels=(HOME, POINTER))
    discord.refusals[POINTER] = CardGone()

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("done", None), POINTER: ("removed", "card-deleted")}
    async with database.read() as tx:
        assert (await polls.of_edition(tx, edition_id)).state is PollState.OPEN


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


async def test_a_failure_that_nobody_foresaw_is_tried_again_too(database, discord, clock):
    await an_edition(database)
    discord.before = nth(1, PublishError())

    await deliver_all(database, discord, clock)
    await clock.advance(1)
    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("done", None)}


async def test_an_outage_of_hours_loses_no_story_and_the_moderators_are_told_once(database, discord, clock):
    await an_edition(database)
    discord.refusals[HOME] = OutcomeUnknown(why="HTTP 503")
    for _ in range(30):
        await deliver_all(database, discord, clock)
        await clock.advance(600)
    meanwhile = await states(database), [(key, fields) for _, key, fields in discord.notices]
    discord.refusals.clear()

    await deliver_all(database, discord, clock)

    assert meanwhile == ({HOME: ("posting", "no-answer")}, [("notice-no-answer", {"channel": HOME})])
    assert await states(database) == {HOME: ("done", None)}
    assert len(discord.cards(HOME)) == 1


async def test_who_gets_no_answer_waits_no_longer_than_is_set(database, discord, clock):
    await an_edition(database)
    discord.refusals[HOME] = OutcomeUnknown(why="HTTP 503")
    for _ in range(20):
        await deliver_all(database, discord, clock, DeliveryRules(longest=timedelta(seconds=30)))
        await clock.advance(30)
    discord.refusals.clear()

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("done", None)}


async def test_a_fault_that_stays_stops_a_delivery_and_is_told(database, discord, clock):
    walk = a_walk(database, discord, clock)
    running = asyncio.create_task(walk.run())

    await an_edition(database, channels=(HOME, POINTER))
    discord.refusals[HOME] = ZeroDivisionError()
    walk.wake.set()
    for _ in range(15):
        await until_settled(database, clock, running)
        await clock.advance(600)
    tried = discord.calls.count("card")
    await clock.advance(20 * 3600)
    await until_settled(database, clock, running)

    assert await states(database) == {HOME: ("waiting", "internal"), POINTER: ("done", None)}
    assert [key for _, key, _ in discord.notices] == ["notice-internal"]
    assert discord.calls.count("card") == tried
    await stopped(running)


async def test_what_a_fault_has_stopped_is_tried_again_the_next_day(database, discord, clock):
    walk = a_walk(database, discord, clock)
    running = asyncio.create_task(walk.run())
    await an_edition(database)
    discord.refusals[HOME] = ZeroDivisionError()
    walk.wake.set()
    for _ in range(15):
        await until_settled(database, clock, running)
        await clock.advance(600)
    discord.refusals.clear()

    await clock.advance(24 * 3600)
    await until_settled(database, clock, running)

    assert await states(database) == {HOME: ("done", None)}
    await stopped(running)


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_home_that_a_fault_of_ours_stopped_is_a_pointer_when_it_goes_out_at_last(
    database, discord, clock, moment
):
    await an_edition(database, channels=(HOME, POINTER), now=clock.now())
    fault = ZeroDivisionError()

    def break_down(call):
        discord.refusals[HOME] = fault
        return fault if call == 1 else None

    setattr(discord, moment, break_down)
    walk = a_walk(database, discord, clock)
    running = asyncio.create_task(walk.run())
    for _ in range(15):
        await until_settled(database, clock, running)
        await clock.advance(600)
    discord.before = discord.after = lambda _call: None
    discord.refusals.clear()

    await clock.advance(24 * 3600)
    await until_settled(database, clock, running)
    await stopped(running)
    await draw_all(a_refreshing(database, discord, clock))

    [pointer], [home] = discord.cards(HOME), discord.cards(POINTER)
    assert await states(database) == {HOME: ("done", None), POINTER: ("done", None)}
    assert (pointer.card.home, pointer.card.poll) == (Place(ChannelId(POINTER), home.id), None)
    assert home.card.poll is not None


async def test_what_a_fault_has_stopped_is_tried_again_when_the_bot_starts(database, discord, clock):
    walk = a_walk(database, discord, clock)
    running = asyncio.create_task(walk.run())
    for number in range(3):
        await an_edition(database, key=f"story {number}")
    discord.refusals[HOME] = ZeroDivisionError()
    walk.wake.set()
    for _ in range(15):
        await until_settled(database, clock, running)
        await clock.advance(600)
    await stopped(running)
    waiting = await states_of_all(database)
    discord.refusals.clear()

    await deliver_all(database, discord, clock)

    assert waiting == [("waiting", "internal")] * 3
    assert await states_of_all(database) == [("done", None)] * 3


async def test_what_is_refused_is_told_once_for_each_cause(database, discord, clock):
    for story in ("a", "b"):
        await an_edition(database, key=story)
    discord.refusals[HOME] = Refused(discord_code=50035, why="Invalid Form Body")

    await deliver_all(database, discord, clock)

    told = {"channel": HOME, "why": "Invalid Form Body"}
    assert discord.notices == [(SERVER, "notice-refused", told)]


async def test_a_deleted_post_is_no_deleted_forum(database, discord, clock):
    discord.kinds[HOME] = ChannelKind.FORUM
    edition_id = await an_edition(database, channels=(HOME, POINTER), kinds=discord.kinds)
    discord.before = lambda call: discord.messages.clear() if discord.calls[call - 1] == "seed" else None

    await deliver_all(database, discord, clock)

    assert (await states(database))[HOME] == ("removed", "card-deleted")
    assert discord.notices == []
    async with database.read() as tx:
        assert (await polls.of_edition(tx, edition_id)).state is PollState.ORPHANED
