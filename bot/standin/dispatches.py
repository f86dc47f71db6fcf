"""From a change of the world to what the gateway says of it: name, payload, and who may hear."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from bot.standin import changes, permissions, wire
from bot.standin.changes import Change
from bot.standin.messages import MessageWriter
from bot.standin.model import Account, Channel, Json, Message, Server
from bot.standin.world import World


class Intent:
    """What a client asks to hear, in Discord's bits."""

    GUILDS: Final = 1 << 0
    GUILD_MEMBERS: Final = 1 << 1
    GUILD_MODERATION: Final = 1 << 2
    GUILD_EXPRESSIONS: Final = 1 << 3
    GUILD_PRESENCES: Final = 1 << 8
    GUILD_MESSAGES: Final = 1 << 9
    GUILD_MESSAGE_REACTIONS: Final = 1 << 10
    GUILD_MESSAGE_TYPING: Final = 1 << 11
    DIRECT_MESSAGES: Final = 1 << 12
    DIRECT_MESSAGE_REACTIONS: Final = 1 << 13
    DIRECT_MESSAGE_TYPING: Final = 1 << 14
    MESSAGE_CONTENT: Final = 1 << 15
    PRIVILEGED: Final = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
    ALL: Final = (1 << 26) - 1


@dataclass(slots=True)
class Dispatch:
    """One event, written once however many hear it.

    `write` gets the viewer and whether it may read content; `per_viewer` says that each is written apart.
    `accounts` names the only ones who hear it, `session_id` the only session of theirs while that lives;
    `channel` limits it to those who can view that channel.
    """

    name: str
    intent: int
    write: Callable[[Account | None, bool], Json]
    server: Server | None = None
    channel: Channel | None = None
    accounts: frozenset[int] | None = None
    session_id: str | None = None
    author: Account | None = None
    mentioned: frozenset[int] = frozenset()
    per_viewer: bool = False


