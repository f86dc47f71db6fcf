import json
import subprocess
import sys
from calendar import timegm
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from bot.domain.errors import AddressRefused, InvalidInput, NotFound, Unreadable
from bot.preview import preview
from bot.texts.catalogue import Texts
from tests.feeds.samples import needs_samples, samples

SAMPLES = samples() or Path("no-samples")

PAGE = """<!doctype html><html lang="en"><head><title>Tide | Newsclip</title>
<link rel="canonical" href="https://news.example/stories/tide?utm_source=x"></head><body>
<header>Newsclip</header><main><article><p>Science</p><h1>The Tide Came <em>Early</em></h1>
<time datetime="2025-11-24T10:00:00+00:00">November 24, 2025</time>
<ul><li>#Tides</li><li>#DeepSea</li></ul><ul><li>Share on X</li></ul>
<section><h2>By the Pier</h2><p>Nobody had expected it before noon, and nobody was quite ready.</p>
<blockquote>“It simply came.”</blockquote></section>
<p>What would you have done?</p>
<p>Source reference: <a href="https://tides.example/log">https://tides.example/log</a></p></article>
<h3>More from Science:</h3><ul><li><a href="/stories/moon">The moon</a></li></ul></main></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "tide.html"
    path.write_text(PAGE, encoding="utf-8")
    return str(path)


def test_a_page_is_shown_with_all_that_it_says(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = preview(page, as_json=False)

    shown = capsys.readouterr().out
    assert code == 0
    assert "The Tide Came Early" in shown
    assert "Science · #Tides #DeepSea" in shown
    assert "Tags: Science (#DeepSea is a synonym)" in shown
    assert "“It simply came.”" in shown
    assert "Question: What would you have done?" in shown
    assert "Source: https://tides.example/log" in shown
    assert "Related: The moon" in shown


def test_a_page_as_json_is_one_line_with_every_field(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    preview(page, as_json=True)

    (line,) = capsys.readouterr().out.splitlines()
    story = json.loads(line)
    assert story["title"] == "The Tide Came Early"
    assert story["date"] == "2025-11-24T10:00:00+00:00"
    assert story["hashtags"] == ["Tides", "DeepSea"]
    assert story["tags"] == ["Science"]
    assert story["why"] == {"Science": {"reason": "by-synonym", "detail": "DeepSea"}}
    assert story["sections"] == ["By the Pier"]
    assert story["quotes"] == ["It simply came."]
    assert story["source_ref"] == "https://tides.example/log"
    assert story["related"][0]["title"] == "The moon"


def test_a_feed_costs_one_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(
        "<rss version='2.0'><channel><title>Pier News</title>"
        "<item><title>One &amp; only</title><link>https://news.example/1?utm_source=rss</link></item>"
        "<item><title>Kelp is back</title><link>https://news.example/2</link></item></channel></rss>",
        encoding="utf-8",
    )

    preview(str(feed), as_json=True)

    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["title"], first["link"]) == ("One & only", "https://news.example/1")
    assert first["key"] == "url:news.example/1"
    assert first["outlet"] == "Pier News"
    assert second["tags"] == ["Climate"]


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("feed.xml", b"<rss version='2.0'><channel><title>Quiet</title></channel></rss>", "the feed “Quiet”"),
        ("cut.xml", b"<rss><channel><title>Quiet", "the feed “Quiet”"),
        ("bare.xml", b"<rss><channel></channel></rss>", "a feed without stories"),
        ("empty.xml", b"", "is empty"),
        ("blank.txt", b" \n\t\n", "is empty"),
        (
            "program.xml",
            b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00>\x00" + b"main" * 9,
            "not a page of text",
        ),
        ("noise", bytes(range(256)) * 4, "not a page of text"),
    ],
)
def test_a_file_without_a_story_is_refused_by_its_name(
    tmp_path: Path, name: str, body: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(body)

    with pytest.raises(InvalidInput) as refused:
        preview(str(path), as_json=False)

    sentence = Texts.load().error(refused.value)
    assert str(path) in sentence
    assert words in sentence


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("README.md", "# Newsclip\n\n## Try it\n\n```sh\nnewsclip demo\n```\n\nIt needs no account.\n"),
        ("wire.py", "import json\n\n\ndef main():\n    print(json.dumps({}))\n"),
        ("pyproject.toml", "[project]\nname = 'newsclip'\n"),
    ],
)
def test_a_file_of_text_that_is_no_page_is_refused(tmp_path: Path, name: str, body: str) -> None:
    path = tmp_path / name
    path.write_text(body, encoding="utf-8")

    with pytest.raises(InvalidInput) as refused:
        preview(str(path), as_json=False)

    sentence = Texts.load().error(refused.value)
    assert sentence.startswith(f"The file {path} is neither a feed (RSS, Atom or JSON Feed) nor a page.")


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "blank.html"
    path.write_text("<!doctype html><html><body><script>1</script></body></html>", encoding="utf-8")

    with pytest.raises(Unreadable):
        preview(str(path), as_json=False)


def test_a_tag_by_the_headline_says_which_word_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(
        "<rss version='2.0'><channel><title>Pier News</title>"
        "<item><title>Ferries to Norway run again</title></item></channel></rss>",
        encoding="utf-8",
    )

    preview(str(feed), as_json=False)

    assert "Tags: World (“Norway” in the headline or lead)" in capsys.readouterr().out


def test_an_empty_name_is_refused() -> None:
    with pytest.raises(InvalidInput, match="error-preview-no-target"):
        preview(" ", as_json=False)


def test_a_date_alone_is_shown_without_a_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(
        "<rss version='2.0'><channel><title>Pier News</title>"
        "<item><title>One</title><pubDate>2025-11-24</pubDate></item>"
        "<item><title>Two</title><pubDate>2025-11-24T10:30:00Z</pubDate></item></channel></rss>",
        encoding="utf-8",
    )

    preview(str(feed), as_json=False)

    lines = capsys.readouterr().out.splitlines()
    assert "Pier News · 2025-11-24" in lines
    assert "Pier News · 2025-11-24 10:30 UTC" in lines


def test_a_story_without_a_tag_is_told_not_to_be_posted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(
        "<rss version='2.0'><channel><title>Pier News</title>"
        "<item><title>Qwerty</title></item></channel></rss>",
        encoding="utf-8",
    )

    preview(str(feed), as_json=False)

    assert "Tags: none, so it would not be posted:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("no/such/file.xml", NotFound),
        ("http://127.0.0.1:9/feed.xml", AddressRefused),
        ("ftp://feeds.example/feed.xml", AddressRefused),
    ],
)
def test_an_address_that_cannot_be_read_is_refused(target: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        preview(target, as_json=False)


def test_bad_input_is_one_sentence_and_exit_code_1() -> None:
    command = [sys.executable, "-m", "bot", "preview", "no/such/file.xml"]

    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)

    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "no/such/file.xml" in done.stderr


@needs_samples
def test_the_newsclip_sample_keeps_all_but_the_share_links(capsys: pytest.CaptureFixture[str]) -> None:
    story = _previewed(SAMPLES / "newsclip-page.txt", capsys)

    assert story["title"] == "US and Ukraine Make Strides in Peace Talks Amid Controversies"
    assert story["category"] == "General"
    assert story["date"].startswith("2025-11-24")
    assert story["hashtags"] == ["PeaceTalks", "UkraineWar", "Geneva", "USForeignPolicy", "Geopolitics"]
    assert story["source_ref"] == "https://www.bbc.com/news/articles/ce3zwy808dpo"
    assert len(story["sections"]) == 8
    assert story["quotes"]
    assert story["tags"] == ["World"]


@needs_samples
def test_the_blog_sample_loses_its_injected_phrases_and_keeps_its_question(
    capsys: pytest.CaptureFixture[str],
) -> None:
    story = _previewed(SAMPLES / "blog-article.txt", capsys)

    assert story["question"].startswith("What part of this diplomatic tightrope walk")
    assert len(story["dropped"]) >= 5
    assert not [heading for heading in story["sections"] if "Find out more" in heading]


def _previewed(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    preview(str(path), as_json=True)
    (line,) = capsys.readouterr().out.splitlines()
    story: dict[str, Any] = json.loads(line)
    return story


@needs_samples
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("feeds/*.xml")), ids=lambda path: path.name)
def test_a_real_feed_loses_no_entry(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = feedparser.parse(path.read_bytes()).entries

    preview(str(path), as_json=True)

    stories = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(stories) == len(expected) > 0
    for story, entry in zip(stories, expected, strict=True):
        assert story["title"]
        assert "<" not in story["title"]
        assert story["link"].startswith("http")
        assert story["key"]
        parsed = entry.get("published_parsed") or entry.get("updated_parsed")
        if parsed:
            moment = datetime.fromtimestamp(timegm(parsed), UTC)
            assert datetime.fromisoformat(story["date"]) == moment


@needs_samples
def test_people_see_a_real_feed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    preview(str(SAMPLES / "feeds" / "npr.rss.xml"), as_json=False)

    shown = capsys.readouterr().out
    assert shown.count("  Key: ") == 10
    assert "Their own pages were not read" in shown
