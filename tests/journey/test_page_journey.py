"""The whole flow as a person meets it in the demo's page: from a story's arrival to a vote in SQLite."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.demo.running import running_demo
from tests.journey.browser import BROWSER, a_page

pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome on this machine"),
    pytest.mark.timeout(120),
]

PATIENCE = 20.0
SLOW = PATIENCE * 1000  # Playwright counts in milliseconds
TITLE = "Glass Sponge Thought Extinct Found Alive at Six Hundred Metres"


async def test_a_story_arrives_is_discussed_voted_on_and_counted(tmp_path: Path) -> None:
    async with a_page() as page, running_demo(tmp_path) as demo:
        await page.goto(demo.addresses["page"])
        await expect(page.locator("body[data-connection=live]")).to_be_attached(timeout=SLOW)

        # A channel is opened and watched, until a card comes.
        await page.locator("#channel-nav").get_by_role("button", name="science").first.click()
        card = page.locator("#main li[data-message-id]").filter(has_text=TITLE)
        await expect(card).to_be_visible(timeout=SLOW)
        thumb = card.locator("[data-testid=reaction][data-emoji='👍']")
        await expect(thumb).to_have_attribute("data-count", "1", timeout=SLOW)
        await expect(card.locator("img").first).to_be_visible()

        # Its discussion begins with the article's own question.
        await card.get_by_test_id("open-thread").click()
        thread = page.locator("#panel")
        await expect(thread).to_contain_text("Would you close a place like this to all visits", timeout=SLOW)

        # A press is a vote: counted on the page, and a mark in SQLite.
        await thumb.click()
        await expect(thumb).to_have_attribute("data-count", "2")
        await expect(thumb).to_have_attribute("data-me", "true")
        assert await one_mark(tmp_path) == "👍"

        # And a command says what everybody made of it.
        await thread.get_by_test_id("composer").press_sequentially("/news results")
        await page.locator("[data-command='news results']").click()
        await page.get_by_test_id("command-run").click()
        answer = page.locator("li[data-private=yes]").filter(has_text=TITLE)
        await expect(answer).to_contain_text("1", timeout=SLOW)


async def one_mark(folder: Path) -> str:
    """Wait for the one mark that the story should have; return its emoji. Others vote on other stories."""
    query = """
        SELECT mark.emoji_key FROM mark
        JOIN poll ON poll.id = mark.poll_id
        JOIN edition ON edition.id = poll.edition_id
        JOIN story ON story.id = edition.story_id
        WHERE story.title = ?
    """
    async with asyncio.timeout(PATIENCE):
        while True:
            with closing(sqlite3.connect(folder / "newsclip.db")) as database:
                found = database.execute(query, [TITLE]).fetchall()
            if found:
                assert len(found) == 1
                return str(found[0][0])
            await asyncio.sleep(0.05)
