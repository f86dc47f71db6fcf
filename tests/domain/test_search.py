import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.ranking import by_relevance, titles_like
from bot.domain.search import MOST_WORDS, SearchText, grams, likest, search_text, typed_words

WORD = st.text(string.ascii_lowercase + "äїжß", min_size=8, max_size=20)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Café TALKS", ("cafe", "talks")),
        ("Київ їжак", ("київ", "їжак")),
        ("п\u2019ять", ("пять",)),
        ("don't", ("dont",)),
        ("PeaceTalks", ("peacetalks",)),
        ("covid-19", ("covid", "19")),
        ('"NEAR(a b)* OR', ("near", "a", "b", "or")),
        ("a a A", ("a",)),
        (" !? ", ()),
        ("x" * 50, ("x" * 40,)),
    ],
)
def test_what_is_typed_is_words(typed, words):
    assert typed_words(typed) == words


@given(st.text())
def test_nothing_that_is_typed_is_more_than_a_few_words(typed):
    words = typed_words(typed)

    assert len(words) <= MOST_WORDS
    assert all(character.isalnum() for word in words for character in word)


@given(st.text(), st.text(), st.text(), st.lists(st.text()))
def test_a_story_is_found_by_every_word_of_it(title, lead, outlet, hashtags):
    text = search_text(title, lead, outlet, hashtags)

    assert set(typed_words(title, limit=None)) <= {word[:40] for word in text.title.split()}
    for part in (lead, outlet, *hashtags):
        assert set(typed_words(part, limit=None)) <= {word[:40] for word in text.more.split()}


def test_words_that_are_written_as_one_are_found_by_each():
    text = search_text("PeaceTalks begin", "", "", ["UkraineWar"])

    assert text == SearchText("peacetalks begin peace talks", "ukrainewar ukraine war")
    assert text.words == {"peacetalks", "begin", "peace", "talks", "ukrainewar", "ukraine"}


@given(WORD, st.data())
def test_a_word_is_meant_also_with_an_error_wherever_that_is(word, data):
    place = data.draw(st.integers(0, len(word) - 2))
    mistyped = {
        "left out": word[:place] + word[place + 1 :],
        "turned": word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        "other": word[:place] + "q" + word[place + 1 :],
        "more": word[:place] + "q" + word[place:],
    }

    for typed in mistyped.values():
        assert likest(typed, [word, "zzzzzzzzzzzzzzzzzzzzz"], 5) == [word]


@given(WORD)
def test_a_word_with_an_error_shares_a_piece_with_it(word):
    turned = word[:3] + word[4] + word[3] + word[5:]
    assume(turned != word)

    assert set(grams(turned)) & set(grams(word))


def test_the_likest_word_comes_first_and_short_words_are_left_as_they_are():
    known = ["talk", "talks", "stalks", "walks", "peacetalks", "other"]

    assert likest("talsk", known, 5) == ["talk", "talks"]
    assert likest("talks", known, 2) == ["talks", "stalks"]
    assert likest("ukriane", ["ukraine", "ukrainer"], 5) == ["ukraine", "ukrainer"]
    assert likest("tal", known, 5) == []
    assert likest("2026", ["2025"], 5) == []


def test_stories_with_the_words_in_their_title_come_first_and_else_stay_in_order():
    titles = ["Something else", "Talking of peace", "Talks on peace", "Nothing", "Peace talks"]

    assert by_relevance(titles, [("talk",), ("peace",)]) == [1, 2, 4, 0, 3]
    assert by_relevance(titles, [("tlaks", "talks"), ("peace",)]) == [2, 4, 1, 0, 3]
    assert by_relevance([], []) == []


def test_titles_are_meant_that_have_every_word_or_one_like_it():
    titles = ["Night Ferry Sinks", "Ferry Tales", "Talks by Night", ""]

    assert titles_like("fery", titles) == [0, 1]
    assert titles_like("NIHGT fery", titles) == [0]
    assert titles_like("zebra", titles) == []
    assert titles_like("…", titles) == []
    assert titles_like("ferry", []) == []
