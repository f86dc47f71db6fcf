"""A server's own words for a story: what of a form is wished, and what a source has otherwise."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.edition import OwnWords
from bot.domain.ids import VoteSetId
from bot.domain.wording import Wording, as_source_has, differences, pinned, reworded, wishes_of
from tests.builders import a_draft

TEXTS = st.sampled_from(["", "One", "Two", "Three"])
WORDINGS = st.builds(Wording, TEXTS, TEXTS, TEXTS, TEXTS, st.sampled_from([None, VoteSetId(1), VoteSetId(2)]))
NAMES = ("title", "lead", "opening", "question", "vote_set")


@given(WORDINGS, WORDINGS, WORDINGS)
def test_what_was_left_is_no_wish_and_what_another_changed_is_never_overwritten(filled, seen, now):
    wishes = wishes_of(filled, seen=seen.marks, now=now)

    for name in NAMES:
        mine, shown, there = (getattr(each, name) for each in (filled, seen, now))
        changed_by_both = mine != shown and there not in (shown, mine)
        assert (name in wishes.overtaken) == changed_by_both
        assert (name in wishes.new) == (mine not in (shown, there))


def test_what_was_typed_is_on_one_line_and_no_longer_than_it_may_be():
    filled = Wording.filled("  Talks\nat last ", "x" * 2000, "", "Well?", None)

    assert filled.title == "Talks at last"
    assert len(filled.lead) <= 1000
    assert (filled.opening, filled.question, filled.vote_set) == ("", "Well?", None)


def test_what_is_wished_empty_is_the_storys_own_again():
    own = OwnWords(title="Ours", opening="Well?", poll_question="Good?", vote_set_id=VoteSetId(1))

    after = reworded(own, {"title": "", "question": "", "vote_set": None, "lead": "Soon."})

    assert after == OwnWords(lead="Soon.", opening="Well?")


def test_a_source_differs_only_from_words_that_were_kept():
    source = a_draft(image_url="https://news.example/a.png")
    kept = pinned(OwnWords(title="Ours"), source)
    changed = replace(source, lead="Another lead.", image_url=None)

    assert differences(OwnWords(), changed) == {}
    assert differences(kept, None) == {}
    assert differences(pinned(OwnWords(), source), source) == {}
    assert differences(kept, changed) == {
        "title": ("Ours", "About talks"),
        "lead": ("What is known of talks.", "Another lead."),
        "image": ("https://news.example/a.png", ""),
    }
    assert differences(as_source_has(kept, changed), changed) == {}
    assert pinned(kept, changed) == kept
