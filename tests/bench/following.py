"""Subscribing in a server with 2,000 tags: what is offered while somebody types, and what to browse."""

import gc
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
from sqlalchemy import insert

from bot.domain.ids import ChannelId, ServerId, UserId
from bot.newsroom.subscriptions import Subscriptions
from bot.storage.reader_tables import subscription
from bot.storage.tables import edition, edition_tag, story, tag, tag_synonym
from tests.bench.figure import Figure
from tests.newsroom_running import Newsroom, a_newsroom

_TAGS = 2_000
_CHANNELS = 60
_STORIES = 50_000
_SUBSCRIBERS = 20_000
_OWN = 150
_KEYSTROKES = 600
_ROUND_TRIPS = 100
_READER = UserId(1)
_SYLLABLES = [
    "ka",
    "ro",
    "mi",
    "té",
    "sal",
    "ver",
    "ing",
    "pol",
    "tra",
    "kov",
    "sch",
    "ung",
    "lö",
    "ber",
    "an",
    "dra",
    "pe",
    "gi",
    "sto",
    "win",
]


async def measure() -> list[Figure]:
    """Type what people type: nothing, beginnings, whole names, names with an error, and what is nowhere."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        async with a_newsroom(Path(folder)) as newsroom:
            channels = [newsroom.channel(f"news-{number}").id for number in range(_CHANNELS)]
            labels = await _furnish(newsroom, chance, channels)
            await newsroom.heard(lambda bot: bot.get_channel(channels[-1]) is not None)
            typed = _typed(chance, labels)
            gc.collect()
            gc.freeze()  # as the bot's own process does
            figures = await _offered(newsroom, typed)
            figures += await _answered(newsroom, typed[:_ROUND_TRIPS])
            return [*figures, await _browsed(newsroom)]


async def _offered(newsroom: Newsroom, typed: Sequence[str]) -> list[Figure]:
    server_id, sees = ServerId(newsroom.server.id), _seeing(newsroom)
    subscriptions = Subscriptions(newsroom.app.database, newsroom.app.clock)
    offers: dict[str, Callable[[str], Awaitable[Any]]] = {
        "offer": lambda text: subscriptions.offer(server_id, _READER, text, sees),
        "own": lambda text: subscriptions.offer(server_id, _READER, text, sees, own=True),
    }
    return [figure for name, offer in offers.items() for figure in await _measured(name, offer, typed)]


async def _answered(newsroom: Newsroom, typed: Sequence[str]) -> list[Figure]:
    """Complete as a client does: two calls, with the stand-in's own work, all in the same process."""
    place = {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}
    async with newsroom.person(newsroom.reader_account()) as person:

        async def complete(text: str) -> None:
            await person.complete("news subscribe", **place, option="tag", value=text)

        return await _measured("round_trip", complete, typed, target=None)


async def _browsed(newsroom: Newsroom) -> Figure:
    subscriptions = Subscriptions(newsroom.app.database, newsroom.app.clock)
    started = time.perf_counter()
    found = await subscriptions.browse(ServerId(newsroom.server.id), _seeing(newsroom))
    seconds = time.perf_counter() - started
    assert len(found) == _TAGS
    note = f"{_STORIES} stories, {_SUBSCRIBERS} subscriptions: a page of /news browse"
    return Figure("following.browse", seconds * 1000, "ms", note=note)


def _seeing(newsroom: Newsroom) -> Callable[[ChannelId], bool]:
    server = newsroom.app.bot.get_guild(newsroom.server.id)

    def sees(channel_id: ChannelId) -> bool:
        channel = server.get_channel(channel_id)
        return isinstance(channel, discord.TextChannel) and channel.permissions_for(server.me).read_messages

    return sees


async def _measured(
    name: str, offer: Callable[[str], Awaitable[Any]], typed: Sequence[str], *, target: float | None = 100
) -> list[Figure]:
    started = time.perf_counter()
    await offer("")
    first = time.perf_counter() - started
    walls, works = [], []
    for each in typed:
        worked, started = time.process_time(), time.perf_counter()
        await offer(each)
        walls.append((time.perf_counter() - started) * 1000)
        works.append((time.process_time() - worked) * 1000)
    note = f"{len(typed)} keystrokes; the first {first * 1000:.0f} ms, the slowest {max(walls):.0f} ms"
    processors = f"{_p99(works):.0f} ms of it the processor's, whatever else runs"
    return [
        Figure(f"following.{name}.p99", _p99(walls), "ms", target=target, note=f"{note}; {processors}"),
        Figure(f"following.{name}.p50", sorted(walls)[len(walls) // 2], "ms"),
    ]


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[len(values) * 99 // 100]


def _typed(chance: random.Random, labels: Sequence[str]) -> list[str]:
    typed = ["", "zzzzzz", "!"]
    while len(typed) < _KEYSTROKES:
        label = chance.choice(labels)
        place = chance.randrange(len(label) - 1)
        wrong = label[:place] + label[place + 1] + label[place] + label[place + 2 :]
        typed += [label[: chance.randint(1, 4)], label, wrong, label.split()[-1]]
    return typed


async def _furnish(newsroom: Newsroom, chance: random.Random, channels: Sequence[int]) -> list[str]:
    """Store the tags, each with other names, their readers and their stories."""
    server_id, now = newsroom.server.id, datetime.now(UTC)

    def word() -> str:
        return "".join(chance.choices(_SYLLABLES, k=3))

    labels = [f"{word().capitalize()} {word()} {number}" for number in range(_TAGS)]
    tags = [
        {"id": number + 1, "server_id": server_id, "key": label.replace(" ", "").casefold(), "label": label}
        | {"channel_id": channels[number % _CHANNELS], "position": number, "created_at": now}
        for number, label in enumerate(labels)
    ]
    others = [{"tag_id": number % _TAGS + 1, "key": f"{word()}{number}"} for number in range(2 * _TAGS)]
    readers = [
        {"tag_id": number % _TAGS + 1, "user_id": 10 + number // 20, "server_id": server_id, "made_at": now}
        for number in range(_SUBSCRIBERS)
    ]
    readers += [
        {"tag_id": number + 1, "user_id": _READER, "server_id": server_id, "made_at": now}
        for number in range(_OWN)
    ]
    async with newsroom.app.database.write() as tx:
        await tx.execute(insert(tag), tags)
        await tx.execute(insert(tag_synonym), others)
        await tx.execute(insert(subscription), readers)
        for table, rows in _stories(server_id, now).items():
            await tx.execute(insert(table), rows)
    return labels


def _stories(server_id: int, now: datetime) -> dict[Any, list[dict[str, Any]]]:
    nothing: dict[str, Any] = {"hashtags": [], "quotes": [], "related": [], "from_page": False}
    at = {number: now - timedelta(seconds=number * 40) for number in range(1, _STORIES + 1)}
    return {
        story: [
            {"id": number, "key": f"story {number}", "title": "Talks", **nothing}
            | {"first_seen_at": at[number], "updated_at": at[number]}
            for number in at
        ],
        edition: [
            {"id": number, "story_id": number, "server_id": server_id, "state": "cleared"}
            | {"created_at": at[number], "notified_at": at[number]}
            for number in at
        ],
        edition_tag: [
            {"edition_id": number, "tag_id": number % _TAGS + 1, "reason": "by-hashtag"} for number in at
        ],
    }
