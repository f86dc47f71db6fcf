"""Whom Discord has let use commands without the permission that they take: they may press what these show."""

from datetime import timedelta

from bot.clock import Clock
from bot.domain.ids import ServerId, UserId
from bot.storage import delegations
from bot.storage.database import Database
from bot.storage.delegations import Power

_LASTS = timedelta(hours=1)  # as long as a question does


class Delegates:
    """Remembers them for as long as what they were shown can be answered. power: whose commands they are."""

    def __init__(self, database: Database, clock: Clock, power: Power = Power.OWNER) -> None:
        self._database = database
        self._clock = clock
        self._power = power

    async def note(self, server_id: ServerId, user_id: UserId) -> None:
        """Take in that somebody was let use a command."""
        now = self._clock.now()
        async with self._database.write() as tx:
            await delegations.keep(tx, server_id, user_id, self._power, until=now + _LASTS, now=now)

    async def has(self, server_id: ServerId, user_id: UserId) -> bool:
        """Tell whether somebody was let use one a short while ago."""
        async with self._database.read() as tx:
            return await delegations.holds(tx, server_id, user_id, self._power, now=self._clock.now())
