from pathlib import Path

import pytest

from bot.demo.content import NewsstandStory, load_programme
from bot.domain.story import StoryDraft
from bot.domain.tagging import StoryText, match_tags
from bot.newsroom.starter_tags import as_tags, load_starter_tags

PROGRAMME = load_programme()
STORIES = tuple(PROGRAMME.stories.values())


def test_every_story_comes_out_once() -> None:
    planned = [*PROGRAMME.backlog, *PROGRAMME.order]

    assert sorted(planned) == sorted(PROGRAMME.stories)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)
def test_a_story_has_what_a_newsclip_page_shows(story: NewsstandStory) -> None:
    feeds = [feed for feed in PROGRAMME.feeds if story.slug in feed.slugs]

    assert 3 <= len(story.parts) <= 5
    assert all(part.heading and part.paragraphs for part in story.parts)
    assert any(part.quote for part in story.parts)
    assert 3 <= len(story.hashtags) <= 5
    assert set(story.related) <= PROGRAMME.stories.keys() - {story.slug}
    assert feeds


def test_some_stories_are_in_two_feeds() -> None:
    shared = [s.slug for s in STORIES if sum(s.slug in feed.slugs for feed in PROGRAMME.feeds) > 1]

    assert len(shared) >= 5


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)
def test_the_starter_tags_take_a_story_by_its_category(story: NewsstandStory) -> None:
    draft = StoryDraft(
        key=f"url:{story.slug}",
        title=story.title,
        link=None,
        lead=story.lead,
        category=story.category,
        hashtags=story.hashtags,
    )

    matches = match_tags(as_tags(load_starter_tags()), StoryText(draft), feed_id=None)

    assert story.category in {match.tag.label for match in matches}
    assert len(matches) <= 4, [match.tag.label for match in matches]


def test_the_stories_are_packaged_beside_the_code() -> None:
    import bot.demo

    names = {path.name for path in (Path(bot.demo.__file__).parent / "stories").glob("*.toml")}

    assert {"programme.toml", "world.toml", "sport.toml"} <= names
