"""What one looks for is in sight, called by its name, and goes when it is gone."""

from playwright.async_api import FilePayload, Locator, expect

from bot.standin.world.model import ChannelKind, Emoji
from tests.standin.page.scene import Bench, Scene, needs_browser

pytestmark = needs_browser

IN_SIGHT = """(row) => {
    const message = row.querySelector("article").getBoundingClientRect();
    const votes = row.querySelector(".reactions").getBoundingClientRect();
    const room = row.closest(".scroller").getBoundingClientRect();
    return [message.top >= room.top - 1, votes.bottom <= room.bottom + 1];
}"""
NOTE: FilePayload = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"eleven byte"}


async def height(part: Locator) -> float:
    box = await part.bounding_box()
    assert box is not None
    return box["height"]


async def test_a_low_window_keeps_its_channels_and_a_link_leads_to_the_whole_message(scene: Scene) -> None:
    world, page, news = scene.standin.world, scene.page, scene.news
    assert news.server is not None
    fits, tall = (world.post(news, scene.moderator, "Vote!" + "\nLine" * lines) for lines in (5, 40))
    for number in range(40):
        world.post(news, scene.moderator, f"Message {number}.\nTwo\nThree")
    for vote in (fits, tall):
        world.react(vote, scene.moderator, Emoji("👍"))
        world.post(
            news, scene.moderator, f"https://discord.com/channels/{news.server.id}/{news.id}/{vote.id}"
        )
    await page.emulate_media(reduced_motion="reduce")
    await page.set_viewport_size({"width": 780, "height": 437})
    await scene.open(person=scene.reader)
    channels, people = page.locator("#channel-nav"), page.get_by_test_id("person-switch")

    assert await height(channels) > 220
    await expect(page.locator("#people")).to_have_text("Who I am: Ada", use_inner_text=True)
    await page.get_by_test_id("fold-people").click()
    await expect(people).to_be_visible()
    assert await height(channels) > 120
    await page.reload()
    await expect(people).to_be_visible()

    for vote, whole in ((fits, [True, True]), (tall, [False, True])):
        await page.locator(f"#main a[data-jump='{vote.id}']").click()
        row = page.locator(f"#main li[data-message-id='{vote.id}']")
        await expect(row.locator("article")).to_be_focused()
        assert await row.evaluate(IN_SIGHT) == whole
        await expect(row.locator("article")).not_to_have_css("box-shadow", "none")
        await page.locator("#main .jump").click()


async def test_what_was_deleted_is_not_new_and_what_is_in_sight_needs_no_way_to_it(scene: Scene) -> None:
    world, page, server = scene.standin.world, scene.page, scene.news.server
    assert server is not None
    one, other = (world.create_channel(server, name, kind=ChannelKind.TEXT) for name in ("one", "other"))
    for channel in (one, other):
        world.post(channel, scene.moderator, "Seen.")
    await scene.open(person=scene.reader)

    def link(channel_id: int) -> Locator:
        return page.locator(f".channel-link[data-channel-id='{channel_id}']")

    gone = [world.post(one, scene.moderator, f"<@{scene.reader.id}> Gone {n}") for n in range(2)]
    await expect(link(one.id)).to_have_attribute("data-unread", "2")
    world.delete_message(gone[0])
    await expect(link(one.id)).to_have_attribute("data-unread", "1")
    world.delete_messages(one, gone[1:])
    await expect(link(one.id)).not_to_have_attribute("data-unread", "1")
    await expect(link(one.id)).not_to_have_attribute("data-unread", "yes")

    await page.locator("[data-role=moderator]").click()
    await expect(page.locator("[data-role=moderator]")).to_have_attribute("aria-checked", "true")
    missed = world.post(one, scene.moderator, "Gone before it was seen")
    world.delete_message(missed)
    kept = world.post(other, scene.moderator, "Kept")
    await page.locator("[data-role=reader]").click()
    await expect(link(other.id)).to_have_attribute("data-unread", "yes")
    await expect(link(one.id)).not_to_have_attribute("data-unread", "yes")
    world.delete_message(kept)
    await expect(link(other.id)).not_to_have_attribute("data-unread", "yes")

    card = world.post(scene.news, scene.moderator, "A card")
    thread = world.create_thread(scene.news, "About it", owner=scene.moderator, message=card)
    world.post(thread, scene.moderator, "In plain sight")
    await expect(link(thread.id)).to_have_attribute("data-unread", "2")
    await link(thread.id).click()
    await expect(scene.message("In plain sight", where="#panel")).to_be_in_viewport()
    await expect(page.locator("#panel .timeline[data-at-start=true]")).to_be_visible()
    await expect(page.locator("#panel .news")).to_be_hidden()
    await expect(page.locator("#panel .fresh")).to_have_count(1)