class Narrator:
    """Turns changes into dispatches."""

    def __init__(self, world: World, writer: MessageWriter) -> None:
        self._world = world
        self._writer = writer
        self._tellers: dict[type[Any], Callable[[Any], Iterator[Dispatch]]] = {
            changes.ServerEntered: self._server_entered,
            changes.ServerLeft: self._server_left,
            changes.ServerUpdated: self._server_updated,
            changes.ServerAvailability: self._server_availability,
            changes.EmojisChanged: self._emojis_changed,
            changes.BanAdded: lambda change: self._ban("GUILD_BAN_ADD", change),
            changes.BanLifted: lambda change: self._ban("GUILD_BAN_REMOVE", change),
            changes.Audited: self._audited,
            changes.MemberUpdated: self._member_updated,
            changes.RoleCreated: lambda change: self._role("GUILD_ROLE_CREATE", change),
            changes.RoleUpdated: lambda change: self._role("GUILD_ROLE_UPDATE", change),
            changes.RoleDeleted: self._role_deleted,
            changes.ChannelCreated: lambda change: self._channel("CHANNEL_CREATE", change.channel),
            changes.ChannelUpdated: lambda change: self._channel("CHANNEL_UPDATE", change.channel),
            changes.ChannelDeleted: lambda change: self._channel("CHANNEL_DELETE", change.channel),
            changes.ThreadCreated: self._thread_created,
            changes.ThreadUpdated: self._thread_updated,
            changes.ThreadDeleted: self._thread_deleted,
            changes.ThreadMembersChanged: self._thread_members,
            changes.MessageCreated: self._message_created,
            changes.MessageUpdated: self._message_updated,
            changes.MessageDeleted: self._message_deleted,
            changes.MessagesDeleted: self._messages_deleted,
            changes.ReactionAdded: lambda change: self._reaction("MESSAGE_REACTION_ADD", change),
            changes.ReactionRemoved: lambda change: self._reaction("MESSAGE_REACTION_REMOVE", change),
            changes.ReactionsCleared: self._reactions_cleared,
            changes.PinsChanged: self._pins_changed,
            changes.TypingStarted: self._typing,
            changes.CommandsChanged: self._commands_changed,
            changes.CommandRulesChanged: self._command_rules_changed,
        }

    def tell(self, change: Change) -> Iterator[Dispatch]:
        """What the gateway says of a change."""
        return self._tellers[type(change)](change)

    def _server_entered(self, change: changes.ServerEntered) -> Iterator[Dispatch]:
        account = change.member.account
        server = change.server
        yield Dispatch(
            "GUILD_CREATE",
            Intent.GUILDS,
            lambda _viewer, _content: wire.server_for_gateway(server, self._world, account, known=False),
            server=server,
            accounts=frozenset({account.id}),
        )
        payload = {**wire.member(change.member), "guild_id": str(server.id)}
        others = frozenset(server.members) - {account.id}
        yield Dispatch(
            "GUILD_MEMBER_ADD", Intent.GUILD_MEMBERS, _same(payload), server=server, accounts=others
        )

    def _server_left(self, change: changes.ServerLeft) -> Iterator[Dispatch]:
        server_id = str(change.server.id)
        yield Dispatch(
            "GUILD_DELETE",
            Intent.GUILDS,
            _same({"id": server_id}),
            server=change.server,
            accounts=frozenset({change.account.id}),
        )
        payload = {"guild_id": server_id, "user": wire.user(change.account)}
        yield Dispatch("GUILD_MEMBER_REMOVE", Intent.GUILD_MEMBERS, _same(payload), server=change.server)

    def _server_updated(self, change: changes.ServerUpdated) -> Iterator[Dispatch]:
        yield Dispatch("GUILD_UPDATE", Intent.GUILDS, _same(wire.server(change.server)), server=change.server)

    def _server_availability(self, change: changes.ServerAvailability) -> Iterator[Dispatch]:
        server = change.server
        if server.unavailable:
            payload = {"id": str(server.id), "unavailable": True}
            yield Dispatch("GUILD_DELETE", Intent.GUILDS, _same(payload), server=server)
            return
        for member in list(server.members.values()):
            yield from self._server_back(server, member.account)

    def _server_back(self, server: Server, account: Account) -> Iterator[Dispatch]:
        yield Dispatch(
            "GUILD_CREATE",
            Intent.GUILDS,
            lambda _viewer, _content: wire.server_for_gateway(server, self._world, account),
            server=server,
            accounts=frozenset({account.id}),
        )

    @staticmethod
    def _emojis_changed(change: changes.EmojisChanged) -> Iterator[Dispatch]:
        server = change.server
        payload = {
            "guild_id": str(server.id),
            "emojis": [wire.custom_emoji(one) for one in server.emojis.values()],
        }
        yield Dispatch("GUILD_EMOJIS_UPDATE", Intent.GUILD_EXPRESSIONS, _same(payload), server=server)

    def _ban(self, name: str, change: changes.BanAdded | changes.BanLifted) -> Iterator[Dispatch]:
        payload = {"guild_id": str(change.server.id), "user": wire.user(change.account)}
        needed = permissions.BAN_MEMBERS | permissions.VIEW_AUDIT_LOG
        yield self._of_moderation(name, change.server, payload, needed)

    def _audited(self, change: changes.Audited) -> Iterator[Dispatch]:
        payload = {"guild_id": str(change.server.id), **wire.audit_entry(change.entry)}
        needed = permissions.VIEW_AUDIT_LOG
        yield self._of_moderation("GUILD_AUDIT_LOG_ENTRY_CREATE", change.server, payload, needed)

    def _of_moderation(self, name: str, server: Server, payload: Json, needed: int) -> Dispatch:
        """For those who hold one of these permissions."""
        members = [member.account for member in server.members.values()]
        heard_by = frozenset(one.id for one in members if self._world.rights(server, one) & needed)
        return Dispatch(name, Intent.GUILD_MODERATION, _same(payload), server=server, accounts=heard_by)

    def _member_updated(self, change: changes.MemberUpdated) -> Iterator[Dispatch]:
        payload = {**wire.member(change.member), "guild_id": str(change.server.id)}
        own = frozenset({change.member.account.id})
        # A bot hears of its own member without the privileged intent.
        yield Dispatch(
            "GUILD_MEMBER_UPDATE", Intent.GUILDS, _same(payload), server=change.server, accounts=own
        )
        others = frozenset(change.server.members) - own
        yield Dispatch(
            "GUILD_MEMBER_UPDATE", Intent.GUILD_MEMBERS, _same(payload), server=change.server, accounts=others
        )

    def _role(self, name: str, change: changes.RoleCreated | changes.RoleUpdated) -> Iterator[Dispatch]:
        payload = {"guild_id": str(change.server.id), "role": wire.role(change.role)}
        yield Dispatch(name, Intent.GUILDS, _same(payload), server=change.server)

    def _role_deleted(self, change: changes.RoleDeleted) -> Iterator[Dispatch]:
        payload = {"guild_id": str(change.server.id), "role_id": str(change.role.id)}
        yield Dispatch("GUILD_ROLE_DELETE", Intent.GUILDS, _same(payload), server=change.server)

    def _channel(self, name: str, channel: Channel) -> Iterator[Dispatch]:
        # Bots are told of every channel of their servers, also of those that they may not view.
        yield Dispatch(name, Intent.GUILDS, _same(wire.channel(channel)), server=channel.server)

    def _thread_created(self, change: changes.ThreadCreated) -> Iterator[Dispatch]:
        payload = {**wire.thread(change.thread), "newly_created": True}
        yield self._of_thread("THREAD_CREATE", change.thread, payload)

    def _thread_updated(self, change: changes.ThreadUpdated) -> Iterator[Dispatch]:
        yield self._of_thread("THREAD_UPDATE", change.thread, wire.thread(change.thread))

    def _thread_deleted(self, change: changes.ThreadDeleted) -> Iterator[Dispatch]:
        thread = change.thread
        payload = {
            "id": str(thread.id),
            "guild_id": _server_id(thread),
            "parent_id": None if thread.parent is None else str(thread.parent.id),
            "type": int(thread.kind),
        }
        yield self._of_thread("THREAD_DELETE", thread, payload)

    def _thread_members(self, change: changes.ThreadMembersChanged) -> Iterator[Dispatch]:
        thread = change.thread
        payload = {
            "id": str(thread.id),
            "guild_id": _server_id(thread),
            "member_count": len(thread.thread.members) if thread.thread is not None else 0,
            "added_members": [wire.thread_member(thread, account.id) for account in change.added],
            "removed_member_ids": [str(account.id) for account in change.removed],
        }
        own = frozenset(account.id for account in (*change.added, *change.removed))
        yield Dispatch(
            "THREAD_MEMBERS_UPDATE",
            Intent.GUILDS,
            _same(payload),
            server=thread.server,
            channel=thread,
            accounts=own,
        )

    @staticmethod
    def _of_thread(name: str, thread: Channel, payload: Json) -> Dispatch:
        return Dispatch(name, Intent.GUILDS, _same(payload), server=thread.server, channel=thread)

    def _message_created(self, change: changes.MessageCreated) -> Iterator[Dispatch]:
        extra: Json = {} if change.nonce is None else {"nonce": change.nonce}
        yield self._of_message("MESSAGE_CREATE", change.message, extra)

    def _message_updated(self, change: changes.MessageUpdated) -> Iterator[Dispatch]:
        yield self._of_message("MESSAGE_UPDATE", change.message, {})

    def _of_message(self, name: str, message: Message, extra: Json) -> Dispatch:
        return Dispatch(
            name,
            _message_intent(message.channel),
            lambda viewer, content: self._message_payload(message, viewer, extra, with_content=content),
            server=message.channel.server,
            channel=message.channel,
            accounts=None if message.private_to is None else frozenset({message.private_to}),
            session_id=message.session_id,
            author=message.author,
            mentioned=frozenset(account.id for account in message.mentions.users),
            # `me` of a reaction differs from viewer to viewer.
            per_viewer=bool(message.reactions),
        )

    def _message_payload(
        self, message: Message, viewer: Account | None, extra: Json, *, with_content: bool
    ) -> Json:
        payload = self._writer.message(message, viewer or message.author, with_content=with_content) | extra
        server = message.channel.server
        if server is not None:
            payload["guild_id"] = str(server.id)
            member = server.members.get(message.author.id)
            if member is not None:
                payload["member"] = wire.member(member, with_user=False)
        return payload

    def _message_deleted(self, change: changes.MessageDeleted) -> Iterator[Dispatch]:
        message = change.message
        payload = _within(message.channel, {"id": str(message.id)})
        yield Dispatch(
            "MESSAGE_DELETE",
            _message_intent(message.channel),
            _same(payload),
            server=message.channel.server,
            channel=message.channel,
            accounts=None if message.private_to is None else frozenset({message.private_to}),
            session_id=message.session_id,
        )

    def _messages_deleted(self, change: changes.MessagesDeleted) -> Iterator[Dispatch]:
        payload = _within(change.channel, {"ids": [str(one) for one in change.message_ids]})
        yield Dispatch(
            "MESSAGE_DELETE_BULK",
            _message_intent(change.channel),
            _same(payload),
            server=change.channel.server,
            channel=change.channel,
        )

    def _reaction(
        self, name: str, change: changes.ReactionAdded | changes.ReactionRemoved
    ) -> Iterator[Dispatch]:
        message = change.message
        payload = _within(
            message.channel,
            {
                "user_id": str(change.account.id),
                "message_id": str(message.id),
                "emoji": wire.emoji(change.emoji),
                "burst": change.burst,
                "type": int(change.burst),
            },
        )
        if name == "MESSAGE_REACTION_ADD":
            payload["message_author_id"] = str(message.author.id)
            server = message.channel.server
            member = None if server is None else server.members.get(change.account.id)
            if member is not None:
                payload["member"] = wire.member(member)
            if change.burst:
                payload["burst_colors"] = ["#f5b642"]
        yield self._of_reactions(name, message, payload)

    def _reactions_cleared(self, change: changes.ReactionsCleared) -> Iterator[Dispatch]:
        payload = _within(change.message.channel, {"message_id": str(change.message.id)})
        if change.emoji is None:
            yield self._of_reactions("MESSAGE_REACTION_REMOVE_ALL", change.message, payload)
            return
        payload["emoji"] = wire.emoji(change.emoji)
        yield self._of_reactions("MESSAGE_REACTION_REMOVE_EMOJI", change.message, payload)

    @staticmethod
    def _of_reactions(name: str, message: Message, payload: Json) -> Dispatch:
        channel = message.channel
        direct = channel.server is None
        intent = Intent.DIRECT_MESSAGE_REACTIONS if direct else Intent.GUILD_MESSAGE_REACTIONS
        return Dispatch(name, intent, _same(payload), server=channel.server, channel=channel)

    def _pins_changed(self, change: changes.PinsChanged) -> Iterator[Dispatch]:
        payload = _within(change.channel, {"last_pin_timestamp": None})
        channel = change.channel
        yield Dispatch(
            "CHANNEL_PINS_UPDATE", Intent.GUILDS, _same(payload), server=channel.server, channel=channel
        )

    def _commands_changed(self, change: changes.CommandsChanged) -> Iterator[Dispatch]:
        """People's clients ask for the commands again; bots are told nothing."""
        application = change.application
        servers = [change.server] if change.server is not None else self._world.servers.values()
        for server in servers:
            if application.account.id in server.members:
                payload = {"guild_id": str(server.id), "application_id": str(application.id)}
                people = frozenset(one.account.id for one in server.members.values() if not one.account.bot)
                yield Dispatch(
                    "GUILD_APPLICATION_COMMAND_INDEX_UPDATE",
                    Intent.ALL,
                    _same(payload),
                    server=server,
                    accounts=people,
                )

    @staticmethod
    def _command_rules_changed(change: changes.CommandRulesChanged) -> Iterator[Dispatch]:
        """Other bots are not told."""
        server, application = change.server, change.application
        heard_by = {one.account.id for one in server.members.values() if not one.account.bot}
        yield Dispatch(
            "APPLICATION_COMMAND_PERMISSIONS_UPDATE",
            Intent.ALL,
            _same(wire.command_rules(application, server, change.target_id)),
            server=server,
            accounts=frozenset(heard_by | {application.account.id}),
        )

    def _typing(self, change: changes.TypingStarted) -> Iterator[Dispatch]:
        channel = change.channel
        payload = _within(channel, {"user_id": str(change.account.id), "timestamp": int(self._world.clock())})
        intent = Intent.DIRECT_MESSAGE_TYPING if channel.server is None else Intent.GUILD_MESSAGE_TYPING
        yield Dispatch("TYPING_START", intent, _same(payload), server=channel.server, channel=channel)


def _same(payload: Json) -> Callable[[Account | None, bool], Json]:
    return lambda _viewer, _content: payload


def _message_intent(channel: Channel) -> int:
    return Intent.DIRECT_MESSAGES if channel.server is None else Intent.GUILD_MESSAGES


def _within(channel: Channel, payload: Json) -> Json:
    payload["channel_id"] = str(channel.id)
    if channel.server is not None:
        payload["guild_id"] = str(channel.server.id)
    return payload


def _server_id(channel: Channel) -> str | None:
    return None if channel.server is None else str(channel.server.id)
