"""What moderators decide on held stories: who is first decides."""

import asyncio

import pytest
from sqlalchemy import select

from bot.domain.edition import EditionState, sight_of
from bot.domain.errors import AlreadyDecided, MayNotModerate, NotFound
from bot.domain.holding import DeskRule, DeskRuleKind
from bot.domain.ids import EditionId, ServerId
from bot.domain.source import Trust
from bot.domain.verdict import RejectReason, VerdictKind
from bot.storage import sources, verdicts
from bot.storage.tables import audit, delivery, edition_tag
from tests.newsroom.deciding import CHANNEL, GRACE, MARA, OLENA, claimable, refused, who_may

KIND = VerdictKind
OFF_TOPIC = RejectReason.OFF_TOPIC


async def test_what_is_approved_goes_out_after_the_grace_in_the_words_that_were_seen(newsroom, feed, held):
    await newsroom.later(days=3)
    seen = sight_of(held)

    decided = await newsroom.decide.approve(newsroom.server, who_may(MARA), held.id, seen=seen)
    at_once = await claimable(newsroom)
    await newsroom.bring(feed, "talks", title="About tea", summary="They drink.")
    await newsroom.later(seconds=10)

    after = await newsroom.again(held)
    _, not_before, created_at = await newsroom.delivery(held)
    assert (decided.kind, after.state) == (KIND.APPROVED, EditionState.CLEARED)
    assert (after.story.draft.title, after.story.draft.lead) == ("About talks", "They talk.")
    assert (after.source_words.title, after.own.image_url) == ("About tea", "")
    assert at_once == []
    assert await claimable(newsroom) == [held.id]
    assert not_before - created_at == GRACE  # not stale, however long it was held
    assert await newsroom.verdicts(held) == [(KIND.APPROVED, MARA, None)]
    assert newsroom.woken.is_set()
    assert held.id in await newsroom.cards_asked()


async def test_nothing_goes_out_that_the_moderator_has_not_seen(newsroom, feed, held):
    seen = sight_of(held)
    await newsroom.bring(feed, "talks", title="About tea")

    code = await refused(newsroom.decide.approve(newsroom.server, who_may(MARA), held.id, seen=seen))

    assert code == "error-story-changed"
    assert (await newsroom.again(held)).state is EditionState.HELD
    assert await newsroom.verdicts(held) == []


async def test_a_story_without_a_tag_is_not_approved(newsroom, held):
    async with newsroom.database.write() as tx:
        await tx.execute(edition_tag.delete())

    assert (
        await refused(newsroom.decide.approve(newsroom.server, who_may(MARA), held.id)) == "error-no-tag-yet"
    )


@pytest.mark.parametrize("what", ["approve", "reject", "trust", "block", "call_breaking"])
async def test_only_who_moderates_its_channels_decides_and_only_in_their_server(newsroom, held, what):
    options = {"reason": OFF_TOPIC} if what == "reject" else {}
    decide = getattr(newsroom.decide, what)

    elsewhere = await refused(decide(newsroom.server, who_may(MARA, 99), held.id, **options), MayNotModerate)
    other_server = await refused(decide(ServerId(2), who_may(MARA), held.id, **options), NotFound)
    unknown = await refused(decide(newsroom.server, who_may(MARA), EditionId(999), **options), NotFound)

    assert elsewhere == "error-may-not-moderate"
    assert other_server == unknown == "error-no-held-story"
    assert (await newsroom.again(held)).state is EditionState.HELD
    assert await newsroom.verdicts(held) == []
    assert not newsroom.woken.is_set()


async def test_who_decides_moderates_where_its_cards_stand_too_not_only_where_its_tags_go(newsroom, held):
    async with newsroom.database.write() as tx:
        await tx.execute(delivery.update().values(channel_id=20))

    code = await refused(newsroom.decide.approve(newsroom.server, who_may(MARA, CHANNEL), held.id))
    await newsroom.decide.approve(newsroom.server, who_may(MARA, CHANNEL, 20), held.id)

    assert code == "error-may-not-moderate"


