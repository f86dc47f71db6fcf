"""Many messages in the page: little is held, what one reads stays put, and nothing is lost or doubled."""

import asyncio
import struct
import zlib

from playwright.async_api import Locator, Route, expect

from bot.standin.world.model import Attachment, Emoji, Message
from tests.standin.page.scene import Scene, needs_browser

pytestmark = needs_browser

MOST_DRAWN = 160
GATHER = """async ([step, until]) => {
    const scroller = document.querySelector("#main .scroller");
    const timeline = document.querySelector("#main .timeline");
    const seen = new Set();
    let most = 0;
    for (let frame = 0; frame < 3000; frame += 1) {
        const ids = [...scroller.querySelectorAll("li[data-message-id]")].map((row) => row.dataset.messageId);
        if (new Set(ids).size !== ids.length) throw new Error("a message stands there twice");
        if (ids.some((id, at) => at && BigInt(ids[at - 1]) >= BigInt(id))) throw new Error("out of order");
        ids.forEach((id) => seen.add(id));
        most = Math.max(most, ids.length);
        const { scrollTop, scrollHeight, clientHeight } = scroller;
        const left = step < 0 ? scrollTop : scrollHeight - scrollTop - clientHeight;
        if (left < 2 && timeline.dataset[until] === "true") break;
        scroller.scrollTop += step;
        await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return { seen: [...seen].sort(), most };
}"""
_FROM_TOP = """
    const scroller = document.querySelector("#main .scroller");
    const from_top = (row) => row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
"""
FIRST_IN_SIGHT = f"""() => {{
    {_FROM_TOP}
    const row = [...scroller.querySelectorAll("li[data-message-id]")].find((one) => from_top(one) >= 0);
    return [row.dataset.messageId, Math.round(from_top(row))];
}}"""
HELD = f"""([id]) => {{
    {_FROM_TOP}
    return Math.round(from_top(scroller.querySelector(`li[data-message-id="${{id}}"]`)));
}}"""
A_FEW_FRAMES = """new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)));
})"""
AT_END = """() => {
    const scroller = document.querySelector("#main .scroller");
    return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 2;
}"""


async def test_reading_back_and_forth_shows_every_message_once_and_holds_few(scene: Scene) -> None:
    posts = fill(scene, 600)
    await open_crowd(scene)

    back = await scene.page.evaluate(GATHER, [-1500, "atStart"])
    forth = await scene.page.evaluate(GATHER, [1500, "atEnd"])

    assert back["seen"] == forth["seen"] == sorted(str(post.id) for post in posts)
    assert max(back["most"], forth["most"]) <= MOST_DRAWN


async def test_what_one_reads_stays_put_while_older_messages_and_pictures_come_above(scene: Scene) -> None:
    posts = fill(scene, 300)
    tall = Attachment(scene.standin.world.mint.next(), "tall.png", "image/png", a_png(40, 300))
    for post in posts[150:240]:
        post.attachments.append(tall)
    loaded = asyncio.Event()

    async def late(route: Route) -> None:
        await loaded.wait()
        await route.fulfill(body=tall.data, content_type="image/png")

    await scene.page.route("**/tall.png", late)
    await open_crowd(scene)

    await scene.page.locator("#main .scroller").evaluate("scroller => { scroller.scrollTop = 900 }")
    held, offset = await scene.page.evaluate(FIRST_IN_SIGHT)
    await expect(scene.message("Message 205.")).to_have_count(1)
    await drawn(scene)
    before = await scene.page.evaluate(HELD, [held])

    height = await scene.page.locator("#main .entries").evaluate("list => list.scrollHeight")
    loaded.set()
    await scene.page.wait_for_function(
        "(height) => document.querySelector('#main .entries').scrollHeight > height", arg=height
    )
    await drawn(scene)
    after = await scene.page.evaluate(HELD, [held])
    await scene.page.unroute_all(behavior="wait")
    assert max(abs(before - offset), abs(after - offset)) <= 1


async def test_at_the_end_one_stays_there_whatever_comes(scene: Scene) -> None:
    posts = fill(scene, 120)
    await open_crowd(scene)

    for number in range(60):
        scene.standin.world.post(scene.news, scene.moderator, f"Live {number}.\nTwo\nThree")
        scene.standin.world.react(posts[-1 - number], scene.moderator, Emoji("👍"))
    await expect(scene.message("Live 59.")).to_be_visible()
    await drawn(scene)

    await scene.page.wait_for_function(AT_END)
    ids = await scene.page.evaluate(
        "[...document.querySelectorAll('#main li[data-message-id]')].map((row) => row.dataset.messageId)"
    )
    assert ids[-1] == str(scene.news.last_message_id)
    assert len(ids) == len(set(ids)) <= MOST_DRAWN
    await expect(scene.page.locator("#main .jump")).to_be_hidden()


