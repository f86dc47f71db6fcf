"""Where a story is listed, told or handed over, it is called as its server calls it."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from bot.domain.delivery import DeliveryState
from bot.domain.edition import OwnWords
from bot.domain.ids import ChannelId, UserId
from bot.pipeline.amending import amend
from bot.storage import (
    clearing,
    deliveries,
    digest_stories,
    edition_edits,
    editions,
    feeds,
    outcomes,
    personal,
    poll_records,
    polls,
    saved,
    searching,
    story_choices,
)
from bot.storage.editions import Decision
from bot.storage.search_tables import edition_search, search_word
from bot.storage.searching import Wanted
from bot.storage.stories import Reading
from bot.storage.tables import delivery, edition, story
from tests.builders import NOON
from tests.pipeline.newsroom import SERVER, VOTE_SET, an_edition

READER = UserId(5)


@pytest.fixture
async def edition_id(database):
    """A posted story with a poll, which its server gave another title."""
    edition_id = await an_edition(database, now=NOON)
    stands = {"state": DeliveryState.DONE, "message_id": 7, "place_id": 10, "posted_at": NOON}
    async with database.write() as tx:
        await tx.execute(update(delivery).values(**stands))
        await tx.execute(update(edition).values(title="Ours"))
        home = await deliveries.home_of(tx, edition_id)
        await polls.open_poll(tx, home, VOTE_SET, now=NOON, closes_at=None)
    return edition_id


async def test_searches_choices_digests_and_results_say_the_servers_title(database, edition_id):
    before, after = NOON.replace(hour=1), NOON.replace(hour=23)
    async with database.read() as tx:
        found = await searching.stories(tx, SERVER, [ChannelId(10)], Wanted(), limit=5)
        offered = await story_choices.listed(tx, SERVER, limit=5)
        by_words = await story_choices.listed(tx, SERVER, limit=5, words=["our"])
        by_old_words = await story_choices.listed(tx, SERVER, limit=5, words=["Geneva"])
        candidates = await digest_stories.candidates(tx, SERVER, since=before, until=after)
        records = [each async for each in poll_records.records(tx, SERVER)]

    assert [each.title for each in found] == ["Ours"]
    assert [each.title for each in offered] == ["Ours"]
    assert [each.edition_id for each in by_words] == [edition_id]
    assert by_old_words == []
    assert [each.title for each in candidates] == ["Ours"]
    assert "Ours" in str(records)
    assert "Geneva" not in str(records)


async def test_what_became_of_a_feeds_stories_and_what_is_handed_over_say_it_too(database, edition_id):
    async with database.write() as tx:
        story_id = (await editions.get(tx, edition_id)).story.id
        feed = await feeds.find(tx, "https://news.example/talks/feed")
        await editions.decide(tx, [Decision(story_id, SERVER, feed.id, "routed", NOON)])
        await saved.add(tx, SERVER, READER, edition_id, now=NOON)

    async with database.read() as tx:
        [outcome] = await outcomes.latest(tx, SERVER, feed.id, limit=5)
        handed = await personal.stored_about(tx, READER, {}, b"")

    assert outcome.title == "Ours"
    assert "Ours" in str(handed)
    assert "Geneva" not in str(handed)


async def test_a_story_is_found_by_the_words_that_its_server_shows_and_by_its_sources(database, edition_id):
    async def found(*words):
        async with database.read() as tx:
            wanted = Wanted(words=tuple((each,) for each in words))
            rows = await searching.stories(tx, SERVER, [ChannelId(10)], wanted, limit=5)
            return [each.title for each in rows]

    async def words():
        async with database.read() as tx:
            return set(await tx.scalars(select(search_word.c.word)))

    before = await words()
    async with database.write() as tx:
        kept = (await editions.get(tx, edition_id)).story.draft
        own = OwnWords(title="Peace in reach", lead="The diplomats hope.")
        await edition_edits.set_words(tx, edition_id, own, now=NOON, kept=kept)

    assert await found("peace") == await found("diplomats", "reach") == ["Peace in reach"]
    assert await found("geneva") == ["Peace in reach"]
    assert await found("peace", "nothing") == []
    assert {"peace", "reach", "diplomats", "hope"} <= await words() - before
    async with database.write() as tx:
        await edition_edits.set_words(tx, edition_id, OwnWords(), now=NOON)
    assert await found("peace") == []
    assert await words() == before


async def test_what_was_approved_is_found_as_it_is_shown_once_its_source_says_otherwise(database, edition_id):
    async with database.write() as tx:
        await tx.execute(update(edition).values(title=None, state="held"))
        held = await editions.get(tx, edition_id)
        await clearing.let_out(tx, held, now=NOON, at=NOON)
        assert await tx.scalar(select(func.count()).select_from(edition_search)) == 0
        draft = replace(held.story.draft, title="Cancelled", lead="")
        changed = {held.story.id: Reading(draft, from_page=True)}
        feed_id = await tx.scalar(select(story.c.feed_id))
        await amend(tx, changed, feed_id=feed_id, now=NOON)

    async with database.read() as tx:
        for word in ("geneva", "cancelled"):
            wanted = Wanted(words=((word,),))
            (found,) = await searching.stories(tx, SERVER, [ChannelId(10)], wanted, limit=5)
            assert found.title == held.story.draft.title
