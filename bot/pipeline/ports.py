"""What the walks need of the outside, implemented by `bot.feeds` and `bot.chat` and wired by `bot.app`."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.edition import Edition
from bot.domain.feed import FeedChanged, FeedUnchanged, Page, Validators
from bot.domain.ids import CardKey, ChannelId, MessageId, ServerId, ThreadId, UserId
from bot.domain.poll import VoteSet


class FeedReader(Protocol):
    """Reads feeds and pages."""

    async def check(self, url: str, validators: Validators) -> FeedChanged | FeedUnchanged:
        """Fetch and parse a feed; raise FeedError."""

    async def read_page(self, url: str) -> Page:
        """Fetch and read a story's page; raise FeedError."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the card of a delivery shows. A pointer has its home's channel and message, and no vote set."""

    edition: Edition
    key: CardKey
    vote_set: VoteSet | None
    home: tuple[ChannelId, MessageId] | None = None


@dataclass(frozen=True, slots=True)
class Reactor:
    """Somebody who reacted, as Discord lists them."""

    user_id: UserId
    bot: bool
    burst: bool


class Publisher(Protocol):
    """Does in Discord what deliveries and polls say. Every method may raise a PublishError."""

    async def post_card(self, channel_id: ChannelId, card: Card, *, nonce: str) -> MessageId:
        """Send the card; the same nonce within Discord's window gives the same message."""

    async def find_message(
        self, channel_id: ChannelId, marker: str, *, after: MessageId
    ) -> tuple[MessageId, ...]:
        """Return our own messages after the anchor that carry the marker, oldest first."""

    async def open_discussion(self, channel_id: ChannelId, message_id: MessageId, name: str) -> ThreadId:
        """Make the message's thread; return the one it has if it exists already."""

    async def post_opening(
        self, thread_id: ThreadId, edition: Edition, key: CardKey, *, nonce: str
    ) -> MessageId:
        """Send the discussion's first message; same rules as post_card."""

    async def seed(self, channel_id: ChannelId, message_id: MessageId, emoji: str) -> None:
        """Put our own reaction; repeating it is harmless."""

    def reactors(self, channel_id: ChannelId, message_id: MessageId, emoji: str) -> AsyncIterator[Reactor]:
        """List everybody who reacted with the emoji, normal and burst, all pages."""

    async def notify(self, server_id: ServerId, text_key: str, fields: dict[str, object]) -> bool:
        """Tell the server's moderators, once for each cause; False when nobody was told. Never raises."""


@dataclass(frozen=True, slots=True)
class ReactionEvent:
    """A reaction put or taken away. Without `user_id` the emoji was cleared, without `emoji` all were."""

    channel_id: ChannelId
    message_id: MessageId
    user_id: UserId | None
    emoji: str | None
    added: bool
    burst: bool
    at: datetime
