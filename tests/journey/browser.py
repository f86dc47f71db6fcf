"""Chromium, where a machine has one, in front of a demo's page."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, async_playwright

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
_QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
_PATIENCE_MS = 20_000


@asynccontextmanager
async def a_page(*, scale: float = 1, width: int = 1280, height: int = 800) -> AsyncIterator[Page]:
    """Open an empty page; what its scripts fail with is raised at the end."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=[*_FLAGS, *_QUIET])
        page = await browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.set_default_timeout(_PATIENCE_MS)
        try:
            yield page
        finally:
            await browser.close()
    assert not faults, faults
