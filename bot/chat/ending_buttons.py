"""The buttons of a story that is out: retract it, move it, lock or reopen its discussion."""

from functools import partial
from typing import Any

import discord

from bot.chat.answers import Answers
from bot.chat.desk_actions import DeskActions, Subject
from bot.chat.desk_buttons import form_id
from bot.chat.ending_desk import EndingDesk
from bot.chat.forms import Field, filled_in, form
from bot.chat.moderators import moderator
from bot.chat.panels import MOST_OPTIONS, option
from bot.domain.errors import NotFound
from bot.newsroom.desk import LONGEST_REASON
from bot.newsroom.edition_edits import EditionEdits
from bot.newsroom.moving import Moving

_Interaction = discord.Interaction[Any]


class EndingButtons:
    """Does what the buttons promise, with the questions and answers of the commands."""

    def __init__(
        self,
        actions: DeskActions,
        ending: EndingDesk,
        moving: Moving,
        edits: EditionEdits,
        *,
        answers: Answers,
    ) -> None:
        self._ending = ending
        self._moving = moving
        self._edits = edits
        self._answers = answers
        actions.serve("retract", self._ask_why, form=self._retract)
        actions.serve("move", self._ask_where, form=self._move)
        actions.serve("lock", self._lock)
        actions.serve("reopen", self._reopen)

    async def _ask_why(self, interaction: _Interaction, subject: Subject) -> None:
        await self._check(interaction, subject)
        text = partial(self._answers.text, interaction)
        words = Field(
            "reason",
            text("moderating-retract-reason"),
            hint=text("moderating-retract-hint"),
            required=True,
            several_lines=True,
            most=LONGEST_REASON,
        )
        title = text("moderating-retract-title")
        await interaction.response.send_modal(form(form_id("retract", subject.key), title, [words]))

    async def _retract(self, interaction: _Interaction, subject: Subject) -> None:
        reason = filled_in(interaction).get("reason", "")
        await self._ending.retract(interaction, subject.edition_id, reason)

    async def _ask_where(self, interaction: _Interaction, subject: Subject) -> None:
        await self._check(interaction, subject)
        text, by = partial(self._answers.text, interaction), await moderator(interaction)
        offered = await self._moving.offer(subject.server_id, by, "")
        if not offered:
            raise NotFound("error-move-no-tag")
        hint = "moderating-move-some" if len(offered) >= MOST_OPTIONS else "moderating-move-hint"
        tag = Field(
            "tag",
            text("moderating-move-tag"),
            hint=text(hint),
            required=True,
            options=tuple(option(value, label) for label, value in offered[:MOST_OPTIONS]),
        )
        title = text("moderating-move-title")
        await interaction.response.send_modal(form(form_id("move", subject.key), title, [tag]))

    async def _move(self, interaction: _Interaction, subject: Subject) -> None:
        chosen = filled_in(interaction).get("tag", "")
        tag = await self._moving.meant(subject.server_id, chosen)
        await self._ending.move(interaction, subject.edition_id, tag)

    async def _lock(self, interaction: _Interaction, subject: Subject) -> None:
        await self._ending.lock(interaction, subject.edition_id)

    async def _reopen(self, interaction: _Interaction, subject: Subject) -> None:
        await self._ending.reopen(interaction, subject.edition_id)

    async def _check(self, interaction: _Interaction, subject: Subject) -> None:
        """Raise before a form is opened where the person does not moderate the story any more."""
        await self._edits.find(subject.server_id, await moderator(interaction), subject.edition_id)
