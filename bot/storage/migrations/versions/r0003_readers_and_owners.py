"""Readers' subscriptions and digests, their notifications, and what an owner sets for the whole server.

Revision ID: 0003
"""

import json
import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.domain.search import search_text

revision = "0003"
down_revision = "0002"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ADDED = """
ALTER TABLE edition ADD COLUMN breaking_at DATETIME;
ALTER TABLE edition ADD COLUMN notified_at DATETIME;
ALTER TABLE edition ADD COLUMN notify_at DATETIME;
ALTER TABLE server ADD COLUMN language VARCHAR(8);
ALTER TABLE server ADD COLUMN time_zone VARCHAR(64) DEFAULT 'UTC' NOT NULL;
ALTER TABLE server ADD COLUMN moderator_role_id BIGINT;
ALTER TABLE server ADD COLUMN quiet_from INTEGER;
ALTER TABLE server ADD COLUMN quiet_until INTEGER;
ALTER TABLE server ADD COLUMN cards_per_hour INTEGER;
ALTER TABLE server ADD COLUMN poll_hours INTEGER;
ALTER TABLE server ADD COLUMN ping_from INTEGER DEFAULT '25' NOT NULL;
ALTER TABLE source ADD COLUMN state VARCHAR(16) DEFAULT 'active' NOT NULL;
ALTER TABLE source ADD COLUMN trust VARCHAR(16) DEFAULT 'automatic' NOT NULL;
ALTER TABLE source ADD COLUMN filter JSON;
ALTER TABLE source ADD COLUMN resumed_at DATETIME;
ALTER TABLE tag ADD COLUMN color INTEGER;
ALTER TABLE tag ADD COLUMN role_id BIGINT;
ALTER TABLE tag ADD COLUMN role_is_ours BOOLEAN DEFAULT 0 NOT NULL;
ALTER TABLE vote_set ADD COLUMN is_default BOOLEAN DEFAULT 0 NOT NULL;
"""

# Nobody is told now of a story that is there already. A rule for a feed that its server does not follow would
# take what the next one brings. Questions are asked with more now than those that wait were.
FILLED = """
UPDATE edition SET notified_at = created_at;
DELETE FROM tag_rule WHERE kind = 'feed' AND NOT EXISTS (
    SELECT 1 FROM source JOIN tag ON tag.server_id = source.server_id
    WHERE tag.id = tag_rule.tag_id AND CAST(source.feed_id AS TEXT) = tag_rule.value
);
DELETE FROM panel;
"""


SEARCH = (
    "CREATE VIRTUAL TABLE story_search USING fts5(title, more, tokenize = 'ascii', prefix = '1 2 3')",
    """CREATE TRIGGER story_search_gone AFTER DELETE ON story
    BEGIN DELETE FROM story_search WHERE rowid = old.id; END""",
    "CREATE VIRTUAL TABLE search_gram USING fts5(word, tokenize = 'trigram')",
    """CREATE TRIGGER search_gram_new AFTER INSERT ON search_word
    BEGIN INSERT INTO search_gram (rowid, word) VALUES (new.id, '_' || new.word || '_'); END""",
    """CREATE TRIGGER search_gram_gone AFTER DELETE ON search_word
    BEGIN DELETE FROM search_gram WHERE rowid = old.id; END""",
)
AT_ONCE = 1_000

# Questions, choices and rules name them by their ids, and may outlive them.
NEVER_TWICE = ("feed", "source", "vote_set", "tag")


