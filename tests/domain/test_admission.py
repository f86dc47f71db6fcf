from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.admission import admit, admitted_keys, wants_newest
from bot.domain.reasons import Reason
from tests.builders import NOON, a_feed_value, a_source_value, an_item

ITEMS = [an_item(str(n), published_at=NOON - timedelta(hours=n + 1)) for n in range(4)]
NEW = ITEMS[:2]


def admission(*, source=None, feed=None, items=ITEMS, new=NEW, most=20):
    return admit(
        source or a_source_value(), feed or a_feed_value(), items=items, new=new, checked_at=NOON, most=most
    )


def never_checked():
    return a_feed_value(first_checked_at=None, last_checked_at=None)


def test_new_items_go_on():
    found = admission()

    assert (found.items, found.refused) == ({"guid:0", "guid:1"}, {})


def test_the_backlog_of_a_first_check_does_not():
    found = admission(feed=never_checked(), new=ITEMS)

    assert found.items == frozenset()
    assert set(found.refused.values()) == {Reason.BACKLOG}


def test_the_newest_of_the_backlog_go_on_where_asked_for():
    found = admission(source=a_source_value(post_newest=1), feed=never_checked(), new=ITEMS)

    assert found.items == {"guid:0"}
    assert set(found.refused) == {"guid:1", "guid:2", "guid:3"}


def test_a_source_added_during_the_check_gets_what_it_brings_as_backlog():
    found = admission(source=a_source_value(added_at=NOON + timedelta(seconds=1), post_newest=3))

    assert found.items == frozenset()
    assert set(found.refused.values()) == {Reason.BACKLOG}


def test_a_source_added_since_the_last_check_gets_the_newest_old_ones_that_it_asked_for():
    source = a_source_value(added_at=NOON - timedelta(minutes=1), post_newest=3)

    found = admission(source=source)

    assert found.items == {"guid:0", "guid:1", "guid:2"}


def test_the_newest_are_asked_for_once():
    source = a_source_value(added_at=NOON - timedelta(minutes=1), post_newest=1)

    assert wants_newest(source, a_feed_value())
    assert not wants_newest(source, a_feed_value(last_checked_at=NOON))
    assert not wants_newest(a_source_value(), a_feed_value())


def test_more_than_the_most_is_a_flood_of_which_the_newest_go_on():
    found = admission(new=ITEMS, most=1)

    assert found.items == {"guid:0"}
    assert set(found.refused.values()) == {Reason.FLOOD}


@given(
    st.integers(0, 6),
    st.integers(0, 6),
    st.integers(0, 6),
    st.integers(-90, 90).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    st.booleans(),
)
def test_every_new_item_is_admitted_or_refused_and_never_more_than_the_most(
    number, newest, most, added_at, first
):
    items = [an_item(str(n)) for n in range(6)]
    new = items[:number]

    found = admission(
        source=a_source_value(post_newest=newest, added_at=added_at),
        feed=never_checked() if first else a_feed_value(),
        items=items,
        new=new,
        most=most,
    )

    keys = {item.key for item in new}
    assert set(found.refused) == keys - found.items
    assert len(found.items & keys) <= most
    assert len(found.items - keys) <= newest
    assert admitted_keys([found, found]) == found.items


def test_what_stands_in_a_feed_when_it_is_resumed_is_no_news():
    resumed = a_source_value(resumed_at=NOON - timedelta(minutes=1))

    found = admission(source=resumed)
    never_read = admission(source=resumed, feed=a_feed_value(last_checked_at=None))
    later = admission(source=resumed, feed=a_feed_value(last_checked_at=NOON))

    assert (found.items, set(found.refused.values())) == (frozenset(), {Reason.BACKLOG})
    assert never_read.items == frozenset()
    assert later.items == {"guid:0", "guid:1"}
