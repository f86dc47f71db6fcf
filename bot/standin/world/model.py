"""The things a Discord is made of: accounts, servers, roles, channels, messages, reactions, commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from bot.standin.world import snowflakes
from bot.standin.world.audit import AuditEntry
from bot.standin.world.messagelog import MessageLog

Json = dict[str, Any]


class ChannelKind(IntEnum):
    """Discord's channel types, threads among them."""

    TEXT = 0
    DIRECT = 1
    VOICE = 2
    CATEGORY = 4
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15
    MEDIA = 16


POSTS_ONLY = frozenset({ChannelKind.FORUM, ChannelKind.MEDIA})
CONVERTIBLE = frozenset({ChannelKind.TEXT, ChannelKind.ANNOUNCEMENT})
WRITABLE = frozenset({ChannelKind.TEXT, ChannelKind.DIRECT, ChannelKind.VOICE, ChannelKind.ANNOUNCEMENT})


class MessageKind(IntEnum):
    """Discord's message types that can occur here."""

    DEFAULT = 0
    RECIPIENT_ADDED = 1
    RECIPIENT_REMOVED = 2
    RENAMED = 4
    PINNED = 6
    THREAD_CREATED = 18
    REPLY = 19
    COMMAND = 20
    THREAD_STARTER = 21
    MENU_COMMAND = 23


class MessageFlag:
    """Discord's bits on a message."""

    CROSSPOSTED = 1 << 0
    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    PRIVATE = 1 << 6
    LOADING = 1 << 7
    MENTION_FAILED = 1 << 8
    SILENT = 1 << 12
    VOICE = 1 << 13
    HAS_SNAPSHOT = 1 << 14
    COMPONENTS_V2 = 1 << 15


class ChannelFlag:
    """Discord's bits on a channel or a thread."""

    PINNED = 1 << 1
    REQUIRE_TAG = 1 << 4
    HIDE_DOWNLOADS = 1 << 15


@dataclass(slots=True, eq=False)
class Account:
    """A person, or the user that an application acts as."""

    id: int
    name: str
    token: str
    bot: bool = False
    role: str = "reader"
    avatar_color: str = "#5b7fa6"
    on_page: bool = False
    accepts_direct_messages: bool = True
    locale: str | None = None  # without one it reads what its browser asks for


@dataclass(slots=True, eq=False)
class Application:
    """A bot with its user and the commands that it defined."""

    id: int
    name: str
    account: Account
    owner: Account | None
    privileged_intents: int
    max_concurrency: int = 1
    commands: dict[int, Command] = field(default_factory=dict)
    server_commands: dict[int, dict[int, Command]] = field(default_factory=dict)
    command_rules: dict[int, dict[int, list[CommandRule]]] = field(default_factory=dict)
    commands_created: dict[int, list[float]] = field(default_factory=dict)

    @property
    def token(self) -> str:
        """With this its bot logs in."""
        return self.account.token


@dataclass(slots=True, eq=False)
class Command:
    """One application command, with its definition as the application gave it."""

    id: int
    application: Application
    server_id: int | None
    version: int
    definition: Json

    @property
    def key(self) -> tuple[int, str]:
        """What makes it the same command when it is defined again."""
        return self.definition["type"], self.definition["name"]


@dataclass(slots=True, frozen=True)
class CommandRule:
    """Who may use a command in a server, or where: kind 1 names a role, 2 a member, 3 a channel."""

    target_id: int
    kind: int
    allowed: bool


@dataclass(slots=True, eq=False)
class Role:
    """A server's role; `managed_by` names the bot that it belongs to."""

    id: int
    name: str
    permissions: int
    position: int
    color: int = 0
    hoist: bool = False
    mentionable: bool = False
    managed_by: int | None = None
    second_color: int | None = None
    third_color: int | None = None

    @property
    def colors(self) -> tuple[int, int | None, int | None]:
        """Its colour, and those that make it a gradient."""
        return self.color, self.second_color, self.third_color

    @property
    def rank(self) -> tuple[int, int]:
        """What decides who stands above whom: of two in one position it is the older."""
        return self.position, -self.id


@dataclass(slots=True, eq=False)
class Member:
    """An account in one server."""

    account: Account
    joined_at: datetime
    roles: set[int] = field(default_factory=set)
    nick: str | None = None
    timed_out_until: datetime | None = None


@dataclass(slots=True, eq=False)
class CustomEmoji:
    """A server's own emoji, with who made it; `roles` are the only ones that may use it."""

    id: int
    name: str
    animated: bool = False
    maker: Account | None = None
    roles: tuple[int, ...] = ()