def upgrade() -> None:
    """Add tables and columns."""
    _add_tables()
    for statement in [*ADDED.split(";"), *FILLED.split(";")]:
        if statement.strip():
            op.execute(statement)
    op.create_index(
        "ix_edition_notify_at",
        "edition",
        ["notify_at"],
        unique=False,
        sqlite_where=sa.text("notify_at IS NOT NULL"),
        postgresql_where=sa.text("notify_at IS NOT NULL"),
    )
    op.create_index("ix_source_tag_tag_id", "source_tag", ["tag_id"], unique=False)
    op.create_index("ix_story_feed_id", "story", ["feed_id"], unique=False)
    op.create_index("ix_decision_feed_id", "decision", ["feed_id"], unique=False)
    op.create_index("ix_edition_tag_tag_id", "edition_tag", ["tag_id"], unique=False)
    op.create_index("ix_panel_kind_made_at", "panel", ["kind", "made_at"], unique=False)
    op.create_index(
        "ix_panel_user_id_server_id_made_at", "panel", ["user_id", "server_id", "made_at"], unique=False
    )
    for table in NEVER_TWICE:
        _use_no_id_twice(table)
    _add_search()


def _use_no_id_twice(table: str) -> None:
    """Make a table anew, as it is, but that SQLite gives no row the id of one that was removed."""
    bind = op.get_bind()
    schema = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type = ? AND tbl_name = ?"
    [[statement]] = bind.exec_driver_sql(schema, ("table", table)).all()
    indexes = bind.exec_driver_sql(schema, ("index", table)).all()
    for old, new in (
        (rf"CREATE TABLE {table} ", f"CREATE TABLE new_{table} "),
        (r"\bid INTEGER NOT NULL,", "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,"),
        (rf",\s*CONSTRAINT pk_{table} PRIMARY KEY \(id\)", ""),
    ):
        statement, times = re.subn(old, new, statement)
        if times != 1:
            raise RuntimeError(f"the table {table} is not as the revisions before made it")
    names = ", ".join(f'"{row.name}"' for row in bind.exec_driver_sql(f"PRAGMA table_info({table})"))
    bind.exec_driver_sql(statement)
    bind.exec_driver_sql(f"INSERT INTO new_{table} ({names}) SELECT {names} FROM {table}")  # noqa: S608 - ours
    bind.exec_driver_sql(f"DROP TABLE {table}")  # what refers to it refers to its name, and stays
    bind.exec_driver_sql(f"ALTER TABLE new_{table} RENAME TO {table}")
    for [index] in indexes:
        bind.exec_driver_sql(index)


