"""The forms about stories that wait: why some are rejected, whether an outlet is blocked, what one joins."""

from collections.abc import Callable, Sequence
from typing import Any

import discord

from bot.chat.desk_buttons import form_id
from bot.chat.forms import Field, form
from bot.chat.markdown import escape_line
from bot.chat.panels import MOST_OPTIONS, option
from bot.domain.verdict import RejectReason
from bot.newsroom.desk import LONGEST_REASON

_OUTLET = 80

# A text of the catalogue in the language of whoever opens the form.
_Text = Callable[..., str]


def reject_form(key: str, text: _Text) -> discord.ui.Modal:
    """Return the form that asks why a story is rejected: a `reason` of the list, and `words`."""
    reason = Field(
        "reason",
        text("review-reject-reason"),
        required=True,
        options=tuple(option(each.value, text(f"reject-{each}")) for each in RejectReason),
    )
    return form(form_id("reject", key), text("review-reject-title"), [reason, _words(text)])


def reject_all_form(custom_id: str, text: _Text) -> discord.ui.Modal:
    """Return the form for what several stories are rejected for when no reason of the list fits: `words`."""
    return form(custom_id, text("desk-reject-title"), [_words(text)])


def block_form(key: str, text: _Text, outlet: str, *, is_host: bool) -> discord.ui.Modal:
    """Return the form that asks whether an outlet is to be blocked: it says what that does.

    is_host: it has no name, so all that is published at its address is blocked.
    """
    key_of_text = "review-block-text-host" if is_host else "review-block-text"
    told = text(key_of_text, outlet=escape_line(outlet, _OUTLET))
    return form(form_id("block", key), text("review-block-title"), [discord.ui.TextDisplay[Any](told)])


def merge_form(key: str, text: _Text, stories: Sequence[tuple[str, str]]) -> discord.ui.Modal:
    """Return the form that asks into which story another goes: `into`."""
    into = Field(
        "into",
        text("review-merge-into"),
        hint=text("review-merge-hint"),
        required=True,
        options=tuple(option(value, title) for title, value in stories[:MOST_OPTIONS]),
    )
    return form(form_id("merge", key), text("review-merge-title"), [into])


def _words(text: _Text) -> Field:
    return Field(
        "words",
        text("review-reject-words"),
        hint=text("review-reject-words-hint"),
        several_lines=True,
        most=LONGEST_REASON,
    )
