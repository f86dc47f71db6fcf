"""/desk queue and /desk next as moderators see them."""

import json
import re
from datetime import timedelta

import aiohttp
import pytest
from sqlalchemy import select, update

from bot.config import DeskSettings
from bot.standin.people.filling import NotOffered
from bot.storage.tables import delivery, edition, story
from tests.cogs.asking import Asking
from tests.cogs.moderating import a_moderator, controls, hold, in_state, labels, reviewed_feed
from tests.newsroom_running import text_of

CHOOSE = "Choose one, or several at once"


@pytest.fixture
async def mara(newsroom):
    async with a_moderator(newsroom) as moderator:
        yield moderator


@pytest.fixture
async def ivo(newsroom):
    async with a_moderator(newsroom, "Ivo") as moderator:
        yield moderator


async def downloaded(attachment):
    async with aiohttp.ClientSession() as session, session.get(attachment["url"]) as response:
        return (await response.read()).decode("utf-8-sig")


async def test_what_waits_is_turned_chosen_and_decided_several_at_once(newsroom, mara, ivo):
    hidden = newsroom.channel("hidden")
    newsroom.hide(hidden)
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Secret", hidden)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, *(f"talks{n}" for n in range(10)))
    await hold(newsroom, feed, "spies", category="Secret")

    first = await mara.use("desk queue")
    last = await mara.press(first, "Next ▶")
    newest = await mara.press(last, "Newest first")
    await newsroom.restart()
    chosen = await mara.pick(newest, CHOOSE, "1 ", "2 ", "3 ")
    one = await ivo.pick(await ivo.use("desk queue"), CHOOSE, "1 About talks0")
    await ivo.press(one, "Approve it")
    two = await ivo.pick(await ivo.use("desk queue"), CHOOSE, "8 About talks8")
    await ivo.pick(two, "Reject it, because it is…", "advertising")
    decided = await mara.press(chosen, "Approve 3")

    assert first.private
    assert "**10 stories wait for a decision**" in first.text
    assert "Page 1 of 2" in first.text
    assert "**1** [About talks0](https://news.example/talks0) · Talks · its feed · <t:" in first.text
    assert "spies" not in first.text + last.text
    assert "About talks8" in last.text
    assert "About talks7" not in last.text
    assert "**1** [About talks9]" in newest.text
    assert "✅ 2 stories were approved." in decided.text
    assert "- **About talks8**: " in decided.text
    assert ivo.mention in decided.text
    assert "**6 stories wait for a decision**" in decided.text
    assert (await in_state(newsroom, "cleared"), await in_state(newsroom, "rejected")) == (3, 1)
    await newsroom.standin.wait_for(lambda: len(newsroom.cards(newsroom.world)) == 3)


async def test_twenty_stories_are_decided_one_after_the_other_in_one_message(newsroom, mara, ivo):
    await newsroom.restart(desk=DeskSettings(undo_seconds=60))
    await newsroom.tag("Talks", newsroom.world)
    feed = await reviewed_feed(newsroom)
    names = [f"talks{n:02}" for n in range(20)]
    await hold(newsroom, feed, *names)

    shown = await mara.use("desk next")
    message, told = shown.message["id"], [shown.text]
    other = await ivo.pick(await ivo.use("desk queue"), CHOOSE, "2 ")
    await ivo.press(other, "Approve it")
    for number in range(19):
        if number == 10:
            await newsroom.restart(desk=DeskSettings(undo_seconds=60))
        shown = await mara.press(shown, "Skip" if number == 3 else "Approve")
        told.append(shown.text)

    assert "1 of 20" in told[0]
    assert "About talks00" in told[0]
    assert "2 of 19" in told[1]
    assert "About talks02" in told[1]
    assert re.search(r"Just approved: About talks00 · this can be taken back until <t:\d+:T>", told[1])
    assert shown.message["id"] == message
    assert "**One story still waits.**" in told[-1]
    assert "18 approved · 1 skipped" in told[-1]
    assert labels(shown) == ["Take the last one back", "From the beginning"]
    assert await in_state(newsroom, "cleared") == 19


