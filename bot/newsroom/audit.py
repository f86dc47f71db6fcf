"""Who did what in a server, and when."""

from collections.abc import Sequence

from bot.domain.audit import AuditEntry
from bot.domain.ids import ServerId, UserId
from bot.storage import audits
from bot.storage.database import Database

# So many pages can still be turned; what is older is found by asking for a person or a kind of thing.
MOST_ENTRIES = 200


class Audit:
    """Looks up what was done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(
        self, server_id: ServerId, *, actor: UserId | None = None, kinds: Sequence[str] = ()
    ) -> list[AuditEntry]:
        """Return the last entries, newest first; of one person, or of these kinds alone."""
        async with self._database.read() as tx:
            return await audits.latest(tx, server_id, limit=MOST_ENTRIES, actor_id=actor, kinds=kinds)
