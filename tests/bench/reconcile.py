"""Polls on which readers voted while the bot was away: what is stored afterwards, and the calls that took."""

import asyncio
import tempfile
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import func, select

from bot.app import App, open_app
from bot.domain.ids import PollId, UserId
from bot.domain.marks import MarkKey
from bot.domain.poll import emoji_key
from bot.storage import poll_tables, polls
from tests.bench import ballots
from tests.bench.elsewhere import run_in_uvloop
from tests.bench.figure import Figure
from tests.bench.item_to_seeded import running

_CARDS = 100
_READERS = 200
_PAGE = 100
_LONGEST_SECONDS = 120


async def measure() -> list[Figure]:
    """Let 200 readers vote on 100 cards unheard, then compare every poll with Discord."""
    return await asyncio.to_thread(run_in_uvloop, _measured)


async def _measured() -> list[Figure]:
    with (
        ballots.elsewhere(cards=_CARDS, readers=_READERS) as (other, place),
        tempfile.TemporaryDirectory() as folder,
    ):
        people = [UserId(each) for each in await other.do("react")]
        async with open_app(ballots.settings(place, Path(folder))) as app, running(app):
            opened = await ballots.open_polls(app, place)
            started = time.perf_counter()
            await app.reconciling.doubt_all()
            await _reconciled(app)
            seconds = time.perf_counter() - started
            wrong = await _wrong(app, list(opened.values()), people)
        calls = await other.do("count")
    least = sum(_least(number) for number in range(_CARDS))
    what = "a look at each card, and every page of what readers put"
    note = f"{calls} calls, at least {least}: {what}; {seconds:.0f} s"
    return [
        Figure("reconcile.wrong", float(wrong), "", target=1.0, note=f"marks of {_CARDS * _READERS}"),
        Figure("reconcile.calls", calls / least, "", target=1.1, note=note),
    ]


async def _reconciled(app: App) -> None:
    waiting = select(func.count()).where(poll_tables.poll.c.reconcile_at.is_not(None))
    async with asyncio.timeout(_LONGEST_SECONDS):
        while True:
            async with app.database.read() as tx:
                if not await tx.scalar(waiting):
                    return
            await asyncio.sleep(0.1)


async def _wrong(app: App, opened: list[PollId], people: list[UserId]) -> int:
    """Return how many marks are missing, or are there and should not be."""
    wrong = 0
    async with app.database.read() as tx:
        for number, poll_id in enumerate(opened):
            poll = await polls.get(tx, poll_id)
            assert poll is not None
            wanted = {
                MarkKey(app.voting.voter(poll, person), emoji_key(ballots.choice(turn, number)), burst=False)
                for turn, person in enumerate(people)
            }
            wrong += len(wanted ^ await polls.mark_keys(tx, poll_id))
    return wrong


def _least(card: int) -> int:
    """Return the calls that list a card: one look at its counts, and the pages of what readers put.

    The bot's own seed is among those listed.
    """
    votes = Counter(ballots.choice(reader, card) for reader in range(_READERS))
    return 1 + sum(-(-(votes[emoji] + 1) // _PAGE) for emoji in ballots.EMOJI if votes[emoji])
