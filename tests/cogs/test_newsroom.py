"""/newsroom pause, resume and status as an owner's client sees them."""

from datetime import timedelta

from sqlalchemy import update

from bot.storage import servers
from bot.storage.tables import delivery
from bot.texts.catalogue import Texts
from tests.builders import an_item
from tests.cogs.moderating import reviewed_feed
from tests.cogs.tagging import SEND, forbid, standing


async def test_a_pause_lets_nothing_out_and_a_resume_all(newsroom):
    world = newsroom.world
    await newsroom.tag("Talks", world)
    feed = await newsroom.follow()
    async with newsroom.person(newsroom.owner) as owner:
        place = {"server_id": newsroom.server.id, "channel_id": world.id}
        paused = await owner.command("newsroom pause", **place)
        await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
        status = await owner.command("newsroom status", **place)
        kept_back = newsroom.cards(world)
        resumed = await owner.command("newsroom resume", **place)

    await newsroom.finished_card()
    assert "Nothing goes out from now on" in paused.text
    assert "**Paused** <t:" in status.text
    assert "One card is waiting" in status.text
    assert kept_back == []
    assert resumed.text == "Stories go out again, and the card that waited goes out now."


async def test_who_resumes_and_nothing_waited_is_told_so(newsroom):
    async with newsroom.person(newsroom.owner) as owner:
        place = {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}
        await owner.command("newsroom pause", **place)
        resumed = await owner.command("newsroom resume", **place)

    assert resumed.text == "Stories go out again. Nothing was waiting."


async def test_the_status_says_how_to_mend_a_channel_in_the_words_of_setup(newsroom):
    quiet, lost = newsroom.channel("quiet"), newsroom.channel("lost")
    await newsroom.tag("Talks", quiet)
    await newsroom.tag("Health", lost)
    forbid(newsroom, quiet, SEND)
    newsroom.standin.world.delete_channel(lost)
    await newsroom.heard(lambda bot: bot.get_channel(lost.id) is None)
    async with newsroom.person(newsroom.owner) as owner:
        place = {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}
        status = await owner.command("newsroom status", **place)

    assert f"- <#{quiet.id}> (Talks): I lack Send Messages. Grant that to my role under" in status.text
    assert (
        "- **Health**: the channel was deleted, or I can't see it. Choose another with /tags edit"
        in status.text
    )
    assert f"<#{lost.id}>" not in status.text


async def test_the_status_says_where_moderators_are_told_and_when_that_is_no_more(newsroom):
    desk = newsroom.channel("desk")
    async with newsroom.app.database.write() as tx:
        await servers.set_review_channel(tx, newsroom.server.id, desk.id)
    await newsroom.heard(lambda bot: bot.get_channel(desk.id))
    async with newsroom.person(newsroom.owner) as owner:
        place = {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}
        told = await owner.command("newsroom status", **place)
        newsroom.standin.world.delete_channel(desk)
        await newsroom.heard(lambda bot: bot.get_channel(desk.id) is None)
        gone = await owner.command("newsroom status", **place)

    assert f"Moderators decide on held stories in <#{desk.id}>, and are told there" in told.text
    assert "The review channel was deleted, or I can't see it:" in gone.text
    assert "Moderators decide on held stories in" not in gone.text


async def test_the_status_says_once_how_many_stories_wait_for_a_moderator(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Ships", newsroom.channel("ships"))
    feed = await reviewed_feed(newsroom)

    await newsroom.publish(feed, an_item("one", categories=("Talks", "Ships")))
    one = await olena.use("newsroom status")
    await newsroom.publish(feed, an_item("two", categories=("Talks",)))
    two = await olena.use("newsroom status")

    assert "- One story waits for a moderator: /desk next shows it." in one.text
    assert "- 2 stories wait for a moderator: /desk next shows them one after the other." in two.text
    assert "its source asks" not in two.text
    assert "card" not in two.text.partition("What your settings hold back")[2]
    texts = Texts.load()
    in_german = [texts.get("newsroom-held-stories", "de", count=count) for count in (1, 2)]
    in_ukrainian = [texts.get("newsroom-held-stories", "uk", count=count) for count in (1, 2, 5, 21)]
    assert [each.split(":")[0] for each in in_german] == [
        "- Ein Artikel wartet auf die Moderation",
        "- 2 Artikel warten auf die Moderation",
    ]
    assert [each.partition(" чека")[0] for each in in_ukrainian] == [
        "- Одна новина",
        "- 2 новини",
        "- 5 новин",
        "- 21 новина",
    ]


async def test_the_status_names_what_went_to_digests_alone_and_forgets_old_failures(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await olena.use("newsroom settings", cards_per_hour=1)
    items = [an_item(name, categories=("Talks",)) for name in ("one", "two", "three")]
    await newsroom.publish(feed, *items)
    await newsroom.finished_card()
    await newsroom.until(
        lambda _tx: standing(newsroom),
        lambda found: found.get((newsroom.world.id, "failed", "over-budget")) == 2,
    )

    fresh = await olena.use("newsroom status")
    async with newsroom.app.database.write() as tx:
        failed = delivery.c.state == "failed"
        week_ago = newsroom.app.clock.now() - timedelta(days=7, minutes=1)
        await tx.execute(update(delivery).where(failed).values(created_at=week_ago))
    old = await olena.use("newsroom status")

    assert "What your settings hold back" in fresh.text
    assert "2 cards, the first of <t:" in fresh.text
    assert "in digests and searches only" in fresh.text
    assert "Nothing waits, and every feed can be read." in fresh.text
    assert "What your settings hold back" not in old.text
    assert len(newsroom.cards(newsroom.world)) == 1
