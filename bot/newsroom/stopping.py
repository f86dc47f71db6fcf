"""What the buttons of direct messages do: ending a subscription, and being written to again."""

from collections.abc import Callable

from bot.clock import Clock
from bot.domain.ids import ServerId, UserId
from bot.storage import closed_doors, role_changes, subscriptions
from bot.storage.database import Database

# Returns a short sign of a tag's key.
Sign = Callable[[str], str]


class Stopping:
    """Works anywhere: in a direct message, after a month, for who has left the server."""

    def __init__(self, database: Database, clock: Clock, *, sign: Sign) -> None:
        self._database = database
        self._clock = clock
        self._sign = sign

    async def stop(self, server_id: ServerId, user_id: UserId, sign: str) -> str | None:
        """End a reader's subscription to the tag of a sign; return its name, None where they have none."""
        async with self._database.write() as tx:
            own = await subscriptions.of_reader(tx, server_id, user_id)
            there = [each for each in await subscriptions.subjects(tx, server_id) if each.id in own]
            # A tag that was renamed has its old name as a synonym.
            named = [each for each in there if self._sign(each.key) == sign]
            named += [each for each in there if sign in map(self._sign, each.others)]
            if not named:
                return None
            await subscriptions.remove(tx, server_id, user_id, [named[0].id])
            await role_changes.follow(tx, server_id, user_id, now=self._clock.now())
        return named[0].label

    async def must_be_told(self, user_id: UserId) -> bool:
        """Tell whether a reader is to be told now that no direct message reaches them: each is, once."""
        async with self._database.read() as tx:
            return await closed_doors.untold(tx, user_id)

    async def was_told(self, user_id: UserId) -> None:
        """Note that a reader has been told of it."""
        async with self._database.write() as tx:
            await closed_doors.told(tx, user_id)

    async def open_door(self, user_id: UserId) -> None:
        """Write to a reader again: they say that messages reach them."""
        async with self._database.write() as tx:
            await closed_doors.open(tx, user_id)
