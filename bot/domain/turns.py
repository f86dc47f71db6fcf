"""Whose deliveries go next: servers take turns, and none has more than its share under way.

A server that has waited longest since its last turn goes first. None may hold every place, and all who have
something under way together leave some free: so one that has nothing finds a place, however many others have
much to do.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import TypeVar

from bot.domain.ids import ServerId

_T = TypeVar("_T")

# Of all places a server holds at most this part, and this part is kept for servers that hold none.
_SHARE = 4
_KEPT = 4


class Turns:
    """Places for what is under way at the same time, `at_once` of them."""

    def __init__(self, at_once: int, *, share: int | None = None) -> None:
        self.at_once = at_once
        self.share = max(1, at_once // _SHARE) if share is None else share
        self._kept = at_once // _KEPT if share is None else 0
        self._held: Counter[ServerId] = Counter()
        self._served: dict[ServerId, int] = {}
        self._numbers = count(1)

    @property
    def free(self) -> int:
        """Return how many places are free."""
        return self.at_once - self._held.total()

    def order(self, servers: Iterable[ServerId]) -> list[ServerId]:
        """Return those of the servers that may have more under way, whose turn it is first."""
        may = (each for each in servers if self._may(self._held[each], self.free))
        return sorted(may, key=lambda each: (self._served.get(each, 0), each))

    def pick(self, waiting: Mapping[ServerId, Sequence[_T]]) -> list[_T]:
        """Return what goes now: one of each server in turn, then a second of each, while there is room."""
        order, held, picked = self.order(waiting), self._held.copy(), list[_T]()
        for number in range(self.share):
            for server_id in order:
                if number < len(waiting[server_id]) and self._may(held[server_id], self.free - len(picked)):
                    picked.append(waiting[server_id][number])
                    held[server_id] += 1
        return picked

    def _may(self, held: int, free: int) -> bool:
        """Tell whether a server that holds so many places may have one more of the free ones."""
        return held < self.share and free > (self._kept if held else 0)

    def begin(self, server_id: ServerId) -> None:
        """Something of a server is under way from now on."""
        self._held[server_id] += 1
        self._served[server_id] = next(self._numbers)

    def end(self, server_id: ServerId) -> None:
        """It is over."""
        self._held[server_id] -= 1
        if not self._held[server_id]:
            del self._held[server_id]
