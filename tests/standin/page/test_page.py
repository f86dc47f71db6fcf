"""The page of the local Discord in a real browser: what a person sees, and what each press does."""

import pytest
from playwright.async_api import expect

from tests.standin.page.answering_app import CHOICES, DEFER, FORM, PRIVATE, button, privately
from tests.standin.page.scene import Scene, needs_browser

pytestmark = needs_browser


async def test_a_story_arrives_while_one_watches_and_a_press_votes(scene: Scene) -> None:
    await scene.open(person=scene.reader)

    await scene.app.send_card(scene.news.id, "Port strike ends", lead="Cranes moved **again** at dawn.")
    await expect(scene.vote("👍")).to_have_accessible_name("👍 good news, 1 reaction")
    await scene.vote("👍").click()

    await expect(scene.vote("👍")).to_have_accessible_name("👍 good news, 2 reactions, you reacted")
    await expect(scene.vote("👍")).to_have_attribute("data-me", "true")
    await expect(scene.page.locator("#main strong", has_text="again")).to_be_visible()
    await scene.vote("👍").hover()
    await expect(scene.page.get_by_test_id("who-reacted")).to_contain_text("you, Newsclip")
    await scene.vote("👍").click()
    await expect(scene.vote("👍")).to_have_accessible_name("👍 good news, 1 reaction")


async def test_each_person_has_an_own_vote_and_sees_own_channels(scene: Scene) -> None:
    await scene.app.send_card(scene.news.id, "Port strike ends")
    await scene.open(person=scene.reader)
    await scene.vote("👎").click()
    await expect(scene.vote("👎")).to_have_attribute("data-me", "true")

    await scene.page.locator("[data-testid=person-switch] [data-role=moderator]").click()

    await expect(scene.vote("👎")).to_have_accessible_name("👎 bad news, 2 reactions")
    await expect(scene.page.locator(f".channel-link[data-channel-id='{scene.desk.id}']")).to_be_visible()
    await scene.page.reload()
    await expect(scene.page.locator("[data-role=moderator]")).to_have_attribute("aria-checked", "true")


async def test_a_reader_does_not_see_the_desks_channel(scene: Scene) -> None:
    await scene.open(person=scene.reader)

    await expect(scene.page.locator(".channel-link")).to_have_count(1)


async def test_a_discussion_opens_beside_the_channel_and_takes_what_one_writes(scene: Scene) -> None:
    card = await scene.app.send_card(scene.news.id, "Port strike ends")
    await scene.app.send(card["id"], content="**What would change your mind?**")
    await scene.open(person=scene.reader)

    await scene.page.locator("#main [data-testid=open-thread]").click()
    await expect(scene.message("What would change your mind?", where="#panel")).to_be_visible()
    await scene.composer("#panel").fill("The *rota* is worse")
    await scene.composer("#panel").press("Enter")

    await expect(scene.message("The rota is worse", where="#panel")).to_be_visible()
    await expect(scene.page.locator("#panel .starter")).to_contain_text("Port strike ends")
    await scene.page.keyboard.press("Escape")
    await expect(scene.page.locator("#panel")).to_be_hidden()
    await expect(scene.page.locator("#main [data-testid=open-thread]")).to_contain_text("2 messages")


async def test_a_channel_with_news_that_one_does_not_watch_is_marked_until_opened(scene: Scene) -> None:
    await scene.open(person=scene.moderator)
    link = scene.page.locator(f".channel-link[data-channel-id='{scene.desk.id}']")

    await scene.app.send(scene.desk.id, content="A story waits")
    await expect(link).to_have_attribute("data-unread", "1")
    await link.click()

    await expect(scene.message("A story waits")).to_be_visible()
    await expect(link).not_to_have_attribute("data-unread", "1")


async def test_a_command_is_completed_typed_checked_and_answered_privately(scene: Scene) -> None:
    url = {"type": 3, "name": "url", "description": "Its address", "required": True}
    minutes = {"type": 4, "name": "minutes", "description": "How often", "min_value": 5, "required": True}
    add = {"type": 1, "name": "add", "description": "Follow a feed", "options": [url, minutes]}
    await scene.app.offer({"name": "feeds", "description": "Feeds", "options": [add]})
    scene.app.answers["feeds"] = lambda _: {"type": DEFER, "data": {"flags": PRIVATE}}
    await scene.open(person=scene.reader)

    await scene.composer().press_sequentially("/fe")
    await scene.page.locator("[data-command='feeds add']").click()
    await scene.page.locator("[data-option=url]").fill("https://example.org/rss")
    await scene.page.locator("[data-option=minutes]").fill("3")
    await scene.page.get_by_test_id("command-run").click()
    await expect(scene.page.locator(".option-fault", has_text="At least 5")).to_be_visible()
    await scene.page.locator("[data-option=minutes]").fill("10")
    await scene.page.locator("[data-option=minutes]").press("Enter")

    await expect(scene.page.get_by_test_id("thinking")).to_be_visible()
    asked = scene.app.heard[-1]
    options = asked["data"]["options"][0]["options"]
    assert [one["value"] for one in options] == ["https://example.org/rss", 10]
    await scene.app.edit_answer(asked, content="Following it.")
    await expect(scene.message("Following it.")).to_have_attribute("data-private", "yes")
    await expect(scene.page.get_by_test_id("private-note")).to_contain_text("Only you can see this")


