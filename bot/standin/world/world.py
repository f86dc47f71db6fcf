"""The state of the local Discord: who exists, who is where, what was said. It knows no protocol.

Every change goes through a method here and is told to the listeners, so that a test which deletes a channel
by hand and a bot which does it over REST are seen alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from bot.standin import limits
from bot.standin.world import changes, permissions, snowflakes
from bot.standin.world.audit import Action, AuditEntry
from bot.standin.world.model import (
    Account,
    Channel,
    ChannelFlag,
    ChannelKind,
    ForumTag,
    Json,
    Message,
    MessageFlag,
    MessageKind,
    Overwrite,
    Role,
    Server,
    ThreadState,
)
from bot.standin.world.reactions import Reactions


class World(Reactions):
    """All accounts, servers and conversations, in memory."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__(clock)
        self.channels: dict[int, Channel] = {}
        self._direct: dict[frozenset[int], Channel] = {}

    def audit(
        self,
        server: Server,
        actor: Account,
        action: Action,
        target_id: int | None,
        *,
        reason: str | None = None,
        differences: Iterable[Json] = (),
        options: Mapping[str, str] | None = None,
    ) -> None:
        """Note in a server's audit log what somebody did, and forget what is too old for it."""
        oldest = self.now() - timedelta(days=limits.AUDIT_DAYS)
        log = server.audit_log
        while log and snowflakes.born(log[0].id) <= oldest:
            del log[0]
        entry = AuditEntry(
            self.mint.next(), action, actor.id, target_id, reason, tuple(differences), dict(options or {})
        )
        log.append(entry)
        self.tell(changes.Audited(server, entry))

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
        self.add_channel(channel)
        return channel

    def add_channel(self, channel: Channel) -> None:
        """Put a channel that was built by the caller into its server."""
        self.channels[channel.id] = channel
        if channel.server is not None:
            channel.server.channels[channel.id] = channel
        self.tell(changes.ChannelCreated(channel))

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
            del self.channels[thread.id], server.threads[thread.id]
            self.tell(changes.ThreadDeleted(thread, with_channel=True))
        server.channels.pop(channel.id, None)
        for child in [one for one in server.channels.values() if one.parent is channel]:
            child.parent = None
            self.update_channel(child)
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
        invitable: bool = True,
        auto_archive_minutes: int | None = None,
        slow_mode: int | None = None,
        applied_tags: Iterable[int] = (),
    ) -> Channel:
        """A thread; one made from a message has that message's id."""
        now = self.now()
        minutes = auto_archive_minutes or parent.default_auto_archive_minutes or limits.AUTO_ARCHIVE_DEFAULT
        thread = Channel(
            id=self.mint.next() if message is None else message.id,
            kind=_thread_kind(parent, private=private),
            name=name,
            server=parent.server,
            parent=parent,
            slow_mode=parent.default_thread_slow_mode if slow_mode is None else slow_mode,
            thread=ThreadState(
                owner.id,
                now,
                minutes,
                now,
                now,
                invitable=invitable,
                members={owner.id: now},
                applied_tags=list(applied_tags),
            ),
        )
        self.channels[thread.id] = thread
        if parent.server is not None:
            parent.server.threads[thread.id] = thread
        if parent.tags is not None:
            parent.last_message_id = thread.id
        self.tell(changes.ThreadCreated(thread))
        if parent.tags is None:
            self._link_thread(parent, thread, message, owner)
        return thread

    def _link_thread(self, parent: Channel, thread: Channel, message: Message | None, owner: Account) -> None:
        """What is said of a new thread, in it and in its channel."""
        if message is not None:
            message.flags |= MessageFlag.HAS_THREAD
            self.tell(changes.MessageUpdated(message))
            source = _reference(parent) | {"message_id": str(message.id)}
            self.post(thread, message.author, kind=MessageKind.THREAD_STARTER, reference=source)
            age = self.now() - message.created_at
            if age.total_seconds() <= limits.OLDER_SOURCE_SECONDS:
                return
        if thread.kind is ChannelKind.PUBLIC_THREAD:
            kind = MessageKind.THREAD_CREATED
            self.post(parent, owner, thread.name, kind=kind, reference=_reference(thread))

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

    def join_thread(self, thread: Channel, account: Account, *, by: Account | None = None) -> None:
        """Make an account a member of a thread; one that another added is announced there."""
        if thread.thread is None or account.id in thread.thread.members:
            return
        thread.thread.members[account.id] = self.now()
        self._permissions.pop((thread.id, account.id), None)
        self.tell(changes.ThreadMembersChanged(thread, added=(account,)))
        if by is not None and by is not account:
            self._announce(thread, by, account, MessageKind.RECIPIENT_ADDED)

    def leave_thread(self, thread: Channel, account: Account, *, by: Account | None = None) -> None:
        """Take an account out of a thread; one that another took out is announced there."""
        if thread.thread is None or thread.thread.members.pop(account.id, None) is None:
            return
        self.tell(changes.ThreadMembersChanged(thread, removed=(account,)))
        self._permissions.pop((thread.id, account.id), None)
        if by is not None and by is not account:
            self._announce(thread, by, account, MessageKind.RECIPIENT_REMOVED)

    def _announce(self, thread: Channel, by: Account, of: Account, kind: MessageKind) -> None:
        message = Message(self.mint.next(), thread, by, kind=kind)
        message.mentions.users.append(of)
        self.add_message(message)

    def rename_thread(self, thread: Channel, name: str, *, by: Account) -> None:
        """Give a thread another name and announce it there."""
        if name != thread.name:
            thread.name = name
            self.post(thread, by, name, kind=MessageKind.RENAMED)

    def set_archived(self, thread: Channel, *, archived: bool) -> None:
        """Archive a thread, which takes its pin away, or wake it."""
        if thread.thread is not None and thread.thread.archived != archived:
            self.mark_archived(thread, thread.thread, archived=archived)
            self.update_channel(thread)

    def mark_archived(self, thread: Channel, state: ThreadState, *, archived: bool) -> None:
        """The part of it that is told by the caller, with what else it changes."""
        if state.archived != archived:
            state.archived = archived
            state.archived_at = state.active_at = self.now()
            thread.flags &= ~ChannelFlag.PINNED if archived else -1

    def archive_idle(self, threads: Iterable[Channel]) -> None:
        """Archive those in which nobody spoke for their auto-archive time; a pinned post stays."""
        now = self.now()
        for thread in list(threads):
            state = thread.thread
            if state is None or state.archived or thread.flags & ChannelFlag.PINNED:
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
        """Put a message into its channel; a thread wakes, and its author and those named join."""
        channel = message.channel
        channel.log.add(message)
        channel.last_message_id = max(message.id, channel.last_message_id or 0)
        state = channel.thread
        if state is not None:
            state.active_at = self.now()
            if _is_counted(message):
                state.message_count += 1
                state.total_message_sent += 1
            self.set_archived(channel, archived=False)
            if message.kind is not MessageKind.THREAD_STARTER:
                self._draw_in(channel, message)
        self.tell(changes.MessageCreated(message, nonce))

    def _draw_in(self, thread: Channel, message: Message) -> None:
        self.join_thread(thread, message.author)
        parent = thread.parent
        named = () if message.kind is MessageKind.RECIPIENT_REMOVED else message.mentions.users
        for account in named:
            if parent is not None and self.permissions(parent, account) & permissions.VIEW_CHANNEL:
                self.join_thread(thread, account)

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
        if message.channel.thread is not None and _is_counted(message):
            message.channel.thread.message_count -= 1


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


def _reference(channel: Channel) -> Json:
    server_id = None if channel.server is None else str(channel.server.id)
    return {"type": 0, "channel_id": str(channel.id), "guild_id": server_id}


def _is_counted(message: Message) -> bool:
    """Whether a thread counts it: what it began with is not counted."""
    return message.kind is not MessageKind.THREAD_STARTER and message.id != message.channel.id
