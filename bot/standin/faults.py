"""What can be made to go wrong with a call, so many times, before or after it took effect."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_KIND: Final = re.compile(
    r"(?:(?P<status>5\d\d)(?:_(?P<when>before|after))?|429|delay|drop_(?:before|after)_commit)"
)


@dataclass(slots=True)
class Fault:
    """A failure waiting for a call of this method and route; an empty method or route matches all.

    kind: `500_before`, `502_after` … any 5xx, answered before or after the call took effect (`503` alone is
    before); `drop_before_commit`, `drop_after_commit`: the connection closes without an answer; `429`: told
    to wait `seconds`; `delay`: takes `seconds` longer. `skip` calls pass first.
    """

    method: str = ""
    route: str = ""
    kind: str = "500_before"
    times: int = 1
    skip: int = 0
    seconds: float = 0.0
    scope: str = "user"
    bots_only: bool = True
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
        """Whether the call is carried out before it fails."""
        return self.kind.endswith(("_after", "_after_commit")) or self.kind == "delay"

    @property
    def drops(self) -> bool:
        """Whether the connection closes without an answer."""
        return self.kind.startswith("drop_")


@dataclass(slots=True)
class Faults:
    """Those that are waiting, struck in the order in which they were added."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        """Let a fault wait for its calls."""
        self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Nothing fails any more."""
        self.waiting.clear()

    def strike(self, method: str, route: str, *, by_bot: bool) -> Fault | None:
        """The fault that hits this call, if one does."""
        for fault in self.waiting:
            if fault.method not in ("", method) or fault.route not in ("", route):
                continue
            if fault.bots_only and not by_bot:
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.struck += 1
            if fault.struck >= fault.times:
                self.waiting.remove(fault)
            return fault
        return None
