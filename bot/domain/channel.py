"""What a channel is, as far as it matters to what is posted there."""

from enum import StrEnum


class ChannelKind(StrEnum):
    """A channel's kind."""

    TEXT = "text"
    ANNOUNCEMENT = "announcement"  # its cards can be passed on to servers that follow it
    FORUM = "forum"  # a card is a post, and its own discussion; a media channel is one too
