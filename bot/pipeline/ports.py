"""What the walks need of the outside, implemented by `bot.feeds` and `bot.chat` and wired by `bot.app`."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.channel import ChannelKind
from bot.domain.delivery import Place
from bot.domain.digest import Issue
from bot.domain.edition import Edition
from bot.domain.feed import FeedChanged, FeedUnchanged, Page, Validators
from bot.domain.ids import CardKey, ChannelId, MessageId, RoleId, ServerId, ThreadId, UserId
from bot.domain.note import Note
from bot.domain.poll import PollState, Tally, VoteSet
from bot.domain.tagging import ImageMode


class FeedReader(Protocol):
    """Reads feeds and pages."""

    async def check(self, url: str, validators: Validators) -> FeedChanged | FeedUnchanged:
        """Fetch and parse a feed; raise FeedError."""

    async def read_page(self, url: str) -> Page:
        """Fetch and read a story's page; raise FeedError."""


@dataclass(frozen=True, slots=True)
class PollView:
    """What a card, or a result, shows of a poll; without a tally nothing is said of its count.

    verified: whether the count of a closed one was compared with Discord's listing.
    """

    vote_set: VoteSet
    state: PollState = PollState.OPEN
    closes_at: datetime | None = None
    tally: Tally | None = None
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a card says instead of its story. reason: of a retracted one, in a moderator's words.

    into: the title of the story that it was merged into.
    """

    reason: str = ""
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What the card of a delivery shows.

    poll: of a home; of a pointer that is shown to a person, whether one can still vote. home: of a pointer,
    where to vote and discuss.
    discuss: whether it offers to open the discussion, which is not there yet.
    corrected_at: when the story was changed after it had been posted. pings: the roles that it is for.
    withdrawn: that it was taken back; the home of one that was merged is the other's.
    """

    edition: Edition
    key: CardKey
    poll: PollView | None
    home: Place | None = None
    image: ImageMode = ImageMode.SHOW
    discuss: bool = False
    corrected_at: datetime | None = None
    pings: tuple[RoleId, ...] = ()
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class Reactor:
    """Somebody who reacted, as Discord lists them."""

    user_id: UserId
    bot: bool
    burst: bool


@dataclass(frozen=True, slots=True)
class Reactions:
    """How many reacted with an emoji, without ourselves."""

    normal: int = 0
    burst: int = 0


