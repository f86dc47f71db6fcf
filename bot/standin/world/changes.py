"""What can happen to a world: one frozen record per kind of change, told to those who listen."""
# ruff: noqa: D101 - the name of a change says all of it

from __future__ import annotations

from dataclasses import dataclass

from bot.standin.world.audit import AuditEntry
from bot.standin.world.model import Account, Application, Channel, Emoji, Member, Message, Role, Server


@dataclass(frozen=True, slots=True)
class AccountUpdated:
    account: Account


@dataclass(frozen=True, slots=True)
class ServerEntered:
    """An account became a member: to itself, the server becomes visible."""

    server: Server
    member: Member


@dataclass(frozen=True, slots=True)
class ServerLeft:
    server: Server
    account: Account


@dataclass(frozen=True, slots=True)
class ServerUpdated:
    server: Server


@dataclass(frozen=True, slots=True)
class ServerAvailability:
    server: Server


@dataclass(frozen=True, slots=True)
class EmojisChanged:
    server: Server


@dataclass(frozen=True, slots=True)
class BanAdded:
    server: Server
    account: Account


@dataclass(frozen=True, slots=True)
class BanLifted:
    server: Server
    account: Account


@dataclass(frozen=True, slots=True)
class Audited:
    server: Server
    entry: AuditEntry


@dataclass(frozen=True, slots=True)
class MemberUpdated:
    server: Server
    member: Member


@dataclass(frozen=True, slots=True)
class RoleCreated:
    server: Server
    role: Role


@dataclass(frozen=True, slots=True)
class RoleUpdated:
    server: Server
    role: Role


@dataclass(frozen=True, slots=True)
class RoleDeleted:
    server: Server
    role: Role


@dataclass(frozen=True, slots=True)
class ChannelCreated:
    channel: Channel


@dataclass(frozen=True, slots=True)
class ChannelUpdated:
    channel: Channel


@dataclass(frozen=True, slots=True)
class ChannelDeleted:
    channel: Channel


@dataclass(frozen=True, slots=True)
class ThreadCreated:
    thread: Channel


@dataclass(frozen=True, slots=True)
class ThreadUpdated:
    thread: Channel


@dataclass(frozen=True, slots=True)
class ThreadDeleted:
    """A thread is gone, on its own or together with its channel."""

    thread: Channel
    with_channel: bool = False


@dataclass(frozen=True, slots=True)
class ThreadMembersChanged:
    thread: Channel
    added: tuple[Account, ...] = ()
    removed: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageCreated:
    message: Message
    nonce: str | int | None = None


@dataclass(frozen=True, slots=True)
class MessageUpdated:
    message: Message


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    message: Message


@dataclass(frozen=True, slots=True)
class MessagesDeleted:
    channel: Channel
    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReactionAdded:
    message: Message
    account: Account
    emoji: Emoji
    burst: bool


@dataclass(frozen=True, slots=True)
class ReactionRemoved:
    message: Message
    account: Account
    emoji: Emoji
    burst: bool


@dataclass(frozen=True, slots=True)
class ReactionsCleared:
    """All reactions of a message are gone, or with `emoji` all of that one."""

    message: Message
    emoji: Emoji | None


@dataclass(frozen=True, slots=True)
class PinsChanged:
    channel: Channel


@dataclass(frozen=True, slots=True)
class TypingStarted:
    channel: Channel
    account: Account


@dataclass(frozen=True, slots=True)
class CommandsChanged:
    """An application's commands are others, in one server or in all."""

    application: Application
    server: Server | None = None


@dataclass(frozen=True, slots=True)
class CommandRulesChanged:
    """Who may use a command, or with the application's own id all its commands, in a server."""

    application: Application
    server: Server
    target_id: int


Change = (
    AccountUpdated
    | ServerEntered
    | ServerLeft
    | ServerUpdated
    | ServerAvailability
    | EmojisChanged
    | BanAdded
    | BanLifted
    | Audited
    | MemberUpdated
    | RoleCreated
    | RoleUpdated
    | RoleDeleted
    | ChannelCreated
    | ChannelUpdated
    | ChannelDeleted
    | ThreadCreated
    | ThreadUpdated
    | ThreadDeleted
    | ThreadMembersChanged
    | MessageCreated
    | MessageUpdated
    | MessageDeleted
    | MessagesDeleted
    | ReactionAdded
    | ReactionRemoved
    | ReactionsCleared
    | PinsChanged
    | TypingStarted
    | CommandsChanged
    | CommandRulesChanged
)
