"""Which links of a message may be stories, what can be typed, and what became of a clipping."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.address import story_key
from bot.domain.clip import ClipOutcome, keys_of, links_in, outcome_of, typed_link
from bot.domain.edition import EditionState
from bot.domain.errors import InvalidInput

A, B = "https://news.example/a", "https://other.example/b?x=1"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("no link here, news.example/a", ()),
        (A, (A,)),
        (f"Look: {A}.", (A,)),
        (f"({A})", (A,)),
        (f"<{A}>, {B}!", (A, B)),
        (f"[this]({A}) and **{B}**", (A, B)),
        (f"[this]({A}).And more", (A,)),
        (f'"{A}" \u201c{B}\u201d', (A, B)),
        (f"{A} {A}?utm_source=chat", (A,)),
        ("https://wiki.example/Bridge_(harbour)", ("https://wiki.example/Bridge_(harbour)",)),
        ("(https://wiki.example/Bridge_(harbour))", ("https://wiki.example/Bridge_(harbour)",)),
        ("https://news.example/ and https://news.example", ()),
        ("https://discord.com/channels/1/2/3 https://cdn.discordapp.com/x.png https://discord.gg/a", ()),
        ("https://notdiscord.com/a", ("https://notdiscord.com/a",)),
        ("https://me@news.example/a", ()),
        ("https://", ()),
        ("https://...", ()),
        (f"{A}{'x' * 1000}", ()),
    ],
)
def test_links_are_found_without_what_stands_around_them(text, found):
    assert links_in([text]) == found


def test_links_of_several_texts_stand_in_their_order_each_story_once():
    assert links_in([f"{B} x", A, f"http://m.other.example/b?x=1 {A}#top"]) == (B, A)


@given(st.lists(st.text(max_size=60), max_size=4), st.sampled_from([A, B]))
def test_whatever_stands_around_it_a_link_of_its_own_word_is_found(texts, link):
    found = links_in([*texts, f" {link} "])

    assert story_key(link) in {story_key(each) for each in found}
    assert len({story_key(each) for each in found}) == len(found)


@pytest.mark.parametrize("typed", [A, f" {A} ", f"<{A}>"])
def test_an_address_is_taken_as_it_is_pasted(typed):
    assert typed_link(typed) == A


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "error-clip-link"),
        ("news", "error-clip-link"),
        ("file:///etc/passwd", "error-clip-link"),
        ("https://user:word@news.example/a", "error-clip-link"),
        ("https://news.example/index.html", "error-clip-home"),
        (f"{A}{'x' * 1000}", "error-clip-long"),
    ],
)
def test_what_is_no_storys_address_is_named(typed, code):
    with pytest.raises(InvalidInput) as refused:
        typed_link(typed)

    assert refused.value.code == code


def test_a_story_is_known_by_each_of_its_addresses_once():
    assert keys_of([A, None, f"{A}?utm_source=x", B]) == (story_key(A), story_key(B))


@pytest.mark.parametrize("posted", [False, True])
@pytest.mark.parametrize("state", EditionState)
def test_an_outcome_is_told_once_it_is_one(state, posted):
    outcome = outcome_of(state, posted=posted)

    waits = state is EditionState.HELD or (state is EditionState.CLEARED and not posted)
    assert (outcome is None) == waits
    if state is EditionState.CLEARED and posted:
        assert outcome is ClipOutcome.POSTED
    elif state is EditionState.RETRACTED:
        assert outcome is ClipOutcome.UNTOLD
    elif outcome is not None:
        assert outcome == state.value
