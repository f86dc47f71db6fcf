import asyncio
import json
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import pytest

from bot.demo.command import DemoOptions, run_demo
from bot.domain.errors import InvalidInput, NotFound
from bot.standin.people.person import Person
from bot.standin.server import StandIn
from tests.demo.running import RunningDemo, running_demo

SEEDED = "👍"
PATIENCE = 40.0
T = TypeVar("T")


async def test_three_cards_come_to_text_channels_with_discussion_and_seeds(tmp_path: Path) -> None:
    async with running_demo(tmp_path) as demo, demo.person(demo.addresses["reader_tokens"][0]) as reader:
        cards = await seeded_cards(demo, reader, at_least=3)

        threads = await reader.request("GET", f"/guilds/{demo.addresses['server_id']}/threads/active")

    assert {thread["id"] for thread in threads["threads"]} >= {card["id"] for card in cards[:3]}


async def test_the_addresses_are_written_down_for_other_clients(tmp_path: Path) -> None:
    async with running_demo(tmp_path) as demo:
        addresses = demo.addresses
        me = await ask_api(addresses, "/users/@me", f"Bot {addresses['bot_token']}")
        server = await ask_api(addresses, f"/guilds/{addresses['server_id']}", addresses["moderator_token"])

    assert sorted(addresses) == sorted(
        [
            "page",
            "api",
            "gateway",
            "server_id",
            "bot_token",
            "owner_token",
            "moderator_token",
            "reader_tokens",
        ]
    )
    assert addresses["api"].endswith("/api/v10")
    assert len(addresses["reader_tokens"]) == 5
    assert me["bot"] is True
    assert server["name"] == "Harbour News"
    assert any(f"Newsclip demo ready: {addresses['page']}" in line for line in demo.lines)


async def test_a_vote_outlives_a_restart_and_no_story_comes_twice(tmp_path: Path) -> None:
    async with running_demo(tmp_path) as demo, demo.person(demo.addresses["reader_tokens"][0]) as reader:
        card = (await seeded_cards(demo, reader, at_least=3))[0]
        await reader.react(card["channel_id"], card["id"], SEEDED)
        await until_voted(tmp_path, 1, on=card)
        first = demo.addresses

    async with running_demo(tmp_path) as demo, demo.person(demo.addresses["reader_tokens"][0]) as reader:
        again = demo.addresses
        reply = await reader.command(
            "news results", server_id=again["server_id"], channel_id=card["channel_id"], story=title_of(card)
        )
        await seeded_cards(demo, reader, at_least=5)

    assert again["server_id"] == first["server_id"]
    assert again["reader_tokens"] == first["reader_tokens"]
    assert marks(tmp_path, on=card) == 1
    assert "1 reader has voted so far" in reply.text
    titles = rows(tmp_path, "SELECT title FROM story")
    homes = rows(tmp_path, "SELECT edition_id FROM delivery WHERE home")
    assert len(titles) == len(set(titles))
    assert len(homes) == len(set(homes))


async def test_a_feed_of_ones_own_has_a_channel_with_its_newest_stories(tmp_path: Path) -> None:
    feed = tmp_path / "Pier News.xml"
    items = "".join(
        f"<item><title>Pier {n}</title><guid>{n}</guid>"
        f"<pubDate>Mon, 24 Nov 2025 {n:02}:00:00 GMT</pubDate></item>"
        for n in range(8)
    )
    feed.write_text(
        f"<rss version='2.0'><channel><title>Pier</title>{items}</channel></rss>", encoding="utf-8"
    )

    async with running_demo(tmp_path / "data", feeds=(str(feed),)) as demo:
        await demo.until_said("goes to #pier-news")
        async with demo.person(demo.addresses["reader_tokens"][0]) as reader:
            channels = await reader.request("GET", f"/guilds/{demo.addresses['server_id']}/channels")
            (channel,) = (channel for channel in channels if channel["name"] == "pier-news")
            cards = await until(lambda: reader.history(channel["id"]), lambda found: len(found) == 5)

    assert sorted(title_of(card) for card in cards) == [f"Pier {n}" for n in (3, 4, 5, 6, 7)]


