import pytest

from bot.domain.story import StoryDraft
from bot.domain.tagging import StoryText, match_tags, tag_key
from bot.newsroom.starter_tags import as_tags, load_starter_tags

STARTERS = load_starter_tags()


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


@pytest.mark.parametrize(
    ("hashtags", "title", "expected"),
    [
        (("PeaceTalks", "UkraineWar"), "Talks go on in Geneva", {"World"}),
        (("AI",), "A chatbot writes sonnets", {"Technology"}),
        ((), "Central bank raises interest rates again", {"Business"}),
        ((), "Wildfires force thousands from their homes", {"Climate"}),
        ((), "What to cook on a rainy Sunday", set()),
    ],
)
def test_a_story_is_filed_where_one_looks_for_it(
    hashtags: tuple[str, ...], title: str, expected: set[str]
) -> None:
    draft = StoryDraft(key="url:a.example/1", title=title, link=None, hashtags=hashtags)

    matches = match_tags(as_tags(STARTERS), StoryText(draft), feed_id=None)

    assert {match.tag.label for match in matches} == expected
