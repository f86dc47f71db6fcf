"""Slow mode: who has to wait before writing in a channel again."""

from __future__ import annotations

from bot.standin.world.model import Account, Channel


class SlowMode:
    """Remembers when each account last wrote where slow mode is on, whether or not that was deleted since."""

    def __init__(self) -> None:
        self._spoke: dict[tuple[int, int], float] = {}

    def wait(self, account: Account, channel: Channel, *, now: float) -> float:
        """For how many seconds an account may not write yet."""
        spoke = self._spoke.get((account.id, channel.id))
        return 0.0 if spoke is None else max(0.0, spoke + channel.slow_mode - now)

    def spoke(self, account: Account, channel: Channel, *, now: float) -> None:
        """An account wrote."""
        if channel.slow_mode:
            self._spoke[account.id, channel.id] = now