async def test_of_two_moderators_at_once_the_first_decides_and_the_second_is_told(newsroom, held):
    desks = [newsroom.decide, newsroom.a_desk()]
    both = await asyncio.gather(
        desks[0].approve(newsroom.server, who_may(MARA), held.id),
        desks[1].reject(newsroom.server, who_may(OLENA), held.id, reason=OFF_TOPIC),
        return_exceptions=True,
    )

    (second,) = [each for each in both if isinstance(each, AlreadyDecided)]
    ((kind, actor, _),) = await newsroom.verdicts(held)
    assert second.code == "error-already-decided-by"
    assert second.fields == {"kind": kind.value, "who": actor, "at": newsroom.clock.now()}


async def test_a_rejection_keeps_its_reason_and_its_words(newsroom, held):
    words = "Not  news\u202e\n\nhere"

    await newsroom.decide.reject(newsroom.server, who_may(MARA), held.id, reason=OFF_TOPIC, detail=words)

    async with newsroom.database.read() as tx:
        (kept,) = await verdicts.of_edition(tx, held.id)
    assert (kept.kind, kept.reason, kept.detail) == (KIND.REJECTED, OFF_TOPIC, "Not news\nhere")
    assert (await newsroom.again(held)).state is EditionState.REJECTED
    assert await claimable(newsroom) == []


async def test_a_rejection_for_another_reason_may_go_without_words_and_has_not_too_many(newsroom, held):
    other = {"reason": RejectReason.OTHER}
    reject = newsroom.decide.reject

    long = await refused(reject(newsroom.server, who_may(MARA), held.id, **other, detail="w" * 301))
    await reject(newsroom.server, who_may(MARA), held.id, **other, detail=" \u200b")

    assert long == "error-reason-long"
    assert (await newsroom.again(held)).state is EditionState.REJECTED


async def test_who_decides_twice_is_told_that_it_was_themselves(newsroom, held):
    reject = newsroom.decide.reject
    await reject(newsroom.server, who_may(MARA), held.id, reason=OFF_TOPIC)

    by_mara = await refused(newsroom.decide.approve(newsroom.server, who_may(MARA), held.id), AlreadyDecided)
    by_olena = await refused(
        newsroom.decide.approve(newsroom.server, who_may(OLENA), held.id), AlreadyDecided
    )

    assert (by_mara, by_olena) == ("error-already-decided-yourself", "error-already-decided-by")


async def test_an_outlet_without_a_name_is_blocked_by_its_host(newsroom, feed, held):
    async with newsroom.database.write() as tx:
        await tx.exec_driver_sql("UPDATE story SET outlet = ''")

    await newsroom.decide.block(newsroom.server, who_may(MARA), held.id)

    assert [each.value for each in await newsroom.rules()] == ["news.example"]


async def test_trust_and_block_say_how_many_of_their_stories_wait_still(newsroom):
    feed = await newsroom.follow("https://other.example/feed", trust=Trust.REVIEW)
    first, second, _ = await newsroom.bring(feed, "talks", "tea", "bread")

    trusted = await newsroom.decide.trust(newsroom.server, who_may(MARA), first.id)
    blocked = await newsroom.decide.block(newsroom.server, who_may(MARA), first.id)
    elsewhere = await newsroom.decide.block(newsroom.server, who_may(MARA, CHANNEL), second.id)

    assert (trusted.waiting, blocked.waiting, elsewhere.waiting) == (3, 2, 1)


async def test_what_a_trusted_source_brings_goes_out_and_what_it_brought_waits(newsroom, held):
    async with newsroom.database.write() as tx:  # its own review is what is taken away
        await tx.exec_driver_sql("UPDATE tag SET policy = 'automatic'")
    feed = await newsroom.follow("https://other.example/feed", trust=Trust.REVIEW)
    before, doubted = await newsroom.bring(feed, "tea", "bread")

    decided = await newsroom.decide.trust(newsroom.server, who_may(MARA), doubted.id)
    *_, after = await newsroom.bring(feed, "tea", "bread", "rain")
    again = await refused(newsroom.decide.trust(newsroom.server, who_may(MARA), doubted.id))
    undone = await newsroom.decide.undo(newsroom.server, who_may(MARA), decided.verdict_id)
    *_, held_again = await newsroom.bring(feed, "tea", "bread", "rain", "snow")

    assert decided.detail == "Harbour News"
    assert after.state is EditionState.CLEARED
    assert {(await newsroom.again(each)).state for each in (before, doubted)} == {EditionState.HELD}
    assert again == "error-trusted-already"
    assert undone.verdict.kind is KIND.TRUSTED
    assert held_again.state is EditionState.HELD
    assert ("feed-edited", feed.url) in await newsroom.rows(select(audit.c.action, audit.c.subject))