async def test_what_went_out_is_not_offered_to_be_taken_back(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    await hold(newsroom, await reviewed_feed(newsroom), "talks", "tea", "bread")

    shown = await mara.press(await mara.use("desk next"), "Approve")
    await newsroom.finished_card()
    shown = await mara.press(shown, "Skip")

    assert "Just approved: About talks" in shown.text
    assert "Take the last one back" not in labels(shown)
    assert "taken back until" not in shown.text


async def test_what_can_be_taken_back_is_offered_for_it_and_may_be_typed_as_it_is_offered(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    await hold(newsroom, await reviewed_feed(newsroom), "talks", "tea one", "tea two", "tea")
    queue = await mara.pick(await mara.use("desk queue"), CHOOSE, "1 About talks")
    await mara.press(queue, "Approve it")
    await newsroom.finished_card()
    for name in ("tea one", "tea two", "tea"):
        queue = await mara.pick(await mara.use("desk queue"), CHOOSE, f"1 About {name}")
        await mara.pick(queue, "Reject it, because it is…", "advertising")

    offered = await mara.offered("desk undo", "decision")
    several = await mara.use("desk undo", decision="about tea")
    one = await mara.use("desk undo", decision="tea two")
    whole = await mara.use("desk undo", decision="rejected: About tea")
    left = await mara.offered("desk undo", "decision")

    assert [*offered] == ["rejected: About tea", "rejected: About tea two", "rejected: About tea one"]
    assert "No decision that can be taken back is called so" in several.text
    assert "Taken back: the rejection, on **About tea two**." in one.text
    assert "Taken back: the rejection, on **About tea**." in whole.text
    assert [*left] == ["rejected: About tea one"]


async def test_what_expired_was_nobody_s_decision_and_is_offered_so(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    await hold(newsroom, await reviewed_feed(newsroom), "talks")
    long_ago = newsroom.app.clock.now() - timedelta(days=3)
    async with newsroom.app.database.write() as tx:
        await tx.execute(update(edition).values(held_at=long_ago))
    await newsroom.app.expiring.expire_due()

    assert [*await mara.offered("desk undo", "decision")] == ["expired: About talks"]


async def test_what_was_decided_is_audited_exported_and_taken_back(newsroom, olena, mara, ivo):
    await newsroom.tag("Talks", newsroom.world)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "war", "tea")
    nothing = [(await mara.use("desk audit", **export)).text for export in ({}, {"export": True})]
    chosen = await mara.pick(await mara.use("desk queue"), CHOOSE, "1 About war")
    form = await mara.pick(chosen, "Reject it, because it is…", "another reason")
    await mara.fill_in(form, words="We had *enough* of it")
    await ivo.press(await ivo.pick(await ivo.use("desk queue"), CHOOSE, "1 About tea"), "Approve it")
    await newsroom.card()

    no_other = await mara.use("desk audit", kind="merged")
    everything = await mara.use("desk audit")
    by_ivo = await mara.use("desk audit", person=ivo.account)
    rejected = await mara.use("desk audit", kind="rejected", since=1)
    files = await mara.use("desk audit", export=True)
    offered = await mara.offered("desk undo", "decision", "war")
    await newsroom.restart()
    of_owners = await olena.use("newsroom audit", what="audit-area-stories")
    shut = await mara.use("desk audit", story="About war")
    undone = await mara.use("desk undo")
    again = await mara.use("desk undo", decision=offered["rejected: About war"])
    late = await ivo.use("desk undo")
    told_back = await mara.use("desk audit", kind="rejected")
    history = await mara.use("desk audit", story="About war")
    by_part = await mara.use("desk audit", story="war")
    by_more = await mara.use("desk audit", story="about")
    posted = await mara.use("desk audit", story="About tea")
    whole = await mara.use("desk audit", story="About war", export=True)

    assert nothing == ["Nothing was decided on stories here yet. /desk queue shows what waits."] * 2
    assert no_other.text == "Nothing of that kind was decided here yet."
    first, second = everything.text.splitlines()[1:]
    assert f"**About tea**: {ivo.mention} approved it." in first
    assert f"**About war**: {mara.mention} rejected it." in second
    assert r"We had \*enough\* of it" in second
    assert by_ivo.text.splitlines()[1:] == [first]
    assert rejected.text.splitlines()[1:] == [second]
    assert of_owners.text.splitlines()[1:] == [first, second]
    assert await in_state(newsroom, "held") == 1
    assert "Taken back: the rejection, on **About war**." in undone.text
    assert "It waits for a moderator again." in undone.text
    assert f"_{mara.mention} took that back <t:" in told_back.text
    assert "taken back before" in again.text
    assert "is out, or on its way" in late.text
    assert "on its way" not in shut.text + history.text
    assert by_part.text == history.text
    assert "Did you mean" in by_more.text
    assert "**About war**: it waits for a moderator" in history.text
    for told in (
        "**Harbour News** brought it",
        "It began to wait",
        "rejected it",
        "took this back: the rejection",
    ):
        assert told in history.text
    told = (
        "It began to wait for a moderator.",
        "rejected it",
        "took this back",
        "began to wait for a moderator again",
    )
    assert sorted(told, key=history.text.index) == list(told)
    assert "**About tea**: it was posted" in posted.text
    assert [each["filename"] for each in files.message["attachments"]] == ["decisions.csv", "decisions.json"]
    assert [each["filename"] for each in whole.message["attachments"]] == ["story.csv", "story.json"]
    told_of_war = json.loads(await downloaded(whole.message["attachments"][1]))
    by_event = {each["event"]: each for each in told_of_war}
    assert by_event.keys() == {"brought", "held", "decided", "undone"}
    by, what = by_event["decided"], ("who_id", "what", "reason", "words")
    assert [by[name] for name in what] == [
        str(mara.account.id),
        "rejected",
        "other",
        "We had *enough* of it",
    ]
    table = await downloaded(whole.message["attachments"][0])
    assert "at,event,what,who_id,about,reason,words,changes,channel_id,message_id" in table
    assert "Harbour News" in table


async def test_what_was_decided_at_once_is_taken_back_at_once_as_far_as_it_can_be(newsroom, mara, ivo):
    await newsroom.restart(desk=DeskSettings(undo_seconds=600))
    await newsroom.tag("Talks", newsroom.world)
    secret = newsroom.channel("secret")
    await newsroom.tag("Secret", secret)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, *(f"talks{n}" for n in range(4)))
    await hold(newsroom, feed, "spies", category="Secret")

    chosen = await mara.pick(await mara.use("desk queue"), CHOOSE, "1 ", "2 ", "3 ", "5 ")
    approved = await mara.press(chosen, "Approve 4")
    one = await mara.pick(approved, CHOOSE, "1 About talks3")
    await mara.pick(one, "Reject it, because it is…", "advertising")
    alone = await mara.use("desk undo")
    offered = await mara.offered("desk undo", "decision", "")
    await newsroom.restart(desk=DeskSettings(undo_seconds=600))
    await ivo.use("desk undo", decision=offered["approved: About talks1"])
    await send_out(newsroom, "About talks0")
    newsroom.hide(secret)
    back = await mara.use("desk undo")
    again = await mara.use("desk undo", decision=next(iter(offered.values())))
    both = await ivo.pick(await ivo.use("desk queue"), CHOOSE, "1 ", "2 ")
    await ivo.pick(both, "Reject 2, because they are…", "advertising")
    of_ivo = await mara.offered("desk undo", "decision", "at once")
    by_name = await mara.use("desk undo", decision=next(iter(of_ivo.values())))

    assert "✅ 4 stories were approved.\n-# /desk undo takes them back together." in approved.text
    assert "Taken back: the rejection, on **About talks3**." in alone.text
    assert next(iter(offered)) == "approved, 4 at once: About spies, About talks2, About talks1, About talks0"
    assert "Taken back: 1 of 3 approvals that were made at once." in back.text
    assert "One story waits for a moderator again." in back.text
    assert "- **About talks2**\n" in back.text
    assert "- **About talks0**: “About talks0” is out, or on its way" in back.text
    assert "spies" not in back.text
    assert "a channel that you do not moderate" in back.text
    assert "None of the 2 approvals that were made at once can be taken back any more." in again.text
    assert next(iter(of_ivo)).startswith("rejected, 2 at once, not by you: ")
    assert "Taken back: 2 of 2 rejections that were made at once." in by_name.text
    assert (await in_state(newsroom, "held"), await in_state(newsroom, "cleared")) == (3, 2)


async def test_a_story_is_looked_at_rejected_and_taken_back_in_the_message_of_the_queue(newsroom, mara, ivo):
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Tea", newsroom.world)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "war", "peace")
    await hold(newsroom, feed, "tea", category="Tea")
    await hold(newsroom, feed, "rain")

    tags = await mara.offered("desk queue", "tag", "te")
    feeds = await mara.offered("desk next", "feed", "harb")
    of_tag = await mara.use("desk queue", tag=tags["Tea"])
    of_feed = await mara.use("desk next", feed=feeds["Harbour News"], reason="held-by-source")
    of_none = await mara.use("desk queue", reason="held-undated")
    of_no_tag = await mara.use("desk next", tag="xyzzy")

    listed = await mara.use("desk queue")
    chosen = await mara.pick(listed, CHOOSE, "1 ", "2 ")
    chosen = await mara.pick(chosen, CHOOSE, "2 ")
    old = await mara.press(chosen, "Look at it")
    second = await mara.press(old, "Skip")
    await newsroom.restart()
    form = await mara.press(second, "Reject…")
    shown = await mara.fill_in_and_see(form, second, reason=["old"])
    taken_back = await mara.press(shown, "Take the last one back")
    decided = await mara.press(taken_back, "Approve")
    again = await mara.press(decided, "Stop")
    begun = await mara.press(again, "From the beginning")

    assert "**One story waits for a decision**: Tea" in of_tag.text
    assert "1 of 4" in of_feed.text
    assert "Nothing of without a date" in of_none.text
    assert "xyzzy" in of_no_tag.text
    assert "About peace" in old.text
    # A second press of the same button is never one on the next story.
    assert mara.control(old, "Approve")["custom_id"] != mara.control(second, "Approve")["custom_id"]
    assert "Just rejected: About tea" in shown.text
    assert "About rain" in shown.text
    assert "About tea" in taken_back.text
    assert "About rain" not in taken_back.text
    assert "Just approved: About tea" in decided.text
    assert "About rain" in decided.text
    assert "**3 stories still wait.**" in again.text
    assert "1 of 3" in begun.text
    assert (await in_state(newsroom, "held"), await in_state(newsroom, "rejected")) == (3, 0)


async def test_who_moderates_no_more_decides_nothing_that_they_were_shown(newsroom, mara, ivo):
    await newsroom.tag("Talks", newsroom.world)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "war", "peace")
    chosen = await mara.pick(await mara.use("desk queue"), CHOOSE, "1 ", "2 ")
    shown = await mara.use("desk next")
    await ivo.press(await ivo.use("desk next"), "Approve")

    member = newsroom.server.members[mara.account.id]
    newsroom.standin.world.set_member_roles(newsroom.server, member, [])
    of_queue = await mara.press(chosen, "Approve 2")
    of_next = await mara.press(shown, "Approve")

    for refused in (of_queue, of_next):
        assert "Manage Messages" in refused.text
        assert "About peace" not in refused.text
    assert (await in_state(newsroom, "cleared"), await in_state(newsroom, "held")) == (1, 1)
    async with newsroom.person(newsroom.reader_account()) as reader:
        with pytest.raises(NotOffered):
            await Asking(newsroom, reader).use("desk next")


