"""Lists in pages: each fits into a message, nothing is lost, and a press leads beyond neither end."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.pages import Line, paged, turned
from bot.chat.panels import Answer
from bot.domain.ids import ChannelId
from bot.domain.panel import PanelKey, PanelKind

TEXTS = st.lists(st.text(min_size=1, max_size=300), max_size=60)


@given(texts=TEXTS, per_page=st.integers(1, 25), heading=st.text(max_size=200))
def test_pages_hold_every_line_in_order_and_fit_into_a_message(texts, per_page, heading):
    lines = [Line(text, ChannelId(1)) for text in texts]

    pages = paged([heading], lines, per_page)

    assert [line for page in pages for line in page] == lines
    assert all(0 < len(page) <= per_page for page in pages)
    for page in pages:
        assert len("\n".join([heading, *(line.text for line in page), "-# Page 100 of 100"])) <= 2000


def test_a_line_that_is_longer_than_a_message_is_cut():
    pages = paged(["Heading"], [Line("word " * 800), Line("next")], 10)

    assert len(pages) == 2
    assert len(pages[0][0].text) < 2000
    assert pages[0][0].text.endswith("…")


@given(what=st.sampled_from(["back", "next", "other"]), page=st.integers(0, 9), pages=st.integers(1, 10))
def test_a_late_press_leads_beyond_neither_end(what, page, pages):
    answer = Answer(PanelKind.PAGES, what, PanelKey("k"))

    found = turned(answer, min(page, pages - 1), pages)

    assert 0 <= found < pages
    assert abs(found - min(page, pages - 1)) <= 1


def test_a_page_leads_to_the_next_and_back():
    def press(what, page):
        return turned(Answer(PanelKind.PAGES, what, PanelKey("k")), page, 3)

    assert [press("next", 0), press("next", 2), press("back", 2), press("back", 0)] == [1, 2, 1, 0]
