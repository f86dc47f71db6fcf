"""/feeds report as an owner's client sees it."""

from sqlalchemy import func, select

from bot.domain.edition import EditionState
from bot.domain.source import SourceChange, Trust
from bot.domain.verdict import RejectReason, VerdictKind
from bot.storage import editions, sources, stories, verdicts
from bot.storage.poll_tables import mark
from tests.builders import an_item
from tests.cogs.asking import buttons

SHIPS = "https://ships.example/feed"


async def decide(newsroom, name, kind, reason=None):
    """Let a story that waits be approved or rejected."""
    now = newsroom.app.clock.now()
    state = EditionState.CLEARED if kind is VerdictKind.APPROVED else EditionState.REJECTED
    async with newsroom.app.database.write() as tx:
        ids = await stories.by_keys(tx, [f"url:news.example/{name}"])
        edition = await editions.of_story(tx, *ids.values(), newsroom.server.id)
        assert await editions.set_state(tx, edition.id, EditionState.HELD, state)
        await verdicts.record(tx, newsroom.server.id, edition.id, kind, at=now, actor_id=7, reason=reason)


async def rejected_in_error(newsroom, name):
    """Let there have been a rejection that was taken back."""
    now, server_id = newsroom.app.clock.now(), newsroom.server.id
    async with newsroom.app.database.write() as tx:
        ids = await stories.by_keys(tx, [f"url:news.example/{name}"])
        edition = await editions.of_story(tx, *ids.values(), server_id)
        kind, reason = VerdictKind.REJECTED, RejectReason.RULES
        wrong = await verdicts.record(tx, server_id, edition.id, kind, at=now, actor_id=7, reason=reason)
        assert await verdicts.undo(tx, wrong, actor_id=7, at=now)


async def voted(newsroom, card):
    """Let a reader have voted on a card."""
    async with newsroom.person(newsroom.reader_account()) as reader:
        await reader.react(newsroom.world.id, card.id, "👍")

        async def voters(tx):
            await newsroom.app.voting.flush()
            return await tx.scalar(select(func.count()).select_from(mark))

        await newsroom.until(voters, lambda found: found == 1)


async def reviewed(newsroom, feed):
    async with newsroom.app.database.write() as tx:
        used, _ = await sources.get(tx, newsroom.server.id, feed.id)
        await sources.change(tx, used.id, SourceChange(trust=Trust.REVIEW))


async def test_each_feed_is_reported_with_what_became_of_its_stories(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    feed, ships = await newsroom.follow(), await newsroom.follow(an_item("old"), url=SHIPS)
    talks = an_item("talks", categories=("Talks",))
    await newsroom.publish(feed, talks, an_item("other"))
    await newsroom.finished_card()
    await reviewed(newsroom, ships)
    held = [an_item(name, categories=("Talks",)) for name in ("a", "b", "c")]
    await newsroom.publish(ships, an_item("old"), *held, talks)
    await decide(newsroom, "a", VerdictKind.REJECTED, RejectReason.ADVERTISING)
    await rejected_in_error(newsroom, "b")
    await decide(newsroom, "b", VerdictKind.REJECTED, RejectReason.OLD)

    await voted(newsroom, newsroom.cards(newsroom.world)[0])
    lines = (await olena.use("feeds report")).text.splitlines()

    assert lines[0] == "**2 feeds, the last 30 days**"
    assert lines[1].endswith("· 2 brought · 1 posted · 1 without a tag")
    assert lines[2] == "-# For each posted story: 1 vote, 0 messages."
    assert "· 4 brought · 0 posted · 1 waiting · 2 rejected" in lines[3]
    assert lines[3].endswith(" (1 advertising, 1 no news any more) · 1 known already")


async def test_one_feed_is_trusted_or_dropped_by_its_report_after_a_restart_too(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await reviewed(newsroom, feed)
    names = ("a", "b", "c", "d", "e")
    await newsroom.publish(feed, *(an_item(name, categories=("Talks",)) for name in (*names, "f", "g")))
    for name in names:
        await decide(newsroom, name, VerdictKind.APPROVED)
    report = await olena.use("feeds report", feed="harbour news", days=7)
    await newsroom.restart()

    trusted = await olena.press(report, "Let it go out by itself")
    again = await olena.use("feeds report", feed="harbour news")
    asked = await olena.press(again, "Stop following")

    assert report.private
    assert report.text.startswith("**The last 7 days**")
    assert "5 approved" in report.text
    assert "→ All that was decided was approved" in report.text
    assert "what it brings goes out by itself" in trusted.text
    assert "2 stories of it still wait for a moderator: /desk queue shows them." in trusted.text
    assert "→" not in again.text
    assert buttons(again) == ["Stop following"]
    assert "Stop following **Harbour News**?" in asked.text
    gone = await olena.press(asked, "Stop following")
    assert "No longer following" in gone.text
    assert "follows no feed yet" in (await olena.use("feeds report")).text
