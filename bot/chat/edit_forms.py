"""The form for a story's words and the select of its tags: opened from cards, panels and commands alike."""

from typing import Any

import discord

from bot.chat.answers import Answers
from bot.domain.ids import EditionId
from bot.newsroom.edition_edits import EditionEdits
from bot.newsroom.questions import Questions

_Interaction = discord.Interaction[Any]


class EditForms:
    """Opens the form and the select; whoever opens them has looked up the edition in the server."""

    def __init__(self, edits: EditionEdits, *, answers: Answers, questions: Questions) -> None:
        self._edits = edits
        self._answers = answers
        self._questions = questions

    async def edit(self, interaction: _Interaction, edition_id: EditionId) -> None:
        """Open the form with what is shown of a story: the first answer to a click or a command."""
        raise NotImplementedError

    async def retag(self, interaction: _Interaction, edition_id: EditionId) -> None:
        """Answer with a select of the server's tags."""
        raise NotImplementedError
