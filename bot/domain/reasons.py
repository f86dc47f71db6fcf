"""Why a story did or did not appear: one code for every decision, stored with it.

The codes are the data of "why was this (not) posted?"; their sentences are in the message catalogue
under `reason-CODE`.
"""

from enum import StrEnum


class Reason(StrEnum):
    """The code of one decision."""

    # A story and a server: what became of it there.
    ROUTED = "routed"  # at least one tag took it
    NO_TAG = "no-tag"  # none of the server's tags is about it
    BACKLOG = "backlog"  # stood in the feed when the server added it
    DUPLICATE = "duplicate"  # the server has this story from another feed already
    FILTERED = "filtered"  # the filter that the server has for the feed leaves it out
    FLOOD = "flood"  # more came at once than one check may post; only the newest went out
    REVIEW = "review"  # held: the tag or the source wants a moderator's eye
    BLOCKED = "blocked"  # its outlet is blocked in the server

    # A story and a server: what held it for a moderator.
    HELD_BY_TAG = "held-by-tag"
    HELD_BY_SOURCE = "held-by-source"
    HELD_BY_WORD = "held-by-word"
    HELD_BY_OUTLET = "held-by-outlet"  # on the watch list
    HELD_UNDATED = "held-undated"
    HELD_FIRST = "held-first"  # one of the first stories of a new source
    HELD_CLIPPED = "held-clipped"  # a member proposed it

    # A tag and a story: why the tag took it.
    BY_HASHTAG = "by-hashtag"
    BY_SYNONYM = "by-synonym"
    BY_CATEGORY = "by-category"
    BY_KEYWORD = "by-keyword"
    BY_PHRASE = "by-phrase"
    BY_PATTERN = "by-pattern"
    BY_FEED = "by-feed"
    BY_MEMBER = "by-member"  # who proposed the story chose it
    BY_MODERATOR = "by-moderator"

    # A delivery: why it waits, failed or ended.
    CHANNEL_GONE = "channel-gone"
    PERMISSION_MISSING = "permission-missing"
    FORUM_TAG_REQUIRED = "forum-tag-required"
    THREADS_FULL = "threads-full"
    REFUSED = "refused"
    RATE_LIMITED = "rate-limited"
    SERVER_AWAY = "server-away"  # an outage of Discord's, of this server
    NO_ANSWER = "no-answer"
    INTERNAL = "internal"  # a fault of ours; the log has it
    CARD_DELETED = "card-deleted"
    WITHDRAWN = "withdrawn"  # its story was retracted, or merged into another
    STALE = "stale"  # it waited until it was no news any more
    QUIET_HOURS = "quiet-hours"  # it goes out when they end
    OVER_BUDGET = "over-budget"  # its channel had its cards of this hour: it is in the digest alone
    DISCUSSION_REFUSED = "discussion-refused"  # the card stands, without a discussion
    UNTAGGED = "untagged"  # a moderator took away the tags that led to its channel
    TAG_MOVED = "tag-moved"  # before it was posted, to a channel where the story goes, or is, already
    TAG_REMOVED = "tag-removed"  # before it was posted, and no other of its tags goes to that channel

    # A story and a reader who subscribed to its tags: why they are not told.
    DOOR_CLOSED = "door-closed"  # Discord passes no direct message of ours on to them
    HIDDEN = "hidden"  # they may not see its home
    MEMBER_GONE = "member-gone"  # they left the server
    UNSUBSCRIBED = "unsubscribed"  # while it waited
