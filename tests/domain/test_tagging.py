import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.edition import EditionState, route
from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, FeedId, ServerId, TagId
from bot.domain.reasons import Reason
from bot.domain.story import StoryDraft
from bot.domain.tagging import (
    Policy,
    Rule,
    RuleKind,
    StoryText,
    Tag,
    check_pattern,
    folded_words,
    match_tags,
    rule_holds,
    tag_key,
)


def a_tag(label="World", *, number=1, channel=10, **fields):
    return Tag(
        id=TagId(number),
        server_id=ServerId(1),
        key=tag_key(label),
        label=label,
        channel_id=ChannelId(channel),
        position=fields.pop("position", number),
        **fields,
    )


def a_story(title="Talks in Geneva", **fields):
    return StoryDraft(key="k", title=title, link="https://news.example/a", **fields)


def reasons(tags, story, *, feed_id=None, added=frozenset()):
    return [
        (match.reason, match.detail)
        for match in match_tags(tags, StoryText(story), feed_id=feed_id, added=added)
    ]


@pytest.mark.parametrize(
    "spelling", ["#UkraineWar", "Ukraine war", "ukraine-war", "UKRAINE_WAR", "ukrainewar"]
)
def test_spellings_of_a_subject_share_a_key(spelling):
    assert tag_key(spelling) == "ukrainewar"


@pytest.mark.parametrize(
    ("label", "key"),
    [("Économie", "economie"), ("Straße", "strasse"), ("Україна", "україна"), ("Йод", "йод"), ("５G", "5g")],
)
def test_a_key_folds_accents_case_and_width_but_keeps_the_script(label, key):
    assert tag_key(label) == key


@given(st.text())
def test_a_key_is_its_own_key(text):
    assert tag_key(tag_key(text)) == tag_key(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CAFÉ", ["cafe"]),
        ("CAFE\u0301", ["cafe"]),
        ("MÜNCHEN ŁÓDŹ SØREN ĐOKOVIĆ", ["munchen", "łodz", "søren", "đokovic"]),
        ("O\u02bcNEILL", ["o\u02bcneill"]),
        ("ÉlyséePalace", ["elysee", "palace"]),
        ("petitÉtat", ["petit", "etat"]),
        ("ÖBBZug", ["obb", "zug"]),
        ("NATOSummit", ["nato", "summit"]),
        ("УкраїнаNATO", ["україна", "nato"]),
        ("NGOs and MPs' URLs", ["ngos", "and", "mps", "urls"]),
        ("NGOsAct MPsays", ["ngos", "act", "m", "psays"]),
    ],
)
def test_capitals_part_words_only_where_a_small_letter_is_beside_them(text, words):
    assert folded_words(text) == words


# Some have no capital, or one that is also that of another letter.
LATIN = [
    each for each in map(chr, range(0x61, 0x250)) if each != each.upper() and each.upper().lower() == each
]


@given(st.text(LATIN, min_size=1))
def test_a_word_in_capitals_is_the_word_whatever_accents_it_has(word):
    tag = a_tag(rules=(Rule(RuleKind.KEYWORD, word),))

    assert folded_words(word.upper()) == folded_words(word)
    assert rule_holds(tag.rules[0], StoryText(a_story(f"The {word.upper()} opens")))


def test_a_hashtag_of_the_story_decides_before_any_rule():
    tag = a_tag("Ukraine war", rules=(Rule(RuleKind.KEYWORD, "Geneva"),))

    assert reasons([tag], a_story(hashtags=("UkraineWar",))) == [(Reason.BY_HASHTAG, "UkraineWar")]


def test_a_synonym_takes_the_story_and_is_named():
    tag = a_tag("World", synonyms=("geopolitics",))

    assert reasons([tag], a_story(hashtags=("Geopolitics",))) == [(Reason.BY_SYNONYM, "Geopolitics")]


def test_a_category_counts_as_the_tag_or_its_synonym():
    tag = a_tag("World", synonyms=("general",))

    assert reasons([tag], a_story(category="General")) == [(Reason.BY_CATEGORY, "General")]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (Rule(RuleKind.KEYWORD, "GENEVA"), Reason.BY_KEYWORD),
        (Rule(RuleKind.PHRASE, "talks in genéva"), Reason.BY_PHRASE),
        (Rule(RuleKind.PATTERN, r"\bgen\w+"), Reason.BY_PATTERN),
        (Rule(RuleKind.FEED, "7"), Reason.BY_FEED),
        (Rule(RuleKind.CATEGORY, "general"), Reason.BY_CATEGORY),
    ],
)
def test_each_kind_of_rule_takes_what_it_names(rule, reason):
    story = a_story(category="General")

    assert reasons([a_tag("Diplomacy", rules=(rule,))], story, feed_id=FeedId(7)) == [(reason, rule.value)]


