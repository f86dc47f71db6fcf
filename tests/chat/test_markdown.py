"""Whatever comes from outside is shown as the text it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markdown import address, escape, escape_line, link, open_link
from bot.domain.text import in_paragraphs, one_line

_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
# Text made of what Discord gives a meaning to.
NASTY = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "@everyone", "@here", "<@1>", "<@&2>", "<#3>", "<t:1:R>", "<:a:4>", "<a:b:5>", "</x:6>", "||",
                "**", "__", "~~", "`", "```", "[a](http://b)", "https://x.example", "discord.gg/abc", "# ",
                "## ", "> ", ">>> ", "- ", "-# ", "* ", "+ ", "1. ", "12) ", "\\", "\n", "\r\n", "\u2028",
                "\u202e", "\u200b", " ",
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=12,
).map("".join)  # fmt: skip


def shown(markdown):
    """Return what a reader sees of escaped markdown, without the unseen character that parts mentions."""
    return _ESCAPED.sub(r"\1", markdown).replace("\u200b", "")


def live(markdown):
    """Return the markdown without what is escaped: only this can have a meaning."""
    return _ESCAPED.sub("\x00", markdown)


@given(NASTY)
def test_the_text_is_shown_as_it_is(text):
    assert shown(escape(text)) == in_paragraphs(text)


@given(NASTY)
def test_nothing_in_it_has_a_meaning(text):
    markdown = live(escape(text))

    assert not re.search(r"[*_~`|\[\]<>\\]", markdown)
    assert not re.search(r"^\s*([#\-+>]|\d+[.)])", markdown, re.MULTILINE)
    assert "://" not in markdown


@given(NASTY)
def test_nobody_is_mentioned_whatever_the_parser_thinks_of_backslashes(text):
    assert not re.search(r"@(everyone|here)|<@[!&]?\d+>", escape(text).replace("\\", ""))


@given(NASTY, st.integers(min_value=1, max_value=50))
def test_a_line_has_at_most_its_length_and_no_break(text, limit):
    line = escape_line(text, limit)

    assert len(shown(line)) <= limit
    assert "\n" not in line


@given(NASTY, st.text(max_size=30))
def test_a_link_has_one_target_and_it_is_ours(label, tail):
    masked = live(link(label, f"https://news.example/{tail}", limit=100))

    targets = re.findall(r"\]\(([^)]*)\)", masked)
    assert all(target.startswith("https://news.example/") for target in targets)
    assert len(targets) <= 1


def test_a_label_that_poses_as_an_address_is_not_linked():
    assert "](" not in link("https://bank.example", "https://evil.example", limit=80)
    assert "](" not in link("www.bank.example", "https://evil.example", limit=80)


@pytest.mark.parametrize(
    "label",
    ["paypal.com login", "Log in at PayPal.COM.", "evil.example.org", "pay\u200bpal.com", "a@bank.example"],
)
def test_a_label_that_names_another_site_is_not_linked(label):
    assert "](" not in link(label, "https://evil.example/", limit=80)


@pytest.mark.parametrize(
    "label",
    ["Node.js 22 is out", "U.S. talks", "BBC.co.uk: talks", "Python 3.13.1", "First …second", "e.g. this"],
)
def test_a_label_that_names_no_other_site_is_linked(label):
    assert link(label, "https://www.bbc.co.uk/news", limit=80).endswith("](https://www.bbc.co.uk/news)")


@pytest.mark.parametrize(
    "url",
    [
        "https://good.com@evil.test/",
        "https://good.com:443@evil.test/",
        "https://good.com." + "x." * 40 + "evil.test/",
        "https://",
        "http://[::1",
    ],
)
def test_an_address_that_hides_where_it_leads_is_not_linked(url):
    assert "](" not in open_link(url, limit=80)


def test_an_open_link_says_where_it_leads():
    assert open_link("https://lab.test/a b", limit=80) == "[lab.test/a b](https://lab.test/a%20b)"


def test_a_blank_label_is_not_linked():
    assert link("\u200b ", "https://news.example", limit=80) == ""


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://news.example/a_(b)", "https://news.example/a%5F%28b%29"),
        ("https://news.example/a b", "https://news.example/a%20b"),
        ("http://[2001:db8::1]:80/a[1]", "http://[2001:db8::1]:80/a%5B1%5D"),
        ("http://[x](http://evil.test)", "http://%5Bx%5D%28http://evil.test%29"),
        ("https://news.example/ü?q=1&r=2", "https://news.example/ü?q=1&r=2"),
    ],
)
def test_an_address_keeps_to_itself(url, written):
    assert address(url) == written


def test_a_plain_sentence_stays_readable():
    assert escape("Talks resume in Geneva: 5 - 3 = 2.") == "Talks resume in Geneva: 5 - 3 = 2."


def test_a_line_of_several_is_one():
    assert escape_line("one\n\ntwo", 20) == one_line("one two")
