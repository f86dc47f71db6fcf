"""Commands and menus as a person uses them in the page, answered by a real discord.py app."""

from playwright.async_api import FilePayload, expect

from bot.standin.limits import INTERACTION_SECONDS
from tests.standin.page.answering_app import privately
from tests.standin.page.scene import Bench, Scene, needs_browser
from tests.standin.page.test_crowd import AT_END

pytestmark = needs_browser

CHOSEN = "[data-testid=choices]:visible [role=option][aria-selected=true]"
PICTURE: FilePayload = {"name": "tide.png", "mimeType": "image/png", "buffer": b"\x89PNG not really"}


async def test_an_option_of_each_kind_is_typed_checked_and_reaches_the_app_as_its_own_type(
    bench: Bench,
) -> None:
    await bench.open()
    form = await bench.command("/ord")
    fault = form.locator(".option-fault")
    typed = {"what": "Tea", "count": "11", "price": "2.5", "gift": "tr", "who": "mi", "where": "wor"}

    for name, text in typed.items():
        await form.locator(f"[data-option={name}]").press_sequentially(text)
        if name in ("gift", "who", "where"):
            await expect(bench.page.locator(CHOSEN)).to_contain_text(text, ignore_case=True)
            await bench.page.keyboard.press("Enter")
    await form.locator("[data-option=what]").press("Enter")
    await expect(fault.filter(has_text="At most 10.")).to_be_visible()
    await expect(form.locator("[data-option=count]")).to_be_focused()
    await form.locator("[data-option=count]").fill("4")
    await bench.page.keyboard.press("Enter")
    await expect(fault.filter(has_text="This one is required.")).to_be_visible()
    await form.locator("[data-option=team]").fill("Desk")
    await form.locator("[data-option=either]").fill("Desk")
    await form.locator("[data-option=size]").fill("large")
    await form.locator("[data-add-option=picture]").click()
    await form.locator("[data-option=picture]").set_input_files(PICTURE)
    await form.get_by_test_id("command-run").click()

    said = "Tea | 5 | 5.0 | True | Milo | world | Desk |"
    await expect(bench.answer(said)).to_contain_text("| large | tide.png | 15")
    assert bench.app.files == [PICTURE["buffer"]]


async def test_the_app_completes_an_option_as_one_types_and_the_keyboard_takes_it(bench: Bench) -> None:
    await bench.open()
    form = await bench.command("/find")
    field = form.locator("[data-option=story]")
    choices = bench.page.locator("[data-testid=choices]:visible [role=option]")

    await form.locator("[data-option=sort]").fill("old")
    await field.press_sequentially("port")
    await expect(choices).to_have_text(["Port strike ends (old)", "Port to get a new crane (old)"])
    await field.press("ArrowDown")
    await field.press("ArrowDown")
    await expect(choices.nth(1)).to_have_attribute("aria-selected", "true")
    await field.press("Enter")
    await expect(field).to_have_value("Port to get a new crane (old)")
    await field.press("Enter")

    await expect(bench.answer("Found Port to get a new crane, old first")).to_be_visible()


async def test_a_command_that_is_left_stays_as_a_line_and_a_line_becomes_a_command(
    bench: Bench,
) -> None:
    await bench.open()
    line = "/find story:Ice: a report sort:old"

    await bench.scene.composer().fill(line)
    await bench.page.keyboard.press("Enter")
    await expect(bench.page.locator("[data-option=story]")).to_have_value("Ice: a report")
    await bench.page.keyboard.press("Escape")
    await bench.page.keyboard.press("Escape")
    await expect(bench.scene.composer()).to_have_value(line)
    await bench.page.keyboard.press("Enter")
    await bench.page.get_by_test_id("command-run").click()

    await expect(bench.answer("Found Ice: a report, old first")).to_be_visible()


async def test_a_deferred_answer_thinks_is_filled_in_followed_and_dismissed(
    bench: Bench,
) -> None:
    await bench.open()

    await bench.command("/slow")
    await bench.page.keyboard.press("Enter")
    await expect(bench.page.get_by_test_id("thinking")).to_be_visible()
    bench.app.go_on.set()

    await expect(bench.answer("Done at last.")).to_contain_text("Only you can see this")
    await expect(bench.page.get_by_test_id("thinking")).to_have_count(0)
    await expect(bench.answer("And one thing more.")).to_be_visible()
    await bench.answer("Done at last.").get_by_role("button", name="Dismiss").click()
    await expect(bench.answer("Done at last.")).to_have_count(0)


async def test_a_command_without_an_answer_says_so_and_keeps_what_was_filled_in(scene: Scene) -> None:
    option = {"type": 3, "name": "url", "description": "Its address", "required": True}
    await scene.app.offer({"name": "feeds", "description": "Feeds", "options": [option]})
    await scene.open(person=scene.reader)

    await scene.composer().press_sequentially("/feeds ")
    await scene.page.locator("[data-option=url]").fill("https://example.org")
    scene.standin.interactions.answer_seconds = 0.05
    await scene.page.keyboard.press("Enter")
    form = scene.page.get_by_test_id("command-form")
    await expect(
        form.get_by_role("alert").filter(has_text="The application did not respond.")
    ).to_be_visible()
    await expect(form.locator("[data-option=url]")).to_have_value("https://example.org")
    scene.standin.interactions.answer_seconds = INTERACTION_SECONDS
    scene.app.answers["feeds"] = lambda _: privately("There now.")
    await scene.page.get_by_test_id("command-run").click()

    await expect(scene.message("There now.")).to_be_visible()


async def test_the_menus_of_a_message_and_of_a_person_hold_the_apps_commands(bench: Bench) -> None:
    bench.scene.standin.world.post(bench.scene.news, bench.scene.moderator, content="Ice on the lake")
    await bench.open()
    message = bench.scene.message("Ice on the lake")

    await message.locator(".author").click()
    await bench.page.locator("[data-menu=Greet]").click()
    await expect(bench.answer("Greeted Milo")).to_be_visible()
    await message.locator("article").focus()
    await message.get_by_test_id("message-menu").focus()
    await bench.page.keyboard.press("Enter")
    await expect(bench.page.locator("[data-menu='Reply']")).to_be_focused()
    await bench.page.keyboard.press("End")
    await bench.page.keyboard.press("Enter")

    await expect(bench.answer("Clipped: Ice on the lake")).to_be_visible()


async def test_a_long_private_answer_is_in_view_whole_though_the_form_above_the_keys_closes(
    scene: Scene,
) -> None:
    options = [
        {"type": 3, "name": f"word{number}", "description": "A word", "required": True} for number in range(4)
    ]
    await scene.app.offer({"name": "desk", "description": "What waits", "options": options})
    scene.app.answers["desk"] = lambda _: privately("\n".join(f"Line {number}" for number in range(40)))
    for number in range(30):
        await scene.app.send(scene.news.id, content=f"Message {number}")
    await scene.open(person=scene.reader)
    await expect(scene.message("Message 29")).to_be_visible()

    for _ in range(3):
        await scene.composer().press_sequentially("/desk ")
        for number in range(4):
            await scene.page.locator(f"[data-option=word{number}]").fill("x")
        await scene.page.get_by_test_id("command-run").click()
        await expect(scene.page.get_by_test_id("command-form")).to_be_hidden()
        await expect(scene.message("Line 39").last).to_be_visible()
        await scene.page.wait_for_function(AT_END)
