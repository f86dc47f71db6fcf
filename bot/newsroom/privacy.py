"""What people decide about what is stored of them, in every server at once."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any

import structlog

from bot.clock import Clock
from bot.domain.errors import PublishError
from bot.domain.ids import ChannelId, ReaderKey, ServerId, UserId, VoterKey
from bot.domain.poll import reader_key, voter_key
from bot.storage import personal, refreshes, suppressions
from bot.storage.database import Connection, Database
from bot.storage.keys import VoterKeys
from bot.storage.suppressions import Suppression, Votes

_log = structlog.get_logger(__name__)

# Returns those of the channels of a server that a member may see now; may raise a PublishError.
SeenBy = Callable[[ServerId, UserId, Collection[ChannelId]], Awaitable[frozenset[ChannelId]]]


class Privacy:
    """Hands over what is stored of a person, forgets it, and counts their votes or not.

    No vote is stored under an id: a reader is known by what stands for them in each server, and their wishes
    by one key more, so that they hold in servers to come. Both are that reader's alone to change.
    """

    def __init__(self, database: Database, keys: VoterKeys, clock: Clock, *, seen_by: SeenBy) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._seen_by = seen_by

    async def opt_out(self, user_id: UserId) -> None:
        """Forget every vote of a reader, and count them nowhere any more; repeating it changes nothing."""
        await self._suppress(user_id, Suppression.OPTED_OUT)

    async def opt_in(self, user_id: UserId) -> bool:
        """Count a reader who had opted out again, from now on; False if they had not."""
        async with self._database.write() as tx:
            return await suppressions.opt_in(tx, self._reader(user_id), now=self._clock.now())

    async def erase(self, user_id: UserId) -> list[str]:
        """Forget all that is stored of a person, and every vote of theirs.

        What they vote from now on counts, unless they opted out. Returns the names of the servers where they
        keep a role of our making, because we are there no more.
        """
        return await self._suppress(user_id, Suppression.ERASED, forget=True)

    async def export(self, user_id: UserId) -> dict[str, Any]:
        """Return all that is stored of a person, as plain JSON values.

        Stories that they may not see now, or of which nobody knows, are without their titles and links.
        """
        votes = await self._votes(user_id)
        async with self._database.read() as tx:
            stored = await personal.stored_about(tx, user_id, votes.polls, self._reader(user_id))
        seen = await self._seen(user_id, personal.homes(stored))
        made_at = self._clock.now().isoformat()
        theirs = personal.without_hidden(stored, seen)
        return {"user_id": str(user_id), "made_at": made_at, "stored": theirs}

    async def _seen(self, user_id: UserId, homes: personal.Channels) -> set[ChannelId]:
        seen: set[ChannelId] = set()
        for server_id, channels in homes.items():
            try:
                seen |= await self._seen_by(server_id, user_id, channels)
            except PublishError as error:  # they left that server, or we did
                _log.info("privacy.sight_unknown", server=server_id, why=str(error))
        return seen

    async def _suppress(self, user_id: UserId, kind: Suppression, *, forget: bool = False) -> list[str]:
        votes = await self._votes(user_id)
        async with self._database.write() as tx:
            now = self._clock.now()  # what others wrote until we had our turn was before
            changed = await suppressions.suppress(tx, self._reader(user_id), kind, votes, now=now)
            await refreshes.ask(tx, changed, at=now, homes_only=True)
            return await personal.forget(tx, user_id, now=now) if forget else []

    async def _votes(self, user_id: UserId) -> Votes:
        async with self._database.read() as tx:
            return await suppressions.votes_of(tx, await self._voters(tx, user_id))

    async def _voters(self, tx: Connection, user_id: UserId) -> dict[ServerId, VoterKey]:
        servers = await suppressions.known_servers(tx)
        return {server_id: voter_key(self._keys.server_key(server_id), user_id) for server_id in servers}

    def _reader(self, user_id: UserId) -> ReaderKey:
        return reader_key(self._keys.readers_key, user_id)
