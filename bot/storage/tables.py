"""The tables, named after the glossary's nouns; see also `poll_tables`, `reader_tables` and `desk_tables`.

Changing one needs a migration beside it. Questions, choices and rules name tags, feeds, sources and vote sets
by their ids, and may outlive them: those ids are never used twice (`sqlite_autoincrement`).
"""

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

server = Table(
    "server",
    metadata,
    Column("id", Snowflake, primary_key=True, autoincrement=False),
    Column("name", String(100), nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
    Column("paused_at", UtcDateTime),  # nothing goes out while it is set
    Column("review_channel_id", Snowflake),  # where its moderators are told
    Column("language", String(8)),  # of what is said to all; empty: as the server is set in Discord
    Column("time_zone", String(64), nullable=False, server_default="UTC"),
    Column("moderator_role_id", Snowflake),
    Column("quiet_from", Integer),  # minutes after midnight in its time zone; both or none
    Column("quiet_until", Integer),
    Column("cards_per_hour", Integer),  # in one channel; what is more goes to the digest alone
    Column("poll_hours", Integer),  # how long its readers can vote; empty: as the operator says
    Column("ping_from", Integer, nullable=False, server_default="25"),  # subscribers: a tag's role is pinged
    Column("review_hours", Integer, nullable=False, server_default="48"),  # what is held longer expires
    Column("clips_per_day", Integer, nullable=False, server_default="5"),  # of one member; 0: nobody may
    Column("clip_role_id", Snowflake),  # whose clippings go out at once
)

feed = Table(
    "feed",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False, server_default=""),
    Column("site_url", Text),
    Column("state", String(16), nullable=False, server_default="active"),  # active | paused | ended
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", String(64)),
    Column("first_checked_at", UtcDateTime),  # empty until the first check recorded the backlog
    Column("last_checked_at", UtcDateTime),
    Column("last_changed_at", UtcDateTime),
    Column("next_check_at", UtcDateTime, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("failures", Integer, nullable=False, server_default="0"),  # in a row
    Column("last_error", JSON(none_as_null=True)),  # {"code": …, "fields": {…}}; null after a success
    Index(None, "state", "next_check_at"),
    sqlite_autoincrement=True,
)

# A feed that went on at the address of another: it is that one now.
moved_feed = Table(
    "moved_feed",
    metadata,
    Column("old_id", RowId, primary_key=True, autoincrement=False),
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), nullable=False, index=True),
)

source = Table(
    "source",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", Snowflake),
    Column("interval_seconds", Integer, nullable=False),
    Column("post_newest", Integer, nullable=False, server_default="0"),  # of the backlog, at the first check
    Column("state", String(16), nullable=False, server_default="active"),  # active | paused
    Column("trust", String(16), nullable=False, server_default="automatic"),  # automatic | review
    Column("filter", JSON(none_as_null=True)),  # which of its stories pass; empty: all
    Column("resumed_at", UtcDateTime),  # what stood in the feed then is no news
    UniqueConstraint("server_id", "feed_id"),
    sqlite_autoincrement=True,
)

