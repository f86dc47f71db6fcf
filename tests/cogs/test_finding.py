"""/news latest, search, show and saved, and the Save button of cards, as a reader's client sends them."""

import contextlib
import re

import pytest

from bot.newsroom import saved as saved_stories
from tests.builders import an_item
from tests.cogs.asking import Asking
from tests.newsroom_running import text_of


@pytest.fixture
async def ravi(newsroom):
    """A reader of a newsroom with a tag whose channel they see, and one whose channel they don't."""
    newsroom.secret = newsroom.channel("secret")
    newsroom.hide(newsroom.secret)
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Plans", newsroom.secret)
    newsroom.feed = await newsroom.follow()
    async with a_reader(newsroom, newsroom.reader_account()) as reader:
        yield reader


@contextlib.asynccontextmanager
async def a_reader(newsroom, account):
    async with newsroom.person(account) as person:
        yield Asking(newsroom, person)


async def publish(newsroom, *titles, tag="Talks"):
    """Let stories with these titles come out, one after the other; return their cards."""
    channel = newsroom.world if tag == "Talks" else newsroom.secret
    cards = []
    for title in titles:
        item = an_item(title, title=title, summary="", categories=(tag,))
        await newsroom.publish(newsroom.feed, item)
        cards.append(await newsroom.finished_card(channel, len(newsroom.cards(channel)) + 1))
    return cards


def titles(reply):
    return re.findall(r"^- \[([^\]]+)\]", reply.text, re.MULTILINE)


async def test_no_list_or_card_names_a_tag_whose_channel_is_hidden(newsroom, ravi):
    item = an_item("both", title="Both", summary="", categories=("Talks", "Plans"))
    await newsroom.publish(newsroom.feed, item)
    card = await newsroom.finished_card(newsroom.world, 1)

    latest = await ravi.use("news latest")
    async with a_reader(newsroom, newsroom.owner) as owner:
        seen = await owner.use("news latest")

    assert titles(latest) == ["Both"]
    assert ("Talks" in latest.text, "Plans" in latest.text) == (True, False)
    assert "Plans" in seen.text
    assert re.search(r"Tags?: Talks$", text_of(card.components), re.MULTILINE)


async def test_stories_are_listed_and_found_by_their_words_also_mistyped_and_after_a_restart(newsroom, ravi):
    old, new = await publish(newsroom, "Ukraine talks in a Café", "Friedensgespräche begin")
    await publish(newsroom, "Secret talks", tag="Plans")

    latest = await ravi.use("news latest")
    of_tag = await ravi.use("news latest", tag="talks")
    by_accent = await ravi.use("news search", words="cafe UKR", since=7)
    mistyped = await ravi.use("news search", words="ukriane")
    inside = await ravi.use("news search", words="gesprache", tag="Talks")
    offered = await ravi.offered("news show", "story", "freidens")
    await newsroom.restart()
    again = await ravi.use("news latest")

    assert latest.private
    assert titles(latest) == ["Friedensgespräche begin", "Ukraine talks in a Café"]
    card = f"https://discord.com/channels/{newsroom.server.id}/{newsroom.world.id}/{new.id}"
    assert f"[Friedensgespräche begin]({card}) · Harbour News · Talks · <t:" in latest.text
    assert "vote" not in latest.text
    assert "**Latest stories of Talks**" in of_tag.text
    assert titles(by_accent) == titles(mistyped) == ["Ukraine talks in a Café"]
    assert "Nothing has “ukriane”. **Stories with words like it**" in mistyped.text
    assert titles(inside) == ["Friedensgespräche begin"]
    assert list(offered) == ["Friedensgespräche begin"]
    assert again.text == latest.text
    assert str(old.id) in again.text


async def test_a_story_is_found_by_the_words_that_moderators_gave_it(newsroom, ravi, olena):
    await publish(newsroom, "Talks begin")
    await publish(newsroom, "Plans begin", tag="Plans")
    for title, ours in (("Talks begin", "Hope at last"), ("Plans begin", "Hope in secret")):
        form = await olena.use("story edit", story=title)
        field = next(each for each in re.findall(r"'custom_id': '(title:[^']*)'", str(form.modal)))
        await olena.person.submit(form, newsroom.world.id, **{field: ours})

    found = await ravi.use("news search", words="hope")
    mistyped = await ravi.use("news search", words="hoep last")
    both = await ravi.use("news search", words="hope harbour")
    by_source = await ravi.use("news search", words="talks")
    offered = await ravi.offered("news show", "story", "hope")
    seen = await olena.use("news search", words="hope")

    assert titles(found) == titles(mistyped) == titles(both) == titles(by_source) == ["Hope at last"]
    assert list(offered) == ["Hope at last"]
    assert titles(seen) == ["Hope in secret", "Hope at last"]


async def test_a_story_in_a_channel_hidden_from_a_person_is_nowhere(newsroom, ravi, olena):
    await publish(newsroom, "Open talks")
    await publish(newsroom, "Secret talks", tag="Plans")
    edition = (await olena.offered("news show", "story", "secret"))["Secret talks"]

    async def everywhere(person):
        return {
            "latest": titles(await person.use("news latest")),
            "search": titles(await person.use("news search", words="talks")),
            "alike": titles(await person.use("news search", words="secrte")),
            "show": list(await person.offered("news show", "story", "talks")),
            "results": list(await person.offered("news results", "story", "")),
            "tags": list(await person.offered("news latest", "tag", "")),
        }

    hidden, seen = await everywhere(ravi), await everywhere(olena)
    unknown = [
        await ravi.use("news show", story=edition),
        await ravi.use("news results", story=edition),
        await ravi.use("news show", story="nothing like it"),
        await ravi.use("news latest", tag="Plans"),
        await ravi.use("news latest", tag="Plants"),
    ]

    assert not any("Secret talks" in found or "Plans" in found for found in hidden.values())
    assert all("Secret talks" in found or "Plans" in found for found in seen.values())
    assert [reply.text.partition("“")[0] for reply in unknown] == [
        "There is no story ",
        unknown[1].text,
        "There is no story ",
        "There is no tag ",
        "There is no tag ",
    ]
    assert unknown[1].text.startswith("There is no poll for that story here.")
    assert not any("Did you mean “Plans”" in reply.text for reply in unknown)


