"""The first tables.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create every table of the first version."""
    op.create_table(
        "feed",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("site_url", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), server_default="active", nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.String(length=64), nullable=True),
        sa.Column("first_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_error", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_feed"),
        sa.UniqueConstraint("url", name="uq_feed_url"),
    )
    op.create_index("ix_feed_state_next_check_at", "feed", ["state", "next_check_at"], unique=False)
    op.create_table(
        "memo",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_memo"),
    )
    op.create_table(
        "server",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_server"),
    )
    op.create_table(
        "audit",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_audit_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_server_id_at", "audit", ["server_id", "at"], unique=False)
    op.create_table(
        "source",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("feed_id", ROW_ID, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=True),
        sa.Column("interval_seconds", sa.Integer(), nullable=False),
        sa.Column("post_newest", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_source_feed_id_feed", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_source_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.UniqueConstraint("server_id", "feed_id", name="uq_source_server_id_feed_id"),
    )
    op.create_index("ix_source_feed_id", "source", ["feed_id"], unique=False)
    op.create_table(
        "story",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("feed_id", ROW_ID, nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), server_default="", nullable=False),
        sa.Column("category", sa.Text(), server_default="", nullable=False),
        sa.Column("hashtags", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("outlet", sa.Text(), server_default="", nullable=False),
        sa.Column("image_url", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source_ref", sa.Text(), nullable=True),
        sa.Column("quotes", sa.JSON(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("related", sa.JSON(), nullable=False),
        sa.Column("from_page", sa.Boolean(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_story_feed_id_feed", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
        sa.UniqueConstraint("key", name="uq_story_key"),
    )
    op.create_index("ix_story_first_seen_at", "story", ["first_seen_at"], unique=False)
    op.create_table(
        "tag",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(length=16), server_default="automatic", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_tag_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_tag"),
        sa.UniqueConstraint("server_id", "key", name="uq_tag_server_id_key"),
    )
    op.create_index("ix_tag_channel_id", "tag", ["channel_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("story_id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("feed_id", ROW_ID, nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name="fk_decision_feed_id_feed", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_decision_server_id_server", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name="fk_decision_story_id_story", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story_id", "server_id", "feed_id", name="pk_decision"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_decision_server_id_at", "decision", ["server_id", "at"], unique=False)
    op.create_table(
        "edition",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("story_id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_edition_server_id_server", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name="fk_edition_story_id_story", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
        sa.UniqueConstraint("story_id", "server_id", name="uq_edition_story_id_server_id"),
    )
    op.create_index("ix_edition_server_id_created_at", "edition", ["server_id", "created_at"], unique=False)
    op.create_table(
        "sighting",
        sa.Column("feed_id", ROW_ID, nullable=False),
        sa.Column("item_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("story_id", ROW_ID, nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=8), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name="fk_sighting_feed_id_feed", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name="fk_sighting_story_id_story", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", "item_hash", name="pk_sighting"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sighting_story_id", "sighting", ["story_id"], unique=False)
    op.create_table(
        "source_tag",
        sa.Column("source_id", ROW_ID, nullable=False),
        sa.Column("tag_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name="fk_source_tag_source_id_source", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_source_tag_tag_id_tag", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", "tag_id", name="pk_source_tag"),
    )
    op.create_table(
        "tag_rule",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("tag_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_tag_rule_tag_id_tag", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_tag_rule"),
        sa.UniqueConstraint("tag_id", "kind", "value", name="uq_tag_rule_tag_id_kind_value"),
    )
    op.create_index("ix_tag_rule_tag_id", "tag_rule", ["tag_id"], unique=False)
    op.create_table(
        "tag_synonym",
        sa.Column("tag_id", ROW_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_tag_synonym_tag_id_tag", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tag_id", "key", name="pk_tag_synonym"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("edition_id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("home", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("resume_state", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("card_key", sa.String(length=24), nullable=False),
        sa.Column("intent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_delivery_edition_id_edition", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_delivery_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("card_key", name="uq_delivery_card_key"),
        sa.UniqueConstraint("edition_id", "channel_id", name="uq_delivery_edition_id_channel_id"),
        sa.UniqueConstraint("message_id", name="uq_delivery_message_id"),
    )
    op.create_index(
        "ix_delivery_due",
        "delivery",
        ["not_before", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'posting', 'posted', 'threaded', 'seeded')"),
        postgresql_where=sa.text("state IN ('queued', 'posting', 'posted', 'threaded', 'seeded')"),
    )
    op.create_index("ix_delivery_server_id_state", "delivery", ["server_id", "state"], unique=False)
    op.create_table(
        "discussion",
        sa.Column("edition_id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("opening_intent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opening_message_id", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_discussion_edition_id_edition", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_discussion_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", name="pk_discussion"),
        sa.UniqueConstraint("thread_id", name="uq_discussion_thread_id"),
    )
    op.create_table(
        "edition_tag",
        sa.Column("edition_id", ROW_ID, nullable=False),
        sa.Column("tag_id", ROW_ID, nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_edition_tag_edition_id_edition", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_edition_tag_tag_id_tag", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("edition_id", "tag_id", name="pk_edition_tag"),
    )
    op.create_table(
        "poll",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("edition_id", ROW_ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reconciled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reconcile_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reconcile_attempts", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_poll_edition_id_edition", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["server_id"], ["server.id"], name="fk_poll_server_id_server", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_poll"),
        sa.UniqueConstraint("edition_id", name="uq_poll_edition_id"),
        sa.UniqueConstraint("message_id", name="uq_poll_message_id"),
    )
    op.create_index("ix_poll_server_id", "poll", ["server_id"], unique=False)
    op.create_index("ix_poll_state", "poll", ["state"], unique=False)
    op.create_table(
        "mark",
        sa.Column("poll_id", ROW_ID, nullable=False),
        sa.Column("voter_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("emoji_key", sa.String(length=64), nullable=False),
        sa.Column("burst", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name="fk_mark_poll_id_poll", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("poll_id", "voter_key", "emoji_key", "burst", name="pk_mark"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "option",
        sa.Column("poll_id", ROW_ID, nullable=False),
        sa.Column("emoji_key", sa.String(length=64), nullable=False),
        sa.Column("emoji", sa.String(length=100), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("valence", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name="fk_option_poll_id_poll", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("poll_id", "emoji_key", name="pk_option"),
    )
    op.create_table(
        "vote_event",
        sa.Column("seq", ROW_ID, nullable=False),
        sa.Column("poll_id", ROW_ID, nullable=False),
        sa.Column("voter_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("emoji_key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("burst", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name="fk_vote_event_poll_id_poll", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_vote_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_vote_event_poll_id_seq", "vote_event", ["poll_id", "seq"], unique=False)
