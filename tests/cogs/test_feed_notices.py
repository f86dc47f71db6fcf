"""What moderators are told of feeds in trouble, and what an owner does about it from there."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.domain.errors import FetchFailed
from bot.domain.feed_notice import NoticeState
from bot.domain.server import ServerSettings
from bot.storage import feed_notices, feeds, settings, sources
from bot.storage.desk_tables import feed_notice
from bot.storage.tables import feed as feed_table
from tests.builders import an_item
from tests.cogs.asking import Asking

URL = "https://harbour.example/feed"
NEW = "https://new.example/feed"
LOST = FetchFailed(url=URL, why="no answer", status=404)
GONE = FetchFailed(url=URL, why="gone", status=410)
MANAGE_MESSAGES = 1 << 13


@pytest.fixture
async def review(newsroom):
    """The review channel."""
    channel = newsroom.channel("review")
    async with newsroom.app.database.write() as tx:
        chosen = replace(ServerSettings(), review_channel_id=channel.id)
        await settings.change(tx, newsroom.server.id, chosen)
    return channel


async def fail(newsroom, feed, times=5, error=LOST):
    newsroom.reader.fail(error, url=feed.url)
    for _ in range(times):
        await newsroom.app.intake.check(feed.id)


async def standing(newsroom, review):
    """The first message, once it is known that it stands: after a restart it is not drawn again."""
    await newsroom.until(_posted, bool)
    return await newsroom.notice(review)


async def _posted(tx):
    return await tx.scalar(select(feed_notice.c.id).where(feed_notice.c.state == NoticeState.STANDING))


async def press(newsroom, owner, message, action):
    custom_id = next(each for each in custom_ids(message) if f":{action}:" in each)
    return await owner.person.click(message.channel.id, message.id, custom_id)


def custom_ids(message):
    return [part["custom_id"] for row in message.components for part in row["components"]]


async def says(newsroom, message, words):
    await newsroom.standin.wait_for(lambda: words in message.content)
    return message.content


async def test_a_feed_that_fails_is_told_once_and_again_only_after_it_worked(newsroom, review):
    feed = await newsroom.follow(url=URL)
    await fail(newsroom, feed, times=4)
    await newsroom.app.feed_watch.look()
    await newsroom.app.feed_telling.tell_due()
    quiet_so_far = len(newsroom.notices(review))
    await fail(newsroom, feed, times=1)
    notice = await standing(newsroom, review)

    await newsroom.restart()
    await fail(newsroom, feed, times=3)
    await newsroom.app.feed_watch.look()
    await newsroom.app.feed_telling.tell_due()
    told = len(newsroom.notices(review))
    await newsroom.publish(feed, an_item("talks"))
    mended = await says(newsroom, notice, "works again: it could be read <t:")
    buttons_left = list(notice.components)
    await fail(newsroom, feed)
    again = await newsroom.notice(review, number=2)

    assert quiet_so_far == 0
    assert told == 1
    assert mended.startswith("✓ **Harbour News** works again: it could be read <t:")
    assert "\n-# Before that it couldn't be read: 5 checks in a row failed." in mended
    assert "I go on trying" not in mended
    assert "(HTTP 404)" in mended
    assert buttons_left == []
    assert len(custom_ids(again)) == 3


async def test_an_owner_has_it_checked_and_the_message_says_who(newsroom, olena, review):
    feed = await newsroom.follow(url=URL)
    await fail(newsroom, feed, error=GONE, times=1)
    notice = await standing(newsroom, review)
    await newsroom.restart()

    still = await press(newsroom, olena, notice, "retry")
    newsroom.reader.publish(an_item("talks"), url=URL)
    works = await press(newsroom, olena, notice, "retry")
    record = await says(newsroom, notice, "had it checked")

    assert record.startswith("✓ **Harbour News** works again: ")
    assert "-# Before that its server said that it was gone for good (HTTP 410)." in record
    assert "still can't be read." in still.text
    assert "**Harbour News** can be read: one new story." in works.text
    assert f"<@{newsroom.owner.id}> had it checked <t:" in record
    assert notice.components == []


async def test_who_does_not_manage_the_server_presses_in_vain(newsroom, review):
    feed = await newsroom.follow(url=URL)
    await fail(newsroom, feed, error=GONE, times=1)
    notice = await newsroom.notice(review)
    role = newsroom.standin.world.create_role(newsroom.server, "moderators", permissions=MANAGE_MESSAGES)
    account = newsroom.standin.world.create_account("Mara")
    newsroom.standin.world.join(newsroom.server, account, roles=[role])

    async with newsroom.person(account) as person:
        for action in ("retry", "change", "remove"):
            refused = await press(newsroom, Asking(newsroom, person), notice, action)
            assert "Manage Server" in refused.text
    async with newsroom.app.database.read() as tx:
        assert (await feeds.get(tx, feed.id)).state == "ended"


async def test_an_owner_gives_it_another_address_and_its_tags_stay(newsroom, olena, review):
    tag = await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow(url=URL)
    await olena.use("feeds edit", feed=URL, tag="Talks", trust="review")
    await fail(newsroom, feed)
    notice = await newsroom.notice(review)
    newsroom.reader.publish(an_item("talks"), url=NEW)

    form = await press(newsroom, olena, notice, "change")
    shown = await olena.person.submit(form, review.id, address="new.example/feed")
    kept = await olena.press(shown, "Keep it so")
    record = await says(newsroom, notice, "gave it that")

    assert "It would be read from" in shown.text or "new.example" in shown.text
    assert "new.example" in kept.text
    assert record.startswith("✓ **Harbour News** has another address: <@")
    assert f"<@{newsroom.owner.id}> gave it that <t:" in record
    async with newsroom.app.database.read() as tx:
        ((source, moved),) = await sources.of_server(tx, newsroom.server.id)
    assert (moved.url, source.tags, source.trust) == (NEW, frozenset({tag.id}), "review")


async def test_an_owner_removes_it_and_what_is_pressed_later_says_so(newsroom, olena, review):
    feed = await newsroom.follow(url=URL)
    await fail(newsroom, feed)
    notice = await newsroom.notice(review)
    custom_id = next(each for each in custom_ids(notice) if ":retry:" in each)

    asked = await press(newsroom, olena, notice, "remove")
    gone = await olena.press(asked, "Stop following")
    record = await says(newsroom, notice, "removed it")

    assert "Stop following **Harbour News**?" in asked.text
    assert "No longer following" in gone.text
    assert f"<@{newsroom.owner.id}> removed it <t:" in record
    assert custom_id not in str(notice.components)


async def test_many_feeds_that_are_down_are_told_in_one_message_from_which_each_is_mended(
    newsroom, olena, review
):
    followed = [await newsroom.follow(url=f"https://n{number}.example/feed") for number in range(14)]
    async with newsroom.app.database.write() as tx:  # at a start: the watch has not seen them yet
        await tx.execute(update(feed_table).values(state="ended"))

    await newsroom.app.feed_watch.look()
    await newsroom.app.feed_telling.tell_due()
    notice = await standing(newsroom, review)
    await newsroom.restart()
    [menu] = [part for row in notice.components for part in row["components"]]
    value = menu["options"][3]["value"]
    chosen = await olena.person.click(review.id, notice.id, menu["custom_id"], values=[value])
    asked = await olena.press(chosen, "Remove")
    await olena.press(asked, "Stop following")
    again = await olena.person.click(review.id, notice.id, menu["custom_id"], values=[value])

    assert notice.content.startswith("**14 feeds here need somebody to look at them.**")
    assert notice.content.count("is gone for good") == 12
    assert "… and 2 more: </feeds list" in notice.content
    assert len(menu["options"]) == len(followed)
    assert chosen.private
    assert "is gone for good, as its server says (HTTP 410)" in chosen.text
    assert followed[3].url.removeprefix("https://") in chosen.text
    assert "removed it <t:" in again.text
    assert len(newsroom.notices(review)) == 1


async def test_a_feed_that_moved_for_good_is_told_unless_only_its_spelling_changed(newsroom, review):
    feed = await newsroom.follow(url="http://harbour.example/feed")
    newsroom.reader.publish(an_item("a"), url=feed.url, moved_to=URL)
    await newsroom.app.intake.check(feed.id)
    async with newsroom.app.database.read() as tx:
        told_of_spelling = await feed_notices.get(tx, 1)
    newsroom.reader.publish(an_item("a"), url=URL, moved_to=NEW)
    await newsroom.app.intake.check(feed.id)

    notice = await newsroom.notice(review)

    assert told_of_spelling is None
    assert "**Harbour News** has moved for good" in notice.content
    assert "new.example/feed" in notice.content
    assert len(newsroom.notices(review)) == 1
    assert "http\\://harbour" not in notice.content
