"""How many stories a feed has brought to servers, asked of all at once."""

from sqlalchemy import event, select

from bot.domain.ids import ServerId, StoryId
from bot.domain.reasons import Reason
from bot.domain.verdict import VerdictKind
from bot.storage import desk_rules, editions, servers, verdicts
from bot.storage.editions import Decision
from bot.storage.tables import story
from tests.builders import NOON, a_feed
from tests.pipeline.newsroom import an_edition

MUCH, SOME, TRUSTED, NONE = (ServerId(n) for n in (1, 2, 3, 4))
STORIES = 5


async def decide(database, feed, server_id, *reasons):
    """Let the feed bring a story for each reason to a server; return an edition of the first."""
    ids = [
        await an_edition(database, server_id=server_id, key=f"https://news.example/{n}")
        for n in range(STORIES)
    ]
    async with database.write() as tx:
        known = list(await tx.scalars(select(story.c.id).order_by(story.c.id)))
        made = [
            Decision(StoryId(each), server_id, feed.id, reason, NOON)
            for each, reason in zip(known, reasons, strict=False)
        ]
        await editions.decide(tx, made)
    return ids[0]


async def test_what_a_feed_has_brought_is_counted_for_all_servers_by_one_statement(database):
    feed, other = await a_feed(database), await a_feed(database, url="https://other.example/feed")
    await decide(database, feed, MUCH, *[Reason.ROUTED] * STORIES)
    await decide(database, feed, SOME, Reason.REVIEW, Reason.FILTERED, Reason.ROUTED)
    await decide(database, other, SOME, *[Reason.ROUTED] * STORIES)
    first = await decide(database, feed, TRUSTED, Reason.ROUTED)
    async with database.write() as tx:
        await verdicts.record(tx, TRUSTED, first, VerdictKind.TRUSTED, at=NOON, actor_id=7)
        await servers.join(tx, NONE, "Dock News", now=NOON)
    asked = []

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    async with database.read() as tx:
        event.listen(tx.sync_connection, "before_cursor_execute", note)
        found = await desk_rules.brought_to(tx, {MUCH: 3, SOME: 4, TRUSTED: 4, NONE: 4}, feed.id)
        event.remove(tx.sync_connection, "before_cursor_execute", note)

    assert found == {MUCH: 3, SOME: 2, TRUSTED: 4, NONE: 0}
    assert len(asked) == 1
