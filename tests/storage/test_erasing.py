"""Erasing a server that was left: nothing of it stays in any table, and nothing of others goes."""

from datetime import timedelta

import pytest
from sqlalchemy import Table, insert, select

from bot.domain.ids import ServerId
from bot.domain.search import search_text
from bot.storage import memos, search_tables, searching, servers
from bot.storage.schema import metadata
from tests.builders import NOON

LEFT = ServerId(700_000_000_000_000_001)
STAYING = ServerId(700_000_000_000_000_002)
OURS, SHARED, THEIRS = 1, 2, 3
SEARCHED = (search_tables.story_search, search_tables.edition_search, search_tables.search_gram)
# What holds in every server, also after one is erased.
OF_NO_SERVER = {
    "suppressed_reader": {"reader_key": b"r" * 32, "kind": "opted-out", "at": NOON},
    "closed_door": {"user_id": 7, "at": NOON},
}


def everything(server_id: ServerId, number: int, feed_ids: tuple[int, ...]) -> list[tuple[str, dict]]:
    """A row in every table that has something of a server, its ids beginning with the number."""
    ids = number * 1000
    story = {"hashtags": [], "quotes": [], "related": [], "from_page": False}
    times = {"first_seen_at": NOON, "updated_at": NOON}
    seen = {"feed_id": feed_ids[0], "item_hash": b"%16d" % number, "fingerprint": b"12345678"}
    vote = {"poll_id": ids, "emoji_key": "👍"}
    return [
        ("server", {"id": server_id, "name": "Harbour", "joined_at": NOON}),
        *(
            (
                "source",
                {"id": ids + n, "server_id": server_id, "feed_id": feed_id, "added_at": NOON}
                | {"interval_seconds": 900},
            )
            for n, feed_id in enumerate(feed_ids)
        ),
        ("moved_feed", {"old_id": ids, "feed_id": feed_ids[0]}),
        ("story", {"id": ids, "key": f"story-{number}", "title": f"Stories{number}", **story, **times}),
        ("sighting", {**seen, "story_id": ids, "seen_at": NOON}),
        (
            "vote_set",
            {"id": ids, "server_id": server_id, "key": "own", "name": "Own", "question": "Why?"}
            | {"mode": "single", "created_at": NOON},
        ),
        (
            "vote_set_option",
            {"vote_set_id": ids, "emoji_key": "👍", "emoji": "👍", "label": "Yes"}
            | {"valence": 1, "position": 0},
        ),
        (
            "tag",
            {"id": ids, "server_id": server_id, "key": "world", "label": "World", "channel_id": 10}
            | {"position": 0, "created_at": NOON, "vote_set_id": ids},
        ),
        ("source_tag", {"source_id": ids, "tag_id": ids}),
        ("tag_synonym", {"tag_id": ids, "key": "earth"}),
        ("tag_rule", {"id": ids, "tag_id": ids, "kind": "keyword", "value": "world"}),
        (
            "edition",
            {"id": ids, "story_id": ids, "server_id": server_id, "state": "cleared"} | {"created_at": NOON},
        ),
        ("edition_tag", {"edition_id": ids, "tag_id": ids, "reason": "by-keyword"}),
        (
            "decision",
            {"story_id": ids, "server_id": server_id, "feed_id": feed_ids[0], "reason": "routed"}
            | {"at": NOON},
        ),
        (
            "delivery",
            {"id": ids, "edition_id": ids, "server_id": server_id, "channel_id": 10, "home": True}
            | {"state": "done", "card_key": f"key{number}", "not_before": NOON, "created_at": NOON},
        ),
        (
            "discussion",
            {"edition_id": ids, "server_id": server_id, "thread_id": ids}
            | {"opening_intent_at": NOON, "opened_at": NOON},
        ),
        (
            "poll",
            {"id": ids, "edition_id": ids, "server_id": server_id, "channel_id": 10, "message_id": ids}
            | {"question": "Why?", "mode": "single", "state": "open", "opened_at": NOON},
        ),
        ("option", {**vote, "emoji": "👍", "label": "Yes", "valence": 1, "position": 0}),
        (
            "vote_event",
            {**vote, "voter_key": b"k" * 32, "kind": "add", "source": "gateway", "burst": False}
            | {"at": NOON},
        ),
        ("mark", {**vote, "voter_key": b"k" * 32, "burst": False, "seq": 1}),
        ("tally", {**vote, "n": 1}),
        (
            "audit",
            {"server_id": server_id, "action": "tag-added", "subject": "World", "details": {}} | {"at": NOON},
        ),
        (
            "panel",
            {"key": f"panel-{number}", "server_id": server_id, "user_id": 7, "kind": "feed"}
            | {"content": {}, "made_at": NOON},
        ),
        ("delegation", {"user_id": 7, "server_id": server_id, "until": NOON}),
        ("desk_delegation", {"user_id": 7, "server_id": server_id, "until": NOON}),
        ("reader", {"user_id": 7, "server_id": server_id, "made_at": NOON}),
        ("subscription", {"tag_id": ids, "user_id": 7, "server_id": server_id, "made_at": NOON}),
        (
            "notification",
            {"edition_id": ids, "user_id": 7, "server_id": server_id, "reach": "mention"}
            | {"state": "queued", "not_before": NOON},
        ),
        ("saved_story", {"user_id": 7, "edition_id": ids, "server_id": server_id, "saved_at": NOON}),
        (
            "role_change",
            {"role_id": ids, "user_id": 7, "server_id": server_id, "wanted": True, "not_before": NOON},
        ),
        ("tag_role", {"id": ids, "server_id": server_id, "tag_id": ids, "state": "wanted", "name": "World"}),
        (
            "server_digest",
            {"channel_id": ids, "server_id": server_id, "every": "daily", "at": 480}
            | {"due_at": NOON, "since": NOON, "made_at": NOON},
        ),
        ("hold", {"edition_id": ids, "reason": "held-clipped"}),
        (
            "verdict",
            {"id": ids, "edition_id": ids, "server_id": server_id, "kind": "held", "changes": {}}
            | {"at": NOON},
        ),
        (
            "review",
            {"id": ids, "server_id": server_id, "edition_id": ids, "kind": "held", "state": "wanted"}
            | {"card_key": f"review{number}", "created_at": NOON},
        ),
        (
            "note",
            {"id": ids, "server_id": server_id, "edition_id": ids, "thread_id": ids, "kind": "locked"}
            | {"fields": {}, "key": f"note{number}", "state": "wanted", "created_at": NOON},
        ),
        (
            "correction",
            {"id": ids, "server_id": server_id, "edition_id": ids, "kind": "discussion", "emojis": []}
            | {"due_at": NOON},
        ),
        ("desk_rule", {"id": ids, "server_id": server_id, "kind": "word", "added_at": NOON}),
        (
            "feed_notice",
            {"id": ids, "server_id": server_id, "source_id": ids, "cause": "failing", "fields": {}}
            | {"state": "wanted", "key": f"feed{number}", "created_at": NOON},
        ),
        (
            "clip",
            {"id": ids, "server_id": server_id, "user_id": 7, "edition_id": ids, "at": NOON}
            | {"url": "https://clipped.example/"},
        ),
        ("carried_mark", {**vote, "voter_key": b"k" * 32, "edition_id": ids}),
        ("memo", {"key": f"notice:{server_id}:abc", "value": NOON.isoformat()}),
    ]


