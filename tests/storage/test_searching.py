"""The index of stories: in step with them whatever happens, and what is found in it."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.domain.delivery import DeliveryState
from bot.domain.edition import EditionState
from bot.domain.ids import ChannelId, MessageId
from bot.domain.reasons import Reason
from bot.storage import searching, stories
from bot.storage.search_tables import search_gram, search_word, story_search
from bot.storage.searching import Wanted
from bot.storage.stories import Reading
from bot.storage.tables import delivery, edition, story
from tests.builders import NOON, a_draft, a_feed
from tests.pipeline.newsroom import SERVER, an_edition


async def indexed(database):
    async with database.read() as tx:
        rows = await tx.execute(select(story_search.c.title, story_search.c.more))
        words = set(await tx.scalars(select(search_word.c.word)))
        pieces = set(await tx.scalars(select(search_gram.c.word)))
        assert pieces == {f"_{word}_" for word in words}
        return {row.title: row.more for row in rows}, words


async def test_the_index_follows_a_story_from_its_feed_to_its_page_its_correction_and_its_end(database):
    feed = await a_feed(database)
    draft = a_draft("talks", title="Café Talks", lead="Old words", outlet="Harbour", hashtags=("PeaceNow",))
    page = a_draft("talks", title="Café Talks begin", lead="New words")
    corrected = a_draft("talks", title="Talks end", lead="New words")
    seen = []

    async with database.write() as tx:
        ids = await stories.add(tx, [Reading(draft, from_page=False)], feed_id=feed.id, now=NOON)
    seen.append(await indexed(database))
    async with database.write() as tx:
        edits = dict.fromkeys(ids.values(), Reading(page, from_page=True))
        await stories.edit(tx, edits, feed_id=feed.id, now=NOON)
    seen.append(await indexed(database))
    async with database.write() as tx:
        edits = dict.fromkeys(ids.values(), Reading(corrected, from_page=True))
        await stories.edit(tx, edits, feed_id=feed.id, now=NOON)
    seen.append(await indexed(database))
    async with database.write() as tx:
        words = await searching.words_of(tx, ids.values())
        await tx.execute(delete(story))
        await searching.forget_words(tx, words)
    seen.append(await indexed(database))

    assert seen == [
        (
            {"cafe talks": "old words harbour peacenow peace now"},
            {"cafe", "talks", "words", "harbour", "peacenow", "peace"},
        ),
        ({"cafe talks begin": "new words"}, {"cafe", "talks", "begin", "words"}),
        ({"talks end": "new words"}, {"talks", "words"}),
        ({}, set()),
    ]


async def test_a_word_that_another_story_has_stays(database):
    feed = await a_feed(database)
    async with database.write() as tx:
        readings = [
            Reading(a_draft(name, title=f"Talks {name}"), from_page=False) for name in ("alpha", "beta")
        ]
        ids = await stories.add(tx, readings, feed_id=feed.id, now=NOON)
        alpha = ids[readings[0].draft.key]
        words = await searching.words_of(tx, [alpha])
        await tx.execute(delete(story).where(story.c.id == alpha))
        await searching.forget_words(tx, words)

    _, left = await indexed(database)
    assert "talks" in left
    assert "alpha" not in left


@pytest.mark.parametrize(
    ("of_edition", "of_home", "found", "with_gone"),
    [
        ({}, {}, True, True),
        ({"state": EditionState.RETRACTED}, {}, False, False),
        ({"state": EditionState.HELD}, {}, False, False),
        ({}, {"state": DeliveryState.REMOVED}, False, True),
        ({}, {"state": DeliveryState.QUEUED, "message_id": None}, False, False),
        ({}, {"state": DeliveryState.FAILED, "message_id": None}, False, False),
        (
            {},
            {"state": DeliveryState.FAILED, "message_id": None, "reason": Reason.OVER_BUDGET},
            True,
            True,
        ),
        ({}, {"home": False}, False, False),
    ],
)
async def test_a_story_is_listed_while_it_is_out(database, of_edition, of_home, found, with_gone):
    edition_id = await an_edition(database, channels=(ChannelId(10),))
    posted = {"state": DeliveryState.DONE, "message_id": MessageId(5), "place_id": 10, "posted_at": NOON}
    async with database.write() as tx:
        await tx.execute(update(delivery).values(posted | of_home))
        if of_edition:
            await tx.execute(update(edition).values(of_edition))

    async with database.read() as tx:
        listed = await searching.stories(tx, SERVER, [ChannelId(10)], Wanted(), limit=5)
        gone = await searching.stories(tx, SERVER, [ChannelId(10)], Wanted(also_gone=True), limit=5)
        elsewhere = await searching.stories(tx, SERVER, [ChannelId(11)], Wanted(also_gone=True), limit=5)
        nowhere = await searching.stories(tx, SERVER, [], Wanted(also_gone=True), limit=5)

    assert [each.edition_id for each in listed] == [edition_id] * found
    assert [each.edition_id for each in gone] == [edition_id] * with_gone
    assert elsewhere == nowhere == []
    has_card = of_home.get("state") not in {DeliveryState.REMOVED, DeliveryState.FAILED}
    assert all((each.place is not None) == has_card for each in gone)


async def test_stories_are_found_of_a_time_and_by_all_of_their_words(database):
    for number, channel in ((1, 10), (2, 20), (3, 10)):
        key = f"https://news.example/{number}"
        edition_id = await an_edition(database, channels=(ChannelId(channel),), key=key)
        async with database.write() as tx:
            its = delivery.c.edition_id == edition_id
            posted = {"state": DeliveryState.DONE, "message_id": number, "place_id": channel}
            await tx.execute(update(delivery).where(its).values(posted))
            late = NOON + timedelta(days=number)
            await tx.execute(update(edition).where(edition.c.id == edition_id).values(created_at=late))
    both = [ChannelId(10), ChannelId(20)]

    async def ids(channels, **wanted):
        async with database.read() as tx:
            rows = await searching.stories(tx, SERVER, channels, Wanted(**wanted), limit=5)
            return [each.edition_id for each in rows]

    async with database.read() as tx:
        channels = await searching.home_channels(tx, SERVER)
    assert sorted(channels) == both
    assert await ids(both) == [3, 2, 1]
    assert await ids(both[:1]) == [3, 1]
    assert await ids(both, since=NOON + timedelta(days=2)) == [3, 2]
    assert await ids(both, words=(("gene",), ("talks",))) == [3, 2, 1]
    assert await ids(both, words=(("talks",), ("nothing",))) == []
    assert await ids(both, words=(("nothing", "talks"),)) == [3, 2, 1]