@pytest.mark.parametrize(
    "rule",
    [
        Rule(RuleKind.KEYWORD, "gen"),
        Rule(RuleKind.KEYWORD, "   "),
        Rule(RuleKind.PHRASE, "geneva talks"),
        Rule(RuleKind.PATTERN, "^Geneva"),
        Rule(RuleKind.FEED, "8"),
        Rule(RuleKind.CATEGORY, "sport"),
    ],
)
def test_a_rule_leaves_what_it_does_not_name(rule):
    assert reasons([a_tag("Diplomacy", rules=(rule,))], a_story(), feed_id=FeedId(7)) == []


def test_a_keyword_is_also_found_in_the_text_of_the_article():
    tag = a_tag("Energy", rules=(Rule(RuleKind.KEYWORD, "solar"),))

    assert reasons([tag], a_story(text="Fields of solar panels")) == [(Reason.BY_KEYWORD, "solar")]


def test_a_source_gives_its_tags_to_all_its_stories():
    assert reasons([a_tag("Local", number=4)], a_story(), added=frozenset({TagId(4)})) == [
        (Reason.BY_FEED, "")
    ]


def test_a_pattern_that_would_explode_elsewhere_is_answered_at_once():
    tag = a_tag("Evil", rules=(Rule(RuleKind.PATTERN, "(a+)+$"),))

    assert reasons([tag], a_story(title="a" * 5_000 + "!")) == []


@pytest.mark.parametrize("pattern", ["(", "(?=a)", "a" * 501])
def test_a_pattern_that_cannot_be_used_is_refused_with_the_cause(pattern):
    with pytest.raises(InvalidInput):
        check_pattern(pattern)


def test_a_rule_is_asked_by_itself_whether_it_holds():
    text = StoryText(a_story(title="Flood in the harbour"))

    assert rule_holds(Rule(RuleKind.KEYWORD, "flood"), text)
    assert not rule_holds(Rule(RuleKind.KEYWORD, "storm"), text)
    assert rule_holds(Rule(RuleKind.FEED, "7"), text, [FeedId(3), FeedId(7)])
    assert not rule_holds(Rule(RuleKind.FEED, "7"), text, [FeedId(3)])


def test_a_usable_pattern_is_accepted():
    check_pattern(r"\b(flood|storm)s?\b")
    check_pattern(r"[\p{L}\p{N}_]{1,50}")


@pytest.mark.parametrize("pattern", [r"(?:\pL\pN?){300}", r"\pL{400}", r"((\pL{10}){10}){10}"])
def test_a_pattern_that_takes_too_much_memory_is_refused(pattern):
    with pytest.raises(InvalidInput, match="error-pattern"):
        check_pattern(pattern)


def test_a_story_goes_to_every_channel_once_and_home_is_the_first_tag_in_the_servers_order():
    tags = [
        a_tag("Peace", number=3, channel=30, position=2),
        a_tag("World", number=1, channel=10, position=1),
        a_tag("Europe", number=2, channel=10, position=3),
    ]
    story = a_story(hashtags=("Peace", "World", "Europe"))

    routing = route(match_tags(tags, StoryText(story), feed_id=None))

    assert routing.channels == (10, 30)
    assert routing.state is EditionState.CLEARED
    assert routing.reason is Reason.ROUTED


def test_one_tag_that_wants_review_holds_the_edition():
    tags = [a_tag("World"), a_tag("Crime", number=2, policy=Policy.REVIEW)]

    routing = route(match_tags(tags, StoryText(a_story(hashtags=("World", "Crime"))), feed_id=None))

    assert routing.state is EditionState.HELD
    assert routing.reason is Reason.REVIEW


def test_a_story_of_no_tag_has_no_edition_and_says_so():
    routing = route(match_tags([a_tag("Sport")], StoryText(a_story()), feed_id=None))

    assert routing.state is None
    assert routing.reason is Reason.NO_TAG
    assert routing.channels == ()
