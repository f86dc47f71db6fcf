"""/feeds, as an owner's client sends it."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain.errors import AddressRefused, FetchFailed, NotAFeed, NotFound, Unreadable
from bot.domain.feed import NamedFeed
from bot.storage import audits, feeds, sources
from bot.storage.tables import panel
from tests.builders import an_item
from tests.cogs.asking import buttons, custom_id_of, descriptions, options

URL = "https://harbour.example/feed"


async def followed(newsroom, url=URL):
    async with newsroom.app.database.read() as tx:
        return await feeds.find(tx, url)


async def audited(newsroom):
    async with newsroom.app.database.read() as tx:
        return [(each.action, each.subject) for each in await audits.latest(tx, newsroom.server.id)]


async def look(newsroom, olena, *items, **more):
    newsroom.reader.publish(*items or [an_item("one")], url=URL)
    return await olena.use("feeds add", url=URL, **more)


async def test_a_feed_is_looked_at_before_anything_is_kept(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    newsroom.reader.publish(an_item("talks", categories=("Talks",)), an_item("ships"), url=URL)

    reply = await olena.use("feeds add", url="harbour.example/feed")

    assert reply.private
    assert "**Harbour News**, with 2 stories now" in reply.text
    assert "About talks → **Talks**" in reply.text
    assert "About ships → no tag yet" in reply.text
    assert buttons(reply) == ["Keep it", "Cancel"]
    assert await followed(newsroom) is None
    assert await audited(newsroom) == []


async def test_how_a_feed_is_used_is_said_when_it_is_added(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    page = "https://harbour.example/"
    named = (NamedFeed("https://harbour.example/comments"), NamedFeed(URL, "Harbour News"))
    newsroom.reader.fail(NotAFeed(url=page, looks_like="html", feeds=named), url=page)
    newsroom.reader.publish(an_item("talks", categories=("Talks",)), an_item("ships"), url=URL)
    wishes = {"interval": 30, "trust": "review", "filter": "talks and not sport"}

    too_often = await olena.use("feeds add", url=URL, interval=1)
    no_filter = await olena.use("feeds add", url=URL, filter="talks and (")
    several = await olena.use("feeds add", url=page, **wishes)
    shown = await olena.choose(several, "Harbour News")
    await newsroom.restart()
    added = await olena.press(shown, "Keep it")
    (audit,) = (await olena.use("newsroom audit", what="audit-area-feeds")).text.splitlines()[1:]

    assert "can't be checked that often" in too_often.text
    assert "a word is missing" in no_filter.text
    for reply in (shown, added):
        for line in ("- Checked every 30 minutes", "- Under review: ", "- Filter: talks and not sport"):
            assert line in reply.text
    assert "- About talks → **Talks**" in shown.text
    assert "- About ships: left out by the filter (not talks)" in shown.text
    async with newsroom.app.database.read() as tx:
        ((source, _),) = await sources.of_server(tx, newsroom.server.id)
    how = (source.interval, source.trust, str(source.filter))
    assert how == (timedelta(minutes=30), "review", "talks and not sport")
    for told in ("30", "talks and not sport", "held back for a moderator"):
        assert told in audit


async def test_the_newest_stories_are_shown(newsroom, olena):
    items = [
        an_item(f"day{number}", published_at=an_item().published_at - timedelta(days=number))
        for number in range(9)
    ]

    reply = await look(newsroom, olena, *reversed(items))

    shown = [line for line in reply.text.splitlines() if line.startswith("- ")]
    assert [line.split(" → ")[0] for line in shown] == [f"- About day{number}" for number in range(5)]


async def test_a_feed_without_a_story_can_be_followed(newsroom, olena):
    newsroom.reader.publish(url=URL)

    reply = await olena.use("feeds add", url=URL)

    assert "without stories yet" in reply.text
    assert "Now following" in (await olena.press(reply, "Keep it")).text


async def test_a_feed_is_kept_by_its_button(newsroom, olena):
    reply = await look(newsroom, olena, an_item("one"), an_item("two"))

    done = await olena.press(reply, "Keep it")

    assert "Now following **Harbour News**. It holds 2 stories" in done.text
    assert buttons(done) == []
    assert f"[Harbour News]({URL})" in (await olena.use("feeds list")).text
    assert await audited(newsroom) == [("feed-added", URL)]


async def test_the_buttons_work_after_a_restart(newsroom, olena):
    await newsroom.tag("Local", newsroom.world)
    reply = await look(newsroom, olena)

    await newsroom.restart()
    chosen = await olena.choose(reply, "All its stories into Local")
    await newsroom.restart()
    done = await olena.press(chosen, "Keep it")

    assert "Now following **Harbour News**" in done.text
    assert "all to Local" in (await olena.use("feeds list")).text


async def test_an_answer_counts_once(newsroom, olena):
    reply = await look(newsroom, olena)
    key = custom_id_of(reply, "Keep it").rpartition(":")[2]
    await olena.press(reply, "Keep it")

    with pytest.raises(NotFound, match="error-panel-old"):
        await newsroom.app.sources.keep(newsroom.server.id, newsroom.owner.id, key)


async def test_nobody_else_can_answer(newsroom, olena):
    reply = await look(newsroom, olena)
    key = custom_id_of(reply, "Keep it").rpartition(":")[2]

    with pytest.raises(NotFound, match="error-panel-of-another"):
        await newsroom.app.sources.keep(newsroom.server.id, 4711, key)


async def test_a_preview_of_long_ago_says_so(newsroom, olena):
    reply = await look(newsroom, olena)
    async with newsroom.app.database.write() as tx:
        long_ago = newsroom.app.clock.now() - timedelta(hours=2)
        await tx.execute(update(panel).values(made_at=long_ago))

    done = await olena.press(reply, "Keep it")

    assert "is too old. Use the command again" in done.text
    assert await followed(newsroom) is None


async def test_cancel_keeps_nothing(newsroom, olena):
    reply = await look(newsroom, olena)

    done = await olena.press(reply, "Cancel")

    assert done.text == "Nothing was kept."
    assert buttons(done) == []
    assert await followed(newsroom) is None


async def test_a_tag_that_takes_all_is_chosen_in_the_command(newsroom, olena):
    await newsroom.tag("Local", newsroom.world)

    reply = await look(newsroom, olena, tag="local")
    done = await olena.press(reply, "Keep it")

    assert "About one → **Local**" in reply.text
    assert "All its stories go to **Local**" in done.text


async def test_a_tag_that_takes_all_is_chosen_in_the_preview_and_taken_back(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Local", newsroom.world)
    reply = await look(newsroom, olena, an_item("talks", categories=("Talks",)))

    into = await olena.choose(reply, "All its stories into Local")
    by_rules = await olena.choose(into, "File its stories by the tags' own rules")

    assert options(reply) == [
        "File its stories by the tags' own rules",
        "All its stories into Talks",
        "All its stories into Local",
    ]
    assert "About talks → **Talks, Local**" in into.text
    assert "About talks → **Talks**" in by_rules.text


async def test_of_many_tags_the_one_that_was_asked_for_is_offered(newsroom, olena):
    for number in range(30):
        await newsroom.tag(f"Tag{number}", newsroom.world)

    reply = await look(newsroom, olena, tag="Tag29")

    assert len(options(reply)) == 25
    assert options(reply)[-1] == "All its stories into Tag29"


async def test_a_page_offers_the_feeds_that_it_names(newsroom, olena):
    page = "https://harbour.example/"
    named = (NamedFeed("https://harbour.example/comments"), NamedFeed(URL, "Harbour News"))
    newsroom.reader.fail(NotAFeed(url=page, looks_like="html", feeds=named), url=page)
    newsroom.reader.publish(an_item("one"), url=URL)

    reply = await olena.use("feeds add", url=page)
    await newsroom.restart()
    found = await olena.choose(reply, "Harbour News")
    done = await olena.press(found, "Keep it")

    assert "a web page and not a feed, but it names 2 feeds" in reply.text
    assert options(reply) == ["harbour.example/comments", "Harbour News"]
    assert descriptions(reply) == [None, "harbour.example/feed"]
    assert "**Harbour News**, with one story now" in found.text
    assert "Now following" in done.text


async def test_a_page_can_be_left_alone(newsroom, olena):
    newsroom.reader.fail(
        NotAFeed(url=URL, looks_like="html", feeds=(NamedFeed("https://a.example/"),)), url=URL
    )
    reply = await olena.use("feeds add", url=URL)

    done = await olena.press(reply, "Cancel")

    assert done.text == "Nothing was kept."


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NotAFeed(url=URL, looks_like="html"), "is a web page and not a feed. Look there for a link"),
        (NotAFeed(url=URL, looks_like="empty"), "is empty"),
        (AddressRefused(url=URL, why="it is a private address"), "Give a public http or https address"),
        (FetchFailed(url=URL, why="no answer", status=404), "is not there (HTTP 404)"),
        (Unreadable(url=URL, why="it is broken"), "could not be understood"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
async def test_what_can_not_be_read_is_said_in_a_sentence(newsroom, olena, error, said):
    newsroom.reader.fail(error, url=URL)

    reply = await olena.use("feeds add", url=URL)

    assert said in reply.text.replace("\\", "")
    assert buttons(reply) == []


@pytest.mark.parametrize("typed", ["ftp://harbour.example/feed", "https://", "not an address"])
async def test_what_is_no_address_is_said_so(olena, typed):
    reply = await olena.use("feeds add", url=typed)

    assert "is not a web address" in reply.text


async def test_an_unknown_tag_is_said_before_the_feed_is_read(newsroom, olena):
    reply = await look(newsroom, olena, tag="Nowhere")

    assert "There is no tag “Nowhere” here" in reply.text
    assert not newsroom.reader.checked


async def test_a_feed_that_is_followed_is_not_read_again(newsroom, olena):
    await olena.press(await look(newsroom, olena), "Keep it")
    await newsroom.until(lambda tx: feeds.find(tx, URL), lambda feed: feed.last_checked_at is not None)
    newsroom.reader.checked.clear()

    reply = await olena.use("feeds add", url=URL)

    assert "already. /feeds list shows it" in reply.text
    assert not newsroom.reader.checked


async def test_a_feed_that_has_moved_to_one_that_is_followed_is_said_to_be_there(newsroom, olena):
    await olena.press(await look(newsroom, olena), "Keep it")
    newsroom.reader.publish(an_item("one"), url="https://old.example/feed", moved_to=URL)

    reply = await olena.use("feeds add", url="https://old.example/feed")

    assert "already. /feeds list shows it" in reply.text


async def test_two_previews_of_one_feed_keep_it_once(newsroom, olena):
    first, second = await look(newsroom, olena), await look(newsroom, olena)
    await olena.press(first, "Keep it")

    done = await olena.press(second, "Keep it")

    assert "already. /feeds list shows it" in done.text


async def test_a_feeds_tag_is_completed(newsroom, olena):
    await newsroom.tag("World News", newsroom.world)
    await newsroom.tag("Local", newsroom.world)

    offered = await olena.offered("feeds add", "tag", "wor", url=URL)

    assert offered == {"World News": "World News"}


async def test_a_feed_is_followed_no_more_after_a_question(newsroom, olena):
    await newsroom.follow(url=URL)
    offered = await olena.offered("feeds remove", "feed", "harb")

    asked = await olena.use("feeds remove", feed=offered["Harbour News"])
    still = await followed(newsroom)
    await newsroom.restart()
    done = await olena.press(asked, "Stop following")

    assert asked.private
    assert "Stop following **Harbour News**? What was posted stays" in asked.text
    assert still is not None
    assert "No longer following **Harbour News**" in done.text
    assert await followed(newsroom) is None
    assert await audited(newsroom) == [("feed-removed", URL)]


async def test_a_question_about_a_feed_can_be_denied(newsroom, olena):
    await newsroom.follow(url=URL)
    asked = await olena.use("feeds remove", feed=URL)

    done = await olena.press(asked, "Keep following")

    assert done.text == "Nothing was changed."
    assert await followed(newsroom) is not None


async def test_what_a_feed_brought_goes_out_when_it_is_followed_no_more(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow(url=URL)
    asked = await olena.use("feeds remove", feed="harbour news")
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))

    await olena.press(asked, "Stop following")

    assert await newsroom.finished_card()


async def test_a_feed_that_is_gone_already_is_said_so(newsroom, olena):
    await newsroom.follow(url=URL)
    first = await olena.use("feeds remove", feed=URL)
    second = await olena.use("feeds remove", feed=URL)
    await olena.press(first, "Stop following")

    done = await olena.press(second, "Stop following")

    assert "This was answered already" in done.text


@pytest.mark.parametrize("typed", ["Harbour News", "elsewhere", "77"])
async def test_what_names_no_feed_or_two_is_said_so(newsroom, olena, typed):
    await newsroom.follow(url=URL)
    await newsroom.follow(url="https://other.example/feed")

    reply = await olena.use("feeds remove", feed=typed)

    assert f"This server follows no feed “{typed}”, or more than one of that name" in reply.text


async def test_a_feed_of_another_server_is_not_offered(newsroom, olena):
    async with newsroom.app.database.write() as tx:
        await feeds.add(tx, URL, title="Elsewhere", now=newsroom.app.clock.now())

    assert await olena.offered("feeds remove", "feed", "") == {}
