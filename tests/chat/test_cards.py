"""Cards, pointers and openings: what they show, and that no story can break them."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.cards import CardWriter
from bot.chat.markers import is_marked
from bot.domain.feed import RelatedStory
from bot.domain.poll import PollMode, PollState, Tally, VoteOption, VoteSet
from bot.domain.story import StoryDraft
from bot.domain.tagging import ImageMode
from bot.pipeline.ports import Card, PollView
from bot.texts.catalogue import Texts
from tests.builders import NOON, a_draft, a_tag_value
from tests.chat.editions import HOME, KEY, POLL, VOTE_SET, an_edition
from tests.chat.test_markdown import NASTY
from tests.newsroom_running import text_of

WRITER = CardWriter(Texts.load())
# The buttons that every home card has at the end.
OF_ALL = ["Results", "Subscribe", "Save"]

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
    author=LONG,
    image_url=st.one_of(
        URL, st.sampled_from(["data:image/png;base64,AAAA", "file:///etc/passwd", "https://", "https://a b"])
    ),
    published_at=st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))),
    source_ref=st.one_of(st.none(), LONG),
    quotes=st.lists(LONG, max_size=4).map(tuple),
    question=st.one_of(st.none(), LONG),
    related=st.lists(st.builds(RelatedStory, LONG, URL), max_size=8).map(tuple),
)
EMOJI = st.sampled_from(["👍", "🏳️‍🌈", f"<a:{'x' * 32}:1{'0' * 18}>"])
VOTES = st.builds(
    VoteSet,
    LONG,
    st.lists(st.builds(VoteOption, EMOJI, LONG), min_size=1, max_size=20).map(tuple),
)


@st.composite
def polls(draw):
    """Any poll: open or over, counted or not."""
    vote_set = draw(VOTES)
    size = len(vote_set.options)
    counts = draw(st.lists(st.integers(0, 5000), min_size=size, max_size=size))
    found = Tally(tuple(zip(vote_set.options, counts, strict=True)), sum(counts), *draw(DOUBTS))
    return PollView(
        vote_set,
        draw(st.sampled_from(PollState)),
        draw(st.sampled_from([None, NOON])),
        draw(st.sampled_from([None, found])),
    )


DOUBTS = st.tuples(st.integers(0, 9), st.integers(0, 9))
TAGS = st.lists(LONG, max_size=5).map(
    lambda labels: tuple(a_tag_value(label, id=number) for number, label in enumerate(labels))
)


def components(view):
    return view.to_components()


def buttons(view):
    rows = [item for item in components(view)[0]["components"] if item["type"] == 1]
    return [button for row in rows for button in row["components"]]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(STORY, TAGS, polls(), st.sampled_from(ImageMode), st.booleans(), st.sampled_from([None, NOON]))
def test_any_story_makes_a_card_that_discord_takes(story, tags, poll, image, discuss, corrected_at):
    card = Card(
        an_edition(story, tags=tags), KEY, poll, image=image, discuss=discuss, corrected_at=corrected_at
    )

    assert_takes(WRITER.card(card))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(STORY, st.sampled_from(ImageMode), st.booleans())
def test_any_story_makes_a_pointer_that_discord_takes(story, image, link_home):
    card = Card(an_edition(story), KEY, None, home=HOME, image=image)

    assert_takes(WRITER.card(card, link_home=link_home))


@given(polls())
def test_any_poll_makes_a_result_that_discord_takes(poll):
    assert_takes(WRITER.result(an_edition(), poll, KEY))


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
                assert len(item.custom_id or "") <= 100
            case discord.ui.MediaGallery():
                assert all(len(media.media.url) <= 2048 for media in item.items)
                assert all(1 <= len(media.description) <= 1024 for media in item.items)
    assert is_marked(components(view), KEY)
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
        author="Rosa Reyes",
        published_at=datetime(2026, 11, 22, 11, tzinfo=UTC),
        category="World",
        hashtags=("Peace", "Geneva talks"),
        source_ref="Report 7",
        image_url="https://news.example/talks.jpg",
    )

    view = WRITER.card(Card(an_edition(story), KEY, POLL))

    text = text_of(components(view))
    assert "### [About talks](https://news.example/talks)" in text
    assert "-# Harbour News · by Rosa Reyes · <t:1795345200:f>" in text
    assert "What is known of talks." in text
    assert "-# Tags: Peace\n-# Filed by the publisher under World · \\#Genevatalks" in text
    assert "-# Source: Report 7" in text
    assert "👍 good news · 👎 bad news · 🤔 not sure" in text
    assert [
        item["items"][0]["media"]["url"] for item in components(view)[0]["components"] if item["type"] == 12
    ] == ["https://news.example/talks.jpg"]
    assert [button["label"] for button in buttons(view)] == ["Read the story", *OF_ALL]


def test_a_pointer_leads_to_its_home_and_asks_for_no_reaction():
    view = WRITER.card(Card(an_edition(), KEY, None, home=HOME))

    assert buttons(view)[0]["url"] == "https://discord.com/channels/1/20/30"
    assert "React" not in text_of(components(view))


@pytest.mark.parametrize("picture", [None, "https://news.example/talks.jpg"])
def test_a_pointer_that_leads_nowhere_offers_only_to_subscribe(picture):
    edition = an_edition(a_draft(image_url=picture))

    view = WRITER.card(Card(edition, KEY, None, home=HOME), link_home=False)

    assert "About talks" in text_of(components(view))
    assert [button["label"] for button in buttons(view)] == ["Subscribe"]
    assert is_marked(components(view), KEY)
    assert not is_marked(components(view), "f" * 24)


def test_what_is_a_tag_already_is_not_said_again_as_the_publishers_word():
    edition = an_edition(
        a_draft(category="Sport", hashtags=("Sport", "IslesCup")), tags=(a_tag_value("Sport"),)
    )

    text = shown(Card(edition, KEY, POLL))

    assert "-# Tags: Sport\n-# Filed by the publisher under \\#IslesCup" in text


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

    view = WRITER.card(Card(an_edition(a_draft(link=url)), KEY, POLL))

    assert [button["label"] for button in buttons(view)] == OF_ALL
    assert f"]({url})" in text_of(components(view))


@pytest.mark.parametrize("host", ["printer", "localhost:8000", "a_b.example.org", "printer/x.y"])
def test_an_address_that_discord_does_not_take_makes_no_button_and_no_picture(host):
    url = f"http://{host}/story"

    view = WRITER.card(Card(an_edition(a_draft(link=url, image_url=url)), KEY, POLL))

    assert [button["label"] for button in buttons(view)] == OF_ALL
    assert 12 not in [item["type"] for item in components(view)[0]["components"]]


@pytest.mark.parametrize(
    "host", ["news.example", "NEWS.example:8443", "127.0.0.1:4000", "xn--bcher-kva.example"]
)
def test_any_other_address_makes_both(host):
    url = f"http://{host}/story_1"

    view = WRITER.card(Card(an_edition(a_draft(link=url, image_url=url)), KEY, POLL))

    assert [button["label"] for button in buttons(view)] == ["Read the story", *OF_ALL]
    assert 12 in [item["type"] for item in components(view)[0]["components"]]


def test_a_source_that_is_an_address_is_a_link_that_says_where_it_leads():
    view = WRITER.card(Card(an_edition(a_draft(source_ref="https://lab.example/report_7")), KEY, POLL))

    assert "Source: [lab.example/report\\_7](https://lab.example/report%5F7)" in text_of(components(view))


def test_a_story_without_a_title_can_be_opened():
    view = WRITER.card(Card(an_edition(a_draft(title="\u200b")), KEY, POLL))

    assert "[Untitled story](https://news.example/talks)" in text_of(components(view))


@pytest.mark.parametrize("labels", [("Peace",), ("Peace", "World"), ()])
def test_the_first_tag_gives_the_colour(labels):
    tags = tuple(a_tag_value(label, id=number) for number, label in enumerate(labels))

    accent = components(WRITER.card(Card(an_edition(tags=tags), KEY, POLL)))[0]["accent_color"]

    alone = components(WRITER.card(Card(an_edition(tags=tags[:1]), KEY, POLL)))[0]["accent_color"]
    assert accent == alone


def test_a_date_long_ago_is_shown_as_well():
    view = WRITER.card(Card(an_edition(a_draft(published_at=NOON.replace(year=1899))), KEY, POLL))

    assert "<t:-" in text_of(components(view))


def test_texts_of_ten_thousand_characters_are_cut():
    story = a_draft(title="Peace " * 2000, lead="<@1>" * 3000, quotes=("*" * 10_000,), question="# " * 5000)

    assert_takes(WRITER.card(Card(an_edition(story), KEY, POLL)))
    assert_takes(WRITER.opening(an_edition(story), KEY))


def a_tally(*counts):
    return Tally(tuple(zip(VOTE_SET.options, counts, strict=True)), sum(counts))


def shown(card):
    return text_of(components(WRITER.card(card)))


def test_an_outlet_that_is_its_own_author_is_named_once():
    text = shown(Card(an_edition(a_draft(outlet="Harbour News", author="harbour news")), KEY, POLL))

    assert text.count("arbour") == 1


def test_a_story_that_was_clipped_from_elsewhere_names_who_clipped_it():
    story = a_draft(outlet="Newsclip", author="Rosa Reyes", source_ref="https://example.org/report")

    text = shown(Card(an_edition(story), KEY, POLL))

    assert "-# Newsclip · clipped by Rosa Reyes" in text
    assert "https://example.org/report" in text


def test_an_open_poll_says_how_it_stands_and_when_it_closes():
    text = shown(Card(an_edition(), KEY, PollView(VOTE_SET, closes_at=NOON, tally=a_tally(3, 1, 1))))

    assert "So far, of 5 readers: 👍 60 % · 👎 20 % · 🤔 20 %" in text
    assert f"Closes <t:{int(NOON.timestamp())}:R>" in text


def test_few_votes_are_not_shown_as_shares():
    assert "So far" not in shown(Card(an_edition(), KEY, PollView(VOTE_SET, tally=a_tally(3, 1, 0))))


@pytest.mark.parametrize(
    ("state", "ended"),
    [
        (PollState.CLOSED, "The poll is closed. Later reactions do not count."),
        (PollState.ORPHANED, "this is the last count"),
    ],
)
def test_a_poll_that_ended_shows_its_bars_and_asks_for_no_vote(state, ended):
    text = shown(Card(an_edition(), KEY, PollView(VOTE_SET, state, NOON, a_tally(3, 1, 1))))

    assert "👍 good news: 60 % (3)\n-# ▰▰▰▰▰▰▱▱▱▱" in text
    assert ended in text
    assert "React" not in text
    assert "Closes" not in text


def test_a_count_that_was_not_compared_with_discord_says_so_on_card_and_in_result():
    closed = PollView(VOTE_SET, PollState.CLOSED, NOON, a_tally(3, 1, 1), verified=False)
    card = shown(Card(an_edition(), KEY, closed))
    result = text_of(components(WRITER.result(an_edition(), closed, KEY)))

    assert "not verified" in card
    assert "not verified" in result
    assert "not verified" not in shown(Card(an_edition(), KEY, replace(closed, verified=True)))


def test_a_correction_is_seen_with_its_time():
    text = shown(Card(an_edition(), KEY, POLL, corrected_at=NOON))

    assert f"corrected <t:{int(NOON.timestamp())}:f>" in text


@pytest.mark.parametrize(("image", "spoilers"), [("show", [False]), ("spoiler", [True]), ("none", [])])
def test_a_picture_is_shown_as_its_tag_wants(image, spoilers):
    story = a_draft(image_url="https://news.example/talks.jpg")

    view = WRITER.card(Card(an_edition(story), KEY, POLL, image=ImageMode(image)))

    galleries = [item for item in components(view)[0]["components"] if item["type"] == 12]
    assert [item["spoiler"] for gallery in galleries for item in gallery["items"]] == spoilers


def test_a_card_without_a_discussion_offers_to_open_one():
    labels = [button["label"] for button in buttons(WRITER.card(Card(an_edition(), KEY, POLL, discuss=True)))]

    assert labels == ["Read the story", "Discuss", *OF_ALL]


def test_many_long_options_are_told_in_short():
    options = tuple(VoteOption(f"<a:{'x' * 32}:{number + 10**18}>", "* " * 40) for number in range(20))
    vote_set = VoteSet("*" * 300, options)
    counted = Tally(tuple((option, 250) for option in options), 5000)
    story = a_draft(title="*" * 300, outlet="*" * 300, author="_" * 90, source_ref="*" * 300)

    for state in PollState:
        poll = PollView(vote_set, state, NOON, counted, verified=False)
        assert_takes(WRITER.card(Card(an_edition(story), KEY, poll)))
    closed = PollView(vote_set, PollState.CLOSED, NOON, counted, verified=False)
    assert_takes(WRITER.result(an_edition(story), closed, KEY))


def test_a_card_says_that_several_choices_count():
    several = replace(VOTE_SET, mode=PollMode.MULTI)

    assert "several choices count" in shown(Card(an_edition(), KEY, PollView(several)))
    assert "several choices count" not in shown(Card(an_edition(), KEY, POLL))
