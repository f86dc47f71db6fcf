"""What was asked over REST and what it was told: tests assert on it, and the page's drawer shows it."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.standin.world.model import Account, ChannelKind

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as limits and faults see it, before anything was done; `params` are those of the route."""

    method: str
    route: str
    params: dict[str, str]
    account: Account | None
    body: Any

    @property
    def by_bot(self) -> bool:
        """Whether a bot asks, or somebody who said by no token that he is a person."""
        return self.account is None or self.account.bot


@dataclass(frozen=True, slots=True)
class Call:
    """One REST request with its outcome; `status` is None when the connection was dropped instead.

    `media` is the type of its body, and `channel_kind` that of the path's channel before the call.
    """

    number: int
    at: float
    method: str
    path: str
    route: str
    account: Account | None
    query: dict[str, str]
    body: Any
    reason: str | None
    status: int | None
    code: int | None
    response: Any
    fault: str | None
    media: str | None = None
    channel_kind: ChannelKind | None = None

    @property
    def is_bot(self) -> bool:
        """Whether a bot asked, not a person."""
        return self.account is not None and self.account.bot


class CallLog:
    """The latest calls, oldest first."""

    def __init__(self, kept: int) -> None:
        self._calls: deque[Call] = deque(maxlen=kept)
        self._next = 1

    def __iter__(self) -> Iterator[Call]:
        return iter(self._calls)

    def __len__(self) -> int:
        return len(self._calls)

    def __getitem__(self, index: int) -> Call:
        return self._calls[index]

    def clear(self) -> None:
        """Forget what was asked so far."""
        self._calls.clear()

    def number(self) -> int:
        """The number of the next call."""
        self._next += 1
        return self._next - 1

    def add(self, call: Call) -> None:
        """Log a call; the oldest goes when there are too many. Listeners to our logger get each one whole."""
        self._calls.append(call)
        _log.debug("%s %s %s", call.method, call.route, call.status, extra={"call": call})

    def of(self, method: str, route: str, *, status: int | None = None) -> list[Call]:
        """Those of one route as `/channels/{channel_id}/messages`, with one status if given."""
        return [
            call
            for call in self._calls
            if call.method == method and call.route == route and status in (None, call.status)
        ]

    def after(self, number: int, *, bots_only: bool = True) -> list[Call]:
        """Those after a call of this number."""
        return [call for call in self._calls if call.number > number and (call.is_bot or not bots_only)]