class Publisher(Protocol):
    """Does in Discord what deliveries and polls say. Every method may raise a PublishError."""

    def kind(self, channel_id: ChannelId) -> ChannelKind | None:
        """Return what a channel is; None when it is not there, or can't be seen."""

    def is_away(self, server_id: ServerId) -> bool:
        """Tell whether Discord can't reach a server: then nothing is known of its channels."""

    def language(self, server_id: ServerId) -> str:
        """Return the locale that a server has in Discord; the usual one where that isn't known."""

    def seen_with(self, channel_id: ChannelId, others: Iterable[ChannelId]) -> frozenset[ChannelId]:
        """Return those of the other channels that everybody sees who sees the first one; in doubt none."""

    def public(self, channels: Iterable[ChannelId]) -> frozenset[ChannelId]:
        """Return those of the channels that everybody sees; in doubt none."""

    def pingable(self, channel_id: ChannelId, roles: Sequence[RoleId]) -> tuple[RoleId, ...]:
        """Return those of the roles that a card in a channel would ping: they are there, and we may."""

    async def post_card(self, channel_id: ChannelId, card: Card, *, nonce: str) -> Place:
        """Send the card; the same nonce within Discord's window gives the same message."""

    async def make_post(self, forum_id: ChannelId, card: Card, *, name: str) -> Place:
        """Make a post of the card in a forum, with the forum tags of its edition; never repeat it blindly.

        Discord knows no nonce here: after OutcomeUnknown it has to be searched for.
        """

    async def find_posts(self, forum_id: ChannelId, marker: str, *, after: MessageId) -> tuple[Place, ...]:
        """Return our own posts after the anchor that carry the marker, oldest first, archived ones too."""

    async def edit_card(self, place: Place, card: Card) -> None:
        """Draw a card again."""

    async def crosspost(self, place: Place) -> None:
        """Pass a card in an announcement channel on to who follows it; repeating it is harmless."""

    async def find_message(
        self, channel_id: ChannelId, marker: str, *, after: MessageId
    ) -> tuple[MessageId, ...]:
        """Return our own messages after the anchor that carry the marker, oldest first."""

    async def open_discussion(self, place: Place, name: str) -> tuple[ThreadId, bool]:
        """Make the message's thread; return it, and whether it is new: one that is there keeps its name."""

    async def post_opening(
        self, thread_id: ThreadId, edition: Edition, key: CardKey, *, nonce: str
    ) -> MessageId:
        """Send the discussion's first message; same rules as post_card."""

    async def post_result(
        self, thread_id: ThreadId, edition: Edition, poll: PollView, key: CardKey, *, nonce: str
    ) -> MessageId:
        """Say in the discussion how its poll ended; same rules as post_card."""

    async def post_note(self, note: Note, *, nonce: str) -> MessageId:
        """Say a note in its discussion; same rules as post_card. PermissionMissing where that is locked."""

    async def lock(self, thread_id: ThreadId, *, locked: bool) -> None:
        """Let nobody but moderators write in a thread any more, or everybody again; harmless to repeat."""

    async def discussions(self, server_id: ServerId) -> Sequence[tuple[ThreadId, datetime]]:
        """Return our active threads in a server with the moment of their last message, the quietest first."""

    async def archive(self, thread_id: ThreadId, *, archived: bool) -> None:
        """Archive a thread of ours, or take it out of the archive."""

    async def seed(self, place: Place, emoji: str) -> None:
        """Put our own reaction; repeating it is harmless."""

    async def take_back(self, place: Place, emoji: str, user_id: UserId) -> None:
        """Take a reader's reaction away; PermissionMissing where that is not allowed."""

    async def reactions(self, place: Place) -> Mapping[str, Reactions]:
        """Return how many reacted to a card, by the emoji's key; an emoji is not there that nobody put."""

    def reactors(self, place: Place, emoji: str, counted: Reactions | None = None) -> AsyncIterator[Reactor]:
        """List everybody who reacted with the emoji, normal and burst, all pages.

        counted: what is known of them: what nobody put is not listed. Raises EmojiGone for an emoji that
        Discord does not know, and nobody put.
        """

    async def notify(self, server_id: ServerId, text_key: str, fields: dict[str, object]) -> bool:
        """Tell the server's moderators, once for each cause; False when nobody was told. Never raises."""


class DigestPost(Protocol):
    """Brings digests to their readers, and knows what those may see. What asks may raise a PublishError."""

    def is_away(self, server_id: ServerId) -> bool:
        """Tell whether Discord can't reach a server: then nothing is known of its channels."""

    async def seen_by(
        self, server_id: ServerId, user_id: UserId, channels: Collection[ChannelId]
    ) -> frozenset[ChannelId]:
        """Return those of the channels that a member may see now; ReaderGone for who is none."""

    async def seen_with(self, channel_id: ChannelId, channels: Collection[ChannelId]) -> frozenset[ChannelId]:
        """Return those of the channels that everybody sees who sees the first one."""

    async def messages_in(self, server_id: ServerId, threads: Collection[ThreadId]) -> Mapping[ThreadId, int]:
        """Return how many messages stand in threads, without their first ones, as of the last minutes."""

    async def send(self, user_id: UserId, issue: Issue, *, nonce: str) -> None:
        """Send a digest by direct message; DoorClosed where it is not let through."""

    async def post(self, channel_id: ChannelId, issue: Issue, *, nonce: str) -> None:
        """Send a digest into a channel."""

    async def was_sent(self, server_id: ServerId, user_id: UserId, nonce: str, *, after: MessageId) -> bool:
        """Tell whether a reader has a digest with this nonce after the anchor."""

    async def was_posted(self, channel_id: ChannelId, nonce: str, *, after: MessageId) -> bool:
        """Tell whether a channel has a digest with this nonce after the anchor."""

    async def notify(self, server_id: ServerId, text_key: str, fields: dict[str, object]) -> bool:
        """Tell the server's moderators, once for each cause; False when nobody was told. Never raises."""


@dataclass(frozen=True, slots=True)
class ReactionEvent:
    """A reaction put or taken away. Without `user_id` the emoji was cleared, without `emoji` all were.

    parent_id: of a thread, its channel; for a post in a forum, the forum.
    """

    channel_id: ChannelId
    message_id: MessageId
    user_id: UserId | None
    emoji: str | None
    added: bool
    burst: bool
    at: datetime
    parent_id: ChannelId | None = None
