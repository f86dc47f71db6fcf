"""How a card is posted, as it was decided when it was begun: what its readers saw stays as it was."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import RoleId
from bot.domain.poll import VoteSet
from bot.domain.tagging import DiscussionMode, ImageMode, TagOptions


@dataclass(frozen=True, slots=True)
class Terms:
    """What a tag wanted of a card, and what is asked on it; without a `vote_set` nothing is.

    pings: the roles that it pings when it is posted.
    """

    image: ImageMode
    discussion: DiscussionMode
    crosspost: bool
    vote_set: VoteSet | None = None
    closes_at: datetime | None = None
    pings: tuple[RoleId, ...] = ()

    @classmethod
    def of(cls, options: TagOptions) -> "Terms":
        """Return what a tag wants, with nothing asked."""
        return cls(options.image, options.discussion, options.crosspost)
