"""Stories in forums, from the feed to the post: one post each, whatever answer is lost on the way."""

import re

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.config import DeliverySettings
from bot.domain.channel import ChannelKind as Kind
from bot.domain.delivery import DeliveryState
from bot.domain.tagging import TagOptions, tag_key
from bot.standin.faults import EventFault, Fault
from bot.standin.world.model import ChannelFlag, ChannelKind, Emoji, ForumTag
from bot.storage import overview, poll_tables, tags
from tests.builders import an_item
from tests.journey.test_flow import all_done, links_of, make_private
from tests.newsroom_running import SEEDS, text_of

TALKS = an_item("talks", categories=("Talks",))
POSTS = "/channels/{channel_id}/threads"
ACTIVE = "/guilds/{guild_id}/threads/active"
PATIENT, PROMPT = DeliverySettings(settling_seconds=300), DeliverySettings(settling_seconds=0)


async def add_tag(newsroom, label, channel, kind=Kind.FORUM, **options):
    await newsroom.heard(lambda bot: bot.get_channel(channel.id) is not None)
    async with newsroom.app.database.write() as tx:
        await tags.add(
            tx,
            newsroom.server.id,
            key=tag_key(label),
            label=label,
            channel_id=channel.id,
            kind=kind,
            options=TagOptions(**options),
            now=newsroom.app.clock.now(),
        )


@pytest.fixture
async def forum(newsroom):
    made = newsroom.channel("forum", kind=ChannelKind.FORUM, tags=[ForumTag(700, "Talks")])
    await add_tag(newsroom, "Talks", made, forum_tag_id=700)
    return made


def posts(newsroom, forum):
    return newsroom.standin.world.threads_of(forum)


async def in_doubt(newsroom):
    """Wait until nobody knows whether the post was made."""
    await newsroom.until(
        lambda tx: overview.standstills(tx, newsroom.server.id, [DeliveryState.POSTING]),
        lambda found: [group.reason for group in found] == ["no-answer"],
    )


async def carry_out(newsroom, call):
    """Let Discord do late what it was asked for."""
    headers = {"Authorization": f"Bot {newsroom.application.token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(newsroom.standin.api_url.removesuffix("/api/v10") + call.path, json=call.body) as answer,
    ):
        assert answer.status == 201


async def assert_one_post(newsroom, forum):
    """One post, with the card and its seeds."""
    await all_done(newsroom)
    (post,) = posts(newsroom, forum)
    (card,) = list(post.log)
    assert "About talks" in text_of(card.components)
    assert len(card.reactions) == SEEDS
    return post


async def test_a_story_becomes_a_post_with_its_mark_its_card_and_seeds(newsroom, forum):
    feed = await newsroom.follow()

    await newsroom.publish(feed, TALKS)

    await newsroom.standin.wait_for(lambda: posts(newsroom, forum))
    post = await assert_one_post(newsroom, forum)
    assert post.name == "About talks"
    assert post.thread.applied_tags == [700]
    assert newsroom.cards(newsroom.world) == []


@pytest.mark.parametrize("kind", ["502_after", "drop_after_commit", "garbled"])
async def test_a_post_whose_answer_was_lost_is_found_again(newsroom, forum, kind):
    feed = await newsroom.follow()
    fault = newsroom.standin.faults.add(Fault("POST", POSTS, kind))

    await newsroom.publish(feed, TALKS)

    await newsroom.struck(fault)
    await assert_one_post(newsroom, forum)
    assert len(newsroom.standin.calls.of("POST", POSTS)) == 1


async def test_a_post_is_found_again_although_nobody_told_of_it(newsroom, forum):
    feed = await newsroom.follow()
    newsroom.standin.faults.add(EventFault("THREAD_CREATE", "lose"))
    fault = newsroom.standin.faults.add(Fault("POST", POSTS, "502_after"))

    await newsroom.publish(feed, TALKS)

    await newsroom.struck(fault)
    await assert_one_post(newsroom, forum)


async def test_a_vote_that_is_faster_than_the_answer_to_our_post_counts(newsroom, forum):
    feed = await newsroom.follow()
    newsroom.standin.faults.add(Fault("POST", POSTS, "slow", seconds=0.5))

    await newsroom.publish(feed, TALKS)
    await newsroom.standin.wait_for(lambda: posts(newsroom, forum))
    (card,) = list(posts(newsroom, forum)[0].log)
    newsroom.standin.world.react(card, newsroom.reader_account(), Emoji("👍"))

    await assert_one_post(newsroom, forum)
    await newsroom.until(
        lambda tx: tx.scalar(select(func.count(poll_tables.mark.c.voter_key))), lambda n: n == 1
    )


