"""Decisions on what was seen before: another was faster, the story is another, a button was pressed twice."""

import pytest

from bot.domain.edition import sight_of
from bot.domain.errors import AlreadyDecided
from bot.domain.verdict import RejectReason, VerdictKind
from bot.storage.tables import edition_tag
from tests.builders import a_tag
from tests.newsroom.deciding import MARA, OLENA, refused, who_may

KIND = VerdictKind
OFF_TOPIC = RejectReason.OFF_TOPIC


@pytest.mark.parametrize("what", ["block", "trust"])
@pytest.mark.parametrize("before", ["approve", "reject"])
async def test_what_another_has_decided_is_not_blocked_nor_trusted_unseen(newsroom, held, what, before):
    options = {"reason": OFF_TOPIC} if before == "reject" else {}
    await getattr(newsroom.decide, before)(newsroom.server, who_may(OLENA), held.id, **options)
    decided = await newsroom.verdicts(held)

    decide = getattr(newsroom.decide, what)
    code = await refused(decide(newsroom.server, who_may(MARA), held.id), AlreadyDecided)

    assert code == "error-already-decided-by"
    assert await newsroom.verdicts(held) == decided
    assert await newsroom.rules() == ()


async def test_a_button_that_is_pressed_twice_is_pressed_once(newsroom, feed, held):
    (tea,) = await newsroom.bring(feed, "tea")
    approve, reject = newsroom.decide.approve, newsroom.decide.reject
    seen, by, other = sight_of(held), who_may(MARA), RejectReason.OTHER

    out = [await approve(newsroom.server, by, held.id, seen=seen) for _ in range(2)]
    shut = [await reject(newsroom.server, by, tea.id, reason=other, detail="Thin") for _ in range(2)]
    otherwise = await refused(reject(newsroom.server, by, held.id, reason=OFF_TOPIC), AlreadyDecided)
    for_more = reject(newsroom.server, by, tea.id, reason=other, detail="Also late")
    reasons = await refused(for_more, AlreadyDecided)
    by_another = await refused(approve(newsroom.server, who_may(OLENA), held.id), AlreadyDecided)
    await newsroom.later(seconds=6)
    later = await refused(approve(newsroom.server, by, held.id), AlreadyDecided)

    assert [out[0].verdict_id, shut[0].verdict_id] == [out[1].verdict_id, shut[1].verdict_id]
    assert out[0].until == out[1].until is not None
    assert await newsroom.verdicts(held) == [(KIND.APPROVED, MARA, None)]
    assert await newsroom.verdicts(tea) == [(KIND.REJECTED, MARA, None)]
    assert by_another == "error-already-decided-by"
    assert {otherwise, reasons, later} == {"error-already-decided-yourself"}


async def test_an_approval_covers_where_a_story_goes(newsroom, held):
    seen = sight_of(held)
    other = await a_tag(newsroom.database, newsroom.server, "Tea", channel=11)
    async with newsroom.database.write() as tx:
        await tx.execute(edition_tag.update().values(tag_id=other.id))

    code = await refused(newsroom.decide.approve(newsroom.server, who_may(MARA), held.id, seen=seen))
    again = sight_of(await newsroom.again(held))
    decided = await newsroom.decide.approve(newsroom.server, who_may(MARA), held.id, seen=again)

    assert code == "error-story-changed"
    assert decided.kind is KIND.APPROVED
