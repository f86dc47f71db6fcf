"""Polls with their counts, as rows for a spreadsheet or a program. No voter is in them, under no name."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from bot.domain.delivery import Place
from bot.domain.intervals import wilson
from bot.domain.poll import Tally
from bot.storage.poll_records import PollRecord

_DIGITS = 4
# A spreadsheet takes a text that begins with one of these for a formula, and titles come from outside.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def poll_row(record: PollRecord, *, with_few: bool = True) -> dict[str, Any]:
    """Return a poll with its options; with_few: also the counts of polls with too few voters for shares."""
    poll, count = record.poll, record.count
    shown = count if count is None or with_few or count.telling else None
    return {
        # As text: a snowflake has more digits than what reads JSON or CSV may keep of a number.
        "server_id": str(poll.server_id),
        "server": record.server,
        "story": record.title,
        "story_link": record.link,
        "card": Place(poll.channel_id, poll.message_id).jump_url(poll.server_id),
        "question": poll.vote_set.question,
        "mode": poll.mode.value,
        "state": poll.state.value,
        "opened_at": poll.opened_at.isoformat(),
        "closed_at": None if record.closed_at is None else record.closed_at.isoformat(),
        "verified": record.verified,
        "voters": None if count is None else count.voters,
        "not_counted": None if count is None else count.ambiguous,
        "several": None if count is None else count.several,
        "options": _options(record, shown),
    }


def as_json(polls: Sequence[dict[str, Any]]) -> str:
    """Return the polls as JSON."""
    return json.dumps(polls, ensure_ascii=False, indent=2) + "\n"


def as_csv(polls: Sequence[dict[str, Any]]) -> str:
    """Return a line for each option, with its poll repeated."""
    rows = [
        {name: value for name, value in poll.items() if name != "options"} | option
        for poll in polls
        for option in poll["options"]
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _options(record: PollRecord, count: Tally | None) -> list[dict[str, Any]]:
    """Return each option with its share of the voters, and the 95 % interval of that."""
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


_COLUMNS = (
    *("server_id", "server", "story", "story_link", "card", "question", "mode", "state", "opened_at"),
    *("closed_at", "verified", "voters", "not_counted", "several"),
    *("emoji", "label", "valence", "n", "share", "low", "high"),
)


def cell(value: Any) -> Any:
    """Return a value as a spreadsheet may have it: a text that it would take for a formula is quoted."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
