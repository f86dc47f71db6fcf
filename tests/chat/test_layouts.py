"""Discord's limits, checked by our own code before anything is sent."""

import discord
import pytest

from bot.chat.buttons import ResultsButton
from bot.chat.layouts import layout
from bot.domain.errors import Refused

KEY = "0123456789abcdef01234567"


def a_row(*buttons):
    return discord.ui.ActionRow(*buttons)


def a_gallery(url, description=None):
    gallery = discord.ui.MediaGallery()
    gallery.add_item(media=url, description=description)
    return gallery


@pytest.mark.parametrize(
    ("items", "fault"),
    [
        ([discord.ui.TextDisplay("x" * 2001), discord.ui.TextDisplay("x" * 2000)], "displayed characters"),
        ([discord.ui.TextDisplay(" ")], "an empty text"),
        ([a_row(ResultsButton(KEY, "x" * 81))], "a button's label"),
        ([a_row(discord.ui.Button(url="https://x.example/" + "x" * 500))], "a button's url"),
        ([a_row(ResultsButton("k" * 90, "Results"))], "a button's custom_id"),
        ([a_row(ResultsButton(KEY, "One"), ResultsButton(KEY, "Two"))], "a custom_id twice"),
        ([a_gallery("file:///etc/passwd")], "an image's address"),
        ([a_gallery("https://x.example/" + "x" * 2048)], "an image's address"),
        ([a_gallery("https://x.example/x.png", "x" * 1025)], "an image's description"),
    ],
)
def test_what_discord_would_refuse_is_refused_with_its_fault(items, fault):
    with pytest.raises(Refused) as refused:
        layout(*items)

    assert fault in refused.value.why


def test_what_is_just_within_the_limits_is_taken():
    view = layout(
        discord.ui.TextDisplay("x" * 4000),
        a_row(ResultsButton(KEY, "x" * 80), discord.ui.Button(url="https://x.example/" + "x" * 494)),
        a_gallery("https://x.example/x.png", "x" * 1024),
    )

    assert view.content_length() == 4000


def test_a_layout_waits_for_clicks_for_ever():
    assert layout(discord.ui.TextDisplay("x")).timeout is None
