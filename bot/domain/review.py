"""The messages of a review channel: what there are, and how far one can have come."""

from enum import StrEnum


class ReviewKind(StrEnum):
    """What a message is about: a held story, what a source changed, all that have none of their own."""

    HELD = "held"
    CHANGE = "change"
    QUEUE = "queue"


class ReviewState(StrEnum):
    """How far a message has come; drawn in `bot.storage.review_messages`."""

    WANTED = "wanted"
    POSTING = "posting"
    STANDING = "standing"
    SETTLED = "settled"
    GONE = "gone"
