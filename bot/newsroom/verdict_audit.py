"""Who decided what on which story, when and why: looked up, and written into files."""

import asyncio
import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.channel import MaySee
from bot.domain.errors import InvalidInput
from bot.domain.history import (
    Brought,
    Carded,
    Clipped,
    Corrected,
    Decided,
    Discussed,
    Event,
    Held,
    MergedHere,
    Noted,
    Polled,
    Timeline,
    Undone,
)
from bot.domain.ids import ServerId, UserId
from bot.domain.verdict import Moderator, Verdict, VerdictKind
from bot.newsroom.known_tags import known_tags
from bot.newsroom.poll_rows import cell
from bot.storage import held, verdict_records
from bot.storage.database import Database
from bot.storage.verdict_records import VerdictRecord, Wanted

# So many pages can still be turned; what is older is found by asking for less, or is in the files.
MOST_SHOWN = 200
_MOST_IN_FILES = 20_000
_OFFERED = 100
# What can be taken back, while nothing came of it that can't.
_UNDOABLE = (
    VerdictKind.APPROVED,
    VerdictKind.REJECTED,
    VerdictKind.EXPIRED,
    VerdictKind.EDITED,
    VerdictKind.RETAGGED,
    VerdictKind.TRUSTED,
    VerdictKind.BLOCKED,
    VerdictKind.BREAKING,
    VerdictKind.LOCKED,
    VerdictKind.REOPENED,
    VerdictKind.APPLIED,
    VerdictKind.KEPT,
)


@dataclass(frozen=True, slots=True)
class Files:
    """What was looked up as CSV and as JSON, so many rows of each."""

    rows: int
    csv: bytes
    json: bytes


class VerdictAudit:
    """Looks verdicts up for those who may see the stories."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, server_id: ServerId, may_see: MaySee, wanted: Wanted) -> list[VerdictRecord]:
        """Return the last verdicts, the newest first; none on stories that are hidden from the person."""
        return await self._seen(server_id, may_see, wanted, MOST_SHOWN)

    async def files(self, server_id: ServerId, may_see: MaySee, wanted: Wanted, *, most_bytes: int) -> Files:
        """Return the verdicts as files; raise InvalidInput where they are too many."""
        found = await self._seen(server_id, may_see, wanted, _MOST_IN_FILES + 1)
        if len(found) > _MOST_IN_FILES:
            raise InvalidInput("error-verdicts-large", most=_MOST_IN_FILES)
        rows = [_row(record) for record in found]
        files = await asyncio.to_thread(_written, rows, _COLUMNS)
        if max(len(files.csv), len(files.json)) > most_bytes:
            raise InvalidInput("error-verdicts-large", most=len(rows) // 2)
        return files

    async def undoable(self, server_id: ServerId, by: Moderator) -> list[VerdictRecord]:
        """Return the last verdicts that a person can take back: their own first."""
        found = await self._seen(server_id, by.may, Wanted(kinds=_UNDOABLE, to_undo=True), _OFFERED)
        async with self._database.read() as tx:
            known = await known_tags(tx, server_id, by.may)
        theirs = [each for each in found if known.all_of(each.verdict)]
        return sorted(theirs, key=lambda record: record.verdict.actor_id != by.id)

    async def _seen(
        self, server_id: ServerId, may_see: MaySee, wanted: Wanted, limit: int
    ) -> list[VerdictRecord]:
        async with self._database.read() as tx:
            shut = [each for each in await held.channels(tx, server_id) if not may_see(each)]
            found = await verdict_records.latest(tx, server_id, wanted, limit=limit, shut=shut)
            known = await known_tags(tx, server_id, may_see)
        return known.records(found)


def timeline_files(timeline: Timeline) -> Files:
    """Return all that happened to a story as files."""
    rows = [_event_row(event) for event in timeline.events]
    return _written(rows, _EVENT_COLUMNS)


def _written(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Files:
    whole = json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    return Files(len(rows), _as_csv(rows, columns).encode("utf-8-sig"), whole.encode())


def _as_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Return rows for a spreadsheet; what is not plain stands there as JSON."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: cell(_plain(row[name])) for name in columns} for row in rows)
    return text.getvalue()


_COLUMNS = (
    *("at", "decision", "moderator_id", "story", "link", "reason", "words", "changes", "into"),
    *("undone_at", "undone_by_id", "edition_id", "id"),
)


def _row(record: VerdictRecord) -> dict[str, Any]:
    verdict = record.verdict
    return {
        "at": verdict.at.isoformat(),
        "decision": verdict.kind.value,
        "moderator_id": _id(verdict.actor_id),
        "story": record.title,
        "link": record.link,
        "reason": verdict.reason,
        "words": verdict.detail,
        "changes": dict(verdict.changes),
        "into": record.into,
        "undone_at": None if verdict.undone_at is None else verdict.undone_at.isoformat(),
        "undone_by_id": _id(verdict.undone_by),
        "edition_id": verdict.edition_id,
        "id": verdict.id,
    }


_EVENT_COLUMNS = (
    *("at", "event", "what", "who_id", "about", "reason", "words", "changes"),
    *("channel_id", "message_id"),
)


def _event_row(event: Event) -> dict[str, Any]:
    row = dict.fromkeys(_EVENT_COLUMNS) | {"at": event.at.isoformat(), "event": type(event).__name__.lower()}
    return row | _told(event)


def _told(event: Event) -> dict[str, Any]:
    """Return what is to be said of an event besides when it was."""
    match event:
        case Brought():
            return {"about": event.feed, "reason": event.reason.value, "words": event.detail}
        case Clipped():
            return {"who_id": _id(event.actor_id), "what": event.outcome}
        case Held():
            holds = [{"reason": each.reason.value, "words": each.detail} for each in event.holds]
            return {"reason": ", ".join(each["reason"] for each in holds), "changes": {"held_for": holds}}
        case Decided(verdict=verdict):
            return _of_verdict(verdict) | {"about": event.other}
        case Undone(verdict=verdict):
            return {"what": verdict.kind.value, "who_id": _id(verdict.undone_by)}
        case _:
            return _told_of_posted(event)


def _told_of_posted(event: Carded | Discussed | Noted | Polled | Corrected | MergedHere) -> dict[str, Any]:
    match event:
        case MergedHere():
            return {"who_id": _id(event.actor_id), "about": event.title}
        case Carded():
            place = event.place
            return {
                "what": event.state.value,
                "reason": None if event.reason is None else event.reason.value,
                "words": event.detail,
                "channel_id": str(event.channel_id if place is None else place.channel_id),
                "message_id": None if place is None else str(place.message_id),
            }
        case Discussed():
            return {"what": event.turn.value, "channel_id": str(event.thread_id)}
        case Noted():
            return {"what": event.state, "about": event.kind, "channel_id": str(event.thread_id)}
        case Polled():
            return {"what": event.turn.value, "changes": {"voters": event.voters}}
        case Corrected():
            return {}


def _of_verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "what": verdict.kind.value,
        "who_id": _id(verdict.actor_id),
        "reason": verdict.reason,
        "words": verdict.detail,
        "changes": dict(verdict.changes),
    }


def _id(user_id: UserId | None) -> str | None:
    """Return an id as text: it has more digits than what reads JSON or CSV may keep of a number."""
    return None if user_id is None else str(user_id)


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