async def test_a_feed_that_cannot_be_read_is_told_and_left_out(tmp_path: Path) -> None:
    async with running_demo(tmp_path, feeds=("http://127.0.0.1:9/feed.xml",)) as demo:
        await demo.until_said("is left out")

    (line,) = (line for line in demo.lines if "is left out" in line)
    assert "feeds.allowed_hosts" in line


async def test_scripted_readers_vote(tmp_path: Path) -> None:
    async with running_demo(tmp_path, readers=30):
        await until_voted(tmp_path, 3)

    assert marks(tmp_path) >= 3


async def test_a_port_that_is_taken_is_named_with_the_fix(tmp_path: Path) -> None:
    async with StandIn() as other:
        port = int(other.page_url.rstrip("/").rpartition(":")[2])

        with pytest.raises(InvalidInput) as refusal:
            await run_demo(DemoOptions(port=port, data=tmp_path, browser=False))

    assert refusal.value.code == "error-port-taken"
    assert refusal.value.fields["port"] == str(port)


async def test_a_feed_file_that_is_not_there_ends_the_demo_at_once(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await run_demo(DemoOptions(port=0, data=tmp_path, browser=False, feeds=("no-such.xml",)))


async def test_a_folder_that_cannot_hold_the_data_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    with pytest.raises(InvalidInput) as refusal:
        await run_demo(DemoOptions(port=0, data=file, browser=False))

    assert refusal.value.code == "error-demo-folder"


def test_the_command_ends_with_a_sentence_when_its_port_is_taken(tmp_path: Path) -> None:
    async def ask() -> subprocess.CompletedProcess[str]:
        async with StandIn() as other:
            port = other.page_url.rstrip("/").rpartition(":")[2]
            command = [sys.executable, "-m", "bot", "demo", "--no-browser", "--port", port]
            return await asyncio.to_thread(
                subprocess.run, command, capture_output=True, text=True, check=False, timeout=50
            )

    done = asyncio.run(ask())

    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "--port" in done.stderr


async def ask_api(addresses: dict[str, Any], path: str, authorization: str) -> Any:
    headers = {"Authorization": authorization}
    async with (
        aiohttp.ClientSession() as http,
        http.get(addresses["api"] + path, headers=headers) as response,
    ):
        assert response.status == 200
        return await response.json()


async def seeded_cards(demo: RunningDemo, reader: Person, *, at_least: int) -> list[dict[str, Any]]:
    """Wait until so many cards carry the seeded reactions."""

    async def ask() -> list[dict[str, Any]]:
        channels = await reader.request("GET", f"/guilds/{demo.addresses['server_id']}/channels")
        histories = [await reader.history(channel["id"]) for channel in channels if channel["type"] in (0, 5)]
        messages = [message for history in histories for message in history]
        return [message for message in messages if len(message.get("reactions") or []) >= 3]

    return await until(ask, lambda cards: len(cards) >= at_least)


async def until_voted(folder: Path, at_least: int, *, on: dict[str, Any] | None = None) -> None:
    async def ask() -> int:
        return marks(folder, on=on)

    await until(ask, lambda count: count >= at_least)


async def until(ask: Callable[[], Awaitable[T]], wanted: Callable[[T], bool]) -> T:
    """Ask until the answer is what is wanted."""
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await ask()
            if wanted(answer):
                return answer
            await asyncio.sleep(0.05)


def title_of(card: dict[str, Any]) -> str:
    text = json.dumps(card["components"], ensure_ascii=False)
    heading = text.partition("### ")[2].partition("\\n")[0].partition('"')[0]
    return heading.partition("](")[0].removeprefix("[")


def marks(folder: Path, *, on: dict[str, Any] | None = None) -> int:
    """Return how many marks there are, or are on one card."""
    of_card = "" if on is None else f"JOIN poll ON poll.id = poll_id WHERE message_id = {int(on['id'])}"
    return int(rows(folder, f"SELECT count(*) FROM mark {of_card}")[0][0])


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "newsclip.db")) as database:
        return database.execute(query).fetchall()