async def test_an_option_is_completed_by_the_app(scene: Scene) -> None:
    story = {"type": 3, "name": "story", "description": "Its title", "required": True, "autocomplete": True}
    results = {"type": 1, "name": "results", "description": "How readers voted", "options": [story]}
    await scene.app.offer({"name": "news", "description": "News", "options": [results]})
    found = {"type": CHOICES, "data": {"choices": [{"name": "Port strike ends", "value": "7"}]}}
    voted = privately("Seven readers voted.")
    scene.app.answers["news"] = lambda asked: found if asked["type"] == 4 else voted
    await scene.open(person=scene.reader)

    await scene.composer().press_sequentially("/news results ")
    await scene.page.locator("[data-option=story]").press_sequentially("port")
    await scene.page.locator("[data-choice='Port strike ends']").click()
    await scene.page.keyboard.press("Enter")

    await expect(scene.message("Seven readers voted.")).to_be_visible()
    assert scene.app.heard[-1]["data"]["options"][0]["options"][0]["value"] == "7"


async def test_a_button_answers_opens_a_form_or_says_that_nothing_came(scene: Scene) -> None:
    title = {"type": 4, "custom_id": "title", "style": 1, "required": True}
    field = {"type": 18, "label": "Title", "component": title}
    form = {"custom_id": "clip", "title": "Clip a story", "components": [field]}
    scene.app.answers |= {
        "save": lambda _: privately("Saved."),
        "form": lambda _: {"type": FORM, "data": form},
        "clip": lambda asked: privately(f"Clipped {asked['data']['components'][0]['component']['value']}."),
    }
    buttons = (button("save", "Save"), button("form", "Clip"), button("silent", "Silent"))
    await scene.app.send_card(scene.news.id, "Port strike ends", buttons=buttons)
    await scene.open(person=scene.reader)

    await scene.page.locator("#main [data-custom-id=save]").click()
    await expect(scene.message("Saved.")).to_have_attribute("data-private", "yes")
    await scene.page.locator("#main [data-custom-id=form]").click()
    await scene.page.locator("[data-field=title]").fill("The ice")
    await scene.page.get_by_test_id("modal-submit").click()
    await expect(scene.message("Clipped The ice.")).to_be_visible()
    scene.standin.interactions.answer_seconds = 0.05
    await scene.page.locator("#main [data-custom-id=silent]").click()
    await expect(scene.page.get_by_test_id("action-fault")).to_contain_text("application did not respond")


async def test_a_menus_choices_reach_the_app(scene: Scene) -> None:
    options = [{"label": name, "value": name} for name in ("world", "science", "local")]
    menu = {"type": 3, "custom_id": "tags", "min_values": 1, "max_values": 2, "options": options}
    scene.app.answers["tags"] = lambda asked: privately(" and ".join(asked["data"]["values"]))
    await scene.app.send(scene.news.id, content="Which?", components=[{"type": 1, "components": [menu]}])
    await scene.open(person=scene.reader)

    await scene.page.locator("[data-custom-id=tags]").click()
    await scene.page.get_by_role("option", name="world").click()
    await scene.page.get_by_role("option", name="local").click()
    await scene.page.get_by_test_id("picker-apply").click()

    await expect(scene.message("world and local")).to_be_visible()


async def test_what_comes_from_outside_stays_text_and_only_web_addresses_become_links(scene: Scene) -> None:
    hostile = (
        "<img src=x onerror=alert(1)> <b>bold</b> [a](javascript:alert(1)) [b](data:text/html,x) "
        "[good](https://example.org/a_(b)) <@1> <t:99999999999999:R> **open _mixed** || \u202e txt"
    )
    await scene.app.send(scene.news.id, content=hostile)
    await scene.open(person=scene.reader)

    message = scene.message("onerror")

    await expect(message).to_contain_text("<b>bold</b> [a](javascript:alert(1))")
    await expect(message.locator("img, b, script")).to_have_count(0)
    await expect(message.locator("a")).to_have_count(1)
    await expect(message.locator("a")).to_have_attribute("href", "https://example.org/a_(b)")
    await expect(message.locator("a")).to_have_attribute("rel", "noopener noreferrer")


async def test_a_lost_connection_comes_back_and_misses_nothing(scene: Scene) -> None:
    await scene.open(person=scene.reader)

    scene.standin.sessions.close(scene.reader, code=4000)
    await scene.app.send(scene.news.id, content="Said in between")

    await expect(scene.message("Said in between")).to_have_count(1)
    scene.standin.sessions.close(scene.reader, code=4000, resumable=False)
    await scene.app.send(scene.news.id, content="Said to a new session")
    await expect(scene.message("Said to a new session")).to_have_count(1)


