"""/feeds show, test, edit, pause and resume, as an owner's client sends them."""

from datetime import timedelta

import pytest

from bot.domain.errors import AddressRefused, FetchFailed, NotAFeed
from bot.domain.feed import NamedFeed, Validators
from bot.domain.reasons import Reason
from bot.standin.people.replies import Reply
from bot.storage import audits, editions, feeds, servers, sources, stories
from tests.builders import NOON, a_page, an_item
from tests.cogs.asking import buttons

URL = "https://harbour.example/feed"
NEW = "https://new.example/feed"
TALKS = an_item("talks", categories=("Talks",))
SPORT = an_item("sport", categories=("Sport",))


async def used(newsroom, url=URL):
    """The server's use of the feed at an address."""
    async with newsroom.app.database.read() as tx:
        feed = await feeds.find(tx, url)
        found = None if feed is None else await sources.get(tx, newsroom.server.id, feed.id)
    return None if found is None else found[0]


async def audited(newsroom):
    async with newsroom.app.database.read() as tx:
        return [(each.action, dict(each.details)) for each in await audits.latest(tx, newsroom.server.id)]


async def decided(newsroom, name):
    """The reason and detail of what was decided on a story."""
    async with newsroom.app.database.read() as tx:
        ids = await stories.by_keys(tx, [f"url:news.example/{name}"])
        return [
            (each.reason, each.detail)
            for story_id in ids.values()
            for each in await editions.decisions_of(tx, story_id, newsroom.server.id)
        ]


async def typed_filter(newsroom, olena, reply, text):
    """Fill in the form that a reply's button opens; return what the reply shows then."""
    form = await olena.press(reply, "Type the filter")
    told = await olena.person.submit(form, newsroom.world.id, filter=text)
    if told.message is not None:
        return told
    changes = [data for name, data in olena.person.events if name == "MESSAGE_UPDATE"]
    return Reply("", message=next(each for each in reversed(changes) if each["id"] == reply.message["id"]))


