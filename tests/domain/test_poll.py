from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import UserId, VoterKey
from bot.domain.poll import (
    Mark,
    PollMode,
    VoteOption,
    VoteSet,
    ballots,
    emoji_key,
    tally,
    voter_key,
)

ANNA, BORIS = VoterKey(b"a" * 32), VoterKey(b"b" * 32)
VOTE_SET = VoteSet(
    "What do you make of this?",
    (VoteOption("👍", "good news", 1), VoteOption("👎", "bad news", -1), VoteOption("🤔", "not sure", 0)),
)

marks = st.lists(
    st.builds(
        Mark,
        voter=st.sampled_from([VoterKey(bytes([n]) * 32) for n in range(6)]),
        emoji=st.sampled_from(["👍", "👎", "🤔", "🎉"]),
        seq=st.none() | st.integers(1, 50),
        burst=st.booleans(),
    ),
    unique_by=lambda mark: (mark.voter, mark.emoji, mark.burst),
)


def test_the_latest_mark_is_the_ballot_of_a_single_choice_poll():
    seen = [Mark(ANNA, "👍", 1), Mark(ANNA, "👎", 5), Mark(ANNA, "🤔", 3)]

    counted, ambiguous = ballots(seen, PollMode.SINGLE)

    assert counted == {ANNA: ("👎",)}
    assert ambiguous == 0


def test_several_marks_of_unknown_order_are_no_ballot():
    seen = [Mark(ANNA, "👍", None), Mark(ANNA, "👎", None), Mark(BORIS, "👍", None)]

    counted, ambiguous = ballots(seen, PollMode.SINGLE)

    assert counted == {BORIS: ("👍",)}
    assert ambiguous == 1


def test_a_known_ballot_stays_beside_a_mark_found_after_an_absence():
    seen = [Mark(ANNA, "👍", 4), Mark(ANNA, "👎", None)]

    counted, ambiguous = ballots(seen, PollMode.SINGLE)

    assert counted == {ANNA: ("👍",)}
    assert ambiguous == 0


def test_the_same_emoji_as_a_normal_and_a_burst_reaction_is_one_choice():
    seen = [Mark(ANNA, "👍", None), Mark(ANNA, "👍", None, burst=True)]

    single, ambiguous = ballots(seen, PollMode.SINGLE)
    multi, _ = ballots(seen, PollMode.MULTI)

    assert single == multi == {ANNA: ("👍",)}
    assert ambiguous == 0


def test_all_marks_count_in_a_multiple_choice_poll():
    seen = [Mark(ANNA, "👍", 1), Mark(ANNA, "🤔", None)]

    counted, ambiguous = ballots(seen, PollMode.MULTI)

    assert {voter: set(choices) for voter, choices in counted.items()} == {ANNA: {"🤔", "👍"}}
    assert ambiguous == 0


def test_a_tally_counts_options_in_their_order_and_ignores_other_emoji():
    seen = [Mark(ANNA, "👍", 1), Mark(ANNA, "🎉", 2), Mark(BORIS, "👎", 3)]

    count = tally(VOTE_SET, seen, PollMode.SINGLE)

    assert [n for _, n in count.counts] == [1, 1, 0]
    assert (count.voters, count.ambiguous, count.several) == (2, 0, 0)


@given(marks)
def test_the_sum_of_a_single_choice_tally_is_its_voters(seen):
    count = tally(VOTE_SET, seen, PollMode.SINGLE)

    assert sum(n for _, n in count.counts) == count.voters


@given(marks, st.randoms())
def test_the_order_in_which_marks_are_read_changes_nothing(seen, random):
    shuffled = random.sample(seen, len(seen))
    # Two marks with one seq can't come from a log, where each event has its own.
    known = [mark.seq for mark in seen if mark.seq is not None]
    if len(known) != len(set(known)):
        return

    assert tally(VOTE_SET, shuffled, PollMode.SINGLE) == tally(VOTE_SET, seen, PollMode.SINGLE)
    assert tally(VOTE_SET, shuffled, PollMode.MULTI) == tally(VOTE_SET, seen, PollMode.MULTI)


@given(marks)
def test_nobody_is_lost_between_counted_and_ambiguous(seen):
    count = tally(VOTE_SET, seen, PollMode.SINGLE)

    assert count.voters + count.ambiguous == len({m.voter for m in seen if m.emoji != "🎉"})


def test_an_emoji_is_the_same_with_and_without_its_variation_selector():
    assert emoji_key("❤️") == emoji_key("❤")


def test_a_custom_emoji_is_known_by_its_id_after_a_renaming():
    assert emoji_key("<:yes:123>") == emoji_key("<a:oui:123>") == emoji_key("yes:123") == "123"


def test_a_reader_has_another_key_in_every_server():
    assert voter_key(b"one", UserId(7)) != voter_key(b"two", UserId(7))
    assert voter_key(b"one", UserId(7)) == voter_key(b"one", UserId(7))
    assert len(voter_key(b"one", UserId(7))) == 32
