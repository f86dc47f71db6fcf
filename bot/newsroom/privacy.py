"""What readers decide about their own votes, in every server at once."""

from bot.clock import Clock
from bot.domain.ids import ReaderKey, ServerId, UserId, VoterKey
from bot.domain.poll import reader_key, voter_key
from bot.storage import refreshes, suppressions
from bot.storage.database import Connection, Database
from bot.storage.keys import VoterKeys
from bot.storage.suppressions import Suppression, Votes


class Privacy:
    """Forgets readers' votes, and counts them or not.

    Nobody's id is stored: a reader is known by what stands for them in each server, and what they wish by one
    key more, so that it holds in servers to come. Both are that reader's alone to change.
    """

    def __init__(self, database: Database, keys: VoterKeys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    async def opt_out(self, user_id: UserId) -> None:
        """Forget every vote of a reader, and count them nowhere any more; repeating it changes nothing."""
        await self._suppress(user_id, Suppression.OPTED_OUT)

    async def opt_in(self, user_id: UserId) -> bool:
        """Count a reader who had opted out again, from now on; False if they had not."""
        async with self._database.write() as tx:
            return await suppressions.opt_in(tx, self._reader(user_id), now=self._clock.now())

    async def erase(self, user_id: UserId) -> None:
        """Forget every vote of a reader; what they vote from now on counts, unless they opted out."""
        await self._suppress(user_id, Suppression.ERASED)

    async def _suppress(self, user_id: UserId, kind: Suppression) -> None:
        votes = await self._votes(user_id)
        async with self._database.write() as tx:
            now = self._clock.now()  # what others wrote until we had our turn was before
            changed = await suppressions.suppress(tx, self._reader(user_id), kind, votes, now=now)
            await refreshes.ask(tx, changed, at=now, homes_only=True)

    async def _votes(self, user_id: UserId) -> Votes:
        async with self._database.read() as tx:
            return await suppressions.votes_of(tx, await self._voters(tx, user_id))

    async def _voters(self, tx: Connection, user_id: UserId) -> dict[ServerId, VoterKey]:
        servers = await suppressions.known_servers(tx)
        return {server_id: voter_key(self._keys.server_key(server_id), user_id) for server_id in servers}

    def _reader(self, user_id: UserId) -> ReaderKey:
        return reader_key(self._keys.readers_key, user_id)
