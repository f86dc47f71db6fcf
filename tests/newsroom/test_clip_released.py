"""A link that a member proposed and a feed brings too goes out by itself only where that feed leads."""

import pytest

from bot.domain.edition import EditionState
from bot.domain.reasons import Reason
from bot.domain.source import Trust
from bot.domain.tagging import Policy
from bot.domain.verdict import Hold
from tests.builders import a_page, a_rule, a_server, a_tag
from tests.newsroom import test_clipping
from tests.newsroom.deciding import CHANNEL, Newsroom
from tests.newsroom.test_clipping import LINK, homes

clipping, member = test_clipping.clipping, test_clipping.member
CLIPPED = Hold(Reason.HELD_CLIPPED)
AT_LENGTH = " and of many other things that are said there at length," * 3
ELSEWHERE = "https://other.example/feed"


@pytest.fixture
async def newsroom(database):
    newsroom = Newsroom(database, await a_server(database))
    newsroom.reader.pages[LINK] = a_page(LINK, hashtags=(), lead="They talk.")
    await a_tag(database, newsroom.server, "Peace", rules=[a_rule("geneva")])
    return newsroom


async def test_where_a_member_wanted_it_a_moderator_lets_it_in(newsroom, clipping, member):
    await a_tag(newsroom.database, newsroom.server, "Announcements", channel=99, rules=[a_rule("ships")])
    await clipping.propose(member, LINK, "Announcements")
    [first] = await newsroom.bring(await newsroom.follow(), "talks", summary="In Geneva.")
    assert (first.state, await newsroom.holds(first)) == (EditionState.HELD, {CLIPPED})

    feed = await newsroom.follow(ELSEWHERE)
    [second] = await newsroom.bring(feed, "talks", summary="In Geneva, on ships.")
    assert second.state is EditionState.CLEARED
    assert await homes(newsroom) == [(99, True), (CHANNEL, False)]


async def test_what_one_feed_holds_another_does_not_let_out(newsroom, clipping, member):
    await a_tag(
        newsroom.database, newsroom.server, "Arms", channel=99, rules=[a_rule("arms")], policy=Policy.REVIEW
    )
    await clipping.propose(member, LINK)
    [first] = await newsroom.bring(await newsroom.follow(), "talks", summary=f"Of arms,{AT_LENGTH}")
    assert await newsroom.holds(first) == {CLIPPED, Hold(Reason.HELD_BY_TAG, "Arms")}

    feed = await newsroom.follow(ELSEWHERE)
    [second] = await newsroom.bring(feed, "talks", summary=f"In Geneva,{AT_LENGTH}")
    assert second.state is EditionState.HELD


async def test_what_a_doubted_source_brings_waits_though_another_brings_it_too(newsroom, clipping, member):
    await clipping.propose(member, LINK, "Peace")
    doubted = await newsroom.follow(trust=Trust.REVIEW)
    [first] = await newsroom.bring(doubted, "talks", summary="In Geneva.")
    assert await newsroom.holds(first) == {CLIPPED, Hold(Reason.HELD_BY_SOURCE)}

    [second] = await newsroom.bring(await newsroom.follow(ELSEWHERE), "talks", summary="In Geneva.")
    assert second.state is EditionState.HELD