@dataclass(slots=True, eq=False)
class Server:
    """A server (Discord says guild) with everything in it."""

    id: int
    name: str
    owner_id: int
    everyone: Role
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)
    emojis: dict[int, CustomEmoji] = field(default_factory=dict)
    features: list[str] = field(default_factory=list)
    unavailable: bool = False
    description: str | None = None
    preferred_locale: str = "en-US"
    bans: dict[int, Ban] = field(default_factory=dict)
    audit_log: list[AuditEntry] = field(default_factory=list)


@dataclass(slots=True, frozen=True)
class Ban:
    """Who may not come back, and why."""

    account: Account
    reason: str | None


@dataclass(slots=True, frozen=True)
class Overwrite:
    """What a channel allows and denies one role (kind 0) or one member (kind 1)."""

    target_id: int
    kind: int
    allow: int
    deny: int


@dataclass(slots=True, eq=False)
class ForumTag:
    """A tag that posts of a forum can carry."""

    id: int
    name: str
    moderated: bool = False
    emoji_id: int | None = None
    emoji_name: str | None = None


@dataclass(slots=True, eq=False)
class ThreadState:
    """What a thread has beside what every channel has."""

    owner_id: int
    created_at: datetime
    auto_archive_minutes: int
    archived_at: datetime
    active_at: datetime
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    members: dict[int, datetime] = field(default_factory=dict)
    message_count: int = 0
    total_message_sent: int = 0
    applied_tags: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Channel:
    """A channel of a server, a thread (with `thread`) or a direct conversation (with `recipients`)."""

    id: int
    kind: ChannelKind
    name: str
    server: Server | None
    parent: Channel | None = None
    position: int = 0
    topic: str | None = None
    nsfw: bool = False
    slow_mode: int = 0
    flags: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    tags: list[ForumTag] | None = None
    default_reaction: Json | None = None
    default_auto_archive_minutes: int | None = None
    default_thread_slow_mode: int = 0
    default_sort_order: int | None = None
    default_layout: int = 0
    thread: ThreadState | None = None
    recipients: tuple[Account, ...] = ()
    last_message_id: int | None = None
    messages: MessageLog | None = None

    @property
    def log(self) -> MessageLog:
        """What was said here, made at the first need."""
        if self.messages is None:
            self.messages = MessageLog()
        return self.messages


@dataclass(slots=True, frozen=True)
class Emoji:
    """One of Unicode's, or a server's own with an id."""

    name: str
    id: int | None = None
    animated: bool = False

    @property
    def key(self) -> str:
        # Discord takes a heart with and without its variation selector for the same reaction.
        """What makes two reactions the same."""
        return self.name.replace("\ufe0f", "") if self.id is None else str(self.id)


@dataclass(slots=True, eq=False)
class Reaction:
    """Who reacted with one emoji, normally and with a burst."""

    emoji: Emoji
    normal: dict[int, Account] = field(default_factory=dict)
    burst: dict[int, Account] = field(default_factory=dict)

    def of(self, kind: int) -> dict[int, Account]:
        """Those of one kind: 0 normal, 1 burst."""
        return self.burst if kind == 1 else self.normal


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came with a request."""

    filename: str
    content_type: str
    data: bytes


@dataclass(slots=True, eq=False, weakref_slot=True)
class Attachment:
    """A file of a message, kept in memory; `size` is that of an image, in pixels."""

    id: int
    filename: str
    content_type: str
    data: bytes
    description: str | None = None
    title: str | None = None
    spoiler: bool = False
    size: tuple[int, int] | None = None


@dataclass(slots=True, eq=False)
class Mentions:
    """Whom a message mentions, after what it allows and what its author may had their say."""

    users: list[Account] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    everyone: bool = False


@dataclass(slots=True, eq=False)
class Message:
    """Something said, or told by Discord itself.

    `private_to` names the only one who sees it, in the gateway session `session_id` while that lives.
    `pinged` are those whom it notified when it was sent, which no edit does; `snapshot` is what it forwards.
    """

    id: int
    channel: Channel
    author: Account
    content: str = ""
    kind: MessageKind = MessageKind.DEFAULT
    flags: int = 0
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mentions: Mentions = field(default_factory=Mentions)
    pinged: frozenset[int] = frozenset()
    reactions: dict[str, Reaction] = field(default_factory=dict)
    edited_at: datetime | None = None
    pinned_at: datetime | None = None
    reference: Json | None = None
    snapshot: Json | None = None
    application_id: int | None = None
    interaction: Json | None = None
    private_to: int | None = None
    session_id: str | None = None
    tts: bool = False

    @property
    def created_at(self) -> datetime:
        """When its id was made."""
        return snowflakes.born(self.id)

    @property
    def uses_components_v2(self) -> bool:
        """Whether it is built of components alone."""
        return bool(self.flags & MessageFlag.COMPONENTS_V2)
