"""What moderators decide on a story in their server, and why it came to them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.ids import ChannelId, EditionId, ServerId, UserId, VerdictId
from bot.domain.reasons import Reason

# Whether somebody moderates a channel: asked at the moment of the click, for every channel concerned.
MayModerate = Callable[[ChannelId], bool]
# Where a story goes that has no tag yet: asked of as a channel that nothing hides.
NOWHERE = ChannelId(0)


class VerdictKind(StrEnum):
    """What was decided."""

    HELD = "held"  # by the bot: it waits for a moderator
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"  # by the bot: nobody decided in time
    EDITED = "edited"
    RETAGGED = "retagged"
    TRUSTED = "trusted"  # its source goes out by itself from now on
    BLOCKED = "blocked"  # no story of its outlet comes out any more; this one is rejected
    BREAKING = "breaking"
    MERGED = "merged"
    MOVED = "moved"
    RETRACTED = "retracted"
    LOCKED = "locked"
    REOPENED = "reopened"
    APPLIED = "applied"  # what its source changed
    KEPT = "kept"  # as it was, whatever its source changed


# What ends a held story's waiting; it can be taken back while nothing of the story went out.
ENDS_WAITING = (
    VerdictKind.APPROVED,
    VerdictKind.BREAKING,
    VerdictKind.REJECTED,
    VerdictKind.EXPIRED,
    VerdictKind.BLOCKED,
)


class RejectReason(StrEnum):
    """The list that a moderator chooses from; their sentences are `reject-CODE`."""

    OFF_TOPIC = "off-topic"
    DUPLICATE = "duplicate"
    UNRELIABLE = "unreliable"
    OLD = "old"
    ADVERTISING = "advertising"
    RULES = "rules"  # of the server
    OTHER = "other"  # in words


@dataclass(frozen=True, slots=True)
class Hold:
    """One thing that wanted a moderator's eye. detail: the word, the outlet, the tag's label."""

    reason: Reason
    detail: str = ""


def without_names(holds: Sequence[Hold], *, known: Collection[str]) -> tuple[Hold, ...]:
    """Return why a story was held; a tag that is not one of the known has no name."""
    told = (
        replace(each, detail="") if each.reason is Reason.HELD_BY_TAG and each.detail not in known else each
        for each in holds
    )
    return tuple(dict.fromkeys(told))


@dataclass(frozen=True, slots=True)
class Moderator:
    """Who decides. may: whether they moderate a channel now. everywhere: they do so in the whole server."""

    id: UserId
    may: MayModerate
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision that was stored. changes: what became another, each as it was and as it is (plain JSON).

    actor_id is None for the bot itself. reason: one of the list, or of the holds. detail: in words. batch: a
    key that those have which were made at once.
    """

    id: VerdictId
    server_id: ServerId
    edition_id: EditionId
    kind: VerdictKind
    at: datetime
    actor_id: UserId | None = None
    reason: str | None = None
    detail: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    batch: str | None = None
    undone_at: datetime | None = None
    undone_by: UserId | None = None