async def test_a_source_that_is_gone_can_not_be_trusted_nor_doubted_again(newsroom):
    feed = await newsroom.follow("https://other.example/feed", trust=Trust.REVIEW)
    (held,) = await newsroom.bring(feed, "tea")
    await newsroom.decide.trust(newsroom.server, who_may(MARA), held.id)
    async with newsroom.database.write() as tx:
        await sources.remove(tx, newsroom.server, feed.id)

    code = await refused(newsroom.decide.trust(newsroom.server, who_may(MARA), held.id))
    undo = await refused(newsroom.decide.undo(newsroom.server, who_may(MARA)))

    assert code == undo == "error-trust-no-source"


async def test_a_blocked_outlet_comes_in_no_more_until_that_is_taken_back(newsroom, feed, held):
    known = DeskRule(DeskRuleKind.BLOCK, "elsewhere.example")
    await newsroom.rule(known)
    await newsroom.later(minutes=1)

    decided = await newsroom.decide.block(newsroom.server, who_may(MARA), held.id)
    rules = [each.value for each in await newsroom.rules()]
    _, blocked = await newsroom.bring(feed, "talks", "tea")
    rejected = await newsroom.again(held)
    await newsroom.decide.undo(newsroom.server, who_may(MARA))

    assert decided.detail == "Harbour News"
    assert rules == ["elsewhere.example", "Harbour News"]  # not the host, which others share
    assert (blocked, rejected.state) == (None, EditionState.REJECTED)
    assert [each.value for each in await newsroom.rules()] == ["elsewhere.example"]
    assert (await newsroom.again(held)).state is EditionState.HELD


async def test_nothing_is_blocked_for_a_story_that_is_over_or_names_no_outlet(newsroom, feed, held):
    (nameless,) = await newsroom.bring(feed, "tea", link=None, key="guid:tea")
    await newsroom.decide.reject(newsroom.server, who_may(OLENA), held.id, reason=OFF_TOPIC)
    async with newsroom.database.write() as tx:
        await tx.exec_driver_sql("UPDATE story SET outlet = ''")

    over = await refused(newsroom.decide.block(newsroom.server, who_may(MARA), held.id), AlreadyDecided)
    without = await refused(newsroom.decide.block(newsroom.server, who_may(MARA), nameless.id))

    assert (over, without) == ("error-already-decided-by", "error-block-no-outlet")
    assert await newsroom.rules() == ()


async def test_a_held_story_that_is_called_breaking_goes_out_and_back_at_once(newsroom, held):
    await newsroom.decide.call_breaking(newsroom.server, who_may(MARA), held.id)
    out = await newsroom.again(held)
    twice = await refused(newsroom.decide.call_breaking(newsroom.server, who_may(OLENA), held.id))
    await newsroom.decide.undo(newsroom.server, who_may(MARA))
    back = await newsroom.again(held)

    assert (out.state, out.breaking_at) == (EditionState.CLEARED, newsroom.clock.now())
    assert twice == "error-breaking-already"
    assert (back.state, back.breaking_at) == (EditionState.HELD, None)
    assert await newsroom.verdicts(held) == [(KIND.APPROVED, MARA, MARA), (KIND.BREAKING, MARA, MARA)]


async def test_a_story_that_is_on_its_way_can_be_called_breaking_and_one_that_is_over_not(
    newsroom, feed, held
):
    (over,) = await newsroom.bring(feed, "tea")
    await newsroom.decide.approve(newsroom.server, who_may(OLENA), held.id)
    await newsroom.decide.reject(newsroom.server, who_may(OLENA), over.id, reason=OFF_TOPIC)

    await newsroom.decide.call_breaking(newsroom.server, who_may(MARA), held.id)
    refusal = await refused(
        newsroom.decide.call_breaking(newsroom.server, who_may(MARA), over.id), AlreadyDecided
    )
    await newsroom.decide.undo(newsroom.server, who_may(MARA))

    after = await newsroom.again(held)
    assert refusal == "error-already-decided-by"
    assert (after.state, after.breaking_at) == (EditionState.CLEARED, None)
