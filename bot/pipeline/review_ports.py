"""What a message of the review channel shows, and what its walk needs of Discord."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.delivery import Place
from bot.domain.edition import Edition
from bot.domain.ids import ChannelId, MessageId, ServerId, UserId
from bot.domain.verdict import Hold, Verdict
from bot.domain.wording import Difference
from bot.pipeline.ports import Card


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What became of a feed's stories in a server lately: each is one of these at most.

    name: what the feed is called there. doubted: its stories are held for its own sake.
    """

    name: str
    posted: int = 0
    waiting: int = 0
    rejected: int = 0
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What moderators are shown of a story, and of what they decided.

    key: of the buttons. card: as it will look, or looks. edition: with all its tags. seen: a hash of the
    story as it is shown: `sight_of` it, or `words_of` what its source changed. expires_at: of one that is
    held. verdict: the last decision that stands; None while nobody decided. undoable: whether it can be
    undone. places: where its cards stand. changes: of a message about what the source changed; else empty.
    asks: whether anything is to be decided. secret: whether the story is not told where this is shown.
    """

    key: str
    card: Card
    edition: Edition
    seen: str
    asks: bool
    holds: tuple[Hold, ...] = ()
    source: SourceRecord | None = None
    expires_at: datetime | None = None
    verdict: Verdict | None = None
    undoable: bool = False
    places: tuple[Place, ...] = ()
    changes: tuple[Difference, ...] = ()
    clipped_by: UserId | None = None
    secret: bool = False


@dataclass(frozen=True, slots=True)
class QueueView:
    """The message for all that have none of their own.

    waiting: how many; 0 when all are decided. moved_to: the channel where another message tells of them.
    """

    key: str
    server_id: ServerId
    waiting: int
    moved_to: ChannelId | None = None

    @property
    def asks(self) -> bool:
        """Whether anything is to be decided."""
        return self.waiting > 0 and self.moved_to is None

    @property
    def seen(self) -> str:
        """Return what tells whether it is shown as it is."""
        return str(self.waiting)


class ReviewPost(Protocol):
    """Writes in review channels. Every method that is awaited may raise a PublishError."""

    def is_away(self, server_id: ServerId) -> bool:
        """Tell whether Discord can't reach a server: then nothing is known of its channels."""

    async def post(self, channel_id: ChannelId, view: ReviewView | QueueView, *, nonce: str) -> MessageId:
        """Send a message; the same nonce within Discord's window gives the same one."""

    async def edit(self, place: Place, view: ReviewView | QueueView) -> None:
        """Draw a message again."""

    async def find(self, channel_id: ChannelId, marker: str, *, after: MessageId) -> Sequence[MessageId]:
        """Return our own messages after the anchor that carry the marker, oldest first."""

    async def notify(self, server_id: ServerId, text_key: str, fields: dict[str, object]) -> bool:
        """Tell the server's moderators, once for each cause; False when nobody was told. Never raises."""
