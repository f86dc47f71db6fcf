from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.evidence import Evidence, Invariant, broken
from bot.domain.ids import ChannelId, EditionId, MessageId, PollId, ServerId, VoterKey
from bot.domain.marks import MarkKey, VoteEvent, VoteKind, VoteSource
from bot.domain.poll import Mark, Poll, PollMode, PollState, Tally, VoteOption, VoteSet, tally

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANNA, BORIS = VoterKey(b"a" * 32), VoterKey(b"b" * 32)
YES, NO = VoteOption("👍", "yes", 1), VoteOption("👎", "no", -1)
VOTE_SET = VoteSet("Well?", (YES, NO))
POLL = Poll(
    *(PollId(1), EditionId(1), ServerId(1), ChannelId(1), MessageId(1)),
    PollState.OPEN,
    VOTE_SET,
    opened_at=NOW,
)


def event(voter, emoji, kind=VoteKind.ADD):
    return VoteEvent(MarkKey(voter, emoji, False), kind, VoteSource.GATEWAY, NOW)


LOG = [
    (1, event(ANNA, "👍")),
    (2, event(BORIS, "👎")),
    (3, event(BORIS, "👎", VoteKind.REMOVE)),
    (4, event(BORIS, "👍")),
]
MARKS = [Mark(ANNA, "👍", 1), Mark(BORIS, "👍", 4)]
SOUND = Evidence(POLL, LOG, MARKS, None)
CLOSED = replace(
    SOUND, poll=replace(POLL, state=PollState.CLOSED), frozen=tally(VOTE_SET, MARKS, PollMode.SINGLE)
)


@pytest.mark.parametrize("evidence", [SOUND, CLOSED], ids=["open", "closed"])
@pytest.mark.parametrize("mode", PollMode)
def test_what_is_sound(evidence, mode):
    poll = replace(evidence.poll, vote_set=replace(VOTE_SET, mode=mode))

    assert broken(replace(evidence, poll=poll)) == set()


def test_a_mark_that_no_event_led_to():
    assert Invariant.REPLAY in broken(replace(SOUND, marks=[*MARKS, Mark(ANNA, "👎", None)]))


def test_a_mark_that_names_another_event():
    assert broken(replace(SOUND, marks=[MARKS[0], Mark(BORIS, "👍", 2)])) == {Invariant.ORDER}


@pytest.mark.parametrize(
    ("mode", "counts", "voters"),
    [
        (PollMode.SINGLE, (2, 0), 3),
        (PollMode.SINGLE, (2, 1), 2),
        (PollMode.MULTI, (2, 0), 1),
        (PollMode.MULTI, (1, 1), 3),
    ],
)
def test_a_frozen_count_that_does_not_add_up(mode, counts, voters):
    frozen = Tally(((YES, counts[0]), (NO, counts[1])), voters)
    poll = replace(CLOSED.poll, vote_set=replace(VOTE_SET, mode=mode))

    assert Invariant.SUM in broken(replace(CLOSED, poll=poll, frozen=frozen))


def test_a_frozen_count_that_is_not_what_the_marks_say():
    frozen = Tally(((YES, 1), (NO, 1)), 2)

    assert broken(replace(CLOSED, frozen=frozen)) == {Invariant.FROZEN}


@pytest.mark.parametrize(("yes", "sound"), [(5, True), (2, True), (1, False)])
def test_a_frozen_count_may_be_higher_where_votes_were_erased(yes, sound):
    frozen = Tally(((YES, yes), (NO, 0)), yes)

    assert (Invariant.FROZEN not in broken(replace(CLOSED, frozen=frozen, votes_erased=True))) is sound
