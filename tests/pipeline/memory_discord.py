"""A Discord in memory behind the port `Publisher`; its calls can be cut off before or after their effect."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from bot.clock import Clock
from bot.domain.channel import ChannelKind
from bot.domain.delivery import Place
from bot.domain.edition import Edition
from bot.domain.errors import CardGone, DestinationGone, EmojiGone, PublishError, ThreadsFull
from bot.domain.ids import CardKey, ChannelId, MessageId, RoleId, ServerId, ThreadId, UserId
from bot.domain.note import Note
from bot.domain.poll import emoji_key
from bot.pipeline.ports import Card, PollView, Reactions, Reactor

NONCE_WINDOW = 300.0
_EPOCH_MS = 1_420_070_400_000


class Crash(BaseException):
    """The process died at this point."""


@dataclass
class Message:
    id: MessageId
    channel_id: int
    marker: str
    nonce: str
    at: float
    card: Card | None = None
    thread: bool = False
    archived: bool = False
    said_at: float | None = None
    crossposted: bool = False
    result: PollView | None = None
    note: Note | None = None
    locked: bool = False
    reactions: dict[str, list[Reactor]] = field(default_factory=dict)


class MemoryDiscord:
    """Messages, threads and reactions; `before` and `after` hold what happens to the calls to come."""

    def __init__(self, clock: Clock) -> None:
        self.messages: dict[MessageId, Message] = {}
        self.notices: list[tuple[ServerId, str, dict[str, object]]] = []
        self.calls: list[str] = []
        self.listed_after = 0.0  # seconds until a post is found
        self.most_threads = 1000
        self.gone_emoji: set[str] = set()
        self.away: set[ServerId] = set()
        self.silent_roles: set[RoleId] = set()
        self.hidden: set[ChannelId] = set()
        self.languages: dict[ServerId, str] = {}
        self.kinds: dict[int, ChannelKind] = {}  # text where nothing is said
        self.refusals: dict[int, PublishError] = {}  # channel → what it answers
        self.before: Callable[[int], BaseException | None] = lambda _call: None
        self.after: Callable[[int], BaseException | None] = lambda _call: None
        self.on_listing: Callable[[], None] = lambda: None
        self._clock = clock
        self._sequence = count(1)

    async def post_card(self, channel_id: ChannelId, card: Card, *, nonce: str) -> Place:
        call = self._begin("card", channel_id)
        message = self._post(channel_id, card.key, nonce, card)
        self._end(call)
        return Place(channel_id, message.id)

    def kind(self, channel_id: ChannelId) -> ChannelKind | None:
        return self.kinds.get(channel_id, ChannelKind.TEXT)

    def is_away(self, server_id: ServerId) -> bool:
        return server_id in self.away

    def seen_with(self, channel_id: ChannelId, others: Iterable[ChannelId]) -> frozenset[ChannelId]:
        return frozenset(others) - self.hidden

    def public(self, channels: Iterable[ChannelId]) -> frozenset[ChannelId]:
        return frozenset(channels) - self.hidden

    def pingable(self, channel_id: ChannelId, roles: Sequence[RoleId]) -> tuple[RoleId, ...]:
        return tuple(role_id for role_id in roles if role_id not in self.silent_roles)

    def language(self, server_id: ServerId) -> str:
        return self.languages.get(server_id, "en-US")

    async def make_post(self, forum_id: ChannelId, card: Card, *, name: str) -> Place:
        call = self._begin("post", forum_id)
        self._need_room()
        post = self._new_message(forum_id, card.key, "", card)
        post.thread = True
        self._end(call)
        return Place(ChannelId(post.id), post.id)

    async def find_posts(self, forum_id: ChannelId, marker: str, *, after: MessageId) -> tuple[Place, ...]:
        call = self._begin("search", forum_id)
        found = sorted(
            m.id
            for m in self.messages.values()
            if m.channel_id == forum_id
            and m.marker == marker
            and m.id > after
            and self._clock.now().timestamp() - m.at >= self.listed_after
        )
        self._end(call)
        return tuple(Place(ChannelId(each), each) for each in found)

    async def crosspost(self, place: Place) -> None:
        call = self._begin("crosspost", place.channel_id)
        self._at(place).crossposted = True
        self._end(call)

    async def edit_card(self, place: Place, card: Card) -> None:
        call = self._begin("edit", place.channel_id)
        self._at(place).card = card
        self._end(call)

    async def discussions(self, server_id: ServerId) -> Sequence[tuple[ThreadId, datetime]]:
        call = self._begin("threads", server_id)
        active = [m for m in self.messages.values() if m.thread and not m.archived]
        self._end(call)
        quietest = sorted(active, key=lambda m: m.said_at or m.at)
        return [(ThreadId(m.id), datetime.fromtimestamp(m.said_at or m.at, UTC)) for m in quietest]

    async def archive(self, thread_id: ThreadId, *, archived: bool) -> None:
        call = self._begin("archive", thread_id)
        self._at(Place(ChannelId(thread_id), MessageId(thread_id))).archived = archived
        self._end(call)

    async def post_note(self, note: Note, *, nonce: str) -> MessageId:
        call = self._begin("note", note.thread_id)
        message = self._post(note.thread_id, note.key, nonce, None)
        message.note = note
        self._end(call)
        return message.id

    async def lock(self, thread_id: ThreadId, *, locked: bool) -> None:
        call = self._begin("lock" if locked else "unlock", thread_id)
        self._at(Place(ChannelId(thread_id), MessageId(thread_id))).locked = locked
        self._end(call)

    async def take_back(self, place: Place, emoji: str, user_id: UserId) -> None:
        call = self._begin("take back", place.channel_id)
        reactions = self._at(place).reactions
        reactions[emoji] = [each for each in reactions.get(emoji, []) if each.user_id != user_id]
        self._end(call)

    async def post_result(
        self, thread_id: ThreadId, edition: Edition, poll: PollView, key: CardKey, *, nonce: str
    ) -> MessageId:
        call = self._begin("result", thread_id)
        message = self._post(thread_id, key, nonce, None)
        message.result = poll
        self._end(call)
        return message.id

    async def find_message(
        self, channel_id: ChannelId, marker: str, *, after: MessageId
    ) -> tuple[MessageId, ...]:
        call = self._begin("find", channel_id)
        found = sorted(
            m.id
            for m in self.messages.values()
            if m.channel_id == channel_id and m.marker == marker and m.id > after
        )
        self._end(call)
        return tuple(found)

    async def open_discussion(self, place: Place, name: str) -> tuple[ThreadId, bool]:
        call = self._begin("thread", place.channel_id)
        self._need_room()
        made = not self._at(place).thread
        self._at(place).thread = True
        self._end(call)
        return ThreadId(place.message_id), made

    async def post_opening(
        self, thread_id: ThreadId, edition: Edition, key: CardKey, *, nonce: str
    ) -> MessageId:
        call = self._begin("opening", thread_id)
        message = self._post(thread_id, key, nonce, None)
        self._end(call)
        return message.id

    async def seed(self, place: Place, emoji: str) -> None:
        call = self._begin("seed", place.channel_id)
        if emoji in self.gone_emoji:
            raise EmojiGone(emoji=emoji)
        self._at(place).reactions.setdefault(emoji, [])
        self._end(call)

    async def reactions(self, place: Place) -> dict[str, Reactions]:
        call = self._begin("counts", place.channel_id)
        listed = self._at(place).reactions.items()
        bursts = {emoji_key(emoji): [each.burst for each in reactors] for emoji, reactors in listed}
        self._end(call)
        return {key: Reactions(each.count(False), each.count(True)) for key, each in bursts.items()}

    async def reactors(
        self, place: Place, emoji: str, counted: Reactions | None = None
    ) -> AsyncIterator[Reactor]:
        if counted == Reactions():
            return
        call = self._begin("list", place.channel_id)
        put = self._at(place).reactions
        if emoji in self.gone_emoji and emoji not in put:
            raise EmojiGone(emoji=emoji)
        listed = list(put.get(emoji, []))
        self._end(call)
        for reactor in listed:
            self.on_listing()
            yield reactor

    async def notify(self, server_id: ServerId, text_key: str, fields: dict[str, object]) -> bool:
        notice = (server_id, text_key, fields)
        if notice not in self.notices:  # once for each cause, as the port promises
            self.notices.append(notice)
        return True

    def cards(self, channel_id: int) -> list[Message]:
        return [m for m in self.messages.values() if m.channel_id == channel_id]

    def notes(self, channel_id: int) -> list[str]:
        return [m.note.kind for m in self.messages.values() if m.channel_id == channel_id and m.note]

    def _begin(self, name: str, channel_id: int) -> int:
        self.calls.append(name)
        call = len(self.calls)
        if (fault := self.before(call)) is not None:
            raise fault
        if (refusal := self.refusals.get(channel_id)) is not None:
            raise refusal
        return call

    def _end(self, call: int) -> None:
        if (fault := self.after(call)) is not None:
            raise fault

    def _post(self, channel_id: int, marker: str, nonce: str, card: Card | None) -> Message:
        now = self._clock.now().timestamp()
        for message in self.messages.values():
            if (
                message.nonce == nonce
                and message.channel_id == channel_id
                and now - message.at < NONCE_WINDOW
            ):
                return message
        return self._new_message(channel_id, marker, nonce, card)

    def _new_message(self, channel_id: int, marker: str, nonce: str, card: Card | None) -> Message:
        now = self._clock.now().timestamp()
        made = (int(now * 1000) - _EPOCH_MS) << 22 | next(self._sequence)
        message = Message(MessageId(made), channel_id, marker, nonce, now, card)
        self.messages[message.id] = message
        return message

    def _need_room(self) -> None:
        if sum(m.thread and not m.archived for m in self.messages.values()) >= self.most_threads:
            raise ThreadsFull

    def _at(self, place: Place) -> Message:
        """Return what stands there; a post is a channel, and goes with its message."""
        if place.message_id in self.messages:
            return self.messages[place.message_id]
        raise DestinationGone if place.channel_id == place.message_id else CardGone


def nth(number: int, fault: BaseException) -> Callable[[int], BaseException | None]:
    """Cut off the call of this number, counted from 1."""
    return lambda call: fault if call == number else None
