"""What a person reads in the page: pings, discussions, posts, files, forged links, and the bot's calls."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from bot.standin.faults import Fault
from bot.standin.world import changes
from bot.standin.world.model import Attachment, ChannelKind, ForumTag, Message
from tests.standin.page.scene import Scene, needs_browser

pytestmark = needs_browser

LINKS = {
    "[example.org](https://evil.example/x)": "example.org (evil.example)",
    "[https://example.org/a](https://evil.example/x)": "https://example.org/a (evil.example)",
    "https://example.org@evil.example/x": "https://example.org@evil.example/x (evil.example)",
    "[the port](https://xn--exmple-cua.org/x)": "the port (xn--exmple-cua.org)",
    "[example.org](https://www.example.org/x)": "example.org",
    "[the port](https://example.org/x)": "the port",
    "https://example.org/page.html": "https://example.org/page.html",
}


async def test_a_ping_is_counted_apart_and_marked_where_it_stands(scene: Scene) -> None:
    await scene.open(person=scene.moderator)
    link = scene.page.locator(f".channel-link[data-channel-id='{scene.desk.id}']")

    ping = {"content": f"Look <@{scene.moderator.id}>", "allowed_mentions": {"parse": ["users"]}}
    await scene.app.send(scene.desk.id, **ping)
    await scene.app.send(scene.desk.id, content="And this.")
    await expect(link).to_have_attribute("data-mentions", "1")
    await expect(link).to_have_accessible_name("desk, 2 new, 1 mentions")
    await link.click()

    await expect(scene.message("Look").locator(".called")).to_be_visible()
    await expect(link).not_to_have_attribute("data-mentions", "1")


async def test_a_category_folds_away_but_for_what_is_unread(scene: Scene) -> None:
    world, server = scene.standin.world, scene.news.server
    assert server is not None
    parent = world.create_channel(server, "Sea", kind=ChannelKind.CATEGORY)
    quiet, loud = (world.create_channel(server, name, parent=parent) for name in ("quiet", "loud"))
    await scene.open(person=scene.reader)

    await scene.page.locator(".group-fold", has_text="Sea").click()
    await expect(scene.page.locator(f".channel-link[data-channel-id='{quiet.id}']")).to_have_count(0)
    world.post(loud, scene.moderator, "News")

    await expect(scene.page.locator(f".channel-link[data-channel-id='{loud.id}']")).to_be_visible()
    await expect(scene.page.locator(f".channel-link[data-channel-id='{quiet.id}']")).to_have_count(0)
    await expect(scene.page.locator(".group-fold", has_text="Sea")).to_be_focused()


async def test_posts_are_found_by_tag_and_order_also_those_put_away(scene: Scene) -> None:
    world, server = scene.standin.world, scene.news.server
    assert server is not None
    tags = [ForumTag(world.mint.next(), name) for name in ("Ships", "Ice")]
    forum = world.create_channel(server, "stories", kind=ChannelKind.FORUM, tags=tags)
    for number in range(3):
        post = world.create_thread(
            forum, f"Post {number}", owner=scene.reader, applied_tags=[tags[number % 2].id]
        )
        world.add_message(Message(post.id, post, scene.reader, f"The opening of {number}"))
        world.set_archived(post, archived=number == 2)
    world.post(world.channels[min(server.threads)], scene.moderator, "An answer")
    await scene.open(person=scene.reader)
    await scene.page.locator(f".channel-link[data-channel-id='{forum.id}']").click()
    titles = scene.page.locator("#main .post-title")

    await expect(titles).to_have_text(["Post 0", "Post 2", "Post 1"])
    await expect(scene.page.locator(".post", has_text="Post 2")).to_contain_text("archived")
    await expect(scene.page.locator(".post-lead").first).to_have_text("Ada: The opening of 0")
    await scene.page.get_by_test_id("sort-posts").select_option("newest")
    await expect(titles).to_have_text(["Post 2", "Post 1", "Post 0"])
    await scene.page.locator(".tag", has_text="Ice").click()

    await expect(titles).to_have_text(["Post 1"])


async def test_discussions_put_away_are_listed_and_can_be_opened(scene: Scene) -> None:
    world = scene.standin.world
    kept = world.create_thread(scene.news, "Under way", owner=scene.reader)
    for number in range(30):
        world.set_archived(
            world.create_thread(scene.news, f"Old {number}.", owner=scene.reader), archived=True
        )
    await scene.open(person=scene.reader)

    await scene.page.locator("#main [data-testid=threads]").click()
    rows = scene.page.locator("[data-testid=thread-list] .thread-row")
    await expect(rows).to_have_count(26)
    await expect(rows.first).to_contain_text(kept.name)
    await scene.page.get_by_role("button", name="Older ones").click()
    await expect(rows).to_have_count(31)
    await rows.last.click()

    await expect(scene.page.locator("#panel .head-topic")).to_contain_text("archived")


async def test_who_writes_is_said_until_the_message_is_there(scene: Scene) -> None:
    await scene.open(person=scene.reader)

    scene.standin.world.tell(changes.TypingStarted(scene.news, scene.moderator))
    await expect(scene.page.locator("#main [data-testid=typing]")).to_have_text("Milo is typing…")
    scene.standin.world.post(scene.news, scene.moderator, "There.")

    await expect(scene.page.locator("#main [data-testid=typing]")).to_have_text("")


async def test_people_are_listed_by_who_is_there(scene: Scene) -> None:
    await scene.open(person=scene.reader)

    await scene.page.locator("#main [data-testid=members]").click()

    people = scene.page.get_by_test_id("member-list")
    await expect(people.get_by_role("group", name="Online").locator(".member")).to_have_count(2)
    await expect(people.locator(".member", has_text="Newsclip")).to_have_attribute("data-online", "yes")
    await expect(people.locator(".member", has_text="Milo")).to_have_attribute("data-online", "no")


async def test_an_answer_leads_to_what_it_answers(scene: Scene) -> None:
    first = await scene.app.send(scene.news.id, content="The very first.")
    for number in range(120):
        scene.standin.world.post(scene.news, scene.moderator, f"Message {number}.")
    await scene.app.send(scene.news.id, content="Yes.", message_reference={"message_id": first["id"]})
    await scene.open(person=scene.reader)

    await scene.message("Yes.").locator(".origin-jump").click()

    await expect(scene.message("The very first.").first.locator("article")).to_be_focused()
    await expect(scene.message("The very first.").first).to_be_in_viewport()


async def test_a_spoiler_is_told_nowhere_before_it_is_opened(scene: Scene) -> None:
    await scene.open(person=scene.reader)

    said = await scene.app.send(scene.news.id, content="It ends: ||the butler||")
    await scene.app.send(scene.news.id, content="No!", message_reference={"message_id": said["id"]})

    await expect(scene.message("No!").locator(".origin-jump")).to_contain_text("It ends: (spoiler)")
    await expect(scene.page.locator("#announcer")).to_contain_text("It ends: (spoiler)")
    assert "butler" not in str(await scene.page.locator("#main .entries").aria_snapshot())
    await scene.page.get_by_role("button", name="Spoiler, press to read").click()
    await expect(scene.page.locator("#main .spoiler.open")).to_have_text("the butler")


async def test_a_hidden_picture_is_shown_when_asked_for(scene: Scene) -> None:
    world = scene.standin.world
    files = [("SPOILER_ice.png", "image/png", "Ice on the pier"), ("notes.txt", "text/plain", None)]
    attachments = [Attachment(world.mint.next(), *named[:2], b"x" * 2_500, named[2]) for named in files]
    world.add_message(Message(world.mint.next(), scene.news, scene.moderator, attachments=attachments))
    await scene.open(person=scene.reader)

    veil = scene.page.locator("#main .veil")
    await expect(veil.locator("figure")).to_have_attribute("inert", "")
    await scene.page.get_by_role("button", name="Spoiler, press to see").click()

    await expect(veil).to_have_count(0)
    await expect(scene.page.locator("#main figure")).to_have_count(1)
    await expect(scene.page.locator("#main .c-file")).to_contain_text("notes.txt")
    await expect(scene.page.locator("#main .c-file")).to_contain_text("3 kB")


async def test_a_disguised_link_says_where_it_leads(scene: Scene) -> None:
    for source in LINKS:
        scene.standin.world.post(scene.news, scene.moderator, source)
    await scene.open(person=scene.reader)

    await expect(scene.page.locator("#main .md")).to_have_text(list(LINKS.values()))


async def test_times_stay_true_while_one_watches(scene: Scene) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=45)
    scene.standin.world.post(scene.news, scene.moderator, f"It starts <t:{int(soon.timestamp())}:R>")
    await scene.open(person=scene.reader)
    stamp = scene.page.locator("#main .stamp")
    before = await stamp.text_content()

    assert before is not None
    await expect(stamp).not_to_have_text(before)


async def test_the_drawer_finds_explains_and_opens_what_was_refused(scene: Scene) -> None:
    scene.standin.faults.add(Fault("POST", "/channels/{channel_id}/typing", "503"))
    await scene.app.send(scene.news.id, content="fine")
    with pytest.raises(AssertionError):
        await scene.app.send(scene.news.id, content="x" * 2001)
    await scene.open(person=scene.moderator)

    await scene.page.locator("#calls-toggle").click()
    calls = scene.page.locator("[data-testid=calls] .call-item")
    await expect(scene.page.locator(".calls-faults")).to_contain_text(
        "503 for POST /channels/{channel_id}/typing"
    )
    await scene.page.locator(".calls-words").fill("messages 200")
    await expect(calls).to_have_count(1)
    await scene.page.locator(".calls-words").fill("")
    await scene.page.locator("#only-refusals").check()
    await expect(calls).to_have_count(1)
    await expect(calls).to_contain_text("content: Must be 2000 or fewer")
    await expect(calls.locator(".call-why")).to_contain_text("not as Discord wants it")
    await calls.locator("summary").click()

    await expect(calls.locator("pre").first).to_contain_text('"content": "xxx')
    await expect(calls.locator("pre").last).to_contain_text('"code": 50035')


async def test_the_drawer_shows_callbacks_and_gateway_events_without_a_token(scene: Scene) -> None:
    await scene.app.offer({"name": "ping", "description": "Ping"})
    scene.app.answers["ping"] = lambda _: {"type": 4, "data": {"content": "pong"}}
    await scene.open(person=scene.reader)
    await scene.composer().press_sequentially("/ping")
    await scene.page.locator("[data-command=ping]").click()
    await scene.page.keyboard.press("Enter")
    await expect(scene.message("pong")).to_be_visible()

    await scene.page.locator("#calls-toggle").click()
    await scene.page.locator("#with-events").check()
    events = scene.page.locator("[data-testid=calls] [data-kind=event]")
    await events.filter(has_text="INTERACTION_CREATE").locator("summary").click()
    callback = scene.page.locator("[data-testid=calls] .call-item", has_text="/callback")
    await callback.locator("summary").click()

    await expect(callback.locator("pre").first).to_contain_text("pong")
    shown = await scene.page.locator("#calls").inner_text()
    heard = scene.app.heard[-1]
    assert "INTERACTION_CREATE" in shown
    assert all(secret not in shown for secret in (heard["token"], *scene.standin.world.by_token))
    assert json.dumps(heard["id"]) in shown
