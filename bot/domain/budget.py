"""When a server lets a card begin: not in its quiet hours, and only so many of a channel in an hour.

What is breaking passes both, and counts among its channel's cards as any other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.quiet import quiet_until
from bot.domain.reasons import Reason
from bot.domain.server import ServerSettings
from bot.domain.zones import time_zone

# The cards of a channel are counted over so long.
BUDGET_WINDOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Why a card does not begin now. until: when it is tried again; None: never."""

    reason: Reason
    until: datetime | None = None


def held_back(settings: ServerSettings, *, now: datetime, spent: int, breaking: bool) -> HeldBack | None:
    """Return why a card may not begin now; None where it may.

    spent: cards of its channel that were posted since `BUDGET_WINDOW` ago, or are about to be.
    """
    if breaking:
        return None
    if (end := quiet_end(settings, now)) is not None:
        return HeldBack(Reason.QUIET_HOURS, end)
    if settings.cards_per_hour is not None and spent >= settings.cards_per_hour:
        return HeldBack(Reason.OVER_BUDGET)
    return None


def quiet_end(settings: ServerSettings, now: datetime) -> datetime | None:
    """Return when the server's quiet hours of this moment end; None where it has none now."""
    if settings.quiet is None:
        return None
    return quiet_until(now, time_zone(settings.time_zone), settings.quiet)
