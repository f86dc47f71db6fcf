"""Makes the README's picture, docs/demo.png: `python -m tests.journey.screenshot`. Needs Chromium."""

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from playwright.async_api import expect

from bot.telemetry import open_log
from tests.demo.running import running_demo
from tests.journey.browser import BROWSER, a_page

_PICTURE = Path(__file__).parents[2] / "docs" / "demo.png"
_SLOW = 60_000
_CHANNEL = "science"
_TITLE = "Glass Sponge"
_COMMENTS = (
    "Closed, for a start. It grew for three hundred years without us.",
    "I would not have cared without the pictures, though.",
)


async def take(picture: Path) -> None:
    """Wait until a story has been voted on and discussed, and take the picture."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            a_page(width=1280, height=960) as page,
            running_demo(Path(folder), readers=40, pause_seconds=7) as demo,
        ):
            await page.goto(demo.addresses["page"])
            await page.locator("#channel-nav").get_by_role("button", name=_CHANNEL).first.click()
            card = page.locator("#main li[data-message-id]").filter(has_text=_TITLE).first
            thumb = card.locator("[data-testid=reaction][data-emoji='👍']")
            await expect(thumb).to_have_attribute("data-count", re.compile(r"^[6-9]$"), timeout=_SLOW)
            await thumb.click()
            await card.get_by_test_id("open-thread").click()
            thread_id = await card.get_attribute("data-message-id")
            for token, words in zip(demo.addresses["reader_tokens"][1:], _COMMENTS, strict=False):
                async with demo.person(token) as person:
                    await person.send(thread_id, words)
            await expect(page.locator("#panel")).to_contain_text(_COMMENTS[-1], timeout=_SLOW)
            await card.scroll_into_view_if_needed()
            await page.mouse.move(5, 5)
            await page.wait_for_timeout(3_000)  # until what is new no longer shines
            picture.parent.mkdir(exist_ok=True)
            await page.screenshot(path=picture)


if __name__ == "__main__":
    if BROWSER is None:
        sys.exit("There is no Chromium or Chrome on this machine.")
    open_log(level="error")
    asyncio.run(take(Path(sys.argv[1]) if len(sys.argv) > 1 else _PICTURE))
