"""Every channel kind, and every way in which a post can be lost."""

import pytest

from bot.domain.channel import ChannelKind
from bot.domain.errors import ForumTagRequired, OutcomeUnknown, TryLater
from bot.domain.ids import ChannelId
from bot.domain.poll import VoteOption, VoteSet
from bot.domain.reasons import Reason
from bot.domain.tagging import DiscussionMode, ImageMode, TagOptions
from bot.storage import discussions, polls, vote_sets
from tests.manual_clock import ManualClock
from tests.pipeline.delivering import a_walk, deliver_all, states
from tests.pipeline.memory_discord import Crash, MemoryDiscord, nth
from tests.pipeline.newsroom import SERVER, an_edition

HOME, OTHER = 10, 20
SETTLING = 10


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def discord(clock):
    return MemoryDiscord(clock)


@pytest.fixture
def forum(discord):
    discord.kinds[HOME] = ChannelKind.FORUM
    return HOME


@pytest.fixture
def announcements(discord):
    discord.kinds[HOME] = ChannelKind.ANNOUNCEMENT
    return HOME


async def crash(database, discord, clock):
    with pytest.raises(BaseExceptionGroup):
        await deliver_all(database, discord, clock)
    discord.before = discord.after = lambda _call: None


async def test_a_home_in_a_forum_is_one_post_that_is_its_own_discussion_and_ballot(
    database, discord, clock, forum
):
    edition_id = await an_edition(database, channels=(forum, OTHER))

    await deliver_all(database, discord, clock)

    [post] = discord.cards(forum)
    async with database.read() as tx:
        discussion = await discussions.find(tx, edition_id)
        poll = await polls.of_edition(tx, edition_id)
    assert discord.calls.count("post") == 1
    assert "thread" not in discord.calls
    assert "opening" not in discord.calls
    assert (discussion.thread_id, discussion.opening_message_id) == (post.id, post.id)
    assert poll.place == discord.cards(OTHER)[0].card.home
    assert (poll.channel_id, poll.message_id) == (post.id, post.id)
    assert len(post.reactions) == 3


@pytest.mark.parametrize("call", range(1, 6))
async def test_a_forum_home_that_dies_before_or_after_any_call_is_there_once(
    database, discord, clock, forum, call
):
    for moment in ("before", "after"):
        key = f"https://news.example/{moment}"
        await an_edition(database, channels=(forum,), key=key)
        setattr(discord, moment, nth(len(discord.calls) + call, Crash()))
        try:
            await deliver_all(database, discord, clock)
        except BaseExceptionGroup:
            discord.before = discord.after = lambda _call: None
        for _ in range(3):
            await clock.advance(SETTLING)
            await deliver_all(database, discord, clock)

    assert len(discord.cards(forum)) == 2
    assert all(len(post.reactions) == 3 for post in discord.cards(forum))
    assert (await states(database))[forum] == ("done", None)


async def test_a_post_whose_answer_was_lost_is_found_and_not_made_again(database, discord, clock, forum):
    await an_edition(database, channels=(forum,))
    discord.after = nth(1, OutcomeUnknown(why="HTTP 502"))
    await deliver_all(database, discord, clock)

    await clock.advance(1)
    await deliver_all(database, discord, clock)

    assert discord.calls.count("post") == 1
    assert (await states(database))[forum] == ("done", None)


async def test_a_post_that_is_listed_late_is_not_made_again(database, discord, clock, forum):
    await an_edition(database, channels=(forum,))
    discord.listed_after = SETTLING + 5
    discord.after = nth(1, OutcomeUnknown(why="HTTP 502"))

    for _ in range(2 * SETTLING + 2):
        await deliver_all(database, discord, clock)
        await clock.advance(1)

    assert len(discord.cards(forum)) == 1
    assert (await states(database))[forum] == ("done", None)


async def test_a_post_that_was_never_made_is_made_after_two_searches(database, discord, clock, forum):
    await an_edition(database, channels=(forum,))
    discord.before = nth(1, OutcomeUnknown(why="connection lost"))
    await deliver_all(database, discord, clock)
    discord.before = lambda _call: None

    made_after = []
    for second in range(1, 3 * SETTLING):
        await clock.advance(1)
        await deliver_all(database, discord, clock)
        if discord.cards(forum):
            made_after.append(second)

    assert made_after[0] == 2 * SETTLING
    assert len(discord.cards(forum)) == 1


