import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import NotAFeed
from bot.domain.feed import FeedDocument, Item, NamedFeed
from bot.feeds.parse import parse_feed

URL = "https://example.com/news/feed.xml"
A_FEED = '<rss version="2.0"><channel><item><title>{}</title></item></channel></rss>'


def parsed(body: bytes | str, content_type: str = "") -> FeedDocument:
    content = body.encode() if isinstance(body, str) else body
    return parse_feed(content, url=URL, content_type=content_type)


def rss(*items: str, head: str = "<title>The Example</title>") -> FeedDocument:
    joined = "".join(f"<item>{item}</item>" for item in items)
    return parsed(f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{joined}</channel></rss>')


def one(item: str) -> Item:
    return rss(item).items[0]


def atom(*entries: str, base: str = "") -> FeedDocument:
    joined = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return parsed(
        f'<feed xmlns="http://www.w3.org/2005/Atom"{base}><title>The Example</title>{joined}</feed>'
    )


# Formats


def test_rss_is_read():
    document = rss(
        "<title>Ferry is back</title><link>https://example.com/ferry</link>"
        "<guid isPermaLink='false'>f-1</guid><pubDate>Mon, 24 Nov 2025 12:00:00 +0100</pubDate>"
        "<description>&lt;p&gt;It sails &lt;b&gt;again&lt;/b&gt;.&lt;/p&gt;</description>"
        "<category>Sea</category><author>ada@example.com (Ada)</author>",
        head="<title>The Example</title><link>https://example.com/</link><language>en-GB</language><ttl>15</ttl>",
    )

    assert (document.title, document.site_url, document.language) == (
        "The Example",
        "https://example.com/",
        "en-GB",
    )
    assert document.ttl == timedelta(minutes=15)
    assert document.items == (
        Item(
            key="guid:f-1",
            title="Ferry is back",
            link="https://example.com/ferry",
            published_at=datetime(2025, 11, 24, 11, tzinfo=UTC),
            summary="It sails again.",
            categories=("Sea",),
            author="Ada",
        ),
    )


def test_atom_is_read():
    document = atom(
        "<id>urn:1</id><title>Ferry</title><link rel='enclosure' href='/a.mp3'/>"
        "<link rel='alternate' href='/ferry'/>"
        "<published>2025-11-24T12:00:00Z</published><updated>2025-11-25T12:00:00Z</updated><summary>Short.</summary>"
        "<content type='html'>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content><category term='sea'/>"
        "<author><name>Ada</name></author>"
    )

    item = document.items[0]
    assert (item.key, item.link) == ("guid:urn:1", "https://example.com/ferry")
    assert (item.summary, item.text) == ("Short.", "One.\nTwo.")
    assert item.updated_at == datetime(2025, 11, 25, 12, tzinfo=UTC)
    assert (item.categories, item.author) == (("sea",), "Ada")


def test_rdf_is_read():
    document = parsed(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Example</title></channel>'
        '<item rdf:about="https://example.com/1"><title>One</title><link>https://example.com/1</link>'
        "<dc:date>2025-11-24</dc:date></item></rdf:RDF>"
    )

    assert [(item.title, item.published_at) for item in document.items] == [
        ("One", datetime(2025, 11, 24, tzinfo=UTC))
    ]


def test_json_feed_is_read():
    document = parsed(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "The Example",
                "home_page_url": "https://example.com/",
                "language": "en",
                "hubs": [{"type": "WebSub", "url": "https://hub.example.com/"}],
                "items": [
                    {
                        "id": 7,
                        "url": "/ferry",
                        "title": "Ferry",
                        "content_html": "<p>It sails.</p>",
                        "date_published": "2025-11-24T12:00:00+01:00",
                        "tags": ["sea", "Sea", 3],
                        "authors": [{"name": "Ada"}],
                        "image": "/ferry.jpg",
                    },
                    "no item",
                    {"id": None, "content_text": "Only text"},
                ],
            }
        )
    )

    first, second = document.items
    assert (document.title, document.language, document.hub_url) == (
        "The Example",
        "en",
        "https://hub.example.com/",
    )
    assert (first.key, first.link) == ("guid:7", "https://example.com/ferry")
    assert (first.text, first.categories, first.author) == ("It sails.", ("sea",), "Ada")
    assert first.image_url == "https://example.com/ferry.jpg"
    assert first.published_at == datetime(2025, 11, 24, 11, tzinfo=UTC)
    assert (second.title, second.text) == ("", "Only text")


def test_a_feed_without_items_is_a_feed():
    assert rss().items == ()
    assert atom().items == ()


# Keys


def test_the_guid_is_the_key_before_the_link():
    assert one("<guid>g</guid><link>https://example.com/1</link>").key == "guid:g"


