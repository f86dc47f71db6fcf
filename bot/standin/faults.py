"""What can be made to go wrong, so many times, with calls and with events: `standin.faults.add(…)`.

    faults.add(Fault("POST", "/channels/{channel_id}/messages", "502_after"))   # done, but told otherwise
    faults.add(Fault(kind="429", scope="shared", seconds=90, times=3))          # any three calls of a bot
    faults.add(Fault("GET", kind="503", times=math.inf, where=lambda asked: asked.params["guild_id"] == "1"))
    faults.add(EventFault("THREAD_CREATE", "lose"))                             # nobody hears of it

What else can fail: `standin.sessions.close(account, code=…)` ends connections with a code, and
`standin.set_outage(on=True)` takes REST, the gateway or both away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from bot.standin.calls import Asked
from bot.standin.world.model import Account, Json

_KIND: Final = re.compile(
    r"(?:(?P<status>5\d\d)(?:_(?:before|after))?|429|ban|delay|slow|garbled|drop_(?:before|after)_commit)"
)
_EVENT_KINDS: Final = ("lose", "repeat", "delay")
_AFTER: Final = ("_after", "_after_commit", "delay", "slow", "garbled")


@dataclass(slots=True)
class Fault:
    """A failure waiting for a call of this method and route; an empty method or route matches all.

    kind: `500_before`, `502_after` … any 5xx, told before or after the call took effect (`503` alone is
    before; all but 500 are told by a page of the proxy, not in JSON); `drop_before_commit` and
    `drop_after_commit`: the connection closes without an answer; `429`: told to wait `seconds` by a limit of
    this `scope`; `ban`: the proxy's own 429, without `Via`; `delay`: taken up `seconds` later; `slow`: done
    at once, told `seconds` later; `garbled`: done, and told 200 with a page instead of JSON.
    `skip` calls pass first, `times` are hit (`math.inf`: all), and only those for which `where` is true.
    """

    method: str = ""
    route: str = ""
    kind: str = "500_before"
    times: float = 1
    skip: int = 0
    seconds: float = 0.0
    scope: str = "user"
    bots_only: bool = True
    where: Callable[[Asked], bool] | None = None
    struck: int = 0

    def __post_init__(self) -> None:
        if _KIND.fullmatch(self.kind) is None:
            message = f"no such fault: {self.kind}"
            raise ValueError(message)

    @property
    def status(self) -> int | None:
        """The 5xx that it answers, if it answers one."""
        return int(self.kind[:3]) if self.kind[0] == "5" else None

    @property
    def takes_effect(self) -> bool:
        """Whether the call is carried out all the same."""
        return self.kind.endswith(_AFTER)

    @property
    def drops(self) -> bool:
        """Whether the connection closes without an answer."""
        return self.kind.startswith("drop_")

    def fits(self, asked: Asked) -> bool:
        """Whether this call is one that it waits for."""
        if self.method not in ("", asked.method) or self.route not in ("", asked.route):
            return False
        if self.bots_only and not asked.by_bot:
            return False
        return self.where is None or self.where(asked)


@dataclass(frozen=True, slots=True)
class Told:
    """One event on its way to one session."""

    name: str
    account: Account
    shard: int
    data: Json


@dataclass(slots=True)
class EventFault:
    """A failure waiting for an event on its way to a client; an empty name matches all events.

    kind: `lose`: never sent, and not replayed by a resume; `repeat`: sent twice, numbered twice; `delay`:
    sent `seconds` later than it would be, so that others overtake it. `skip`, `times` and `where` are as with
    calls, counted for each session that would hear it; `where` tells shards, accounts and payloads apart.
    """

    event: str = ""
    kind: str = "lose"
    times: float = 1
    skip: int = 0
    seconds: float = 0.0
    bots_only: bool = True
    where: Callable[[Told], bool] | None = None
    struck: int = 0

    def __post_init__(self) -> None:
        if self.kind not in _EVENT_KINDS:
            message = f"no such fault of an event: {self.kind}"
            raise ValueError(message)

    def fits(self, name: str, account: Account, shard: int, text: str) -> bool:
        """Whether this event is one that it waits for."""
        if self.event not in ("", name) or (self.bots_only and not account.bot):
            return False
        return self.where is None or self.where(Told(name, account, shard, json.loads(text)))


_Any = TypeVar("_Any", Fault, EventFault)


@dataclass(slots=True)
class Faults:
    """Those that are waiting, struck in the order in which they were added."""

    calls: list[Fault] = field(default_factory=list)
    events: list[EventFault] = field(default_factory=list)

    def add(self, fault: _Any) -> _Any:
        """Let a fault wait for its calls or events; it is given back, and counts in `struck` its hits."""
        if isinstance(fault, Fault):
            self.calls.append(fault)
        else:
            self.events.append(fault)
        return fault

    @property
    def waiting(self) -> list[Fault | EventFault]:
        """All of them."""
        return [*self.calls, *self.events]

    def clear(self) -> None:
        """Nothing fails any more."""
        self.calls.clear()
        self.events.clear()

    def strike(self, asked: Asked) -> Fault | None:
        """The fault that hits this call, if one does."""
        return _strike(self.calls, lambda fault: fault.fits(asked))

    def strike_event(self, name: str, account: Account, shard: int, text: str) -> EventFault | None:
        """The fault that hits this event on its way to one session, if one does."""
        return _strike(self.events, lambda fault: fault.fits(name, account, shard, text))


def _strike(waiting: list[_Any], fits: Callable[[_Any], bool]) -> _Any | None:
    for fault in waiting:
        if not fits(fault):
            continue
        if fault.skip:
            fault.skip -= 1
            continue
        fault.struck += 1
        if fault.struck >= fault.times:
            waiting.remove(fault)
        return fault
    return None
