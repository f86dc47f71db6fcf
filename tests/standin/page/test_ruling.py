"""Who may use which command, as whoever manages the server sets it in the page."""

from playwright.async_api import expect

from tests.standin.page.scene import Bench, needs_browser

pytestmark = needs_browser


async def test_the_owner_sets_who_may_use_a_command_and_it_holds_at_once(bench: Bench) -> None:
    server = bench.scene.news.server
    assert server is not None
    await bench.open(person=bench.scene.standin.world.accounts[server.owner_id])
    page, rules = bench.page, bench.page.locator("[data-rules='/find']")

    await page.locator("#main [data-testid=channel-menu]").click()
    await page.locator("[data-menu^=Integrations]").click()
    await expect(rules).to_contain_text("by default: everybody")
    await rules.locator("summary").click()
    await rules.get_by_role("button", name="Role or member for /find").click()
    await page.get_by_role("option", name="everyone").click()
    await expect(rules).to_contain_text("1 rule")
    await rules.get_by_role("button", name="everyone: allowed").click()
    await expect(rules.get_by_role("button", name="everyone: allowed")).to_have_text("denied")
    await page.keyboard.press("Escape")
    await page.locator("[data-testid=person-switch] [data-role=reader]").click()
    await expect(bench.scene.composer()).to_be_visible()
    await bench.scene.composer().press_sequentially("/find")

    await expect(page.get_by_test_id("completions").first).to_contain_text("No command of that name")
