"""The state of the local Discord: who exists, who is where, what was said. It knows no protocol.

Every change goes through a method here and is told to the listeners, so that a test which deletes a channel
by hand and a bot which does it over REST are seen alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from bot.standin import changes, limits
from bot.standin.membership import Membership
from bot.standin.model import (
    Account,
    Channel,
    ChannelKind,
    Emoji,
    ForumTag,
    Json,
    Message,
    MessageFlag,
    MessageKind,
    Overwrite,
    Reaction,
    Role,
    Server,
    ThreadState,
)


class World(Membership):
    """All accounts, servers and conversations, in memory."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__(clock)
        self.channels: dict[int, Channel] = {}
        self._direct: dict[frozenset[int], Channel] = {}

    # Channels

    def create_channel(
        self,
        server: Server,
        name: str,
        *,
        kind: ChannelKind = ChannelKind.TEXT,
        overwrites: Mapping[Role | Account, tuple[int, int]] | Iterable[Overwrite] = (),
        parent: Channel | None = None,
        topic: str | None = None,
        tags: Iterable[ForumTag] = (),
    ) -> Channel:
        """A channel of a server; overwrites as `{role or account: (allow, deny)}` or as records."""
        posts_only = kind in (ChannelKind.FORUM, ChannelKind.MEDIA)
        channel = Channel(
            id=self.mint.next(),
            kind=kind,
            name=name,
            server=server,
            parent=parent,
            position=len(server.channels),
            topic=topic,
            overwrites={overwrite.target_id: overwrite for overwrite in _overwrites(overwrites)},
            tags=list(tags) if posts_only else None,
        )
        server.channels[channel.id] = channel
        self.channels[channel.id] = channel
        self.tell(changes.ChannelCreated(channel))
        return channel

    def update_channel(self, channel: Channel) -> None:
        """A channel or thread was changed in place."""
        self._permissions.clear()
        if channel.thread is None:
            self.tell(changes.ChannelUpdated(channel))
        else:
            self.tell(changes.ThreadUpdated(channel))

    def delete_channel(self, channel: Channel) -> None:
        """Delete a channel with its threads, or one thread; children of a category stay."""
        self.channels.pop(channel.id, None)
        server = channel.server
        if server is None:
            return
        if channel.thread is not None:
            server.threads.pop(channel.id, None)
            self.tell(changes.ThreadDeleted(channel))
            return
        for thread in self.threads_of(channel):
            self.delete_channel(thread)
        for child in server.channels.values():
            child.parent = None if child.parent is channel else child.parent
        server.channels.pop(channel.id, None)
        self.tell(changes.ChannelDeleted(channel))

    def direct_channel(self, first: Account, second: Account) -> Channel:
        """The one conversation of two accounts."""
        key = frozenset({first.id, second.id})
        if key not in self._direct:
            channel = Channel(self.mint.next(), ChannelKind.DIRECT, "", None, recipients=(first, second))
            self._direct[key] = self.channels[channel.id] = channel
        return self._direct[key]

    # Threads

    def create_thread(
        self,
        parent: Channel,
        name: str,
        *,
        owner: Account,
        message: Message | None = None,
        private: bool = False,
        auto_archive_minutes: int | None = None,
        applied_tags: Iterable[int] = (),
    ) -> Channel:
        """A thread; one made from a message has that message's id."""
        now = self.now()
        minutes = auto_archive_minutes or parent.default_auto_archive_minutes or limits.AUTO_ARCHIVE_DEFAULT
        state = ThreadState(owner.id, now, minutes, now, now, applied_tags=list(applied_tags))
        thread = Channel(
            id=self.mint.next() if message is None else message.id,
            kind=_thread_kind(parent, private=private),
            name=name,
            server=parent.server,
            parent=parent,
            thread=state,
        )
        self.channels[thread.id] = thread
        if parent.server is not None:
            parent.server.threads[thread.id] = thread
        if parent.tags is not None:
            parent.last_message_id = thread.id
        state.members[owner.id] = now
        self.tell(changes.ThreadCreated(thread))
        self._link_thread(parent, thread, message, owner)
        return thread

    def _link_thread(self, parent: Channel, thread: Channel, message: Message | None, owner: Account) -> None:
        if parent.tags is not None:
            return
        if message is None:
            if thread.kind is not ChannelKind.PRIVATE_THREAD:
                made: Json = {"type": 0, "channel_id": str(thread.id), "guild_id": _server_id(parent)}
                self.post(parent, owner, thread.name, kind=MessageKind.THREAD_CREATED, reference=made)
            return
        message.flags |= MessageFlag.HAS_THREAD
        self.tell(changes.MessageUpdated(message))
        reference: Json = {
            "type": 0,
            "channel_id": str(parent.id),
            "message_id": str(message.id),
            "guild_id": _server_id(parent),
        }
        self.post(thread, message.author, kind=MessageKind.THREAD_STARTER, reference=reference)

    def threads_of(self, channel: Channel) -> list[Channel]:
        """A channel's threads, archived ones too."""
        if channel.server is None:
            return []
        return [thread for thread in channel.server.threads.values() if thread.parent is channel]

    def thread_of(self, message: Message) -> Channel | None:
        """The thread that was made from a message."""
        if not message.flags & MessageFlag.HAS_THREAD:
            return None
        thread = self.channels.get(message.id)
        return thread if thread is not None and thread.thread is not None else None

    def join_thread(self, thread: Channel, account: Account) -> None:
        """Make an account a member of a thread."""
        if thread.thread is not None and account.id not in thread.thread.members:
            thread.thread.members[account.id] = self.now()
            self.tell(changes.ThreadMembersChanged(thread, added=(account,)))

    def leave_thread(self, thread: Channel, account: Account) -> None:
        """Take an account out of a thread."""
        if thread.thread is not None and thread.thread.members.pop(account.id, None) is not None:
            self.tell(changes.ThreadMembersChanged(thread, removed=(account,)))

    def set_archived(self, thread: Channel, *, archived: bool) -> None:
        """Archive a thread or wake it."""
        if thread.thread is not None and thread.thread.archived != archived:
            now = self.now()
            thread.thread.archived = archived
            thread.thread.archived_at = now
            thread.thread.active_at = now
            self.update_channel(thread)

    def archive_idle(self, threads: Iterable[Channel]) -> None:
        """Archive those in which nobody spoke for their auto-archive time."""
        now = self.now()
        for thread in list(threads):
            state = thread.thread
            if state is None or state.archived:
                continue
            if now - state.active_at >= timedelta(minutes=state.auto_archive_minutes):
                self.set_archived(thread, archived=True)

    # Messages

    def post(
        self,
        channel: Channel,
        author: Account,
        content: str = "",
        *,
        kind: MessageKind = MessageKind.DEFAULT,
        reference: Json | None = None,
    ) -> Message:
        """A plain message; what carries more is built by the caller and passed to `add_message`."""
        message = Message(self.mint.next(), channel, author, content=content, kind=kind, reference=reference)
        self.add_message(message)
        return message

    def add_message(self, message: Message, *, nonce: str | int | None = None) -> None:
        """Put a message into its channel; a thread wakes, and its author joins."""
        channel = message.channel
        channel.log.add(message)
        channel.last_message_id = max(message.id, channel.last_message_id or 0)
        state = channel.thread
        if state is not None:
            state.active_at = self.now()
            if message.kind is not MessageKind.THREAD_STARTER and message.id != channel.id:
                state.message_count += 1
                state.total_message_sent += 1
            if state.archived:
                self.set_archived(channel, archived=False)
            if message.kind is not MessageKind.THREAD_STARTER:
                self.join_thread(channel, message.author)
        self.tell(changes.MessageCreated(message, nonce))

    def update_message(self, message: Message, *, edited: bool = True) -> None:
        """A message was changed in place."""
        if edited:
            message.edited_at = self.now()
        self.tell(changes.MessageUpdated(message))

    def delete_message(self, message: Message) -> None:
        """Delete a message; its thread stays, as on Discord."""
        self._forget(message)
        self.tell(changes.MessageDeleted(message))

    def delete_messages(self, channel: Channel, messages: Iterable[Message]) -> None:
        """Delete several messages at once."""
        gone = list(messages)
        for message in gone:
            self._forget(message)
        self.tell(changes.MessagesDeleted(channel, tuple(message.id for message in gone)))

    def _forget(self, message: Message) -> None:
        message.channel.log.remove(message)
        if message.channel.thread is not None:
            message.channel.thread.message_count -= 1

    def set_pinned(self, message: Message, *, pinned: bool) -> None:
        """Pin a message or take it down."""
        message.pinned_at = self.now() if pinned else None
        self.tell(changes.MessageUpdated(message))
        self.tell(changes.PinsChanged(message.channel))

    # Reactions

    def react(self, message: Message, account: Account, emoji: Emoji, *, burst: bool = False) -> bool:
        """Add a reaction; False when it was there already."""
        reaction = message.reactions.get(emoji.key)
        if reaction is None:
            reaction = message.reactions[emoji.key] = Reaction(emoji)
        reactors = reaction.burst if burst else reaction.normal
        if account.id in reactors:
            return False
        reactors[account.id] = account
        self.tell(changes.ReactionAdded(message, account, reaction.emoji, burst))
        return True

    def unreact(self, message: Message, account: Account, emoji: Emoji) -> bool:
        """Take a reaction back, normal or burst; False when there was none."""
        reaction = message.reactions.get(emoji.key)
        if reaction is None:
            return False
        burst = account.id in reaction.burst
        if reaction.of(int(burst)).pop(account.id, None) is None:
            return False
        if not reaction.normal and not reaction.burst:
            del message.reactions[emoji.key]
        self.tell(changes.ReactionRemoved(message, account, reaction.emoji, burst))
        return True

    def clear_reactions(self, message: Message, emoji: Emoji | None = None) -> None:
        """Take all reactions away, or all of one emoji."""
        if emoji is None:
            message.reactions.clear()
        else:
            message.reactions.pop(emoji.key, None)
        self.tell(changes.ReactionsCleared(message, emoji))


def _overwrites(
    given: Mapping[Role | Account, tuple[int, int]] | Iterable[Overwrite],
) -> Iterable[Overwrite]:
    if not isinstance(given, Mapping):
        return given
    return [
        Overwrite(target.id, 0 if isinstance(target, Role) else 1, allow, deny)
        for target, (allow, deny) in given.items()
    ]


def _thread_kind(parent: Channel, *, private: bool) -> ChannelKind:
    if private:
        return ChannelKind.PRIVATE_THREAD
    if parent.kind is ChannelKind.ANNOUNCEMENT:
        return ChannelKind.ANNOUNCEMENT_THREAD
    return ChannelKind.PUBLIC_THREAD


def _server_id(channel: Channel) -> str | None:
    return None if channel.server is None else str(channel.server.id)
