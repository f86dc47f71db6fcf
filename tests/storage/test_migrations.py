import asyncio
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from bot.domain.errors import DatabaseTooNew, DatabaseUnreadable
from bot.storage.database import Database
from bot.storage.migrations.create import sole_engine
from bot.storage.migrations.run import apply, run, scripts
from bot.storage.migrations.upgrade import HEAD, upgrade
from bot.storage.schema import metadata


@pytest.fixture
def path(tmp_path):
    """A file made by every revision in turn."""
    path = tmp_path / "newsclip.db"
    run(path)
    return path


def test_the_newest_revision_is_the_one_that_a_start_looks_for():
    assert scripts().get_heads() == [HEAD]


async def test_the_revisions_lead_to_exactly_the_tables(path):
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_sqlalchemys})
        differences = compare_metadata(context, metadata)

    # Of a reference within a column SQLAlchemy reads half; the next test compares them whole.
    assert [each for each in differences if not each[0].endswith("_fk")] == []


async def test_the_statements_of_the_revisions_are_those_of_the_tables(path):
    engine = create_engine("sqlite://")
    metadata.create_all(engine)

    with engine.connect() as expected, closing(sqlite3.connect(path)) as migrated:
        assert _schema(migrated) == _schema(expected.connection.dbapi_connection)
    engine.dispose()


async def test_a_new_file_is_whole_and_its_foreign_keys_lead_somewhere(path):
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


async def test_a_new_file_is_made_just_as_the_revisions_would_make_it(path, tmp_path):
    new = tmp_path / "somewhere" / "new.db"

    await upgrade(new)

    with closing(sqlite3.connect(new)) as made, closing(sqlite3.connect(path)) as migrated:
        assert _schema(made, but=()) == _schema(migrated, but=())
        assert made.execute("SELECT * FROM alembic_version").fetchall() == [(HEAD,)]


async def test_stories_that_were_there_before_are_found_by_their_words(tmp_path):
    path = tmp_path / "newsclip.db"
    with sole_engine(path).begin() as connection:
        apply(connection, to="0002")
        story = {"key": "key", "title": "Café Talks", "lead": "In Geneva", "outlet": "Harbour"}
        story |= {"hashtags": '["PeaceNow"]', "quotes": "[]", "related": "[]", "from_page": 0}
        story |= {"first_seen_at": "2026-11-22", "updated_at": "2026-11-22"}
        places = ", ".join(f":{name}" for name in story)
        connection.execute(text(f"INSERT INTO story ({', '.join(story)}) VALUES ({places})"), story)

    await upgrade(path)

    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT rowid, title, more FROM story_search").fetchall()
        words = {word for (word,) in connection.execute("SELECT word FROM search_gram")}
    assert found == [(1, "cafe talks", "in geneva harbour peacenow peace now")]
    assert words == {"_cafe_", "_talks_", "_geneva_", "_harbour_", "_peacenow_", "_peace_"}


_BEFORE = """
INSERT INTO server (id, name, joined_at) VALUES (1, 'Harbour', '2026-11-22');
INSERT INTO feed (id, url, next_check_at) VALUES (3, 'https://news.example/feed', '2026-11-22');
INSERT INTO source (id, server_id, feed_id, added_at, interval_seconds) VALUES (4, 1, 3, '2026-11-22', 900);
INSERT INTO vote_set (id, server_id, "key", name, question, mode, created_at)
    VALUES (5, 1, 'set', 'Set', 'Well?', 'single', '2026-11-22');
INSERT INTO tag (id, server_id, "key", label, channel_id, position, created_at, vote_set_id)
    VALUES (6, 1, 'talks', 'Talks', 10, 0, '2026-11-22', 5);
INSERT INTO tag_rule (tag_id, kind, value) VALUES (6, 'feed', '3'), (6, 'feed', '9');
INSERT INTO source_tag (source_id, tag_id) VALUES (4, 6);
"""
_NAMED_BY_ID = ("feed", "source", "vote_set", "tag")


