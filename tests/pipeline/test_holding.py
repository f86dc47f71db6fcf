"""What feeds bring is held or blocked by the rules of a server's desk, with the reasons stored."""

import pytest
from sqlalchemy import select

from bot.domain.edition import EditionState
from bot.domain.holding import DeskRule, DeskRuleKind
from bot.domain.reasons import Reason
from bot.domain.source import Trust
from bot.domain.tagging import Policy
from bot.domain.verdict import Hold
from bot.storage.tables import decision, edition, story
from tests.builders import a_rule, a_server, a_source, a_tag, an_item
from tests.newsroom.deciding import MARA, Newsroom, who_may
from tests.pipeline.test_intake import OTHER_URL

WORD, WATCH, BLOCK, UNDATED, FIRST = DeskRuleKind


@pytest.fixture
async def newsroom(database):
    return Newsroom(database, await a_server(database))


@pytest.fixture
async def peace(newsroom):
    return await a_tag(newsroom.database, newsroom.server, "Peace", rules=[a_rule("about")])


async def test_what_holds_a_story_is_stored_each_with_its_reason(newsroom):
    tag = await a_tag(
        newsroom.database, newsroom.server, "Peace", rules=[a_rule("about")], policy=Policy.REVIEW
    )
    await newsroom.rule(DeskRule(WORD, "Talks"), DeskRule(WATCH, "news.example"), DeskRule(UNDATED))
    feed = await newsroom.follow(trust=Trust.REVIEW)

    (held,) = await newsroom.bring(feed, "talks", published_at=None)

    assert held.state is EditionState.HELD
    assert held.held_at == newsroom.clock.now()
    assert await newsroom.holds(held) == {
        Hold(Reason.HELD_BY_TAG, tag.label),
        Hold(Reason.HELD_BY_SOURCE),
        Hold(Reason.HELD_BY_WORD, "Talks"),
        Hold(Reason.HELD_BY_OUTLET, "news.example"),
        Hold(Reason.HELD_UNDATED),
    }
    assert await newsroom.cards_asked() == {held.id: 1}
    assert await newsroom.reasons() == {"About talks": Reason.REVIEW}


async def test_a_rule_holds_nothing_in_another_server_and_nothing_that_it_is_not_about(newsroom, peace):
    other = await a_server(newsroom.database, 2)
    await a_tag(newsroom.database, other, "Peace", channel=20, rules=[a_rule("about")])
    await newsroom.rule(DeskRule(WORD, "talks"))
    feed = await newsroom.follow()
    await a_source(newsroom.database, other, feed)
    await newsroom.check(feed)

    await newsroom.bring(feed, "talks", "bread")

    states = await newsroom.rows(
        select(edition.c.server_id, story.c.title, edition.c.state).join(
            story, story.c.id == edition.c.story_id
        )
    )
    assert set(states) == {
        (newsroom.server, "About talks", EditionState.HELD),
        (newsroom.server, "About bread", EditionState.CLEARED),
        (other, "About talks", EditionState.CLEARED),
        (other, "About bread", EditionState.CLEARED),
    }


async def test_a_blocked_outlet_gets_no_edition_and_the_decision_says_which(newsroom, peace):
    await newsroom.rule(DeskRule(BLOCK, "news.example"))
    feed = await newsroom.follow()

    (none,) = await newsroom.bring(feed, "talks")

    assert none is None
    assert await newsroom.rows(select(decision.c.reason, decision.c.detail)) == [
        (Reason.BLOCKED, "news.example")
    ]


async def test_the_first_stories_of_each_feed_are_held_and_no_more(newsroom, peace):
    await newsroom.rule(DeskRule(FIRST, "3"))
    one = await newsroom.follow()
    two = await newsroom.follow(OTHER_URL)

    first = await newsroom.bring(one, "a", "b")
    more = await newsroom.bring(one, "a", "b", "c", "d")
    others = await newsroom.bring(two, "x")

    assert [each.state for each in first] == [EditionState.HELD] * 2
    assert sorted(each.state for each in more[2:]) == [EditionState.CLEARED, EditionState.HELD]
    assert [each.state for each in others] == [EditionState.HELD]
    assert await newsroom.holds(others[0]) == {Hold(Reason.HELD_FIRST, "3")}


