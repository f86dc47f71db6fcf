from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import VoterKey
from bot.domain.marks import Clear, MarkKey, VoteEvent, VoteKind, VoteSource, difference, effective, replay
from bot.domain.poll import PollMode

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANNA = VoterKey(b"a" * 32)

keys = st.builds(
    MarkKey,
    voter=st.sampled_from([VoterKey(bytes([n]) * 32) for n in range(4)]),
    emoji=st.sampled_from(["👍", "👎", "🤔"]),
    burst=st.booleans(),
)
changes = st.lists(
    st.builds(
        VoteEvent,
        key=keys,
        kind=st.sampled_from(VoteKind),
        source=st.just(VoteSource.GATEWAY),
        at=st.just(NOW),
    )
    | st.builds(Clear, emoji=st.none() | st.sampled_from(["👍", "👎"]), at=st.just(NOW)),
    max_size=30,
)
key_sets = st.sets(keys)
modes = st.sampled_from(PollMode)


def add(emoji, voter=ANNA):
    return VoteEvent(MarkKey(voter, emoji, False), VoteKind.ADD, VoteSource.GATEWAY, NOW)


def test_an_add_repeated_by_a_replayed_session_does_not_make_an_old_choice_the_latest():
    events = effective(set(), [add("👍"), add("👎"), add("👍")])

    assert [event.key.emoji for event in events] == ["👍", "👎"]


def test_a_clear_is_spelled_out_as_one_removal_for_each_mark_of_its_emoji():
    held = {MarkKey(ANNA, "👍", False), MarkKey(ANNA, "👎", False)}

    events = effective(held, [Clear("👍", NOW)])

    assert [(event.key.emoji, event.kind, event.source) for event in events] == [
        ("👍", VoteKind.REMOVE, VoteSource.CLEAR)
    ]


@given(changes)
def test_replaying_the_log_gives_the_marks_that_discord_shows(incoming):
    shown: set[MarkKey] = set()
    for change in incoming:
        match change:
            case Clear(emoji=emoji):
                shown = {key for key in shown if emoji is not None and key.emoji != emoji}
            case VoteEvent(key=key, kind=VoteKind.ADD):
                shown = shown | {key}
            case VoteEvent(key=key):
                shown = shown - {key}

    assert replay(effective(set(), incoming)) == shown


@given(changes)
def test_events_that_come_twice_change_nothing(incoming):
    doubled = [change for change in incoming for _ in range(2)]

    assert effective(set(), doubled) == effective(set(), incoming)


@given(key_sets, key_sets, modes)
def test_a_reconcile_leads_to_the_listing(held, listed, mode):
    events = difference(held, listed, fenced=set(), mode=mode, at=NOW)

    assert (held - {e.key for e in events if e.kind is VoteKind.REMOVE}) | {
        e.key for e in events if e.kind is VoteKind.ADD
    } == listed


@given(key_sets, modes)
def test_a_second_reconcile_has_nothing_to_do(listed, mode):
    assert difference(listed, listed, fenced=set(), mode=mode, at=NOW) == []


@given(key_sets, key_sets, modes)
def test_what_the_gateway_touched_is_left_alone(held, listed, mode):
    fenced = set(list(held | listed)[::2])

    events = difference(held, listed, fenced=fenced, mode=mode, at=NOW)

    assert not {event.key for event in events} & fenced


def test_a_single_mark_found_after_an_absence_has_an_order():
    [event] = difference(set(), {MarkKey(ANNA, "👍", False)}, fenced=set(), mode=PollMode.SINGLE, at=NOW)

    assert event.ordered


def test_several_marks_found_after_an_absence_have_no_order():
    found = {MarkKey(ANNA, "👍", False), MarkKey(ANNA, "👎", False)}

    single = difference(set(), found, fenced=set(), mode=PollMode.SINGLE, at=NOW)
    multi = difference(set(), found, fenced=set(), mode=PollMode.MULTI, at=NOW)

    assert [event.ordered for event in single] == [False, False]
    assert [event.ordered for event in multi] == [True, True]


def test_a_mark_that_replaced_another_during_an_absence_has_an_order():
    held, listed = {MarkKey(ANNA, "👍", False)}, {MarkKey(ANNA, "👎", False)}

    events = difference(held, listed, fenced=set(), mode=PollMode.SINGLE, at=NOW)

    assert [(event.kind, event.ordered) for event in events] == [
        (VoteKind.REMOVE, True),
        (VoteKind.ADD, True),
    ]
