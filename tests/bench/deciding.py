"""What moderators do where 10,000 stories of one server wait: the queue, the next story, and deciding."""

import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.domain.ids import ChannelId, EditionId, FeedId, ServerId, TagId, UserId
from bot.domain.poll import VoteOption, VoteSet
from bot.domain.reasons import Reason
from bot.domain.verdict import Moderator, RejectReason
from bot.newsroom.desk import Desk
from bot.newsroom.queue import PER_PAGE, Queue
from bot.newsroom.verdict_audit import VerdictAudit
from bot.pipeline.drawing import Drawing, PollRules
from bot.pipeline.review_drawing import ReviewDrawing
from bot.process import spare_what_stays
from bot.storage import verdict_records
from bot.storage.database import Database
from bot.storage.held import Wanted
from bot.storage.schema import metadata
from tests.bench.figure import Figure
from tests.manual_clock import ManualClock
from tests.pipeline.memory_discord import MemoryDiscord

_STORIES = 10_000
_TAGS, _FEEDS, _CHANNELS = 200, 50, 60
_TIMES = 100
_SERVER = ServerId(1)
_NEWEST = datetime(2026, 11, 22, tzinfo=UTC)
_WANTED = {
    "all": Wanted(),
    "tag": Wanted(tag_id=TagId(7)),
    "feed": Wanted(feed_id=FeedId(7)),
    "reason": Wanted(reason=Reason.HELD_BY_TAG),
}


async def measure() -> list[Figure]:
    """Turn pages, take the next story, approve, reject, and look decisions up."""
    chance = random.Random(1)  # the same stories every time
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(Path(folder) / "newsclip.db")
        await _furnish(database, chance)
        clock = ManualClock(_NEWEST)
        desk = Desk(database, clock, wake=[])
        asked = PollRules(VoteSet("Well?", (VoteOption("👍", "yes"),)), length=timedelta(days=1))
        drawing = ReviewDrawing(Drawing(database, MemoryDiscord(clock), clock, asked), clock)
        queue = Queue(database, desk, drawing)
        spare_what_stays()  # as the bot does once it is ready
        figures: list[Figure] = []
        for sees, moderator in {"": _MOST, ".few": _FEW}.items():
            for name, wanted in _WANTED.items():
                turning = _page(queue, moderator, wanted, chance)
                figures += await _measured(f"queue.{name}{sees}", turning)
                figures += await _measured(f"next.{name}{sees}", _next(queue, moderator, wanted))
        figures += await _measured("approve", _decide(queue, desk, approve=True))
        figures += await _measured("reject", _decide(queue, desk, approve=False))
        audit = VerdictAudit(database)
        last = verdict_records.Wanted()
        figures += await _measured("audit", lambda: audit.of(_SERVER, _MOST.may, last))
        await database.close()
    return figures


def _most(channel_id: ChannelId) -> bool:
    return channel_id % 10 > 0


def _few(channel_id: ChannelId) -> bool:
    return channel_id == _CHANNELS - 1


_MOST, _FEW = Moderator(UserId(5), _most), Moderator(UserId(6), _few)


