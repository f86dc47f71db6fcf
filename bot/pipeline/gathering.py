"""Bringing every vote that was given on a story's card into the database, before its poll goes elsewhere.

told, not stored yet              stored in the transaction in which the poll goes
given while nobody told of them   the card is read first; who can wait is asked to, where that fails
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.domain.errors import InvalidInput, PermissionMissing, PublishError, Refused
from bot.domain.ids import EditionId
from bot.pipeline.reconciling import Reconciling
from bot.pipeline.voting import Voting
from bot.storage import polls
from bot.storage.database import Connection, Database

_log = structlog.get_logger(__name__)

# Nobody can read what stands on a card: what is known of it is all that can go along.
_UNREADABLE = (PermissionMissing, Refused)


class Gathering:
    """Opens the transactions in which polls go elsewhere."""

    def __init__(self, database: Database, voting: Voting, reconciling: Reconciling) -> None:
        self._database = database
        self._voting = voting
        self._reconciling = reconciling

    @asynccontextmanager
    async def whole(self, edition_id: EditionId) -> AsyncIterator[Connection]:
        """Write with every vote on a story's card stored; raise InvalidInput where it can't be read now."""
        readable = True
        try:
            await self._read_card(edition_id)
        except _UNREADABLE as error:
            _log.warning("votes.unreadable", edition=edition_id, why=str(error))
            readable = False
        except PublishError as error:
            raise InvalidInput("error-votes-unread") from error
        async with self.told(edition_id) as tx:
            if readable and await polls.is_doubted(tx, edition_id):  # since the card was read
                raise InvalidInput("error-votes-unread")
            yield tx

    @asynccontextmanager
    async def as_far_as_known(self, edition_id: EditionId) -> AsyncIterator[Connection]:
        """Write as `whole` does, but without what can't be read: it can't wait."""
        try:
            await self._read_card(edition_id)
        except PublishError as error:
            _log.warning("votes.unreadable", edition=edition_id, why=str(error))
        async with self.told(edition_id) as tx:
            yield tx

    @asynccontextmanager
    async def told(self, edition_id: EditionId) -> AsyncIterator[Connection]:
        """Write with every vote on a story's card stored that was told of until now."""
        async with self._database.read() as tx:
            poll = await polls.of_edition(tx, edition_id)
        if poll is None:
            async with self._database.write() as tx:
                yield tx
        else:
            async with self._voting.up_to_now(poll.message_id) as tx:
                yield tx

    async def _read_card(self, edition_id: EditionId) -> None:
        """Compare a poll of which something may have been missed with its card; raise a PublishError."""
        async with self._database.read() as tx:
            poll = await polls.of_edition(tx, edition_id)
            doubted = await polls.is_doubted(tx, edition_id)
        if poll is not None and doubted:
            await self._reconciling.reconcile(poll.id)
