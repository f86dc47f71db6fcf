"""Writing in the page: files, names, replies, edits, posts, discussions and direct messages."""

import re
from typing import Any

from playwright.async_api import Locator, expect

from bot.standin.faults import Fault
from bot.standin.world.model import Channel, Message
from tests.standin.page.scene import Bench, Scene, needs_browser

pytestmark = needs_browser


def file(name: str, kind: str = "text/plain", data: bytes = b"words") -> Any:
    return {"name": name, "mimeType": kind, "buffer": data}


async def put_in(field: Locator, event: str, *names: str) -> None:
    """Paste or drop text files, as the browser tells of it."""
    await field.evaluate(
        """(field, [event, names]) => {
            const data = new DataTransfer();
            for (const name of names) data.items.add(new File(["words"], name, { type: "text/plain" }));
            const init = { bubbles: true, cancelable: true, clipboardData: data, dataTransfer: data };
            const Kind = event === "paste" ? ClipboardEvent : DragEvent;
            field.dispatchEvent(new Kind(event, init));
        }""",
        [event, list(names)],
    )


async def last_said(scene: Scene, channel: Channel, *, least: int = 1) -> Message:
    await scene.standin.wait_for(lambda: len(channel.log) >= least)
    return channel.log.latest(1)[0]


async def test_files_are_attached_pasted_dropped_described_hidden_taken_out_and_sent(
    bench: Bench,
) -> None:
    await bench.open()
    field, tray = bench.scene.composer(), bench.page.get_by_test_id("tray").first

    await bench.page.get_by_test_id("attach-input").set_input_files([file(f"{n}.txt") for n in range(11)])
    await expect(bench.page.locator(".composer-fault:visible")).to_contain_text("10 files")
    await bench.page.get_by_test_id("attach-input").set_input_files([file("a.png", "image/png")])
    await put_in(field, "paste", "pasted.txt")
    await put_in(field, "drop", "dropped.txt")
    await expect(tray.locator("li")).to_have_count(3)
    await tray.get_by_role("textbox", name="Description of a.png").fill("The harbour")
    await tray.get_by_role("button", name="Hide a.png until pressed").click()
    await tray.get_by_role("button", name="Take pasted.txt out").click()
    await expect(tray.get_by_role("button", name="Take dropped.txt out")).to_be_focused()
    await field.fill("Two files")
    await field.press("Enter")

    await expect(bench.scene.message("Two files")).to_contain_text("dropped.txt")
    said = await last_said(bench.scene, bench.scene.news)
    assert [one.filename for one in said.attachments] == ["SPOILER_a.png", "dropped.txt"]
    assert [one.description for one in said.attachments] == ["The harbour", None]
    await expect(tray).to_be_hidden()


async def test_names_and_emoji_are_completed_shown_as_sent_and_sent_as_discords_marks(bench: Bench) -> None:
    await bench.open()
    field, options = bench.scene.composer(), bench.page.locator("[data-testid=completions] [role=option]")

    for typed in ("**Hi** @Mil", "#wor", ":tid", ":tad"):
        await field.press_sequentially(typed)
        await expect(options.first).to_be_visible()
        await field.press("Enter")
    await field.press_sequentially("`:tada:`")
    await expect(bench.page.get_by_test_id("preview").first.locator("strong")).to_have_text("Hi")
    await expect(bench.page.get_by_test_id("preview").first).to_contain_text("@Milo")
    await field.press("Enter")

    await expect(bench.scene.message("Hi @Milo")).to_be_visible()
    said = await last_said(bench.scene, bench.scene.news)
    milo, server = bench.scene.moderator, bench.scene.news.server
    assert server is not None
    (tide,) = server.emojis
    assert said.content == f"**Hi** <@{milo.id}> <#{bench.scene.news.id}> <:tide:{tide}> 🎉 `:tada:`"
    assert said.mentions.users == [milo]
    await field.press("ArrowUp")
    await expect(field).to_have_value("**Hi** @Milo #world :tide: 🎉 `:tada:`")


