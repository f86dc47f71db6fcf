"""A story in one server: its tags, the server's edits on top, and whether it may go out.

    held ──► cleared ──► retracted | merged
      └────► rejected | expired

A delivery can be claimed only while its edition is cleared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ChannelId, EditionId, ServerId
from bot.domain.reasons import Reason
from bot.domain.story import Story
from bot.domain.tagging import Match, Policy, Tag


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
    """A stored edition with what a card needs of it; `tags` in the server's order."""

    id: EditionId
    server_id: ServerId
    story: Story
    state: EditionState
    tags: tuple[Tag, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Routing:
    """What becomes of a story in one server.

    channels: where it goes, each once, the home first; empty when no tag takes it.
    """

    state: EditionState | None
    reason: Reason
    matches: tuple[Match, ...]
    channels: tuple[ChannelId, ...]


def route(matches: Sequence[Match]) -> Routing:
    """Decide an edition's state and destinations from the tags that took the story."""
    if not matches:
        return Routing(None, Reason.NO_TAG, (), ())
    held = any(match.tag.policy is Policy.REVIEW for match in matches)
    return Routing(
        state=EditionState.HELD if held else EditionState.CLEARED,
        reason=Reason.REVIEW if held else Reason.ROUTED,
        matches=tuple(matches),
        channels=_each_once(match.tag.channel_id for match in matches),
    )


def _each_once(channels: Iterable[ChannelId]) -> tuple[ChannelId, ...]:
    return tuple(dict.fromkeys(channels))