def test_without_a_guid_the_link_is_the_key_without_its_trackers():
    item = one("<title>x</title><link>https://example.com/1?utm_source=rss&amp;id=2#c</link>")

    assert item.key == "link:https://example.com/1?id=2#c"


def test_a_guid_that_repeats_the_link_is_the_link_so_that_both_parsers_agree():
    fast = one("<guid>https://example.com/1</guid><link>https://example.com/1</link>")
    slow = parsed(  # an entry with its own base goes to feedparser
        "<rss version='2.0'><channel><item xml:base='https://example.com/'><guid>https://example.com/1</guid>"
        "<link>https://example.com/1</link></item></channel></rss>"
    ).items[0]

    assert fast.key == slow.key == "link:https://example.com/1"


def test_without_guid_and_link_title_and_date_are_the_key():
    told = "<title>Ferry</title><pubDate>Mon, 24 Nov 2025 12:00:00 GMT</pubDate>"
    other = "<title>Ferry</title><pubDate>Tue, 25 Nov 2025 12:00:00 GMT</pubDate>"

    assert one(told).key.startswith("hash:")
    assert one(told).key == one(told).key != one(other).key


def test_a_guid_shared_by_items_with_different_links_falls_back_to_the_link():
    document = rss(
        "<guid>same</guid><title>a</title><link>https://example.com/1</link>",
        "<guid>same</guid><title>b</title><link>https://example.com/2</link>",
        "<guid>own</guid><title>c</title><link>https://example.com/3</link>",
    )

    assert [item.key for item in document.items] == [
        "link:https://example.com/1",
        "link:https://example.com/2",
        "guid:own",
    ]


def test_a_link_shared_by_items_without_guids_falls_back_to_title_and_date():
    document = rss(*(f"<title>{title}</title><link>https://example.com/</link>" for title in "abc"))

    assert len({item.key for item in document.items}) == 3
    assert all(item.key.startswith("hash:") for item in document.items)


def test_an_exact_repetition_is_one_item():
    told = "<guid>g</guid><title>a</title><link>https://example.com/1</link>"

    assert len(rss(told, told).items) == 1


def test_an_edited_title_or_date_keeps_the_key():
    before = one("<guid>g</guid><title>a</title><pubDate>Mon, 24 Nov 2025 12:00:00 GMT</pubDate>")
    after = one("<guid>g</guid><title>b</title><pubDate>Tue, 25 Nov 2025 12:00:00 GMT</pubDate>")

    assert before.key == after.key


# Links


def test_relative_links_are_resolved_against_the_feed():
    assert one("<title>x</title><link>../ferry</link>").link == "https://example.com/ferry"


def test_relative_links_are_resolved_against_the_base_that_the_feed_names():
    document = atom("<title>x</title><link href='ferry'/>", base=' xml:base="https://other.example.com/sea/"')

    assert document.items[0].link == "https://other.example.com/sea/ferry"


def test_relative_links_are_resolved_against_the_base_that_the_entry_names():
    document = parsed(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example.com/">'
        '<entry xml:base="sea/"><title>x</title><link href="ferry"/></entry></feed>'
    )

    assert document.items[0].link == "https://other.example.com/sea/ferry"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "mailto:ada@example.com", "http://", "data:text/html,x"]
)
def test_a_link_that_is_no_web_address_is_none(link):
    assert one(f"<title>x</title><link>{link}</link>").link is None


# Titles and texts


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("A &lt;b&gt;bold&lt;/b&gt; ferry", "A bold ferry"),
        ("<![CDATA[A <i>bold</i> ferry]]>", "A bold ferry"),
        ("AT&amp;amp;T &amp;#8217;s", "AT&T ’s"),
        ("5 &lt; 6 and 7 &gt; 6", "5 < 6 and 7 > 6"),
        ("&lt;Untitled&gt;", "<Untitled>"),
        ("two\n  lines", "two lines"),
        ("caf&eacute; &amp; t&nbsp;a", "café & t a"),
        ("salt & pepper &x; &", "salt & pepper &x; &"),
        ("pay\u202elap\u200b", "paylap"),
        ("", ""),
    ],
)
def test_titles_are_one_line_of_plain_text(written, shown):
    assert one(f"<title>{written}</title><guid>1</guid>").title == shown


def test_an_xhtml_title_is_not_lost():
    document = atom(
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>bold</b> ferry</div></title>'
    )

    assert document.items[0].title == "A bold ferry"


def test_a_title_of_10000_characters_is_cut_at_a_word():
    title = one(f"<title>{'word ' * 2000}</title>").title

    assert len(title) <= 1000
    assert title.endswith("word…")


def test_mentions_and_markdown_are_left_to_who_shows_them():
    assert one("<title>@everyone **x** &lt;@123&gt;</title>").title == "@everyone **x** <@123>"


