"""A link that a member proposed stays in its server, and is a story like others once a feed brings it."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.domain.clip import ClipOutcome
from bot.domain.edition import EditionState
from bot.domain.errors import InvalidInput
from bot.domain.holding import DeskRule, DeskRuleKind
from bot.domain.ids import RoleId, UserId
from bot.domain.reasons import Reason
from bot.domain.source import Trust
from bot.domain.tagging import Policy
from bot.domain.verdict import Hold, VerdictKind
from bot.newsroom.clipping import Answered, Clipping, Proposer, Said
from bot.pipeline.clip_telling import ClipTelling
from bot.storage import settings, tables
from bot.storage.desk_tables import clip
from tests.builders import a_page, a_rule, a_server, a_source, a_tag
from tests.newsroom.deciding import CHANNEL, MARA, Newsroom, who_may
from tests.patience import PATIENCE
from tests.pipeline.memory_clips import NONCE_WINDOW, MemoryClipPost

MEMBER = UserId(77)
LINK = "https://news.example/talks"


@pytest.fixture
async def newsroom(database):
    newsroom = Newsroom(database, await a_server(database))
    newsroom.reader.pages[LINK] = a_page(LINK, hashtags=())
    return newsroom


@pytest.fixture
def clipping(newsroom):
    return Clipping(newsroom.database, newsroom.reader, newsroom.clock, wake=[newsroom.woken])


@pytest.fixture
def member(newsroom):
    return Proposer(newsroom.server, MEMBER, frozenset(), lambda _: True)


async def homes(newsroom):
    wanted = select(tables.delivery.c.channel_id, tables.delivery.c.home).order_by(tables.delivery.c.id)
    return [tuple(row) for row in await newsroom.rows(wanted)]


async def test_it_is_held_as_a_members_without_a_feed_and_shown_to_moderators(newsroom, clipping, member):
    answered = await clipping.propose(member, LINK)

    assert answered.said is Said.PROPOSED
    assert newsroom.woken.is_set()
    held = await newsroom.edition("About talks")
    assert (held.state, held.clipped_by, held.tags) == (EditionState.HELD, MEMBER, ())
    assert await newsroom.holds(held) == {Hold(Reason.HELD_CLIPPED)}
    assert await newsroom.cards_asked() == {held.id: 1}
    assert await homes(newsroom) == []
    assert await newsroom.rows(select(tables.story.c.feed_id)) == [(None,)]


async def test_a_feed_that_goes_out_by_itself_lets_it_out_with_a_home_and_its_corrections_show(
    newsroom, clipping, member
):
    await a_tag(newsroom.database, newsroom.server, "Peace", rules=[a_rule("geneva")])
    await clipping.propose(member, LINK)
    feed = await newsroom.follow()

    [brought] = await newsroom.bring(feed, "talks", summary="In Geneva.")
    await newsroom.bring(feed, "talks", summary="In Geneva.")

    assert (brought.state, [tag.label for tag in brought.tags]) == (EditionState.CLEARED, ["Peace"])
    assert brought.clipped_by == MEMBER
    assert await homes(newsroom) == [(CHANNEL, True)]
    assert await newsroom.verdicts(brought) == [(VerdictKind.APPROVED, None, None)]
    assert await newsroom.rows(select(tables.story.c.feed_id)) == [(feed.id,)]


@pytest.mark.parametrize("why", ["source", "tag", "rule", "no tag", "retagged", "edited", "word"])
async def test_what_would_be_held_by_itself_or_was_touched_goes_on_waiting(newsroom, clipping, member, why):
    policy = Policy.REVIEW if why == "tag" else Policy.AUTOMATIC
    if why != "no tag":
        rule = a_rule("geneva")
        await a_tag(newsroom.database, newsroom.server, "Peace", rules=[rule], policy=policy)
    if why == "word":
        await newsroom.rule(DeskRule(DeskRuleKind.WORD, "talks"))
    await clipping.propose(member, LINK)
    await newsroom.unrule()
    if why in {"retagged", "edited"}:
        async with newsroom.database.write() as tx:
            await tx.execute(tables.edition.update().values({f"{why}_at": newsroom.clock.now()}))
    feed = await newsroom.follow(trust=Trust.REVIEW if why == "source" else None)
    if why == "rule":
        await newsroom.rule(DeskRule(DeskRuleKind.WORD, "talks"))

    [brought] = await newsroom.bring(feed, "talks", summary="In Geneva.")

    assert brought.state is EditionState.HELD
    assert await newsroom.verdicts(brought) == []


async def test_what_moderators_rejected_stays_rejected_whatever_brings_it(newsroom, clipping, member):
    await a_tag(newsroom.database, newsroom.server, "Peace", rules=[a_rule("geneva")])
    await clipping.propose(member, LINK)
    held = await newsroom.edition("About talks")
    await newsroom.decide.reject(newsroom.server, who_may(MARA), held.id, reason="old")
    feed = await newsroom.follow()

    [brought] = await newsroom.bring(feed, "talks", summary="In Geneva.")

    assert brought.state is EditionState.REJECTED


async def test_it_comes_to_no_other_server_until_a_feed_of_that_brings_it(newsroom, clipping, member):
    other = await a_server(newsroom.database, 2)
    await a_tag(newsroom.database, other, "Peace", channel=20, rules=[a_rule("geneva")])
    await clipping.propose(member, LINK)
    alone = await newsroom.rows(select(tables.edition.c.server_id))
    feed = await newsroom.follow()
    await a_source(newsroom.database, other, feed)
    await newsroom.check(feed)

    await newsroom.bring(feed, "talks", summary="In Geneva.")

    there = await newsroom.rows(
        select(tables.edition.c.server_id, tables.edition.c.state, tables.edition.c.clipped_by)
    )
    assert [tuple(row) for row in alone] == [(newsroom.server,)]
    assert sorted(map(tuple, there)) == [(newsroom.server, "held", MEMBER), (other, "cleared", None)]


async def test_a_story_that_another_server_has_keeps_its_words_and_its_feed(newsroom, clipping, member):
    other = await a_server(newsroom.database, 2)
    feed = await newsroom.follow()
    await a_source(newsroom.database, other, feed)
    await newsroom.check(feed)
    await newsroom.bring(feed, "talks")
    newsroom.reader.pages[LINK] = a_page(LINK, title="Other words")

    answered = await clipping.propose(member, LINK)

    assert answered.said is Said.PROPOSED
    stored = await newsroom.rows(select(tables.story.c.feed_id, tables.story.c.title))
    assert stored == [(feed.id, "About talks")]
    assert (await newsroom.edition("About talks")).clipped_by == MEMBER


async def test_a_short_link_is_known_by_where_it_leads(newsroom, clipping, member):
    short = "https://s.example/abc"
    newsroom.reader.pages[short] = a_page(LINK)
    newsroom.reader.pages[f"{LINK}?utm_source=x"] = a_page(f"{LINK}?utm_source=x")
    await clipping.propose(member, f"{LINK}?utm_source=x")
    another = Proposer(newsroom.server, UserId(78), frozenset(), lambda _: True)

    answered = await clipping.propose(another, short)

    assert answered.said is Said.WAITING
    assert len(await newsroom.rows(select(tables.story))) == len(await newsroom.rows(select(clip))) == 1


async def test_pages_are_read_one_at_a_time_for_a_member(newsroom, clipping, member):
    begun, go_on = asyncio.Event(), asyncio.Event()

    class Slow:
        async def read_page(self, url):
            begun.set()
            await go_on.wait()
            return a_page(url)

    slow = Clipping(newsroom.database, Slow(), newsroom.clock, wake=[])
    first = asyncio.create_task(slow.propose(member, LINK))
    await asyncio.wait_for(begun.wait(), PATIENCE)
    with pytest.raises(InvalidInput) as refused:
        await slow.propose(member, f"{LINK}-two")
    go_on.set()
    await first
    after = await slow.propose(member, f"{LINK}-two")

    assert refused.value.code == "error-clip-busy"
    assert after.said is Said.PROPOSED


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("rejected", Said.DECIDED),
        ("retracted", Said.DECIDED),
        ("expired", Said.EXPIRED),
        ("merged", Said.DECIDED),
        ("cleared", Said.COMING),
    ],
)
async def test_who_proposes_what_was_decided_is_told_that_and_no_more(
    newsroom, clipping, member, state, said
):
    tag = await a_tag(newsroom.database, newsroom.server, "Peace")
    await clipping.propose(member, LINK, tag.label)
    async with newsroom.database.write() as tx:
        await tx.execute(tables.edition.update().values(state=state))

    answered = await clipping.propose(member, LINK)
    async with newsroom.database.write() as tx:
        await tx.execute(tables.delivery.update().values(state="failed"))
    later = await clipping.propose(member, LINK)

    assert answered.said is said
    assert later.said is (Said.WAS_HERE if state == "cleared" else said)
    assert len(await newsroom.rows(select(clip))) == 1


async def test_of_a_merged_one_the_story_with_its_readers_is_shown(newsroom, clipping, member):
    tag = await a_tag(newsroom.database, newsroom.server, "Peace")
    newsroom.reader.pages[f"{LINK}-two"] = a_page(f"{LINK}-two", title="About more")
    for link in (LINK, f"{LINK}-two"):
        await clipping.propose(member, link, tag.label)
    first, second = await newsroom.edition("About talks"), await newsroom.edition("About more")
    async with newsroom.database.write() as tx:
        of_first = tables.edition.c.id == first.id
        merged = {"state": "merged", "merged_into": second.id}
        await tx.execute(tables.edition.update().where(of_first).values(merged))

    answered = await clipping.propose(member, LINK)

    assert (answered.said, answered.title) == (Said.MINE, "About more")


async def test_of_a_story_that_is_hidden_from_them_they_hear_like_of_any_other_that_nobody_decided(
    newsroom, clipping, member
):
    await a_tag(newsroom.database, newsroom.server, "Peace", rules=[a_rule("geneva")])
    feed = await newsroom.follow()
    await newsroom.bring(feed, "talks", summary="In Geneva.")
    newsroom.reader.pages[LINK] = a_page(LINK, title="As I read it", hashtags=())
    blind = replace(member, sees=lambda channel: channel != CHANNEL, language="de")
    post = MemoryClipPost(newsroom.clock)
    telling = ClipTelling(newsroom.database, post, newsroom.clock, nonce_window=NONCE_WINDOW)

    first = await clipping.propose(blind, LINK)
    await telling.tell_due()
    await newsroom.clock.advance(47 * 3600)
    await telling.tell_due()
    early, waits = list(post.letters), await clipping.propose(blind, LINK)
    await newsroom.clock.advance(3601)
    await telling.tell_due()
    await telling.tell_due()

    assert (first.said, waits.said, early) == (Said.PROPOSED, Said.MINE, [])
    [letter] = post.letters
    assert (letter.outcome, letter.title, letter.link) == (ClipOutcome.EXPIRED, "As I read it", LINK)
    assert (letter.place, letter.language) == (None, "de")
    assert await clipping.propose(blind, LINK) == Answered(Said.EXPIRED, "As I read it")
    await newsroom.clock.advance(30 * 86400)
    assert (await clipping.propose(blind, LINK)).said is Said.PROPOSED


async def test_who_is_trusted_hears_which_kinds_of_rules_hold_a_link_and_of_no_tag_that_they_don_t_see(
    newsroom, clipping, member
):
    tags = {"Peace": CHANNEL, "Plans": CHANNEL + 1}
    for label, channel in tags.items():
        rules = [a_rule("talks")]
        await a_tag(
            newsroom.database, newsroom.server, label, channel=channel, rules=rules, policy=Policy.REVIEW
        )
    for kind, value in ((DeskRuleKind.WORD, "talks"), (DeskRuleKind.UNDATED, "")):
        await newsroom.rule(DeskRule(kind, value))
    async with newsroom.database.write() as tx:
        own = await settings.of(tx, newsroom.server)
        await settings.change(tx, newsroom.server, replace(own, clip_role_id=RoleId(5)))
    trusted = replace(member, roles=frozenset({RoleId(5)}))
    other = f"{LINK}-again"
    newsroom.reader.pages[other] = a_page(other, hashtags=())

    seen = await clipping.propose(trusted, LINK)
    unseen = await clipping.propose(replace(trusted, sees=lambda _: False), other)

    rules = (Reason.HELD_BY_WORD, Reason.HELD_UNDATED)
    assert (seen.said, seen.whys) == (Said.PROPOSED, (*rules, Reason.HELD_BY_TAG))
    assert unseen.whys == rules
