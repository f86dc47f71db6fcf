import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.delivery import nonce
from bot.domain.edition import EditionState, route
from bot.domain.ids import EditionId
from bot.domain.reasons import Reason
from bot.domain.tagging import Match
from bot.storage import editions, stories
from bot.storage.editions import Decision, Extension, NewEdition, new_card_key
from bot.storage.stories import Reading
from bot.storage.tables import delivery
from tests.builders import NOON, a_draft, a_feed, a_server, a_tag


@pytest.fixture
async def server(database):
    return await a_server(database)


@pytest.fixture
async def feed(database):
    return await a_feed(database)


@pytest.fixture
async def story_id(database, feed):
    async with database.write() as tx:
        ids = await stories.add(tx, [Reading(a_draft(), from_page=False)], feed_id=feed.id, now=NOON)
    return ids[a_draft().key]


async def made(database, server, story_id, *tags):
    routing = route([Match(tag, Reason.BY_HASHTAG, tag.label) for tag in tags])
    async with database.write() as tx:
        return await editions.add(tx, [NewEdition(story_id, server, routing)], now=NOON)


async def test_an_edition_comes_back_with_its_story_and_its_tags_in_the_servers_order(
    database, server, story_id
):
    first, second = (
        await a_tag(database, server, "First"),
        await a_tag(database, server, "Second", channel=20),
    )
    await made(database, server, story_id, second, first)

    async with database.read() as tx:
        found = await editions.of_story(tx, story_id, server)
        again = await editions.get(tx, found.id)
        nothing = await editions.get(tx, EditionId(404))

    assert found == again
    assert found.story.draft.title == "About talks"
    assert found.tags == (first, second)
    assert (found.state, found.created_at) == (EditionState.CLEARED, NOON)
    assert nothing is None


async def test_the_home_is_delivered_first_and_every_channel_once(database, server, story_id):
    tags = [
        await a_tag(database, server, label, channel=channel)
        for label, channel in (("A", 30), ("B", 10), ("C", 30), ("D", 20))
    ]

    number = await made(database, server, story_id, *tags)

    async with database.read() as tx:
        rows = await tx.execute(select(delivery.c.channel_id, delivery.c.home).order_by(delivery.c.id))
    assert number == 3
    assert rows.all() == [(30, True), (10, False), (20, False)]


async def test_a_server_has_one_edition_of_a_story(database, server, story_id):
    tag = await a_tag(database, server)
    await made(database, server, story_id, tag)

    assert await made(database, server, story_id, tag) == 0


async def test_an_extension_adds_what_is_missing(database, server, story_id):
    tag, more = await a_tag(database, server), await a_tag(database, server, "More", channel=20)
    await made(database, server, story_id, tag)
    async with database.write() as tx:
        standing = (await editions.standing(tx, [story_id], [server]))[story_id, server]
        matches = (Match(tag, Reason.BY_HASHTAG, ""), Match(more, Reason.BY_FEED, ""))
        extension = Extension(standing.id, server, matches, (tag.channel_id, more.channel_id))

        number = await editions.extend(tx, [extension], now=NOON)
        after = (await editions.standing(tx, [story_id], [server]))[story_id, server]

    assert number == 1
    assert (standing.tags, standing.channels) == ({tag.id}, {10})
    assert (after.tags, after.channels) == ({tag.id, more.id}, {10, 20})


async def test_the_latest_editions_come_newest_first(database, server, feed, story_id):
    tag = await a_tag(database, server)
    async with database.write() as tx:
        ids = await stories.add(tx, [Reading(a_draft("other"), from_page=False)], feed_id=feed.id, now=NOON)
    other = ids[a_draft("other").key]
    for each in (story_id, other):
        await made(database, server, each, tag)

    async with database.read() as tx:
        both = await editions.latest(tx, server)
        one = await editions.latest(tx, server, limit=1)

    assert [each.story.id for each in both] == [other, story_id]
    assert one == both[:1]


async def test_an_edition_is_moved_only_from_the_state_that_was_seen(database, server, story_id):
    await made(database, server, story_id, await a_tag(database, server))
    async with database.write() as tx:
        found = await editions.of_story(tx, story_id, server)
        wrong = await editions.set_state(tx, found.id, EditionState.HELD, EditionState.REJECTED)
        right = await editions.set_state(tx, found.id, EditionState.CLEARED, EditionState.RETRACTED)

    assert (wrong, right) == (False, True)


async def test_the_first_decision_on_a_story_server_and_feed_stands(database, server, feed, story_id):
    for reason, hours in ((Reason.NO_TAG, 0), (Reason.ROUTED, 1)):
        async with database.write() as tx:
            at = NOON + timedelta(hours=hours)
            await editions.decide(tx, [Decision(story_id, server, feed.id, reason, at)])

    async with database.read() as tx:
        found = await editions.decisions_of(tx, story_id, server)
    assert found == [Decision(story_id, server, feed.id, Reason.NO_TAG, NOON)]


def test_a_card_key_fits_its_column_and_a_nonce_and_is_never_the_same():
    keys = {new_card_key() for _ in range(100)}

    assert len(keys) == 100
    assert all(re.fullmatch("[0-9a-f]{24}", key) for key in keys)
    assert all(nonce(key, "card")[1:] == key for key in keys)
