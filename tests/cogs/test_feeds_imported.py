"""/feeds import and export, as an owner's client sends them."""

import asyncio

import aiohttp
import pytest

from bot.domain.errors import FetchFailed, NotAFeed
from bot.newsroom import sources as followed_feeds
from bot.standin.people.filling import File
from bot.standin.people.replies import Reply
from bot.storage import audits, sources
from tests.builders import an_item
from tests.cogs.asking import buttons
from tests.patience import PATIENCE


def opml(*outlines):
    return File("feeds.opml", f"<opml version='2.0'><body>{''.join(outlines)}</body></opml>".encode())


def listed(number, title=None):
    return f'<outline text="{title or f"Feed {number}"}" xmlUrl="https://site{number}.example/feed"/>'


def folder(name, *outlines):
    return f'<outline text="{name}">{"".join(outlines)}</outline>'


def latest(olena, reply):
    """A private message as it was changed last."""
    for name, data in reversed(olena.person.events):
        if name in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and data["id"] == reply.message["id"]:
            return data
    raise LookupError


def shown(olena, reply):
    """A private message as it is now, with the buttons that it has."""
    return Reply("", message=latest(olena, reply))


async def until(olena, reply, wanted):
    """Wait until a message is as wanted; return it."""
    async with asyncio.timeout(PATIENCE):
        while not wanted(latest(olena, reply)):  # noqa: ASYNC110 -- edits come as events of the gateway
            await asyncio.sleep(0.01)
    return latest(olena, reply)


async def until_said(olena, reply, words):
    """Wait until a message says something; return it."""
    return await until(olena, reply, lambda message: words in message["content"])


async def attached(message):
    """What stands in the file of a message."""
    (file,) = message["attachments"]
    async with aiohttp.ClientSession() as http, http.get(file["url"]) as response:
        return file["filename"], await response.text()


async def followed(newsroom):
    async with newsroom.app.database.read() as tx:
        return {feed.url: source.tags for source, feed in await sources.of_server(tx, newsroom.server.id)}


def publish(newsroom, *numbers):
    for number in numbers:
        newsroom.reader.publish(an_item(f"one{number}"), url=f"https://site{number}.example/feed")


async def test_a_list_is_followed_with_a_report_on_each_feed(newsroom, olena):
    world = await newsroom.tag("World News", newsroom.world, synonyms=("war",))
    publish(newsroom, 1, 2, 3, 4)
    await newsroom.follow(url="https://site1.example/feed")
    for number, error in [(5, FetchFailed), (6, NotAFeed)]:
        url = f"https://site{number}.example/feed"
        fields = {"why": "gone", "status": 404} if error is FetchFailed else {"looks_like": "html"}
        newsroom.reader.fail(error(url=url, **fields), url=url)
    file = opml(
        listed(1),
        folder("WORLD-NEWS", listed(2), folder("Deeper", listed(3))),
        folder("War", listed(4)),
        listed(4),
        listed(5),
        listed(6),
        '<outline text="Bad" xmlUrl="mailto:somebody"/>',
    )

    asked = await olena.use("feeds import", file=file)
    before = await followed(newsroom)
    await newsroom.restart()
    await olena.press(asked, "Follow them, folders as tags")
    done = await until_said(olena, asked, "checked")
    name, report = await attached(done)

    assert asked.private
    assert "**5 new feeds** in feeds.opml" in asked.text
    assert "One more is followed here already" in asked.text
    assert "One stands in it twice" in asked.text
    assert "One is no web address: mailto:somebody" in asked.text
    assert "WORLD-NEWS → **World News** (2), War → **World News** (1)" in asked.text
    assert "whose feeds the tags' own rules file: Deeper (1)" in asked.text
    assert buttons(asked) == ["Follow them, folders as tags", "Follow them, by the tags' rules", "Cancel"]
    assert set(before) == {"https://site1.example/feed"}
    assert await followed(newsroom) == {
        "https://site1.example/feed": frozenset(),
        "https://site2.example/feed": {world.id},
        "https://site3.example/feed": {world.id},
        "https://site4.example/feed": {world.id},
        "https://site5.example/feed": frozenset(),
        "https://site6.example/feed": frozenset(),
    }
    assert "3 can be read" in done["content"]
    assert "**2 could not be read.**" in done["content"]
    assert name == "feeds-report.txt"
    assert "https://site5.example/feed\n    https://site5.example/feed is not there (HTTP 404)" in report
    assert "https://site6.example/feed is a web page and not a feed" in report
    assert "No web addresses: 1\nmailto:somebody" in report
    assert "Followed: 3\nhttps://site2.example/feed\n    Harbour News" in report
    assert "Followed here before: 1\nhttps://site1.example/feed" in report
    assert newsroom.cards(newsroom.world) == []


