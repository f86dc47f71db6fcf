"""A story's home is to go to another channel, and something changes before its card stands there."""

import pytest
from sqlalchemy import select

from bot.domain.ids import ChannelId
from bot.storage import deliveries, editions, merging, moving, redirecting, redirections, removals, tags
from bot.storage.tables import delivery
from tests.pipeline.delivering import deliver_all, states
from tests.pipeline.newsroom import SERVER, an_edition

HOME, POINTER, THERE, ELSEWHERE = map(ChannelId, (10, 20, 30, 40))


@pytest.fixture
async def edition_id(database, discord, clock):
    """A story whose cards stand in two channels."""
    edition_id = await an_edition(database, channels=(HOME, POINTER))
    await deliver_all(database, discord, clock)
    return edition_id


@pytest.fixture
async def goal(database, clock, edition_id):
    """The tag to whose channel the story is to move, which it has then."""
    async with database.write() as tx:
        goal = await a_tag(tx, clock, "goal", THERE)
        assert await moving.begin(tx, edition_id, SERVER, THERE, now=clock.now()) is None
        await moving.give_tag(tx, edition_id, goal.id)
    return goal


async def a_tag(tx, clock, label, channel_id):
    return await tags.add(tx, SERVER, key=label, label=label, channel_id=channel_id, now=clock.now())


async def where(database, edition_id):
    """Return the channel of a story's home, and the one that it is to go to."""
    async with database.read() as tx:
        home, edition = await deliveries.home_of(tx, edition_id), await editions.get(tx, edition_id)
    return home.channel_id, edition.move_to


async def lead(database, clock, goal, to):
    """Let the tag have another channel."""
    async with database.write() as tx:
        await redirections.redirect(tx, goal, to, now=clock.now())
        await tags.set_channel(tx, goal.id, to, goal.kind)


async def test_a_home_goes_to_the_channel_that_its_tag_has_then(database, discord, clock, edition_id, goal):
    await lead(database, clock, goal, ELSEWHERE)
    assert await where(database, edition_id) == (HOME, ELSEWHERE)
    await deliver_all(database, discord, clock)

    assert await where(database, edition_id) == (ELSEWHERE, None)
    assert (discord.cards(THERE), len(discord.cards(ELSEWHERE))) == ([], 1)


@pytest.mark.parametrize("standing", [HOME, POINTER])
async def test_a_home_stays_when_its_tag_leads_to_where_a_card_stands(
    database, discord, clock, edition_id, goal, standing
):
    await lead(database, clock, goal, standing)
    await deliver_all(database, discord, clock)

    assert await where(database, edition_id) == (HOME, None)
    assert (await states(database))[THERE] == ("removed", "tag-moved")


async def test_a_home_goes_where_a_card_is_still_to_come(database, discord, clock, edition_id, goal):
    async with database.write() as tx:
        edition, other = await editions.get(tx, edition_id), await a_tag(tx, clock, "other", ELSEWHERE)
        await redirecting.set_tags(tx, edition, [*edition.tags, other], now=clock.now())
        await merging.merge(tx, goal, other, now=clock.now())
    await deliver_all(database, discord, clock)

    assert await where(database, edition_id) == (ELSEWHERE, None)
    assert discord.cards(THERE) == []


async def test_a_home_stays_when_the_tag_is_removed(database, discord, clock, edition_id, goal):
    async with database.write() as tx:
        await removals.end_deliveries(tx, goal, now=clock.now())
    await deliver_all(database, discord, clock)

    assert await where(database, edition_id) == (HOME, None)


@pytest.mark.parametrize(("leads", "expected"), [(ELSEWHERE, (ELSEWHERE, None)), (POINTER, (HOME, None))])
async def test_a_home_follows_its_tag_also_when_the_channel_refused_its_card(
    database, discord, clock, edition_id, goal, leads, expected
):
    async with database.write() as tx:
        edition = await editions.get(tx, edition_id)
        await redirecting.set_tags(tx, edition, [goal], now=clock.now())
        await tags.set_channel(tx, goal.id, leads, goal.kind)
        refused = select(*deliveries.COLUMNS).where(delivery.c.channel_id == THERE)
        there = deliveries.from_row((await tx.execute(refused)).one())
        assert await redirections.follow_tags(tx, there, now=clock.now())
    await deliver_all(database, discord, clock)

    assert await where(database, edition_id) == expected


async def test_a_move_that_a_retagging_ended_does_not_come_back_with_a_pointer(
    database, discord, clock, edition_id, goal
):
    async with database.write() as tx:
        edition = await editions.get(tx, edition_id)
        before = [tag for tag in edition.tags if tag.id != goal.id]
        await redirecting.set_tags(tx, edition, before, now=clock.now())
    await deliver_all(database, discord, clock)
    assert await where(database, edition_id) == (HOME, None)

    async with database.write() as tx:
        edition = await editions.get(tx, edition_id)
        await redirecting.set_tags(tx, edition, [*before, goal], now=clock.now())
    await deliver_all(database, discord, clock)

    assert await where(database, edition_id) == (HOME, None)
    assert len(discord.cards(THERE)) == 1


async def test_a_move_goes_on_through_a_retagging_that_leaves_its_tag(
    database, discord, clock, edition_id, goal
):
    async with database.write() as tx:
        await redirecting.set_tags(tx, await editions.get(tx, edition_id), [goal], now=clock.now())
    await deliver_all(database, discord, clock)

    assert await where(database, edition_id) == (THERE, None)
