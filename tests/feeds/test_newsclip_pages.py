from datetime import UTC, datetime

from bot.domain.feed import Page, RelatedStory, Section
from bot.feeds.pages import read_page
from tests.feeds.samples import sample_page

URL = "https://newsclip.example.com/stories/ferry"
HTML = """<!doctype html><html lang="en"><head><title>Ferry is back | Newsclip</title>
<link rel="canonical" href="/stories/ferry"><meta property="og:site_name" content="{site}">
<meta property="og:image" content="/covers/ferry.png"></head><body>
<header><a href="/">Newsclip — Social News Discovery</a></header>
<nav><a href="/world">World</a></nav>
<main><article><p class="category">Islands</p><h1>Ferry is back</h1>
<time datetime="2025-11-24T12:00:00+00:00">November 24, 2025</time>
<ul><li><a href="/t/sea">#Sea</a></li><li>#FerryLines</li></ul>
<ul><li><a href="https://x.example/share">Share on X</a></li><li><a href="#">Share on Facebook</a></li></ul>
<h2>A white ship</h2><p>After two winters the <b>ferry</b> sails again.</p>
<blockquote><p>“She floats.”</p></blockquote><p>It is
cold.</p><ul><li>Noon</li><li>Six</li></ul>
<h2>What next?</h2><p>Spring will tell. Will you sail?</p>
<p>Source reference: <a href="https://example.org/ferry?x=1">example.org</a></p></article>
<section><h2>More from Islands</h2><ul><li><a href="/stories/harbour">Harbour</a></li>
<li><a href="/stories/bridge">Bridge</a></li></ul></section></main>
<footer><p>Privacy</p></footer></body></html>"""
TEXT = """Newsclip — Social News Discovery

Islands

Ferry is back

November 24, 2025
  • #Sea
  • #FerryLines
Share on XShare on FacebookShare on LinkedIn
Ferry is back

A white ship

After two winters the ferry sails again.

"She floats, and that is all we want," said the harbour master.

What next?

Spring will tell. Will you sail?

Source reference: https://example.org/ferry?x=1

More from Islands
Harbour
Bridge
"""


def html(site: str = "Newsclip") -> Page:
    return read_page(HTML.replace("{site}", site).encode(), url=URL, content_type="text/html")


def text() -> Page:
    return read_page(TEXT.encode(), url=URL, content_type="text/plain; charset=utf-8")


def test_everything_is_read_from_html():
    assert html() == Page(
        url=URL,
        title="Ferry is back",
        lead="After two winters the ferry sails again.",
        canonical_url=URL,
        category="Islands",
        hashtags=("Sea", "FerryLines"),
        outlet="Newsclip",
        published_at=datetime(2025, 11, 24, 12, tzinfo=UTC),
        image_url="https://newsclip.example.com/covers/ferry.png",
        sections=(
            Section("A white ship", "After two winters the ferry sails again.\nIt is cold.\nNoon\nSix"),
            Section("What next?", "Spring will tell. Will you sail?"),
        ),
        quotes=("She floats.",),
        source_ref="https://example.org/ferry?x=1",
        question="Will you sail?",
        related=(
            RelatedStory("Harbour", "https://newsclip.example.com/stories/harbour"),
            RelatedStory("Bridge", "https://newsclip.example.com/stories/bridge"),
        ),
        language="en",
    )


def test_everything_is_read_from_plain_text():
    found = text()

    assert (found.title, found.category) == ("Ferry is back", "Islands")
    assert found.published_at == datetime(2025, 11, 24, tzinfo=UTC)
    assert found.hashtags == ("Sea", "FerryLines")
    assert [section.heading for section in found.sections] == ["A white ship", "What next?"]
    assert found.quotes == ("She floats, and that is all we want",)
    assert found.source_ref == "https://example.org/ferry?x=1"
    assert found.question == "Will you sail?"
    assert [story.title for story in found.related] == ["Harbour", "Bridge"]


def test_who_clipped_a_story_is_named_and_no_part_of_it():
    clipped = TEXT.replace("November 24, 2025\n", "November 24, 2025\n\nClipped by Rosa Reyes\n")

    found = read_page(clipped.encode(), url=URL, content_type="text/plain; charset=utf-8")

    assert (found.author, found.outlet) == ("Rosa Reyes", "Newsclip")
    assert (found.title, found.category, found.lead) == (text().title, text().category, text().lead)
    assert "Clipped" not in str(found.sections)


def test_a_page_of_another_site_has_an_author_and_no_clipper():
    found = read_page(b"Ferry is back\n\nClipped by Rosa Reyes\n", url=URL, content_type="text/plain")

    assert found.author == ""


def test_an_outlet_on_newsclip_keeps_its_name():
    found = html("The Island Courier")

    assert found.outlet == "The Island Courier"
    assert found.category == "Islands"


def test_the_category_is_known_from_the_end_of_the_page_too():
    found = read_page(
        HTML.replace('<p class="category">Islands</p>', "").encode(), url=URL, content_type="text/html"
    )

    assert found.category == "Islands"


def test_sharing_is_no_part_of_the_story():
    for page in (html(), text()):
        told = " ".join([page.lead, *(section.text for section in page.sections), *page.quotes])
        assert "Share" not in told
        assert "#" not in told


def test_the_newsclip_sample_is_read_whole():
    found = read_page(sample_page("newsclip-page.txt"), url="file:///page.txt", content_type="text/plain")

    assert found.title == "US and Ukraine Make Strides in Peace Talks Amid Controversies"
    assert found.category == "General"
    assert found.published_at == datetime(2025, 11, 24, tzinfo=UTC)
    assert found.hashtags == ("PeaceTalks", "UkraineWar", "Geneva", "USForeignPolicy", "Geopolitics")
    assert found.lead.startswith("After an intense round of discussions in Geneva")
    assert [section.heading for section in found.sections] == [
        "Negotiations Over a Fragile Peace",
        "Contentious Terms Unearthed",
        "U.S.'s Dual Role",
        "Competing Narratives",
        "The European Perspective",
        "What Lies Ahead?",
        "Looking Towards a Tenuous Future",
        "Further Reading",
    ]
    assert found.quotes == ("We will continue intensive work in the coming days",)
    assert found.source_ref == "https://www.bbc.com/news/articles/ce3zwy808dpo"
    assert (found.question, found.related, found.dropped) == (None, (), ())
