"""Ballots that come along into another poll: each reader counts once, and none that fits is lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import VoterKey
from bot.domain.poll import Mark, PollMode, VoteOption, VoteSet, carry, counted, tally, with_carried

EMOJIS = ("👍", "👎", "🤔", "⚽")
VOTERS = [VoterKey(bytes([number]) * 32) for number in range(6)]


def a_vote_set(emojis, mode=PollMode.SINGLE, valence=0):
    return VoteSet("Well?", tuple(VoteOption(each, each, valence) for each in emojis), mode)


VOTE_SETS = st.builds(
    a_vote_set,
    st.lists(st.sampled_from(EMOJIS), min_size=1, unique=True),
    st.sampled_from(PollMode),
    st.integers(0, 1),
)
MARKS = st.lists(
    st.builds(
        Mark, st.sampled_from(VOTERS), st.sampled_from(EMOJIS), st.none() | st.integers(1, 50), st.booleans()
    ),
    max_size=12,
    unique_by=lambda mark: (mark.voter, mark.emoji, mark.burst),
)


def merged(old, old_marks, new, new_marks):
    given = counted(old, old_marks)
    return given, carry(given, old, new, there={mark.voter for mark in new_marks})


def as_marks(ballots):
    return [Mark(voter, choice, None) for voter, choices in ballots.items() for choice in choices]


@given(old=VOTE_SETS, new=VOTE_SETS, old_marks=MARKS, new_marks=MARKS)
def test_a_merger_counts_nobody_twice_and_loses_nobody_whose_choice_is_there(old, new, old_marks, new_marks):
    given, going = merged(old, old_marks, new, new_marks)
    own, after = counted(new, new_marks), counted(new, with_carried(new_marks, as_marks(going.ballots)))
    count = tally(new, with_carried(new_marks, as_marks(going.ballots)), new.mode)
    meant = {(each.emoji, each.valence) for each in new.options}
    same = {each.emoji for each in old.options if (each.emoji, each.valence) in meant}
    there = {mark.voter for mark in new_marks}

    assert {voter: after[voter] for voter in own} == own
    assert set(after) == set(own) | set(going.ballots)
    for voter in set(given) - there:
        fits = tuple(choice for choice in given[voter] if choice in same)
        taken = len(fits) == 1 or (new.mode is PollMode.MULTI and bool(fits))
        assert after.get(voter) == (tuple(sorted(fits)) if taken else None)
    assert len(set(given) - there) == len(going.ballots) + going.dropped
    assert count.voters == len(after)
    if new.mode is PollMode.SINGLE:
        assert sum(n for _, n in count.counts) == count.voters


@given(first=VOTE_SETS, marks=st.tuples(MARKS, MARKS, MARKS))
def test_a_chain_of_mergers_counts_every_reader_once(first, marks):
    one, two, three = marks
    _, into_two = merged(first, one, first, two)
    there = with_carried(two, as_marks(into_two.ballots))
    _, into_three = merged(first, there, first, three)
    after = counted(first, with_carried(three, as_marks(into_three.ballots)))

    for voter in VOTERS:
        latest = next((each for each in (three, two, one) if any(m.voter == voter for m in each)), [])
        assert after.get(voter) == counted(first, latest).get(voter)


def test_the_same_emoji_for_another_kind_of_opinion_does_not_fit():
    good, goal = a_vote_set(["👍"], valence=1), a_vote_set(["👍"], valence=0)

    going = carry({VOTERS[0]: ("👍",)}, good, goal, there=())

    assert (going.ballots, going.dropped) == ({}, 1)


def test_several_choices_say_nothing_where_one_counts_and_all_go_where_several_do():
    several = a_vote_set(EMOJIS, PollMode.MULTI)
    given = {VOTERS[0]: ("👍", "👎"), VOTERS[1]: ("👍", "⚽")}

    into_one = carry(given, several, a_vote_set(["👍", "👎"]), there=())
    into_several = carry(given, several, a_vote_set(["👍", "👎"], PollMode.MULTI), there=())

    assert (dict(into_one.ballots), into_one.dropped) == ({VOTERS[1]: ("👍",)}, 1)
    assert dict(into_several.ballots) == {VOTERS[0]: ("👍", "👎"), VOTERS[1]: ("👍",)}