async def test_an_older_page_loads_as_one_reads_back_and_the_place_is_kept(scene: Scene) -> None:
    for number in range(200):
        scene.standin.world.post(scene.news, scene.reader, content=f"Message {number}.\nTwo\nThree\nFour")
    await scene.open(person=scene.reader)
    await expect(scene.message("Message 199.")).to_be_in_viewport()
    await expect(scene.message("Message 149.")).to_have_count(0)

    await scene.page.locator("#main .scroller").evaluate("scroller => scroller.scrollTo(0, 300)")
    await expect(scene.message("Message 120.")).to_have_count(1)
    await expect(scene.message("Message 154.")).to_be_in_viewport()
    await scene.page.locator(".jump").click()

    await expect(scene.message("Message 199.")).to_be_in_viewport()


async def test_a_link_to_a_message_leads_to_it_on_this_page(scene: Scene) -> None:
    card = await scene.app.send_card(scene.news.id, "Port strike ends")
    for number in range(120):
        scene.standin.world.post(scene.news, scene.reader, content=f"Message {number}.")
    address = f"https://discord.com/channels/{card.get('guild_id', 1)}/{scene.news.id}/{card['id']}"
    pointer = {"type": 2, "style": 5, "label": "Vote and discuss", "url": address}
    await scene.app.send(scene.desk.id, components=[{"type": 1, "components": [pointer]}])
    await scene.open(person=scene.moderator)
    await scene.page.locator(f".channel-link[data-channel-id='{scene.desk.id}']").click()

    await scene.page.get_by_role("link", name="Vote and discuss").click()

    await expect(scene.message("Port strike ends").first).to_be_in_viewport()
    await expect(scene.message("Port strike ends").first.locator("article")).to_be_focused()


async def test_what_one_says_oneself_comes_into_view_while_reading_back(scene: Scene) -> None:
    for number in range(60):
        scene.standin.world.post(scene.news, scene.moderator, content=f"Message {number}.")
    await scene.open(person=scene.reader)
    await expect(scene.page.locator("#main .timeline[data-at-start=true]")).to_be_visible()
    await scene.page.locator("#main .scroller").evaluate("scroller => scroller.scrollTo(0, 0)")
    await expect(scene.message("Message 0.")).to_be_in_viewport()

    scene.standin.world.post(scene.news, scene.moderator, content="By another.")
    await expect(scene.page.locator(".jump")).to_have_text("New messages")
    await expect(scene.message("By another.")).not_to_be_in_viewport()
    await scene.composer().fill("By myself.")
    await scene.composer().press("Enter")

    await expect(scene.message("By myself.")).to_be_in_viewport()


async def test_everything_is_within_reach_of_the_keyboard(scene: Scene) -> None:
    await scene.app.send_card(scene.news.id, "First card")
    await scene.app.send_card(scene.news.id, "Second card")
    await scene.open(person=scene.reader)
    await expect(scene.vote("👍")).to_have_count(2)

    await scene.page.keyboard.press("Tab")
    await scene.page.keyboard.press("Enter")
    await scene.page.keyboard.press("ArrowUp")
    await expect(scene.message("First card").locator("article")).to_be_focused()
    await scene.page.keyboard.press("Tab")
    await expect(scene.message("First card").locator(".author")).to_be_focused()
    await scene.page.keyboard.press("Tab")
    await expect(scene.vote("👍").first).to_be_focused()
    await scene.page.keyboard.press("Enter")

    await expect(scene.vote("👍").first).to_have_attribute("data-me", "true")
    await expect(scene.vote("👍").first).to_be_focused()


async def test_on_a_phone_the_channels_slide_in_and_the_discussion_fills_the_screen(scene: Scene) -> None:
    await scene.app.send_card(
        scene.news.id, "A headline long enough to need more than a single line of a phone"
    )
    await scene.page.set_viewport_size({"width": 360, "height": 740})
    await scene.open(person=scene.moderator)

    await scene.page.get_by_test_id("open-nav").click()
    await expect(scene.page.locator("[data-testid=person-switch]")).to_be_in_viewport()
    await scene.page.locator(f".channel-link[data-channel-id='{scene.news.id}']").click()
    await scene.page.locator("#main [data-testid=open-thread]").click()

    box = await scene.page.locator("#panel").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 360)
    overflow = await scene.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow == 0


async def test_what_the_bot_was_refused_stands_in_the_drawer(scene: Scene) -> None:
    await scene.open(person=scene.moderator)

    with pytest.raises(AssertionError, match="50035"):
        await scene.app.send(scene.news.id, content="x" * 2001)
    await scene.page.locator("#calls-toggle").click()

    refused = scene.page.locator("[data-testid=calls] [data-refused=yes]")
    await expect(refused).to_contain_text("2000 or fewer")
