"""The review channel: what stands there, however much waits and whatever becomes of the channel."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.chat import permissions
from bot.domain.edition import EditionState
from bot.domain.review import ReviewKind
from bot.standin.faults import Fault
from bot.standin.world.model import Overwrite
from bot.storage import clearing, review_messages, reviews, settings
from bot.storage.desk_tables import desk_delegation, review
from bot.storage.tables import edition
from tests.builders import an_item
from tests.cogs.asking import Asking
from tests.cogs.moderating import controls, hold, in_state, reviewed_feed
from tests.cogs.owner import Owner
from tests.cogs.reviewing import heard, known_gone, labels, press, show_in, shown, text
from tests.cogs.test_demotion import give
from tests.newsroom_running import CARDS

SEND = 1 << 11


async def test_a_burst_is_told_by_one_message_beside_ten_and_that_is_kept_up_to_date(newsroom, desk, mara):
    channel, feed = desk
    for number in range(6):
        names = [f"n{number}{letter}" for letter in "abcde"]
        await newsroom.publish(feed, *(an_item(name, categories=("Talks",)) for name in names))
    queue = await shown(newsroom, channel, "**20 more stories wait**")
    await newsroom.standin.wait_for(lambda: len(newsroom.cards(channel)) == 11)

    await newsroom.restart()
    opened = await press(mara, queue, "One after the other")
    assert opened.private
    assert "Approve" in [each.get("label") for each in controls(opened.components)]
    listed = await press(mara, queue, "Open the queue")
    assert listed.private

    async with newsroom.app.database.write() as tx:
        ids = list(await tx.scalars(select(edition.c.id).order_by(edition.c.id)))
        shown_ids = set(await tx.scalars(select(review.c.edition_id).where(review.c.message_id.is_not(None))))
    waiting = [each for each in ids if each not in shown_ids]
    assert len(waiting) == 20
    async with newsroom.app.database.write() as tx:
        for edition_id in waiting:
            await clearing.end(tx, edition_id, EditionState.REJECTED, now=newsroom.app.clock.now())
        await reviews.ask(tx, waiting, at=newsroom.app.clock.now())
    await newsroom.standin.wait_for(lambda: "Nothing waits in the queue any more" in text(queue))
    assert labels(queue) == []
    assert len(newsroom.cards(channel)) == 11


async def test_without_a_review_channel_it_is_told_once_and_what_waits_is_shown_when_there_is_one(
    newsroom, mara
):
    await newsroom.tag("Talks", newsroom.world)
    feed = await reviewed_feed(newsroom)
    general = newsroom.channel("general")
    channel = newsroom.channel("desk")
    await hold(newsroom, feed, "talks")
    notice = await newsroom.notice(general)
    assert "there is no review channel" in notice.content
    await hold(newsroom, feed, "tea")

    await show_in(newsroom, channel)
    await shown(newsroom, channel, "About tea")
    gone = channel
    newsroom.standin.world.delete_channel(gone)
    await known_gone(newsroom, gone)
    await hold(newsroom, feed, "war")
    await newsroom.standin.wait_for(lambda: len(newsroom.notices(general)) == 2)
    assert "the channel was deleted" in newsroom.notices(general)[1].content

    other = newsroom.channel("other")
    await show_in(newsroom, other)
    await shown(newsroom, other, "About war")
    assert len(newsroom.cards(other)) == 1
    assert len(newsroom.notices(general)) == 2


async def choose_by_setting(newsroom, channel):
    async with newsroom.person(newsroom.owner) as person:
        await Asking(newsroom, person).use("newsroom settings", review_channel=channel)


async def choose_by_setup(newsroom, channel):
    async with newsroom.person(newsroom.owner) as person:
        await (await Owner(newsroom, person).open()).choose("review", channel)


@pytest.mark.parametrize("choose_channel", [choose_by_setting, choose_by_setup])
async def test_what_a_source_changed_is_asked_about_in_the_channel_after_a_deleted_one(
    newsroom, desk, mara, choose_channel
):
    gone, feed = desk
    other = newsroom.channel("other")
    await hold(newsroom, feed, "talks")
    await press(mara, await shown(newsroom, gone, "About talks"), "Approve")
    posted = await newsroom.finished_card()
    await newsroom.publish(feed, an_item("talks", title="Talks failed", categories=("Talks",)))
    await shown(newsroom, gone, "The source has changed this story")
    stands = select(review.c.message_id).where(review.c.kind == ReviewKind.CHANGE)
    await newsroom.until(lambda tx: tx.scalar(stands), lambda message_id: message_id is not None)

    newsroom.standin.world.delete_channel(gone)
    await known_gone(newsroom, gone)
    await choose_channel(newsroom, other)
    asked = await shown(newsroom, other, "The source has changed this story")
    await press(mara, asked, "Apply")

    assert "**The change was taken over**" in text(asked)
    await newsroom.standin.wait_for(lambda: "Talks failed" in text(posted))


async def test_what_waits_is_shown_as_soon_as_the_bot_may_write_in_the_review_channel(newsroom, desk):
    channel, feed = desk
    general = newsroom.channel("general")
    bot = newsroom.application.account
    channel.overwrites[bot.id] = Overwrite(bot.id, 1, 0, SEND)
    newsroom.standin.world.update_channel(channel)
    await newsroom.heard(lambda ours: ours.missing_permissions(channel.id, permissions.WRITE))
    await hold(newsroom, feed, "talks")
    assert "I lack the permission “Send Messages”" in (await newsroom.notice(general)).content

    del channel.overwrites[bot.id]
    newsroom.standin.world.update_channel(channel)
    card = await shown(newsroom, channel, "About talks")

    assert "Approve" in labels(card)


async def test_a_deleted_message_is_not_posted_again_and_its_story_still_waits(newsroom, desk, mara):
    channel, feed = desk
    await hold(newsroom, feed, "talks")
    card = await shown(newsroom, channel, "About talks")
    await newsroom.until(lambda tx: tx.scalar(select(review.c.due_at)), lambda due: due is None)
    newsroom.standin.world.delete_message(card)

    await newsroom.publish(feed, an_item("talks", title="Talks failed", categories=("Talks",)))
    await newsroom.until(lambda tx: tx.scalar(select(review.c.state)), lambda state: state == "gone")
    await newsroom.restart()
    await hold(newsroom, feed, "tea")
    await shown(newsroom, channel, "About tea")

    assert len(newsroom.cards(channel)) == 1
    assert await in_state(newsroom, "held") == 2
    assert "Talks failed" in (await mara.use("desk queue")).text


@pytest.mark.parametrize("kind", ["drop_before_commit", "drop_after_commit"])
async def test_a_message_whose_answer_was_lost_stands_once(newsroom, desk, kind):
    channel, feed = desk
    fault = newsroom.standin.faults.add(Fault("POST", CARDS, kind))

    await hold(newsroom, feed, "talks")
    await newsroom.struck(fault)
    await newsroom.restart()

    await shown(newsroom, channel, "About talks")
    await newsroom.until(lambda tx: tx.scalar(select(review.c.state)), lambda state: state == "standing")
    assert len(newsroom.cards(channel)) == 1


async def test_one_who_was_given_the_command_may_press_for_an_hour_where_they_see_the_channel(newsroom, desk):
    channel, feed = desk
    await hold(newsroom, feed, "talks", "tea")
    talks = await shown(newsroom, channel, "About talks")
    tea = await shown(newsroom, channel, "About tea")
    account = newsroom.reader_account("Delia")

    async with newsroom.person(newsroom.owner) as owner, newsroom.person(account) as person:
        delia = Asking(newsroom, person)
        await give(newsroom, owner, "desk", account)
        await delia.use("desk queue")
        await newsroom.restart()
        await press(delia, talks, "Approve")
        assert f"**Approved** by <@{account.id}>" in text(talks)

        async with newsroom.app.database.write() as tx:
            await tx.execute(update(desk_delegation).values(until=newsroom.app.clock.now()))
        await press(delia, tea, "Approve")
        assert await heard(delia, "Manage Messages")
    assert await in_state(newsroom, "held") == 1


async def test_the_queue_is_for_moderators_and_in_the_language_of_the_server(newsroom, desk):
    channel, feed = desk
    async with newsroom.app.database.write() as tx:
        own = await settings.of(tx, newsroom.server.id)
        await settings.change(tx, newsroom.server.id, replace(own, language="de"))
    await hold(newsroom, feed, "talks")
    card = await shown(newsroom, channel, "About talks")
    assert "Wartet auf die Moderation" in text(card)
    assert labels(card)[0] == "Freigeben"

    await newsroom.until(lambda tx: tx.scalar(select(review.c.state)), lambda state: state == "standing")
    async with newsroom.app.database.write() as tx:
        now = newsroom.app.clock.now()
        await tx.execute(update(review).values(state="gone", due_at=None))
        await review_messages.ask_queue(tx, newsroom.server.id, at=now, make=True)
    queue = await shown(newsroom, channel, "Ein weiterer Artikel wartet")
    async with newsroom.person(newsroom.reader_account()) as person:
        ravi = Asking(newsroom, person)
        await press(ravi, queue, "Warteschlange öffnen")
        assert await heard(ravi, "Manage Messages")
