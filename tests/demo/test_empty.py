"""A demo that begins with nothing: its owner sets it up, and the first story comes."""

from pathlib import Path

import pytest

from bot.demo.command import DemoOptions, run_demo
from bot.domain.errors import InvalidInput
from bot.standin.people.person import Person
from tests.cogs.asking import custom_id_of, option_of
from tests.demo.running import RunningDemo, running_demo


async def test_an_empty_server_has_its_first_card_once_its_owner_follows_the_paper(tmp_path: Path) -> None:
    async with (
        running_demo(tmp_path, empty=True, pause_seconds=0.2) as demo,
        demo.person(demo.addresses["owner_token"]) as owner,
    ):
        general = (await channels(demo, owner))["general"]
        (welcome,) = await owner.history(general)
        here = {"server_id": demo.addresses["server_id"], "channel_id": general}

        await owner.command("tags add", **here, name="World", channel=general)
        paper = address_in(welcome["content"])
        found = await owner.command("feeds add", **here, url=paper)
        select, courier = option_of(found, "Port Ellery Courier")
        looked = await owner.click(general, found.message["id"], select, values=[courier])
        kept = await owner.click(general, looked.message["id"], custom_id_of(looked, "Keep it"))
        _, voted = await owner.wait_event(lambda kind, _: kind == "MESSAGE_REACTION_ADD")

    assert "/newsroom setup" in welcome["content"]
    assert "begin with /newsroom setup" in " ".join(demo.lines)
    assert "Now following **Port Ellery Courier**" in kept.text
    assert voted["channel_id"] == general


async def test_a_kept_server_that_is_set_up_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    async with running_demo(tmp_path):
        pass

    with pytest.raises(InvalidInput) as caught:
        await run_demo(DemoOptions(port=0, data=tmp_path, browser=False, empty=True))

    assert caught.value.code == "error-demo-not-empty"


async def test_an_empty_server_takes_no_feed_from_the_command(tmp_path: Path) -> None:
    options = DemoOptions(port=0, browser=False, empty=True, feeds=("https://example.org/feed",))

    with pytest.raises(InvalidInput) as caught:
        await run_demo(options)

    assert caught.value.code == "error-demo-empty-feeds"


async def channels(demo: RunningDemo, person: Person) -> dict[str, str]:
    found = await person.request("GET", f"/guilds/{demo.addresses['server_id']}/channels")
    return {channel["name"]: channel["id"] for channel in found}


def address_in(welcome: str) -> str:
    return next(word for word in welcome.split() if word.startswith("http"))
