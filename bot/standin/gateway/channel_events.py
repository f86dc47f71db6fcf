"""What the gateway says of channels, threads, and of what goes on there without a message."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bot.standin import wire
from bot.standin.gateway import sight
from bot.standin.gateway.dispatches import Dispatch, Listener, same, within
from bot.standin.gateway.intents import Intent
from bot.standin.world import changes, permissions
from bot.standin.world.model import Account, Channel, Json
from bot.standin.world.world import World


class ChannelEvents:
    """Tells of changes to channels and threads."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._archived: set[int] = set()
        self.tellers: dict[type[Any], Callable[[Any], Iterator[Dispatch]]] = {
            changes.ChannelCreated: lambda change: self._channel("CHANNEL_CREATE", change.channel),
            changes.ChannelUpdated: lambda change: self._channel("CHANNEL_UPDATE", change.channel),
            changes.ChannelDeleted: lambda change: self._channel("CHANNEL_DELETE", change.channel),
            changes.ThreadCreated: self._thread_created,
            changes.ThreadUpdated: self._thread_updated,
            changes.ThreadDeleted: self._thread_deleted,
            changes.ThreadMembersChanged: lambda change: self._members(
                change.thread, change.added, change.removed
            ),
            changes.PinsChanged: self._pins_changed,
            changes.TypingStarted: self._typing,
        }

    def _channel(self, name: str, channel: Channel) -> Iterator[Dispatch]:
        def write(listener: Listener, _content: bool) -> Json | None:  # noqa: FBT001 - the form of `write`
            seen = sight.sees(self._world, channel, listener.account)
            saw = listener.saw(channel)
            if listener.account.bot:
                return wire.channel(channel) if seen else _hidden(channel)
            heard = {"CHANNEL_CREATE": seen, "CHANNEL_UPDATE": seen and saw, "CHANNEL_DELETE": saw}
            return wire.channel(channel) if heard[name] else None

        yield Dispatch(name, Intent.GUILDS, write, server=channel.server, per_viewer=True)

    def _thread_created(self, change: changes.ThreadCreated) -> Iterator[Dispatch]:
        thread = change.thread
        yield _of_thread("THREAD_CREATE", thread, {**wire.thread(thread), "newly_created": True})
        if thread.thread is not None:
            first = [self._world.accounts[one] for one in thread.thread.members]
            yield from self._membership(thread, tuple(first), ())

    def _thread_updated(self, change: changes.ThreadUpdated) -> Iterator[Dispatch]:
        """One that wakes is told to its members also as theirs: they may have forgotten that it is."""
        thread = change.thread
        yield _of_thread("THREAD_UPDATE", thread, wire.thread(thread))
        if thread.thread is None or thread.server is None:
            return
        if thread.thread.archived:
            self._archived.add(thread.id)
        elif thread.id in self._archived:
            self._archived.discard(thread.id)
            for member_id in thread.thread.members:
                payload = {**wire.thread_member(thread, member_id), "guild_id": str(thread.server.id)}
                own = frozenset({member_id})
                yield _of_thread("THREAD_MEMBER_UPDATE", thread, payload, accounts=own)

    def _thread_deleted(self, change: changes.ThreadDeleted) -> Iterator[Dispatch]:
        """Of those that go with their channel Discord says nothing: a client concludes it."""
        thread = change.thread
        self._archived.discard(thread.id)
        if change.with_channel:
            return
        payload = {
            "id": str(thread.id),
            "guild_id": _server_id(thread),
            "parent_id": None if thread.parent is None else str(thread.parent.id),
            "type": int(thread.kind),
        }
        yield _of_thread("THREAD_DELETE", thread, payload)

    def _members(
        self, thread: Channel, added: tuple[Account, ...], removed: tuple[Account, ...]
    ) -> Iterator[Dispatch]:
        """Who is added gets the whole thread first: it may be one that they could not know."""
        for account in added:
            payload = wire.thread(thread, viewer=account)
            yield _of_thread("THREAD_CREATE", thread, payload, accounts=frozenset({account.id}))
        yield from self._membership(thread, added, removed)

    def _membership(
        self, thread: Channel, added: tuple[Account, ...], removed: tuple[Account, ...]
    ) -> Iterator[Dispatch]:
        def write(listener: Listener, _content: bool) -> Json | None:  # noqa: FBT001 - the form of `write`
            if listener.intents & Intent.GUILD_MEMBERS:
                concerned = {listener.account, *added, *removed}
            else:
                concerned = {listener.account}
            payload = _membership_payload(
                thread,
                [one for one in added if one in concerned],
                [one for one in removed if one in concerned],
            )
            # Who lost sight of the channel still hears of having been taken out.
            own = listener.account in added or listener.account in removed
            allowed = self._world.permissions(thread, listener.account) & permissions.VIEW_CHANNEL
            return payload if own or (allowed and len(payload) > 3) else None

        intent = Intent.GUILDS | Intent.GUILD_MEMBERS
        yield Dispatch("THREAD_MEMBERS_UPDATE", intent, write, server=thread.server, per_viewer=True)

    def _pins_changed(self, change: changes.PinsChanged) -> Iterator[Dispatch]:
        channel = change.channel
        moments = [message.pinned_at for message in channel.log if message.pinned_at is not None]
        payload = within(channel, {"last_pin_timestamp": wire.moment(max(moments, default=None))})
        intent = Intent.DIRECT_MESSAGES if channel.server is None else Intent.GUILDS
        yield Dispatch("CHANNEL_PINS_UPDATE", intent, same(payload), server=channel.server, channel=channel)

    def _typing(self, change: changes.TypingStarted) -> Iterator[Dispatch]:
        channel, account = change.channel, change.account
        payload = within(channel, {"user_id": str(account.id), "timestamp": int(self._world.clock())})
        member = None if channel.server is None else channel.server.members.get(account.id)
        if member is not None:
            payload["member"] = wire.member(member)
        intent = Intent.DIRECT_MESSAGE_TYPING if channel.server is None else Intent.GUILD_MESSAGE_TYPING
        yield Dispatch("TYPING_START", intent, same(payload), server=channel.server, channel=channel)


def _hidden(channel: Channel) -> Json:
    return wire.channel(channel) if channel.server is None else sight.hidden_channel(channel, channel.server)


def _of_thread(
    name: str, thread: Channel, payload: Json, *, accounts: frozenset[int] | None = None
) -> Dispatch:
    return Dispatch(
        name, Intent.GUILDS, same(payload), server=thread.server, channel=thread, accounts=accounts
    )


def _membership_payload(thread: Channel, added: list[Account], removed: list[Account]) -> Json:
    payload: Json = {
        "id": str(thread.id),
        "guild_id": _server_id(thread),
        "member_count": 0 if thread.thread is None else min(len(thread.thread.members), 50),
    }
    if added:
        payload["added_members"] = [_added(thread, account) for account in added]
    if removed:
        payload["removed_member_ids"] = [str(account.id) for account in removed]
    return payload


def _added(thread: Channel, account: Account) -> Json:
    member = None if thread.server is None else thread.server.members.get(account.id)
    written = {**wire.thread_member(thread, account.id), "presence": None}
    return written if member is None else {**written, "member": wire.member(member)}


def _server_id(channel: Channel) -> str | None:
    return None if channel.server is None else str(channel.server.id)
