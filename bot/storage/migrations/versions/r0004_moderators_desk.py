"""The moderators' desk: what is held and why, verdicts, a server's own words for a story, and clippings.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ADDED = """
ALTER TABLE server ADD COLUMN review_hours INTEGER DEFAULT '48' NOT NULL;
ALTER TABLE server ADD COLUMN clips_per_day INTEGER DEFAULT '5' NOT NULL;
ALTER TABLE server ADD COLUMN clip_role_id BIGINT;
ALTER TABLE edition ADD COLUMN title TEXT;
ALTER TABLE edition ADD COLUMN lead TEXT;
ALTER TABLE edition ADD COLUMN image_url TEXT;
ALTER TABLE edition ADD COLUMN opening TEXT;
ALTER TABLE edition ADD COLUMN poll_question TEXT;
ALTER TABLE edition ADD COLUMN vote_set_id INTEGER
    CONSTRAINT fk_edition_vote_set_id_vote_set REFERENCES vote_set (id) ON DELETE SET NULL;
ALTER TABLE edition ADD COLUMN pinned JSON;
ALTER TABLE edition ADD COLUMN edited_at DATETIME;
ALTER TABLE edition ADD COLUMN retagged_at DATETIME;
ALTER TABLE edition ADD COLUMN held_at DATETIME;
ALTER TABLE edition ADD COLUMN decided_at DATETIME;
ALTER TABLE edition ADD COLUMN merged_into INTEGER
    CONSTRAINT fk_edition_merged_into_edition REFERENCES edition (id) ON DELETE SET NULL;
ALTER TABLE edition ADD COLUMN clipped_by BIGINT;
ALTER TABLE edition ADD COLUMN move_to BIGINT;
ALTER TABLE discussion ADD COLUMN locked_at DATETIME;
ALTER TABLE discussion ADD COLUMN called TEXT;
"""

# What is held already waits from now on, is to be shown to its moderators, and says as much of the reason as
# is known. The moment is written as all others are: they are compared as they stand. Discussions have
# been called as their stories are.
FILLED = """
UPDATE edition SET held_at = strftime('%Y-%m-%d %H:%M:%f000', 'now') WHERE state = 'held';
INSERT INTO hold (edition_id, reason, detail) SELECT id, 'review', '' FROM edition WHERE state = 'held';
INSERT INTO review (server_id, edition_id, kind, state, card_key, due_at, created_at)
    SELECT server_id, id, 'held', 'wanted', lower(hex(randomblob(12))), held_at, held_at
    FROM edition WHERE state = 'held' ORDER BY id;
UPDATE discussion SET called = (SELECT story.title FROM story JOIN edition ON edition.story_id = story.id
    WHERE edition.id = discussion.edition_id);
