"""What readers decide about their own votes, in every server at once."""

from bot.clock import Clock
from bot.domain.ids import ServerId, UserId, VoterKey
from bot.domain.poll import reader_key, voter_key
from bot.storage import refreshes, suppressions
from bot.storage.database import Connection, Database
from bot.storage.keys import VoterKeys
from bot.storage.suppressions import Suppression, Votes


class Privacy:
    """Forgets readers' votes, and counts them or not.

    Nobody's id is stored: a reader is known by what stands for them in each server, and is that reader's
    alone to change. Who opted out is known by one key more, so that it holds in servers to come.
    """

    def __init__(self, database: Database, keys: VoterKeys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    async def toggle_opt_out(self, user_id: UserId) -> bool:
        """Count a reader nowhere any more, or again from now on; return whether they are opted out now."""
        now = self._clock.now()
        reader = reader_key(self._keys.opt_out_key, user_id)
        votes = await self._votes(user_id)
        async with self._database.write() as tx:
            voters = await self._voters(tx, user_id)
            if not await suppressions.opt_out(tx, reader, now=now):
                await suppressions.opt_in(tx, reader, voters, now=now)
                return False
            changed = await suppressions.suppress(tx, voters, Suppression.OPTED_OUT, votes, now=now)
            await refreshes.ask(tx, changed, at=now, homes_only=True)
        return True

    async def erase(self, user_id: UserId) -> None:
        """Forget every vote of a reader; what they vote from now on counts, unless they opted out."""
        now = self._clock.now()
        votes = await self._votes(user_id)
        async with self._database.write() as tx:
            voters = await self._voters(tx, user_id)
            changed = await suppressions.suppress(tx, voters, Suppression.ERASED, votes, now=now)
            await refreshes.ask(tx, changed, at=now, homes_only=True)

    async def _votes(self, user_id: UserId) -> Votes:
        async with self._database.read() as tx:
            return await suppressions.votes_of(tx, await self._voters(tx, user_id))

    async def _voters(self, tx: Connection, user_id: UserId) -> dict[ServerId, VoterKey]:
        servers = await suppressions.known_servers(tx)
        return {server_id: voter_key(self._keys.server_key(server_id), user_id) for server_id in servers}
