"""From readers' reactions on Discord, through the gateway and discord.py, to marks that are durable."""

import asyncio
import tempfile
import time
from bisect import bisect_left
from pathlib import Path

from sqlalchemy import func, select

from bot.app import App, open_app
from bot.storage import poll_tables
from tests.bench import ballots
from tests.bench.elsewhere import run_in_uvloop
from tests.bench.figure import Figure
from tests.bench.item_to_seeded import running

_CARDS = 100
_READERS = 200
_REACTIONS = _CARDS * _READERS
_LOOK_SECONDS = 0.05
_LONGEST_SECONDS = 60


async def measure() -> list[Figure]:
    """Let the local Discord, in another process, tell 20,000 reactions as fast as they are taken."""
    return await asyncio.to_thread(run_in_uvloop, _measured)


async def _measured() -> list[Figure]:
    with (
        ballots.elsewhere(cards=_CARDS, readers=_READERS) as (other, place),
        tempfile.TemporaryDirectory() as folder,
    ):
        async with open_app(ballots.settings(place, Path(folder))) as app, running(app):
            await ballots.open_polls(app, place)
            worked = time.process_time()
            reacting = asyncio.create_task(other.do("react"))
            looks = await _look(app)
            worked = time.process_time() - worked
            await reacting
            return await _figures(app, looks, worked)


async def _look(app: App) -> list[tuple[int, float]]:
    """Note again and again up to which event all is durable, until nothing more comes."""
    looks: list[tuple[int, float]] = []
    until = time.time() + _LONGEST_SECONDS
    while time.time() < until and (not looks or looks[-1][0] < _REACTIONS):
        async with app.database.read() as tx:
            last = await tx.scalar(select(func.max(poll_tables.vote_event.c.seq))) or 0
        if not looks or looks[-1][0] < last:
            looks.append((last, time.time()))
        await asyncio.sleep(_LOOK_SECONDS)
    return looks


async def _figures(app: App, looks: list[tuple[int, float]], worked: float) -> list[Figure]:
    event, mark = poll_tables.vote_event, poll_tables.mark
    async with app.database.read() as tx:
        rows = (await tx.execute(select(event.c.seq, event.c.at).order_by(event.c.seq))).all()
        marks = await tx.scalar(select(func.count()).select_from(mark)) or 0
    seqs = [seq for seq, _ in looks]
    waited = [looks[bisect_left(seqs, row.seq)][1] - row.at.timestamp() for row in rows]
    seconds = looks[-1][1] - rows[0].at.timestamp()
    note = (
        f"{_REACTIONS} over {_CARDS} cards, from the first's arrival on; took {worked:.2g} s of the processor"
    )
    return [
        Figure("votes.stored", len(rows) / seconds, "/s", target=8_000, better="more", note=note),
        Figure("votes.lost", float(_REACTIONS - marks), "", target=1.0, note="reactions without a mark"),
        Figure("votes.durable", max(waited) * 1000, "ms", target=500.0, note="the longest after its arrival"),
    ]
