"""Messages in the review channel as moderators see and press them."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import insert, select, update

from bot.chat import permissions
from bot.config import DeskSettings
from bot.domain.edition import EditionState
from bot.standin.faults import Fault
from bot.standin.world.model import Overwrite
from bot.storage import clearing, review_messages, reviews, settings
from bot.storage.desk_tables import desk_delegation, review, verdict
from bot.storage.tables import edition, server
from tests.builders import an_item
from tests.cogs.asking import Asking
from tests.cogs.moderating import a_moderator, controls, hold, in_state, reviewed_feed
from tests.cogs.test_demotion import give
from tests.newsroom_running import CARDS, text_of

PRIVATE = 64
SEND = 1 << 11


@pytest.fixture
async def mara(newsroom):
    async with a_moderator(newsroom) as moderator:
        yield moderator


@pytest.fixture
async def desk(newsroom):
    """The review channel "desk" of a newsroom with a feed that moderators see first, and the feed."""
    channel = newsroom.channel("desk")
    await newsroom.tag("Talks", newsroom.world)
    await show_in(newsroom, channel)
    return channel, await reviewed_feed(newsroom)


async def show_in(newsroom, channel):
    """Let stories that wait be shown in a channel."""
    async with newsroom.app.database.write() as tx:
        own = await settings.of(tx, newsroom.server.id)
        to = replace(own, review_channel_id=None if channel is None else channel.id)
        await settings.change(tx, newsroom.server.id, to)


def text(message):
    return text_of(message.components)


async def shown(newsroom, channel, words, number=1):
    """Our messages in a channel that say something, once there are so many."""

    def those():
        return [each for each in newsroom.cards(channel) if words in text(each)]

    await newsroom.standin.wait_for(lambda: len(those()) >= number)
    return those()[number - 1]


def button(message, label):
    return next(each for each in controls(message.components) if each.get("label") == label)


def labels(message):
    return [each["label"] for each in controls(message.components) if each["type"] == 2]


async def press(person, message, label):
    return await person.person.click(message.channel.id, message.id, button(message, label)["custom_id"])


async def choose(person, message, value):
    select_ = next(each for each in controls(message.components) if each["type"] == 3)
    return await person.person.click(message.channel.id, message.id, select_["custom_id"], values=[value])


async def test_a_held_story_is_shown_with_its_reasons_and_becomes_the_record_of_its_approval(
    newsroom, desk, mara
):
    channel, feed = desk
    await hold(newsroom, feed, "talks")
    card = await shown(newsroom, channel, "About talks")

    told = text(card)
    assert "Waits for a moderator" in told
    assert "What is known of talks." in told
    assert "Its feed is reviewed by moderators." in told
    assert f"Talks → <#{newsroom.world.id}>" in told
    assert "Harbour News: 0 posted, 1 waiting, 0 rejected in 30 days" in told
    assert labels(card) == ["Approve", "Reject…", "Edit…", "Retag…"]

    await newsroom.restart(desk=DeskSettings(undo_seconds=2))
    await press(mara, card, "Approve")
    assert f"**Approved** by {mara.mention}" in text(card)
    assert labels(card) == ["Undo"]
    await newsroom.until(lambda tx: tx.scalar(select(review.c.due_at)), lambda due: due is None)
    assert newsroom.cards(newsroom.world) == []
    posted = await newsroom.finished_card()
    await newsroom.standin.wait_for(lambda: f"/{newsroom.world.id}/{posted.id}" in text(card))
    assert labels(card) == ["Decided"]
    assert len(newsroom.cards(channel)) == 1


async def test_of_two_moderators_one_decides_and_the_other_is_told_who_and_what(newsroom, desk, mara):
    channel, feed = desk
    await hold(newsroom, feed, "talks")
    card = await shown(newsroom, channel, "About talks")

    async with a_moderator(newsroom, "Ben") as ben:
        await asyncio.gather(press(mara, card, "Approve"), press(ben, card, "Approve"))
        first, second = (mara, ben) if mara.mention in text(card) else (ben, mara)
        told = await heard(second, "was first")

    assert f"{first.mention} was first: this story was approved" in told
    assert f"**Approved** by {first.mention}" in text(card)
    assert [each.kind for each in await verdicts_of(newsroom)] == ["approved"]


async def test_a_rejection_asks_why_stands_in_the_record_and_can_be_taken_back(newsroom, desk, mara):
    channel, feed = desk
    await hold(newsroom, feed, "talks")
    card = await shown(newsroom, channel, "About talks")

    asked = await press(mara, card, "Reject…")
    await newsroom.restart()
    await mara.person.submit(asked, channel.id, reason=["other"], words="")
    assert "Why: another reason" in text(card)
    await press(mara, card, "Undo")

    asked = await press(mara, card, "Reject…")
    await mara.person.submit(asked, channel.id, reason=["advertising"], words="An @everyone *shop*")
    told = text(card)
    assert f"**Rejected** by {mara.mention}" in told
    assert "Why: advertising\n> An @\u200beveryone \\*shop\\*" in told
    assert labels(card) == ["Undo"]

    await press(mara, card, "Undo")
    assert "Waits for a moderator" in text(card)
    assert await in_state(newsroom, "held") == 1
    await press(mara, card, "Approve")
    await newsroom.finished_card()


async def test_the_source_can_be_trusted_the_story_called_breaking_and_the_outlet_blocked(
    newsroom, desk, mara
):
    channel, feed = desk
    await hold(newsroom, feed, "talks", "tea")
    first = await shown(newsroom, channel, "About talks")
    second = await shown(newsroom, channel, "About tea")

    await choose(mara, first, "trust")
    trusted = await heard(mara, "Harbour News goes out by itself from now on")
    assert "2 stories of it still wait: /desk queue shows them." in trusted
    assert "Source trusted by" in text(first)
    (more,) = [each for each in controls(first.components) if each["type"] == 3]
    assert "trust" not in [each["value"] for each in more["options"]]
    assert "Approve" in labels(first)
    await choose(mara, first, "breaking")
    assert f"**Approved as breaking** by {mara.mention}" in text(first)
    posted = await newsroom.finished_card()
    assert "**Breaking**" in text(posted)

    asked = await choose(mara, second, "block")
    assert "What others publish at the same address still comes in" in str(asked.modal)
    await mara.person.submit(asked, channel.id)
    assert await heard(mara, "comes in any more. Nothing else of it waits.")
    assert f"**Rejected**, and its outlet blocked, by {mara.mention}" in text(second)
    assert await in_state(newsroom, "rejected") == 1


async def test_a_story_is_merged_into_one_that_stands(newsroom, desk, mara):
    channel, feed = desk
    await hold(newsroom, feed, "talks", "tea")
    first = await shown(newsroom, channel, "About talks")
    second = await shown(newsroom, channel, "About tea")
    await choose(mara, first, "merge")
    assert await heard(mara, "No other story went out here")
    await press(mara, first, "Approve")
    await newsroom.finished_card()

    asked = await choose(mara, second, "merge")
    select_ = next(each["component"] for each in asked.modal["components"])
    assert [each["label"] for each in select_["options"]] == ["About talks"]
    await mara.person.submit(asked, channel.id, into=[select_["options"][0]["value"]])

    assert "**Merged** into another story" in text(second)
    assert await in_state(newsroom, "merged") == 1


async def test_buttons_are_for_who_moderates_every_channel_of_a_story_at_the_click(newsroom, desk, mara):
    channel, feed = desk
    hidden = newsroom.channel("hidden")
    newsroom.hide(hidden)
    await newsroom.tag("Tea", hidden)
    await hold(newsroom, feed, "talks")
    await hold(newsroom, feed, "tea", category="Tea")
    card = await shown(newsroom, channel, "About talks")
    elsewhere = await shown(newsroom, channel, "not everybody sees")  # as everybody reads what stands here
    assert "tea" not in text(elsewhere).lower()
    role = newsroom.standin.world.create_role(newsroom.server, "desk")
    reader = newsroom.reader_account()

    async with newsroom.person(reader) as person:
        ravi = Asking(newsroom, person)
        await press(ravi, card, "Approve")
        assert await heard(ravi, "Manage Messages")
        assert "Waits for a moderator" in text(card)

        async with newsroom.app.database.write() as tx:
            own = await settings.of(tx, newsroom.server.id)
            await settings.change(tx, newsroom.server.id, replace(own, moderator_role_id=role.id))
        member = newsroom.server.members[reader.id]
        newsroom.standin.world.set_member_roles(newsroom.server, member, [role.id])
        await press(ravi, card, "Approve")
        assert f"**Approved** by <@{reader.id}>" in text(card)
        await press(ravi, elsewhere, "Approve")
        await newsroom.standin.wait_for(lambda: len(told_privately(ravi)) == 2)
        assert "a channel that you do not moderate" in told_privately(ravi)[1]

    # Manage Messages everywhere, and no right to see one of the channels.
    await press(mara, elsewhere, "Reject…")
    assert await heard(mara, "a channel that you do not moderate")
    assert await in_state(newsroom, "held") == 1

    async with newsroom.app.database.write() as tx:
        await tx.execute(
            update(server).where(server.c.id == newsroom.server.id).values(moderator_role_id=None)
        )
        await tx.execute(insert(server).values(id=1, name="Other", joined_at=newsroom.app.clock.now()))
        await tx.execute(update(review).values(server_id=1))
    async with newsroom.person(newsroom.owner) as owner:
        olena = Asking(newsroom, owner)
        await press(olena, elsewhere, "Approve")
        assert await heard(olena, "")
    assert await in_state(newsroom, "held") == 1


async def test_what_became_another_since_it_was_shown_is_not_approved_unseen(newsroom, desk, mara):
    channel, feed = desk
    await hold(newsroom, feed, "talks")
    card = await shown(newsroom, channel, "About talks")
    await newsroom.publish(feed, an_item("talks", title="Talks failed", categories=("Talks",)))
    await newsroom.standin.wait_for(lambda: "Talks failed" in text(card))
    await newsroom.until(lambda tx: tx.scalar(select(review.c.due_at)), lambda due: due is None)
    async with newsroom.app.database.write() as tx:
        await tx.execute(update(review).values(shown="something else"))

    await press(mara, card, "Approve")
    assert await heard(mara, "The story has changed since you were shown it")
    assert await in_state(newsroom, "held") == 1
    await press(mara, card, "Approve")
    assert "Talks failed" in text(await newsroom.finished_card())


async def test_what_the_source_changes_after_an_approval_is_asked_about(newsroom, desk, mara):
    channel, feed = desk
    await hold(newsroom, feed, "talks")
    await press(mara, await shown(newsroom, channel, "About talks"), "Approve")
    posted = await newsroom.finished_card()

    await newsroom.publish(feed, an_item("talks", title="Talks failed", categories=("Talks",)))
    asked = await shown(newsroom, channel, "The source has changed this story")
    assert "Here: About talks\nSource: Talks failed" in text(asked)
    assert "Talks failed" not in text(posted)
    assert labels(asked) == ["Apply", "Keep"]

    await newsroom.restart()
    await press(mara, asked, "Apply")
    assert f"**The change was taken over** by {mara.mention}" in text(asked)
    await newsroom.standin.wait_for(lambda: "Talks failed" in text(posted))


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
    await newsroom.standin.wait_for(lambda: "All stories that waited in the queue are decided" in text(queue))
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


async def test_what_waits_is_shown_as_soon_as_the_bot_may_write_in_the_review_channel(newsroom, desk):
    channel, feed = desk
    general = newsroom.channel("general")
    bot = newsroom.application.account
    channel.overwrites[bot.id] = Overwrite(bot.id, 1, 0, SEND)
    newsroom.standin.world.update_channel(channel)
    await newsroom.heard(lambda ours: ours.missing_permissions(channel.id, permissions.WRITE))
    await hold(newsroom, feed, "talks")
    assert "I lack the permission “Send Messages”" in (await newsroom.card(general)).content

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


async def test_a_story_that_is_edited_on_its_message_goes_out_as_it_was_shown_then(newsroom, desk, mara):
    channel, feed = desk
    await hold(newsroom, feed, "talks")
    card = await shown(newsroom, channel, "About talks")

    asked = await press(mara, card, "Edit…")
    fields = [each["component"]["custom_id"] for each in asked.modal["components"]]
    title = next(each for each in fields if each.startswith("title"))
    await mara.person.submit(asked, channel.id, **{title: "Talks, in our words"})
    await newsroom.standin.wait_for(lambda: "Talks, in our words" in text(card))
    await newsroom.until(lambda tx: tx.scalar(select(review.c.due_at)), lambda due: due is None)
    assert "Edited by" in text(card)
    await press(mara, card, "Approve")

    assert "Talks, in our words" in text(await newsroom.finished_card())


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


async def heard(person, words):
    """What only this person was told, once it has these words."""
    _, said = await person.person.wait_event(
        lambda name, data: (
            name == "MESSAGE_CREATE" and data.get("flags", 0) & PRIVATE and words in data["content"]
        )
    )
    return said["content"]


def told_privately(person):
    events = person.person.events
    return [
        data["content"]
        for name, data in events
        if name == "MESSAGE_CREATE" and data.get("flags", 0) & PRIVATE
    ]


async def known_gone(newsroom, channel):
    await newsroom.heard(lambda bot: bot.get_channel(channel.id) is None)


async def verdicts_of(newsroom):
    async with newsroom.app.database.read() as tx:
        return (await tx.execute(select(verdict).order_by(verdict.c.id))).all()