async def test_rows_keep_their_ids_and_no_id_is_used_twice(tmp_path):
    path = tmp_path / "newsclip.db"
    with sole_engine(path).begin() as connection:
        apply(connection, to="0002")
        for statement in _BEFORE.split(";")[:-1]:
            connection.execute(text(statement))

    await upgrade(path)

    with closing(sqlite3.connect(path)) as connection:
        ids = {name: connection.execute(f"SELECT id FROM {name}").fetchall() for name in _NAMED_BY_ID}
        assert ids == {"feed": [(3,)], "source": [(4,)], "vote_set": [(5,)], "tag": [(6,)]}
        rules = connection.execute("SELECT tag_id, value FROM tag_rule").fetchall()
        assert rules == [(6, "3")]  # not that of a feed that there is not
        assert connection.execute("SELECT source_id, tag_id FROM source_tag").fetchall() == [(4, 6)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for name in _NAMED_BY_ID:
            connection.execute(f"DELETE FROM {name}")
        for statement in _BEFORE.replace("(id, ", "(").split(";")[1:5]:
            connection.execute(re.sub(r"VALUES \(\d, ", "VALUES (", statement))
        again = {name: connection.execute(f"SELECT id FROM {name}").fetchall() for name in _NAMED_BY_ID}
        assert again == {"feed": [(4,)], "source": [(5,)], "vote_set": [(6,)], "tag": [(7,)]}


_DISCUSSED = """
INSERT INTO server (id, name, joined_at) VALUES (1, 'Harbour', '2026-11-22');
INSERT INTO story (id, "key", title, hashtags, quotes, related, from_page, first_seen_at, updated_at)
    VALUES (2, 'key', 'Talks', '[]', '[]', '[]', 0, '2026-11-22', '2026-11-22');
INSERT INTO edition (id, story_id, server_id, state, created_at) VALUES (3, 2, 1, 'cleared', '2026-11-22');
INSERT INTO discussion (edition_id, server_id, thread_id, opening_intent_at, opened_at)
    VALUES (3, 1, 4, '2026-11-22', '2026-11-22');
"""


async def test_a_discussion_of_before_is_known_by_the_title_of_its_story(tmp_path):
    path = tmp_path / "newsclip.db"
    with sole_engine(path).begin() as connection:
        apply(connection, to="0003")
        for statement in _DISCUSSED.split(";")[:-1]:
            connection.execute(text(statement))

    await upgrade(path)

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT called FROM discussion").fetchall() == [("Talks",)]


async def test_upgrading_again_changes_nothing(path):
    await upgrade(path)
    before = path.read_bytes()

    await upgrade(path)

    assert path.read_bytes() == before


async def test_a_file_of_a_newer_version_is_refused(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    with pytest.raises(DatabaseTooNew) as caught:
        await Database.open(path)

    assert caught.value.fields == {"path": str(path), "revision": "9999", "known": HEAD}


async def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "newsclip.db"
    path.write_bytes(b"dear diary, " * 200)

    with pytest.raises(DatabaseUnreadable):
        await Database.open(path)

    assert path.read_bytes() == b"dear diary, " * 200


async def test_an_upgrade_that_fails_leaves_nothing_half_done(tmp_path):
    path = tmp_path / "newsclip.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE tag_rule (something TEXT)")  # in the way of the revision
        connection.commit()

    with pytest.raises(OperationalError, match="tag_rule"):
        await upgrade(path)

    with closing(sqlite3.connect(path)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
    assert names == ["tag_rule"]


@pytest.mark.parametrize("there", [True, False])
def test_a_start_with_nothing_to_migrate_does_without_alembic(tmp_path, there):
    path = tmp_path / "newsclip.db"
    if there:
        asyncio.run(upgrade(path))
    start = (
        "import asyncio, pathlib, sys; from bot.storage.migrations.upgrade import upgrade; "
        f"asyncio.run(upgrade(pathlib.Path({str(path)!r}))); "
        "print('alembic' in sys.modules)"
    )

    printed = subprocess.run([sys.executable, "-c", start], check=True, capture_output=True, text=True)

    assert printed.stdout.strip() == "False"


def _schema(connection, *, but=("alembic_version",)):
    """What each table and index is: a column that was added later stands elsewhere in its statement."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    tables = {name for kind, name, _, _ in rows if kind == "table" and name not in but}
    others = ("index", "trigger")
    indexes = {name: _normal(sql) for kind, name, of, sql in rows if kind in others and of in tables}
    return {name: _table(connection, name) for name in tables} | indexes


def _is_sqlalchemys(name, kind, _parents):
    """Tell whether SQLAlchemy knows of it: not of an index of words, and of what SQLite makes for that."""
    return kind != "table" or not name.startswith(("story_search", "edition_search", "search_gram"))


def _table(connection, name):
    columns = connection.execute(f"PRAGMA table_xinfo({name})").fetchall()
    keys = connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()
    [[statement]] = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name])
    return {
        "columns": sorted(column[1:] for column in columns),
        "references": sorted(key[2:] for key in keys),
        "names": sorted(re.findall(r"CONSTRAINT (\w+)", statement)),
        "options": re.findall(r"WITHOUT ROWID|STRICT|AUTOINCREMENT|USING .*", statement),
    }


def _normal(sql):
    return None if sql is None else " ".join(sql.split())
