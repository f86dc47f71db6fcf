"""Which stories a server knows by words that were typed."""

import pytest
from sqlalchemy import event

from bot.domain.edition import OwnWords
from bot.domain.ids import ChannelId, ServerId
from bot.storage import edition_edits, editions, known_stories
from tests.builders import NOON
from tests.pipeline.newsroom import SERVER, an_edition

OTHER = ServerId(2)
HIDDEN = 20


@pytest.fixture
async def talks(database):
    """A story that one of two servers calls "Truce signed", and an older one as its source calls it."""
    await an_edition(database, key="https://news.example/older")
    edition_id = await an_edition(database, channels=(HIDDEN,))
    await an_edition(database, server_id=OTHER)
    async with database.write() as tx:
        of = await editions.get(tx, edition_id)
        words = OwnWords(title="Truce signed")
        await edition_edits.set_words(tx, edition_id, words, now=NOON, kept=of.story.draft)
    return edition_id


def wanted(*words):
    return [(word,) for word in words]


async def test_stories_are_known_by_the_words_of_their_server_and_of_their_source(database, talks):
    async with database.read() as tx:
        ours = await known_stories.matching(tx, SERVER, wanted("truce"), limit=9)
        both = await known_stories.matching(tx, SERVER, wanted("gene", "talk"), limit=9)
        elsewhere = await known_stories.matching(tx, OTHER, wanted("truce"), limit=9)

    assert [(each.edition_id, each.title) for each in ours] == [(talks, "Truce signed")]
    assert [each.title for each in both] == ["Truce signed", "Talks in Geneva"]
    assert elsewhere == []


async def test_stories_of_shut_channels_take_no_place_of_others(database, talks):
    async with database.read() as tx:
        shut = [ChannelId(HIDDEN)]
        found = await known_stories.matching(tx, SERVER, wanted("geneva"), limit=1, shut=shut)
        hidden = await known_stories.matching(tx, SERVER, wanted("truce"), limit=1, shut=shut)

    assert [each.title for each in found] == ["Talks in Geneva"]
    assert hidden == []


async def test_words_are_looked_up_without_looking_through_all_stories(database, talks):
    asked = []

    def note(_connection, _cursor, statement, parameters, *_more):
        asked.append((statement, parameters))

    async with database.read() as tx:
        event.listen(tx.sync_connection, "before_cursor_execute", note)
        await known_stories.matching(tx, SERVER, wanted("truce"), limit=9)
        event.remove(tx.sync_connection, "before_cursor_execute", note)
        found = [await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values) for sql, values in asked]
        steps = [row.detail for plan in found for row in plan.all()]

    assert sum("VIRTUAL TABLE INDEX" in step for step in steps) == 2
    assert [step for step in steps if "SCAN" in step and "VIRTUAL TABLE INDEX" not in step] == []
