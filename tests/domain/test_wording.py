"""A server's own words for a story: what of a form is wished, and what a source has otherwise."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.edition import Edition, EditionState, OwnWords
from bot.domain.ids import EditionId, ServerId, StoryId, VoteSetId
from bot.domain.story import Story
from bot.domain.wording import (
    Difference,
    Wording,
    differences,
    parts_of,
    pinned,
    reworded,
    wishes_of,
    with_changes,
    with_parts,
)
from tests.builders import NOON, a_draft

TEXTS = st.sampled_from(["", "One", "Two", "Three"])
WORDINGS = st.builds(Wording, TEXTS, TEXTS, TEXTS, TEXTS, st.sampled_from([None, VoteSetId(1), VoteSetId(2)]))
NAMES = ("title", "lead", "opening", "question", "vote_set")


@given(WORDINGS, WORDINGS, WORDINGS)
def test_what_was_left_is_no_wish_and_what_another_changed_is_never_overwritten(filled, seen, now):
    wishes = wishes_of(filled, seen=seen.marks, current=now)

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


def test_a_source_differs_only_in_what_it_has_changed_since_a_moderator_saw_it():
    seen = a_draft(image_url="https://news.example/a.png")
    now = replace(seen, lead="Another lead.", image_url=None, link="https://pills.example/buy")
    edition = shown(OwnWords(title="Ours", opening="Well?"), pinned=seen, now=now)

    changes = differences(edition)

    assert differences(replace(edition, pinned=None)) == ()
    assert differences(replace(edition, source_words=None)) == ()
    assert differences(shown(OwnWords(title="Ours"), pinned=seen, now=seen)) == ()
    assert changes == (
        Difference("lead", "What is known of talks.", "Another lead."),
        Difference("image", "https://news.example/a.png", ""),
        Difference("link", "https://news.example/talks", "https://pills.example/buy"),
    )


def test_what_a_source_changed_to_what_is_shown_already_and_another_spelling_of_a_link_are_no_difference():
    seen = a_draft(link="https://news.example/talks")
    now = replace(seen, title="Ours", link="http://www.news.example/talks/?utm_source=feed")

    assert differences(shown(OwnWords(title="Ours"), pinned=seen, now=now)) == ()
    [gone] = differences(shown(OwnWords(), pinned=seen, now=replace(seen, link=None)))
    assert (gone.name, gone.source) == ("link", "")


def test_what_is_taken_over_is_what_the_source_changed_and_the_servers_words_stay():
    seen = a_draft(image_url="https://news.example/a.png")
    now = replace(seen, lead="Another lead.", image_url=None, link="https://news.example/live")
    edition = shown(OwnWords(title="Ours", opening="Well?"), pinned=seen, now=now)

    after = with_changes(edition.own, differences(edition))

    assert after == OwnWords(title="Ours", lead="Another lead.", image_url="", opening="Well?")
    assert differences(shown(after, pinned=now, now=now)) == ()


@given(*[st.fixed_dictionaries(dict.fromkeys(("title", "lead", "image", "link"), TEXTS))] * 3)
def test_a_draft_takes_parts_and_what_it_shows_are_its_own_words_over_it(mine, seen, now):
    draft = with_parts(a_draft(), seen)
    own = OwnWords(title=mine["title"] or None, lead=mine["lead"] or None, image_url=mine["image"] or None)

    assert parts_of(draft) == seen
    assert with_parts(draft, {}) == draft
    said = pinned(own, draft)
    assert said.over(with_parts(draft, now)).title == (mine["title"] or seen["title"])
    assert (said.lead, said.image_url) == (mine["lead"] or seen["lead"], mine["image"] or seen["image"])
    assert pinned(said, with_parts(draft, now)) == said


def test_a_wish_for_a_picture_is_kept_and_there_is_no_link_of_ones_own():
    assert reworded(
        OwnWords(), {"image": "https://a.example/b.png", "link": "https://a.example"}
    ) == OwnWords(image_url="https://a.example/b.png")


def shown(own, *, pinned, now):
    """An edition in these words over what a moderator saw, while its source says something now."""
    story = Story(StoryId(1), own.over(pinned), NOON)
    return Edition(
        EditionId(1),
        ServerId(1),
        story,
        EditionState.CLEARED,
        (),
        NOON,
        own=own,
        source_words=now,
        pinned=pinned,
    )
