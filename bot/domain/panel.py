"""A question with buttons, put to one person, which survives a restart and is answered once."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NewType

from bot.domain.ids import ServerId, UserId

# Random, in the custom_id of every button of the panel.
PanelKey = NewType("PanelKey", str)


class PanelKind(StrEnum):
    """What is asked; it stands in the custom_ids."""

    FEED = "feed"  # keep this feed?
    FEEDS = "feeds"  # which of the feeds that a page names?
    EDIT_FEED = "feededit"  # change this feed so?
    REPORT = "report"  # trust this feed, or drop it?
    FEED_NOTICE = "feednotice"  # what about this feed that can't be read? Its row is the message's own
    IMPORT = "import"  # follow these feeds?
    UNFOLLOW = "unfollow"  # follow this feed no more?
    UNTAG = "untag"  # remove this tag?
    MERGE = "merge"  # merge these tags?
    RULES = "rules"  # another tag's rules?
    WORDS = "words"  # have the tag's names and words as they were before?
    UNSET = "unset"  # remove this vote set?
    CLOSE = "close"  # close this poll?
    SETTINGS = "settings"  # what is to hold for the whole server?
    PAGES = "pages"  # which page of a list?
    CLIP = "clip"  # which of a message's links is to be a story?
    SUBJECTS = "subjects"  # which of these tags to subscribe to?
    NEAR = "near"  # subscribe to what was meant?
    FOLLOWING = "following"  # how should what I subscribed to reach me?
    UNSUBSCRIBE = "unsubscribe"  # end all my subscriptions?
    UNDO = "undo"  # have my subscriptions as they were before?
    DIGEST = "digest"  # have one now, or none any more? Its key is the server's id; nothing is kept for it
    STOP = "stop"  # on a direct message: end this subscription, or write again? Nothing is kept for it
    QUEUE = "deskqueue"  # what becomes of these stories that wait?
    NEXT = "desknext"  # what becomes of this story, and then of the next?
    DESK_RULES = "deskrules"  # which of these rules is to go?
    RETRACT = "retract"  # take this story back?
    UNITE = "unite"  # merge these stories?
    MODERATE = "moderate"  # what becomes of the story of this card?
    RETAG = "retag"  # which tags is this story to have?
    FORGET = "forget"  # forget all votes of whoever presses? Nothing is kept for it


@dataclass(frozen=True, slots=True)
class Panel:
    """A question, whose it is, and what its buttons need to know: plain JSON values."""

    key: PanelKey
    server_id: ServerId
    user_id: UserId
    kind: PanelKind
    content: dict[str, Any]
