"""What a test of the page has before it: the local Discord, three people, an app and a browser."""

import shutil
from dataclasses import dataclass

import pytest
from playwright.async_api import Locator, Page, expect

from bot.standin.model import Account, Channel
from bot.standin.server import StandIn
from tests.standin.page.answering_app import AnsweringApp

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome on this machine")


@dataclass
class Scene:
    """A server with a reader, a moderator and its owner, an app, and a browser in front of it."""

    standin: StandIn
    app: AnsweringApp
    page: Page
    news: Channel
    desk: Channel
    reader: Account
    moderator: Account

    async def open(self, *, person: Account | None = None) -> None:
        who = f"?as={person.id}" if person else ""
        await self.page.goto(f"{self.standin.page_url}{who}")
        await expect(self.page.locator("body[data-connection=live]")).to_be_attached()
        await expect(self.page.locator(f"#main [data-channel-id='{self.news.id}']")).to_be_visible()

    def message(self, text: str, *, where: str = "#main") -> Locator:
        return self.page.locator(f"{where} li[data-message-id]").filter(has_text=text)

    def vote(self, emoji: str) -> Locator:
        return self.page.locator(f"#main [data-testid=reaction][data-emoji='{emoji}']")

    def composer(self, where: str = "#main") -> Locator:
        return self.page.locator(f"{where} [data-testid=composer]")
