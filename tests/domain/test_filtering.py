"""Filters: what passes and why, what people may type, and where it is wrong."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.filtering import (
    LONGEST,
    Every,
    Some,
    Term,
    TermKind,
    Without,
    judge,
    parse_filter,
    typed_filter,
)
from bot.domain.tagging import StoryText
from tests.builders import a_draft

STORY = StoryText(
    a_draft(
        title="Talks resume in Zürich",
        lead="A peace plan for Ukraine.",
        text="Delegates met; LIVE: updates.",
        category="World News",
        hashtags=("PeaceTalks",),
    )
)


def passes(text, story=STORY):
    return judge(parse_filter(text), story).passes


@pytest.mark.parametrize(
    "text",
    [
        "ukraine",
        "UKRAINE and zurich",
        '"peace plan"',
        "„peace plan“",
        "delegates met",
        "sport or talks",
        "not sport",
        "-sport talks",
        "/^talks? resume/",
        "/plan\\/|peace/",
        "category:world-news",
        'category: "world news"',
        "category:peacetalks",
        "#PeaceTalks",
        'hashtag:"peace talks"',
        'ukraine and (sport or "peace plan") and not category:sport and /resume/',
        "sport and football or talks",
        '"Live: updates"',
        "Live: updates",
        "not not talks",
    ],
)
def test_a_story_passes(text):
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "sport",
        "ukrain",
        '"plan peace"',
        "talks and sport",
        "sport or football",
        "not talks",
        "-talks",
        "/delegates/",
        "category:news",
        "#talks",
        "not (sport or talks)",
        "sport and (football or talks)",
        "https://zürich.example",
    ],
)
def test_a_story_is_left_out(text):
    assert not passes(text)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("talks and ukraine and not sport", "talks, ukraine, not sport"),
        ("talks and sport and football", "not sport, not football"),
        ("talks or sport", "talks"),
        ("sport or football", "not sport, not football"),
        ("ukraine and not (category:world-news or sport)", "category:world-news"),
        ("talks and talks", "talks"),
        ('"peace plan" #PeaceTalks', '"peace plan", #PeaceTalks'),
    ],
)
def test_what_decided_is_told(text, detail):
    assert judge(parse_filter(text), STORY).detail == detail


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("", "error-filter-empty", None),
        ("   ", "error-filter-empty", None),
        ("x" * (LONGEST + 1), "error-filter-long", None),
        ("-a " * (LONGEST // 4), "error-filter-long", None),
        ("talks and", "error-filter-word-missing-end", None),
        ("not", "error-filter-word-missing-end", None),
        ("talks and or plan", "error-filter-word-missing", 11),
        ("and talks", "error-filter-word-missing", 1),
        ("talks or ()", "error-filter-word-missing", 11),
        ("(talks", "error-filter-bracket-open", 1),
        ("talks and (plan or (peace)", "error-filter-bracket-open", 11),
        ("talks)", "error-filter-bracket-closes", 6),
        ('talks "peace plan', "error-filter-quote-open", 7),
        ("talks /peace", "error-filter-pattern-open", 7),
        ("//", "error-filter-no-letters", 1),
        ("talks …", "error-filter-no-letters", 7),
        ("talks #", "error-filter-no-letters", 7),
        ("category:", "error-filter-no-letters", 1),
        ("talks title:peace", "error-filter-field", 7),
        ("(" * 25 + "a" + ")" * 25, "error-filter-deep", 21),
        ("not " * 25 + "a", "error-filter-deep", 81),
        (" ".join(f"/{number}/" for number in range(11)), "error-filter-patterns", 41),
        ("/(/", "error-pattern", None),
        ("/(a{1000}){1000}/", "error-pattern", None),
        (f"/{'a' * 501}/", "error-pattern-long", None),
    ],
)
def test_what_makes_no_sense_is_told_with_its_place(text, code, at):
    with pytest.raises(InvalidInput) as caught:
        typed_filter(text)

    assert caught.value.code == code
    assert caught.value.fields.get("at") == at


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a b", "a and b"),
        ("a (b c)", "a and b and c"),
        ("a or (b or c)", "a or b or c"),
        ("a AND (b Or c)", "a and (b or c)"),
        ("not(a b)", "not (a and b)"),
        ('"a" "and" "-b"', 'a and "and" and "-b"'),
        ("hashtag:x category:y", "#x and category:y"),
        ("/a\\/b/", "/a\\/b/"),
        ('"https://a.example"', '"https://a.example"'),
    ],
)
def test_a_filter_is_written_in_one_way(typed, written):
    assert str(parse_filter(typed)) == written


def test_a_pattern_that_explodes_elsewhere_takes_no_time():
    story = StoryText(a_draft(title="a" * 5000))

    started = time.perf_counter()
    passed = passes("/(a+)+$b/", story)

    assert not passed
    assert time.perf_counter() - started < 2


words = st.text(
    st.characters(exclude_characters='"“”„«»', exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Z")),
    min_size=1,
    max_size=12,
)
terms = st.one_of(
    st.builds(Term, st.sampled_from([TermKind.WORDS, TermKind.CATEGORY, TermKind.HASHTAG]), words),
    st.builds(Term, st.just(TermKind.PATTERN), st.sampled_from(["a", "a/b", "^(x|y)+$", "\\d \\\\", '"'])),
)


expressions = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.builds(Without, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Every(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Some(tuple(parts))),
    ),
    max_leaves=8,
)


@given(expressions)
@example(Term(TermKind.WORDS, "not"))
@example(Every((Some((Term(TermKind.WORDS, "a"), Term(TermKind.HASHTAG, "b"))), Term(TermKind.WORDS, "c"))))
def test_what_is_written_reads_as_the_same(expression):
    try:
        read = parse_filter(str(expression))
    except InvalidInput as error:  # words of signs alone, too deep
        assert error.code in {"error-filter-no-letters", "error-filter-deep"}  # noqa: PT017
        return

    assert parse_filter(str(read)) == read
    assert judge(read, STORY).passes is judge(expression, STORY).passes


@given(expressions)
def test_what_was_taken_as_typed_can_be_typed_again(expression):
    try:
        read = typed_filter(str(expression))
    except InvalidInput:
        return

    assert typed_filter(str(read)) == read


@given(st.text(st.sampled_from('ab ()"/#-\\:andortc'), max_size=60))
def test_whatever_is_typed_is_a_filter_or_told_to_be_none(text):
    try:
        read = parse_filter(text)
    except InvalidInput:
        return

    assert parse_filter(str(read)) == read


@given(expressions)
def test_not_turns_every_judgement_around(expression):
    plain, turned = judge(expression, STORY), judge(Without(expression), STORY)

    assert plain.passes is not turned.passes
    assert (plain.has, plain.lacks) == (turned.has, turned.lacks)
