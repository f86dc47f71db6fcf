"""How many sessions an application may still start today, and which of its shards may start just now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from bot.standin import limits
from bot.standin.world.model import Application, Json


class Verdict(Enum):
    """What becomes of an identify."""

    STARTED = "started"
    TOO_SOON = "too soon"
    USED_UP = "used up"


@dataclass(slots=True)
class _Record:
    """One application's identifies since a moment, and the last one of each rate limit key."""

    since: float
    spent: int = 0
    latest: dict[int, float] = field(default_factory=dict)


class SessionStarts:
    """Counts every identify; a resume is none."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._records: dict[int, _Record] = {}

    def limit_of(self, application: Application) -> Json:
        """What `GET /gateway/bot` says of it."""
        record = self._record(application)
        left = record.since + limits.IDENTIFY_WINDOW_SECONDS - self._clock() if record.spent else 0
        return {
            "total": limits.IDENTIFIES_A_DAY,
            "remaining": max(0, limits.IDENTIFIES_A_DAY - record.spent),
            "reset_after": int(left * 1000),
            "max_concurrency": application.max_concurrency,
        }

    def spend(self, application: Application, shard_id: int) -> Verdict:
        """Count one identify, also one that comes too soon."""
        record, now = self._record(application), self._clock()
        if record.spent == 0:
            record.since = now
        record.spent += 1
        if record.spent > limits.IDENTIFIES_A_DAY:
            return Verdict.USED_UP
        key = shard_id % application.max_concurrency
        earlier = record.latest.get(key)
        if earlier is not None and now - earlier < limits.IDENTIFY_SECONDS:
            return Verdict.TOO_SOON
        record.latest[key] = now
        return Verdict.STARTED

    def _record(self, application: Application) -> _Record:
        now = self._clock()
        record = self._records.get(application.id)
        if record is None or now - record.since >= limits.IDENTIFY_WINDOW_SECONDS:
            record = self._records[application.id] = _Record(now)
        return record
