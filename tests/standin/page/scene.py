"""What a test of the page has before it: the local Discord, three people, an app and a browser."""

import shutil
from dataclasses import dataclass
from typing import Any

import discord
import pytest
from playwright.async_api import Locator, Page, expect

from bot.standin.server import StandIn
from bot.standin.world.model import Account, Channel
from tests.standin.page.answering_app import AnsweringApp
from tests.standin.page.workbench import Workbench

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


@dataclass
class Bench:
    """The scene, with a discord.py app that has one of everything and a forum."""

    scene: Scene
    app: Workbench
    forum: Channel

    @property
    def page(self) -> Page:
        return self.scene.page

    async def open(self, *, person: Account | None = None) -> None:
        await self.scene.open(person=person or self.scene.reader)

    async def say(self, content: str, **more: Any) -> discord.Message:
        """Let the app say something in the channel on screen."""
        return await self.app.get_partial_messageable(self.scene.news.id).send(content, **more)

    def answer(self, text: str, where: str = "#main") -> Locator:
        """What only this person sees."""
        return self.page.locator(f"{where} li[data-private=yes]").filter(has_text=text)

    async def command(self, line: str) -> Locator:
        """Type a command, take it with Enter, and get its form."""
        await self.scene.composer().press_sequentially(line)
        await expect(self.page.locator("#main [data-testid=completions] [role=option]").first).to_be_visible()
        await self.page.keyboard.press("Enter")
        form = self.page.locator("#main [data-testid=command-form]")
        await expect(form).to_be_visible()
        return form

    async def menu_of(self, text: str, item: str) -> None:
        """Choose from a message's menu, by keyboard: its tools show themselves where one is."""
        message = self.scene.message(text).first
        await message.locator("article").focus()
        await message.get_by_test_id("message-menu").focus()
        await self.page.keyboard.press("Enter")
        await self.page.locator(f"[data-menu='{item}']").click()