async def test_one_feed_is_shown_with_what_became_of_its_stories(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow(an_item("old"), url=URL)
    await olena.use("feeds edit", feed=URL, filter="not sport")
    await newsroom.publish(feed, an_item("old"), TALKS, an_item("ships"))
    card = await newsroom.finished_card()

    reply = await olena.use("feeds show", feed="harbour news")

    assert reply.private
    assert f"**[Harbour News]({URL})**" in reply.text
    assert "Checked every 15 minutes" in reply.text
    assert "Its stories are filed by the tags' own rules" in reply.text
    assert (
        f"- [About talks](https://discord.com/channels/{newsroom.server.id}/{newsroom.world.id}/{card.id})"
        in (reply.text)
    )
    assert "- About ships: None of this server's tags is about it." in reply.text
    assert "- About old: It was in the feed before this server added the feed." in reply.text


async def test_a_reason_that_several_stories_share_is_said_once(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow(an_item("old"), url=URL)
    await newsroom.publish(feed, an_item("ships"), an_item("ports"))

    lines = (await olena.use("feeds show", feed=URL)).text.splitlines()

    (place,) = (number for number, line in enumerate(lines) if "None of this server's tags" in line)
    assert lines[place].startswith("- Of each of these 2: ")
    assert set(lines[place + 1 : place + 3]) == {"  - About ships", "  - About ports"}
    assert any(line.startswith("- About old: It was in the feed") for line in lines)


async def test_a_feed_that_fails_is_shown_with_what_to_do(newsroom, olena):
    feed = await newsroom.follow(url=URL)
    newsroom.reader.fail(FetchFailed(url=URL, why="no answer", status=404), url=URL)
    await newsroom.app.intake.check(feed.id)

    reply = await olena.use("feeds show", feed=URL)

    assert "**The last check failed**" in reply.text
    assert "is not there (HTTP 404). Check the address for a typo" in reply.text
    assert "It has brought no story yet." in reply.text


async def test_a_feed_is_tried_without_keeping_anything(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Harbour", newsroom.world)
    feed = await newsroom.follow(an_item("old", published_at=NOON - timedelta(days=1)), url=URL)
    await newsroom.app.intake.check(feed.id)
    reply = await olena.use("feeds edit", feed=URL, filter="not category:sport")
    await olena.press(reply, "Keep it so")
    newsroom.reader.pages["https://news.example/ships"] = a_page(
        "https://news.example/ships", title="About ships", hashtags=("Harbour",)
    )
    newsroom.reader.publish(TALKS, SPORT, an_item("ships"), an_item("other"), url=URL)

    reply = await olena.use("feeds test", feed=URL)

    assert "**Harbour News** can be read, and holds 4 stories" in reply.text
    assert "- About talks → **Talks** (hashtag Talks)" in reply.text
    assert "- About sport: the filter leaves it out (has **category:sport**)" in reply.text
    assert "- About ships → **Harbour** (hashtag Harbour)" in reply.text
    assert "- About other: no tag takes it" in reply.text
    assert await decided(newsroom, "talks") == []


async def test_what_can_not_be_read_now_is_said_by_a_test(newsroom, olena):
    await newsroom.follow(url=URL)
    newsroom.reader.fail(FetchFailed(url=URL, why="no answer", status=403), url=URL)

    reply = await olena.use("feeds test", feed=URL)

    assert "refuses to be read by this bot (HTTP 403)" in reply.text


async def test_interval_tag_and_trust_change_at_once_and_the_rest_stays(newsroom, olena):
    await newsroom.tag("Local", newsroom.world)
    await newsroom.follow(url=URL)
    await olena.press(await olena.use("feeds edit", feed=URL, filter="talks"), "Keep it so")

    reply = await olena.use("feeds edit", feed=URL, interval=30, tag="local", trust="review")
    listed = await olena.use("feeds list")
    back = await olena.use("feeds edit", feed=URL, tag="-")

    assert buttons(reply) == []
    assert "Checked every 30 minutes" in reply.text
    assert "All its stories go to **Local**" in reply.text
    assert "a moderator sees each of its stories" in reply.text
    assert "Filter: talks" in reply.text
    assert "under review · filtered · all to Local" in listed.text
    assert "filed by the tags' own rules" in back.text
    found = await used(newsroom)
    assert (found.interval, found.trust, found.tags) == (timedelta(minutes=30), "review", frozenset())
    details = [details for action, details in await audited(newsroom) if action == "feed-edited"]
    assert details[1] == {
        "title": "Harbour News",
        "minutes": [15, 30],
        "tags": [[], ["Local"]],
        "trust": ["automatic", "review"],
    }


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"interval": 1}, "can't be checked that often here: 5 minutes or more"),
        ({"tag": "Nowhere"}, "There is no tag “Nowhere” here"),
        ({"filter": "talks and (plan"}, "The bracket at character 11, “(plan”, is never closed"),
        ({"filter": "/(a{1000}){1000}/"}, "can't be used"),
        ({"url": URL}, "That is its address already"),
        ({"url": "not an address"}, "is not a web address"),
        ({"url": "https://other.example/feed"}, "already. /feeds list shows it"),
        ({"url": "http://10.0.0.1/feed"}, "Give a public http or https address"),
        ({"feed": "elsewhere", "interval": 30}, "This server follows no feed “elsewhere”"),
    ],
    ids=["often", "tag", "bracket", "explodes", "same", "no address", "there", "private", "unknown"],
)
async def test_what_can_not_be_changed_is_said_and_nothing_is(newsroom, olena, options, said):
    await newsroom.follow(url="https://other.example/feed")
    await newsroom.follow(url=URL)
    before = await used(newsroom)
    private = "http://10.0.0.1/feed"
    newsroom.reader.fail(AddressRefused(url=private, why="it is a private address"), url=private)

    reply = await olena.use("feeds edit", **{"feed": URL, "tag": "-", **options})

    assert said in reply.text.replace("\\", "")
    assert buttons(reply) == []
    assert await used(newsroom) == before
    assert await audited(newsroom) == []


