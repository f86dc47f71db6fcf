"""What moderators decide on the messages of the review channel, as they see and press them."""

import asyncio
from dataclasses import replace

from sqlalchemy import insert, select, update

from bot.config import DeskSettings
from bot.storage import settings
from bot.storage.desk_tables import review
from bot.storage.tables import server
from tests.builders import an_item
from tests.cogs.asking import Asking
from tests.cogs.moderating import a_moderator, controls, hold, in_state
from tests.cogs.reviewing import (
    choose,
    heard,
    labels,
    press,
    shown,
    text,
    told_privately,
    verdicts_of,
)


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
