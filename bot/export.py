"""`newsclip export polls`: every poll with its count, as JSON or CSV. No voter is in it, under no name.

It reads one moment of the database and takes no lock: it can be run beside the bot.
"""

import asyncio
import csv
import io
import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.config import load_settings
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import ServerId
from bot.domain.intervals import wilson
from bot.storage import servers
from bot.storage.database import Database
from bot.storage.poll_records import PollRecord, records

_DIGITS = 4
# A spreadsheet takes a text that begins with one of these for a formula, and titles come from outside.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_polls(config: Path | None, *, as_csv: bool, out: Path | None, server_id: int | None) -> int:
    """Write the polls of all servers, or of one, to a file or to the output; return the exit code."""
    settings = load_settings(config, needs_token=False)
    wanted = None if server_id is None else ServerId(server_id)
    told = asyncio.run(_told(settings.storage.path.absolute(), wanted))
    text = _as_csv(told) if as_csv else json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    if out is None:
        sys.stdout.write(text)
    else:
        _write(out, text)
    return 0


def _write(out: Path, text: str) -> None:
    """Write the file whole or not at all; what is there already is replaced."""
    draft = out.with_name(f"{out.name}.new")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(out)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        why = error.strerror or str(error)
        raise InvalidInput("error-not-written", path=str(out), why=why) from error


async def _told(path: Path, server_id: ServerId | None) -> list[dict[str, Any]]:
    database = await Database.open_to_read(path)
    try:
        async with database.read() as tx:
            if server_id is not None and await servers.get(tx, server_id) is None:
                raise NotFound("error-export-no-such-server", server=str(server_id))
            return [_poll(record) async for record in records(tx, server_id)]
    finally:
        await database.close()


def _poll(record: PollRecord) -> dict[str, Any]:
    poll, count = record.poll, record.count
    return {
        # As text: a snowflake has more digits than what reads JSON or CSV may keep of a number.
        "server_id": str(poll.server_id),
        "server": record.server,
        "story": record.title,
        "story_link": record.link,
        "card": f"https://discord.com/channels/{poll.server_id}/{poll.channel_id}/{poll.message_id}",
        "question": poll.vote_set.question,
        "mode": poll.mode.value,
        "state": poll.state.value,
        "opened_at": poll.opened_at.isoformat(),
        "closed_at": None if record.closed_at is None else record.closed_at.isoformat(),
        "verified": record.verified,
        "voters": None if count is None else count.voters,
        "not_counted": None if count is None else count.ambiguous,
        "several": None if count is None else count.several,
        "options": _options(record),
    }


def _options(record: PollRecord) -> list[dict[str, Any]]:
    """Return each option with its share of the voters, and the 95 % interval of that."""
    count = record.count
    if count is None:
        return [
            _option(choice.emoji, choice.label, choice.valence) for choice in record.poll.vote_set.options
        ]
    return [
        _option(choice.emoji, choice.label, choice.valence, n, count.voters) for choice, n in count.counts
    ]


def _option(emoji: str, label: str, valence: int, n: int | None = None, voters: int = 0) -> dict[str, Any]:
    share, low, high = None, None, None
    if n is not None and voters:
        share, (low, high) = n / voters, wilson(n, voters)
    figures = {"share": share, "low": low, "high": high}
    rounded = {name: None if value is None else round(value, _DIGITS) for name, value in figures.items()}
    return {"emoji": emoji, "label": label, "valence": valence, "n": n, **rounded}


def _as_csv(told: list[dict[str, Any]]) -> str:
    """Return a line for each option, with its poll repeated."""
    rows = [
        {name: value for name, value in poll.items() if name != "options"} | option
        for poll in told
        for option in poll["options"]
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


_COLUMNS = (
    *("server_id", "server", "story", "story_link", "card", "question", "mode", "state", "opened_at"),
    *("closed_at", "verified", "voters", "not_counted", "several"),
    *("emoji", "label", "valence", "n", "share", "low", "high"),
)


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