def _add_tables() -> None:
    op.create_table(
        "moved_feed",
        sa.Column("old_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("feed_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name="fk_moved_feed_feed_id_feed", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("old_id", name="pk_moved_feed"),
    )
    op.create_index("ix_moved_feed_feed_id", "moved_feed", ["feed_id"], unique=False)
    op.create_table(
        "delegation",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_delegation_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "server_id", name="pk_delegation"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_delegation_server_id", "delegation", ["server_id"], unique=False)
    op.create_table(
        "closed_door",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_closed_door"),
    )
    op.create_table(
        "reader",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("reach", sa.String(length=16), server_default="mention", nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("time_zone", sa.String(length=64), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("digest_every", sa.String(length=8), nullable=True),
        sa.Column("digest_at", sa.Integer(), nullable=True),
        sa.Column("digest_weekday", sa.Integer(), nullable=True),
        sa.Column("digest_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest_intent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_reader_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "server_id", name="pk_reader"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_reader_digest_due_at",
        "reader",
        ["digest_due_at"],
        unique=False,
        sqlite_where=sa.text("digest_due_at IS NOT NULL"),
        postgresql_where=sa.text("digest_due_at IS NOT NULL"),
    )
    op.create_index("ix_reader_server_id", "reader", ["server_id"], unique=False)
    op.create_table(
        "role_change",
        sa.Column("role_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_role_change_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("role_id", "user_id", name="pk_role_change"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_role_change_not_before", "role_change", ["not_before"], unique=False)
    op.create_index("ix_role_change_server_id", "role_change", ["server_id"], unique=False)
    op.create_index("ix_role_change_user_id", "role_change", ["user_id"], unique=False)
    op.create_table(
        "tag_role",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("tag_id", ROW_ID, nullable=True),
        sa.Column("role_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("intent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_tag_role_server_id_server", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_tag_role_tag_id_tag", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_tag_role"),
        sa.UniqueConstraint("role_id", name="uq_tag_role_role_id"),
        sa.UniqueConstraint("tag_id", name="uq_tag_role_tag_id"),
    )
    op.create_index("ix_tag_role_not_before", "tag_role", ["not_before"], unique=False)
    op.create_index("ix_tag_role_server_id", "tag_role", ["server_id"], unique=False)
    op.create_table(
        "server_digest",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("every", sa.String(length=8), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("intent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_server_digest_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("channel_id", name="pk_server_digest"),
    )
    op.create_index("ix_server_digest_due_at", "server_digest", ["due_at"], unique=False)
    op.create_index("ix_server_digest_server_id", "server_digest", ["server_id"], unique=False)
    op.create_table(
        "notification",
        sa.Column("edition_id", ROW_ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("reach", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("batch_key", sa.String(length=24), nullable=True),
        sa.Column("intent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_notification_edition_id_edition", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_notification_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", "user_id", name="pk_notification"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_notification_batch_key", "notification", ["batch_key"], unique=False)
    op.create_index(
        "ix_notification_due",
        "notification",
        ["server_id", "reach", "not_before"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'sending')"),
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )
    op.create_index(
        "ix_notification_settled_at",
        "notification",
        ["settled_at"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NOT NULL"),
        postgresql_where=sa.text("settled_at IS NOT NULL"),
    )
    op.create_index("ix_notification_server_id", "notification", ["server_id"], unique=False)
    op.create_index("ix_notification_user_id", "notification", ["user_id"], unique=False)
    op.create_table(
        "saved_story",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("edition_id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_saved_story_edition_id_edition", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_saved_story_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "edition_id", name="pk_saved_story"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_saved_story_edition_id", "saved_story", ["edition_id"], unique=False)
    op.create_index("ix_saved_story_server_id", "saved_story", ["server_id"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("tag_id", ROW_ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("reach", sa.String(length=16), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_subscription_server_id_server", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["tag.id"], name="fk_subscription_tag_id_tag", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tag_id", "user_id", name="pk_subscription"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_subscription_server_id_user_id", "subscription", ["server_id", "user_id"], unique=False
    )
    op.create_index("ix_subscription_user_id", "subscription", ["user_id"], unique=False)


def _add_search() -> None:
    op.create_index("ix_delivery_server_id_channel_id", "delivery", ["server_id", "channel_id"], unique=False)
    op.create_index(
        "ix_delivery_channel_id_posted_at",
        "delivery",
        ["channel_id", "posted_at"],
        unique=False,
        sqlite_where=sa.text("posted_at IS NOT NULL"),
        postgresql_where=sa.text("posted_at IS NOT NULL"),
    )
    op.create_table(
        "search_word",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_word"),
        sa.UniqueConstraint("word", name="uq_search_word_word"),
    )
    for statement in SEARCH:
        op.execute(statement)
    rows = op.get_bind().exec_driver_sql("SELECT id, title, lead, outlet, hashtags FROM story")
    while some := rows.fetchmany(AT_ONCE):
        _index(some)


def _index(rows: Sequence[sa.Row[Any]]) -> None:
    texts = {row.id: search_text(row.title, row.lead, row.outlet, json.loads(row.hashtags)) for row in rows}
    found = [(story_id, text.title, text.more) for story_id, text in texts.items()]
    words = sorted({word for text in texts.values() for word in text.words})
    bind = op.get_bind()
    bind.exec_driver_sql("INSERT INTO story_search (rowid, title, more) VALUES (?, ?, ?)", found)
    if words:
        bind.exec_driver_sql(
            "INSERT OR IGNORE INTO search_word (word) VALUES (?)", [(each,) for each in words]
        )
