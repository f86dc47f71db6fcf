"""Lists of feeds: read from what other programs write, refused where they are a trap, written."""

import time
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.opml import MOST_BYTES, MOST_FEEDS, FeedToFollow, ListedFeed, sort_list
from bot.feeds.opml import read_opml, write_opml
from tests.builders import NOON


def opml(body):
    return f'<?xml version="1.0"?><opml version="2.0"><head/><body>{body}</body></opml>'.encode()


def test_folders_titles_and_sites_are_read():
    listed = read_opml(
        opml(
            """<outline text="World"><outline title="Ukraine">
                 <outline type="rss" text="Harbour &amp; News" xmlUrl=" https://a.example/feed " htmlUrl="https://a.example"/>
               </outline><outline text="a note"/></outline>
               <OUTLINE title="Loose" XMLURL="https://b.example/feed"/>"""
        )
    )

    assert listed == [
        ListedFeed("https://a.example/feed", "Harbour & News", "https://a.example", ("World", "Ukraine")),
        ListedFeed("https://b.example/feed", "Loose"),
    ]


def test_a_loose_ampersand_breaks_no_list():
    listed = read_opml(opml('<outline text="A & B" xmlUrl="https://a.example/?x=1&y=2"/>'))

    assert listed == [ListedFeed("https://a.example/?x=1&y=2", "A & B")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1251"])
def test_lists_come_in_other_encodings(encoding):
    name = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{name}"?><opml><body><outline text="Київ" xmlUrl="https://a.example/f"/></body></opml>'

    assert read_opml(text.encode(encoding))[0].title == "Київ"


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "error-opml-broken"),
        (b"not xml", "error-opml-broken"),
        (opml("<outline>"), "error-opml-broken"),
        (b"<rss><channel/></rss>", "error-opml-other"),
        (b"<html><body><p>Hello</p></body></html>", "error-opml-other"),
        (
            f'<!DOCTYPE opml [<!ENTITY e0 "ha">{BOMB}]><opml><outline text="&e11;"/></opml>'.encode(),
            "error-opml-entities",
        ),
        (
            b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body>&x;</body></opml>',
            "error-opml-entities",
        ),
        (
            b'<!DOCTYPE opml [<!ENTITY % x SYSTEM "http://10.0.0.1/x">%x;]><opml><body/></opml>',
            "error-opml-entities",
        ),
        (opml('<outline text="x">' * 60 + "</outline>" * 60), "error-opml-many"),
        (opml('<outline xmlUrl="https://a.example"/>' * (MOST_FEEDS + 1)), "error-opml-many"),
        (opml("<outline/>" * (MOST_FEEDS * 5 + 1)), "error-opml-many"),
        (b" " * (MOST_BYTES + 1), "error-opml-large"),
    ],
    ids=[
        "empty",
        "text",
        "open",
        "rss",
        "page",
        "bomb",
        "file",
        "remote",
        "deep",
        "feeds",
        "outlines",
        "large",
    ],
)
def test_what_is_no_list_or_a_trap_is_refused_at_once(data, code):
    started = time.perf_counter()
    with pytest.raises(InvalidInput) as caught:
        read_opml(data)

    assert caught.value.code == code
    assert time.perf_counter() - started < 2


def test_a_line_is_named_where_a_list_is_broken():
    with pytest.raises(InvalidInput) as caught:
        read_opml(b"<opml>\n<body>\n</opml>")

    assert caught.value.fields["line"] == 3


def test_a_written_list_is_opml_2():
    data = write_opml(
        "A & B <news>", [ListedFeed("https://a.example/?a=1&b=2", '"A"', None, ("World",))], at=NOON
    )

    root = ET.fromstring(data)
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == "A & B <news>"
    assert root.findtext("head/dateCreated") == "Sun, 22 Nov 2026 12:00:00 +0000"
    outline = root.find("body/outline/outline")
    assert outline is not None
    assert outline.attrib == {
        "type": "rss",
        "text": '"A"',
        "title": '"A"',
        "xmlUrl": "https://a.example/?a=1&b=2",
    }


words = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Z")), min_size=1, max_size=20
)
listed_feeds = st.builds(
    ListedFeed,
    st.integers(0, 99).map(lambda number: f"https://site{number}.example/feed?a=1&b='2'"),
    words,
    st.none() | st.just("https://site.example/"),
    st.lists(words, max_size=3).map(tuple),
)


@given(st.lists(listed_feeds, max_size=8), words)
def test_what_is_written_reads_as_the_same(feeds, title):
    read = read_opml(write_opml(title, feeds, at=NOON))

    # NFC may spell a name in another way; each feed stands in the folders that it stood in.
    assert [(each.url, each.site_url) for each in sorted(read, key=_order)] == [
        (each.url, each.site_url) for each in sorted(feeds, key=_order)
    ]
    assert read_opml(write_opml(title, read, at=NOON)) == read


def _order(feed):
    return feed.url, feed.site_url or ""


@given(st.binary(max_size=200))
def test_whatever_comes_is_a_list_or_refused(data):
    try:
        read_opml(data)
    except InvalidInput:
        return


def test_a_feed_that_stands_in_a_list_twice_counts_once_with_all_its_folders():
    found = sort_list(
        [
            ListedFeed("https://a.example/feed", "A", None, ("World",)),
            ListedFeed("https://a.example/feed", "Again", "https://a.example", ("World", "War")),
            ListedFeed("javascript:alert(1)", "Bad"),
            ListedFeed("", "Worse"),
        ]
    )

    assert found.feeds == (FeedToFollow("https://a.example/feed", "A", None, ("World", "War")),)
    assert (found.repeated, found.unusable) == (1, ("javascript:alert(1)", ""))
