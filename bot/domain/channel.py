"""What a channel is, as far as it matters to what is posted there."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import ChannelId, ForumTagId
from bot.domain.text import cut_at_word

# Discord's limits of a forum.
MOST_FORUM_TAGS = 20
FORUM_TAG_NAME = 20

# Whether the person who asks may see a channel.
MaySee = Callable[[ChannelId], bool]


class ChannelKind(StrEnum):
    """A channel's kind."""

    TEXT = "text"
    ANNOUNCEMENT = "announcement"  # its cards can be passed on to servers that follow it
    FORUM = "forum"  # a card is a post, and its own discussion; a media channel is one too


@dataclass(frozen=True, slots=True)
class ForumTag:
    """What a forum's posts can be filed under; under a moderated one only by who may manage threads."""

    id: ForumTagId
    name: str
    moderated: bool = False


@dataclass(frozen=True, slots=True)
class Forum:
    """A forum's own tags, and whether it takes no post without one of them."""

    tags: tuple[ForumTag, ...]
    needs_tag: bool

    def named(self, typed: str) -> ForumTag | None:
        """Return the tag of that id or name."""
        by_id = next((tag for tag in self.tags if str(tag.id) == typed), None)
        return by_id or next((tag for tag in self.tags if tag.name.casefold() == typed.casefold()), None)


def forum_tag_name(label: str) -> str:
    """Return what a forum tag for a label is called: the label, cut at a word to what Discord takes."""
    return cut_at_word(label, FORUM_TAG_NAME)
