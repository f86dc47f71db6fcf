"""What telling readers of stories needs of the outside, implemented by `bot.chat` and wired by `bot.app`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.clip import ClipOutcome
from bot.domain.delivery import Place
from bot.domain.edition import Edition
from bot.domain.ids import ChannelId, MessageId, RoleId, ServerId, ThreadId, UserId
from bot.domain.tagging import Tag
from bot.domain.verdict import RejectReason


@dataclass(frozen=True, slots=True)
class Told:
    """A story that is told by direct message: where its card stands, and by which of the reader's tags."""

    edition: Edition
    place: Place
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A direct message to one reader about stories of one server; `key` is found in it again."""

    user_id: UserId
    server_id: ServerId
    stories: tuple[Told, ...]
    key: str


class ReaderPost(Protocol):
    """Tells readers of stories. Every method but the first ones may raise a PublishError."""

    def is_away(self, server_id: ServerId) -> bool:
        """Tell whether Discord can't reach a server."""

    def is_open(self, channel_id: ChannelId) -> bool:
        """Tell whether every member of the server sees a channel, so that nobody need be asked."""

    async def seen_by(
        self, server_id: ServerId, user_id: UserId, channels: Collection[ChannelId]
    ) -> frozenset[ChannelId]:
        """Return those of the channels that a member may see now; ReaderGone for who is none."""

    async def mention(
        self,
        thread_id: ThreadId,
        edition: Edition,
        readers: Sequence[UserId],
        *,
        tags: Sequence[Tag],
        key: str,
        nonce: str,
    ) -> None:
        """Mention readers in a discussion, these and nobody else; the key is found in the message again.

        tags: to which they subscribed.
        """

    async def write(self, letter: Letter, *, nonce: str) -> None:
        """Send a direct message; DoorClosed where Discord does not pass it on."""

    async def was_written(self, letter: Letter, *, after: MessageId) -> bool:
        """Tell whether a direct message is there, after the anchor."""


@dataclass(frozen=True, slots=True)
class ClipLetter:
    """What a member is told of a link that they proposed; `key` is found in the message again.

    place: of the card that has its readers now. reason: one of the moderators' list. language: of their
    Discord when they proposed it.
    """

    user_id: UserId
    server_id: ServerId
    outcome: ClipOutcome
    title: str
    link: str | None
    place: Place | None
    reason: RejectReason | None
    key: str
    language: str | None = None


class ClipPost(Protocol):
    """Tells members of the links that they proposed. What asks or sends may raise a PublishError."""

    def is_away(self, server_id: ServerId) -> bool:
        """Tell whether Discord can't reach a server."""

    async def seen_by(
        self, server_id: ServerId, user_id: UserId, channels: Collection[ChannelId]
    ) -> frozenset[ChannelId]:
        """Return those of the channels that a member may see now; ReaderGone for who is none."""

    async def tell(self, letter: ClipLetter, *, nonce: str) -> None:
        """Send a direct message; DoorClosed where Discord does not pass it on."""

    async def was_told(self, letter: ClipLetter, *, after: MessageId) -> bool:
        """Tell whether a direct message is there, after the anchor."""


class Roles(Protocol):
    """Makes, gives and takes roles in Discord. Every method but `missing` may raise a PublishError."""

    def missing(self, server_id: ServerId) -> tuple[str, ...]:
        """Return the names of the permissions that we lack to make roles and ping them."""

    async def make(self, server_id: ServerId, tag_label: str) -> RoleId:
        """Make a role for a tag; after OutcomeUnknown it has to be searched for."""

    async def find(
        self, server_id: ServerId, tag_label: str, *, after: RoleId, known: Collection[RoleId]
    ) -> RoleId | None:
        """Return a role that `make` has made after the anchor, which is none of the known ones."""

    async def rename(self, server_id: ServerId, role_id: RoleId, tag_label: str) -> None:
        """Give a role the name that `make` would give it; repeating it is harmless."""

    async def remove(self, server_id: ServerId, role_id: RoleId) -> None:
        """Delete a role; repeating it is harmless."""

    async def give(self, server_id: ServerId, role_id: RoleId, user_id: UserId) -> None:
        """Give a member a role; RoleGone, or ReaderGone where there is none of the two."""

    async def take(self, server_id: ServerId, role_id: RoleId, user_id: UserId) -> None:
        """Take a role from a member; RoleGone, or ReaderGone where there is none of the two."""