async def test_reading_elsewhere_one_is_told_of_new_messages_and_can_go_there(scene: Scene) -> None:
    fill(scene, 300)
    await open_crowd(scene)
    await scene.page.evaluate(GATHER, [-1500, "atStart"])
    await expect(scene.page.locator("#main .jump")).to_have_text("Jump to present")
    held, offset = await scene.page.evaluate(FIRST_IN_SIGHT)

    scene.standin.world.post(scene.news, scene.moderator, "The very newest.")

    await expect(scene.page.locator("#main .jump")).to_have_text("New messages")
    assert await scene.page.evaluate(HELD, [held]) == offset
    await scene.page.locator("#main .jump").click()
    await expect(scene.message("The very newest.")).to_be_in_viewport()
    await expect(scene.message("The very newest.")).to_have_count(1)


async def test_what_is_new_since_the_last_visit_is_marked_and_can_be_gone_to(scene: Scene) -> None:
    other = (
        scene.standin.world.create_channel(scene.news.server, "other") if scene.news.server else scene.desk
    )
    scene.standin.world.post(other, scene.moderator, "Seen before.")
    await open_crowd(scene)
    for number in range(80):
        scene.standin.world.post(other, scene.moderator, f"Missed {number}.\nTwo\nThree")
    await expect(link_of(scene, other.id)).to_have_attribute("data-unread", "80")

    await link_of(scene, other.id).click()
    await expect(scene.page.locator(".news")).to_contain_text("80 new since")
    await scene.page.locator(".news-jump").click()

    await expect(scene.message("Missed 0.")).to_be_in_viewport()
    await expect(scene.page.locator("#main .fresh")).to_have_count(1)
    await expect(scene.page.locator(".news")).to_be_hidden()


async def test_an_address_names_person_server_channel_and_message_and_back_leads_back(scene: Scene) -> None:
    posts = fill(scene, 200)
    server = scene.news.server
    assert server is not None
    address = f"{scene.standin.page_url}#/{scene.moderator.id}/{server.id}/{scene.news.id}/{posts[20].id}"

    await scene.page.goto(address)
    await expect(scene.message("Message 20.")).to_be_in_viewport()
    await expect(scene.page.locator("[data-role=moderator]")).to_have_attribute("aria-checked", "true")
    await link_of(scene, scene.desk.id).click()
    await expect(scene.page.locator(f"#main [data-channel-id='{scene.desk.id}']")).to_be_visible()
    await scene.page.go_back()

    await expect(scene.message("Message 20.")).to_be_in_viewport()
    await scene.page.locator("[data-role=reader]").click()
    await expect(scene.page.locator("[data-role=reader]")).to_have_attribute("aria-checked", "true")
    await scene.page.go_back()
    await expect(scene.page.locator("[data-role=moderator]")).to_have_attribute("aria-checked", "true")


async def test_a_cut_connection_is_said_and_reading_goes_on_where_one_was(scene: Scene) -> None:
    fill(scene, 200)
    await open_crowd(scene)
    await scene.page.evaluate(GATHER, [-1500, "atStart"])
    await scene.page.locator("#main .scroller").evaluate("scroller => { scroller.scrollTop = 700 }")
    held, offset = await scene.page.evaluate(FIRST_IN_SIGHT)

    scene.standin.set_outage(on=True)
    await expect(scene.page.locator("#banner")).to_be_visible()
    scene.standin.world.post(scene.news, scene.moderator, "Said during the outage.")
    scene.standin.set_outage(on=False)
    await expect(scene.page.locator("body[data-connection=live]")).to_be_attached()

    await expect(scene.page.locator("#banner")).to_be_hidden()
    await drawn(scene)
    assert abs(await scene.page.evaluate(HELD, [held]) - offset) <= 1
    await scene.page.locator("#main .jump").click()
    await expect(scene.message("Said during the outage.")).to_have_count(1)
    await expect(scene.message("Said during the outage.")).to_be_in_viewport()


def fill(scene: Scene, count: int) -> list[Message]:
    lines = ("A line.", "One\nTwo\nThree", "> quoted\nand not")
    return [
        scene.standin.world.post(scene.news, scene.moderator, f"Message {number}. {lines[number % 3]}")
        for number in range(count)
    ]


def post_of(posts: list[Message], message_id: str) -> Message:
    return next(post for post in posts if str(post.id) == message_id)


async def open_crowd(scene: Scene) -> None:
    await scene.open(person=scene.reader)
    await drawn(scene)


async def drawn(scene: Scene) -> None:
    """Wait until all that is held is on screen, and a frame longer."""
    await expect(scene.page.locator("#main .timeline[data-at-end]")).to_be_visible()
    await scene.page.evaluate(A_FEW_FRAMES)


def link_of(scene: Scene, channel_id: int) -> Locator:
    return scene.page.locator(f".channel-link[data-channel-id='{channel_id}']")


def a_png(width: int, height: int) -> bytes:
    rows = b"".join(b"\0" + b"\x5a\x8c\x78" * width for _ in range(height))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