async def test_a_post_made_again_whose_answer_is_lost_too_is_searched_for_anew(
    database, discord, clock, forum
):
    await an_edition(database, channels=(forum,))
    discord.before = nth(1, OutcomeUnknown(why="connection lost"))
    await deliver_all(database, discord, clock)
    discord.before = lambda _call: None
    discord.listed_after = 5
    discord.after = lambda call: OutcomeUnknown(why="HTTP 502") if discord.calls[call - 1] == "post" else None

    for _ in range(5 * SETTLING):
        await clock.advance(1)
        await deliver_all(database, discord, clock)

    assert len(discord.cards(forum)) == 1
    assert (await states(database))[forum] == ("done", None)


async def test_every_post_is_searched_for_as_often_as_the_first(database, discord, clock, forum):
    await an_edition(database, channels=(forum,))
    discord.before = lambda call: OutcomeUnknown(why="lost") if discord.calls[call - 1] == "post" else None

    for _ in range(5 * SETTLING):
        await deliver_all(database, discord, clock)
        await clock.advance(1)

    first, second, *_ = "".join("p" if call == "post" else "s" for call in discord.calls).split("p")[1:]
    assert first == second == "sss"


async def test_our_post_appearing_ends_the_doubt_at_once(database, discord, clock, forum):
    await an_edition(database, channels=(forum,))
    discord.listed_after = 2
    discord.after = nth(1, OutcomeUnknown(why="HTTP 502"))
    await deliver_all(database, discord, clock)
    await clock.advance(1)
    await deliver_all(database, discord, clock)
    await clock.advance(1)
    await deliver_all(database, discord, clock)
    assert (await states(database))[forum][0] == "posting"

    await a_walk(database, discord, clock).post_appeared(ChannelId(forum))
    await deliver_all(database, discord, clock)

    assert (await states(database))[forum] == ("done", None)


async def test_pointers_go_at_once_when_their_home_is_found_early(database, discord, clock, forum):
    await an_edition(database, channels=(forum, OTHER))
    discord.listed_after = 2
    discord.after = nth(1, OutcomeUnknown(why="HTTP 502"))
    await deliver_all(database, discord, clock)
    await clock.advance(1)
    await deliver_all(database, discord, clock)  # searched in vain: again in some seconds
    await clock.advance(1)

    await a_walk(database, discord, clock).post_appeared(ChannelId(forum))
    await deliver_all(database, discord, clock)

    assert set((await states(database)).values()) == {("done", None)}


@pytest.mark.parametrize("kind", [ChannelKind.FORUM, ChannelKind.TEXT])
async def test_of_two_cards_that_came_of_one_the_first_is_ours(database, discord, clock, kind):
    discord.kinds[HOME] = kind
    await an_edition(database, channels=(HOME, OTHER))
    discord.after = nth(1, Crash())
    await crash(database, discord, clock)
    [first] = discord.cards(HOME)
    discord._new_message(HOME, first.marker, "", first.card)  # a call that Discord carried out late
    await clock.advance(3600)

    await deliver_all(database, discord, clock)

    assert discord.cards(OTHER)[0].card.home.message_id == first.id


async def test_another_post_that_appears_does_not_make_two_searches_of_one(database, discord, clock, forum):
    await an_edition(database, channels=(forum,))
    discord.listed_after = SETTLING + 5
    discord.after = nth(1, OutcomeUnknown(why="HTTP 502"))
    walk = a_walk(database, discord, clock)

    for _ in range(SETTLING + 3):
        await clock.advance(1)
        await walk.post_appeared(ChannelId(forum))
        await deliver_all(database, discord, clock)

    assert discord.calls.count("post") == 1
    assert (await states(database))[forum] == ("posting", "no-answer")


async def test_a_forum_that_wants_a_tag_waits_for_one_and_the_next_channel_is_the_home(
    database, discord, clock, forum
):
    await an_edition(database, channels=(forum, OTHER))
    discord.refusals[forum] = ForumTagRequired()

    await deliver_all(database, discord, clock)

    assert await states(database) == {
        forum: ("waiting", Reason.FORUM_TAG_REQUIRED),
        OTHER: ("done", None),
    }
    assert discord.notices == [(SERVER, "notice-forum-tag-required", {"channel": forum, "permission": ""})]
    assert discord.cards(OTHER)[0].thread


