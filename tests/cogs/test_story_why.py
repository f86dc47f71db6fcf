"""/story why as a moderator's client sees it, and the history of a story that it draws on."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.chat.history_text import history_lines
from bot.domain.edition import EditionState
from bot.domain.errors import NotFound
from bot.domain.history import Brought, Decided, Held, MergedHere, Undone
from bot.domain.source import SourceChange, Trust
from bot.domain.verdict import RejectReason, VerdictKind
from bot.newsroom.history import History
from bot.standin.people.filling import NotOffered
from bot.storage import editions, servers, sources, stories, verdicts
from bot.storage.tables import edition as edition_table
from bot.texts.catalogue import Texts
from tests.builders import an_item
from tests.cogs.asking import Asking
from tests.cogs.moderating import a_moderator
from tests.cogs.tagging import SEND, forbid, standing
from tests.cogs.test_story_changing import fill
from tests.newsroom_running import text_of

MANAGE_MESSAGES = 1 << 13
OTHER = "https://other.example/feed"


@pytest.fixture
async def mara(newsroom):
    """A moderator."""
    role = newsroom.standin.world.create_role(newsroom.server, "moderators", permissions=MANAGE_MESSAGES)
    account = newsroom.standin.world.create_account("Mara")
    newsroom.standin.world.join(newsroom.server, account, roles=[role])
    async with newsroom.person(account) as person:
        yield Asking(newsroom, person)


async def edition_of(newsroom, name):
    async with newsroom.app.database.read() as tx:
        ids = await stories.by_keys(tx, [f"url:news.example/{name}"])
        return await editions.of_story(tx, *ids.values(), newsroom.server.id)


async def decide(newsroom, name, kind, state, *, reason=None, detail="", **more):
    """Let a decision on a story be stored, with the state that it brings."""
    edition, now = await edition_of(newsroom, name), newsroom.app.clock.now()
    async with newsroom.app.database.write() as tx:
        assert await editions.set_state(tx, edition.id, edition.state, state)
        verdict_id = await verdicts.record(
            tx, newsroom.server.id, edition.id, kind, at=now, actor_id=7, reason=reason, detail=detail, **more
        )
        if "changes" in more:
            into = more["changes"]["into"][1]
            merged = update(edition_table).where(edition_table.c.id == edition.id)
            await tx.execute(merged.values(merged_into=into))
    return verdict_id


async def review(newsroom, feed):
    async with newsroom.app.database.write() as tx:
        used, _ = await sources.get(tx, newsroom.server.id, feed.id)
        await sources.change(tx, used.id, SourceChange(trust=Trust.REVIEW))


def talks(*names):
    return [an_item(name, categories=("Talks",)) for name in names]


async def test_a_posted_story_is_explained_by_its_link_with_trackers_and_what_brought_it_again(
    newsroom, mara
):
    await newsroom.tag("Talks", newsroom.world)
    feed, other = await newsroom.follow(), await newsroom.follow(url=OTHER)
    await newsroom.publish(feed, *talks("talks"))
    card = await newsroom.finished_card()
    await newsroom.publish(other, *talks("talks"))
    await newsroom.restart()

    by_link = await mara.use("story why", story="http://www.news.example/talks?utm_source=x")
    offered = await mara.offered("story why", "story", "abuot talks")
    by_title = await mara.use("story why", story=offered["About talks"])
    unknown = await mara.use("story why", story="https://news.example/about-talks-of-others")

    lines = by_link.text.splitlines()
    assert by_link.private
    assert lines[0] == "**[About talks](https://news.example/talks)**"
    assert lines[1].startswith(f"- Posted in <#{newsroom.world.id}> <t:")
    assert lines[1].endswith(f"/{newsroom.world.id}/{card.id}")
    assert lines[2].startswith("**Harbour News** brought it <t:")
    assert lines[3].endswith(":R>; this server had it already.")
    assert lines[4:] == ["Its tags:", "- **Talks** (hashtag Talks)"]
    assert by_title.text == by_link.text
    assert "Did you mean" not in unknown.text


async def test_stories_that_were_left_out_are_explained_with_what_can_be_done(newsroom, olena, mara):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow(an_item("old"))
    panel = await olena.use("feeds edit", feed=feed.url, filter="not sport")
    await olena.press(panel, "Keep it so")
    sport = an_item("sport", categories=("Sport",))
    await newsroom.publish(feed, an_item("old"), sport, an_item("ships"))
    await olena.use("feeds pause", feed=feed.url)
    await newsroom.follow(url=OTHER)
    async with newsroom.app.database.write() as tx:  # another server's check goes on
        await servers.join(tx, 77, "Elsewhere", now=newsroom.app.clock.now())
        await sources.add(tx, 77, feed, interval=timedelta(minutes=15), now=newsroom.app.clock.now())
    await newsroom.publish(feed, an_item("paused"))

    filtered = await mara.use("story why", story="About sport")
    untagged = await mara.use("story why", story="ships")
    backlog = await mara.use("story why", story="https://news.example/old")
    paused = await mara.use("story why", story="https://news.example/paused")
    unknown = await mara.use("story why", story="https://news.example/2026/about-shisp.html")
    unknown_title = await mara.use("story why", story="zzzz")
    nothing = await mara.use("story why", story="?!")

    assert "It was not posted here." in filtered.text
    assert "The filter for this feed leaves it out: sport." in filtered.text
    assert "To let such stories pass, change the filter with " in filtered.text
    assert "None of this server's tags is about it" in untagged.text
    assert "To have such stories, add a tag" in untagged.text
    assert "It was in the feed before this server added the feed" in backlog.text
    assert "To have it all the same, propose its link" in backlog.text
    assert "while this server did not take the feed's stories: it was paused." in paused.text
    assert "No feed of this server has brought this link" in unknown.text
    assert "Did you mean" not in unknown.text
    assert "No story that you can see here fits “zzzz”" in unknown_title.text
    assert "fits “?!”" in nothing.text


async def test_what_only_another_servers_feeds_brought_is_unknown_here(newsroom, mara):
    feed = await newsroom.follow()
    now = newsroom.app.clock.now()
    async with newsroom.app.database.write() as tx:
        await servers.join(tx, 77, "Elsewhere", now=now)
        await sources.add(tx, 77, feed, interval=timedelta(minutes=15), now=now)
        await sources.remove(tx, newsroom.server.id, feed.id)
    await newsroom.publish(feed, *talks("talks"))

    unknown = await mara.use("story why", story="https://news.example/talks")

    assert "No feed of this server has brought this link" in unknown.text
    assert await mara.offered("story why", "story", "") == {}
    assert "fits “1”" in (await mara.use("story why", story="1")).text


async def test_held_and_decided_stories_are_explained_by_who_decided_and_why(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, *talks("posted"))
    await newsroom.finished_card()
    await review(newsroom, feed)
    await newsroom.publish(feed, *talks("held", "bad", "late", "gone", "same", "good"))
    target = (await edition_of(newsroom, "posted")).id
    await decide(
        newsroom, "bad", VerdictKind.REJECTED, EditionState.REJECTED, reason=RejectReason.ADVERTISING,
        detail="a *hotel*",
    )  # fmt: skip
    await decide(newsroom, "late", VerdictKind.EXPIRED, EditionState.EXPIRED)
    await decide(newsroom, "gone", VerdictKind.RETRACTED, EditionState.RETRACTED)
    await decide(newsroom, "same", VerdictKind.MERGED, EditionState.MERGED, changes={"into": [None, target]})
    await decide(newsroom, "good", VerdictKind.APPROVED, EditionState.CLEARED)

    async def why(name):
        return (await mara.use("story why", story=f"https://news.example/{name}")).text

    held, bad, late, gone = [await why(name) for name in ("held", "bad", "late", "gone")]
    same, good, posted = [await why(name) for name in ("same", "good", "posted")]

    assert "It has been waiting for a moderator since <t:" in held
    assert "- Its feed is reviewed by moderators." in held
    assert "If nobody decides, it expires <t:" in held
    assert "Decide on it with " in held
    assert "<@7> rejected it. (advertising) “a \\*hotel\\*” <t:" in bad
    assert "takes the decision back" in bad
    assert "Nobody decided in time, so it expired." in late
    assert "lets it wait for a moderator again" in late
    assert "<@7> retracted it." in gone
    assert "A retracted story is not posted again." in gone
    assert "<@7> merged it into another story. → About posted" in same
    assert f"- https://discord.com/channels/{newsroom.server.id}/{newsroom.world.id}/" in same
    assert "<@7> approved it. <t:" in good
    assert "<@7> merged another story into it: About same" in posted
    await decide(newsroom, "posted", VerdictKind.APPROVED, EditionState.CLEARED)
    await decide(newsroom, "posted", VerdictKind.RETRACTED, EditionState.RETRACTED)
    approved, stood, retracted, *_ = (await why("posted")).splitlines()[1:]
    assert "<@7> approved it. <t:" in approved
    assert stood.startswith(f"- Posted in <#{newsroom.world.id}> <t:")
    assert "<@7> retracted it. <t:" in retracted


async def test_a_story_that_stands_still_is_explained_by_its_channel_and_what_is_missing(
    newsroom, olena, mara
):
    shut = newsroom.channel("shut")
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Sport", shut)
    forbid(newsroom, shut, SEND)
    await olena.use("newsroom settings", cards_per_hour=1)
    feed = await newsroom.follow()
    await newsroom.publish(feed, *talks("first"))
    await newsroom.finished_card()
    await newsroom.publish(feed, *talks("second"), an_item("match", categories=("Sport",)))
    await newsroom.until(
        lambda _tx: standing(newsroom),
        lambda found: (
            found.get((newsroom.world.id, "failed", "over-budget"))
            and any(state == "waiting" for _, state, _ in found)
        ),
    )
    await olena.use("newsroom pause")

    over = await mara.use("story why", story="About second")
    waits = await mara.use("story why", story="About match")

    assert f"It was not posted in <#{newsroom.world.id}>. The channel had as many cards" in over.text
    assert "lets it go out at once" in over.text
    assert f"Its card for <#{shut.id}> waits: I lack the permission “Send Messages” there." in waits.text
    assert "this newsroom is paused" in waits.text


async def test_a_story_is_explained_by_the_title_that_moderators_gave_it_whatever_others_are_called(
    newsroom, mara
):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, *talks("talks"))
    card = await newsroom.finished_card()
    alike = an_item("other", title="Truce signed in Bonn, after all", categories=("Talks",))
    await newsroom.publish(feed, alike)
    await newsroom.finished_card(number=2)
    await fill(mara, await mara.use("story edit", story="About talks"), title="Truce signed")
    await newsroom.standin.wait_for(lambda: "Truce signed" in text_of(card.components))

    by_title = await mara.use("story why", story="truce signed")
    offered = await mara.offered("story why", "story", "truce")

    assert by_title.text.startswith("**[Truce signed](https://news.example/talks)**")
    assert sorted(offered) == ["Truce signed", "Truce signed in Bonn, after all"]


async def test_a_story_in_a_hidden_channel_is_as_none_and_the_command_is_not_for_readers(newsroom, mara):
    hidden = newsroom.channel("hidden")
    newsroom.hide(hidden)
    await newsroom.tag("Talks", hidden)
    await newsroom.tag("World", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, *talks("talks"))
    await newsroom.card(hidden)

    by_link = await mara.use("story why", story="https://news.example/talks")
    by_words = await mara.use("story why", story="about talks")

    assert "No feed of this server has brought this link, as far as you can see" in by_link.text
    assert "No story that you can see here fits “about talks”" in by_words.text
    assert "About talks" not in by_link.text
    assert await mara.offered("story why", "story", "talks") == {}
    async with newsroom.person(newsroom.reader_account()) as reader:
        with pytest.raises(NotOffered):
            await Asking(newsroom, reader).use("story why", story="x")


async def test_the_panel_of_a_card_explains_its_story(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, *talks("talks"))
    card = await newsroom.finished_card()
    place = {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}
    async with a_moderator(newsroom) as mara:
        panel = await mara.person.menu("Moderate story…", card.id, **place)
        await newsroom.restart()

        explained = await mara.press(panel, "Why?")

    assert explained.private
    assert f"- Posted in <#{newsroom.world.id}> <t:" in explained.text


async def test_the_history_of_a_story_has_all_that_happened_in_order(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await review(newsroom, feed)
    await newsroom.publish(feed, *talks("talks", "same"))
    edition, same = await edition_of(newsroom, "talks"), await edition_of(newsroom, "same")
    wrong = await decide(newsroom, "talks", VerdictKind.REJECTED, EditionState.REJECTED)
    async with newsroom.app.database.write() as tx:
        assert await verdicts.undo(tx, wrong, actor_id=8, at=newsroom.app.clock.now())
        assert await editions.set_state(tx, edition.id, EditionState.REJECTED, EditionState.HELD)
    await decide(newsroom, "talks", VerdictKind.APPROVED, EditionState.CLEARED)
    newsroom.app.delivery.wake.set()
    await newsroom.finished_card()
    await decide(
        newsroom, "same", VerdictKind.MERGED, EditionState.MERGED, changes={"into": [None, edition.id]}
    )
    await newsroom.restart()
    history = History(newsroom.app.database)

    timeline = await history.of(newsroom.server.id, edition.id, lambda _channel: True)
    of_same = await history.of(newsroom.server.id, same.id, lambda _channel: True)

    kinds = [type(event) for event in timeline.events]
    assert kinds[:6] == [Brought, Held, Decided, Undone, Held, Decided]
    assert sorted(each.__name__ for each in kinds[6:-1]) == ["Carded", "Discussed", "Polled"]
    assert kinds[-1] is MergedHere
    lines = history_lines(timeline, Texts.load(), "en-US")
    assert "**Harbour News** brought it." in lines[0]
    assert lines[2].endswith("<@7> rejected it.")
    assert lines[3].endswith("<@8> took this back: the rejection.")
    assert lines[-1].endswith("<@7> merged another story into it: About same")
    merged = of_same.events[-1]
    assert (merged.verdict.kind, merged.other) == (VerdictKind.MERGED, "About talks")


async def test_the_history_names_no_story_of_a_hidden_channel(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Sport", newsroom.channel("sport"))
    feed = await newsroom.follow()
    await review(newsroom, feed)
    await newsroom.publish(feed, *talks("talks"), an_item("match", categories=("Sport",)))
    edition, match = await edition_of(newsroom, "talks"), await edition_of(newsroom, "match")
    await decide(
        newsroom, "match", VerdictKind.MERGED, EditionState.MERGED, changes={"into": [None, edition.id]}
    )
    history, world = History(newsroom.app.database), int(newsroom.world.id)
    server_id = newsroom.server.id

    of_talks = await history.of(server_id, edition.id, lambda channel: channel == world)
    of_match = await history.of(server_id, match.id, lambda channel: channel != world)

    assert of_talks.events[-1].title == ""
    assert of_match.events[-1].other == ""
    for elsewhere, edition_id in ((server_id, match.id), (99, edition.id)):
        with pytest.raises(NotFound):
            await history.of(elsewhere, edition_id, lambda channel: channel == world)
    lines = history_lines(of_talks, Texts.load(), "en-US")
    assert "a story in a channel that you can't see" in lines[-1]
