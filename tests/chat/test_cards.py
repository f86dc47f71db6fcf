"""Cards, pointers and openings: what they show, and that no story can break them."""

import re
from datetime import UTC, datetime

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.buttons import carries
from bot.chat.cards import CardWriter
from bot.domain.feed import RelatedStory
from bot.domain.poll import VoteOption, VoteSet
from bot.domain.story import StoryDraft
from bot.pipeline.ports import Card
from bot.texts.catalogue import Texts
from tests.builders import NOON, a_draft, a_tag_value
from tests.chat.editions import HOME, KEY, VOTE_SET, an_edition
from tests.chat.test_markdown import NASTY
from tests.newsroom_running import text_of

WRITER = CardWriter(Texts.load())

LONG = st.one_of(NASTY, st.sampled_from(["<@1>" * 150, "*" * 600, "a" * 600, "#" * 600, "@here " * 100]))
URL = st.one_of(
    st.none(),
    st.sampled_from(
        ["https://news.example/a", "https://news.example/" + "(" * 600, "https://n.example/" + "x" * 700]
    ),
)
STORY = st.builds(
    StoryDraft,
    key=st.just("url:x"),
    title=LONG,
    link=URL,
    lead=LONG,
    category=LONG,
    hashtags=st.lists(LONG, max_size=12).map(tuple),
    outlet=LONG,
    image_url=st.one_of(URL, st.sampled_from(["data:image/png;base64,AAAA", "file:///etc/passwd"])),
    published_at=st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))),
    source_ref=st.one_of(st.none(), LONG),
    quotes=st.lists(LONG, max_size=4).map(tuple),
    question=st.one_of(st.none(), LONG),
    related=st.lists(st.builds(RelatedStory, LONG, URL), max_size=8).map(tuple),
)
VOTES = st.builds(
    VoteSet,
    LONG,
    st.lists(st.builds(VoteOption, st.just("👍"), LONG), min_size=1, max_size=20).map(tuple),
)


def components(view):
    return view.to_components()


def buttons(view):
    rows = [item for item in components(view)[0]["components"] if item["type"] == 1]
    return [button for row in rows for button in row["components"]]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(STORY, VOTES, st.sampled_from([None, HOME]))
def test_any_story_makes_a_card_that_discord_takes(story, votes, home):
    view = WRITER.card(Card(an_edition(story), KEY, None if home else votes, home=home))

    assert_takes(view)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(STORY)
def test_any_story_makes_an_opening_that_discord_takes(story):
    assert_takes(WRITER.opening(an_edition(story), KEY))


def assert_takes(view):
    """Discord's limits, checked anew on what would go over the wire."""
    assert view.content_length() <= 4000
    assert sum(1 for _ in view.walk_children()) <= 40
    for item in view.walk_children():
        match item:
            case discord.ui.TextDisplay():
                assert item.content.strip()
            case discord.ui.Button():
                assert len(item.label or "") <= 80
                assert len(item.url or "") <= 512
    assert any(carries(button.get("custom_id", ""), KEY) for button in buttons(view))
    shown = text_of(components(view)).replace("\\", "")
    assert not re.search(r"@(everyone|here)|<@[!&]?\d+>", shown)


@given(LONG)
def test_a_discussion_has_a_name_that_discord_takes(title):
    assert 1 <= len(WRITER.thread_name(title)) <= 100


def test_a_long_name_is_cut_at_a_word():
    name = WRITER.thread_name("Talks about the harbour " * 10)

    assert len(name) <= 100
    assert name.endswith(("harbour…", "Talks…", "about…", "the…"))


def test_the_card_shows_the_story():
    story = a_draft(
        outlet="Harbour News",
        published_at=datetime(2026, 11, 22, 11, tzinfo=UTC),
        category="World",
        hashtags=("Peace", "Geneva talks"),
        source_ref="Report 7",
        image_url="https://news.example/talks.jpg",
    )

    view = WRITER.card(Card(an_edition(story), KEY, VOTE_SET))

    text = text_of(components(view))
    assert "### [About talks](https://news.example/talks)" in text
    assert "-# Harbour News · <t:1795345200:f>" in text
    assert "What is known of talks." in text
    assert "World · \\#Peace \\#Genevatalks" in text
    assert "-# Source: Report 7" in text
    assert "👍 good news · 👎 bad news · 🤔 not sure" in text
    assert [
        item["items"][0]["media"]["url"] for item in components(view)[0]["components"] if item["type"] == 12
    ] == ["https://news.example/talks.jpg"]
    assert [button["label"] for button in buttons(view)] == ["Read the story", "Results"]


