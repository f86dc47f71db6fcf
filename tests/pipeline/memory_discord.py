"""A Discord in memory behind the port `Publisher`; its calls can be cut off before or after their effect."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from itertools import count

from bot.clock import Clock
from bot.domain.channel import ChannelKind
from bot.domain.delivery import Place
from bot.domain.edition import Edition
from bot.domain.errors import CardGone, PublishError
from bot.domain.ids import CardKey, ChannelId, MessageId, ServerId, ThreadId
from bot.pipeline.ports import Card, Reactor

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
    reactions: dict[str, list[Reactor]] = field(default_factory=dict)


class MemoryDiscord:
    """Messages, threads and reactions; `before` and `after` hold what happens to the calls to come."""

    def __init__(self, clock: Clock) -> None:
        self.messages: dict[MessageId, Message] = {}
        self.notices: list[tuple[ServerId, str, dict[str, object]]] = []
        self.calls: list[str] = []
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

    async def open_discussion(self, place: Place, name: str) -> ThreadId:
        call = self._begin("thread", place.channel_id)
        self._message(place.message_id).thread = True
        self._end(call)
        return ThreadId(place.message_id)

    async def post_opening(
        self, thread_id: ThreadId, edition: Edition, key: CardKey, *, nonce: str
    ) -> MessageId:
        call = self._begin("opening", thread_id)
        message = self._post(thread_id, key, nonce, None)
        self._end(call)
        return message.id

    async def seed(self, place: Place, emoji: str) -> None:
        call = self._begin("seed", place.channel_id)
        self._message(place.message_id).reactions.setdefault(emoji, [])
        self._end(call)

    async def reactors(self, place: Place, emoji: str) -> AsyncIterator[Reactor]:
        call = self._begin("list", place.channel_id)
        listed = list(self._message(place.message_id).reactions.get(emoji, []))
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
        made = (int(now * 1000) - _EPOCH_MS) << 22 | next(self._sequence)
        message = Message(MessageId(made), channel_id, marker, nonce, now, card)
        self.messages[message.id] = message
        return message

    def _message(self, message_id: MessageId) -> Message:
        if message_id not in self.messages:
            raise CardGone
        return self.messages[message_id]


def nth(number: int, fault: BaseException) -> Callable[[int], BaseException | None]:
    """Cut off the call of this number, counted from 1."""
    return lambda call: fault if call == number else None
