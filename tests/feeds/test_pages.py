"""Pages by others than us; a Newsclip page is in test_newsclip_pages."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Unreadable
from bot.domain.feed import Page
from bot.domain.trouble import Trouble
from bot.feeds.pages import read_page
from tests.feeds.samples import sample_page

URL = "https://www.example.com/2025/ferry?utm_source=rss"
FIRST = "After two winters in dock the ferry sails again, and the island has its post before noon once more."
SECOND = (
    "The harbour master says that the ship is safe, that her engines are new and that the bar is open again."
)
THIRD = "Passengers on the first trip agreed, although some of them had hoped for a calmer sea on such a day."
MORE = f"<p>{FIRST}</p><h2>The ship</h2><p>{SECOND}</p><p>{THIRD}</p>"


def page(body: str, head: str = "", content_type: str = "text/html; charset=utf-8") -> Page:
    html = f"<!doctype html><html lang=en><head>{head}</head><body><article>{body}</article></body></html>"
    return read_page(html.encode(), url=URL, content_type=content_type)


def linked(**article: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **article}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_the_text_is_read_in_its_sections():
    found = page(f"<h1>Ferry is back</h1>{MORE}")

    assert found.title == "Ferry is back"
    assert found.lead == FIRST
    assert [section.heading for section in found.sections] == ["", "The ship"]
    assert found.sections[1].text == f"{SECOND}\n{THIRD}"


def test_what_surrounds_the_article_is_left_out():
    html = (
        "<html><body><nav><a href=/a>Home</a><a href=/b>World news of today</a></nav>"
        f"<div class=cookie><p>We use cookies, do you agree?</p></div><article><h1>Ferry</h1>{MORE}</article>"
        "<footer><p>All rights reserved by us for all time.</p></footer>"
        "<script>var x = 'never shown';</script></body></html>"
    )

    text = "\n".join(
        section.text for section in read_page(html.encode(), url=URL, content_type="text/html").sections
    )

    assert FIRST in text
    assert not any(word in text for word in ("cookies", "rights reserved", "never shown", "World news"))


def test_json_ld_says_most_about_a_story():
    found = page(
        MORE,
        linked(
            headline="Ferry is back &amp; well",
            datePublished="2025-11-24T12:00:00+01:00",
            author=[{"@type": "Person", "name": "Ada"}, {"name": "Ben"}],
            image=[{"url": "/ferry.jpg"}],
            keywords="Sea, Ferry lines,sea",
            articleSection="Islands",
            publisher={"name": "The Example"},
        ),
    )

    assert found.title == "Ferry is back & well"
    assert found.published_at == datetime(2025, 11, 24, 11, tzinfo=UTC)
    assert (found.author, found.outlet, found.category) == ("Ada, Ben", "The Example", "Islands")
    assert found.image_url == "https://www.example.com/ferry.jpg"
    assert found.hashtags == ("Sea", "Ferry lines")
    assert found.language == "en"


def test_json_ld_in_a_graph_is_found():
    graph = {"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["BlogPosting"], "headline": "Inside"}]}
    script = f'<script type="application/ld+json">{json.dumps(graph)}</script>'

    assert page(MORE, script).title == "Inside"


def test_open_graph_serves_where_there_is_no_json_ld():
    found = page(
        MORE,
        "<meta property=og:title content='Ferry is back'><meta property=og:site_name content='The Example'>"
        "<meta property=og:image content=/i.png>"
        "<meta property=article:published_time content=2025-11-24T12:00:00Z>"
        "<meta property=article:section content=Islands><meta property=article:tag content=Sea>"
        "<meta name=author content=Ada><meta property=article:author content=https://facebook.com/ada>",
    )

    assert (found.title, found.outlet) == ("Ferry is back", "The Example")
    assert (found.category, found.author) == ("Islands", "Ada")
    assert found.image_url == "https://www.example.com/i.png"
    assert found.published_at == datetime(2025, 11, 24, 12, tzinfo=UTC)
    assert found.hashtags == ("Sea",)


@pytest.mark.parametrize(
    ("canonical", "believed"),
    [
        ("https://example.com/ferry", "https://example.com/ferry"),
        ("/ferry?utm_medium=x", "https://www.example.com/ferry"),
        ("https://elsewhere.com/ferry", None),
        ("https://www.example.com/", None),
        ("", None),
    ],
)
def test_a_canonical_address_is_believed_only_on_its_own_site(canonical, believed):
    assert page(MORE, f"<link rel=canonical href='{canonical}'>").canonical_url == believed


def test_a_page_without_text_has_what_its_head_says():
    found = page("", "<title>Ferry</title><meta name=description content='It sails.'>")

    assert (found.title, found.lead) == ("Ferry", "It sails.")


@pytest.mark.parametrize(
    ("ending", "question"),
    [
        ("<p>Will you sail with her? Tell us in the comments.</p>", "Will you sail with her?"),
        ("<p>What do you think?</p><p>Photos by Ada.</p>", "What do you think?"),
        ("<p>Can it last? Let us know below what your view is.</p>", "Can it last?"),
        ("<p>Whether it lasts is open. Will she sink?</p>", None),
        ("<p>“Would you sail?” he asked.</p>", None),
        ("", None),
    ],
)
def test_the_closing_question_to_the_reader_is_found(ending, question):
    assert page(MORE + ending).question == question


def test_a_question_in_the_middle_is_not_the_closing_one():
    assert page(f"<p>Do you remember her?</p>{MORE}<p>{SECOND}!</p>").question is None


def test_injected_phrases_are_dropped_and_listed():
    found = page(
        f"<p>{FIRST}. Find out more about island ferry lines Example guide.</p>"
        "<h2>The ship. Find out more about island ferry lines Example tips.</h2>"
        f"<p>{SECOND}</p><p>{THIRD} Find out more about island ferry lines Example.</p>"
    )

    assert found.dropped == (
        "Find out more about island ferry lines Example guide",
        "Find out more about island ferry lines Example tips",
        "Find out more about island ferry lines Example",
    )
    assert [section.heading for section in found.sections] == ["", "The ship"]
    assert not any("Find out" in section.text for section in found.sections)


def test_an_honest_invitation_to_read_more_stays():
    found = page(
        f"{MORE}<p>The museum is open all year. Find out more about its collection of models and maps.</p>"
    )

    assert found.dropped == ()
    assert "collection of models" in found.sections[-1].text


def test_the_blog_sample_is_read_without_its_phrases():
    found = read_page(sample_page("blog-article.txt"), url="file:///blog.txt", content_type="text/plain")

    assert found.title == "Diplomacy Under Duress: The Geneva Consultations"
    assert found.lead.startswith("In the immediate aftermath")
    assert [section.heading for section in found.sections] == [
        "",
        "The Agenda for High-Level Security Meetings",
        "Efforts to Transform a Contentious Draft",
        "Implications for the Long-Term European Security Order",
        "The Precedent Set by US-Mediated Territorial Settlement",
        "The Future Trajectory of US-European Coordination",
        "Actionable Takeaways and Final Thoughts",
    ]
    assert (
        sum(phrase.startswith("Find out more about European allied dissent") for phrase in found.dropped) == 5
    )
    assert not any("Find out more" in section.text + section.heading for section in found.sections)
    assert found.question == (
        "What part of this diplomatic tightrope walk do you find most alarming"
        " for the long-term stability of Europe?"
    )


@pytest.mark.parametrize(
    "content_type", ["image/png", "application/pdf", "video/mp4", "application/octet-stream"]
)
def test_what_is_no_page_is_refused(content_type):
    with pytest.raises(Unreadable):
        read_page(b"%PDF-1.7 ...", url=URL, content_type=content_type)


@pytest.mark.parametrize("body", [b"", b" \n ", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"])
def test_nothing_to_read_is_refused(body):
    with pytest.raises(Unreadable):
        read_page(body, url=URL, content_type="")


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<div>" * 100_000 + "x", id="nested"),
        pytest.param("<p>" * 100_000 + "x", id="paragraphs"),
        pytest.param("<blockquote><li>" * 20_000, id="quotes"),
        pytest.param("<" * 300_000, id="brackets"),
        pytest.param("<p>" + "word. " * 100_000, id="one paragraph"),
        pytest.param("<p>" + "? " * 50_000, id="questions"),
        pytest.param("<p>" + "." * 100_000 + " Find out more about " + "x" * 100_000, id="teaser"),
        pytest.param("<h1>x</h1><p>\x00\x08\u202e&#0;&#xd800;&#x202e;</p>", id="controls"),
    ],
)
def test_hostile_pages_are_read_in_time(body):
    found = page(body, "<title>x</title>")

    assert found.title


@given(
    st.text(max_size=60).map(str.encode) | st.binary(max_size=60),
    st.sampled_from(["", "text/plain", "text/html"]),
)
def test_any_bytes_are_a_page_or_refused(body, content_type):
    try:
        found = read_page(body, url=URL, content_type=content_type)
    except Unreadable:
        return

    assert found.url == URL


@pytest.mark.parametrize(
    "data",
    ["[" * 50_000, "null", '{"@type": 3, "@graph": "x"}', '{"@type": "Article", "author": [[[]]]}', "{"],
)
def test_nonsense_in_json_ld_is_no_obstacle(data):
    found = page(MORE, f"<title>Ferry</title><script type='application/ld+json'>{data}</script>")

    assert found.title == "Ferry"


def test_direction_marks_do_not_get_through():
    found = page(f"<h1>Fer\u202ery</h1>{MORE}", "<meta property=og:title content='Fer&#x202e;ry'>")

    assert found.title == "Ferry"


@pytest.mark.parametrize(
    "feed",
    [
        '<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Courier</title></channel></rss>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title></feed>',
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": []}',
    ],
)
def test_a_feed_is_no_page(feed):
    with pytest.raises(Unreadable) as caught:
        read_page(feed.encode(), url=URL, content_type="text/plain")

    assert caught.value.why == Trouble.IS_FEED


def test_a_page_in_xml_and_a_text_about_feeds_are_pages():
    html = f'<?xml version="1.0"?><html><head><title>Ferry</title></head><body>{MORE}</body></html>'
    text = f"How to write <rss> by hand\n\n{FIRST}\n\n{SECOND}"

    assert read_page(html.encode(), url=URL, content_type="application/xhtml+xml").title == "Ferry"
    assert read_page(text.encode(), url=URL, content_type="text/plain").lead
