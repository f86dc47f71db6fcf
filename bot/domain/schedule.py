"""When a digest comes: every day, or once a week, at a time that clocks in a zone show."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.errors import InvalidInput
from bot.domain.hours import DAY, clock_time, moment_of

# Where nothing was said of it: in the morning, on Monday.
_USUAL_TIME = 8 * 60
_USUAL_DAY = 0


class Every(StrEnum):
    """How often a digest comes."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Schedule:
    """The hours of a digest. at: minutes after midnight. weekday: 0 is Monday; of a weekly one, else None."""

    every: Every
    at: int
    weekday: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.at < DAY or (self.weekday is not None) != (self.every is Every.WEEKLY):
            raise ValueError(f"no schedule: {self}")
        if self.weekday is not None and not 0 <= self.weekday <= 6:
            raise ValueError(f"no day of the week: {self.weekday}")

    @property
    def period(self) -> timedelta:
        """How far one digest is from the next, but for the days on which clocks are changed."""
        return timedelta(days=7 if self.every is Every.WEEKLY else 1)

    @property
    def clock(self) -> str:
        """The time of day as a clock shows it."""
        return clock_time(self.at)

    def next_after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """Return the next time after a moment, in UTC.

        Of an hour that clocks show twice it is the first; where they leave it out, it is when they do so.
        Where they leave out a whole day, a daily one comes on the next alone.
        """
        moment = moment.astimezone(UTC)
        today = moment.astimezone(zone).date()
        days = (today + timedelta(days=ahead) for ahead in range(-1, 10))
        due = (moment_of(day, self.at, zone) for day in days if self._is_of(day, zone))
        return next(each for each in due if each > moment)

    def is_too_late(self, due_at: datetime, now: datetime) -> bool:
        """Tell whether what was due is left out: the next one is nearer."""
        return now - due_at > self.period / 2

    def _is_of(self, day: date, zone: ZoneInfo) -> bool:
        if self.weekday is not None:
            return self.weekday == day.weekday()
        return moment_of(day, DAY // 2, zone).astimezone(zone).date() == day  # else no clock there showed it


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose of a schedule, and left open: None."""

    every: Every | None = None
    at: int | None = None
    weekday: int | None = None

    def after(self, before: Schedule | None) -> Schedule:
        """Return the schedule that is meant, what was left open being as before; raise InvalidInput."""
        every = self.every or (Every.WEEKLY if self.weekday is not None else before and before.every)
        at = self.at if self.at is not None else (before.at if before else _USUAL_TIME)
        if every is not Every.WEEKLY:
            if self.weekday is not None:
                raise InvalidInput("error-digest-day")
            return Schedule(Every.DAILY, at)
        known = before.weekday if before and before.weekday is not None else _USUAL_DAY
        return Schedule(Every.WEEKLY, at, self.weekday if self.weekday is not None else known)
