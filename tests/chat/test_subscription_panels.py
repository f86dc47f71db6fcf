"""What the custom_ids of selects and buttons for subscriptions say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.panels import Answer
from bot.chat.subscription_panels import picked_page, pressed_letter, subjects_view
from bot.domain.ids import ChannelId, TagId
from bot.domain.panel import PanelKey, PanelKind
from bot.storage.subscriptions import Subject

KEY = PanelKey("k" * 24)
PEACE = Subject(TagId(1), "peace", "Peace", ChannelId(10))


@given(page=st.integers(0, 25 * 25 - 1))
def test_a_select_says_of_which_page_it_is(page):
    view = subjects_view(KEY, [PEACE], [], lambda key, **fields: key, page=page, pages=1)

    what = view.children[0].answer.what
    assert what.isalpha()
    assert picked_page(Answer(PanelKind.SUBJECTS, what, KEY)) == page


@pytest.mark.parametrize("what", ["back", "next", "pick", "pickz", "pic"])
def test_anything_else_says_of_no_page(what):
    assert picked_page(Answer(PanelKind.SUBJECTS, what, KEY)) is None


@pytest.mark.parametrize(("what", "place"), [("a", 0), ("c", 2), ("z", -1)])
def test_a_letter_says_which_button_it_was(what, place):
    assert pressed_letter(Answer(PanelKind.NEAR, what, KEY)) == place