async def test_what_nobody_can_find_is_said(newsroom, ravi):
    nothing = [await ravi.use("news latest"), await ravi.use("news latest", tag="Talks")]
    await publish(newsroom, "Talks")
    # Syntax of the index is only words to it.
    words = ['"', "talks OR", "NEAR(talks", "title:talks", "* -", "talks*", "'; DROP TABLE story; --", "\x00"]
    found = [await ravi.use("news search", words=each) for each in words]

    assert [reply.text for reply in nothing] == [
        "No stories yet. They appear here as soon as their cards are posted.",
        "No stories of Talks yet.",
    ]
    assert [titles(reply) for reply in found] == [[], [], [], [], [], ["Talks"], [], []]
    assert all(reply.private for reply in found)
    assert [reply.text.partition(" ")[0] for reply in found] == [
        *("There", "No", "No", "No", "There", "**Stories", "No", "There")
    ]


async def test_a_long_list_has_pages(newsroom, ravi):
    for number in range(8):
        await publish(newsroom, f"Story {number}")

    first = await ravi.use("news latest")
    await ravi.press(first, "Next ▶")
    _, second = await ravi.person.wait_event(
        lambda name, data: name == "MESSAGE_UPDATE" and data["id"] == first.message["id"]
    )

    assert titles(first) == [f"Story {number}" for number in (7, 6, 5, 4, 3, 2)]
    assert re.findall(r"\[(Story \d)\]", second["content"]) == ["Story 1", "Story 0"]


async def test_a_story_is_shown_as_a_small_card_with_buttons(newsroom, ravi):
    (card,) = await publish(newsroom, "Talks begin")
    edition = (await ravi.offered("news show", "story", "begin"))["Talks begin"]

    by_choice = await ravi.use("news show", story=edition)
    by_words = await ravi.use("news show", story="begin talks")

    assert by_choice.private
    shown = text_of(by_choice.components)
    assert "Talks begin" in shown
    assert text_of(by_words.components) == shown
    links = re.findall(r'"url": ?"(https://discord[^"]+)"', str(by_choice.components).replace("'", '"'))
    assert links == [f"https://discord.com/channels/{newsroom.server.id}/{newsroom.world.id}/{card.id}"]
    assert [word for word in ("Save", "Results", "Subscribe") if word not in shown.splitlines()] == []


async def test_a_story_is_saved_by_its_cards_button_and_taken_away_again(newsroom, ravi):
    first, second = await publish(newsroom, "First", "Second")
    empty = await ravi.use("news saved")

    said = await press_save(newsroom, ravi, first)
    await newsroom.restart()
    await press_save(newsroom, ravi, second)
    listed = await ravi.use("news saved")
    others = await olenas(newsroom)
    gone = await press_save(newsroom, ravi, first)
    after = await ravi.use("news saved")
    offered = await ravi.offered("news saved", "remove", "secnd")
    removed = await ravi.use("news saved", remove=offered["Second"])
    unknown = await ravi.use("news saved", remove="Second")

    assert "You have saved no story here" in empty.text
    assert said.private
    assert said.text == "Saved: First. /news saved shows your list, and only you see it."
    assert titles(listed) == ["Second", "First"]
    assert "**2 saved stories**" in listed.text
    assert "You have saved no story here" in others.text
    assert gone.text == "No longer saved: First."
    assert titles(after) == ["Second"]
    assert removed.text == "No longer saved: Second."
    assert unknown.text.startswith("You have no story “Second” saved here.")


async def test_saved_stories_end_somewhere_and_are_not_shown_while_hidden(newsroom, ravi, monkeypatch):
    first, second = await publish(newsroom, "First", "Second")
    await press_save(newsroom, ravi, first)
    monkeypatch.setattr(saved_stories, "MOST_SAVED", 1)
    full = await press_save(newsroom, ravi, second)
    newsroom.hide(newsroom.world)
    await newsroom.heard(lambda bot: not sees(bot, newsroom, ravi))
    lobby = {"server_id": newsroom.server.id, "channel_id": newsroom.channel("lobby").id}
    hidden = await ravi.person.command("news saved", **lobby)
    unknown = await ravi.person.command("news saved", **lobby, remove="First")

    assert unknown.text.startswith("You have no story “First” saved here.")
    assert (
        full.text == "You have saved 1 stories here, and that is the most. Take some away with /news saved."
    )
    assert "You have saved no story here" in hidden.text


async def olenas(newsroom):
    async with a_reader(newsroom, newsroom.owner) as olena:
        return await olena.use("news saved")


async def press_save(newsroom, reader, card):
    custom_id = next(
        each["custom_id"]
        for each in controls(card.components)
        if each["custom_id"].startswith("newsclip:save:")
    )
    return await reader.person.click(newsroom.world.id, card.id, custom_id)


def controls(components):
    for component in components:
        if "custom_id" in component:
            yield component
        yield from controls(component.get("components", ()))


def sees(bot, newsroom, reader):
    server = bot.get_guild(newsroom.server.id)
    return server.get_channel(newsroom.world.id).permissions_for(server.default_role).read_messages
