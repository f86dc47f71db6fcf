from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import StoryId
from bot.domain.sighting import Sighting, fingerprint, item_hash, newest_first, sort_items
from tests.builders import NOON, an_item

_ITEMS = st.lists(
    st.builds(
        an_item,
        st.sampled_from("abcdef"),
        title=st.text(max_size=5),
        summary=st.text(max_size=5),
        published_at=st.none() | st.datetimes().map(lambda moment: moment.replace(tzinfo=NOON.tzinfo)),
    )
)


def seen(*items):
    return {item_hash(item): Sighting(StoryId(1), fingerprint(item)) for item in items}


def test_an_item_that_was_never_seen_is_new():
    item = an_item()

    assert sort_items([item], {}).new == (item,)


def test_an_item_that_looks_as_before_is_nothing():
    found = sort_items([an_item()], seen(an_item()))

    assert (found.new, found.edited, found.touched) == ((), (), ())


def test_another_title_or_link_is_an_edit():
    for changed in (an_item(title="Another"), an_item(link="https://news.example/other")):
        found = sort_items([changed], seen(an_item()))

        assert (found.new, found.edited, found.touched) == ((), (changed,), ())


def test_another_date_or_summary_only_touches_an_item():
    for changed in (an_item(published_at=NOON), an_item(published_at=None), an_item(summary="3 comments")):
        found = sort_items([changed], seen(an_item()))

        assert (found.new, found.edited, found.touched) == ((), (), (changed,))


def test_the_first_of_two_items_with_one_key_counts():
    first, second = an_item(title="First"), an_item(title="Second")

    assert sort_items([first, second], {}).new == (first,)


def test_where_a_title_ends_and_a_link_begins_makes_a_difference():
    assert fingerprint(an_item(title="ab", link="c")) != fingerprint(an_item(title="a", link="bc"))


def test_text_that_is_no_unicode_has_a_fingerprint():
    assert len(fingerprint(an_item(title="\ud800"))) == 8


def test_the_newest_come_first_and_an_undated_or_future_one_counts_as_of_now():
    old = an_item("old", published_at=NOON - timedelta(days=1))
    undated = an_item("undated", published_at=None)
    future = an_item("future", published_at=NOON + timedelta(days=900))
    fresh = an_item("fresh", published_at=NOON - timedelta(minutes=1))

    assert newest_first([old, undated, future, fresh], now=NOON) == [undated, future, fresh, old]


@given(_ITEMS)
def test_what_was_seen_is_never_new_again(items):
    first = sort_items(items, {})

    again = sort_items(items, seen(*first.new))

    assert (again.new, again.edited, again.touched) == ((), (), ())


@given(_ITEMS, _ITEMS)
def test_every_key_is_in_one_place_at_most(before, after):
    found = sort_items(after, seen(*sort_items(before, {}).new))

    keys = [item.key for item in (*found.new, *found.edited, *found.touched)]
    assert len(keys) == len(set(keys))
    assert {item.key for item in found.new} == {i.key for i in after} - {i.key for i in before}
