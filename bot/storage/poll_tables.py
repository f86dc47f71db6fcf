"""The tables about opinion polls: what is asked, who marked what, and what it came to.

Who votes stands here by a key of this installation, never by Discord's id.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from bot.storage.columns import RowId, Snowflake, UtcDateTime, metadata

poll = Table(
    "poll",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("edition_id", ForeignKey("edition.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("channel_id", Snowflake, nullable=False),
    Column("message_id", Snowflake, nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("mode", String(16), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime),
    Column("reconciled_at", UtcDateTime),
    Column("reconcile_at", UtcDateTime),  # when it has to be compared with Discord; empty: nothing was missed
    Column("reconcile_attempts", Integer, nullable=False, server_default="0"),  # failed ones, in a row
    Column("close_at", UtcDateTime),  # when closing is tried (again); empty: never, or it is closed
    Column("close_attempts", Integer, nullable=False, server_default="0"),  # failed ones, in a row
    # Of a closed poll: its count (with the table `tally`), and the message that says it in the discussion.
    Column("closed_at", UtcDateTime),
    Column("verified", Boolean),  # compared with Discord's listing after the last vote
    Column("voters", Integer),
    Column("ambiguous", Integer),
    Column("several", Integer),
    Column("result_intent_at", UtcDateTime),
    Column("result_message_id", Snowflake),
    # Whether a reader's marks were removed on their wish: a frozen count may be higher than what is left.
    Column("votes_erased", Boolean, nullable=False, server_default=text("0")),
    Index(
        "ix_poll_reconcile_at",
        "server_id",
        "reconcile_at",
        sqlite_where=text("reconcile_at IS NOT NULL"),
        postgresql_where=text("reconcile_at IS NOT NULL"),
    ),
    Index(
        "ix_poll_close_at",
        "close_at",
        sqlite_where=text("close_at IS NOT NULL"),
        postgresql_where=text("close_at IS NOT NULL"),
    ),
)

option = Table(
    "option",
    metadata,
    Column("poll_id", ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True),
    Column("emoji_key", String(64), primary_key=True),
    Column("emoji", String(100), nullable=False),  # as it is sent
    Column("label", Text, nullable=False),
    Column("valence", Integer, nullable=False),
    Column("position", Integer, nullable=False),
)

vote_event = Table(
    "vote_event",
    metadata,
    Column("seq", RowId, primary_key=True),
    Column("poll_id", ForeignKey("poll.id", ondelete="CASCADE"), nullable=False),
    Column("voter_key", LargeBinary(32), nullable=False),
    Column("emoji_key", String(64), nullable=False),
    Column("kind", String(8), nullable=False),  # add | remove
    Column("source", String(16), nullable=False),  # gateway | reconcile | clear
    Column("burst", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "poll_id", "voter_key"),
    sqlite_autoincrement=True,  # a seq is never used twice
)

mark = Table(
    "mark",
    metadata,
    Column("poll_id", ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True),
    Column("voter_key", LargeBinary(32), primary_key=True),
    Column("emoji_key", String(64), primary_key=True),
    Column("burst", Boolean, primary_key=True),  # one reader may have an emoji both ways
    Column("seq", BigInteger),  # the event that made it; empty: several found together, order unknown
    sqlite_with_rowid=False,
)

tally = Table(
    "tally",
    metadata,
    Column("poll_id", ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True),
    Column("emoji_key", String(64), primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Readers who do not want to be counted (any more), in any server, by their key in this installation.
suppressed_reader = Table(
    "suppressed_reader",
    metadata,
    Column("reader_key", LargeBinary(32), primary_key=True),
    Column("kind", String(16), nullable=False),  # erased | opted-out
    Column("at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)