@pytest.fixture
async def two_servers(database):
    async with database.write() as tx:
        for feed_id in (OURS, SHARED, THEIRS):
            row = {"id": feed_id, "url": f"https://feed.example/{feed_id}", "next_check_at": NOON}
            await tx.execute(insert(metadata.tables["feed"]).values(row))
        rows = everything(LEFT, 1, (OURS, SHARED)) + everything(STAYING, 2, (THEIRS, SHARED))
        for table, row in rows:
            await tx.execute(insert(metadata.tables[table]).values(row))
        await searching.index(tx, [row["id"] for table, row in rows if table == "story"])
        ours = [row["id"] for table, row in rows if table == "edition"]
        own = {each: search_text(f"Ours{each}", "", "", ()) for each in ours}
        await searching.index_own(tx, own)
        await memos.put(tx, "commands:1", "abc")
        for table, row in OF_NO_SERVER.items():
            await tx.execute(insert(metadata.tables[table]).values(row))
        await servers.leave(tx, LEFT, now=NOON)
    return database


async def rows_of(database, table: Table) -> set[str]:
    async with database.read() as tx:
        return {repr(tuple(row)) for row in await tx.execute(select(table))}


async def contents(database) -> dict[str, set[str]]:
    return {table.name: await rows_of(database, table) for table in [*metadata.sorted_tables, *SEARCHED]}


async def test_nothing_of_an_erased_server_is_left_in_any_table(two_servers):
    before = await contents(two_servers)

    async with two_servers.write() as tx:
        erased = await servers.erase(tx, LEFT, left_before=NOON)

    after = await contents(two_servers)
    assert erased
    assert [name for name, rows in before.items() if not rows] == []  # else nothing is looked at there
    for table in OF_NO_SERVER:
        assert after.pop(table) == before[table]
    for name, rows in after.items():
        assert len(before[name] - rows) >= 1, f"{name} has all that it had"
        assert not any(str(LEFT) in row for row in rows), name


async def test_what_others_have_stays(two_servers):
    async with two_servers.write() as tx:
        await servers.erase(tx, LEFT, left_before=NOON)

    after = await contents(two_servers)
    sizes = {name: len(rows) for name, rows in after.items()}
    two = {"feed", "source", "memo", "search_word", "search_gram"}  # of its story, and of its own
    assert sizes == {name: 2 if name in two else 1 for name in sizes}


async def test_a_story_that_another_server_has_stays(two_servers):
    async with two_servers.write() as tx:
        row = {"id": 5, "story_id": 1000, "server_id": STAYING, "state": "cleared", "created_at": NOON}
        await tx.execute(insert(metadata.tables["edition"]).values(row))
        await servers.erase(tx, LEFT, left_before=NOON)

    assert len(await rows_of(two_servers, metadata.tables["story"])) == 2


async def test_a_server_that_came_back_is_not_erased(two_servers):
    async with two_servers.write() as tx:
        await servers.join(tx, LEFT, "Harbour", now=NOON + timedelta(days=31))
        erased = await servers.erase(tx, LEFT, left_before=NOON + timedelta(days=1))

    assert not erased
    assert len(await rows_of(two_servers, metadata.tables["tag"])) == 2
