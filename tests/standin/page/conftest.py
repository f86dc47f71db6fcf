"""One browser for all tests of the page, and a fresh scene for each."""

import contextlib
import subprocess
import threading
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Page, async_playwright

from bot.standin.server import Settings, StandIn
from bot.standin.world import permissions
from bot.standin.world.model import Account, ChannelKind, CustomEmoji, ForumTag, Role
from bot.standin.world.settlement import settle
from tests.patience import PATIENCE
from tests.standin.conftest import redirect
from tests.standin.page.answering_app import AnsweringApp
from tests.standin.page.scene import BROWSER, Bench, Scene
from tests.standin.page.workbench import at_work

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One browser for all tests, since starting it costs more than most of them."""
    assert BROWSER is not None
    profile = f"--user-data-dir={tmp_path_factory.mktemp('browser')}"
    command = [BROWSER, "--headless", "--remote-debugging-port=0", profile, *FLAGS, *QUIET, "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as browser:
        assert browser.stderr is not None
        address = next(line.split()[-1] for line in browser.stderr if "DevTools listening on" in line)
        # it goes on to complain there, and would stop when nobody reads it
        threading.Thread(target=browser.stderr.read, daemon=True).start()
        yield address
        browser.terminate()


@pytest.fixture
async def scene(browser_address: str) -> AsyncIterator[Scene]:
    async with contextlib.AsyncExitStack() as stack:
        yield await _set(stack, browser_address, Settings())


@pytest.fixture
async def bench(browser_address: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    """The scene with a forum, an emoji of its own, and a real discord.py app that answers for everything."""
    async with contextlib.AsyncExitStack() as stack:
        scene = await _set(stack, browser_address, Settings())
        world, server = scene.standin.world, scene.news.server
        assert server is not None
        forum = world.create_channel(server, "ideas", kind=ChannelKind.FORUM)
        forum.tags = [ForumTag(world.mint.next(), name) for name in ("page", "bot")]
        tide = CustomEmoji(world.mint.next(), "tide")
        server.emojis[tide.id] = tide
        application = world.create_application("Workbench")
        world.install(application, server, permissions=permissions.ALL)
        redirect(scene.standin, monkeypatch)
        app = await stack.enter_async_context(at_work(scene.standin, application.token))
        yield Bench(scene, app, forum)


async def _set(stack: contextlib.AsyncExitStack, browser_address: str, settings: Settings) -> Scene:
    standin = await stack.enter_async_context(StandIn(settings))
    made = settle(
        standin.world,
        permissions=permissions.ALL,
        roles={"Desk": permissions.MANAGE_MESSAGES},
        members={"Milo": ("Desk",), "Ada": ()},
        channels={"world": ChannelKind.TEXT},
        on_page=True,
    )
    world, server, news, desk_role = made.world, made.server, made.channels["world"], made.roles["Desk"]
    hidden: dict[Role | Account, tuple[int, int]] = {
        server.everyone: (0, permissions.VIEW_CHANNEL),
        desk_role: (permissions.VIEW_CHANNEL, 0),
    }
    desk = world.create_channel(server, "desk", kind=ChannelKind.TEXT, overwrites=hidden)
    account = made.bot.account
    app = AnsweringApp(standin.api_url, standin.gateway_url, account.token, account.id)
    await stack.enter_async_context(app)
    page = await _page(stack, browser_address)
    return Scene(standin, app, page, news, desk, made.members["Ada"], made.members["Milo"])


async def _page(stack: contextlib.AsyncExitStack, browser_address: str) -> Page:
    playwright = await stack.enter_async_context(async_playwright())
    browser = await playwright.chromium.connect_over_cdp(browser_address)
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    stack.push_async_callback(context.close)
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    stack.callback(lambda: pytest.fail(f"the page's script failed: {faults}") if faults else None)
    page.set_default_timeout(PATIENCE * 1000)
    return page
