"""Who did what in a server, and when."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.audit import AuditEntry
from bot.domain.channel import MaySee
from bot.domain.ids import ChannelId, ServerId, UserId
from bot.storage import audits
from bot.storage.database import Database

# So many pages can still be turned; what is older is found by asking for a person or a kind of thing.
MOST_ENTRIES = 200


class Audit:
    """Looks up what was done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(
        self,
        server_id: ServerId,
        may_see: MaySee,
        *,
        actor: UserId | None = None,
        kinds: Sequence[str] = (),
    ) -> list[AuditEntry]:
        """Return the last entries, newest first; of one person, or of these kinds alone.

        A story whose home the person may not see is not named: the subject is empty.
        """
        async with self._database.read() as tx:
            found = await audits.latest(tx, server_id, limit=MOST_ENTRIES, actor_id=actor, kinds=kinds)
        return [each if _seen(each, may_see) else replace(each, subject="") for each in found]


def _seen(entry: AuditEntry, may_see: MaySee) -> bool:
    home = entry.details.get("home")
    return not isinstance(home, int) or may_see(ChannelId(home))