async def test_a_channel_that_is_not_there_any_more_waits(database, discord, clock):
    await an_edition(database, channels=(HOME,))
    discord.kinds[HOME] = None

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("waiting", Reason.CHANNEL_GONE)}
    assert discord.calls == []


async def test_cards_in_an_announcement_channel_are_passed_on_where_the_tag_wants_it(
    database, discord, clock, announcements
):
    discord.kinds[OTHER] = ChannelKind.ANNOUNCEMENT
    wanted = TagOptions(crosspost=True)
    await an_edition(database, channels=(announcements, OTHER), options=wanted)

    await deliver_all(database, discord, clock)

    assert [card.crossposted for card in (*discord.cards(announcements), *discord.cards(OTHER))] == [True] * 2
    assert set((await states(database)).values()) == {("done", None)}


@pytest.mark.parametrize("kind", [ChannelKind.ANNOUNCEMENT, ChannelKind.TEXT])
async def test_other_cards_are_not_passed_on(database, discord, clock, kind):
    discord.kinds[HOME] = kind
    wanted = TagOptions(crosspost=kind is ChannelKind.TEXT)
    await an_edition(database, channels=(HOME,), options=wanted)

    await deliver_all(database, discord, clock)

    assert "crosspost" not in discord.calls


async def test_a_card_that_may_not_be_passed_on_yet_is_passed_on_later(
    database, discord, clock, announcements
):
    await an_edition(database, channels=(announcements,), options=TagOptions(crosspost=True))
    discord.before = lambda call: TryLater(seconds=3000) if discord.calls[call - 1] == "crosspost" else None
    await deliver_all(database, discord, clock)
    assert (await states(database))[announcements] == ("seeded", Reason.RATE_LIMITED)
    discord.before = lambda _call: None

    await clock.advance(3000)
    await deliver_all(database, discord, clock)

    assert discord.cards(announcements)[0].crossposted


async def test_a_discussion_is_opened_never_or_only_when_it_is_asked_for(database, discord, clock):
    await an_edition(database, key="never", options=TagOptions(discussion=DiscussionMode.NEVER))
    await an_edition(
        database, channels=(OTHER,), key="later", options=TagOptions(discussion=DiscussionMode.ON_REQUEST)
    )

    await deliver_all(database, discord, clock)

    [never], [later] = discord.cards(HOME), discord.cards(OTHER)
    assert not never.thread
    assert not later.thread
    assert (never.card.discuss, later.card.discuss) == (False, True)
    assert set((await states(database)).values()) == {("done", None)}


async def test_a_tag_says_how_its_picture_is_shown_and_how_its_readers_vote(database, discord, clock):
    edition_id = await an_edition(database)
    yes_no = VoteSet("Is it so?", (VoteOption("✅", "yes"), VoteOption("❌", "no")))
    async with database.write() as tx:
        named = await vote_sets.add(tx, SERVER, key="yesno", name="Yes or no", new=yes_no, now=clock.now())
    await an_edition(
        database,
        channels=(OTHER,),
        key="second",
        options=TagOptions(image=ImageMode.SPOILER, vote_set_id=named.id),
    )

    await deliver_all(database, discord, clock)

    [first], [second] = discord.cards(HOME), discord.cards(OTHER)
    async with database.read() as tx:
        poll = await polls.of_edition(tx, edition_id)
    assert len(poll.vote_set.options) == 3
    assert sorted(second.reactions) == ["✅", "❌"]
    assert (first.card.image, second.card.image) == (ImageMode.SHOW, ImageMode.SPOILER)


async def test_an_option_whose_emoji_was_deleted_gets_a_number_and_moderators_are_told(
    database, discord, clock
):
    edition_id = await an_edition(database)
    discord.gone_emoji = {"👎"}

    await deliver_all(database, discord, clock)

    [card] = discord.cards(HOME)
    async with database.read() as tx:
        poll = await polls.of_edition(tx, edition_id)
    assert sorted(card.reactions) == sorted(["👍", "2\ufe0f\u20e3", "🤔"])
    assert [option.emoji for option in poll.vote_set.options] == ["👍", "2\ufe0f\u20e3", "🤔"]
    assert [notice[1] for notice in discord.notices] == ["notice-emoji-gone"]
