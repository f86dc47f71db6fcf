"""Names that people meant by what they typed."""

import string

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.nearest import offer, places

LABELS = ["Ukraine War", "World News", "Économie", "New World", "Україна", "Sport"]
NAMES = st.lists(st.text(string.ascii_letters + " éü", min_size=3, max_size=20), max_size=8)


def test_without_a_word_the_first_ones_are_offered():
    assert offer("", LABELS, 2) == ("Ukraine War", "World News")
    assert offer(" ", LABELS, 9) == tuple(LABELS)


def test_what_is_no_word_is_like_nothing():
    assert offer("…", LABELS, 9) == ()


def test_the_beginning_counts_before_a_words_beginning_and_that_before_the_middle():
    assert offer("new", ["Renewal", "World News", "Newest", "New"], 9) == (
        "New",
        "Newest",
        "World News",
        "Renewal",
    )


def test_accents_case_and_separators_do_not_count():
    assert offer("ECONOMIE", LABELS, 3) == ("Économie",)
    assert offer("ukraine-war", LABELS, 3)[0] == "Ukraine War"
    assert offer("украї", LABELS, 3) == ("Україна",)


def test_typing_errors_are_forgiven_but_not_every_likeness():
    assert offer("Ukrane", LABELS, 3) == ("Ukraine War",)
    assert offer("wrold", LABELS, 3)[:1] in (("World News",), ("New World",))
    assert offer("Knitting", LABELS, 3) == ()
    assert offer("zz", LABELS, 3) == ()


@given(labels=NAMES, typed=st.text(max_size=10), limit=st.integers(1, 5))
def test_each_is_offered_once_and_no_more_than_wanted(labels, typed, limit):
    found = places(typed, labels, limit)

    assert len(found) == len(set(found)) <= limit
    assert all(0 <= place < len(labels) for place in found)


@given(labels=NAMES.filter(bool), data=st.data())
def test_the_whole_name_comes_first(labels, data):
    wanted = data.draw(st.sampled_from(labels).filter(str.strip))

    found = offer(wanted, labels, 1)

    assert _bare(found[0]) == _bare(wanted)


def _bare(name):
    return name.translate(str.maketrans("éüÉÜ", "euEU")).replace(" ", "").casefold()
