"""What the gateway says of messages and of the reactions to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bot.standin import wire
from bot.standin.gateway.dispatches import Dispatch, Listener, same, within
from bot.standin.gateway.intents import Intent
from bot.standin.messages import BURST_COLORS, MessageWriter
from bot.standin.world import changes
from bot.standin.world.model import Account, Channel, Json, Message
from bot.standin.world.world import World


class MessageEvents:
    """Tells of messages and reactions to those who can view the channel."""

    def __init__(self, world: World, writer: MessageWriter) -> None:
        self._world = world
        self._writer = writer
        self.tellers: dict[type[Any], Callable[[Any], Iterator[Dispatch]]] = {
            changes.MessageCreated: self._created,
            changes.MessageUpdated: self._updated,
            changes.MessageDeleted: self._deleted,
            changes.MessagesDeleted: self._many_deleted,
            changes.ReactionAdded: lambda change: self._reaction("MESSAGE_REACTION_ADD", change),
            changes.ReactionRemoved: lambda change: self._reaction("MESSAGE_REACTION_REMOVE", change),
            changes.ReactionsCleared: self._reactions_cleared,
        }

    def _created(self, change: changes.MessageCreated) -> Iterator[Dispatch]:
        extra: Json = {} if change.nonce is None else {"nonce": change.nonce}
        yield self._whole("MESSAGE_CREATE", change.message, extra)

    def _updated(self, change: changes.MessageUpdated) -> Iterator[Dispatch]:
        yield self._whole("MESSAGE_UPDATE", change.message, {"tts": False})

    def _whole(self, name: str, message: Message, extra: Json) -> Dispatch:
        def write(listener: Listener, content: bool) -> Json:  # noqa: FBT001 - the form of `write`
            return self._payload(message, listener.account, with_content=content) | extra

        # A private message is told like a direct one: Discord says nothing of the server that it is in.
        private = message.private_to is not None
        return Dispatch(
            name,
            _intent(message),
            write,
            server=None if private else message.channel.server,
            channel=message.channel,
            accounts=_readers(message),
            session_id=message.session_id,
            author=message.author,
            mentioned=frozenset(account.id for account in message.mentions.users),
            # `me` of a reaction differs from viewer to viewer, and what may be read of a reply's source.
            per_viewer=bool(message.reactions) or message.reference is not None,
        )

    def _payload(self, message: Message, viewer: Account, *, with_content: bool) -> Json:
        payload = self._writer.message(message, viewer, with_content=with_content)
        payload["channel_type"] = int(message.channel.kind)
        server = message.channel.server
        if server is not None and message.private_to is None:
            payload["guild_id"] = str(server.id)
            member = server.members.get(message.author.id)
            if member is not None:
                payload["member"] = wire.member(member, with_user=False)
        return payload

    @staticmethod
    def _deleted(change: changes.MessageDeleted) -> Iterator[Dispatch]:
        message, channel = change.message, change.message.channel
        payload: Json = {"id": str(message.id), "channel_id": str(channel.id)}
        private = message.private_to is not None
        yield Dispatch(
            "MESSAGE_DELETE",
            _intent(message),
            same(payload if private else within(channel, payload)),
            server=None if private else channel.server,
            channel=channel,
            accounts=_readers(message),
            session_id=message.session_id,
        )

    @staticmethod
    def _many_deleted(change: changes.MessagesDeleted) -> Iterator[Dispatch]:
        channel = change.channel
        payload = within(channel, {"ids": [str(one) for one in change.message_ids]})
        yield Dispatch(
            "MESSAGE_DELETE_BULK",
            Intent.GUILD_MESSAGES,
            same(payload),
            server=channel.server,
            channel=channel,
        )

    def _reaction(
        self, name: str, change: changes.ReactionAdded | changes.ReactionRemoved
    ) -> Iterator[Dispatch]:
        message = change.message
        payload = within(
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
                payload["burst_colors"] = BURST_COLORS
        yield _of_reactions(name, message.channel, payload)

    @staticmethod
    def _reactions_cleared(change: changes.ReactionsCleared) -> Iterator[Dispatch]:
        channel = change.message.channel
        payload = within(channel, {"message_id": str(change.message.id)})
        if change.emoji is None:
            yield _of_reactions("MESSAGE_REACTION_REMOVE_ALL", channel, payload)
            return
        payload["emoji"] = wire.emoji(change.emoji)
        yield _of_reactions("MESSAGE_REACTION_REMOVE_EMOJI", channel, payload)


def _intent(message: Message) -> int:
    direct = message.channel.server is None or message.private_to is not None
    return Intent.DIRECT_MESSAGES if direct else Intent.GUILD_MESSAGES


def _readers(message: Message) -> frozenset[int] | None:
    """Of a private message its reader and the bot that wrote it."""
    return None if message.private_to is None else frozenset({message.private_to, message.author.id})


def _of_reactions(name: str, channel: Channel, payload: Json) -> Dispatch:
    direct = channel.server is None
    intent = Intent.DIRECT_MESSAGE_REACTIONS if direct else Intent.GUILD_MESSAGE_REACTIONS
    return Dispatch(name, intent, same(payload), server=channel.server, channel=channel)
