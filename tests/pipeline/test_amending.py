"""What a source's correction asks for where many servers have its story."""

from sqlalchemy import event, insert, select

from bot.domain.ids import ServerId
from bot.pipeline.amending import amend
from bot.storage import pinned, servers
from bot.storage.desk_tables import correction, review
from bot.storage.stories import Reading
from bot.storage.tables import discussion, edition, story
from tests.builders import NOON, a_draft
from tests.pipeline.newsroom import an_edition

MANY = 300


async def test_a_correction_takes_no_more_statements_for_many_servers_than_for_one(database):
    draft = a_draft("talks", key="https://news.example/talks", title="Talks in Geneva")
    approved = {"pinned": pinned.stored(draft)}
    of_servers = {ServerId(number): approved if number % 2 else {} for number in range(2, 2 + MANY)}
    story_id, feed_id = await a_discussed_story(database, of_servers)
    statements = []

    async with database.write() as tx:
        event.listen(tx.sync_connection, "before_cursor_execute", lambda *_: statements.append(_[2]))
        new = a_draft("talks", key=draft.key, title="Talks end")
        await amend(tx, {story_id: Reading(new, from_page=True)}, feed_id=feed_id, now=NOON)

    async with database.read() as tx:
        renamed = set(await tx.scalars(select(correction.c.server_id)))
        asked = set(await tx.scalars(select(review.c.server_id)))
    assert asked == {each for each, own in of_servers.items() if own}
    assert renamed == {1, *of_servers} - asked
    assert len(statements) < 50


async def test_a_correction_reads_no_table_as_a_whole(database):
    story_id, feed_id = await a_discussed_story(database, {ServerId(2): {}})
    asked = []

    def note(_connection, _cursor, statement, parameters, _context, many):
        asked.append((statement, parameters[0] if many else parameters))

    async with database.write() as tx:
        event.listen(tx.sync_connection, "before_cursor_execute", note)
        reading = Reading(a_draft("talks", key="https://news.example/talks", title="Ended"), from_page=True)
        await amend(tx, {story_id: reading}, feed_id=feed_id, now=NOON)
        event.remove(tx.sync_connection, "before_cursor_execute", note)
        plans = [await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values) for sql, values in asked]
        steps = [row.detail for plan in plans for row in plan.all()]

    assert any("ix_correction_edition_id" in step for step in steps)
    assert [step for step in steps if "SCAN" in step and "VIRTUAL" not in step] == []


async def a_discussed_story(database, of_servers):
    """Let a story be discussed in these servers, each with its own row; return its id and its feed's."""
    first = await an_edition(database, now=NOON)
    async with database.write() as tx:
        await servers.join_all(tx, {each: f"Server {each}" for each in of_servers}, now=NOON)
        row = (await tx.execute(select(edition).where(edition.c.id == first))).one()._asdict()
        del row["id"]
        await tx.execute(
            insert(edition),
            [{**row, "server_id": each, "pinned": None, **own} for each, own in of_servers.items()],
        )
        for each in (await tx.execute(select(edition.c.id, edition.c.server_id))).all():
            opened = {"thread_id": 1000 + each.id, "opened_at": NOON, "opening_intent_at": NOON}
            await tx.execute(
                insert(discussion).values(edition_id=each.id, server_id=each.server_id, **opened)
            )
        return (await tx.execute(select(story.c.id, story.c.feed_id))).one()
