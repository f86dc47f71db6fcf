"""A channel's messages, found by id and by what came before or after one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.standin.world.model import Message


class MessageLog:
    """A channel's messages by id, in the order in which they were sent."""

    __slots__ = ("_by_id", "_order")

    def __init__(self) -> None:
        self._by_id: dict[int, Message] = {}
        self._order: list[int] = []

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Message]:
        return (self._by_id[message_id] for message_id in self._order)

    def get(self, message_id: int) -> Message | None:
        """The message of this id, if it is here."""
        return self._by_id.get(message_id)

    def add(self, message: Message) -> None:
        """Put a message in its place by id."""
        self._by_id[message.id] = message
        if self._order and self._order[-1] > message.id:
            self._order.insert(bisect_left(self._order, message.id), message.id)
        else:
            self._order.append(message.id)

    def remove(self, message: Message) -> None:
        """Take a message out."""
        if self._by_id.pop(message.id, None) is not None:
            del self._order[bisect_left(self._order, message.id)]

    def latest(self, limit: int) -> list[Message]:
        """The newest ones."""
        return self._pick(self._order[-limit:])

    def before(self, message_id: int, limit: int) -> list[Message]:
        """Those just before an id."""
        end = bisect_left(self._order, message_id)
        return self._pick(self._order[max(0, end - limit) : end])

    def after(self, message_id: int, limit: int) -> list[Message]:
        """Those just after an id."""
        start = bisect_right(self._order, message_id)
        return self._pick(self._order[start : start + limit])

    def around(self, message_id: int, limit: int) -> list[Message]:
        """Those on both sides of an id, with it."""
        middle = bisect_left(self._order, message_id)
        start = max(0, middle - limit // 2)
        return self._pick(self._order[start : start + limit])

    def _pick(self, ids: list[int]) -> list[Message]:
        """Newest first, as Discord lists them whichever way one asked."""
        return [self._by_id[message_id] for message_id in reversed(ids)]
