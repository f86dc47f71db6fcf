"""A poll closes while a reader watches it in the demo's page: card and discussion have the result."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.demo.running import QUICK_POLL, LeapingClock, running_demo
from tests.journey.browser import BROWSER, a_page
from tests.patience import PATIENCE

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome on this machine")

SLOW = PATIENCE * 1000  # Playwright counts in milliseconds


async def test_a_reader_votes_and_sees_the_result_when_the_poll_closes(tmp_path: Path) -> None:
    clock = LeapingClock()
    async with a_page() as page, running_demo(tmp_path, clock=clock) as demo:
        await page.goto(demo.addresses["page"])
        await page.locator("#channel-nav").get_by_role("button", name="sport").first.click()
        card = page.locator("#main li[data-message-id]").filter(has_text="Isles Cup").first
        await expect(card).to_contain_text("Closes", timeout=SLOW)
        cup = card.locator("[data-testid=reaction][data-emoji='🏆']")
        await expect(cup).to_have_attribute("data-count", re.compile(r"\d+"), timeout=SLOW)
        await cup.click()
        await card.get_by_test_id("open-thread").click()
        channel_id = await page.locator("#main [data-channel-id]").first.get_attribute("data-channel-id")
        await demo.all_react(channel_id or "", await card.get_attribute("data-message-id") or "", "🏆")
        await expect(cup).to_have_attribute("data-count", re.compile(r"[5-9]|\d\d"), timeout=SLOW)

        clock.leap(QUICK_POLL)

        await expect(card).not_to_contain_text("Closes", timeout=SLOW)
        results = page.locator("#panel li[data-message-id]").filter(has_text="readers who voted")
        await expect(results.first).to_be_visible(timeout=SLOW)
