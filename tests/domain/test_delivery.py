import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery import (
    ACTIVE_STATES,
    CLOCK_SKEW,
    DeliveryState,
    WrongMove,
    anchor,
    backoff,
    can_move,
    check_move,
    nonce,
)
from bot.domain.ids import CardKey

DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


def test_a_home_walks_from_queued_to_done():
    walk = ["queued", "posting", "posted", "threaded", "seeded", "done"]

    for old, new in itertools.pairwise(walk):
        check_move(DeliveryState(old), DeliveryState(new))


def test_a_card_is_never_posted_a_second_time_once_it_stood():
    after_posting = [state for state in DeliveryState if state not in ("queued", "posting", "waiting")]

    assert not [state for state in after_posting if can_move(state, DeliveryState.POSTING)]
    assert not [state for state in after_posting if can_move(state, DeliveryState.QUEUED)]


def test_what_failed_or_was_removed_stays_so():
    for ended in (DeliveryState.FAILED, DeliveryState.REMOVED):
        assert not [state for state in DeliveryState if can_move(ended, state)]


@pytest.mark.parametrize("state", ACTIVE_STATES)
def test_every_active_delivery_can_be_set_aside(state):
    assert can_move(state, DeliveryState.WAITING)
    assert can_move(state, DeliveryState.FAILED)
    assert can_move(state, DeliveryState.REMOVED)


def test_a_wrong_move_is_a_bug_that_names_both_states():
    with pytest.raises(WrongMove, match="done → queued"):
        check_move(DeliveryState.DONE, DeliveryState.QUEUED)


@given(st.timedeltas(timedelta(0), timedelta(days=30_000)))
def test_an_anchor_is_older_than_any_message_posted_for_the_intent(age_of_discord):
    intent_at = DISCORD_EPOCH + age_of_discord

    made_at = DISCORD_EPOCH + timedelta(milliseconds=anchor(intent_at) >> 22)

    assert made_at <= max(DISCORD_EPOCH, intent_at - CLOCK_SKEW)


def test_the_nonces_of_a_card_and_of_its_discussion_differ_and_fit():
    key = CardKey("0123456789abcdef01234567")

    assert nonce(key, "card") != nonce(key, "opening")
    assert len(nonce(key, "card")) <= 25
    assert nonce(key, "card") == nonce(key, "card")


@given(st.integers(0, 200))
def test_waiting_between_attempts_grows_to_ten_minutes(attempts):
    assert timedelta(seconds=1) <= backoff(attempts) <= backoff(attempts + 1) <= timedelta(minutes=10)