def test_paragraphs_of_a_text_are_kept_apart():
    item = one(
        "<title>x</title><description>&lt;p&gt;One&lt;br/&gt;two&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;Three</description>"
    )

    assert item.summary == "One\ntwo\nThree"


def test_a_mail_address_is_no_author():
    assert one("<title>x</title><author>ada@example.com</author>").author == ""


# Dates


@pytest.mark.parametrize(
    "date", ["", "yesterday", "2 hours ago", "12:30", "not a date", "2025-13-45", "31 Foo 2025"]
)
def test_an_absent_or_unreadable_date_is_none_and_loses_no_item(date):
    item = one(f"<title>x</title><guid>1</guid><pubDate>{date}</pubDate>")

    assert (item.key, item.published_at) == ("guid:1", None)


def test_a_guid_is_no_date():
    assert one("<title>x</title><guid>20251124</guid>").published_at is None


def test_a_date_alone_is_its_midnight():
    assert one("<title>x</title><pubDate>2025-11-24</pubDate>").published_at == datetime(
        2025, 11, 24, tzinfo=UTC
    )


def test_a_future_date_is_kept():
    item = one("<title>x</title><pubDate>Thu, 31 Dec 2099 10:00:00 CEST</pubDate>")

    assert item.published_at == datetime(2099, 12, 31, 8, tzinfo=UTC)


# Categories and pictures


def test_each_category_is_there_once():
    categories = "".join(f"<category>{name}</category>" for name in ("Sea", "sea", " ", "Air"))

    item = one(f"<title>x</title>{categories}")

    assert item.categories == ("Sea", "Air")


def test_categories_joined_in_one_element_are_parted():
    document = rss(
        "<title>a</title><category>Sea, Air</category>", "<title>b</title><category>Sea</category>"
    )

    assert [item.categories for item in document.items] == [("Sea", "Air"), ("Sea",)]


def test_a_comma_is_part_of_a_category_where_items_have_several():
    document = rss("<title>a</title><category>Crime, Law</category><category>Sea</category>")

    assert document.items[0].categories == ("Crime, Law", "Sea")


@pytest.mark.parametrize(
    "picture",
    [
        '<media:thumbnail xmlns:media="http://search.yahoo.com/mrss/" url="/i.jpg"/>',
        '<media:content xmlns:media="http://search.yahoo.com/mrss/" url="/i.jpg" medium="image"/>',
        '<enclosure url="/i.jpg" type="image/jpeg" length="0"/>',
        "<description>&lt;img src='/pixel.gif'&gt;&lt;img src='/i.jpg'&gt;</description>",
        "<description>&lt;img src='undefined'&gt;&lt;img src='/i.jpg'&gt;</description>",
    ],
)
def test_the_picture_is_found(picture):
    assert one(f"<title>x</title>{picture}").image_url == "https://example.com/i.jpg"


def test_sound_is_no_picture():
    assert one('<title>x</title><enclosure url="/a.mp3" type="audio/mpeg" length="1"/>').image_url is None


# Character sets


@pytest.mark.parametrize(
    ("declared", "encoded"),
    [
        ('encoding="iso-8859-1"', "latin-1"),
        ('encoding="windows-1252"', "cp1252"),
        ('encoding="utf-8"', "utf-8"),
        ('encoding="utf-8"', "cp1252"),
        ("", "utf-8"),
        ("", "cp1252"),
        ("", "utf-16"),
        ("", "utf-8-sig"),
        ('encoding="utf-7"', "utf-8"),
        ('encoding="nonsense"', "utf-8"),
    ],
)
def test_letters_survive_what_is_declared_wrongly(declared, encoded):
    text = f'<?xml version="1.0" {declared}?>{A_FEED.format("café")}'

    assert parsed(text.encode(encoded)).items[0].title == "café"


def test_quotation_marks_in_a_false_latin_1_are_kept():
    text = f'<?xml version="1.0" encoding="iso-8859-1"?>{A_FEED.format("“x”")}'

    assert parsed(text.encode("cp1252")).items[0].title == "“x”"


def test_the_servers_word_counts_where_the_document_has_none():
    text = A_FEED.format("Привет")

    assert parsed(text.encode("koi8-r"), "text/xml; charset=koi8-r").items[0].title == "Привет"


# Malformed and hostile


@pytest.mark.parametrize(
    "content_type",
    ["text/html", "image/png", "application/json", "application/octet-stream", "; charset=", "x" * 5000],
)
def test_a_false_content_type_is_no_obstacle(content_type):
    assert parsed(
        '<rss version="2.0"><channel><item><title>x</title></item></channel></rss>', content_type
    ).items


def test_a_feed_that_is_cut_off_gives_what_came():
    document = parsed(
        '<rss version="2.0"><channel><item><title>one</title></item><item><title>two</title><link>https://e'
    )

    assert [item.title for item in document.items][:1] == ["one"]
    assert len(document.items) == 2


