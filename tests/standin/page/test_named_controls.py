"""Every control with which one acts has a name and a role that a screen reader can tell."""

from typing import Any

import discord
from playwright.async_api import FilePayload, Page, expect

from tests.standin.page.scene import Bench, needs_browser
from tests.standin.page.workbench import Counter, Selects

pytestmark = needs_browser

CONTROLS = {
    "button",
    "checkbox",
    "combobox",
    "dialog",
    "group",
    "link",
    "listbox",
    "menu",
    "menuitem",
    "option",
    "radio",
    "radiogroup",
    "searchbox",
    "spinbutton",
    "textbox",
}


async def nameless(page: Page) -> list[str]:
    """What Chromium's own accessibility tree holds without a name."""
    devtools = await page.context.new_cdp_session(page)
    tree = await devtools.send("Accessibility.getFullAXTree")
    await devtools.detach()
    return [_told(node) for node in tree["nodes"] if _acts(node) and not node["name"].get("value")]


def _acts(node: dict[str, Any]) -> bool:
    return not node["ignored"] and node["role"]["value"] in CONTROLS


def _told(node: dict[str, Any]) -> str:
    return f"{node['role']['value']} {node.get('properties')}"


async def test_whatever_opens_has_named_controls_and_takes_the_focus_and_gives_it_back(bench: Bench) -> None:
    """One page load for all of it: loading costs more than looking."""
    await bench.say("Counted 0", view=Counter())
    await bench.say("Pick", view=Selects(discord.Object(bench.scene.reader.id)))
    await bench.app.ask_again(bench.scene.news.id)
    bench.scene.standin.world.post(bench.scene.news, bench.scene.reader, content="My own")
    server = bench.scene.news.server
    assert server is not None
    await bench.open(person=bench.scene.standin.world.accounts[server.owner_id])
    page = bench.page
    picture: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": b"x"}
    await page.get_by_test_id("attach-input").set_input_files(picture)
    assert await nameless(page) == []

    for opener, opened in {
        "[data-testid=emoji]": ".popover",
        "[data-testid=pins]": "[data-testid=pin-list]",
        "[data-testid=members]": ".popover [data-member]",
        "[data-testid=channel-menu]": "[role=menu]",
        "[data-custom-id=people]": ".popover [role=listbox]",
        "[data-custom-id=form]": "[data-testid=modal]",
        "[data-custom-id=more]": "[data-testid=modal]",
    }.items():
        await page.locator(f"#main {opener}").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator(opened).first).to_be_visible()
        assert await nameless(page) == [], opener
        within = "e => !!document.activeElement.closest('.popover, dialog')"
        assert await page.locator("body").evaluate(within), opener
        await page.keyboard.press("Escape")
        await expect(page.locator(opened)).to_have_count(0)
        await expect(page.locator(f"#main {opener}")).to_be_focused()
    await bench.menu_of("My own", "About Ada")
    await expect(page.locator(".user-popover [data-menu=Greet]")).to_be_visible()
    assert await nameless(page) == []
    await page.keyboard.press("Escape")
    for item in ("Start a discussion", "Integrations: who may use commands"):
        await page.locator("#main [data-testid=channel-menu]").click()
        await page.locator(f"[data-menu='{item}']").click()
        await expect(page.locator("dialog")).to_be_visible()
        assert await nameless(page) == [], item
        await page.keyboard.press("Escape")
    await bench.command("/order")
    assert await nameless(page) == []