async def test_one_answers_a_message_edits_what_one_said_and_deletes_it_when_sure(bench: Bench) -> None:
    bench.scene.standin.world.post(bench.scene.news, bench.scene.moderator, content="Who goes there?")
    await bench.open()
    page, field, news = bench.page, bench.scene.composer(), bench.scene.news

    await bench.menu_of("Who goes there?", "Forward")
    await page.get_by_role("option", name="world").click()
    passed_on = await last_said(bench.scene, news, least=2)
    assert passed_on.reference is not None
    assert passed_on.reference["type"] == 1
    await bench.menu_of("Who goes there?", "Reply")
    await expect(page.get_by_test_id("composer-about")).to_contain_text("Replying to Milo")
    await page.get_by_test_id("reply-ping").click()
    await field.fill("Me")
    await field.press("Enter")
    said = await last_said(bench.scene, news, least=3)
    assert (said.kind, said.content, said.mentions.users) == (19, "Me", [])
    await expect(bench.scene.message("Me").last).to_contain_text("Who goes there?")
    await field.press("ArrowUp")
    await expect(page.get_by_test_id("composer-about")).to_contain_text("Editing your message")
    await field.fill("I do")
    await field.press("Enter")
    await expect(bench.scene.message("I do")).to_contain_text("(edited)")
    await expect(field).to_have_value("")
    await bench.menu_of("I do", "Delete message")
    await page.get_by_test_id("ask-yes").click()

    await expect(bench.scene.message("I do")).to_have_count(0)
    assert news.log.get(said.id) is None


async def test_what_could_not_be_sent_stands_in_the_field_again_and_is_never_sent_twice(scene: Scene) -> None:
    route = "/channels/{channel_id}/messages"
    await scene.open(person=scene.reader)

    scene.standin.faults.add(Fault(method="POST", route=route, kind="502_after", bots_only=False))
    await scene.composer().fill("Once only")
    await scene.composer().press("Enter")
    await expect(scene.page.locator(".composer-fault:visible")).to_contain_text("502")
    await expect(scene.composer()).to_have_value("Once only")
    await scene.composer().press("Enter")
    await expect(scene.composer()).to_have_value("")
    await scene.composer().fill("x" * 2001)
    await scene.composer().press("Enter")
    await expect(scene.page.locator(".composer-fault:visible")).to_contain_text("2000 or fewer")
    await scene.page.reload()

    await expect(scene.composer()).to_have_value("x" * 2001)
    scene.news.slow_mode = 60
    for words in ("Slowly", "Too soon"):
        await scene.composer().fill(words)
        await scene.composer().press("Enter")
    await expect(scene.page.locator(".composer-fault:visible")).to_contain_text("slowmode")
    await expect(scene.composer()).to_have_value("Too soon")
    assert [one.content for one in scene.news.log] == ["Once only", "Slowly"]


