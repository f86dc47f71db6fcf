"""What a channel is, as far as it matters to what is posted there."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import ForumTagId


class ChannelKind(StrEnum):
    """A channel's kind."""

    TEXT = "text"
    ANNOUNCEMENT = "announcement"  # its cards can be passed on to servers that follow it
    FORUM = "forum"  # a card is a post, and its own discussion; a media channel is one too


@dataclass(frozen=True, slots=True)
class ForumTag:
    """What posts of a forum can be marked with; a moderated one only by who may manage threads."""

    id: ForumTagId
    name: str
    moderated: bool = False


@dataclass(frozen=True, slots=True)
class Forum:
    """A forum's own tags, and whether it takes no post without one of them."""

    tags: tuple[ForumTag, ...]
    needs_tag: bool
