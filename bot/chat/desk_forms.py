"""The forms that the desk's buttons open: why a story is rejected, whether an outlet is blocked."""

from collections.abc import Sequence
from typing import Any, cast

import discord

from bot.chat.answers import Answers
from bot.chat.desk_buttons import form_id
from bot.chat.markdown import escape_line
from bot.chat.panels import MOST_OPTIONS, option
from bot.domain.text import cut_at_word
from bot.domain.verdict import RejectReason

_TITLE, _LABEL, _HINT = 45, 45, 100
_OUTLET = 80
_WORDS = 300

_Interaction = discord.Interaction[Any]


class DeskForms:
    """Writes forms in the language of whoever opens them."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def reject(self, interaction: _Interaction, key: str) -> discord.ui.Modal:
        """Return the form that asks why: a reason of the list (`reason`), and words (`words`)."""

        def text(name: str) -> str:
            return self._answers.text(interaction, name)

        reasons = [option(each.value, text(f"reject-{each}")) for each in RejectReason]
        select: discord.ui.Select[Any] = discord.ui.Select(custom_id="reason", options=reasons)
        words: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="words", style=discord.TextStyle.paragraph, required=False, max_length=_WORDS
        )
        return _modal(
            form_id("reject", key),
            text("review-reject-title"),
            _labelled(text("review-reject-reason"), select),
            _labelled(text("review-reject-words"), words, hint=text("review-reject-words-hint")),
        )

    def block(self, interaction: _Interaction, key: str, outlet: str, *, is_host: bool) -> discord.ui.Modal:
        """Return the form that asks whether an outlet is to be blocked: it says what that does.

        is_host: it has no name, so all that is published at its address is blocked.
        """
        text = "review-block-text-host" if is_host else "review-block-text"
        told = self._answers.text(interaction, text, outlet=escape_line(outlet, _OUTLET))
        title = self._answers.text(interaction, "review-block-title")
        return _modal(form_id("block", key), title, discord.ui.TextDisplay(told))

    def merge(
        self, interaction: _Interaction, key: str, stories: Sequence[tuple[str, str]]
    ) -> discord.ui.Modal:
        """Return the form that asks into which story another goes: `into`."""

        def text(name: str) -> str:
            return self._answers.text(interaction, name)

        offered = [option(value, title) for title, value in stories[:MOST_OPTIONS]]
        select: discord.ui.Select[Any] = discord.ui.Select(custom_id="into", options=offered)
        return _modal(
            form_id("merge", key),
            text("review-merge-title"),
            _labelled(text("review-merge-into"), select, hint=text("review-merge-hint")),
        )


def chosen_in(interaction: _Interaction, name: str) -> str | None:
    """Return what was chosen in a select of a submitted form."""
    data = cast("dict[str, Any]", interaction.data or {})
    for part in data.get("components", ()):
        component = part.get("component") or {}
        if component.get("custom_id") == name and component.get("values"):
            return str(component["values"][0])
    return None


def _labelled(label: str, component: discord.ui.Item[Any], *, hint: str = "") -> discord.ui.Item[Any]:
    return discord.ui.Label(
        text=cut_at_word(label, _LABEL),
        description=cut_at_word(hint, _HINT) or None,
        component=component,
    )


def _modal(custom_id: str, title: str, *items: discord.ui.Item[Any]) -> discord.ui.Modal:
    modal = discord.ui.Modal(title=cut_at_word(title, _TITLE), custom_id=custom_id)
    for item in items:
        modal.add_item(item)
    modal.stop()  # heard by its custom_id: discord.py is to remember nothing of it
    return modal