source_tag = Table(
    "source_tag",
    metadata,
    Column("source_id", ForeignKey("source.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True),
)

sighting = Table(
    "sighting",
    metadata,
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True),
    Column("item_hash", LargeBinary(16), primary_key=True),  # of the item's key
    Column("story_id", ForeignKey("story.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("fingerprint", LargeBinary(8), nullable=False),  # of what an edit would change
    Column("seen_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)

story = Table(
    "story",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("feed_id", ForeignKey("feed.id", ondelete="SET NULL"), index=True),  # whose edits count
    Column("link", Text),
    Column("title", Text, nullable=False),
    Column("lead", Text, nullable=False, server_default=""),
    Column("category", Text, nullable=False, server_default=""),
    Column("hashtags", JSON, nullable=False),
    Column("author", Text, nullable=False, server_default=""),
    Column("outlet", Text, nullable=False, server_default=""),
    Column("image_url", Text),
    Column("published_at", UtcDateTime),
    Column("source_ref", Text),
    Column("quotes", JSON, nullable=False),
    Column("question", Text),
    Column("related", JSON, nullable=False),  # [[title, url], …]
    Column(
        "from_page", Boolean, nullable=False
    ),  # its words are its page's: a feed's summary no longer counts
    Column("first_seen_at", UtcDateTime, nullable=False, index=True),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("corrected_at", UtcDateTime),  # when what a card shows of it last became another
)

# A question with its options, under a name; a tag without one has the default one, or else the catalogue's.
vote_set = Table(
    "vote_set",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("mode", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("is_default", Boolean, nullable=False, server_default=text("0")),  # of tags that name none
    UniqueConstraint("server_id", "key"),
    sqlite_autoincrement=True,
)

vote_set_option = Table(
    "vote_set_option",
    metadata,
    Column("vote_set_id", ForeignKey("vote_set.id", ondelete="CASCADE"), primary_key=True),
    Column("emoji_key", String(64), primary_key=True),
    Column("emoji", String(100), nullable=False),  # as it is sent
    Column("label", Text, nullable=False),
    Column("valence", Integer, nullable=False),
    Column("position", Integer, nullable=False),
)

tag = Table(
    "tag",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("key", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("channel_id", Snowflake, nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("policy", String(16), nullable=False, server_default="automatic"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("kind", String(16), nullable=False, server_default="text"),  # of its channel
    Column("forum_tag_id", Snowflake),  # what a forum's posts of this tag get
    Column("crosspost", Boolean, nullable=False, server_default=text("0")),
    Column("discussion", String(16), nullable=False, server_default="always"),
    Column("image", String(16), nullable=False, server_default="show"),
    Column("vote_set_id", ForeignKey("vote_set.id", ondelete="SET NULL"), index=True),
    Column("color", Integer),  # 0xRRGGBB, of its cards; empty: one by its key
    Column("role_id", Snowflake),  # which its stories ping, once it has subscribers enough
    Column("role_is_ours", Boolean, nullable=False, server_default=text("0")),  # made, filled, removed by us
    UniqueConstraint("server_id", "key"),
    sqlite_autoincrement=True,
)

tag_synonym = Table(
    "tag_synonym",
    metadata,
    Column("tag_id", ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
)

tag_rule = Table(
    "tag_rule",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("tag_id", ForeignKey("tag.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("tag_id", "kind", "value"),
)

edition = Table(
    "edition",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("story_id", ForeignKey("story.id", ondelete="CASCADE"), nullable=False),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("breaking_at", UtcDateTime),  # when a moderator said so: it goes through quiet hours
    Column("notified_at", UtcDateTime),  # when it was settled which readers are told, and how
    Column("notify_at", UtcDateTime),  # when that is to be settled; empty: not yet, or it is
    # The server's own words on top of the story's; empty: the story's hold.
    Column("title", Text),
    Column("lead", Text),
    Column("image_url", Text),  # '': none is shown
    Column("opening", Text),  # what its discussion asks
    Column("poll_question", Text),
    Column("vote_set_id", ForeignKey("vote_set.id", ondelete="SET NULL"), index=True),
    Column("pinned", JSON(none_as_null=True)),  # the story as a moderator saw it; empty: as its source has it
    Column("edited_at", UtcDateTime),  # when what its card shows was last changed here
    Column("retagged_at", UtcDateTime),  # from then on no feed adds a tag
    Column("held_at", UtcDateTime),  # when it began to wait for a moderator; empty: it never did
    Column("decided_at", UtcDateTime),  # when its state last became another
    Column("merged_into", ForeignKey("edition.id", ondelete="SET NULL"), index=True),
    Column("clipped_by", Snowflake),
    Column("move_to", Snowflake),  # the channel that becomes its home's once its card stands there
    UniqueConstraint("story_id", "server_id"),
    Index(None, "server_id", "created_at"),
    Index(None, "server_id", "state", "held_at"),
    Index(
        "ix_edition_notify_at",
        "notify_at",
        sqlite_where=text("notify_at IS NOT NULL"),
        postgresql_where=text("notify_at IS NOT NULL"),
    ),
)

edition_tag = Table(
    "edition_tag",
    metadata,
    Column("edition_id", ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("reason", String(32), nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
)

# Why a story did or did not come out in a server, one row for each feed that brought it there.
decision = Table(
    "decision",
    metadata,
    Column("story_id", ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), primary_key=True),
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("reason", String(32), nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "server_id", "at"),
    Index(None, "server_id", "feed_id", "at"),
    sqlite_with_rowid=False,
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("edition_id", ForeignKey("edition.id", ondelete="CASCADE"), nullable=False),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("home", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("resume_state", String(16)),  # where a waiting delivery goes on
    Column("reason", String(32)),
    Column("detail", Text, nullable=False, server_default=""),
    Column("card_key", String(24), nullable=False, unique=True),
    Column("intent_at", UtcDateTime),
    Column("message_id", Snowflake, unique=True),
    Column("attempts", Integer, nullable=False, server_default="0"),  # failed ones, in a row
    Column("not_before", UtcDateTime, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("posted_at", UtcDateTime),
    Column("place_id", Snowflake),  # where its message stands: the channel, or the post in a forum
    Column("absences", Integer, nullable=False, server_default="0"),  # searches that did not find its post
    Column("refresh_at", UtcDateTime),  # when its card is drawn again; empty: it shows what it should
    Column("refresh_attempts", Integer, nullable=False, server_default="0"),  # failed ones, in a row
    Column("terms", JSON(none_as_null=True)),  # how its card is posted, from when that is begun
    UniqueConstraint("edition_id", "channel_id"),
    Index(
        "ix_delivery_due",
        "not_before",
        "id",
        sqlite_where=text("state IN ('queued', 'posting', 'posted', 'threaded', 'seeded')"),
        postgresql_where=text("state IN ('queued', 'posting', 'posted', 'threaded', 'seeded')"),
    ),
    Index(
        "ix_delivery_turn",
        "server_id",
        "state",
        "not_before",
        "id",
        sqlite_where=text("state IN ('queued', 'posting', 'posted', 'threaded', 'seeded')"),
        postgresql_where=text("state IN ('queued', 'posting', 'posted', 'threaded', 'seeded')"),
    ),
    Index(
        "ix_delivery_lease_until",
        "lease_until",
        sqlite_where=text("lease_until IS NOT NULL"),
        postgresql_where=text("lease_until IS NOT NULL"),
    ),
    Index(None, "server_id", "state"),
    Index(None, "server_id", "channel_id"),
    Index(
        "ix_delivery_channel_id_posted_at",
        "channel_id",
        "posted_at",
        sqlite_where=text("posted_at IS NOT NULL"),
        postgresql_where=text("posted_at IS NOT NULL"),
    ),
    Index(
        "ix_delivery_refresh_turn",
        "server_id",
        "refresh_at",
        "id",
        sqlite_where=text("refresh_at IS NOT NULL"),
        postgresql_where=text("refresh_at IS NOT NULL"),
    ),
    Index(
        "ix_delivery_refresh_at",
        "refresh_at",
        sqlite_where=text("refresh_at IS NOT NULL"),
        postgresql_where=text("refresh_at IS NOT NULL"),
    ),
)

discussion = Table(
    "discussion",
    metadata,
    Column("edition_id", ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("thread_id", Snowflake, nullable=False, unique=True),
    Column("opening_intent_at", UtcDateTime, nullable=False),
    Column("opening_message_id", Snowflake),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("archived_at", UtcDateTime),  # by us, to make room for others
    Column("locked_at", UtcDateTime),  # when a moderator ended it; empty: it goes on
    Column("called", Text),  # the title that we called it by last; empty: not known
    Index(None, "server_id", "archived_at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False),
    Column("actor_id", Snowflake),  # empty: the bot itself
    Column("action", String(32), nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "server_id", "at"),
)

# A question with buttons that the bot has put to one person, and what their answer will be about.
panel = Table(
    "panel",
    metadata,
    Column("key", String(24), primary_key=True),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("user_id", Snowflake, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("content", JSON, nullable=False),
    Column("made_at", UtcDateTime, nullable=False, index=True),
    Index(None, "kind", "made_at"),
    Index(None, "user_id", "server_id", "made_at"),
    sqlite_with_rowid=False,
)

# Whom Discord let use an owners' command without being one: they may press what it has shown them.
delegation = Table(
    "delegation",
    metadata,
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("server_id", ForeignKey("server.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("until", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)

# What the app remembers about itself, such as the hash of the commands that Discord has.
memo = Table(
    "memo",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
