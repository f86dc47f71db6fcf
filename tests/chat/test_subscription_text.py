"""Subscriptions in words, in English."""

import pytest

from bot.chat.subscription_text import activity_line, chosen_line
from bot.domain.ids import ChannelId, TagId
from bot.newsroom.subscriptions import Activity
from bot.storage.subscriptions import Subject
from bot.texts.catalogue import Texts


@pytest.fixture
def text():
    texts = Texts.load()
    return lambda key, **fields: texts.get(key, "en-US", **fields)


def a_subject(number=1, label="Peace"):
    return Subject(TagId(number), label.casefold(), label, ChannelId(10))


@pytest.mark.parametrize(
    ("weekly", "said"),
    [
        (0, "no story in the last weeks"),
        (0.25, "less than a story a week"),
        (1.2, "about one story a week"),
        (12.6, "about 13 stories a week"),
    ],
)
def test_what_a_tag_brings_is_said_in_round_numbers(text, weekly, said):
    line = activity_line(Activity(a_subject(), weekly, 2), text, own=False)

    assert line == f"▫ **Peace** · <#10> · {said} · 2 subscribers"


def test_a_label_is_shown_as_it_is_written(text):
    line = activity_line(Activity(a_subject(label="**@everyone** <@1>"), 1, 0), text, own=True)

    assert line.startswith("✓ **")
    assert "<@1>" not in line
    assert "@everyone**" not in line


def test_more_names_than_a_text_takes_end_in_dots(text):
    line = chosen_line([a_subject(number, f"Tag {'x' * 45}") for number in range(25)], text)

    assert line.endswith(", ….")
    assert len(line) < 1100
