"""Two tags become one: readers, words, feeds and stories are united, and no card is posted twice."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from bot.domain.ids import RoleId, UserId
from bot.domain.subscription import Reach
from bot.domain.tagging import Rule, RuleKind
from bot.storage import merging, readers, role_changes, subscriptions, tags
from bot.storage.reader_tables import role_change, subscription
from bot.storage.tables import delivery, edition_tag, source_tag
from tests.builders import a_feed, a_source
from tests.pipeline.newsroom import LONG_AGO, SERVER, an_edition

NOW = LONG_AGO + timedelta(hours=1)
GONE, INTO = 10, 20
READER = UserId(900)


async def found(database, channel):
    async with database.read() as tx:
        return await tags.find(tx, SERVER, f"tag{channel}")


async def merged(database):
    gone, into = await found(database, GONE), await found(database, INTO)
    async with database.write() as tx:
        return await merging.merge(tx, gone, into, now=NOW)


async def deliveries(database):
    async with database.read() as tx:
        rows = await tx.execute(select(delivery).order_by(delivery.c.id))
        return [(row.edition_id, row.channel_id, row.state, row.home) for row in rows]


async def test_words_rules_feeds_and_stories_are_united(database):
    story = await an_edition(database, channels=(GONE,))
    both = await an_edition(database, channels=(GONE, INTO), key="https://news.example/both")
    gone, into = await found(database, GONE), await found(database, INTO)
    source = await a_source(database, SERVER, await a_feed(database), tags_given=[gone])
    shared = Rule(RuleKind.KEYWORD, "peace")
    async with database.write() as tx:
        await tags.add_synonyms(tx, gone.id, ["war", into.key, "shared"])
        await tags.add_synonyms(tx, into.id, ["shared"])
        await tags.add_rules(tx, gone.id, [shared, Rule(RuleKind.PATTERN, "truce")])
        await tags.add_rules(tx, into.id, [shared])

    await merged(database)

    after = await found(database, INTO)
    async with database.read() as tx:
        filed = (await tx.execute(select(edition_tag.c.edition_id, edition_tag.c.tag_id))).all()
        given = (await tx.execute(select(source_tag))).all()
        old_name = await tags.meant(tx, SERVER, gone.key)
    assert await found(database, GONE) is None
    assert old_name == after
    assert set(after.synonyms) == {gone.key, "war", "shared"}
    assert [rule.value for rule in after.rules] == ["peace", "truce"]
    assert sorted(filed) == [(story, into.id), (both, into.id)]
    assert given == [(source.id, into.id)]


@pytest.mark.parametrize(
    ("theirs", "others", "for_all", "left"),
    [
        (Reach.DIRECT, Reach.DIGEST, None, Reach.DIRECT),
        (Reach.LIST, Reach.DIRECT, None, Reach.DIRECT),
        (None, Reach.DIRECT, None, None),  # a mention, as nobody chose otherwise
        (None, Reach.DIRECT, Reach.LIST, Reach.DIRECT),
        (Reach.DIGEST, None, Reach.LIST, Reach.DIGEST),
        (Reach.MENTION, None, None, None),
    ],
)
async def test_who_had_both_has_one_with_the_stronger_reach(database, theirs, others, for_all, left):
    await an_edition(database, channels=(GONE, INTO))
    gone, into = await found(database, GONE), await found(database, INTO)
    alone = UserId(901)
    async with database.write() as tx:
        await subscriptions.add(tx, SERVER, READER, [gone.id], reach=theirs, now=NOW)
        await subscriptions.add(tx, SERVER, READER, [into.id], reach=others, now=NOW)
        await subscriptions.add(tx, SERVER, alone, [gone.id], reach=Reach.LIST, now=NOW)
        if for_all is not None:
            await readers.set_reach(tx, SERVER, READER, for_all, now=NOW)
        union = await merging.union_of(tx, gone, into)

    await merged(database)

    async with database.read() as tx:
        rows = (
            await tx.execute(select(subscription.c.user_id, subscription.c.tag_id, subscription.c.reach))
        ).all()
    assert sorted(rows, key=lambda row: row.user_id) == [
        (READER, into.id, left),
        (alone, into.id, Reach.LIST),
    ]
    assert (union.subscribers, union.of_both) == (2, 1)


async def test_a_merger_takes_no_more_statements_for_many_readers_than_for_one(database):
    await an_edition(database, channels=(GONE, INTO))
    gone, into = await found(database, GONE), await found(database, INTO)
    readers_of_both = [UserId(1000 + number) for number in range(50)]
    async with database.write() as tx:
        for each in readers_of_both:
            await subscriptions.add(tx, SERVER, each, [gone.id], reach=Reach.DIRECT, now=NOW)
            await subscriptions.add(tx, SERVER, each, [into.id], reach=Reach.LIST, now=NOW)
    statements = []

    async with database.write() as tx:
        event.listen(tx.sync_connection, "before_cursor_execute", lambda *_: statements.append(_[2]))
        await merging.merge(tx, gone, into, now=NOW)

    async with database.read() as tx:
        rows = (await tx.execute(select(subscription.c.user_id, subscription.c.reach))).all()
    assert sorted(rows) == [(each, Reach.DIRECT) for each in readers_of_both]
    assert len(statements) < 20


async def test_what_waits_goes_to_the_others_channel_and_nothing_is_posted_twice(database):
    posted = await an_edition(database, channels=(GONE,))
    waits = await an_edition(database, channels=(GONE,), key="https://news.example/waits")
    both = await an_edition(database, channels=(GONE, INTO), key="https://news.example/both")
    async with database.write() as tx:
        of_posted = delivery.c.edition_id == posted
        await tx.execute(update(delivery).where(of_posted).values(state="done", message_id=5))
        union = await merging.union_of(tx, await _get(tx, GONE), await _get(tx, INTO))

    moved = await merged(database)

    assert moved == 1
    assert (union.waiting, union.stories) == (2, 3)
    assert await deliveries(database) == [
        (posted, GONE, "done", True),
        (waits, INTO, "queued", True),
        (both, GONE, "removed", False),
        (both, INTO, "queued", True),
    ]


async def _get(tx, channel):
    return await tags.find(tx, SERVER, f"tag{channel}")


async def test_tags_of_one_channel_are_merged_where_they_are(database):
    story = await an_edition(database, channels=(GONE,))
    await an_edition(database, channels=(INTO,), key="https://news.example/other")
    into = await found(database, INTO)
    async with database.write() as tx:
        await tags.set_channel(tx, into.id, GONE, into.kind)

    moved = await merged(database)

    assert moved == 0
    assert (await deliveries(database))[0] == (story, GONE, "queued", True)


async def test_readers_who_come_along_get_the_role_of_ours_that_the_other_has(database):
    await an_edition(database, channels=(GONE, INTO))
    gone, into = await found(database, GONE), await found(database, INTO)
    role = RoleId(77)
    async with database.write() as tx:
        await tags.change(tx, into.id, {"role_id": role, "role_is_ours": True})
        await subscriptions.add(tx, SERVER, READER, [gone.id], reach=Reach.MENTION, now=NOW)
        await role_changes.follow(tx, SERVER, READER, now=NOW)

    await merged(database)

    async with database.read() as tx:
        rows = (
            await tx.execute(select(role_change.c.role_id, role_change.c.user_id, role_change.c.wanted))
        ).all()
    assert rows == [(role, READER, True)]
