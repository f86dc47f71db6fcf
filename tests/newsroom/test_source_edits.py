"""Changes to how a server uses a feed: kept as they were shown, whatever stands there already."""

from datetime import timedelta

import pytest

from bot.domain.ids import UserId
from bot.domain.tagging import Rule, RuleKind
from bot.newsroom.feed_entries import FeedEntries
from bot.newsroom.source_edits import SourceEdits
from bot.newsroom.source_wishes import SourceWishes
from bot.storage import sources, tags
from tests.builders import a_feed, a_server, a_source, a_tag, an_item
from tests.manual_clock import ManualClock
from tests.pipeline.test_intake import OTHER_URL, Desk

ACTOR = UserId(1)


@pytest.fixture
def desk(database):
    made = Desk(database)
    made.reader.publish(an_item("a"))
    made.reader.publish(an_item("a"), url=OTHER_URL)
    return made


@pytest.fixture
def edits(database, desk):
    clock = ManualClock()
    entries = FeedEntries(database, desk.reader, clock, read_pages=False)
    shortest = timedelta(minutes=5)
    return SourceEdits(database, entries, clock, shortest=shortest, wake_intake=lambda: None)


@pytest.mark.parametrize("typed", [" ".join(f"w{n}" for n in range(180)), ("-a " * 333).strip()])
async def test_a_filter_that_is_long_when_written_out_is_kept(database, edits, typed):
    server, feed = await a_server(database), await a_feed(database)
    await a_source(database, server, feed)
    proposal = await edits.edit(server, ACTOR, str(feed.id), SourceWishes(filter=typed))

    kept = await edits.keep(server, ACTOR, proposal.panel)
    again = await edits.edit(server, ACTOR, str(feed.id), SourceWishes())

    assert len(str(kept.source.filter)) > 1000
    assert (again.typed, again.fault) == (str(kept.source.filter), None)


async def test_a_new_address_leaves_one_rule_where_a_tag_had_both_feeds(database, edits):
    server, other = await a_server(database), await a_server(database, 2)
    old, new = await a_feed(database), await a_feed(database, OTHER_URL)
    await a_source(database, server, old)
    await a_source(database, other, new)
    rules = [Rule(RuleKind.FEED, str(each.id)) for each in (old, new)]
    both = await a_tag(database, server, "World", rules=rules)
    one = await a_tag(database, server, "Talks", channel=20, rules=rules[:1])
    theirs = await a_tag(database, other, "World", channel=30, rules=rules)
    proposal = await edits.edit(server, ACTOR, str(old.id), SourceWishes(url=OTHER_URL))

    edited = await edits.keep(server, ACTOR, proposal.panel)

    async with database.read() as tx:
        found = [await tags.get(tx, each.id) for each in (both, one, theirs)]
        assert await sources.get(tx, server, old.id) is None
    assert edited.feed.id == new.id
    assert [sorted(rule.value for rule in each.rules) for each in found] == [
        [str(new.id)],
        [str(new.id)],
        [str(old.id), str(new.id)],
    ]
