"""The tables about readers: what they subscribed to, how they are told, and what they kept.

They hold Discord's user ids, so every one of them is emptied of a reader who wants to be forgotten.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, text

from bot.storage.columns import RowId, Snowflake, UtcDateTime, metadata

# A reader's choices in one server; there is a row only for who made any.
reader = Table(
    "reader",
    metadata,
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("reach", String(16), nullable=False, server_default="mention"),  # mention | direct | digest | list
    Column("language", String(8)),  # of their Discord, when they last used us; empty: not heard yet
    Column("time_zone", String(64)),  # empty: the server's
    Column("quiet_from", Integer),  # minutes after midnight in their time zone; both or none
    Column("quiet_until", Integer),
    Column("digest_every", String(8)),  # daily | weekly; empty: no digest
    Column("digest_at", Integer),  # minutes after midnight in their time zone
    Column("digest_weekday", Integer),  # 0 is Monday; of a weekly one
    Column("digest_due_at", UtcDateTime),  # when the next one is made; empty: no digest
    Column("digest_since", UtcDateTime),  # where the next one begins
    Column("digest_intent_at", UtcDateTime),  # one is being sent since
    Column("made_at", UtcDateTime, nullable=False),
    Index(
        "ix_reader_digest_due_at",
        "digest_due_at",
        sqlite_where=text("digest_due_at IS NOT NULL"),
        postgresql_where=text("digest_due_at IS NOT NULL"),
    ),
    sqlite_with_rowid=False,
)

subscription = Table(
    "subscription",
    metadata,
    Column("tag_id", ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("reach", String(16)),  # empty: as the reader wants it for all
    Column("made_at", UtcDateTime, nullable=False),
    Index(None, "server_id", "user_id"),
    Index(None, "user_id"),
    sqlite_with_rowid=False,
)

# Which reader is told of which story, once, and how far that has come.
notification = Table(
    "notification",
    metadata,
    Column("edition_id", ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("reach", String(16), nullable=False),  # mention | direct | role
    Column("state", String(16), nullable=False),  # queued | sending | sent | dropped
    Column("reason", String(32)),  # why it was dropped, or waits
    Column("not_before", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),  # failed ones, in a row
    Column("batch_key", String(24), index=True),  # those that share a message
    Column("intent_at", UtcDateTime),
    Column("settled_at", UtcDateTime),  # sent or dropped
    Index(None, "user_id"),
    Index(
        "ix_notification_settled_at",
        "settled_at",
        sqlite_where=text("settled_at IS NOT NULL"),
        postgresql_where=text("settled_at IS NOT NULL"),
    ),
    Index(
        "ix_notification_due",
        "server_id",
        "reach",
        "not_before",
        sqlite_where=text("state IN ('queued', 'sending')"),
        postgresql_where=text("state IN ('queued', 'sending')"),
    ),
    sqlite_with_rowid=False,
)

saved_story = Table(
    "saved_story",
    metadata,
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("edition_id", ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("saved_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)

# A role of ours for the subscribers of a tag: what it is to become, and how far that has come.
tag_role = Table(
    "tag_role",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("tag_id", ForeignKey("tag.id", ondelete="SET NULL"), unique=True),  # empty: its tag is no more
    Column("role_id", Snowflake, unique=True),
    Column("state", String(16), nullable=False),  # wanted | making | stands | ending | unwanted
    Column("name", String(100), nullable=False),
    Column("intent_at", UtcDateTime),  # it is being made since
    Column("attempts", Integer, nullable=False, server_default="0"),  # failed ones, in a row
    Column("not_before", UtcDateTime, index=True),  # empty: there is nothing to do
)

# Whether a reader is to have a tag's role, and has it. It is gone once they neither should nor do.
role_change = Table(
    "role_change",
    metadata,
    Column("role_id", Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("wanted", Boolean, nullable=False),
    Column("given_at", UtcDateTime),  # since when they have it
    Column("seen_at", UtcDateTime),  # when it was last certain that they do
    Column("not_before", UtcDateTime, index=True),  # when it is given or taken; empty: it was
    Column("attempts", Integer, nullable=False, server_default="0"),
    Index(None, "user_id"),
    sqlite_with_rowid=False,
)

# Readers to whom Discord passed no direct message of ours on; they are told once, at their next command.
closed_door = Table(
    "closed_door",
    metadata,
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("told", Boolean, nullable=False, server_default=text("0")),
)

# A server's own digest in one of its channels.
server_digest = Table(
    "server_digest",
    metadata,
    Column("channel_id", Snowflake, primary_key=True, autoincrement=False),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("every", String(8), nullable=False),  # daily | weekly
    Column("at", Integer, nullable=False),  # minutes after midnight in the server's time zone
    Column("weekday", Integer),  # 0 is Monday; of a weekly one
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("since", UtcDateTime, nullable=False),  # where the next one begins
    Column("intent_at", UtcDateTime),  # one is being sent since
    Column("made_at", UtcDateTime, nullable=False),
)
