"""A private panel with all that moderators can do about one story, in the state in which it is."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import discord

from bot.chat.answers import Answers, redraw, server_of
from bot.chat.desk_actions import DeskActions, Subject
from bot.chat.desk_buttons import DeskButton
from bot.chat.edit_forms import EditForms
from bot.chat.layouts import Layout, layout, row
from bot.chat.markdown import escape_line
from bot.chat.moderators import moderator
from bot.domain.edition import Edition, EditionState, sight_of
from bot.domain.ids import EditionId, MessageId, ServerId, UserId
from bot.domain.panel import Panel, PanelKind
from bot.domain.verdict import VerdictKind
from bot.newsroom.desk import Decided
from bot.newsroom.edition_edits import EditionEdits
from bot.newsroom.questions import Questions

_TITLE = 200
_TAGS = 300
_IN_A_ROW = 5
_GREEN, _RED = discord.ButtonStyle.success, discord.ButtonStyle.danger
_PLAIN = discord.ButtonStyle.secondary
# What can be done about a story in a state, in the order of the buttons.
_WAYS: dict[EditionState, tuple[tuple[str, discord.ButtonStyle], ...]] = {
    EditionState.HELD: (
        ("approve", _GREEN),
        ("reject", _RED),
        ("edit", _PLAIN),
        ("retag", _PLAIN),
        ("merge", _PLAIN),
        ("trust", _PLAIN),
        ("block", _RED),
        ("breaking", _PLAIN),
        ("why", _PLAIN),
    ),
    EditionState.CLEARED: (
        ("edit", _PLAIN),
        ("retag", _PLAIN),
        ("move", _PLAIN),
        ("merge", _PLAIN),
        ("breaking", _PLAIN),
        ("lock", _PLAIN),
        ("reopen", _PLAIN),
        ("retract", _RED),
        ("why", _PLAIN),
    ),
    EditionState.REJECTED: (("undo", _PLAIN), ("why", _PLAIN)),
    EditionState.EXPIRED: (("undo", _PLAIN), ("why", _PLAIN)),
    EditionState.RETRACTED: (("why", _PLAIN),),
    EditionState.MERGED: (("why", _PLAIN),),
}

_Interaction = discord.Interaction[Any]


class ModeratePanel:
    """Opens the panel; implements `bot.chat.desk_actions.Shows`.

    A panel keeps `edition` and `seen`: the story, and its words as they were shown; `trusted`: that its
    source was trusted there, which is offered once.
    """

    def __init__(
        self,
        edits: EditionEdits,
        forms: EditForms,
        *,
        actions: DeskActions,
        answers: Answers,
        questions: Questions,
    ) -> None:
        self._edits = edits
        self._forms = forms
        self._answers = answers
        self._questions = questions
        actions.shown_by(self, PanelKind.MODERATE)

    async def open(self, interaction: _Interaction, message_id: MessageId) -> None:
        """Answer with the panel of the story that a message is about."""
        server_id, by = _server(interaction), await moderator(interaction)
        edition = await self._edits.of_message(server_id, by, message_id)
        panel = await self._panel(interaction, edition)
        await interaction.response.send_message(view=self._view(interaction, panel, edition), ephemeral=True)

    async def edit(self, interaction: _Interaction, edition_id: EditionId) -> None:
        """Open the form for a story's words; the panel follows it."""
        edition = await self._edits.find(_server(interaction), await moderator(interaction), edition_id)
        panel = await self._panel(interaction, edition)
        await self._forms.edit(interaction, edition_id, panel.key)

    async def show(self, interaction: _Interaction, subject: Subject, decided: Decided | None) -> None:
        """Show a story as it is now, where its panel was pressed or, after a command's form, beside it."""
        if subject.panel is None:
            return
        just_trusted = decided is not None and decided.kind is VerdictKind.TRUSTED
        trusted = just_trusted or subject.panel.content.get("trusted", False)
        by = await moderator(interaction)
        edition = await self._edits.find(subject.server_id, by, subject.edition_id)
        content = {"edition": edition.id, "seen": sight_of(edition), "trusted": trusted}
        await self._questions.ask_anew(subject.panel, content)
        view = self._view(interaction, subject.panel, edition, trusted=trusted)
        if interaction.message is None and not interaction.response.is_done():
            await interaction.response.send_message(view=view, ephemeral=True)
        else:
            await redraw(interaction, view)

    async def _panel(self, interaction: _Interaction, edition: Edition) -> Panel:
        content = {"edition": edition.id, "seen": sight_of(edition)}
        person = UserId(interaction.user.id)
        return await self._questions.ask(edition.server_id, person, PanelKind.MODERATE, content)

    def _view(
        self, interaction: _Interaction, panel: Panel, edition: Edition, *, trusted: bool = False
    ) -> Layout:
        text = "\n".join(self._lines(interaction, edition))
        buttons = [*self._buttons(interaction, panel, edition, trusted=trusted)]
        rows = [row(*buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW)]
        return layout(discord.ui.TextDisplay(text), *rows)

    def _lines(self, interaction: _Interaction, edition: Edition) -> Iterator[str]:
        say = partial(self._answers.text, interaction)
        title = escape_line(edition.story.draft.title, _TITLE) or say("card-untitled")
        yield f"**{title}**"
        yield say(f"moderating-state-{edition.state}")
        labels = escape_line(", ".join(tag.label for tag in edition.tags), _TAGS)
        yield say("moderating-tags-chosen", tags=labels or say("moderating-no-tags"))

    def _buttons(
        self, interaction: _Interaction, panel: Panel, edition: Edition, *, trusted: bool
    ) -> Iterator[DeskButton]:
        done = {"breaking": edition.breaking_at is not None, "trust": trusted}
        for action, style in _WAYS[edition.state]:
            if done.get(action, False):
                continue
            label = self._answers.text(interaction, f"moderating-do-{action}")
            yield DeskButton(action, panel.key, label, style)


def _server(interaction: _Interaction) -> ServerId:
    return ServerId(server_of(interaction).id)
