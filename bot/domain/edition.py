"""A story in one server: its tags, the server's edits on top, and whether it may go out.

    held ──► cleared ──► retracted | merged
      └────► rejected | expired

A delivery can be claimed only while its edition is cleared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.channel import ChannelKind
from bot.domain.ids import ChannelId, EditionId, ForumTagId, ServerId
from bot.domain.reasons import Reason
from bot.domain.story import Story
from bot.domain.tagging import Match, Policy, Tag

# What Discord takes on one post.
_MOST_FORUM_TAGS = 5


class EditionState(StrEnum):
    """What the server's moderators, or their rules, have decided."""

    HELD = "held"
    CLEARED = "cleared"
    REJECTED = "rejected"
    EXPIRED = "expired"
    RETRACTED = "retracted"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Edition:
    """A stored edition with what a card needs of it; `tags` in the server's order.

    breaking_at: when a moderator said that it can't wait.
    """

    id: EditionId
    server_id: ServerId
    story: Story
    state: EditionState
    tags: tuple[Tag, ...]
    created_at: datetime
    breaking_at: datetime | None = None

    def leading_tag(self, channel_id: ChannelId) -> Tag | None:
        """Return the tag whose options hold in a channel: the first that goes there, or the first of all."""
        return next((tag for tag in self.tags if tag.channel_id == channel_id), next(iter(self.tags), None))

    def forum_tags(self, channel_id: ChannelId) -> tuple[ForumTagId, ...]:
        """Return what a post in a forum is filed under, at most as many as Discord takes."""
        filed = (tag.options.forum_tag_id for tag in self.tags if tag.channel_id == channel_id)
        return tuple(dict.fromkeys(each for each in filed if each is not None))[:_MOST_FORUM_TAGS]


@dataclass(frozen=True, slots=True)
class Routing:
    """What becomes of a story in one server.

    channels: where it goes, each once, the home first; empty when no tag takes it.
    """

    state: EditionState | None
    reason: Reason
    matches: tuple[Match, ...]
    channels: tuple[ChannelId, ...]


def route(matches: Sequence[Match], *, reviewed: bool = False) -> Routing:
    """Decide an edition's state and destinations from the tags that took the story.

    reviewed: the source that brought it wants a moderator's eye on whatever it brings.
    """
    if not matches:
        return Routing(None, Reason.NO_TAG, (), ())
    held = reviewed or any(match.tag.policy is Policy.REVIEW for match in matches)
    return Routing(
        state=EditionState.HELD if held else EditionState.CLEARED,
        reason=Reason.REVIEW if held else Reason.ROUTED,
        matches=tuple(matches),
        channels=_home_first(match.tag for match in matches),
    )


def _home_first(tags: Iterable[Tag]) -> tuple[ChannelId, ...]:
    """Return the channels of tags, each once: forums first, else in the server's order."""
    forums_first = sorted(tags, key=lambda tag: tag.kind is not ChannelKind.FORUM)
    return tuple(dict.fromkeys(tag.channel_id for tag in forums_first))
