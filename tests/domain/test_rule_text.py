"""A tag's rules as people write them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput, InvalidLines
from bot.domain.ids import FeedId
from bot.domain.rule_text import MOST_PATTERNS, parse_rule, parse_rules, write_rule
from bot.domain.tagging import Rule, RuleKind, folded_words, tag_key
from bot.domain.text import one_line

FEEDS = {FeedId(7): "Harbour News"}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("embassy", Rule(RuleKind.KEYWORD, "embassy")),
        ("  peace   talks ", Rule(RuleKind.PHRASE, "peace talks")),
        ("/cease-?fire|truce/", Rule(RuleKind.PATTERN, "cease-?fire|truce")),
        ("/two  blanks/", Rule(RuleKind.PATTERN, "two  blanks")),
        ("Category:World", Rule(RuleKind.CATEGORY, "World")),
        ("feed: Harbour News", Rule(RuleKind.FEED, "Harbour News")),
        ('"feed: the world"', Rule(RuleKind.PHRASE, "feed: the world")),
        ('"embassy"', Rule(RuleKind.KEYWORD, "embassy")),
    ],
)
def test_every_kind_of_rule_is_read(line, rule):
    assert parse_rule(line) == rule


@pytest.mark.parametrize("line", ["", "!!!", "/", "//", '""', "category:", "category: !", "feed: "])
def test_a_line_that_says_nothing_is_no_rule(line):
    with pytest.raises(InvalidInput, match="error-rule-empty"):
        parse_rule(line)


@pytest.mark.parametrize(
    ("line", "code"),
    [("x" * 101, "error-word-long"), ("/(/", "error-pattern"), (f"/{'x' * 501}/", "error-pattern-long")],
)
def test_a_rule_that_can_not_be_is_refused(line, code):
    with pytest.raises(InvalidInput) as refused:
        parse_rule(line)

    assert refused.value.code == code


def test_lines_are_read_once_each_and_empty_ones_are_left_out():
    found = parse_rules("embassy\n\n  \nembassy\npeace talks\n")

    assert [rule.value for rule in found] == ["embassy", "peace talks"]


def test_more_patterns_than_there_may_be_are_refused_before_one_of_them_is_looked_at():
    lines = [f"/({number}/" for number in range(MOST_PATTERNS + 1)]  # of which none is a pattern

    with pytest.raises(InvalidInput, match="error-too-many-patterns"):
        parse_rules("\n".join(lines))
    with pytest.raises(InvalidInput, match=r"error-pattern \("):
        parse_rules("\n".join(lines), patterns=len(lines))
    assert len(parse_rules("\n".join(f"/{number}/" for number in range(MOST_PATTERNS)))) == MOST_PATTERNS


def test_a_feed_that_is_not_known_is_written_by_its_number():
    assert write_rule(Rule(RuleKind.FEED, "9"), FEEDS) == "feed: 9"


@given(st.text(min_size=1, max_size=90))
def test_words_are_read_as_they_are_written(text):
    words = one_line(text)
    assume(folded_words(words))
    rule = Rule(RuleKind.PHRASE if len(folded_words(words)) > 1 else RuleKind.KEYWORD, words)

    again = parse_rule(write_rule(rule, FEEDS))

    assert (again.kind, folded_words(again.value)) == (rule.kind, folded_words(rule.value))


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), min_size=1, max_size=40))
def test_patterns_and_categories_are_read_as_they_are_written(text):
    pattern = Rule(RuleKind.PATTERN, f"a{''.join(each for each in text if each.isalnum())}b  c")
    assert parse_rule(write_rule(pattern, FEEDS)) == pattern

    assume(tag_key(one_line(text)))
    category = Rule(RuleKind.CATEGORY, one_line(text))
    assert parse_rule(write_rule(category, FEEDS)) == category


def test_every_line_that_is_no_rule_is_named():
    with pytest.raises(InvalidLines) as refused:
        parse_rules("embassy\n/(/\nfeed:\n!!!")

    assert [fault.code for fault in refused.value.faults] == [
        "error-pattern",
        "error-rule-empty",
        "error-rule-empty",
    ]
    assert refused.value.code == "error-pattern"
