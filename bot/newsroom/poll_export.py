"""A server's polls as files, for the people who run it."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.channel import MaySee
from bot.domain.errors import InvalidInput
from bot.domain.hours import moment_of
from bot.domain.ids import ServerId
from bot.domain.text import cut_at_word, one_line
from bot.domain.zones import time_zone
from bot.newsroom.poll_rows import as_csv, as_json, poll_row
from bot.storage import settings
from bot.storage.database import Connection, Database
from bot.storage.poll_records import Span, channels, number, records

_MOST = 20_000
_SHOWN = 40
# Discord's first, and one that no clock here will show.
_FIRST_YEAR, _LAST_YEAR = 2015, 2999


@dataclass(frozen=True, slots=True)
class PollFiles:
    """Polls as CSV and as JSON; `few` of them have no counts, for so few readers have voted."""

    polls: int
    few: int
    csv: bytes
    json: bytes


class PollExport:
    """Writes polls down, without voters, and without counts of so few that it could be told who they are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def files(
        self, server_id: ServerId, since: str | None, until: str | None, may_see: MaySee, *, most_bytes: int
    ) -> PollFiles:
        """Return the polls that were opened from a day on and until another, in channels that one may see.

        since, until: as `2026-11-30`, in the server's time zone; both days are in it. Raises InvalidInput
        where that are no days, or more than fits into a file of most_bytes.
        """
        first, last = _day(since), _day(until)
        if first is not None and last is not None and first > last:
            raise InvalidInput("error-export-days", since=str(first), until=str(last))
        async with self._database.read() as tx:
            span = await self._span(tx, server_id, first, last, may_see)
            if (found := await number(tx, server_id, span)) > _MOST:
                raise InvalidInput("error-export-large", polls=found)
            told = [record async for record in records(tx, server_id, span)]
        rows = [poll_row(record, with_few=False) for record in told]
        written_csv = (await asyncio.to_thread(as_csv, rows)).encode("utf-8-sig")
        written_json = (await asyncio.to_thread(as_json, rows)).encode()
        if max(len(written_csv), len(written_json)) > most_bytes:
            raise InvalidInput("error-export-large", polls=found)
        few = sum(record.count is not None and not record.count.telling for record in told)
        return PollFiles(len(rows), few, written_csv, written_json)

    async def _span(
        self, tx: Connection, server_id: ServerId, first: date | None, last: date | None, may_see: MaySee
    ) -> Span:
        zone = time_zone((await settings.of(tx, server_id)).time_zone)
        seen = tuple(channel for channel in await channels(tx, server_id) if may_see(channel))
        return Span(
            None if first is None else moment_of(first, 0, zone),
            None if last is None else moment_of(last + timedelta(days=1), 0, zone),
            seen,
        )


def days_to_offer(typed: str, today: datetime) -> list[tuple[str, int]]:
    """Return days that begin with what was typed, and how long ago each is."""
    offered = [(str(today.date() - timedelta(days=days)), days) for days in (0, 7, 30, 90, 365)]
    return [each for each in offered if each[0].startswith(typed.strip())]


def _day(typed: str | None) -> date | None:
    if typed is None:
        return None
    shown = cut_at_word(one_line(typed), _SHOWN)
    try:
        day = date.fromisoformat(one_line(typed))
    except ValueError as error:
        raise InvalidInput("error-export-day", typed=shown) from error
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise InvalidInput("error-export-day", typed=shown)
    return day
