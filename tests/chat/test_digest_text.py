"""What a digest looks like: harmless whatever its stories are called, and never too long for a message."""

from datetime import timedelta

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.digest_text import DigestWriter
from bot.chat.layouts import DISPLAYED_CHARACTERS
from bot.chat.markers import is_marked
from bot.domain.delivery import Place
from bot.domain.digest import Candidate, Group, Issue, Selection
from bot.domain.ids import ChannelId, EditionId, MessageId, ServerId, TagId
from bot.domain.poll import PollMode, Tally, VoteOption
from bot.domain.schedule import Every
from bot.texts.catalogue import Texts
from tests.builders import NOON

SERVER, TAG = ServerId(1), TagId(7)
PLACE = Place(ChannelId(10), MessageId(11))
CARD = "https://discord.com/channels/1/10/11"


@pytest.fixture(scope="module")
def writer():
    return DigestWriter(Texts.load())


def a_story(title="Talks in Geneva", number=1, **changes):
    values = {"outlet": "Harbour News", "place": PLACE, "came_at": NOON, "tags": (TAG,)}
    return Candidate(
        **{"edition_id": EditionId(number), "title": title, "channel_id": ChannelId(10)} | values | changes
    )


def an_issue(*stories, counts=None, more=0, label="Peace", every=Every.DAILY):
    selection = Selection((Group(TAG, stories),), more)
    return Issue(SERVER, "Harbour", every, NOON - timedelta(days=1), selection, {TAG: label}, counts or {})


def a_count(*numbers):
    options = [VoteOption(emoji, "…") for emoji in "👍👎🤔😀"]
    return PollMode.SINGLE, Tally(tuple(zip(options, numbers, strict=False)), voters=sum(numbers))


def said(layout):
    return "\n".join(
        item.content for item in layout.walk_children() if isinstance(item, discord.ui.TextDisplay)
    )


def test_a_story_leads_to_its_card_and_says_what_the_server_made_of_it(writer):
    story = a_story(said=3)
    text = said(writer.direct(an_issue(story, counts={1: a_count(6, 1, 2, 1)}, more=4), "g1"))

    assert text.splitlines() == [
        "## Your news of the day from Harbour",
        "### Peace",
        f"- [Talks in Geneva]({CARD}) · Harbour News",
        "  -# 10 votes: 👍 60 % 🤔 20 % 👎 10 % · 3 comments",
        "-# And 4 more stories: /news latest",
    ]


def test_of_few_votes_no_shares_are_told_and_of_none_nothing(writer):
    few = said(writer.glance(an_issue(a_story(), counts={1: a_count(1, 0)}, every=None)))
    none = said(writer.in_channel(an_issue(a_story(), counts={1: a_count(0, 0)}), "g1"))

    assert few.endswith("-# 1 vote")
    assert none.endswith("Harbour News")
    assert none.startswith("## The day's news")


def test_a_story_without_a_card_leads_to_its_own_page(writer):
    there = a_story(place=None, link="https://news.example/talks")
    nowhere = a_story(number=2, place=None, link="javascript:alert(1)")
    long = a_story(number=3, place=None, link=f"https://news.example/{'x' * 400}")
    text = said(writer.direct(an_issue(there, nowhere, long), "g1"))

    assert "[Talks in Geneva](https://news.example/talks)" in text
    assert text.count("](") == 1


def test_a_title_that_names_a_site_does_not_pose_as_a_link_to_it(writer):
    text = said(writer.direct(an_issue(a_story("Log in at bank.example now")), "g1"))

    assert "[Log in" not in text
    assert f"Log in at bank.example now [(to its card)]({CARD})" in text


def test_a_story_without_a_title_is_called_so(writer):
    assert "Untitled story" in said(writer.direct(an_issue(a_story("")), "g1"))


def test_a_digest_for_one_reader_can_be_stopped_and_is_found_again(writer):
    direct, in_channel = (
        writer.direct(an_issue(a_story()), "g1"),
        writer.in_channel(an_issue(a_story()), "g1"),
    )

    assert is_marked(direct.to_components(), "g1")
    assert is_marked(in_channel.to_components(), "g1")
    assert not is_marked(direct.to_components(), "g2")
    buttons = [each.custom_id for each in direct.walk_children() if hasattr(each, "custom_id")]
    assert buttons == [f"newsclip:panel:digest:off:{SERVER}"]


@given(
    titles=st.lists(st.text(st.characters(codec="utf-8"), max_size=400), min_size=1, max_size=10),
    outlet=st.text(max_size=100),
    label=st.text(max_size=100),
)
def test_whatever_its_stories_are_called_it_fits_and_pings_nobody(writer, titles, outlet, label):
    many = "<:a_very_long_name_of_an_emoji:123456789012345678>"
    options = tuple((VoteOption(f"{many[:-3]}{number}>", "…"), 9) for number in range(10, 30))
    stories = [a_story(title, number, outlet=outlet, said=9) for number, title in enumerate(titles, 1)]
    counts = {story.edition_id: (PollMode.MULTI, Tally(options, voters=99)) for story in stories}

    layout = writer.direct(an_issue(*stories, counts=counts, label=label), "g1")

    assert layout.content_length() <= DISPLAYED_CHARACTERS
    assert "@everyone" not in said(layout)
    assert "<@" not in said(layout).replace("\\<@", "")


def test_where_even_short_titles_are_too_much_the_last_stories_are_only_counted(writer):
    link = f"https://news.example/{'x' * 250}"
    stories = [a_story("*" * 400, number, outlet="[" * 40, place=None, link=link) for number in range(1, 11)]
    text = said(writer.direct(an_issue(*stories), "g1"))

    shown = text.count("\n- ")
    assert 0 < shown < 10
    assert f"And {10 - shown} more" in text