async def test_a_second_feed_adds_no_tag_that_a_rule_wants_seen(newsroom, peace):
    database, server = newsroom.database, newsroom.server
    dock = await a_tag(database, server, "Dock", channel=20)
    wire = await a_tag(database, server, "Wire", channel=30)
    one = await newsroom.follow()
    two = await newsroom.follow(OTHER_URL, tags_given=[dock])
    three = await newsroom.follow("https://third.example/feed", tags_given=[wire])
    (sent,) = await newsroom.bring(one, "talks")
    await newsroom.rule(DeskRule(WORD, "talks"))

    await newsroom.bring(two, "talks")
    held_back = await newsroom.again(sent)
    await newsroom.unrule()
    await newsroom.bring(three, "talks")
    after = await newsroom.again(sent)

    assert [tag.label for tag in held_back.tags] == ["Peace"]
    assert [tag.label for tag in after.tags] == ["Peace", "Wire"]


async def test_a_second_feed_adds_tags_to_what_is_held_but_not_where_a_moderator_chose_them(newsroom, peace):
    database, server = newsroom.database, newsroom.server
    dock = await a_tag(database, server, "Dock", channel=20)
    one = await newsroom.follow(trust=Trust.REVIEW)
    two = await newsroom.follow(OTHER_URL, tags_given=[dock])
    open_one, chosen = await newsroom.bring(one, "talks", "bread")
    async with database.write() as tx:
        retagged = edition.update().where(edition.c.id == chosen.id)
        await tx.execute(retagged.values(retagged_at=newsroom.clock.now()))
    await newsroom.drawn()

    await newsroom.bring(two, "talks", "bread")

    assert [tag.label for tag in (await newsroom.again(open_one)).tags] == ["Peace", "Dock"]
    assert [tag.label for tag in (await newsroom.again(chosen)).tags] == ["Peace"]
    assert await newsroom.cards_asked() == {open_one.id: 1}


@pytest.mark.parametrize("state", ["rejected", "expired", "retracted", "merged"])
async def test_nothing_brings_back_what_was_decided(newsroom, peace, state):
    dock = await a_tag(newsroom.database, newsroom.server, "Dock", channel=20)
    one = await newsroom.follow(trust=Trust.REVIEW)
    two = await newsroom.follow(OTHER_URL, tags_given=[dock])
    (over,) = await newsroom.bring(one, "talks")
    async with newsroom.database.write() as tx:
        await tx.execute(edition.update().values(state=state))

    await newsroom.bring(two, "talks")
    newsroom.reader.publish(an_item("talks", summary="All other words."), url=one.url)
    await newsroom.check(one)

    after = await newsroom.again(over)
    assert (after.state, [tag.label for tag in after.tags]) == (state, ["Peace"])


async def test_who_is_trusted_is_new_no_more(newsroom, peace):
    await newsroom.rule(DeskRule(FIRST, "9"))
    feed = await newsroom.follow()
    other = await newsroom.follow(OTHER_URL)
    (held,) = await newsroom.bring(feed, "a")
    await newsroom.decide.trust(newsroom.server, who_may(MARA), held.id)

    _, sent = await newsroom.bring(feed, "a", "b")
    (still,) = await newsroom.bring(other, "x")
    taken_back = await newsroom.decide.undo(newsroom.server, who_may(MARA))
    *_, held_again = await newsroom.bring(feed, "a", "b", "c")

    assert (sent.state, still.state) == (EditionState.CLEARED, EditionState.HELD)
    assert (await newsroom.again(held)).state is EditionState.HELD
    assert taken_back.edition.id == held.id
    assert held_again.state is EditionState.HELD
