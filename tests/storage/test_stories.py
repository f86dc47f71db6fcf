from datetime import timedelta

import pytest

from bot.domain.feed import RelatedStory
from bot.domain.ids import FeedId
from bot.domain.sighting import Sighting, fingerprint, item_hash
from bot.storage import stories
from bot.storage.stories import Reading
from tests.builders import NOON, a_draft, a_feed, a_server, a_source, an_item

LATER = NOON + timedelta(hours=1)


@pytest.fixture
async def feed(database):
    return await a_feed(database)


async def stored(database, feed, *drafts, from_page=False, now=NOON):
    async with database.write() as tx:
        readings = [Reading(draft, from_page) for draft in drafts]
        ids = await stories.add(tx, readings, feed_id=feed.id, now=now)
    return [ids[draft.key] for draft in drafts]


async def the_story(database, story_id):
    async with database.read() as tx:
        return await stories.get(tx, story_id)


async def test_a_story_comes_back_as_it_was_drafted(database, feed):
    draft = a_draft(
        category="World",
        hashtags=("Peace", "Geneva"),
        author="A. Writer",
        outlet="Harbour News",
        image_url="https://news.example/a.png",
        published_at=NOON,
        source_ref="https://source.example/",
        quotes=("We “talk”.",),
        question="Will it hold?",
        related=(RelatedStory("Earlier", "https://news.example/earlier"), RelatedStory("Without link")),
    )

    (story_id,) = await stored(database, feed, draft)

    found = await the_story(database, story_id)
    assert found.draft == draft
    assert found.first_seen_at == NOON


async def test_a_key_has_one_story_whose_first_reading_counts(database, feed):
    first, second = await stored(database, feed, a_draft(title="First"), a_draft(title="Second"))
    (third,) = await stored(database, feed, a_draft(title="Third"))

    assert first == second == third
    assert (await the_story(database, first)).draft.title == "First"


async def test_a_story_known_from_a_feed_takes_the_words_of_its_page(database, feed):
    other = await a_feed(database, "https://other.example/feed")
    (story_id,) = await stored(database, feed, a_draft(lead="From the feed."))
    for each, lead in ((other, "From its page."), (feed, "From another page.")):
        async with database.write() as tx:
            page = {story_id: Reading(a_draft(lead=lead), from_page=True)}
            fuller = await stories.follow(tx, page, feed_id=each.id)
            await stories.edit(tx, fuller, feed_id=each.id, now=LATER)

    found = await the_story(database, story_id)

    assert (found.draft.lead, found.first_seen_at) == ("From its page.", NOON)


async def test_thousands_of_stories_are_stored_and_found_at_once(database, feed):
    drafts = [a_draft(str(n)) for n in range(40_000)]

    first = await stored(database, feed, *drafts)

    assert len(set(first)) == 40_000
    async with database.read() as tx:
        assert len(await stories.by_keys(tx, [draft.key for draft in drafts])) == 40_000


async def test_edits_count_from_the_feed_that_a_story_follows(database, feed):
    (story_id,) = await stored(database, feed, a_draft())

    async with database.write() as tx:
        edit = {story_id: Reading(a_draft(title="Edited"), from_page=False)}
        by_other = await stories.edit(tx, edit, feed_id=FeedId(99), now=LATER)
        by_own = await stories.edit(tx, edit, feed_id=feed.id, now=LATER)

    assert (by_other, by_own) == (0, 1)
    assert (await the_story(database, story_id)).draft.title == "Edited"


async def test_an_edit_in_the_feed_leaves_the_words_of_the_page_but_not_the_date(database, feed):
    (story_id,) = await stored(database, feed, a_draft(hashtags=("Peace",)), from_page=True)

    async with database.write() as tx:
        reading = Reading(a_draft(title="Edited", published_at=LATER), from_page=False)
        await stories.edit(tx, {story_id: reading}, feed_id=feed.id, now=LATER)

    found = (await the_story(database, story_id)).draft
    assert (found.title, found.hashtags, found.published_at) == ("About talks", ("Peace",), LATER)


async def test_an_edit_read_from_the_page_replaces_everything(database, feed):
    (story_id,) = await stored(database, feed, a_draft(hashtags=("Peace",)), from_page=True)

    async with database.write() as tx:
        reading = Reading(a_draft(title="Edited", hashtags=("War",)), from_page=True)
        await stories.edit(tx, {story_id: reading}, feed_id=feed.id, now=LATER)
        follows = await stories.read_from_pages(tx, feed.id, [story_id])

    found = (await the_story(database, story_id)).draft
    assert (found.title, found.hashtags) == ("Edited", ("War",))
    assert follows == {story_id}


async def test_a_sighting_keeps_its_time_and_its_story_and_takes_the_new_fingerprint(database, feed):
    server = await a_server(database)
    (story_id,) = await stored(database, feed, a_draft())
    item, edited = an_item(), an_item(title="Edited")
    for look, now in ((item, NOON), (edited, LATER)):
        async with database.write() as tx:
            seen = {item_hash(look): Sighting(story_id, fingerprint(look))}
            await stories.record_sightings(tx, feed.id, seen, now=now)
    await a_source(database, server, feed, now=NOON + timedelta(minutes=1))

    async with database.read() as tx:
        found = await stories.sightings(tx, feed.id, [item_hash(item), item_hash(an_item("other"))])
        backlog = await stories.backlog_of(tx, [story_id], [server])

    assert found == {item_hash(item): Sighting(story_id, fingerprint(edited))}
    assert backlog == {(story_id, server)}


async def test_what_was_sighted_after_a_source_was_added_is_no_backlog(database, feed):
    server = await a_server(database)
    await a_source(database, server, feed, now=NOON)
    (story_id,) = await stored(database, feed, a_draft())
    async with database.write() as tx:
        seen = {item_hash(an_item()): Sighting(story_id, fingerprint(an_item()))}
        await stories.record_sightings(tx, feed.id, seen, now=LATER)

        backlog = await stories.backlog_of(tx, [story_id], [server])
        latest = await stories.of_feed(tx, feed.id)

    assert backlog == set()
    assert [story.id for story in latest] == [story_id]
