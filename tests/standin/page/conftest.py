"""One browser and one event loop for all tests of the page, and a fresh scene for each."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from inspect import iscoroutinefunction
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from bot.standin.server import Settings, StandIn
from bot.standin.world import permissions
from bot.standin.world.model import Account, ChannelKind, CustomEmoji, ForumTag, Role
from bot.standin.world.settlement import settle
from tests.patience import PATIENCE
from tests.standin.conftest import redirect
from tests.standin.page.answering_app import AnsweringApp
from tests.standin.page.scene import BROWSER, Bench, Scene
from tests.standin.page.workbench import at_work

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests of this folder share a loop: what drives the browser lives in one, and starts slowly."""
    for item in items:
        if HERE in item.path.parents and iscoroutinefunction(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests, since starting it costs more than most of them."""
    assert BROWSER is not None
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def _tasks_end_with_the_test(browser: Browser) -> AsyncIterator[None]:
    """As for every test, but for those of the browser, which go on."""
    before = asyncio.all_tasks()
    yield
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    if left:
        _, left = await asyncio.wait(left, timeout=1)
    assert not left, f"tasks left running: {left}"


@pytest_asyncio.fixture(loop_scope="session")
async def scene(browser: Browser) -> AsyncIterator[Scene]:
    async with contextlib.AsyncExitStack() as stack:
        yield await _set(stack, browser, Settings())


@pytest_asyncio.fixture(loop_scope="session")
async def bench(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    """The scene with a forum, an emoji of its own, and a real discord.py app that answers for everything."""
    async with contextlib.AsyncExitStack() as stack:
        scene = await _set(stack, browser, Settings())
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


async def _set(stack: contextlib.AsyncExitStack, browser: Browser, settings: Settings) -> Scene:
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
    page = await _page(stack, browser)
    return Scene(standin, app, page, news, desk, made.members["Ada"], made.members["Milo"])


async def _page(stack: contextlib.AsyncExitStack, browser: Browser) -> Page:
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    stack.push_async_callback(context.close)
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    stack.callback(lambda: pytest.fail(f"the page's script failed: {faults}") if faults else None)
    page.set_default_timeout(PATIENCE * 1000)
    return page
