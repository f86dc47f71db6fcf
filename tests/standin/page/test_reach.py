"""The page for everybody: by keyboard, by ear, in both themes, at every width."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import expect

from bot.standin.world.model import ChannelKind, ForumTag
from tests.standin.page.answering_app import button
from tests.standin.page.audit import faults_of, pale_texts
from tests.standin.page.scene import Scene, needs_browser

pytestmark = needs_browser

OVERFLOW = "document.documentElement.scrollWidth - innerWidth"


async def in_channel(scene: Scene) -> None:
    await expect(scene.page.locator("#main .timeline[data-at-start=true]")).to_be_visible()


async def in_discussion(scene: Scene) -> None:
    await scene.page.locator("#main [data-testid=open-thread]").first.click()
    await expect(scene.page.locator("#panel .timeline[data-at-start=true]")).to_be_visible()


async def in_forum(scene: Scene) -> None:
    await scene.page.locator(".channel-link", has_text="stories").click()
    await expect(scene.page.locator("#main .post")).to_have_count(1)


async def in_drawer(scene: Scene) -> None:
    await scene.page.locator("#calls-toggle").click()
    await scene.page.locator("#calls .call").first.click()
    await expect(scene.page.locator("#calls pre").first).to_be_visible()


async def among_people(scene: Scene) -> None:
    await scene.page.get_by_test_id("members").first.click()
    await expect(scene.page.get_by_test_id("member-list")).to_be_visible()


async def with_help(scene: Scene) -> None:
    await scene.page.locator("#help").click()
    await expect(scene.page.locator("dialog.help")).to_be_visible()


STATES = (in_channel, in_discussion, in_forum, in_drawer, among_people, with_help)


@pytest.mark.parametrize("state", STATES)
async def test_every_state_can_be_read_and_used_without_seeing_it(
    scene: Scene, state: Callable[[Scene], Awaitable[None]]
) -> None:
    await furnish(scene)
    await scene.open(person=scene.reader)
    await in_channel(scene)

    await state(scene)

    assert await faults_of(scene.page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_every_text_stands_out_in_both_themes(scene: Scene, theme: str) -> None:
    await scene.page.emulate_media(
        color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce"
    )
    await furnish(scene)
    await scene.open(person=scene.reader)

    pale = {}
    for state in STATES:
        await in_channel(scene) if state is in_channel else await state(scene)
        pale[state.__name__] = await pale_texts(scene.page)
        await scene.page.keyboard.press("Escape")
        await scene.page.locator(".channel-link", has_text="world").first.click()

    assert pale == {state.__name__: [] for state in STATES}


@pytest.mark.parametrize("width", [640, 390, 320])
async def test_nothing_sticks_out_on_a_phone_or_at_twice_the_size(scene: Scene, width: int) -> None:
    await furnish(scene)
    await scene.page.set_viewport_size({"width": width, "height": 700})
    await scene.open(person=scene.reader)

    await in_channel(scene)
    wide = [await scene.page.evaluate(OVERFLOW)]
    await in_discussion(scene)
    wide.append(await scene.page.evaluate(OVERFLOW))
    await scene.page.get_by_test_id("close-thread").click()
    await scene.page.get_by_test_id("open-nav").click()
    wide.append(await scene.page.evaluate(OVERFLOW))
    await scene.page.locator(".channel-link", has_text="stories").click()
    await expect(scene.page.locator("#main .post")).to_have_count(1)
    wide.append(await scene.page.evaluate(OVERFLOW))

    assert wide == [0, 0, 0, 0]


async def test_what_is_open_closes_with_escape_and_focus_returns(scene: Scene) -> None:
    await furnish(scene)
    await scene.open(person=scene.reader)
    await in_channel(scene)

    for opener, opened in (
        ("#main [data-testid=open-thread]", "#panel"),
        ("#calls-toggle", "#calls"),
        ("#main [data-testid=members]", "[data-testid=member-list]"),
        ("#main [data-testid=threads]", "[data-testid=thread-list]"),
        ("#help", "dialog.help"),
    ):
        await scene.page.locator(opener).first.focus()
        await scene.page.keyboard.press("Enter")
        await expect(scene.page.locator(opened)).to_be_visible()
        await scene.page.keyboard.press("Escape")
        await expect(scene.page.locator(opened)).to_be_hidden()
        await expect(scene.page.locator(opener).first).to_be_focused()


async def test_f6_goes_from_part_to_part_and_a_question_mark_names_the_keys(scene: Scene) -> None:
    await furnish(scene)
    await scene.open(person=scene.reader)
    await in_channel(scene)
    where = "document.activeElement.closest('#channel-nav, .entries, .composer, #people')?.className"

    parts = []
    for _ in range(4):
        await scene.page.keyboard.press("F6")
        parts.append(await scene.page.evaluate(where))
    await scene.page.keyboard.press("?")

    assert [str(part).split()[0] for part in parts] == ["channel-nav", "entries", "composer", "people"]
    await expect(scene.page.get_by_role("dialog", name="Keys")).to_be_visible()


async def test_what_arrives_is_read_out_singly_and_a_flood_by_its_number(scene: Scene) -> None:
    await scene.open(person=scene.reader)
    log = scene.page.locator("#announcer")

    scene.standin.world.post(scene.news, scene.moderator, "The first **word**.")
    await expect(log).to_contain_text("Milo in world: The first word.")
    for number in range(30):
        scene.standin.world.post(scene.news, scene.moderator, f"Flood {number}.")

    await expect(log).to_contain_text("30 new messages in world")
    assert await log.locator("p").count() <= 4


async def furnish(scene: Scene) -> None:
    """A card with a discussion, an answer with a ping, a forum with a post, and a call that was refused."""
    world, server = scene.standin.world, scene.news.server
    assert server is not None
    role = world.create_role(server, "Harbour desk", permissions=0, color=0xFFE14D)
    said = world.post(
        scene.news,
        scene.moderator,
        f"See <@&{role.id}>, `code`, ||hidden|| and [this.example](https://b.example)",
    )
    text = f"<@{scene.reader.id}> <t:1790000000:R> https://a.example\n> quoted\n-# small"
    await scene.app.send(scene.news.id, content=text, message_reference={"message_id": str(said.id)})
    await scene.app.send_card(scene.news.id, "Port strike ends", buttons=(button("save", "Save"),))
    tag = ForumTag(world.mint.next(), "Ships")
    forum = world.create_channel(server, "stories", kind=ChannelKind.FORUM, tags=[tag])
    world.create_thread(forum, "The ice is back", owner=scene.moderator, applied_tags=[tag.id])
    with pytest.raises(AssertionError):
        await scene.app.send(scene.news.id, content="x" * 2001)
