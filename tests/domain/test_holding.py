"""What a server holds for its moderators, or blocks, whatever tags and sources say."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.holding import (
    MOST_FIRST,
    DeskRule,
    DeskRuleKind,
    Ruling,
    first_of,
    host_of,
    idle,
    is_of_outlet,
    outlet_of,
    outlet_typed,
    rule_on,
    typed_rules,
    unwanted,
)
from bot.domain.reasons import Reason
from bot.domain.tagging import StoryText, tag_key
from bot.domain.verdict import Hold
from tests.builders import NOON, a_draft

WORD, WATCH, BLOCK, UNDATED, FIRST = DeskRuleKind
WORDS = st.sampled_from(["ceasefire", "Ceasefire talks", "geneva", "bread", "CAFÉ"])
OUTLETS = st.sampled_from(["Harbour News", "harbour.example", "news.example", "other.example", "Other"])
RULES = st.lists(
    st.one_of(
        st.builds(DeskRule, st.just(WORD), WORDS),
        st.builds(DeskRule, st.sampled_from([WATCH, BLOCK]), OUTLETS),
        st.just(DeskRule(UNDATED)),
        st.builds(DeskRule, st.just(FIRST), st.integers(1, MOST_FIRST).map(str)),
    )
)
TEXTS = st.builds(
    lambda words, outlet, host, dated: StoryText(
        a_draft(
            title=" ".join(words),
            outlet=outlet,
            link=None if host is None else f"https://{host}/talks",
            published_at=NOON if dated else None,
        )
    ),
    st.lists(WORDS),
    st.sampled_from(["Harbour News", "Other", ""]),
    st.sampled_from(["news.example", "www.news.example", "sport.news.example", "harbour.example", None]),
    st.booleans(),
)


def a_text(**changes):
    return StoryText(a_draft(**{"published_at": NOON, "outlet": "Harbour News"} | changes))


@pytest.mark.parametrize(
    ("rule", "text", "hold"),
    [
        (DeskRule(WORD, "Cafe"), a_text(title="At the Café"), Hold(Reason.HELD_BY_WORD, "Cafe")),
        (
            DeskRule(WORD, "cease fire"),
            a_text(text="A cease-fire holds."),
            Hold(Reason.HELD_BY_WORD, "cease fire"),
        ),
        (DeskRule(WORD, "fire"), a_text(title="Firewood"), None),
        (DeskRule(WATCH, "harbour news"), a_text(), Hold(Reason.HELD_BY_OUTLET, "harbour news")),
        (DeskRule(WATCH, "news.example"), a_text(), Hold(Reason.HELD_BY_OUTLET, "news.example")),
        (DeskRule(WATCH, "Harbour"), a_text(), None),
        (DeskRule(UNDATED), a_text(published_at=None), Hold(Reason.HELD_UNDATED)),
        (DeskRule(UNDATED), a_text(), None),
        (DeskRule(FIRST, "3"), a_text(), Hold(Reason.HELD_FIRST, "3")),
    ],
)
def test_a_rule_holds_what_it_is_about_and_says_by_what(rule, text, hold):
    ruling = rule_on([rule], text, brought=2)

    assert ruling == Ruling(() if hold is None else (hold,))


def test_only_the_first_stories_of_a_feed_are_held_for_being_the_first():
    held = [bool(rule_on([DeskRule(FIRST, "3")], a_text(), brought=count).holds) for count in range(5)]

    assert held == [True, True, True, False, False]
    assert (first_of([DeskRule(UNDATED), DeskRule(FIRST, "3")]), first_of([])) == (3, 0)


def test_a_blocked_outlet_comes_in_by_no_other_rule():
    rules = [DeskRule(WORD, "talks"), DeskRule(BLOCK, "news.example")]

    assert rule_on(rules, a_text()) == Ruling(blocked="news.example")
    assert rule_on(rules, a_text(link="https://elsewhere.example/talks")).blocked is None


@pytest.mark.parametrize(
    ("link", "outlet", "same"),
    [
        ("https://www.news.example/a", "news.example", True),
        ("https://sport.news.example/a", "NEWS.example", True),
        ("https://badnews.example/a", "news.example", False),
        ("https://example/a", "example", False),
        (None, "news.example", False),
    ],
)
def test_an_outlet_is_known_by_its_host_and_those_below(link, outlet, same):
    assert is_of_outlet(a_draft(link=link, outlet="Someone"), outlet) is same


def test_a_story_without_an_outlet_is_of_none():
    nameless = a_draft(link=None, outlet="")

    assert not is_of_outlet(nameless, "Harbour News")
    assert outlet_of(nameless) is None
    assert host_of(a_draft(link="not an address")) is None
    assert outlet_of(a_draft(outlet="Harbour  News")) == "Harbour News"
    assert outlet_of(a_draft(outlet="h" * 101)) == "news.example"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.News.example/sport?x=1", "news.example"),
        ("news.example", "news.example"),
        ("www.news.example/", "news.example"),
        (" The  Harbour News ", "The Harbour News"),
        ("St. Petersburg Times", "St. Petersburg Times"),
        ("Новини", "Новини"),
    ],
)
def test_an_outlet_is_typed_as_a_name_or_as_an_address(typed, kept):
    assert outlet_typed(typed) == kept


@pytest.mark.parametrize("typed", ["—", "https://", "https://nowhere", "n" * 101])
def test_what_is_no_outlet_is_refused(typed):
    with pytest.raises(InvalidInput) as refused:
        outlet_typed(typed)

    assert refused.value.code == "error-desk-outlet"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"word": "?!"}, "error-desk-word"),
        ({"word": " \u200b "}, "error-desk-word-empty"),
        ({"watch": "  "}, "error-desk-outlet-empty"),
        ({"block": ""}, "error-desk-outlet-empty"),
        ({"word": "w" * 101}, "error-desk-word"),
        ({"first": 101}, "error-desk-first"),
    ],
)
def test_what_is_no_rule_is_refused(options, code):
    with pytest.raises(InvalidInput) as refused:
        typed_rules(**{"word": None, "watch": None, "block": None, "undated": None, "first": None} | options)

    assert refused.value.code == code


def test_what_is_typed_becomes_rules_and_what_is_taken_back_none():
    wanted = typed_rules(word=" cease  fire ", watch="Harbour", block="bad.example", undated=True, first=10)
    nothing = typed_rules(word=None, watch=None, block=None, undated=False, first=0)

    assert [(each.kind, each.value) for each in wanted] == [
        (WORD, "cease fire"),
        (WATCH, "Harbour"),
        (BLOCK, "bad.example"),
        (UNDATED, ""),
        (FIRST, "10"),
    ]
    assert nothing == []
    assert unwanted(undated=False, first=0) == {UNDATED, FIRST}
    assert unwanted(undated=True, first=3) == unwanted(undated=None, first=None) == frozenset()


def test_two_rules_are_the_same_that_look_at_the_same():
    assert DeskRule(WORD, "Ceasefire").is_as(DeskRule(WORD, "ceasefire"))
    assert not DeskRule(WATCH, "Harbour").is_as(DeskRule(BLOCK, "Harbour"))
    assert DeskRule(FIRST, "3").is_as(DeskRule(FIRST, "10"))
    assert not DeskRule(WORD, "war").is_as(DeskRule(WORD, "peace"))


@given(RULES, TEXTS, st.integers(0, MOST_FIRST))
def test_a_story_is_blocked_or_held_for_just_the_rules_that_alone_would(rules, text, brought):
    alone = [rule_on([rule], text, brought=brought) for rule in rules]
    blocked = next((each.blocked for each in alone if each.blocked is not None), None)

    together = rule_on(rules, text, brought=brought)

    assert together.blocked == blocked
    assert blocked is not None or set(together.holds) == {hold for each in alone for hold in each.holds}
    assert len(set(together.holds)) == len(together.holds)


@given(st.lists(st.text(alphabet="abcXYZäéжї ,.-!", min_size=1, max_size=12), min_size=1), st.randoms())
def test_a_word_of_a_story_holds_it_however_it_is_written(words, random):
    word = random.choice(words)
    text = StoryText(a_draft(title=" / ".join(words)))

    if tag_key(word):
        assert rule_on([DeskRule(WORD, word)], text).holds == (Hold(Reason.HELD_BY_WORD, word),)


def test_a_rule_that_watches_what_another_blocks_is_idle():
    watched = [
        DeskRule(DeskRuleKind.WATCH, each)
        for each in ("Harbour Post", "news.bad.example", "bad.example", "notbad.example", "Other")
    ]
    blocked = [DeskRule(DeskRuleKind.BLOCK, each) for each in ("harbour post", "bad.example", "o.example")]

    assert idle([*watched, DeskRule(DeskRuleKind.WORD, "bad.example"), *blocked]) == tuple(watched[:3])
    assert idle(watched) == ()


@given(RULES, TEXTS, st.integers(0, MOST_FIRST), RULES)
def test_more_rules_never_let_a_story_go_that_was_held(rules, text, brought, more):
    before = rule_on(rules, text, brought=brought)
    after = rule_on([*rules, *more], text, brought=brought)

    assert after.blocked is not None or set(before.holds) <= set(after.holds)
    assert before.blocked is None or after.blocked == before.blocked


def test_what_a_rule_knows_of_itself_is_no_part_of_what_it_does():
    old = DeskRule(UNDATED, added_at=NOON - timedelta(days=1))

    assert rule_on([old], a_text(published_at=None)) == rule_on(
        [DeskRule(UNDATED)], a_text(published_at=None)
    )
