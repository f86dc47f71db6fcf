"""`newsclip check --polls`: whether what is stored of every poll agrees with itself, a line each.

It reads one moment of the database and takes no lock: it can be run beside the bot.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from bot.check import Report
from bot.config_file import load_settings
from bot.domain.errors import ConfigurationError, StorageError
from bot.domain.evidence import Invariant, broken
from bot.domain.ids import PollId
from bot.storage.database import Database
from bot.storage.poll_records import evidence, records
from bot.texts.catalogue import Texts

_MOST_NAMED = 5
# What is said where it holds, and where it does not.
_SAID = {
    Invariant.REPLAY: ("check-polls-replay", "check-polls-replay-broken"),
    Invariant.ORDER: ("check-polls-order", "check-polls-order-broken"),
    Invariant.SUM: ("check-polls-sum", "check-polls-sum-broken"),
    Invariant.FROZEN: ("check-polls-frozen", "check-polls-frozen-broken"),
}


def check_polls(config: Path | None, *, say: Callable[[str], None]) -> int:
    """Look at every poll, and return the exit code."""
    report = Report(Texts.load(), say)
    try:
        settings = load_settings(config, needs_token=False)
        asyncio.run(_look(settings.storage.path.absolute(), report))
    except ConfigurationError as error:
        report.misconfigured(error)
    except StorageError as error:
        report.failed(error)
    return report.code


async def _look(path: Path, report: Report) -> None:
    database = await Database.open_to_read(path)
    faulty: dict[Invariant, list[PollId]] = defaultdict(list)
    looked_at = 0
    try:
        async with database.read() as tx:
            async for record in records(tx):
                looked_at += 1
                for invariant in broken(await evidence(tx, record)):
                    faulty[invariant].append(record.poll.id)
    finally:
        await database.close()
    report.heading("check-polls", path=path, polls=looked_at)
    for invariant, (well, wrong) in _SAID.items():
        if found := faulty[invariant]:
            report.wrong(wrong, polls=len(found), which=_named(found))
        else:
            report.well(well)


def _named(polls: list[PollId]) -> str:
    rest = len(polls) - _MOST_NAMED
    return ", ".join(str(each) for each in polls[:_MOST_NAMED]) + (f" +{rest}" if rest > 0 else "")
