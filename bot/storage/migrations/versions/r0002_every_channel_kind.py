"""Forums and announcement channels, vote sets, closing polls, cards that are drawn again.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# SQLite adds a column, but no constraint of its own: so the references are named within the column.
ADDED = """
ALTER TABLE server ADD COLUMN paused_at DATETIME;
ALTER TABLE server ADD COLUMN review_channel_id BIGINT;
ALTER TABLE story ADD COLUMN corrected_at DATETIME;
ALTER TABLE tag ADD COLUMN kind VARCHAR(16) DEFAULT 'text' NOT NULL;
ALTER TABLE tag ADD COLUMN forum_tag_id BIGINT;
ALTER TABLE tag ADD COLUMN crosspost BOOLEAN DEFAULT 0 NOT NULL;
ALTER TABLE tag ADD COLUMN discussion VARCHAR(16) DEFAULT 'always' NOT NULL;
ALTER TABLE tag ADD COLUMN image VARCHAR(16) DEFAULT 'show' NOT NULL;
ALTER TABLE tag ADD COLUMN vote_set_id INTEGER
    CONSTRAINT fk_tag_vote_set_id_vote_set REFERENCES vote_set (id) ON DELETE SET NULL;
ALTER TABLE delivery ADD COLUMN place_id BIGINT;
ALTER TABLE delivery ADD COLUMN absences INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE delivery ADD COLUMN refresh_at DATETIME;
ALTER TABLE delivery ADD COLUMN refresh_attempts INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE delivery ADD COLUMN terms JSON;
ALTER TABLE discussion ADD COLUMN archived_at DATETIME;
ALTER TABLE poll ADD COLUMN close_at DATETIME;
ALTER TABLE poll ADD COLUMN close_attempts INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE poll ADD COLUMN closed_at DATETIME;
ALTER TABLE poll ADD COLUMN verified BOOLEAN;
ALTER TABLE poll ADD COLUMN voters INTEGER;
ALTER TABLE poll ADD COLUMN ambiguous INTEGER;
ALTER TABLE poll ADD COLUMN several INTEGER;
ALTER TABLE poll ADD COLUMN result_intent_at DATETIME;
ALTER TABLE poll ADD COLUMN result_message_id BIGINT;
ALTER TABLE poll ADD COLUMN votes_erased BOOLEAN DEFAULT 0 NOT NULL;
"""

# A card of before stands in its channel, and a poll of before is to be closed when it ends.
FILLED = """
UPDATE delivery SET place_id = channel_id WHERE message_id IS NOT NULL;
UPDATE poll SET close_at = closes_at WHERE state = 'open';
"""


def upgrade() -> None:
    """Add tables and columns, and say of what is there where it stands."""
    _add_tables()
    for statement in [*ADDED.split(";"), *FILLED.split(";")]:
        if statement.strip():
            op.execute(statement)
    # Nobody's votes are looked for by their order, but a reader's are, in every poll of every server.
    op.drop_index("ix_vote_event_poll_id_seq", "vote_event")
    op.create_index("ix_vote_event_poll_id_voter_key", "vote_event", ["poll_id", "voter_key"], unique=False)
    op.create_index("ix_tag_vote_set_id", "tag", ["vote_set_id"], unique=False)
    op.create_index(
        "ix_discussion_server_id_archived_at", "discussion", ["server_id", "archived_at"], unique=False
    )
    active = sa.text("state IN ('queued', 'posting', 'posted', 'threaded', 'seeded')")
    op.create_index(
        "ix_delivery_turn",
        "delivery",
        ["server_id", "state", "not_before", "id"],
        unique=False,
        sqlite_where=active,
        postgresql_where=active,
    )
    op.create_index(
        "ix_delivery_refresh_turn",
        "delivery",
        ["server_id", "refresh_at", "id"],
        unique=False,
        sqlite_where=sa.text("refresh_at IS NOT NULL"),
        postgresql_where=sa.text("refresh_at IS NOT NULL"),
    )
    op.create_index(
        "ix_poll_reconcile_at",
        "poll",
        ["server_id", "reconcile_at"],
        unique=False,
        sqlite_where=sa.text("reconcile_at IS NOT NULL"),
        postgresql_where=sa.text("reconcile_at IS NOT NULL"),
    )
    for table, column in (("delivery", "refresh_at"), ("delivery", "lease_until"), ("poll", "close_at")):
        op.create_index(
            f"ix_{table}_{column}",
            table,
            [column],
            unique=False,
            sqlite_where=sa.text(f"{column} IS NOT NULL"),
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )


def _add_tables() -> None:
    op.create_table(
        "vote_set",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_vote_set_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_vote_set"),
        sa.UniqueConstraint("server_id", "key", name="uq_vote_set_server_id_key"),
    )
    op.create_table(
        "vote_set_option",
        sa.Column("vote_set_id", ROW_ID, nullable=False),
        sa.Column("emoji_key", sa.String(length=64), nullable=False),
        sa.Column("emoji", sa.String(length=100), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("valence", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vote_set_id"],
            ["vote_set.id"],
            name="fk_vote_set_option_vote_set_id_vote_set",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("vote_set_id", "emoji_key", name="pk_vote_set_option"),
    )
    op.create_table(
        "tally",
        sa.Column("poll_id", ROW_ID, nullable=False),
        sa.Column("emoji_key", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name="fk_tally_poll_id_poll", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("poll_id", "emoji_key", name="pk_tally"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "suppressed_reader",
        sa.Column("reader_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("reader_key", name="pk_suppressed_reader"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "panel",
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_panel_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name="pk_panel"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_panel_server_id", "panel", ["server_id"], unique=False)
    op.create_index("ix_panel_made_at", "panel", ["made_at"], unique=False)
