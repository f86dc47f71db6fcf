"""One never loses the way, what has focus, or what was said: after a reload, on a narrow screen, by ear."""

from playwright.async_api import FilePayload, expect

from tests.standin.page.scene import Bench, Scene, needs_browser

pytestmark = needs_browser

NOTE: FilePayload = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"words"}


async def test_beside_a_direct_message_the_servers_channels_are_there_after_a_reload(bench: Bench) -> None:
    await bench.open()
    page = bench.page
    await page.get_by_test_id("members").first.click()
    await page.get_by_test_id("member-list").get_by_role("button", name="Milo").click()
    await page.get_by_role("button", name="Message", exact=True).click()
    await expect(page.locator("#main h2")).to_have_text("Milo")

    await page.reload()

    await expect(page.locator("#main h2")).to_have_text("Milo")
    await page.locator(".channel-link", has_text="world").click()
    await expect(page.locator("#main h2")).to_contain_text("world")


async def test_what_one_said_or_saw_come_is_not_new_after_a_reload_or_as_somebody_else_between(
    scene: Scene,
) -> None:
    scene.standin.world.post(scene.news, scene.moderator, content="Before")
    await scene.open(person=scene.reader)
    await expect(scene.message("Before")).to_be_visible()
    await scene.composer().fill("My own")
    await scene.page.keyboard.press("Enter")
    await expect(scene.message("My own")).to_be_visible()
    scene.standin.world.post(scene.news, scene.moderator, content="Seen")
    await expect(scene.message("Seen")).to_be_visible()

    for again in ("Milo", "Ada", None):
        if again:
            await scene.page.get_by_role("radio", name=again).click()
        else:
            await scene.page.reload()
        await expect(scene.message("Seen")).to_be_visible()
        await expect(scene.page.get_by_role("separator", name="New messages")).to_have_count(0)


async def test_files_what_was_forwarded_and_an_answer_thought_about_are_told_by_ear(bench: Bench) -> None:
    await bench.open()
    page = bench.page
    await page.get_by_test_id("attach-input").set_input_files([NOTE])
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("article", name=": note.txt")).to_be_visible()
    await bench.menu_of("note.txt", "Forward")
    await page.get_by_role("option", name="world").click()
    await expect(page.get_by_role("article", name=": forwarded: note.txt")).to_be_visible()

    form = await bench.command("/slow")
    await form.get_by_role("button", name="Run").click()
    await expect(bench.answer("thinking")).to_be_visible()
    await expect(page.locator("#announcer")).not_to_contain_text("only for you")
    bench.app.go_on.set()

    await expect(page.locator("#announcer")).to_contain_text("only for you: Done at last.")


async def test_the_list_of_channels_takes_focus_on_a_narrow_screen_and_a_new_channel_keeps_it(
    bench: Bench,
) -> None:
    other = bench.scene.standin.world.create_channel(bench.forum.server, "harbour")
    bench.scene.standin.world.post(bench.scene.news, bench.scene.moderator, content=f"See <#{other.id}>")
    await bench.page.set_viewport_size({"width": 390, "height": 800})
    await bench.open()
    page = bench.page
    await page.get_by_test_id("open-nav").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".channel-link", has_text="world")).to_be_focused()
    await page.keyboard.press("Escape")
    await page.locator("#main article button.mention").focus()

    await page.keyboard.press("Enter")

    await expect(page.locator("#main h2")).to_be_focused()
    await expect(page.locator("#main h2")).to_contain_text("harbour")


async def test_an_emoji_is_found_by_typing_and_a_filter_says_when_nothing_fits(bench: Bench) -> None:
    server = bench.scene.news.server
    assert server is not None
    for number in range(9):
        bench.scene.standin.world.create_channel(server, f"isle-{number}")
    bench.scene.standin.world.post(bench.scene.news, bench.scene.moderator, content="Pass it on")
    await bench.open()
    page = bench.page

    await page.get_by_role("button", name="Emoji").first.click()
    await page.keyboard.type("tada")
    await page.keyboard.press("Enter")
    await expect(bench.scene.composer()).to_have_value("🎉")
    await bench.menu_of("Pass it on", "Forward")
    await page.keyboard.type("xyz")

    await expect(page.get_by_role("status").filter(has_text="Nothing fits.")).to_be_visible()