def test_junk_around_a_feed_is_ignored():
    document = parsed(
        f'\n\n<b>Warning</b>: x in /a.php\n<?xml version="1.0"?>{A_FEED.format("x")}\n<!-- cached --><script>'
    )

    assert [item.title for item in document.items] == ["x"]


def test_control_characters_do_not_stop_a_feed():
    assert parsed(
        b'<rss version="2.0"><channel><item><title>a\x00\x08\x1b[31mb</title></item></channel></rss>'
    ).items


def test_entities_of_the_document_are_not_unfolded():
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    document = parsed(
        f'<!DOCTYPE rss [<!ENTITY e0 "aaaaaaaaaa">{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        '<rss version="2.0"><channel><item><title>x &e11; &f;</title></item></channel></rss>'
    )

    assert document.items[0].title == "x &e11; &f;"


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "inside",
    [
        pytest.param("<a>" * 100_000, id="tags"),
        pytest.param("&lt;div&gt;" * 100_000, id="escaped tags"),
        pytest.param("<![CDATA[" * 100_000, id="cdata"),
        pytest.param("<!--" * 100_000, id="comments"),
        pytest.param("<" * 500_000, id="brackets"),
        pytest.param("&" * 500_000, id="ampersands"),
        pytest.param("&lt;a " * 100_000, id="open tags"),
        pytest.param("<title type='" * 50_000, id="titles"),
        pytest.param("<pubDate>" * 50_000, id="dates"),
        pytest.param("<link a='" * 50_000, id="links"),
    ],
)
def test_hostile_nesting_is_read_in_time(inside):
    body = A_FEED.format("x").replace("</item>", f"<description>{inside}</description></item>")

    assert parsed(body).items[0].title == "x"


@pytest.mark.timeout(30)
def test_20000_items_are_read_in_time():
    told = "<guid>{0}</guid><link>https://example.com/{0}</link><pubDate>2025-11-24T12:00:00Z</pubDate>"
    items = (f"<title>Story {n}</title>{told.format(n)}" for n in range(20_000))

    assert len(rss(*items).items) == 20_000


_SEEDS = st.sampled_from(
    [
        A_FEED.format("x"),
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">&lt;</title></entry></feed>',
        '{"version": "https://jsonfeed.org/version/1", "items": [{"id": 1, "url": "x", "tags": []}]}',
    ]
)


@given(_SEEDS, st.lists(st.tuples(st.integers(0, 130), st.binary(max_size=6)), max_size=6))
def test_a_damaged_feed_is_a_feed_or_none(seed, damages):
    body = seed.encode()
    for place, put in damages:
        body = body[:place] + put + body[place + len(put) // 2 :]

    try:
        document = parsed(body)
    except NotAFeed:
        return

    assert len({item.key for item in document.items}) == len(document.items)


def test_a_broken_name_of_a_tag_breaks_no_feed():
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><:title>x</:title><entry><title>x</title></entry></feed>'
    )

    assert [item.title for item in parsed(body).items] == ["x"]


# What is no feed


@pytest.mark.parametrize(
    ("body", "looks_like"),
    [
        ("", "empty"),
        (" \n\ufeff", "empty"),
        ("<!DOCTYPE html><html><head><title>x</title></head></html>", "html"),
        ("<HTML><body><p>rss</p></body></HTML>", "html"),
        ("<urlset><url><loc>https://example.com/</loc></url></urlset>", "xml"),
        ("<opml version='2.0'/>", "xml"),
        ('{"version": "1.0", "items": []}', "json"),
        ("{", "json"),
        ("[" * 100_000, "json"),
        ('{"items": ["<p>x</p>"]}', "json"),
        ("<article><h1>x</h1></article>", "html"),
        ("just words", "unknown"),
        ("\x89PNG\r\n\x1a\n", "unknown"),
    ],
)
def test_what_is_no_feed_says_what_it_is(body, looks_like):
    with pytest.raises(NotAFeed) as refused:
        parsed(body)

    assert refused.value.looks_like == looks_like
    assert refused.value.url == URL


def test_a_page_names_its_feeds():
    with pytest.raises(NotAFeed) as refused:
        parsed(
            "<!doctype html><link rel=alternate type=application/rss+xml href=/feed.xml>"
            "<link rel='alternate' type='application/atom+xml' href='https://example.com/atom'"
            " title=' Harbour &amp;amp; <b>Isles</b>\u202e '>"
            "<link rel='alternate' type='application/atom+xml' href='/feed.xml' title='Again'>"
            "<link rel=alternate hreflang=de href=/de><link rel=stylesheet type=application/rss+xml href=/x>"
        )

    assert refused.value.feeds == (
        NamedFeed("https://example.com/feed.xml"),
        NamedFeed("https://example.com/atom", "Harbour & Isles"),
    )
