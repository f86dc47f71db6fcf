"""The tables of the moderators' desk: what is held and why, what was decided, what is to be shown of it."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.columns import RowId, Snowflake, UtcDateTime, metadata

# Why an edition was held, or would not have gone out by itself: one row for each thing that said so.
hold = Table(
    "hold",
    metadata,
    Column("edition_id", ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True),
    Column("reason", String(32), primary_key=True),
    Column("detail", Text, primary_key=True, server_default=""),
    sqlite_with_rowid=False,
)

# What was decided on an edition. `changes`: what became another, each as it was and as it is.
verdict = Table(
    "verdict",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("edition_id", ForeignKey("edition.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("actor_id", Snowflake),  # empty: the bot itself
    Column("kind", String(16), nullable=False),
    Column("reason", String(32)),  # one of the list
    Column("detail", Text, nullable=False, server_default=""),  # in the moderator's words
    Column("changes", JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("before", JSON(none_as_null=True)),  # the story as it was pinned, where its source's changes came
    Column("batch", String(24)),  # of those that were made at once; empty: it was made alone
    Column("undone_at", UtcDateTime),
    Column("undone_by", Snowflake),
    Index(None, "server_id", "at"),
    Index(None, "server_id", "actor_id", "at"),
    Index(
        "ix_verdict_batch",
        "batch",
        sqlite_where=text("batch IS NOT NULL"),
        postgresql_where=text("batch IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

# A message in the review channel: of an edition, or (without one) of the queue of all that have none.
review = Table(
    "review",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("edition_id", ForeignKey("edition.id", ondelete="CASCADE"), index=True),
    Column("kind", String(16), nullable=False),  # held | change | queue
    Column("state", String(16), nullable=False),  # wanted | posting | standing | settled | gone
    Column("card_key", String(24), nullable=False, unique=True),
    Column("channel_id", Snowflake),  # from when it is begun
    Column("message_id", Snowflake, unique=True),
    Column("intent_at", UtcDateTime),
    Column("shown", String(64), nullable=False, server_default=""),  # a hash of the story as it shows it
    Column("attempts", Integer, nullable=False, server_default="0"),  # failed ones, in a row
    Column("due_at", UtcDateTime),  # when it is posted or drawn again; empty: it shows what it should
    Column("created_at", UtcDateTime, nullable=False),
    Index(None, "server_id", "kind", "state"),
    Index(
        "ix_review_due",
        "server_id",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    Index(  # of those that stand: where there is no channel, thousands may be due that do not
        "ix_review_due_standing",
        "server_id",
        "due_at",
        "message_id",  # so that all that is asked stands in it, and it is taken
        sqlite_where=text("due_at IS NOT NULL AND message_id IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL AND message_id IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

# What is to be said in a discussion about its story, in order; `locks`: what becomes of the thread after it.
note = Table(
    "note",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("edition_id", ForeignKey("edition.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("thread_id", Snowflake, nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("fields", JSON, nullable=False),
    Column("locks", Boolean),  # empty: it stays as it is
    Column("key", String(24), nullable=False, unique=True),
    Column("state", String(16), nullable=False),  # wanted | posting | posted | done | failed
    Column("intent_at", UtcDateTime),
    Column("message_id", Snowflake),
    Column("attempts", Integer, nullable=False, server_default="0"),  # failed ones, in a row
    Column("due_at", UtcDateTime),  # empty: it is done, or never will be
    Column("created_at", UtcDateTime, nullable=False),
    Index(
        "ix_note_due",
        "server_id",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

# What holds or blocks stories in a server, whatever their tags and sources say.
desk_rule = Table(
    "desk_rule",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),  # word | watch | block | undated | first
    Column("value", Text, nullable=False, server_default=""),
    Column("added_by", Snowflake),
    Column("added_at", UtcDateTime, nullable=False),
    UniqueConstraint("server_id", "kind", "value"),
    sqlite_autoincrement=True,
)

# A link that a member proposed as a story, and what they are to be told of it.
clip = Table(
    "clip",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("user_id", Snowflake, nullable=False),
    Column("edition_id", ForeignKey("edition.id", ondelete="SET NULL"), index=True),
    Column("url", Text, nullable=False),
    Column("language", String(8)),  # of their Discord, when they proposed it
    Column("title", Text),  # where they hear once it is time that nobody decided, whatever was decided
    Column("outcome", String(16)),  # empty: not decided yet
    Column("at", UtcDateTime, nullable=False),
    Column("intent_at", UtcDateTime),  # of the direct message that tells it
    Column("attempts", Integer, nullable=False, server_default="0"),  # failed ones, in a row
    Column("tell_at", UtcDateTime),  # empty: nothing is to be told, or it was
    Index(None, "server_id", "user_id", "at"),
    Index(
        "ix_clip_undecided",
        "id",
        sqlite_where=text("outcome IS NULL"),
        postgresql_where=text("outcome IS NULL"),
    ),
    Index(
        "ix_clip_tell_at",
        "tell_at",
        sqlite_where=text("tell_at IS NOT NULL"),
        postgresql_where=text("tell_at IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

# A ballot that came with a story that was merged into another, or with a card that was moved: it counts for
# a reader who has not marked anything since.
carried_mark = Table(
    "carried_mark",
    metadata,
    Column("poll_id", ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True),
    Column("voter_key", LargeBinary(32), primary_key=True),
    Column("emoji_key", String(64), primary_key=True),
    Column("edition_id", ForeignKey("edition.id", ondelete="SET NULL"), index=True),  # where it was given
    sqlite_with_rowid=False,
)

# Whom Discord let use a command for moderators who is none: they may press what it showed, for a while.
desk_delegation = Table(
    "desk_delegation",
    metadata,
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("until", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)

# What in Discord is to follow what a moderator changed of a story, beside the cards that are drawn again: its
# discussion's name and first message, its poll's reactions, or a card that goes.
correction = Table(
    "correction",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("edition_id", ForeignKey("edition.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),  # discussion | reactions | card
    Column("delivery_id", ForeignKey("delivery.id", ondelete="CASCADE"), index=True),  # the card that goes
    Column("emojis", JSON, nullable=False),  # ours that are to go
    Column("attempts", Integer, nullable=False, server_default="0"),  # failed ones, in a row
    Column("due_at", UtcDateTime, nullable=False),
    Index(None, "server_id", "due_at"),
    sqlite_autoincrement=True,
)

# A message to a server's moderators about a feed that can't be read, has moved, or brings nothing any more.
# It ends when that is mended, or somebody has done something about it: then the message says so.
feed_notice = Table(
    "feed_notice",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("source_id", ForeignKey("source.id", ondelete="SET NULL"), index=True),
    Column("cause", String(16), nullable=False),  # failing | ended | moved | silent | several
    Column("fields", JSON, nullable=False),
    Column("state", String(16), nullable=False),  # wanted | posting | standing | gone
    Column("key", String(24), nullable=False, unique=True),
    Column("channel_id", Snowflake),  # from when it is begun
    Column("message_id", Snowflake, unique=True),
    Column("intent_at", UtcDateTime),
    Column("attempts", Integer, nullable=False, server_default="0"),  # failed ones, in a row
    Column("due_at", UtcDateTime),  # when it is posted or drawn again; empty: it shows what it should
    Column("created_at", UtcDateTime, nullable=False),
    Column("outcome", String(16)),  # works | changed | removed; empty: it goes on
    Column("outcome_by", Snowflake),  # empty: nobody did anything
    Column("ended_at", UtcDateTime),
    Index(
        "ix_feed_notice_open",
        "source_id",
        "cause",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index(
        "ix_feed_notice_due",
        "server_id",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)
