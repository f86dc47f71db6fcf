"""A command's form in a real browser: where it stands, and what its choices leave in sight."""

import pytest
from playwright.async_api import FloatRect, expect

from tests.standin.page.scene import Scene, needs_browser

pytestmark = needs_browser

WORDS = "How readers reacted to it " * 3


@pytest.mark.parametrize("width", [1440, 1280, 1024, 768, 390, 320])
async def test_a_commands_form_fits_the_discussion_and_its_choices_hide_nothing_of_it(
    scene: Scene, width: int
) -> None:
    names = ("story", "channel-of-the-story", "since", "until", "sort")
    options = [{"type": 3, "name": name, "description": WORDS, "required": True} for name in names]
    options[0]["choices"] = [{"name": f"A long headline, number {n}", "value": n} for n in "123456789"]
    results = {"type": 1, "name": "results", "description": WORDS, "options": options}
    await scene.app.offer({"name": "news", "description": "News", "options": [results]})
    await scene.app.send_card(scene.news.id, "Port strike ends")
    await scene.page.set_viewport_size({"width": width, "height": 700})
    await scene.page.goto(f"{scene.standin.page_url}?as={scene.reader.id}")

    await scene.page.locator("#main").get_by_test_id("open-thread").click()
    await scene.composer("#panel").press_sequentially("/news")
    await scene.page.locator("#panel [data-command='news results']").click()
    await expect(scene.page.locator("#panel [data-choice]").first).to_be_visible()

    panel, form = await box(scene, "#panel"), await box(scene, "#panel [data-testid=command-form]")
    run = await box(scene, "#panel [data-testid=command-run]")
    choices = await box(scene, "#panel [data-testid=choices]")
    assert panel["x"] <= form["x"] <= run["x"]
    assert run["x"] + run["width"] <= form["x"] + form["width"] <= panel["x"] + panel["width"] <= width
    assert panel["y"] <= choices["y"] <= choices["y"] + choices["height"] <= form["y"]
    await scene.page.evaluate("document.scrollingElement.scrollLeft = document.body.scrollLeft = 500")
    assert await scene.page.evaluate("document.scrollingElement.scrollLeft + document.body.scrollLeft") == 0


async def test_an_option_named_while_one_types_leads_to_its_field(scene: Scene) -> None:
    options = [
        {"type": 3, "name": name, "description": name, "required": name == "url"}
        for name in ("url", "one", "two", "tag")
    ]
    add = {"type": 1, "name": "add", "description": "Follow a feed", "options": options}
    await scene.app.offer({"name": "feeds", "description": "Feeds", "options": [add]})
    await scene.page.goto(f"{scene.standin.page_url}?as={scene.reader.id}")

    await scene.composer("#main").press_sequentially("/")
    await expect(scene.page.locator("[data-command='feeds add']")).to_be_visible()
    await scene.composer("#main").press_sequentially("feeds add url:https://example.org/feed tag:Harbour")

    await expect(scene.page.locator("[data-option=url]")).to_have_value("https://example.org/feed")
    await expect(scene.page.locator("[data-option=tag]")).to_have_value("Harbour")
    await expect(scene.page.locator("[data-add-option=tag]")).to_have_count(0)


async def box(scene: Scene, selector: str) -> FloatRect:
    found = await scene.page.locator(selector).first.bounding_box()
    assert found is not None
    return found