async def test_refusals_say_what_to_do_and_an_edit_is_called_one(bench: Bench) -> None:
    world, page, scene = bench.scene.standin.world, bench.page, bench.scene
    world.create_thread(scene.news, "Aside", owner=scene.reader)
    await bench.open()
    field, fault = scene.composer(), page.locator("#main .composer-fault")

    await field.fill("x" * 2001)
    await field.press("Enter")
    await expect(fault).to_contain_text("2001 characters. Shorten it to 2000 or fewer")
    words = "import('/sayings.js').then(({ sayingOf }) => sayingOf(%s, 400))"
    long = "{message: 'Invalid Form Body', code: 50035, errors: {name: {_errors: [{message: '%s'}]}}}"
    assert await page.evaluate(words % (long % "Must be 100 or fewer in length.")) == (
        "The name is too long: shorten it to 100 characters or fewer."
    )
    await field.fill("One line")
    await page.get_by_test_id("attach-input").set_input_files([NOTE])
    await expect(page.get_by_test_id("tray").first).to_contain_text("11 bytes")
    await field.press("Enter")
    message = scene.message("One line")
    await expect(message).to_contain_text("11 bytes")
    await field.fill("Just words")
    await field.press("Enter")
    await expect(scene.message("Just words")).to_be_visible()
    await field.press("ArrowUp")
    await expect(field).to_have_accessible_name("Edit your message")
    await field.fill("")
    await field.press("Enter")
    await expect(fault).to_contain_text("choose “Delete message” in its menu")
    await field.fill("Few words")
    await field.press("Enter")
    await expect(field).to_have_accessible_name("Message #world")
    await expect(scene.message("Few words").locator("p .edited")).to_be_visible()
    assert await height(scene.message("Few words").locator(".content")) < 30

    await bench.menu_of("Few words", "Forward")
    await expect(page.get_by_role("heading", name="Forward to")).to_be_visible()
    await expect(page.get_by_role("option", name="Aside discussion under world")).to_be_visible()
    await page.get_by_role("option", name="Workbench direct message").click()
    await expect(page.locator("#main h2")).to_have_text("Workbench")
    await expect(scene.message("Few words")).to_contain_text("Forwarded")


async def test_names_open_cards_and_what_is_hidden_is_no_stop_on_the_way(scene: Scene) -> None:
    world, page = scene.standin.world, scene.page
    names = (
        f"Plain **words** <@{scene.moderator.id}> <#{scene.news.id}> and ||a [secret](https://b.example)||"
    )
    for _ in range(2):
        world.post(scene.news, scene.moderator, names)
    await scene.open(person=scene.reader)
    first, last = (scene.message("Plain").nth(number) for number in range(2))

    await expect(first.get_by_role("button", name="Spoiler")).to_have_attribute("tabindex", "-1")
    await last.locator("article").focus()
    await expect(last.get_by_role("button", name="Spoiler")).to_have_attribute("tabindex", "0")
    assert await height(last.locator("[data-mention-channel-id]")) < 20
    assert await height(last.locator("p")) < 25
    await last.get_by_role("button", name="@Milo").click()

    await expect(page.locator(".user-popover")).to_contain_text("Milo")
    await page.keyboard.press("Escape")
    await expect(last.get_by_role("button", name="@Milo")).to_be_focused()
    await last.get_by_role("button", name="Spoiler").press("Enter")
    await expect(last.get_by_role("link", name="secret")).to_be_visible()
