"""The demo's moderator finds stories that wait, and decides on them."""

import asyncio
from pathlib import Path

from bot.standin.people.person import Person
from tests.demo.running import running_demo

PATIENCE = 40.0


async def test_stories_wait_in_the_review_channel_and_go_out_by_a_press(tmp_path: Path) -> None:
    async with (
        running_demo(tmp_path, pause_seconds=600.0) as demo,
        demo.person(demo.addresses["moderator_token"]) as jonas,
    ):
        server = demo.addresses["server_id"]
        channels = {
            each["name"]: each["id"] for each in await jonas.request("GET", f"/guilds/{server}/channels")
        }
        desk = channels["newsdesk"]

        cards = await held(jonas, desk, at_least=3)
        shown = await jonas.command("desk next", server_id=server, channel_id=desk)
        after = await jonas.click(desk, shown.message["id"], button(shown.components, "desk:approve:"))

    assert len(cards) >= 3
    assert "1 of " in shown.text
    assert "2 of " in after.text
    assert "Just approved" in after.text


async def held(jonas: Person, desk: str, *, at_least: int) -> list[dict]:
    async with asyncio.timeout(PATIENCE):
        while True:
            history = await jonas.history(desk)
            if (
                len(found := [each for each in history if "desk:approve:" in str(each["components"])])
                >= at_least
            ):
                return found
            await asyncio.sleep(0.1)


def button(components: list[dict], wanted: str) -> str:
    for each in components:
        if wanted in each.get("custom_id", ""):
            return each["custom_id"]
        if found := button(each.get("components", []), wanted):
            return found
    return ""