async def test_a_story_is_edited_and_its_tags_are_looked_at_before_it_is_decided(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Tea", newsroom.world)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "war", "peace")

    shown = await mara.use("desk next")
    form = await mara.press(shown, "Edit…")
    title = next(each for each in ids_in(form.modal) if each.startswith("title:"))
    edited = await mara.fill_in_and_see(form, shown, **{title: "War is over"})
    tags = await mara.press(edited, "Retag…")
    await newsroom.restart()
    left = next(each["label"] for each in controls(tags.components) if ":leave:" in each["custom_id"])
    back = await mara.press(tags, left)
    after = await mara.press(back, "Approve")
    await newsroom.standin.wait_for(lambda: "War is over" in world_says(newsroom))

    assert "War is over" in edited.text
    assert "1 of 2" in edited.text
    assert tags.message["id"] == shown.message["id"]
    assert "War is over" in back.text
    assert "Just approved: War is over" in after.text
    assert "About peace" in after.text
    assert "About war" not in world_says(newsroom)


async def send_out(newsroom, title):
    """Let an approved story go out now."""
    async with newsroom.app.database.write() as tx:
        of = select(edition.c.id).join(story, story.c.id == edition.c.story_id).where(story.c.title == title)
        await tx.execute(
            update(delivery).where(delivery.c.edition_id.in_(of)).values(not_before=newsroom.app.clock.now())
        )
    newsroom.app.delivery.wake.set()
    await newsroom.card()


def world_says(newsroom):
    """What all who see the channel read there."""
    public = [card for card in newsroom.cards(newsroom.world) if card.private_to is None]
    return "\n".join(text_of(card.components) for card in public)


def ids_in(part):
    """All custom_ids in a form."""
    if isinstance(part, list):
        return [each for one in part for each in ids_in(one)]
    if not isinstance(part, dict):
        return []
    own = [part["custom_id"]] if "custom_id" in part else []
    return own + [each for one in part.values() for each in ids_in(one)]