"""

SEARCH = (
    "CREATE VIRTUAL TABLE edition_search USING fts5(title, more, tokenize = 'ascii', prefix = '1 2 3')",
    """CREATE TRIGGER edition_search_gone AFTER DELETE ON edition
    BEGIN DELETE FROM edition_search WHERE rowid = old.id; END""",
)


def upgrade() -> None:
    """Add tables and columns."""
    for statement in SEARCH:
        op.execute(statement)
    _add_tables()
    _add_feed_notices()
    for statement in [*ADDED.split(";"), *FILLED.split(";")]:
        if statement.strip():
            op.execute(statement)
    op.create_index(
        "ix_edition_server_id_state_held_at", "edition", ["server_id", "state", "held_at"], unique=False
    )
    op.create_index("ix_edition_vote_set_id", "edition", ["vote_set_id"], unique=False)
    op.create_index("ix_edition_merged_into", "edition", ["merged_into"], unique=False)
    op.create_index(
        "ix_decision_server_id_feed_id_at", "decision", ["server_id", "feed_id", "at"], unique=False
    )


def _add_feed_notices() -> None:
    op.create_table(
        "feed_notice",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("source_id", ROW_ID, nullable=True),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("intent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("outcome_by", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_feed_notice_server_id_server", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name="fk_feed_notice_source_id_source", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feed_notice"),
        sa.UniqueConstraint("key", name="uq_feed_notice_key"),
        sa.UniqueConstraint("message_id", name="uq_feed_notice_message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feed_notice_source_id", "feed_notice", ["source_id"], unique=False)
    op.create_index(
        "ix_feed_notice_open",
        "feed_notice",
        ["source_id", "cause"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_feed_notice_due",
        "feed_notice",
        ["server_id", "due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )


def _add_tables() -> None:
    op.create_table(
        "hold",
        sa.Column("edition_id", ROW_ID, nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_hold_edition_id_edition", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", "reason", "detail", name="pk_hold"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "verdict",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("edition_id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("batch", sa.String(length=24), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_verdict_edition_id_edition", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_verdict_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_verdict"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_verdict_batch",
        "verdict",
        ["batch"],
        unique=False,
        sqlite_where=sa.text("batch IS NOT NULL"),
        postgresql_where=sa.text("batch IS NOT NULL"),
    )
    op.create_index("ix_verdict_edition_id", "verdict", ["edition_id"], unique=False)
    op.create_index(
        "ix_verdict_server_id_actor_id_at", "verdict", ["server_id", "actor_id", "at"], unique=False
    )
    op.create_index("ix_verdict_server_id_at", "verdict", ["server_id", "at"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("edition_id", ROW_ID, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("card_key", sa.String(length=24), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("intent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown", sa.String(length=64), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_review_edition_id_edition", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_review_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        sa.UniqueConstraint("card_key", name="uq_review_card_key"),
        sa.UniqueConstraint("message_id", name="uq_review_message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_review_due",
        "review",
        ["server_id", "due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_review_due_standing",
        "review",
        ["server_id", "due_at", "message_id"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL AND message_id IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL AND message_id IS NOT NULL"),
    )
    op.create_index("ix_review_edition_id", "review", ["edition_id"], unique=False)
    op.create_index("ix_review_server_id_kind_state", "review", ["server_id", "kind", "state"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("edition_id", ROW_ID, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("locks", sa.Boolean(), nullable=True),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("intent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_note_edition_id_edition", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_note_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
        sa.UniqueConstraint("key", name="uq_note_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_note_due",
        "note",
        ["server_id", "due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_note_edition_id", "note", ["edition_id"], unique=False)
    op.create_index("ix_note_thread_id", "note", ["thread_id"], unique=False)
    op.create_table(
        "desk_rule",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_desk_rule_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_desk_rule"),
        sa.UniqueConstraint("server_id", "kind", "value", name="uq_desk_rule_server_id_kind_value"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "clip",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("edition_id", ROW_ID, nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("intent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tell_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_clip_edition_id_edition", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_clip_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_clip"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_clip_edition_id", "clip", ["edition_id"], unique=False)
    op.create_index("ix_clip_server_id_user_id_at", "clip", ["server_id", "user_id", "at"], unique=False)
    op.create_index(
        "ix_clip_undecided",
        "clip",
        ["id"],
        unique=False,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index(
        "ix_clip_tell_at",
        "clip",
        ["tell_at"],
        unique=False,
        sqlite_where=sa.text("tell_at IS NOT NULL"),
        postgresql_where=sa.text("tell_at IS NOT NULL"),
    )
    op.create_table(
        "carried_mark",
        sa.Column("poll_id", ROW_ID, nullable=False),
        sa.Column("voter_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("emoji_key", sa.String(length=64), nullable=False),
        sa.Column("edition_id", ROW_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_carried_mark_edition_id_edition", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name="fk_carried_mark_poll_id_poll", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("poll_id", "voter_key", "emoji_key", name="pk_carried_mark"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_carried_mark_edition_id", "carried_mark", ["edition_id"], unique=False)
    op.create_table(
        "desk_delegation",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_desk_delegation_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "server_id", name="pk_desk_delegation"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_desk_delegation_server_id", "desk_delegation", ["server_id"], unique=False)
    op.create_table(
        "correction",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("edition_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("delivery_id", ROW_ID, nullable=True),
        sa.Column("emojis", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name="fk_correction_delivery_id_delivery", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_correction_edition_id_edition", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_correction_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_correction_delivery_id", "correction", ["delivery_id"], unique=False)
    op.create_index("ix_correction_edition_id", "correction", ["edition_id"], unique=False)
    op.create_index("ix_correction_server_id_due_at", "correction", ["server_id", "due_at"], unique=False)