def test_a_pointer_leads_to_its_home_and_asks_for_no_reaction():
    view = WRITER.card(Card(an_edition(), KEY, None, home=HOME))

    assert buttons(view)[0]["url"] == "https://discord.com/channels/1/20/30"
    assert "React" not in text_of(components(view))


def test_the_opening_has_quote_question_related_stories_and_source():
    story = a_draft(
        quotes=("We will talk.",),
        question="Will they talk?",
        source_ref="Report 7",
        related=(RelatedStory("Earlier", "https://news.example/earlier"), RelatedStory("Elsewhere")),
    )

    text = text_of(components(WRITER.opening(an_edition(story), KEY)))

    assert text.splitlines()[:3] == ["> We will talk.", "", "**Will they talk?**"]
    assert "- [Earlier](https://news.example/earlier)\n- Elsewhere" in text
    assert "-# Source: Report 7" in text


def test_an_address_too_long_for_a_button_stays_on_the_title():
    url = "https://news.example/" + "x" * 600

    view = WRITER.card(Card(an_edition(a_draft(link=url)), KEY, VOTE_SET))

    assert [button["label"] for button in buttons(view)] == ["Results"]
    assert f"]({url})" in text_of(components(view))


@pytest.mark.parametrize("host", ["printer", "localhost:8000", "a_b.example.org", "printer/x.y"])
def test_an_address_that_discord_does_not_take_makes_no_button_and_no_picture(host):
    url = f"http://{host}/story"

    view = WRITER.card(Card(an_edition(a_draft(link=url, image_url=url)), KEY, VOTE_SET))

    assert [button["label"] for button in buttons(view)] == ["Results"]
    assert 12 not in [item["type"] for item in components(view)[0]["components"]]


@pytest.mark.parametrize(
    "host", ["news.example", "NEWS.example:8443", "127.0.0.1:4000", "xn--bcher-kva.example"]
)
def test_any_other_address_makes_both(host):
    url = f"http://{host}/story_1"

    view = WRITER.card(Card(an_edition(a_draft(link=url, image_url=url)), KEY, VOTE_SET))

    assert [button["label"] for button in buttons(view)] == ["Read the story", "Results"]
    assert 12 in [item["type"] for item in components(view)[0]["components"]]


def test_a_source_that_is_an_address_is_a_link_that_says_where_it_leads():
    view = WRITER.card(Card(an_edition(a_draft(source_ref="https://lab.example/report_7")), KEY, VOTE_SET))

    assert "Source: [lab.example/report\\_7](https://lab.example/report%5F7)" in text_of(components(view))


def test_a_story_without_a_title_can_be_opened():
    view = WRITER.card(Card(an_edition(a_draft(title="\u200b")), KEY, VOTE_SET))

    assert "[Untitled story](https://news.example/talks)" in text_of(components(view))


@pytest.mark.parametrize("labels", [("Peace",), ("Peace", "World"), ()])
def test_the_first_tag_gives_the_colour(labels):
    tags = tuple(a_tag_value(label, id=number) for number, label in enumerate(labels))

    accent = components(WRITER.card(Card(an_edition(tags=tags), KEY, VOTE_SET)))[0]["accent_color"]

    alone = components(WRITER.card(Card(an_edition(tags=tags[:1]), KEY, VOTE_SET)))[0]["accent_color"]
    assert accent == alone


def test_a_date_long_ago_is_shown_as_well():
    view = WRITER.card(Card(an_edition(a_draft(published_at=NOON.replace(year=1899))), KEY, VOTE_SET))

    assert "<t:-" in text_of(components(view))


def test_texts_of_ten_thousand_characters_are_cut():
    story = a_draft(title="Peace " * 2000, lead="<@1>" * 3000, quotes=("*" * 10_000,), question="# " * 5000)

    assert_takes(WRITER.card(Card(an_edition(story), KEY, VOTE_SET)))
    assert_takes(WRITER.opening(an_edition(story), KEY))
