"""Members hear what became of the links that they proposed: once, and nothing that is taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.domain.clip import ClipOutcome
from bot.domain.edition import EditionState
from bot.domain.errors import (
    DoorClosed,
    OutcomeUnknown,
    PublishError,
    ReaderGone,
    Refused,
    TryLater,
)
from bot.domain.ids import UserId
from bot.domain.verdict import RejectReason, VerdictKind
from bot.pipeline.clip_telling import ClipTelling
from bot.storage import clearing, clips, closed_doors, editions, tables, verdicts
from bot.storage.desk_tables import clip
from tests.pipeline.digests_due import posted
from tests.pipeline.memory_clips import NONCE_WINDOW, MemoryClipPost
from tests.pipeline.newsroom import SERVER, an_edition

MEMBER, MODERATOR = UserId(77), UserId(88)
LINK = "https://news.example/talks"
GRACE = timedelta(seconds=10)


@pytest.fixture
def post(clock):
    return MemoryClipPost(clock)


@pytest.fixture
def telling(database, post, clock):
    return ClipTelling(database, post, clock, nonce_window=NONCE_WINDOW, grace=GRACE)


@pytest.fixture
async def held(database, clock):
    """An edition that a member proposed."""
    edition_id = await an_edition(database, key=LINK, state=EditionState.HELD, now=clock.now())
    async with database.write() as tx:
        await clips.add(tx, SERVER, MEMBER, LINK, edition_id, now=clock.now())
    return edition_id


async def become(database, clock, edition_id, state, **values):
    async with database.write() as tx:
        changed = {"state": state, "decided_at": clock.now()} | values
        await tx.execute(update(tables.edition).where(tables.edition.c.id == edition_id).values(**changed))


async def rejected(database, clock, edition_id, reason=None):
    await become(database, clock, edition_id, EditionState.REJECTED)
    async with database.write() as tx:
        await verdicts.record(
            tx, SERVER, edition_id, VerdictKind.REJECTED, at=clock.now(), actor_id=MODERATOR, reason=reason
        )


async def row(database):
    async with database.read() as tx:
        return (await tx.execute(select(clip))).one()


def told(post):
    return [each.outcome for each in post.letters]


async def test_nothing_is_told_before_a_moderator_has_decided(database, clock, post, telling, held):
    del held
    await telling.tell_due()
    await clock.advance(3600)
    await telling.tell_due()

    assert post.letters == []
    assert (await row(database)).outcome is None


async def test_what_is_posted_is_told_once_its_card_stands(database, clock, post, telling, held):
    await become(database, clock, held, EditionState.CLEARED)
    await telling.tell_due()
    before = list(post.letters)
    card = await posted(database, held, clock.now())
    await clock.advance(2)
    await telling.tell_due()
    await telling.tell_due()

    assert before == []
    [letter] = post.letters
    assert (letter.outcome, letter.place.message_id, letter.user_id) == (ClipOutcome.POSTED, card, MEMBER)
    assert (letter.title, letter.link) == ("Talks in Geneva", LINK)
    settled = await row(database)
    assert (settled.outcome, settled.intent_at, settled.tell_at) == ("posted", None, None)


@pytest.mark.parametrize(
    ("reason", "shown"),
    [(RejectReason.RULES, RejectReason.RULES), (RejectReason.OTHER, None), (None, None)],
)
async def test_what_is_rejected_is_told_when_that_can_not_be_taken_back_any_more(
    database, clock, post, telling, held, reason, shown
):
    await become(database, clock, held, EditionState.HELD, title="A moderator's words")
    await rejected(database, clock, held, reason)
    await telling.tell_due()
    early = list(post.letters)
    await clock.advance(GRACE.total_seconds())
    await telling.tell_due()

    assert early == []
    [letter] = post.letters
    assert (letter.outcome, letter.reason, letter.title) == (ClipOutcome.REJECTED, shown, "Talks in Geneva")
    assert letter.place is None


async def test_what_is_blocked_has_no_reason_of_the_list(database, clock, post, telling, held):
    await become(database, clock, held, EditionState.REJECTED)
    async with database.write() as tx:
        await verdicts.record(tx, SERVER, held, VerdictKind.BLOCKED, at=clock.now(), actor_id=MODERATOR)
    await clock.advance(GRACE.total_seconds())
    await telling.tell_due()

    assert [(each.outcome, each.reason) for each in post.letters] == [(ClipOutcome.REJECTED, None)]


async def test_what_was_taken_back_in_time_is_not_told_and_what_came_of_it_is(
    database, clock, post, telling, held
):
    await rejected(database, clock, held)
    await telling.tell_due()
    await become(database, clock, held, EditionState.HELD)
    async with database.write() as tx:
        await clips.wait_again(tx, held)
    await telling.tell_due()
    await become(database, clock, held, EditionState.CLEARED)
    await posted(database, held, clock.now())
    await telling.tell_due()

    assert told(post) == [ClipOutcome.POSTED]


async def test_what_was_taken_back_after_it_was_told_is_told_anew(database, clock, post, telling, held):
    await become(database, clock, held, EditionState.EXPIRED)
    await clock.advance(GRACE.total_seconds())
    await telling.tell_due()
    async with database.write() as tx:
        await clips.wait_again(tx, held)
    await become(database, clock, held, EditionState.CLEARED)
    await posted(database, held, clock.now())
    await telling.tell_due()

    assert told(post) == [ClipOutcome.EXPIRED, ClipOutcome.POSTED]


@pytest.mark.parametrize("error", [None, OutcomeUnknown(why="reset"), TryLater(seconds=60), DoorClosed()])
async def test_what_is_taken_back_while_it_is_being_told_is_told_anew(
    database, clock, post, telling, held, error
):
    async def take_back():
        async with database.write() as tx:
            await clearing.hold_again(tx, await editions.get(tx, held), now=clock.now())

    await rejected(database, clock, held)
    await clock.advance(GRACE.total_seconds())
    post.meanwhile, post.lost = take_back, [] if error is None else [error]
    await telling.tell_due()
    async with database.write() as tx:
        await closed_doors.open(tx, MEMBER)
    await become(database, clock, held, EditionState.CLEARED)
    await posted(database, held, clock.now())
    await telling.tell_due()

    assert told(post) == [ClipOutcome.REJECTED, ClipOutcome.POSTED]


@pytest.mark.parametrize("hidden", [False, True])
async def test_of_a_merged_one_it_is_told_where_its_readers_are_if_that_is_to_be_seen(
    database, clock, post, telling, held, hidden
):
    other = await an_edition(database, key=f"{LINK}-other", now=clock.now(), channels=(20,))
    card = await posted(database, other, clock.now())
    if hidden:
        post.hidden.add(20)
    await become(database, clock, held, EditionState.MERGED, merged_into=other)
    await telling.tell_due()

    [letter] = post.letters
    assert letter.outcome is ClipOutcome.MERGED
    assert letter.place is None if hidden else letter.place.message_id == card


async def test_of_one_merged_into_what_is_gone_it_is_told_without_a_place(
    database, clock, post, telling, held
):
    await become(database, clock, held, EditionState.MERGED)
    await telling.tell_due()

    assert [(each.outcome, each.place) for each in post.letters] == [(ClipOutcome.MERGED, None)]


@pytest.mark.parametrize("why", ["hidden", "shut", "retracted", "failed", "never"])
async def test_what_they_are_not_to_hear_of_is_settled_in_silence(database, clock, post, telling, held, why):
    await become(database, clock, held, EditionState.CLEARED)
    match why:
        case "hidden":
            await posted(database, held, clock.now())
            post.hidden.add(10)
        case "shut":
            await posted(database, held, clock.now())
            async with database.write() as tx:
                await closed_doors.close(tx, MEMBER, now=clock.now())
        case "retracted":
            await become(database, clock, held, EditionState.RETRACTED)
        case "failed":
            async with database.write() as tx:
                await tx.execute(update(tables.delivery).values(state="failed"))
        case _:
            await clock.advance(timedelta(days=3).total_seconds())
    await telling.tell_due()

    assert post.letters == []
    settled = await row(database)
    assert (settled.outcome, settled.tell_at) == ("untold", None)


async def test_who_may_not_know_of_a_story_hears_once_that_nobody_decided_when_it_is_time(
    database, clock, post, telling, held
):
    async with database.write() as tx:
        await tx.execute(delete(clip))
        clip_id = await clips.add(tx, SERVER, MEMBER, LINK, None, now=clock.now())
        await clips.let_expire(tx, clip_id, "Talks", at=clock.now() + timedelta(hours=1))
    await become(database, clock, held, EditionState.CLEARED)
    await posted(database, held, clock.now())
    await telling.tell_due()
    before = list(post.letters)
    await clock.advance(3600)
    await telling.tell_due()

    assert before == []
    [letter] = post.letters
    assert (letter.outcome, letter.title, letter.place) == (ClipOutcome.EXPIRED, "Talks", None)
    assert (await row(database)).tell_at is None


async def test_of_a_story_that_is_gone_while_it_is_looked_at_nothing_is_told(
    database, clock, post, telling, held, monkeypatch
):
    await become(database, clock, held, EditionState.EXPIRED)
    async with database.write() as tx:
        found = await clips.due(tx, SERVER, now=clock.now(), besides=(), limit=5)
        await tx.execute(delete(tables.edition))
    for each in found:
        await telling._do(each)

    assert post.letters == []
    assert (await row(database)).outcome == "untold"


@pytest.mark.parametrize("seconds", [30, 61])
async def test_a_message_whose_answer_was_lost_is_never_sent_twice(
    database, clock, post, telling, held, seconds
):
    await become(database, clock, held, EditionState.MERGED)
    post.lost = [OutcomeUnknown(why="reset")]
    await telling.tell_due()
    in_doubt = await row(database)
    again = ClipTelling(database, post, clock, nonce_window=NONCE_WINDOW)  # a restart
    await clock.advance(seconds)
    await again.tell_due()

    assert (in_doubt.outcome, in_doubt.intent_at is None) == ("merged", False)
    assert len(post.letters) == 1
    settled = await row(database)
    assert (settled.outcome, settled.intent_at, settled.tell_at) == ("merged", None, None)


async def test_one_that_never_arrived_is_sent_as_soon_as_that_is_certain(
    database, clock, post, telling, held
):
    await become(database, clock, held, EditionState.MERGED)
    post.failing = [OutcomeUnknown(why="reset")]
    await telling.tell_due()
    await clock.advance(61)
    await telling.tell_due()
    before = list(post.letters)
    await telling.tell_due()

    assert before == []
    assert told(post) == [ClipOutcome.MERGED]


async def test_one_in_doubt_about_what_is_decided_otherwise_by_now_is_not_sent_again(
    database, clock, post, telling, held
):
    await become(database, clock, held, EditionState.MERGED)
    post.failing = [OutcomeUnknown(why="reset")]
    await telling.tell_due()
    await become(database, clock, held, EditionState.CLEARED)
    await clock.advance(10)
    await telling.tell_due()

    assert post.letters == []
    assert (await row(database)).outcome == "merged"


async def test_where_it_can_not_be_searched_for_it_is_tried_later(database, clock, post, telling, held):
    await become(database, clock, held, EditionState.MERGED)
    post.lost = [OutcomeUnknown(why="reset")]
    await telling.tell_due()
    await clock.advance(61)
    post.unseen = [TryLater(seconds=5)]
    await telling.tell_due()
    waits = await row(database)
    await clock.advance(6)
    await telling.tell_due()

    assert (waits.outcome, waits.intent_at is None) == ("merged", False)
    assert len(post.letters) == 1
    assert (await row(database)).tell_at is None


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize(
    ("trouble", "outcome", "shut"),
    [
        (DoorClosed(), "untold", True),
        (ReaderGone(), "untold", False),
        (Refused(discord_code=1, why="no"), "untold", False),
        (TryLater(seconds=30), "merged", False),
        (PublishError(), "merged", False),
    ],
)
async def test_what_goes_wrong_is_tried_again_or_left(
    database, clock, post, telling, held, before, trouble, outcome, shut
):
    await become(database, clock, held, EditionState.MERGED)
    (post.unseen if before else post.failing).append(trouble)
    await telling.tell_due()
    first = await row(database)
    await clock.advance(31)
    await telling.tell_due()

    assert first.intent_at is None
    assert (await row(database)).outcome == outcome
    assert len(post.letters) == (outcome == "merged")
    async with database.read() as tx:
        assert await closed_doors.is_closed(tx, MEMBER) == shut


async def test_what_fails_again_and_again_is_left_in_the_end(database, clock, post, telling, held):
    await become(database, clock, held, EditionState.MERGED)
    post.failing = [PublishError()] * 20
    for _ in range(20):
        await telling.tell_due()
        await clock.advance(700)

    assert (await row(database)).outcome == "untold"
    assert len(post.failing) == 12


async def test_an_outage_is_waited_for(database, clock, post, telling, held):
    await become(database, clock, held, EditionState.MERGED)
    post.away = True
    await telling.tell_due()
    post.away = False
    await clock.advance(61)
    await telling.tell_due()

    assert told(post) == [ClipOutcome.MERGED]


@pytest.mark.parametrize("column", ["paused_at", "left_at"])
async def test_in_a_server_that_is_paused_or_left_nobody_is_told(
    database, clock, post, telling, held, column
):
    await become(database, clock, held, EditionState.MERGED)
    async with database.write() as tx:
        await tx.execute(update(tables.server).values({column: clock.now()}))
    await telling.tell_due()

    assert post.letters == []
    assert (await row(database)).outcome is None


async def test_a_link_that_was_looked_at_by_another_meanwhile_is_told_once(
    database, clock, post, telling, held
):
    await become(database, clock, held, EditionState.MERGED)
    async with database.read() as tx:
        [found] = await clips.due(tx, SERVER, now=clock.now(), besides=(), limit=5)
    await telling.tell_due()
    await telling._do(found)

    assert len(post.letters) == 1
