"""How a story reaches its readers: one way each, at an hour that suits."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import EditionId, ServerId, TagId, UserId
from bot.domain.notification import (
    Batch,
    Choice,
    Notification,
    NotificationState,
    Occasion,
    Quiet,
    Way,
    settle,
)
from bot.domain.quiet import QuietHours, quiet_until
from bot.domain.reasons import Reason
from bot.domain.subscription import Reach, strongest

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BERLIN, UTC_ZONE = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")
WAYS = {Reach.MENTION: Way.MENTION, Reach.DIRECT: Way.DIRECT}

minutes = st.integers(0, 1439)
quiets = st.none() | st.builds(
    Quiet,
    st.sampled_from([BERLIN, UTC_ZONE]),
    st.tuples(minutes, minutes).filter(lambda span: span[0] != span[1]).map(lambda span: QuietHours(*span)),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
choices = st.lists(
    st.builds(
        Choice,
        st.integers(1, 6).map(UserId),
        st.integers(1, 4).map(TagId),
        st.sampled_from(Reach),
        pinged=st.booleans(),
    ),
    unique_by=lambda choice: (choice.user_id, choice.tag_id),
    max_size=20,
)
occasions = st.builds(
    Occasion,
    moments,
    discussed=st.booleans(),
    breaking=st.booleans(),
    quiet=quiets,
    closed=st.frozensets(st.integers(1, 6).map(UserId)),
)


def a_choice(reach=Reach.MENTION, *, user=1, tag=1, **changes):
    return Choice(UserId(user), TagId(tag), reach, **changes)


def quiet(start, end, zone=UTC_ZONE):
    return Quiet(zone, QuietHours(start * 60, end * 60))


@given(choices, occasions)
def test_each_reader_is_told_in_exactly_one_way_which_is_their_strongest(chosen, occasion):
    settled = settle(chosen, occasion)

    assert len({each.user_id for each in settled}) == len(settled)
    ways = {each.user_id: each for each in settled}
    for user_id in {choice.user_id for choice in chosen}:
        theirs = [choice for choice in chosen if choice.user_id == user_id]
        reach = strongest(choice.reach for choice in theirs)
        if any(choice.pinged for choice in theirs):
            assert (ways[user_id].way, ways[user_id].state) == (Way.ROLE, NotificationState.SENT)
        elif reach in {Reach.DIGEST, Reach.LIST}:
            assert user_id not in ways
        else:
            told = ways[user_id]
            expected = WAYS[reach] if occasion.discussed else Way.DIRECT
            assert told.way is expected
            shut = expected is Way.DIRECT and user_id in occasion.closed
            assert told.dropped is (Reason.DOOR_CLOSED if shut else None)
            assert told.state is (NotificationState.DROPPED if shut else NotificationState.QUEUED)


@given(moments, quiets, quiets, st.booleans())
def test_nobody_is_told_in_their_quiet_hours_or_the_servers(now, own, of_server, breaking):
    occasion = Occasion(now, breaking=breaking, quiet=of_server)

    [told] = settle([a_choice(quiet=own)], occasion)

    assert now <= told.not_before
    both = [each for each in (own, of_server) if each is not None]
    silent = [each for each in both if quiet_until(told.not_before, each.zone, each.hours) is not None]
    if breaking:
        assert told.not_before == now
    elif silent:  # between them there is no hour at all
        assert (told.not_before, len(both)) == (now, 2)


def test_what_waits_for_one_quiet_and_then_for_the_other_waits_for_both():
    occasion = Occasion(NOON, quiet=quiet(14, 16))

    [told] = settle([a_choice(quiet=quiet(11, 14))], occasion)

    assert told.not_before == NOON + timedelta(hours=4)


def test_where_it_is_always_quiet_nobody_waits_for_ever():
    [told] = settle([a_choice(quiet=quiet(0, 12))], Occasion(NOON, quiet=quiet(12, 0)))

    assert told.not_before == NOON


def test_whom_a_role_pinged_is_told_already_whatever_the_hour():
    chosen = [a_choice(Reach.LIST, quiet=quiet(11, 14)), a_choice(tag=2, pinged=True)]

    [told] = settle(chosen, Occasion(NOON, discussed=False))

    assert told == Notification(UserId(1), Way.ROLE, NOON)
    assert told.state is NotificationState.SENT


def test_a_batch_names_each_reader_and_story_once():
    told = ((EditionId(1), UserId(5)), (EditionId(2), UserId(5)), (EditionId(2), UserId(6)))
    batch = Batch("key", ServerId(1), NOON, 0, told)

    assert (batch.users, batch.editions) == ((5, 6), (1, 2))