async def test_those_that_can_not_be_read_go_once_that_is_confirmed(newsroom, olena):
    publish(newsroom, 1)
    bad = "https://site2.example/feed"
    newsroom.reader.fail(FetchFailed(url=bad, why="no answer", status=500), url=bad)
    asked = await olena.use("feeds import", file=opml(listed(1), listed(2)))
    await olena.press(asked, "Follow them, by the tags' rules")
    await until_said(olena, asked, "checked")

    await newsroom.restart()
    await olena.press(shown(olena, asked), "Stop following the one that can't be read")
    question = await until_said(olena, asked, "Stop following this feed, which can't be read?")
    await olena.press(shown(olena, asked), "Keep it")
    await until_said(olena, asked, "checked")
    between = await followed(newsroom)
    await olena.press(shown(olena, asked), "Stop following the one that can't be read")
    await until_said(olena, asked, "Stop following this feed")
    await newsroom.restart()
    await olena.press(shown(olena, asked), "Stop following it")
    done = await until_said(olena, asked, "No longer following the one")

    assert f"- {bad}" in question["content"].replace("\\", "")
    assert set(between) == {"https://site1.example/feed", bad}
    assert done["components"] == []
    assert set(await followed(newsroom)) == {"https://site1.example/feed"}
    async with newsroom.app.database.read() as tx:
        told = [(each.action, each.details) for each in await audits.latest(tx, newsroom.server.id)]
    assert told == [
        ("feeds-dropped", {"feeds": [bad]}),
        ("feeds-imported", {"feeds": 2, "by_folders": False}),
    ]
    assert "Not followed any more: 1" in (await attached(done))[1]


async def test_an_import_goes_on_after_a_restart_and_tells_how_far_it_is(newsroom, olena):
    publish(newsroom, *range(2, 40))
    held = asyncio.Event()
    check = newsroom.reader.check

    async def slow(url, validators):
        if url == "https://site3.example/feed":
            await held.wait()
        return await check(url, validators)

    newsroom.reader.check = slow
    asked = await olena.use("feeds import", file=opml(*map(listed, range(2, 40))))
    await olena.press(asked, "Follow them, by the tags' rules")
    part = await until_said(olena, asked, "37 of 38 so far")

    await newsroom.restart()
    await olena.press(shown(olena, asked), "How far is it?")
    _, report = await attached(await until(olena, asked, lambda message: message["attachments"]))
    held.set()
    done = await until_said(olena, asked, "**All 38 new feeds were checked.**")

    assert "Now following 38 new feeds" in part["content"]
    assert "Not read yet: 1\nhttps://site3.example/feed" in report
    assert "38 can be read" in done["content"]


async def test_a_list_of_many_is_followed_at_once(newsroom, olena):
    publish(newsroom, *range(100))
    asked = await olena.use("feeds import", file=opml(*map(listed, range(100))))

    await olena.press(asked, "Follow them, by the tags' rules")
    done = await until_said(olena, asked, "**All 100 new feeds were checked.**")

    assert "100 can be read" in done["content"]
    assert "**100 feeds**" in (await olena.use("feeds list")).text


async def test_an_import_can_be_left_and_what_is_there_is_said(newsroom, olena):
    publish(newsroom, 1, 2)
    asked = await olena.use("feeds import", file=opml(listed(1), listed(2)))
    left = await olena.press(asked, "Cancel")
    await newsroom.follow(url="https://site1.example/feed")

    again = await olena.use("feeds import", file=opml(listed(1)))

    assert left.text == "Nothing was kept."
    assert "follows all of its feeds already" in again.text
    assert buttons(again) == []
    assert set(await followed(newsroom)) == {"https://site1.example/feed"}


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (File("a.opml", b"not xml"), "The file is no valid XML"),
        (File("a.opml", b"<rss/>"), "it begins with <rss>"),
        (File("a.opml", b"<opml/>"), "There is no feed in the file"),
        (File("a.opml", b"<!DOCTYPE o [<!ENTITY a 'b'>]><opml/>"), "declares XML entities"),
        (File("a.opml", b" " * 2_000_001), "The file is larger than 2 MB"),
    ],
    ids=["text", "rss", "empty", "entities", "large"],
)
async def test_what_is_no_list_is_said_in_a_sentence(newsroom, olena, file, said):
    reply = await olena.use("feeds import", file=file)

    assert said in reply.text.replace("\\", "")
    assert buttons(reply) == []
    assert await followed(newsroom) == {}


async def test_more_than_there_is_room_for_is_refused_whole(newsroom, olena, monkeypatch):
    monkeypatch.setattr("bot.newsroom.feed_import.MOST_FEEDS", 2)
    publish(newsroom, 1, 2, 3)
    await newsroom.follow(url="https://site1.example/feed")

    reply = await olena.use("feeds import", file=opml(listed(2), listed(3)))

    assert "There is room for 1 more feeds in this server, and the file has 2 new ones" in reply.text
    assert followed_feeds.MOST_FEEDS == 2000


async def test_what_is_exported_can_be_imported(newsroom, olena):
    await newsroom.tag("World & News", newsroom.world)
    await newsroom.tag("Local", newsroom.world)
    publish(newsroom, 1, 2)
    nothing = await olena.use("feeds export")
    asked = await olena.use(
        "feeds import",
        file=opml(folder("World &amp; News", listed(1)), folder("Local", listed(1)), listed(2)),
    )
    await olena.press(asked, "Follow them, folders as tags")
    await until_said(olena, asked, "checked")
    had = await followed(newsroom)

    exported = await olena.use("feeds export")
    name, text = await attached(exported.message)
    for url in had:
        removal = await olena.use("feeds remove", feed=url)
        await olena.press(removal, "Stop following")
    asked = await olena.use("feeds import", file=File(name, text.encode()))
    await olena.press(asked, "Follow them, folders as tags")
    await until_said(olena, asked, "checked")

    assert "nothing to export" in nothing.text
    assert exported.private
    assert "The 2 feeds of this server" in exported.text
    assert name == "feeds.opml"
    assert await followed(newsroom) == had
    assert {len(tags) for tags in had.values()} == {0, 2}