def _page(
    queue: Queue, by: Moderator, wanted: Wanted, chance: random.Random
) -> Callable[[], Awaitable[object]]:
    return lambda: queue.page(
        _SERVER,
        by.may,
        wanted,
        chance.choice([0, 0, 1, 5, _STORIES // PER_PAGE]),
        newest_first=chance.random() < 0.5,
    )


def _next(queue: Queue, by: Moderator, wanted: Wanted) -> Callable[[], Awaitable[object]]:
    """Go on from where the last one stood, as who skips does."""
    places: list[Any] = [None]

    async def step() -> None:
        found = await queue.upcoming(_SERVER, by.may, wanted, after=places[-1])
        if found is not None:
            await queue.view(found.waiting.edition.id, "key")
        places.append(None if found is None else found.waiting.spot)

    return step


def _decide(queue: Queue, desk: Desk, *, approve: bool) -> Callable[[], Awaitable[object]]:
    """Decide on the story that waits longest, and take in the next one: all that a press does."""
    following: list[EditionId] = []

    async def press() -> None:
        if following:
            edition_id = following.pop()
            if approve:
                await desk.approve(_SERVER, _MOST, edition_id)
            else:
                await desk.reject(_SERVER, _MOST, edition_id, reason=RejectReason.OLD)
        found = await queue.upcoming(_SERVER, _MOST.may, Wanted())
        assert found is not None
        await queue.view(found.waiting.edition.id, "key")
        following.append(found.waiting.edition.id)

    return press


async def _measured(name: str, do: Callable[[], Awaitable[object]]) -> list[Figure]:
    await do()
    walls, works = [], []
    for _ in range(_TIMES):
        worked, started = time.process_time(), time.perf_counter()
        await do()
        walls.append((time.perf_counter() - started) * 1000)
        works.append((time.process_time() - worked) * 1000)
    wall, work = sorted(walls)[_TIMES * 99 // 100], sorted(works)[_TIMES * 99 // 100]
    note = f"p99 of {_TIMES}; the middle one {sorted(walls)[_TIMES // 2]:.1f} ms"
    return [
        Figure(f"deciding.{name}", wall, "ms", target=100, note=note),
        Figure(
            f"deciding.{name}.processor", work, "ms", note="p99 of the processor's time, whatever else runs"
        ),
    ]


async def _furnish(database: Database, chance: random.Random) -> None:
    tables = metadata.tables
    async with database.write() as tx:
        joined = {"id": _SERVER, "name": "Harbour", "joined_at": _NEWEST}
        await tx.execute(insert(tables["server"]).values(joined))
        for name, rows in _rows(chance).items():
            for start in range(0, len(rows), 2_000):
                await tx.execute(insert(tables[name]), rows[start : start + 2_000])


def _rows(chance: random.Random) -> dict[str, list[dict[str, Any]]]:
    numbers = range(1, _STORIES + 1)
    at = {n: _NEWEST - timedelta(minutes=_STORIES - n) for n in numbers}
    nothing: dict[str, Any] = {"hashtags": [], "quotes": [], "related": [], "from_page": False}
    tags_of = {n: chance.sample(range(1, _TAGS + 1), chance.choice([1, 1, 2, 3])) for n in numbers}
    return {
        "feed": [
            {"id": n, "url": f"https://feed{n}.example/", "title": f"Feed {n}", "state": "active"}
            | {"next_check_at": _NEWEST, "created_at": _NEWEST}
            for n in range(1, _FEEDS + 1)
        ],
        "tag": [
            {"id": n, "server_id": _SERVER, "key": f"tag{n}", "label": f"Tag {n}"}
            | {"channel_id": n % _CHANNELS, "position": n, "created_at": _NEWEST}
            for n in range(1, _TAGS + 1)
        ],
        "story": [
            {
                "id": n,
                "key": f"story {n}",
                "title": f"About story {n}",
                "lead": "What is known. " * 10,
                **nothing,
            }
            | {"outlet": "Harbour News", "first_seen_at": at[n], "updated_at": at[n]}
            | {"link": f"https://news.example/{n}"}
            for n in numbers
        ],
        "edition": [
            {
                "id": n,
                "story_id": n,
                "server_id": _SERVER,
                "state": "held",
                "created_at": at[n],
                "held_at": at[n],
            }
            for n in numbers
        ],
        "edition_tag": [
            {"edition_id": n, "tag_id": tag, "reason": "by-hashtag"} for n in numbers for tag in tags_of[n]
        ],
        "decision": [
            {"story_id": n, "server_id": _SERVER, "feed_id": n % _FEEDS + 1, "reason": "review", "at": at[n]}
            for n in numbers
        ],
        "hold": [
            {"edition_id": n, "reason": "held-by-tag" if n % 3 else "held-by-word", "detail": "x"}
            for n in numbers
        ],
        "review": [
            {"server_id": _SERVER, "edition_id": n, "kind": "held", "state": "wanted", "card_key": f"card{n}"}
            | {"created_at": at[n]}
            for n in numbers
        ],
        "delivery": [
            {"id": n, "edition_id": n, "server_id": _SERVER, "channel_id": tags_of[n][0] % _CHANNELS}
            | {
                "home": True,
                "state": "queued",
                "card_key": f"key{n}",
                "not_before": at[n],
                "created_at": at[n],
            }
            for n in numbers
        ],
    }
