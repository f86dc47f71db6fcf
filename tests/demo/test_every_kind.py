"""The demo shows what there is: each kind of channel, each way of asking, and a poll that closes."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.standin.people.person import Person
from bot.standin.people.replies import PersonRefused
from bot.standin.world.model import ChannelKind
from tests.demo.running import QUICK_POLL, LeapingClock, RunningDemo, running_demo

pytestmark = pytest.mark.timeout(240)
PATIENCE = 90.0
CROSSPOSTED = 1 << 0
Json = dict[str, Any]


async def test_every_kind_of_channel_and_of_poll_is_there(tmp_path: Path) -> None:
    async with (
        running_demo(tmp_path) as demo,
        demo.person(demo.addresses["reader_tokens"][0]) as reader,
        demo.person(demo.addresses["moderator_token"]) as moderator,
    ):
        channels = await channels_of(demo, moderator)

        assert channels["world"]["type"] == ChannelKind.ANNOUNCEMENT
        await card_in(reader, channels["world"], "Night Ferry", once=is_passed_on)
        await card_in(reader, channels["world"], "Correction: Skerrow and Valmere", once=says("corrected"))

        post = await post_in(demo, reader, channels["magazine"], "Tide Model")
        assert names_of(post["applied_tags"], channels["magazine"]) == ["Technology"]
        await card_in(reader, post, "Tide Model", once=seeded("👍", "👎", "🤔"))
        film = await post_in(demo, reader, channels["magazine"], "Silent Film")
        assert '"spoiler": true' in json.dumps((await reader.history(film["id"]))[-1]["components"])

        await card_in(reader, channels["business"], "Largest Order", once=seeded("👷", "🛒", "🏘️", "🚫"))
        kelp = await card_in(reader, channels["climate"], "Kelp Returns", once=seeded("kelp", "barnacle"))
        assert "thread" not in kelp
        assert "Discuss" in text_of(kelp)


async def test_a_home_among_moderators_is_not_told_to_readers(tmp_path: Path) -> None:
    async with (
        running_demo(tmp_path) as demo,
        demo.person(demo.addresses["reader_tokens"][0]) as reader,
        demo.person(demo.addresses["moderator_token"]) as moderator,
    ):
        channels = await channels_of(demo, moderator)
        home = await card_in(moderator, channels["first-look"], "Sixteen", once=seeded("👍", "👎", "🤔"))
        pointer = await card_in(reader, channels["politics"], "Sixteen")

        with pytest.raises(PersonRefused):
            await reader.history(channels["first-look"]["id"])
        there = {channels["first-look"]["id"], home["id"]}
        assert not any(place in json.dumps(pointer) for place in there)
        welcome = json.dumps(await reader.history(channels["welcome"]["id"]))
        assert not any(place in welcome for place in there)


async def test_a_poll_whose_time_is_over_closes_at_the_next_start(tmp_path: Path) -> None:
    clock = LeapingClock()
    async with (
        running_demo(tmp_path, clock=clock) as demo,
        demo.person(demo.addresses["reader_tokens"][0]) as reader,
    ):
        sport = (await channels_of(demo, reader))["sport"]
        card = await card_in(reader, sport, "Isles Cup", once=seeded("🏆", "🙃", "🤷"))
        await demo.all_react(sport["id"], card["id"], "🏆")

    clock.leap(QUICK_POLL)
    async with (
        running_demo(tmp_path, clock=clock) as demo,
        demo.person(demo.addresses["reader_tokens"][0]) as reader,
    ):
        closed = await card_in(reader, sport, "Isles Cup", once=lambda card: "Closes" not in text_of(card))
        told = await until(
            lambda: reader.history(closed["id"]), lambda log: any_says(log, "The poll is closed")
        )

    assert told


async def channels_of(demo: RunningDemo, person: Person) -> dict[str, Json]:
    channels = await person.request("GET", f"/guilds/{demo.addresses['server_id']}/channels")
    return {channel["name"]: channel for channel in channels}


async def card_in(
    person: Person, channel: Json, words: str, *, once: Callable[[Json], bool] = lambda _: True
) -> Json:
    """Wait for a card with these words of which something holds."""

    async def ask() -> list[Json]:
        log = await person.history(channel["id"])
        return [message for message in log if words in text_of(message) and once(message)]

    return (await until(ask, bool))[0]


async def post_in(demo: RunningDemo, person: Person, forum: Json, words: str) -> Json:
    """Wait for the post with these words in its name."""

    async def ask() -> list[Json]:
        path = f"/guilds/{demo.addresses['server_id']}/threads/active"
        threads = (await person.request("GET", path))["threads"]
        return [each for each in threads if each["parent_id"] == forum["id"] and words in each["name"]]

    return (await until(ask, bool))[0]


async def until(ask: Callable[[], Awaitable[Any]], wanted: Callable[[Any], bool]) -> Any:
    async with asyncio.timeout(PATIENCE):
        while not wanted(answer := await ask()):  # noqa: ASYNC110 -- another process would ask as well
            await asyncio.sleep(0.1)
    return answer


def is_passed_on(card: Json) -> bool:
    return bool(card["flags"] & CROSSPOSTED)


def says(words: str) -> Callable[[Json], bool]:
    return lambda card: words in text_of(card)


def seeded(*names: str) -> Callable[[Json], bool]:
    return lambda card: tuple(each["emoji"]["name"] for each in card.get("reactions") or ()) == names


def any_says(log: list[Json], words: str) -> bool:
    return any(words in text_of(message) or words in message["content"] for message in log)


def text_of(message: Json) -> str:
    return json.dumps(message.get("components", ()), ensure_ascii=False)


def names_of(ids: list[str], forum: Json) -> list[str]:
    return [tag["name"] for tag in forum["available_tags"] if tag["id"] in ids]
