"""What was decided is taken back: as long as nobody has read what came of it, or decided otherwise."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.edition import EditionState
from bot.domain.errors import MayNotModerate, NotFound
from bot.domain.ids import ServerId, ThreadId, VerdictId
from bot.domain.source import SourceChange, Trust
from bot.domain.verdict import RejectReason, VerdictKind
from bot.storage import discussions, notes, sources, verdicts
from bot.storage.desk_tables import note
from bot.storage.tables import delivery, edition
from tests.builders import an_item
from tests.newsroom.deciding import CHANNEL, MARA, OLENA, begin_a_card, claimable, refused, who_may

KIND = VerdictKind
OFF_TOPIC = RejectReason.OFF_TOPIC


async def test_it_is_known_what_can_still_be_taken_back(newsroom, feed, held):
    approved = await newsroom.decide.approve(newsroom.server, who_may(MARA), held.id)
    await newsroom.later(seconds=20)

    before = await newsroom.decide.can_undo(newsroom.server, approved.verdict_id)
    await begin_a_card(newsroom, held)
    after = await newsroom.decide.can_undo(newsroom.server, approved.verdict_id)

    assert (before, after) == (True, False)
    assert approved.until == newsroom.clock.now() - timedelta(seconds=10)
    assert not await newsroom.decide.can_undo(newsroom.server, VerdictId(999))


async def test_an_approval_is_taken_back_while_no_card_is_begun(newsroom, feed, held):
    await newsroom.decide.approve(newsroom.server, who_may(MARA), held.id)
    await newsroom.later(seconds=9)

    taken = await newsroom.decide.undo(newsroom.server, who_may(MARA))
    await newsroom.later(hours=1)
    await newsroom.bring(feed, "talks", title="About tea")

    after = await newsroom.again(held)
    assert taken.verdict.kind is KIND.APPROVED
    assert taken.edition.state is EditionState.HELD
    assert taken.edition.held_at == newsroom.clock.now() - timedelta(hours=1, minutes=1)
    assert after.story.draft.title == "About tea"  # its words are the source's again
    assert await claimable(newsroom) == []
    assert await newsroom.verdicts(held) == [(KIND.APPROVED, MARA, MARA)]


async def test_words_that_a_moderator_wrote_stay_when_an_approval_is_taken_back(newsroom, feed, held):
    async with newsroom.database.write() as tx:
        await tx.execute(edition.update().values(title="Our words"))
        await verdicts.record(
            tx, newsroom.server, held.id, KIND.EDITED, at=newsroom.clock.now(), changes={"title": ["a", "b"]}
        )
    await newsroom.decide.approve(newsroom.server, who_may(MARA), held.id)

    await newsroom.decide.undo(newsroom.server, who_may(MARA))
    await newsroom.bring(feed, "talks", title="About tea", summary="They drink.")

    after = await newsroom.again(held)
    assert (after.story.draft.title, after.story.draft.lead) == ("Our words", "They drink.")


async def test_what_was_begun_can_not_be_taken_back(newsroom, feed, held):
    (leased,) = await newsroom.bring(feed, "tea")
    approved = await newsroom.decide.approve(newsroom.server, who_may(MARA), held.id)
    breaking = await newsroom.decide.call_breaking(newsroom.server, who_may(OLENA), held.id)
    second = await newsroom.decide.approve(newsroom.server, who_may(MARA), leased.id)
    await newsroom.later(seconds=10)
    await claimable(newsroom)
    await begin_a_card(newsroom, held)
    undo = newsroom.decide.undo

    codes = [
        await refused(undo(newsroom.server, who_may(MARA), each.verdict_id))
        for each in (approved, breaking, second)
    ]

    assert codes == ["error-undo-posted"] * 3
    assert (await newsroom.again(held)).state is EditionState.CLEARED
    assert {undone for *_, undone in await newsroom.verdicts(held)} == {None}


@pytest.mark.parametrize("kind", [KIND.REJECTED, KIND.EXPIRED])
async def test_what_did_not_go_out_waits_again_with_its_full_time(newsroom, held, kind):
    async with newsroom.database.write() as tx:
        await tx.execute(edition.update().values(state=kind.value))
        verdict_id = await verdicts.record(tx, newsroom.server, held.id, kind, at=newsroom.clock.now())
    await newsroom.later(days=2)

    await newsroom.decide.undo(newsroom.server, who_may(OLENA), verdict_id)
    twice = await refused(newsroom.decide.undo(newsroom.server, who_may(OLENA), verdict_id))

    after = await newsroom.again(held)
    assert (after.state, after.held_at) == (EditionState.HELD, newsroom.clock.now())
    assert twice == "error-undone-already"
    assert await newsroom.cards_asked() == {held.id: 1}


async def test_a_story_that_never_had_a_card_gets_one_when_it_waits_again(newsroom, held):
    async with newsroom.database.write() as tx:
        await tx.exec_driver_sql("DELETE FROM review")
    await newsroom.decide.reject(newsroom.server, who_may(MARA), held.id, reason=OFF_TOPIC)

    await newsroom.decide.undo(newsroom.server, who_may(MARA))

    assert await newsroom.cards_asked() == {held.id: 1}


async def test_what_was_too_much_for_an_hour_goes_out_when_it_is_approved_once_more(newsroom, held):
    await newsroom.decide.approve(newsroom.server, who_may(MARA), held.id)
    async with newsroom.database.write() as tx:
        await tx.execute(delivery.update().values(state="failed", reason="over-budget"))
    await newsroom.decide.undo(newsroom.server, who_may(MARA))

    await newsroom.decide.approve(newsroom.server, who_may(MARA), held.id)
    await newsroom.later(seconds=10)

    assert await claimable(newsroom) == [held.id]


async def test_a_decision_is_not_taken_back_that_another_came_after(newsroom, held):
    approved = await newsroom.decide.approve(newsroom.server, who_may(MARA), held.id)
    async with newsroom.database.write() as tx:
        rejected = await verdicts.record(
            tx, newsroom.server, held.id, KIND.REJECTED, at=newsroom.clock.now(), actor_id=OLENA
        )
    undo = newsroom.decide.undo

    not_rejected = await refused(undo(newsroom.server, who_may(MARA), rejected))
    async with newsroom.database.write() as tx:
        await tx.execute(edition.update().values(state="retracted"))
    retracted = await refused(undo(newsroom.server, who_may(MARA), approved.verdict_id))

    assert not_rejected == retracted == "error-undo-late"


async def test_decisions_of_others_are_taken_back_by_those_who_make_them(newsroom, held):
    asked = []

    async def revert(_tx, verdict, *, by, now):
        asked.append((verdict.kind, by.id, now))
        return len(asked) == 1

    desk = newsroom.a_desk(reverts={KIND.EDITED: revert})
    async with newsroom.database.write() as tx:
        ids = [
            await verdicts.record(tx, newsroom.server, held.id, kind, at=newsroom.clock.now(), actor_id=MARA)
            for kind in (KIND.EDITED, KIND.EDITED, KIND.MERGED)
        ]

    await desk.undo(newsroom.server, who_may(MARA), ids[0])
    late = await refused(desk.undo(newsroom.server, who_may(MARA), ids[1]))
    never = await refused(desk.undo(newsroom.server, who_may(MARA), ids[2]))

    assert asked == [(KIND.EDITED, MARA, newsroom.clock.now())] * 2
    assert (late, never) == ("error-undo-late", "error-undo-never")


async def test_undo_takes_ones_own_last_decision_and_anybodys_that_is_named(newsroom, feed, held):
    (second,) = await newsroom.bring(feed, "tea")
    undo = newsroom.decide.undo
    nothing = await refused(undo(newsroom.server, who_may(MARA)), NotFound)
    first = await newsroom.decide.reject(newsroom.server, who_may(MARA), held.id, reason=OFF_TOPIC)
    await newsroom.later(seconds=1)
    await newsroom.decide.reject(newsroom.server, who_may(OLENA), second.id, reason=OFF_TOPIC)

    mine = await undo(newsroom.server, who_may(MARA))
    theirs = await refused(undo(newsroom.server, who_may(MARA)), NotFound)
    last = await newsroom.decide.reject(newsroom.server, who_may(OLENA), held.id, reason=OFF_TOPIC)
    elsewhere = await refused(undo(newsroom.server, who_may(MARA, 99), last.verdict_id), MayNotModerate)
    other_server = await refused(undo(ServerId(2), who_may(MARA), last.verdict_id), NotFound)
    named = await undo(newsroom.server, who_may(MARA, CHANNEL), last.verdict_id)
    unknown = await refused(undo(newsroom.server, who_may(MARA), VerdictId(999)), NotFound)

    assert nothing == theirs == other_server == unknown == "error-undo-nothing"
    assert (mine.verdict.id, named.verdict.id) == (first.verdict_id, last.verdict_id)
    assert elsewhere == "error-may-not-moderate"


async def test_a_source_that_an_owner_reviews_again_is_reviewed(newsroom):
    async with newsroom.database.write() as tx:
        await tx.exec_driver_sql("UPDATE tag SET policy = 'automatic'")
    feed = await newsroom.follow("https://other.example/feed", trust=Trust.REVIEW)
    (held,) = await newsroom.bring(feed, "tea")
    await newsroom.decide.trust(newsroom.server, who_may(MARA), held.id)
    async with newsroom.database.write() as tx:
        source, _ = await sources.get(tx, newsroom.server, feed.id)
        await sources.change(tx, source.id, SourceChange(trust=Trust.REVIEW))

    newsroom.reader.publish(an_item("tea"), an_item("rain"), url=feed.url)
    await newsroom.check(feed)

    assert (await newsroom.edition("About rain")).state is EditionState.HELD


@pytest.mark.parametrize(("kind", "kept"), [(KIND.LOCKED, False), (KIND.REOPENED, True)])
async def test_a_discussion_is_as_it_was_when_its_lock_is_taken_back_and_says_so(newsroom, held, kind, kept):
    now = newsroom.clock.now()
    await newsroom.decide.approve(newsroom.server, who_may(OLENA), held.id)
    async with newsroom.database.write() as tx:
        await discussions.add(tx, held.id, newsroom.server, ThreadId(70), now=now)
        ids = [
            await verdicts.record(tx, newsroom.server, held.id, each, at=now, actor_id=MARA)
            for each in (KIND.LOCKED, kind)
        ]
        await notes.say(tx, held.id, "any", now=now, locks=not kept)

    early = await refused(newsroom.decide.undo(newsroom.server, who_may(MARA), ids[0]))
    await newsroom.decide.undo(newsroom.server, who_may(MARA))

    async with newsroom.database.read() as tx:
        locked = await discussions.locked_at(tx, held.id)
    assert early == "error-undo-late"
    assert (locked is not None) is kept
    assert (await newsroom.rows(select(note.c.kind)))[-1] == ("locked" if kept else "reopened",)
