"""Buttons, select menus and forms of a real discord.py app, used in the page."""

import discord
from playwright.async_api import FilePayload, expect

from tests.standin.page.scene import Bench, needs_browser
from tests.standin.page.workbench import Counter, Selects

pytestmark = needs_browser

PROOF: FilePayload = {"name": "proof.txt", "mimeType": "text/plain", "buffer": b"It is so."}


async def test_a_button_changes_its_message_before_ones_eyes_and_every_kind_of_select_answers(
    bench: Bench,
) -> None:
    await bench.say("Counted 0", view=Counter())
    await bench.say("Pick", view=Selects(discord.Object(bench.scene.reader.id)))
    await bench.open()
    page = bench.page

    await page.locator("[data-custom-id=count]").click()
    await expect(bench.scene.message("Counted 1")).to_contain_text("(edited)")
    await expect(page.locator("[data-custom-id=people]")).to_have_accessible_name("People: Ada")
    for menu, names in {
        "sizes": ["Large", "Small"],
        "people": ["Milo"],
        "roles": ["Desk"],
        "either": ["Olena", "Desk"],
        "places": ["world"],
    }.items():
        await page.locator(f"[data-custom-id={menu}]").focus()
        await page.keyboard.press("Enter")
        for name in names:
            await page.get_by_role("option", name=name, exact=False).first.click()
        if menu == "sizes":
            await page.get_by_test_id("picker-apply").click()
        elif menu == "either":  # a press outside takes what was chosen
            await page.locator("#main header").first.click(position={"x": 300, "y": 10})
        await expect(bench.answer(f"{menu}: ")).to_be_visible()

    await expect(bench.answer("sizes: ")).to_contain_text("large, small")
    await expect(bench.answer("either: ")).to_contain_text("olena, Desk")
    await expect(bench.answer("places: ")).to_contain_text("world")
    await expect(bench.answer("people: ")).to_contain_text("milo")


async def test_a_form_takes_texts_choices_and_files_and_tells_at_a_field_what_is_wrong(
    bench: Bench,
) -> None:
    await bench.say("Counted 0", view=Counter())
    await bench.open()
    page, form = bench.page, bench.page.get_by_test_id("modal")

    await page.locator("[data-custom-id=form]").click()
    await expect(form.locator("strong", has_text="words")).to_be_visible()
    await form.locator("[data-field=headline]").fill("Ic")
    await page.keyboard.press("Enter")
    await expect(form.locator(".modal-row", has_text="Headline")).to_contain_text("At least 3 characters.")
    await page.keyboard.press("Escape")
    await page.locator("[data-custom-id=form]").click()
    await expect(form.locator("[data-field=headline]")).to_have_value("Ic")
    await form.locator("[data-field=headline]").fill("Ice on the lake")
    await form.locator("[data-field=size]").click()
    await page.get_by_role("option", name="Large").click()
    await page.get_by_test_id("picker-apply").click()
    await form.locator("[data-field=where]").click()
    await page.get_by_role("option", name="ideas").click()
    await page.get_by_test_id("picker-apply").click()
    await form.locator("[data-field=proof]").set_input_files([PROOF])
    await page.get_by_test_id("modal-submit").click()

    await expect(bench.answer("Filled in: ")).to_contain_text("Ice on the lake")
    await expect(bench.answer("Filled in: ")).to_contain_text("large")
    await expect(bench.answer("Filled in: ")).to_contain_text("[('proof.txt', 'It is so.')]")


async def test_a_form_ticks_radio_buttons_and_checkboxes_by_keyboard(bench: Bench) -> None:
    await bench.app.ask_again(bench.scene.news.id)
    await bench.open()
    page, form = bench.page, bench.page.get_by_test_id("modal")

    await page.locator("[data-custom-id=more]").focus()
    await page.keyboard.press("Enter")
    await expect(form.get_by_role("radiogroup", name="Colour required")).to_be_visible()
    await page.get_by_test_id("modal-submit").click()
    await expect(form.locator(".modal-row", has_text="Colour")).to_contain_text("Choose one.")
    await expect(form.get_by_role("radio", name="red")).to_be_focused()
    for key in ("ArrowDown", "Tab", "Space", "Tab", "Tab", "Space", "Tab", "Space", "Tab"):
        await page.keyboard.press(key)
    await page.keyboard.type("Two\nlines")
    await form.locator("[data-field=reader]").click()
    await page.get_by_role("option", name="Ada").click()
    await page.get_by_test_id("picker-apply").click()
    await page.get_by_test_id("modal-submit").click()

    said = bench.answer("Ticked: ")
    await expect(said).to_contain_text(r"['green', 'Mon', 'Wed', True, 'Two\nlines'] ['ada']")
