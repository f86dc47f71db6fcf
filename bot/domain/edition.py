"""A story in one server: its tags, the server's edits on top, and whether it may go out.

    held ──► cleared ──► retracted | merged
      └────► rejected | expired

A delivery can be claimed only while its edition is cleared.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.channel import ChannelKind
from bot.domain.ids import ChannelId, EditionId, ForumTagId, ServerId, UserId, VoteSetId
from bot.domain.reasons import Reason
from bot.domain.story import Story, StoryDraft, words_of
from bot.domain.tagging import Match, Policy, Tag
from bot.domain.text import cut_at_word
from bot.domain.verdict import Hold

# What Discord takes on one post.
_MOST_FORUM_TAGS = 5
_SHORT_TITLE = 100


class EditionState(StrEnum):
    """What the server's moderators, or their rules, have decided."""

    HELD = "held"
    CLEARED = "cleared"
    REJECTED = "rejected"
    EXPIRED = "expired"
    RETRACTED = "retracted"
    MERGED = "merged"


# What went out and is taken back: its cards say so, and nothing more of it goes out.
WITHDRAWN = frozenset({EditionState.RETRACTED, EditionState.MERGED})


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A server's words on top of a story's; what is None holds as the story has it.

    image_url: '' for none. opening: what the discussion asks. poll_question, vote_set_id: what the poll asks.
    """

    title: str | None = None
    lead: str | None = None
    image_url: str | None = None
    opening: str | None = None
    poll_question: str | None = None
    vote_set_id: VoteSetId | None = None

    def over(self, draft: StoryDraft) -> StoryDraft:
        """Return what is shown of a story: these words, and the story's where there are none."""
        return replace(
            draft,
            title=draft.title if self.title is None else self.title,
            lead=draft.lead if self.lead is None else self.lead,
            image_url=draft.image_url if self.image_url is None else self.image_url or None,
            question=draft.question if self.opening is None else self.opening,
        )


@dataclass(frozen=True, slots=True)
class Edition:
    """A stored edition with what a card needs of it; `tags` in the server's order.

    story: as it is shown here. source_words: the draft as its source has it now. pinned: as the source had it
    when a moderator let it out or reworded it: this is shown from then on, under the server's own words.
    breaking_at: when a moderator said that it can't wait. edited_at: when its words were last changed here.
    merged_into: the edition that has its readers now. clipped_by: the member who proposed it.
    move_to: the channel that becomes its home's, once its card stands there.
    """

    id: EditionId
    server_id: ServerId
    story: Story
    state: EditionState
    tags: tuple[Tag, ...]
    created_at: datetime
    breaking_at: datetime | None = None
    own: OwnWords = OwnWords()
    source_words: StoryDraft | None = None
    pinned: StoryDraft | None = None
    edited_at: datetime | None = None
    retagged_at: datetime | None = None
    held_at: datetime | None = None
    merged_into: EditionId | None = None
    clipped_by: UserId | None = None
    move_to: ChannelId | None = None

    @property
    def short_title(self) -> str:
        """Its title as it is shown here, short enough to stand in a sentence."""
        return cut_at_word(self.story.draft.title, _SHORT_TITLE)

    def leading_tag(self, channel_id: ChannelId) -> Tag | None:
        """Return the tag whose options hold in a channel: the first that goes there, or the first of all."""
        return next((tag for tag in self.tags if tag.channel_id == channel_id), next(iter(self.tags), None))

    def forum_tags(self, channel_id: ChannelId) -> tuple[ForumTagId, ...]:
        """Return what a post in a forum is filed under, at most as many as Discord takes."""
        filed = (tag.options.forum_tag_id for tag in self.tags if tag.channel_id == channel_id)
        return tuple(dict.fromkeys(each for each in filed if each is not None))[:_MOST_FORUM_TAGS]


def sight_of(edition: Edition) -> str:
    """Return a hash of what a moderator decides on: the words, the tags and where they go, the questions."""
    own, draft = edition.own, edition.story.draft
    goes = sorted((tag.id, tag.channel_id) for tag in edition.tags)
    asks = draft.question or "", own.poll_question or "", own.vote_set_id
    return hashlib.sha256(json.dumps([words_of(draft), goes, asks]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Routing:
    """What becomes of a story in one server.

    channels: where it goes, each once, the home first; empty when no tag takes it.
    """

    state: EditionState | None
    reason: Reason
    matches: tuple[Match, ...]
    channels: tuple[ChannelId, ...]
    holds: tuple[Hold, ...] = ()


def route(matches: Sequence[Match], *, reviewed: bool = False, holds: Sequence[Hold] = ()) -> Routing:
    """Decide an edition's state and destinations from the tags that took the story.

    reviewed: the source that brought it wants a moderator's eye on whatever it brings. holds: what else does.
    """
    if not matches:
        return Routing(None, Reason.NO_TAG, (), ())
    by_tag = [Hold(Reason.HELD_BY_TAG, m.tag.label) for m in matches if m.tag.policy is Policy.REVIEW]
    by_source = [Hold(Reason.HELD_BY_SOURCE)] if reviewed else []
    held = (*holds, *by_source, *by_tag)
    return Routing(
        state=EditionState.HELD if held else EditionState.CLEARED,
        reason=Reason.REVIEW if held else Reason.ROUTED,
        matches=tuple(matches),
        channels=home_first(match.tag for match in matches),
        holds=held,
    )


def home_first(tags: Iterable[Tag]) -> tuple[ChannelId, ...]:
    """Return the channels of tags, each once: forums first, else in the server's order."""
    forums_first = sorted(tags, key=lambda tag: tag.kind is not ChannelKind.FORUM)
    return tuple(dict.fromkeys(tag.channel_id for tag in forums_first))