@pytest.mark.parametrize("private", [False, True])
async def test_the_results_of_a_post_are_shown_to_who_may_see_its_forum(newsroom, forum, private):
    await add_tag(newsroom, "Geneva", newsroom.world, Kind.TEXT)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks", "Geneva")))
    pointer = await newsroom.card()
    if private:
        make_private(newsroom, forum)
        await newsroom.heard(lambda bot: bot.get_channel(forum.id).overwrites)
    (button,) = set(re.findall(r"newsclip:results:[\w-]+", str(pointer.components)))

    async with newsroom.person(newsroom.reader_account()) as reader:
        shown = await reader.click(newsroom.world.id, pointer.id, button)

    assert ("Nobody has voted yet" in shown.text) is not private
    assert ("There is no poll" in shown.text) is private


async def test_a_post_that_appears_late_ends_the_doubt_at_once(newsroom, forum):
    await newsroom.restart(delivery=PATIENT)
    feed = await newsroom.follow()
    newsroom.standin.faults.add(Fault("POST", POSTS, "drop_before_commit"))
    await newsroom.publish(feed, TALKS)
    await newsroom.standin.wait_for(lambda: newsroom.standin.calls.of("GET", ACTIVE))
    await in_doubt(newsroom)

    await carry_out(newsroom, newsroom.standin.calls.of("POST", POSTS)[0])

    await assert_one_post(newsroom, forum)


async def test_a_post_that_was_never_made_is_made_again_after_two_searches(newsroom, forum):
    await newsroom.restart(delivery=PROMPT)
    feed = await newsroom.follow()
    newsroom.standin.faults.add(Fault("POST", POSTS, "drop_before_commit"))

    await newsroom.publish(feed, TALKS)

    await newsroom.standin.wait_for(lambda: posts(newsroom, forum))
    await assert_one_post(newsroom, forum)
    assert len(newsroom.standin.calls.of("GET", ACTIVE)) == 2


async def test_a_restart_in_doubt_makes_no_second_post(newsroom, forum):
    feed = await newsroom.follow()
    fault = newsroom.standin.faults.add(Fault("POST", POSTS, "502_after"))
    await newsroom.publish(feed, TALKS)
    await newsroom.struck(fault)

    await newsroom.restart()

    await assert_one_post(newsroom, forum)


async def test_a_post_is_found_in_the_archive_too(newsroom, forum):
    feed = await newsroom.follow()
    fault = newsroom.standin.faults.add(Fault("POST", POSTS, "502_after"))
    await newsroom.publish(feed, TALKS)
    await newsroom.struck(fault)
    await newsroom.stop()
    (post,) = posts(newsroom, forum)
    newsroom.standin.world.set_archived(post, archived=True)

    await newsroom.start()

    await assert_one_post(newsroom, forum)


async def test_a_forum_that_wants_a_mark_is_told_once_and_the_story_goes_out_when_it_is_mended(newsroom):
    forum = newsroom.channel("forum", kind=ChannelKind.FORUM)
    forum.flags |= ChannelFlag.REQUIRE_TAG
    newsroom.standin.world.update_channel(forum)
    await add_tag(newsroom, "Talks", forum)
    feed = await newsroom.follow()

    await newsroom.publish(feed, TALKS)
    notice = await newsroom.notice()
    await newsroom.until(
        lambda tx: overview.standstills(tx, newsroom.server.id, [DeliveryState.WAITING]), lambda found: found
    )
    forum.flags &= ~ChannelFlag.REQUIRE_TAG
    newsroom.standin.world.update_channel(forum)

    await newsroom.standin.wait_for(lambda: posts(newsroom, forum))
    await assert_one_post(newsroom, forum)
    assert f"<#{forum.id}>" in notice.content


@pytest.mark.parametrize("private", [False, True])
async def test_a_card_elsewhere_leads_to_the_post_unless_that_is_private(newsroom, forum, private):
    if private:
        make_private(newsroom, forum)
    await add_tag(newsroom, "Geneva", newsroom.world, Kind.TEXT)
    feed = await newsroom.follow()

    await newsroom.publish(feed, an_item("talks", categories=("Talks", "Geneva")))

    pointer = await newsroom.card()
    (post,) = posts(newsroom, forum)
    home = f"https://discord.com/channels/{newsroom.server.id}/{post.id}/{post.id}"
    assert links_of(pointer) == ([] if private else [home])


async def test_a_card_in_an_announcement_channel_is_passed_on(newsroom):
    channel = newsroom.channel("news", kind=ChannelKind.ANNOUNCEMENT)
    await add_tag(newsroom, "Talks", channel, Kind.ANNOUNCEMENT, crosspost=True)
    feed = await newsroom.follow()
    crosspost = "/channels/{channel_id}/messages/{message_id}/crosspost"
    fault = newsroom.standin.faults.add(Fault("POST", crosspost, "drop_after_commit"))

    await newsroom.publish(feed, TALKS)

    card = await newsroom.finished_card(channel)
    await newsroom.struck(fault)
    await all_done(newsroom)
    assert card.flags & 1
    assert [call.code for call in newsroom.standin.calls.of("POST", crosspost)] == [None, 40033]
