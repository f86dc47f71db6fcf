"""Who did what in a server, and when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.channel import MaySee
from bot.domain.ids import ChannelId, ServerId, UserId
from bot.newsroom.known_tags import known_tags
from bot.storage import audits, verdict_records
from bot.storage.database import Database
from bot.storage.verdict_records import VerdictRecord, Wanted

# So many pages can still be turned; what is older is found by asking for a person or a kind of thing.
MOST_ENTRIES = 200
# The kind of what moderators decided on stories, among those of the audit's own.
VERDICT = "verdict"


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
    ) -> list[AuditEntry | VerdictRecord]:
        """Return the last entries, newest first; of one person, or of these kinds alone.

        What moderators decided on stories is among them, as the kind VERDICT. A story whose home the person
        may not see is not named: the subject is empty, or there is no entry at all.
        """
        async with self._database.read() as tx:
            found = await audits.latest(tx, server_id, limit=MOST_ENTRIES, actor_id=actor, kinds=kinds)
            decided: list[VerdictRecord] = []
            if not kinds or VERDICT in kinds:
                wanted = Wanted(actor_id=actor)
                decided = await verdict_records.latest(tx, server_id, wanted, limit=MOST_ENTRIES)
            known = await known_tags(tx, server_id, may_see)
        named = [each if _seen(each, may_see) else replace(each, subject="") for each in found]
        both: list[AuditEntry | VerdictRecord] = [*named, *known.records(decided)]
        return sorted(both, key=_at, reverse=True)[:MOST_ENTRIES]


def _at(entry: AuditEntry | VerdictRecord) -> datetime:
    return entry.at if isinstance(entry, AuditEntry) else entry.verdict.at


def _seen(entry: AuditEntry, may_see: MaySee) -> bool:
    home = entry.details.get("home")
    return not isinstance(home, int) or may_see(ChannelId(home))
