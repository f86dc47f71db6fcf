"""A tag gets another channel: what is not posted yet goes along, once, and nothing else does."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.edition import EditionState
from bot.domain.ids import ChannelId
from bot.domain.reasons import Reason
from bot.storage import claims, clearing, deliveries, editions, redirections, removals, tags
from bot.storage.tables import delivery
from tests.pipeline.newsroom import LONG_AGO, SERVER, an_edition

NOW = LONG_AGO + timedelta(hours=1)
OLD, NEW, THIRD = 10, 20, 30


async def move(database, channel=NEW, *, name=f"tag{OLD}"):
    async with database.write() as tx:
        moved = await tags.find(tx, SERVER, name)
        number = await redirections.redirect(tx, moved, ChannelId(channel), now=NOW)
        await tags.set_channel(tx, moved.id, ChannelId(channel), moved.kind)
    return number


async def rows(database):
    async with database.read() as tx:
        found = await tx.execute(select(delivery).order_by(delivery.c.id))
        return [(row.channel_id, row.state, row.home) for row in found]


async def in_state(database, channel, **values):
    async with database.write() as tx:
        await tx.execute(update(delivery).where(delivery.c.channel_id == channel).values(**values))


WAITING = {"state": "waiting", "reason": "permission-missing"}


@pytest.mark.parametrize(
    "state",
    [
        {"state": "queued"},
        {"state": "queued", "reason": "server-away", "not_before": NOW + timedelta(hours=1)},
        WAITING | {"resume_state": "queued"},
        {"state": "waiting", "reason": "channel-gone", "resume_state": "posting"},
    ],
)
async def test_what_is_surely_not_posted_goes_along(database, state):
    await an_edition(database, channels=(OLD,))
    await in_state(database, OLD, **state)

    assert await move(database) == 1

    async with database.read() as tx:
        row = (await tx.execute(select(delivery))).one()
    assert (row.channel_id, row.state, row.reason) == (NEW, "queued", None)
    assert row.not_before == NOW


@pytest.mark.parametrize(
    "state",
    [
        {"state": "posting"},
        {"state": "done", "message_id": 1},
        {"state": "failed"},
        WAITING | {"resume_state": "posting"},
        WAITING | {"resume_state": "posted", "message_id": 1},
    ],
)
async def test_what_stands_or_may_stand_in_the_old_channel_stays(database, state):
    await an_edition(database, channels=(OLD,))
    await in_state(database, OLD, **state)

    assert await move(database) == 0

    assert await rows(database) == [(OLD, state["state"], True)]


async def test_whoever_has_claimed_it_for_the_old_channel_does_not_post_it(database):
    await an_edition(database, channels=(OLD,))
    async with database.write() as tx:
        [held] = await claims.claim(tx, now=NOW, lease_until=NOW + timedelta(minutes=1), limit=1)

    await move(database)

    with pytest.raises(deliveries.LostClaim):
        async with database.write() as tx:
            await deliveries.let_go(tx, held)
    async with database.write() as tx:
        [again] = await claims.claim(tx, now=NOW, lease_until=NOW + timedelta(minutes=1), limit=1)
    assert again.channel_id == NEW


async def test_what_another_tag_sends_there_stays(database):
    await an_edition(database, channels=(OLD, THIRD))
    async with database.write() as tx:
        other = await tags.find(tx, SERVER, f"tag{THIRD}")
        await tags.set_channel(tx, other.id, ChannelId(OLD), other.kind)

    assert await move(database) == 0

    assert (OLD, "queued", True) in await rows(database)


async def test_a_story_that_goes_to_the_new_channel_already_is_posted_there_once_and_lives_there(database):
    await an_edition(database, channels=(OLD, NEW, THIRD))

    assert await move(database) == 0

    assert await rows(database) == [(OLD, "removed", False), (NEW, "queued", True), (THIRD, "queued", False)]
    async with database.read() as tx:
        ended = (await tx.execute(select(delivery).where(delivery.c.channel_id == OLD))).one()
    assert ended.reason == Reason.TAG_MOVED


async def test_other_tags_and_servers_keep_their_channels(database):
    await an_edition(database, channels=(OLD,), key="moved")
    await an_edition(database, channels=(THIRD,), key="other")

    assert await move(database) == 1

    assert sorted(await rows(database)) == [(NEW, "queued", True), (THIRD, "queued", True)]


@pytest.mark.parametrize("what", ["its tag gets another channel", "its tag goes", "it goes there already"])
async def test_what_was_just_approved_can_be_taken_back_for_its_whole_time(database, what):
    edition_id = await an_edition(database, channels=(OLD, THIRD), state=EditionState.HELD)
    until = NOW + timedelta(seconds=10)
    async with database.write() as tx:
        held = await editions.get(tx, edition_id)
        await clearing.let_out(tx, held, now=NOW, at=until)

    if what == "its tag goes":
        async with database.write() as tx:
            await removals.end_deliveries(tx, await tags.find(tx, SERVER, f"tag{OLD}"), now=NOW)
    else:
        await move(database, THIRD if what == "it goes there already" else NEW)

    async with database.read() as tx:
        going = (await tx.execute(select(delivery).where(delivery.c.state == "queued"))).all()
    assert {row.not_before for row in going} == {until}
    assert [row.home for row in going].count(True) == 1
