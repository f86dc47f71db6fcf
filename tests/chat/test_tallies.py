"""Results in words and bars."""

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.chat.results_picture import PictureWords, Share, draw
from bot.chat.tallies import in_words, result_lines
from bot.domain.ids import CardKey, ChannelId, EditionId, MessageId, PollId, ServerId
from bot.domain.poll import Poll, PollMode, PollState, Tally
from bot.newsroom.results import Result
from bot.texts.catalogue import Texts
from tests.builders import NOON
from tests.chat.editions import VOTE_SET, an_edition

TEXTS = Texts.load()


def a_result(*counts, state=PollState.OPEN, **changes):
    poll = Poll(
        id=PollId(1),
        edition_id=EditionId(1),
        server_id=ServerId(1),
        channel_id=ChannelId(20),
        message_id=MessageId(30),
        state=state,
        opened_at=NOON,
        vote_set=VOTE_SET,
    )
    counted = tuple(zip(VOTE_SET.options, counts, strict=True))
    tally = Tally(counted, sum(counts), **changes)
    return Result(an_edition(), poll, tally, poll.channel_id, CardKey("abc"))


def shown(result):
    return "\n".join(result_lines(result, TEXTS, "en-US"))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 0, 0), "Nobody has voted yet"),
        ((1, 0, 0), "1 reader has voted so far;"),
        ((2, 1, 1), "4 readers have voted so far;"),
    ],
)
def test_below_five_votes_no_share_is_shown(counts, said):
    text = shown(a_result(*counts))

    assert said in text
    assert "%" not in text


@given(st.tuples(*[st.integers(min_value=0, max_value=10_000)] * 3).filter(lambda counts: sum(counts) >= 5))
def test_every_option_has_its_share_its_count_and_a_bar_of_ten(counts):
    text = shown(a_result(*counts))

    shares = [int(share) for share in re.findall(r": (\d+) %", text)]
    bars = re.findall(r"^[▰▱]+$", text, re.MULTILINE)
    assert [int(count.replace(",", "")) for count in re.findall(r"% \(([\d,]+)\)", text)] == list(counts)
    assert 98 <= sum(shares) <= 100  # equal counts have equal shares
    assert [len(bar) for bar in bars] == [10, 10, 10]
    assert "readers who voted." in text
    assert len(text) < 2000


def test_a_closed_count_that_is_not_verified_says_so():
    closed = a_result(5, 0, 0, state=PollState.CLOSED)
    unverified = replace(closed, poll=replace(closed.poll, verified=False))

    assert "not verified" not in shown(closed)
    assert "not verified" in shown(unverified)


def test_a_result_leads_to_the_story_and_to_its_card_as_long_as_that_is_there():
    address = "https://discord.com/channels/1/20/30"

    texts = {state: shown(a_result(5, 0, 0, state=state)) for state in PollState}

    assert all("](https://news.example/talks)**" in text for text in texts.values())
    assert f"[Vote on the card]({address})" in texts[PollState.OPEN]
    assert f"[To the card]({address})" in texts[PollState.CLOSED]
    assert address not in texts[PollState.ORPHANED]


def test_who_is_not_counted_is_said():
    text = shown(a_result(5, 0, 0, ambiguous=2, several=3))

    assert "2 readers are not counted: they marked several" in text
    assert "3 readers marked several; the latest mark counts." in text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (PollState.OPEN, "https://discord.com/channels/1/20/30"),
        (PollState.CLOSED, "The poll is closed. Later reactions do not count."),
        (PollState.ORPHANED, "The card was deleted"),
    ],
)
def test_the_last_line_says_whether_one_can_still_vote(state, said):
    assert said in shown(a_result(1, 1, 1, state=state)).splitlines()[-1]


@pytest.mark.parametrize("state", [PollState.CLOSED, PollState.ORPHANED])
@pytest.mark.parametrize(
    ("votes", "said"),
    [(0, "No votes were counted"), (1, "Only 1 reader voted;"), (4, "Only 4 readers voted;")],
)
def test_nobody_is_asked_to_vote_where_the_poll_has_ended(state, votes, said):
    text = shown(a_result(votes, 0, 0, state=state))

    assert said in text
    assert "React" not in text
    assert "yet" not in text


def test_where_several_choices_count_it_is_readers_that_are_counted():
    result = a_result(6, 4, 0, several=4)
    vote_set = replace(VOTE_SET, mode=PollMode.MULTI)

    text = shown(replace(result, poll=replace(result.poll, vote_set=vote_set)))

    assert "Shares of the 10 readers who voted; each could choose several." in text
    assert "the latest mark counts" not in text


def test_shares_of_several_choices_are_of_readers_and_a_half_goes_up():
    result = a_result(8, 3, 1)
    vote_set = replace(VOTE_SET, mode=PollMode.MULTI)
    tally = replace(result.tally, voters=8)

    text = shown(replace(result, poll=replace(result.poll, vote_set=vote_set), tally=tally))

    assert re.findall(r": (\d+) %", text) == ["100", "38", "13"]


def test_a_picture_says_the_same_in_words_within_discords_limit():
    result = a_result(3, 1, 1)
    words = in_words(result, TEXTS, "en-US")
    wordy = replace(VOTE_SET, options=tuple(replace(each, label="word " * 90) for each in VOTE_SET.options))
    counted = replace(result.tally, counts=tuple((each, 5) for each in (*wordy.options, *wordy.options) * 3))
    long = in_words(replace(result, tally=counted), TEXTS, "en-US")

    assert [(share.label, share.figures) for share in words.shares] == [
        ("good news", "60 % (3)"),
        ("bad news", "20 % (1)"),
        ("not sure", "20 % (1)"),
    ]
    for said in (words.title, words.question, words.footer, *(share.figures for share in words.shares)):
        assert said in words.alt
    assert 900 < len(long.alt) <= 1024


WORDS = st.text(max_size=300)


@given(WORDS, WORDS, st.lists(st.tuples(WORDS, st.integers(0, 100)), min_size=1, max_size=4), WORDS)
@settings(max_examples=15)
def test_a_picture_can_be_drawn_of_any_words(title, question, shares, footer):
    shown = tuple(Share(label, percent, f"{percent} %") for label, percent in shares)

    image = Image.open(io.BytesIO(draw(PictureWords(title, question, shown, footer, "alt"))))

    assert image.width == 1000
    assert image.height < 1000 + 200 * len(shares)


def test_a_bar_is_as_long_as_its_share():
    shares = tuple(
        Share(label, percent, "") for label, percent in (("Größe", 100), ("Ґанок їжака", 50), ("x", 0))
    )

    image = Image.open(io.BytesIO(draw(PictureWords("t", "q", shares, "f", "alt"))))

    lengths = [
        longest_run(image, color) for color in ((0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00), (0, 0x9E, 0x73))
    ]
    assert lengths == pytest.approx([904, 452, 0], abs=2)


def longest_run(image, color):
    """Return how many pixels of a colour the row with most of them has."""
    rows = (image.crop((0, y, image.width, y + 1)).getcolors(1000) for y in range(image.height))
    return max({found: count for count, found in row}.get(color, 0) for row in rows)