async def test_a_filter_is_looked_at_typed_on_and_kept_after_a_restart(newsroom, olena):
    await newsroom.tag("News", newsroom.world)
    feed = await newsroom.follow(TALKS, SPORT, url=URL)
    await olena.use("feeds edit", feed=URL, tag="News")

    shown = await olena.use("feeds edit", feed=URL)
    await newsroom.restart()
    wrong = await typed_filter(newsroom, olena, shown, 'talks "or')
    await newsroom.restart()
    right = await typed_filter(newsroom, olena, wrong, "talks or ships")
    unkept = (await used(newsroom)).filter
    await newsroom.restart()
    kept = await olena.press(right, "Keep it so")
    await newsroom.publish(feed, an_item("ships"), an_item("cars"))

    assert "No filter: all its stories pass" in shown.text
    assert buttons(shown) == ["Type the filter", "Leave it as it is"]
    assert "The quotation mark at character 7" in wrong.text
    assert buttons(wrong) == ["Type the filter", "Leave it as it is"]
    assert "1 of its newest 2 would pass:" in right.text
    assert "✅ About talks · has **talks**" in right.text
    assert "🚫 About sport · lacks **talks, ships**" in right.text
    assert unkept is None
    assert "Filter: talks or ships" in kept.text
    assert await decided(newsroom, "ships") == [(Reason.ROUTED, "")]
    assert await decided(newsroom, "cars") == [(Reason.FILTERED, "not talks, not ships")]
    assert (
        "- About cars: left out by the filter (not talks, not ships)"
        in (await olena.use("feeds show", feed=URL)).text
    )


async def test_what_was_typed_stands_in_the_form_and_an_empty_one_takes_the_filter_away(newsroom, olena):
    await newsroom.follow(TALKS, url=URL)
    first = await olena.use("feeds edit", feed=URL, filter="TALKS")
    form = await olena.press(first, "Type the filter")
    await olena.press(first, "Keep it so")
    second = await olena.use("feeds edit", feed=URL)

    emptied = await typed_filter(newsroom, olena, second, "")
    await olena.press(emptied, "Keep it so")

    assert form.modal["components"][0]["component"]["value"] == "TALKS"
    assert "Filter: TALKS" in second.text
    assert (await used(newsroom)).filter is None


async def test_a_filter_is_tried_with_the_last_stories_where_the_feed_can_not_be_read(newsroom, olena):
    feed = await newsroom.follow(TALKS, SPORT, url=URL)
    newsroom.reader.fail(FetchFailed(url=URL, why="no answer", status=500), url=URL)
    await newsroom.app.intake.check(feed.id)

    shown = await olena.use("feeds edit", feed=URL, filter="#sport")
    kept = await olena.press(shown, "Keep it so")

    assert "1 of its newest 2 would pass:" in shown.text
    assert "Filter: \\#sport" in kept.text


async def test_a_change_can_be_left_alone(newsroom, olena):
    await newsroom.follow(TALKS, url=URL)
    shown = await olena.use("feeds edit", feed=URL, filter="talks")

    done = await olena.press(shown, "Leave it as it is")

    assert done.text == "Nothing was changed."
    assert (await used(newsroom)).filter is None


async def test_of_two_owners_at_once_the_second_is_told_and_loses_nothing(newsroom, olena):
    await newsroom.follow(TALKS, url=URL)
    mine = await olena.use("feeds edit", feed=URL, filter="talks", interval=60)
    theirs = await olena.use("feeds edit", feed=URL, filter="ships")
    await olena.press(theirs, "Keep it so")

    told = await olena.press(mine, "Keep it so")
    between = await used(newsroom)
    done = await olena.press(told, "Keep it so")

    assert "Meanwhile somebody made this the filter: ships" in told.text
    assert "Filter: talks" in told.text
    assert (str(between.filter), between.interval) == ("ships", timedelta(minutes=15))
    assert "Filter: talks" in done.text
    assert (await used(newsroom)).interval == timedelta(minutes=60)


