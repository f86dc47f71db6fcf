"""What is offered while somebody types a story or a tag: one server with 50,000 stories and 2,000 tags."""

import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.domain.ids import ChannelId, EditionId, ServerId, StoryId
from bot.domain.search import search_text
from bot.newsroom.finding import Finding
from bot.newsroom.poll_closing import PollClosing
from bot.newsroom.results import Results
from bot.process import spare_what_stays
from bot.storage import searching
from bot.storage.database import Database
from bot.storage.schema import metadata
from tests.bench.figure import Figure
from tests.manual_clock import ManualClock

_STORIES = 50_000
_TAGS = 2_000
_CHANNELS = 60
_OPEN = 500  # polls, those of the newest stories
_SERVER = ServerId(1)
_OWN_EVERY = 5  # stories, of which one is in its server's own words
_KEYSTROKES = 600
_SYLLABLES = (
    "ka",
    "ro",
    "mi",
    "ten",
    "sal",
    "ver",
    "ing",
    "pol",
    "tra",
    "kov",
    "sch",
    "ung",
    "lo",
    "ber",
    "an",
    "win",
)
_AT_ONCE = 5_000
_NEWEST = datetime(2026, 11, 22, tzinfo=UTC)


async def measure() -> list[Figure]:
    """Type what people type: beginnings, two words, words with an error, nothing, and what is nowhere."""
    chance = random.Random(1)  # the same stories every time
    words = _vocabulary(chance)
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(Path(folder) / "newsclip.db")
        await _furnish(database, chance, words)
        finding = Finding(database)
        results = Results(database, None)  # type: ignore[arg-type]  # nobody asks for a count
        closing = PollClosing(database, None, results, ManualClock())  # type: ignore[arg-type]  # none is closed
        offers: dict[str, Callable[[str], Awaitable[Any]]] = {
            "show": lambda typed: finding.offer(_SERVER, typed, _sees_most),
            "results": lambda typed: results.offer(_SERVER, typed, _sees_most),
            "close": lambda typed: closing.offer(_SERVER, typed, _sees_most),
            "tag": lambda typed: finding.offer_tags(_SERVER, typed, _sees_most),
            "few channels": lambda typed: finding.offer(_SERVER, typed, _sees_few),
        }
        spare_what_stays()  # as the bot does once it is ready
        figures = [
            figure
            for name, offer in offers.items()
            for figure in await _measured(name, offer, _typed(chance, words))
        ]
        await database.close()
    return figures


def _sees_most(channel_id: ChannelId) -> bool:
    return channel_id % 10 > 0


def _sees_few(channel_id: ChannelId) -> bool:
    return channel_id == _CHANNELS - 1


async def _measured(name: str, offer: Callable[[str], Awaitable[Any]], typed: Sequence[str]) -> list[Figure]:
    await offer("")
    walls, works = [], []
    for each in typed:
        worked, started = time.process_time(), time.perf_counter()
        await offer(each)
        walls.append((time.perf_counter() - started, each))
        works.append((time.process_time() - worked, each))
    note = f"{len(typed)} keystrokes; the middle one {sorted(walls)[len(walls) // 2][0] * 1000:.1f} ms"
    wall, work = _of_hundred(walls), _of_hundred(works)
    return [
        Figure(f"finding.{name}", wall[0] * 1000, "ms", 100, note=f"p99 of {note}"),
        Figure(
            f"finding.{name}.processor",
            work[0] * 1000,
            "ms",
            note=f"p99 of the processor's time, whatever else runs: {work[1]!r}",
        ),
    ]


def _of_hundred(measured: Sequence[tuple[float, str]]) -> tuple[float, str]:
    """Return what 99 of 100 are not above."""
    return sorted(measured)[len(measured) * 99 // 100]


def _typed(chance: random.Random, words: Sequence[str]) -> list[str]:
    typed = ["", "zzzzzz", "!"]
    while len(typed) < _KEYSTROKES:
        word = chance.choice(words[:3000])
        other = chance.choice(words[:300])
        typed += [word[: chance.randint(1, 4)], word, f"{other} {word[:2]}", _with_error(chance, word)]
    return typed


def _with_error(chance: random.Random, word: str) -> str:
    place = chance.randrange(len(word))
    return word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :]


def _vocabulary(chance: random.Random) -> list[str]:
    found = {"".join(chance.choices(_SYLLABLES, k=chance.choice([1, 2, 2, 3, 3, 4]))) for _ in range(80_000)}
    return sorted(found, key=lambda word: (len(word), word))


async def _furnish(database: Database, chance: random.Random, words: Sequence[str]) -> None:
    # As often as words of a language are.
    often = list(accumulate(1 / (place + 5) for place in range(len(words))))

    def some(number: int) -> str:
        return " ".join(chance.choices(words, cum_weights=often, k=number))

    tables = metadata.tables
    async with database.write() as tx:
        joined = {"id": _SERVER, "name": "Harbour", "joined_at": _NEWEST}
        await tx.execute(insert(tables["server"]).values(joined))
        tags = [
            {"id": n + 1, "server_id": _SERVER, "key": f"{some(2)}{n}", "label": f"{some(2)} {n}"}
            | {"channel_id": n % _CHANNELS, "position": n, "created_at": _NEWEST}
            for n in range(_TAGS)
        ]
        await tx.execute(insert(tables["tag"]), tags)
    for start in range(1, _STORIES + 1, _AT_ONCE):
        async with database.write() as tx:
            for name, rows in _rows(range(start, start + _AT_ONCE), some).items():
                await tx.execute(insert(tables[name]), rows)
            await searching.index(tx, [StoryId(n) for n in range(start, start + _AT_ONCE)])
            worded = range(start, start + _AT_ONCE, _OWN_EVERY)
            own = {EditionId(n): search_text(some(9), some(35), "Harbour News", ()) for n in worded}
            await searching.index_own(tx, own)


def _rows(numbers: range, some: Callable[[int], str]) -> dict[str, list[dict[str, Any]]]:
    at = {n: _NEWEST - timedelta(minutes=_STORIES - n) for n in numbers}
    nothing: dict[str, Any] = {"hashtags": [], "quotes": [], "related": [], "from_page": False}
    return {
        "story": [
            {"id": n, "key": f"story {n}", "title": some(9).capitalize(), "lead": some(35), **nothing}
            | {"outlet": "Harbour News", "first_seen_at": at[n], "updated_at": at[n]}
            for n in numbers
        ],
        "edition": [
            {"id": n, "story_id": n, "server_id": _SERVER, "state": "cleared", "created_at": at[n]}
            for n in numbers
        ],
        "edition_tag": [{"edition_id": n, "tag_id": n % _TAGS + 1, "reason": "by-hashtag"} for n in numbers],
        "delivery": [
            {"id": n, "edition_id": n, "server_id": _SERVER, "channel_id": n % _CHANNELS, "home": True}
            | {"state": "done", "card_key": f"key{n}", "not_before": at[n], "created_at": at[n]}
            | {"posted_at": at[n], "message_id": n, "place_id": n % _CHANNELS}
            for n in numbers
        ],
        "poll": [
            {"id": n, "edition_id": n, "server_id": _SERVER, "channel_id": n % _CHANNELS, "message_id": n}
            | {"question": "Why?", "mode": "single", "opened_at": at[n]}
            | {"state": "open" if n > _STORIES - _OPEN else "closed"}
            for n in numbers
        ],
    }
