"""The step of /newsroom setup in which a feed is looked at and kept."""

from bot.domain.errors import FetchFailed, NotAFeed
from bot.domain.feed import NamedFeed
from bot.storage import sources, tags
from tests.builders import an_item
from tests.cogs.moderating import reviewed_feed

URL = "https://harbour.example/feed"


async def stored_tags(newsroom):
    async with newsroom.app.database.read() as tx:
        return await tags.of_server(tx, newsroom.server.id)


def typed_in(form):
    """What stands in the only field of a form."""
    return form.modal["components"][0]["component"].get("value")


async def test_a_form_that_was_open_during_a_restart_is_taken_in(newsroom, owner):
    newsroom.reader.publish(an_item("one"), url=URL)
    await owner.choose("go:subjects")
    before = await owner.choose("go:feed")
    form = await owner.press("feed")

    await newsroom.restart()
    await owner.person.submit(form, newsroom.world.id, address=URL)

    assert "About one" in await owner.changed(before)


async def test_nothing_of_a_feed_is_kept_before_it_is_said_so(newsroom, owner):
    newsroom.reader.publish(an_item("one"), url=URL)
    await owner.choose("go:subjects")
    await owner.choose("go:feed")

    await owner.type(URL)

    async with newsroom.app.database.read() as tx:
        assert await sources.of_server(tx, newsroom.server.id) == []


async def test_a_feed_of_which_nothing_would_be_posted_says_what_to_do(newsroom, owner):
    await newsroom.tag("Chess", newsroom.world)
    newsroom.reader.publish(an_item("one"), an_item("two"), url=URL)
    await owner.choose("go:subjects")
    await owner.choose("go:feed")

    said = await owner.type(URL)

    assert "None of these would be posted." in said
    assert "Choose below a tag for all its stories, or add tags that they are about" in said


async def test_an_address_that_can_not_be_read_is_said_with_the_fix(newsroom, owner):
    newsroom.reader.fail(FetchFailed(url=URL, why="404", status=404), url=URL)
    await owner.choose("go:subjects")
    await owner.choose("go:feed")

    blank = await owner.press("feed")
    said = await owner.type(URL)
    again = await owner.press("feed")

    assert "is not there (HTTP 404). Check the address for a typo." in said
    assert "feed" in "".join(owner.custom_ids)
    assert (typed_in(blank), typed_in(again)) == (None, URL)


async def test_of_a_page_that_names_several_feeds_one_is_chosen(newsroom, owner):
    page = "https://harbour.example/"
    named = (NamedFeed("https://harbour.example/comments"), NamedFeed(URL, "Harbour News"))
    newsroom.reader.fail(NotAFeed(url=page, looks_like="html", feeds=named), url=page)
    newsroom.reader.publish(an_item("one"), url=URL)
    await owner.choose("go:subjects")
    await owner.choose("go:feed")

    asked = await owner.type("harbour.example/")
    offered = [(each["label"], each.get("description")) for each in owner.component("named")["options"]]
    await newsroom.restart()
    chosen = await owner.choose("named", "1")

    assert "it names 2 feeds" in asked
    assert offered == [("harbour.example/comments", None), ("Harbour News", "harbour.example/feed")]
    assert "About one" in chosen
    assert "keep" in "".join(owner.custom_ids)


async def test_of_a_page_that_names_one_feed_that_is_shown(newsroom, owner):
    page = "https://harbour.example/"
    newsroom.reader.fail(NotAFeed(url=page, looks_like="html", feeds=(NamedFeed(URL),)), url=page)
    newsroom.reader.publish(an_item("one"), url=URL)
    await owner.choose("go:subjects")
    await owner.choose("go:feed")

    assert "About one" in await owner.type("harbour.example/")


async def test_all_stories_of_a_feed_can_go_to_one_tag(newsroom, owner):
    await newsroom.tag("Local", newsroom.world)
    newsroom.reader.publish(an_item("one"), url=URL)
    (local,) = await stored_tags(newsroom)
    await owner.choose("go:subjects")
    await owner.choose("go:feed")
    await owner.type(URL)

    await owner.choose("file", local.id)
    await owner.choose("keep")

    async with newsroom.app.database.read() as tx:
        ((source, _),) = await sources.of_server(tx, newsroom.server.id)
    assert source.tags == {local.id}


async def test_what_is_under_review_is_not_said_to_go_out_by_itself(newsroom, owner):
    await newsroom.tag("World", newsroom.world)
    await reviewed_feed(newsroom)

    await owner.open()
    for step in ("subjects", "feed", "check", "test"):
        unplaced = await owner.choose(f"go:{step}")
    await owner.open()
    await owner.choose("review", newsroom.channel("desk"))
    for step in ("feed", "check", "test"):
        await owner.choose(f"go:{step}")
    placed = await owner.choose("done")

    assert "its stories wait for a moderator: /desk next shows them." in unplaced
    assert "its stories wait for a moderator in <#" in placed
