import pytest

from bot.feeds.controls import is_binary, without_sequences
from bot.feeds.pages import read_page
from bot.feeds.parse import parse_feed

HERE = "https://example.com/news"


@pytest.mark.parametrize(
    ("coloured", "plain"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[1;38;5;200mbold\x1b[m", "bold"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1b]0;a title\x07words", "words"),
        ("\x1b]8;;https://a.example/\x1b\\linked\x1b]8;;\x1b\\", "linked"),
        ("\x1b(Bset", "set"),
        ("[31m is written out", "[31m is written out"),
    ],
)
def test_a_sequence_for_terminals_is_taken_out_whole(coloured: str, plain: str) -> None:
    assert without_sequences(coloured) == plain


@pytest.mark.parametrize(
    "text", ["", "Two lines\r\nand a\ttab\f", "a\x00 stray one", "\x1b[31mred", "Straße, žluťoučký, 日本語"]
)
def test_a_text_is_no_binary(text: str) -> None:
    assert not is_binary(text)


@pytest.mark.parametrize(
    "text", ["\x7fELF\x02\x01\x01" + "\x00" * 9, bytes(range(256)).decode("latin-1") * 50]
)
def test_bytes_that_are_no_text_are_binary(text: str) -> None:
    assert is_binary(text)


@pytest.mark.parametrize(
    "feed",
    [
        "<rss version='2.0'><channel><item><title>\x1b[31mred\x1b[0m tide</title></item></channel></rss>",
        '{"version": "https://jsonfeed.org/version/1", "items": [{"id": 1, "title": "\\u001b[1mred tide"}]}',
    ],
)
def test_a_feeds_titles_have_no_sequences(feed: str) -> None:
    document = parse_feed(feed.encode(), url=HERE, content_type="")

    assert document.items[0].title == "red tide"


def test_a_pages_text_has_no_sequences_even_as_references() -> None:
    head = "<header>Newsclip</header><article><h1>\x1b[31mRed tide</h1>"
    page = f"{head}<p>It came &#27;[1mearly&#27;[0m this year, they say.</p></article>"

    read = read_page(page.encode(), url=HERE, content_type="text/html")

    assert read.title == "Red tide"
    assert read.lead == "It came early this year, they say."
