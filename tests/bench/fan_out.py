"""One story to a thousand servers: from the feed's answer to committed editions and deliveries."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.clock import SystemClock
from bot.domain.ids import ChannelId, FeedId, ServerId
from bot.domain.tagging import Rule, RuleKind
from bot.pipeline.intake import Intake, IntakeLimits
from bot.storage import feeds, servers, sources, tables, tags
from bot.storage.database import Database
from tests.bench.figure import Figure
from tests.builders import FEED_URL, MemoryReader, an_item

_SERVERS = 1_000
_TAGS = 5  # each with a channel of its own
_RULES = 2  # a tag: the last of them holds
_STORIES = 5


async def measure() -> list[Figure]:
    """Let a feed bring one story after the other; every tag of every server takes each."""
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(Path(folder) / "newsclip.db")
        reader, clock = MemoryReader(), SystemClock()
        limits = IntakeLimits(read_pages=False)
        intake = Intake(database, reader, clock, wake_delivery=asyncio.Event(), limits=limits)
        feed_id = await _furnish(database)
        reader.publish(an_item("old"))
        await intake.check(feed_id)
        seconds = [await _once(intake, reader, feed_id, number) for number in range(_STORIES)]
        async with database.read() as tx:
            made = await tx.scalar(select(func.count()).select_from(tables.delivery)) or 0
        await database.close()
    assert made == _STORIES * _SERVERS * _TAGS, made
    walls, works = zip(*seconds, strict=True)
    note = f"{_SERVERS} servers × {_TAGS} destinations, {_TAGS * _RULES} rules a server; best of {_STORIES}"
    return [
        Figure("fan_out", min(walls), "s", target=0.5, note=note),
        Figure("fan_out.processor", min(works), "s", note="of it the processor's, whatever else runs"),
    ]


async def _once(intake: Intake, reader: MemoryReader, feed_id: FeedId, number: int) -> tuple[float, float]:
    reader.publish(*(an_item(f"talks {each}") for each in range(number + 1)))
    worked, started = time.process_time(), time.perf_counter()
    report = await intake.check(feed_id)
    assert report.deliveries == _SERVERS * _TAGS, report
    return time.perf_counter() - started, time.process_time() - worked


async def _furnish(database: Database) -> FeedId:
    now = datetime.now(UTC) - timedelta(days=1)
    async with database.write() as tx:
        feed = await feeds.add(tx, FEED_URL, title="News", now=now)
        await servers.join_all(tx, {ServerId(n): f"Server {n}" for n in range(1, _SERVERS + 1)}, now=now)
        for server_id in map(ServerId, range(1, _SERVERS + 1)):
            for number in range(_TAGS):
                rules = [Rule(RuleKind.KEYWORD, f"word{each}") for each in range(1, _RULES)]
                await tags.add(
                    tx,
                    server_id,
                    key=f"tag{number}",
                    label=f"Tag {number}",
                    channel_id=ChannelId(server_id * 100 + number),
                    rules=[*rules, Rule(RuleKind.PHRASE, "about talks")],
                    now=now,
                )
            await sources.add(tx, server_id, feed, interval=timedelta(hours=1), now=now, tags=[])
    return feed.id
