from pathlib import Path

import pytest

from bot.domain.drafting import draft_story
from bot.domain.story import StoryDraft
from bot.domain.tagging import RuleKind, StoryText, check_pattern, match_tags, tag_key
from bot.feeds.parse import parse_feed
from bot.newsroom.starter_tags import StarterTag, as_tags, load_starter_tags
from tests.feeds.samples import needs_samples, samples

STARTERS = load_starter_tags()
WORDS_OF_A_TAG = 50  # as many synonyms, and as many keywords with phrases, as a person may give one


def test_the_starter_tags_are_the_subjects_of_a_newspaper() -> None:
    labels = [starter.label for starter in STARTERS]

    assert labels[:5] == ["World", "Politics", "Business", "Technology", "Science"]
    assert labels[5:] == ["Climate", "Health", "Culture", "Sport"]


def test_no_synonym_belongs_to_two_tags() -> None:
    keys = [key for tag in as_tags(STARTERS) for key in (tag.key, *tag.synonyms)]

    assert len(keys) == len(set(keys))


def test_no_rule_is_written_twice() -> None:
    rules = [(rule.kind, tag_key(rule.value)) for starter in STARTERS for rule in starter.rules]

    assert len(rules) == len(set(rules))


@pytest.mark.parametrize("starter", STARTERS, ids=lambda starter: starter.label)
def test_a_starter_tag_can_be_added_to_a_server(starter: StarterTag) -> None:
    patterns = [rule.value for rule in starter.rules if rule.kind is RuleKind.PATTERN]

    assert len(starter.synonyms) <= WORDS_OF_A_TAG
    assert len(starter.rules) - len(patterns) <= WORDS_OF_A_TAG
    for pattern in patterns:
        check_pattern(pattern)


def test_a_country_far_down_in_the_text_makes_no_story_of_the_world() -> None:
    draft = StoryDraft(
        key="url:a.example/1", title="Knitting by the sea", link=None, text="Wool from Norway."
    )

    assert match_tags(as_tags(STARTERS), StoryText(draft), feed_id=None) == ()


@needs_samples
@pytest.mark.parametrize("feed", ["aljazeera", "allafrica", "bbc", "foreignpolicy", "mercopress", "npr"])
def test_four_of_five_stories_of_a_real_feed_find_a_tag(feed: str) -> None:
    (path,) = (samples() or Path()).glob(f"feeds/{feed}.*")
    document = parse_feed(path.read_bytes(), url="https://feeds.example/", content_type="")
    drafts = [draft_story(item, None, feed_title=feed, feed_url=feed) for item in document.items]

    tagged = [match_tags(as_tags(STARTERS), StoryText(draft), feed_id=None) for draft in drafts]

    assert sum(map(bool, tagged)) >= 0.8 * len(drafts)


@pytest.mark.parametrize(
    ("hashtags", "title", "expected"),
    [
        (("PeaceTalks", "UkraineWar"), "Talks go on in Geneva", {"World"}),
        (("AI",), "A chatbot writes sonnets", {"Technology"}),
        ((), "Central bank raises interest rates again", {"Business"}),
        ((), "Wildfires force thousands from their homes", {"Climate"}),
        ((), "Norway's ferries run again", {"World"}),
        ((), "Niger and Nigeria open a road", {"World"}),
        ((), "Mayor asks voters about the harbour", {"Politics"}),
        ((), "Farmers fear for their livestock", {"Business"}),
        ((), "Robots sort the post", {"Technology"}),
        ((), "Whales sing to another tune", {"Science"}),
        ((), "Avalanche closes the valley road", {"Climate"}),
        ((), "Measles return to the islands", {"Health"}),
        ((), "Singer gives back her prize", {"Culture"}),
        ((), "Golfers wait for the wind to drop", {"Sport"}),
        ((), "They told us to polish the china", set()),
        ((), "What to cook on a rainy Sunday", set()),
    ],
)
def test_a_story_is_filed_where_one_looks_for_it(
    hashtags: tuple[str, ...], title: str, expected: set[str]
) -> None:
    draft = StoryDraft(key="url:a.example/1", title=title, link=None, hashtags=hashtags)

    matches = match_tags(as_tags(STARTERS), StoryText(draft), feed_id=None)

    assert {match.tag.label for match in matches} == expected