async def test_a_change_of_a_feed_that_was_removed_meanwhile_is_refused(newsroom, olena):
    await newsroom.follow(TALKS, url=URL)
    shown = await olena.use("feeds edit", feed=URL, filter="talks")
    await olena.press(await olena.use("feeds remove", feed=URL), "Stop following")

    done = await olena.press(shown, "Keep it so")

    assert "That feed is no longer followed here" in done.text


async def test_a_feed_under_review_holds_what_it_brings(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow(url=URL)
    await olena.use("feeds edit", feed=URL, trust="review")
    await newsroom.publish(feed, TALKS)

    reply = await olena.use("feeds show", feed=URL)

    assert await decided(newsroom, "talks") == [(Reason.REVIEW, "")]
    assert "- About talks: It waits for a moderator" in reply.text
    assert newsroom.cards(newsroom.world) == []


async def test_a_paused_feed_rests_and_what_it_missed_is_no_news(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow(url=URL)

    paused = await olena.use("feeds pause", feed=URL)
    again = await olena.use("feeds pause", feed=URL)
    listed = await olena.use("feeds list")
    newsroom.reader.checked.clear()
    async with newsroom.app.database.read() as tx:
        due = await feeds.next_due(tx)
    await newsroom.restart()
    newsroom.reader.publish(TALKS, url=URL)
    resumed = await olena.use("feeds resume", feed=URL)
    await newsroom.until(lambda tx: feeds.find(tx, URL), lambda feed: feed.last_changed_at is not None)
    await newsroom.until(
        lambda tx: sources.of_feed(tx, feed.id), lambda found: found[0].resumed_at is not None
    )
    missed = await newsroom.until(lambda tx: stories.of_feed(tx, feed.id), bool)
    await newsroom.publish(feed, TALKS, an_item("next", categories=("Talks",)))
    card = await newsroom.finished_card()

    assert "**Harbour News** rests" in paused.text
    assert "is paused already" in again.text
    assert "paused here" in listed.text
    assert due is None
    assert not [url for url, _ in newsroom.reader.checked if url != URL]
    assert "is read again" in resumed.text
    assert "is not paused" in (await olena.use("feeds resume", feed=URL)).text
    assert [story.draft.title for story in missed] == ["About talks"]
    assert await decided(newsroom, "talks") == [(Reason.BACKLOG, "")]
    assert await decided(newsroom, "next") == [(Reason.ROUTED, "")]
    assert card is newsroom.cards(newsroom.world)[0]
    assert len(newsroom.cards(newsroom.world)) == 1
    assert [action for action, _ in await audited(newsroom)] == ["feed-resumed", "feed-paused"]


async def test_a_changed_address_keeps_the_history(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow(url=URL)
    await newsroom.publish(feed, TALKS)
    await newsroom.finished_card()
    newsroom.reader.publish(TALKS, an_item("next", categories=("Talks",)), url=NEW)

    shown = await olena.use("feeds edit", feed=URL, url="new.example/feed")
    before = await used(newsroom)
    await newsroom.restart()
    done = await olena.press(shown, "Keep it so")
    await newsroom.finished_card(number=2)

    assert "It is read from new.example/feed" in shown.text.replace("\\", "").replace("https://", "")
    assert "One of the 2 stories there is known here already" in shown.text
    assert before is not None
    assert "new.example/feed" in done.text
    assert await used(newsroom) is None
    found = await used(newsroom, NEW)
    assert (found.id, found.feed_id) == (before.id, before.feed_id)
    assert len(newsroom.cards(newsroom.world)) == 2
    assert {validators for url, validators in newsroom.reader.checked if url == NEW} == {Validators()}
    assert "About talks" in (await olena.use("feeds show", feed=NEW)).text


async def test_at_an_address_where_nothing_is_known_what_stands_there_is_no_news(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow(TALKS, url=URL)
    strange = [
        an_item(f"strange{n}", link=f"https://new.example/{n}", categories=("Talks",)) for n in range(30)
    ]
    newsroom.reader.publish(*strange, url=NEW)
    page = NotAFeed(url="https://new.example/", looks_like="html", feeds=(NamedFeed(NEW),))
    newsroom.reader.fail(page, url="https://new.example/")
    shown = await olena.use("feeds edit", feed=URL, url="https://new.example/")

    await olena.press(shown, "Keep it so")
    await newsroom.until(lambda tx: stories.of_feed(tx, feed.id, limit=50), lambda found: len(found) == 31)
    fresh = an_item("fresh", link="https://new.example/fresh", categories=("Talks",))
    newsroom.reader.publish(fresh, *strange, url=NEW)
    await newsroom.app.intake.check(feed.id)
    await newsroom.finished_card()

    assert "None of the stories there is known here" in shown.text
    assert len(newsroom.cards(newsroom.world)) == 1


async def test_a_feed_that_others_use_too_is_left_to_them(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow(url=URL)
    async with newsroom.app.database.write() as tx:
        await newsroom_elsewhere(tx, feed, newsroom)
    await newsroom.publish(feed, TALKS)
    await newsroom.finished_card()
    newsroom.reader.publish(TALKS, an_item("next", categories=("Talks",)), url=NEW)
    shown = await olena.use("feeds edit", feed=URL, url=NEW)

    await olena.press(shown, "Keep it so")
    await newsroom.finished_card(number=2)

    async with newsroom.app.database.read() as tx:
        old = await feeds.find(tx, URL)
        left = await sources.get(tx, 4711, old.id)
    assert left is not None
    assert await used(newsroom) is None
    assert await used(newsroom, NEW) is not None
    assert len(newsroom.cards(newsroom.world)) == 2
    reply = await olena.use("feeds show", feed=NEW)
    assert "[About talks]" in reply.text
    assert "[About next]" in reply.text


async def newsroom_elsewhere(tx, feed, newsroom):
    """Another server that uses the feed."""
    now = newsroom.app.clock.now()
    await servers.join(tx, 4711, "Elsewhere", now=now)
    await sources.add(tx, 4711, feed, interval=timedelta(minutes=15), now=now)


async def test_an_address_that_changed_meanwhile_is_not_written_over(newsroom, olena):
    feed = await newsroom.follow(TALKS, url=URL)
    newsroom.reader.publish(TALKS, url=NEW)
    shown = await olena.use("feeds edit", feed=URL, url=NEW)
    async with newsroom.app.database.write() as tx:
        await feeds.move(tx, feed.id, "https://third.example/feed")

    done = await olena.press(shown, "Keep it so")

    assert "has another address by now: https://third.example/feed" in done.text.replace("\\", "")
    assert await used(newsroom, "https://third.example/feed") is not None


async def test_feeds_are_completed_in_spite_of_accents_and_typing_errors(newsroom, olena):
    async with newsroom.app.database.write() as tx:
        for number, title in enumerate(["Zürcher Bote", "Harbour News", ""]):
            url = f"https://site{number}.example/feed"
            feed = await feeds.add(tx, url, title=title, now=newsroom.app.clock.now())
            await sources.add(
                tx, newsroom.server.id, feed, interval=timedelta(minutes=15), now=newsroom.app.clock.now()
            )

    for typed, name in [
        ("zurch", "Zürcher Bote"),
        ("harbuor", "Harbour News"),
        ("site2", "https://site2.example/feed"),
    ]:
        offered = await olena.offered("feeds show", "feed", typed)
        assert next(iter(offered)) == name