async def test_a_post_has_a_title_tags_text_and_files_and_keeps_them_when_closed(
    bench: Bench,
) -> None:
    await bench.open()
    page = bench.page
    await page.locator(f".channel-link[data-channel-id='{bench.forum.id}']").click()

    await page.get_by_test_id("new-post").click()
    await page.get_by_test_id("post-text").fill("It **should** show")
    await page.locator("[data-tag=page]").click()
    await page.get_by_test_id("post-send").click()
    form = page.get_by_test_id("post-form")
    await expect(form.get_by_role("alert").filter(has_text="needs a title")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_test_id("new-post").click()
    await expect(form.locator("[data-tag=page]")).to_have_attribute("aria-pressed", "true")
    await page.get_by_test_id("post-title").fill("A map of feeds")
    await form.get_by_test_id("attach-input").set_input_files(file("map.txt"))
    await page.get_by_test_id("post-send").click()

    await expect(bench.scene.message("It should show", where="#panel")).to_contain_text("map.txt")
    server = bench.forum.server
    assert server is not None
    (post,) = server.threads.values()
    assert post.thread is not None
    assert (post.name, post.thread.applied_tags) == ("A map of feeds", [(bench.forum.tags or [])[0].id])


async def test_one_writes_to_a_person_and_is_told_when_they_take_no_direct_messages(bench: Bench) -> None:
    await bench.open(person=bench.scene.moderator)
    page = bench.page
    await page.get_by_test_id("takes-direct-messages").uncheck()
    await page.locator("[data-testid=person-switch] [data-role=reader]").click()
    await expect(page.get_by_test_id("takes-direct-messages")).to_be_checked()

    await page.get_by_test_id("members").click()
    await page.locator("[data-member]").filter(has_text="Workbench").click()
    await page.locator("[data-menu=Message]").click()
    await expect(bench.scene.composer()).to_have_accessible_name("Message Workbench")
    await expect(bench.scene.composer()).to_be_focused()
    await bench.scene.composer().fill("Hello, app")
    await bench.scene.composer().press("Enter")
    await expect(bench.scene.message("Hello, app")).to_be_visible()
    form = await bench.command("/find")
    await form.locator("[data-option=story]").fill("Ice")
    await page.locator(f".channel-link[data-channel-id='{bench.scene.news.id}']").click()
    await page.get_by_test_id("members").click()
    await page.locator("[data-member]").filter(has_text="Milo").click()
    await page.locator("[data-menu=Message]").click()
    await expect(bench.scene.composer()).to_have_accessible_name("Message Milo")
    await bench.scene.composer().fill("Hello, Milo")
    await bench.scene.composer().press("Enter")

    await expect(page.locator(".composer-fault:visible")).to_contain_text("Cannot send messages to this user")
    await expect(bench.scene.composer()).to_have_value("Hello, Milo")
    await page.get_by_role("button", name="Workbench").first.click()
    await expect(bench.scene.composer()).to_have_value("/find story:Ice")
    await bench.scene.composer().press("Enter")
    await page.get_by_test_id("command-run").click()
    await expect(bench.answer("Found Ice")).to_be_visible()


async def test_a_discussion_begins_with_and_without_a_message_is_left_and_locked(
    bench: Bench,
) -> None:
    bench.scene.standin.world.post(bench.scene.news, bench.scene.reader, content="Ice on the lake")
    server = bench.scene.news.server
    assert server is not None
    owner = bench.scene.standin.world.accounts[server.owner_id]
    await bench.open(person=owner)
    page, menu = bench.page, bench.page.locator("#panel [data-testid=channel-menu]")

    await bench.menu_of("Ice on the lake", "Start a discussion")
    await expect(page.locator("[data-field=thread-name]")).to_have_value("Ice on the lake")
    await page.get_by_test_id("thread-start").click()
    await expect(page.locator("#panel .starter")).to_contain_text("Ice on the lake")
    await page.locator("#main [data-testid=channel-menu]").click()
    await page.locator("[data-menu='Start a discussion']").click()
    await page.get_by_test_id("thread-start").click()
    await expect(page.get_by_test_id("thread-form").get_by_role("alert")).to_contain_text("needs a name")
    await page.locator("[data-field=thread-name]").fill("Off the record")
    await page.locator("[data-field=thread-private]").check()
    await page.locator("[data-field=thread-quiet]").select_option("a week")
    await page.get_by_test_id("thread-start").click()
    await expect(page.locator("#panel .head-title")).to_have_text("Off the record")
    for item in ("Leave the discussion", "Join the discussion", "Lock", "Put it away (archive)"):
        await menu.click()
        await page.locator(f"[data-menu='{item}']").click()
        await expect(page.locator(f"[data-menu='{item}']")).to_have_count(0)
    await expect(page.locator("#panel .head-topic")).to_contain_text("locked")

    beside = next(one for one in server.threads.values() if one.name == "Off the record")
    assert beside.kind == 12
    assert beside.thread is not None
    await bench.scene.standin.wait_for(lambda: beside.thread is not None and beside.thread.archived)
    assert (beside.thread.locked, beside.thread.auto_archive_minutes) == (True, 10080)


async def test_a_pinned_message_is_listed_and_an_own_emoji_stands_in_the_board(
    bench: Bench,
) -> None:
    bench.scene.standin.world.post(bench.scene.news, bench.scene.reader, content="Keep this")
    server = bench.scene.news.server
    assert server is not None
    await bench.open(person=bench.scene.standin.world.accounts[server.owner_id])
    page, message = bench.page, bench.scene.message("Keep this").first

    await bench.menu_of("Keep this", "Pin message")
    await expect(bench.scene.message("pinned a message")).to_be_visible()
    await page.get_by_test_id("pins").click()
    pin = page.get_by_test_id("pin-list").get_by_role("listitem")
    await expect(pin).to_contain_text("Keep this")
    await pin.get_by_role("button", name="Go to the message of Ada").click()
    await expect(message.locator("article")).to_be_focused()
    await page.keyboard.press("Tab")
    await message.get_by_test_id("add-reaction").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("textbox", name=re.compile("Find an emoji")).fill("tide")
    await page.keyboard.press("Enter")
    await expect(message.get_by_test_id("reaction")).to_have_attribute("data-me", "true")
    await page.get_by_test_id("pins").click()
    await pin.get_by_role("button", name="Unpin").click()

    await expect(pin).to_have_count(0)
    (reaction,) = bench.scene.news.log.before(2**62, 9)[-1].reactions.values()
    assert reaction.emoji.name == "tide"
