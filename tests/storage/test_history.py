"""What the rows say of one edition is found without looking through those of all others."""

from datetime import timedelta

from sqlalchemy import event

from bot.domain.edition import EditionState
from bot.domain.ids import EditionId, UserId
from bot.domain.verdict import VerdictKind
from bot.storage import digest_stories, editions, endings, history, verdicts
from tests.builders import NOON
from tests.pipeline.newsroom import SERVER, an_edition

MARA, IVO = UserId(7), UserId(8)


async def test_each_story_that_was_merged_here_is_told_once_and_by_whom_last(database):
    into = await an_edition(database)
    gone = [await an_edition(database, key=f"https://news.example/{name}") for name in ("one", "two")]
    async with database.write() as tx:
        for edition_id in gone:
            for actor in (MARA, IVO):
                await verdicts.record(
                    tx, SERVER, edition_id, VerdictKind.MERGED, at=NOON, actor_id=actor, changes={}
                )
            merged = await editions.get(tx, edition_id)
            await endings.end(tx, merged, EditionState.MERGED, now=NOON, merged_into=into)
    async with database.read() as tx:
        found = await history.merged_here(tx, into)
    assert [(each.edition_id, each.actor_id) for each in found] == [(each, IVO) for each in gone]


async def plans(database, read):
    """Return how SQLite goes about the statements of a read."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_more):
        asked.append((statement, parameters))

    async with database.read() as tx:
        event.listen(tx.sync_connection, "before_cursor_execute", note)
        await read(tx)
        event.remove(tx.sync_connection, "before_cursor_execute", note)
        found = [await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values) for sql, values in asked]
        return [row.detail for plan in found for row in plan.all()]


async def test_what_was_merged_here_is_found_from_those_stories_alone(database):
    plan = await plans(database, lambda tx: history.merged_here(tx, EditionId(17)))

    assert any("edition USING" in step and "ix_edition_merged_into" in step for step in plan)
    assert [step for step in plan if "SCAN" in step] == []
    assert sum("ix_verdict_edition_id" in step for step in plan) == 2


async def test_stories_for_a_digest_are_found_by_when_they_came_or_were_let_out(database):
    since = NOON - timedelta(days=1)
    plan = await plans(database, lambda tx: digest_stories.candidates(tx, SERVER, since=since, until=NOON))

    assert any("ix_edition_server_id_created_at" in step for step in plan)
    assert any("ix_edition_server_id_state_held_at" in step for step in plan)
    assert [step for step in plan if "SCAN" in step] == []
