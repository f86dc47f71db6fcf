from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.drafting import draft_story
from bot.domain.feed import Item, Page, Section
from bot.domain.story import StoryDraft

FEED = "https://example.com/feed.xml"
NOON = datetime(2025, 11, 24, 12, tzinfo=UTC)
ITEM = Item(
    key="guid:1",
    title="Ferry is back",
    link="https://www.example.com/ferry?utm_source=rss",
    published_at=NOON,
    summary="It sails again.",
    categories=("Ferry Lines", "Sea"),
    author="Ada",
)
PAGE = Page(
    url="https://www.example.com/ferry?utm_source=rss",
    title="The ferry is back",
    lead="After two winters in dock the ferry sails again, and the island has its post before noon.",
    hashtags=("FerryLines", "Harbour"),
    sections=(Section("", "After two winters."), Section("The ship", "It is white.")),
    source_ref="https://example.org/ferry",
    quotes=("It floats.",),
    question="Will you sail?",
)


def drafted(item: Item, page: Page | None = None) -> StoryDraft:
    return draft_story(item, page, feed_title="The Example", feed_url=FEED)


def test_an_item_alone_is_a_story():
    story = drafted(ITEM)

    assert (story.title, story.lead, story.outlet, story.author) == (
        "Ferry is back",
        "It sails again.",
        "The Example",
        "Ada",
    )
    assert story.link == "https://www.example.com/ferry"
    assert story.key == "url:example.com/ferry"
    assert story.hashtags == ("Ferry Lines", "Sea")
    assert story.published_at == NOON


def test_the_page_adds_what_the_feed_does_not_say():
    story = drafted(ITEM, PAGE)

    assert story.lead == PAGE.lead
    assert story.text == "After two winters.\nThe ship\nIt is white."
    assert (story.source_ref, story.quotes, story.question) == (PAGE.source_ref, PAGE.quotes, PAGE.question)


def test_a_hashtag_and_a_category_with_one_key_are_one_hashtag():
    assert drafted(ITEM, PAGE).hashtags == ("FerryLines", "Harbour", "Sea")


def test_a_label_without_letters_is_no_hashtag():
    assert drafted(replace(ITEM, categories=("#", "…", " #Sea "))).hashtags == ("Sea",)


def test_the_feeds_title_counts_because_editors_correct_it():
    assert drafted(ITEM, PAGE).title == "Ferry is back"


def test_the_pages_title_replaces_one_that_the_feed_cut_off():
    assert drafted(replace(ITEM, title="Ferry is…"), PAGE).title == PAGE.title


def test_an_item_without_a_title_is_named_by_its_first_words():
    assert drafted(replace(ITEM, title="")).title == "It sails again."
    assert drafted(Item(key="guid:2", title="")).title == "The Example"


def test_the_pages_canonical_address_is_the_storys():
    story = drafted(ITEM, replace(PAGE, canonical_url="https://example.com/sea/ferry"))

    assert (story.link, story.key) == ("https://example.com/sea/ferry", "url:example.com/sea/ferry")


def test_without_a_link_feed_and_item_make_the_key():
    story = drafted(replace(ITEM, link=None))

    assert story.link is None
    assert story.key == f"item:{FEED} guid:1"


def test_a_link_that_many_items_share_is_no_key():
    at_home = replace(ITEM, link="https://example.com/")
    shared = replace(ITEM, key="hash:abc")

    assert drafted(at_home).key == f"item:{FEED} guid:1"
    assert drafted(shared).key == f"item:{FEED} hash:abc"


def test_an_update_date_serves_where_there_is_no_other():
    assert drafted(replace(ITEM, published_at=None, updated_at=NOON)).published_at == NOON


def test_a_text_is_bounded():
    assert len(drafted(replace(ITEM, text="word " * 20_000)).text) <= 20_000
